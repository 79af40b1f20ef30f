"""Sealing: standard vectors, and what an attacker with the database does not get (P11, P12)."""

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SM3, Hash

from leye.gateways.seals.keyring import Keyring
from leye.gateways.seals.sealing import Unreadable, index, seal, tail_index, unseal


@pytest.fixture
def keys(tmp_path):
    return Keyring.open_or_create(tmp_path / "keys.json")


def test_the_library_gives_the_standard_vectors():
    """T18: SM3 of "abc" and the block vector of SM4."""
    digest = Hash(SM3())
    digest.update(b"abc")
    assert digest.finalize().hex().startswith("66c7f0f4")
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    encryptor = Cipher(algorithms.SM4(key), modes.ECB()).encryptor()
    assert encryptor.update(key).hex() == "681edf34d206965e86b3e94f536e4246"


def test_what_was_sealed_opens_again_and_never_looks_the_same(keys):
    one, other = seal(keys, "巴图", "identity.id_no"), seal(keys, "巴图", "identity.id_no")
    assert one != other
    assert unseal(keys, one, "identity.id_no") == unseal(keys, other, "identity.id_no") == "巴图"


def test_a_ciphertext_moved_to_another_column_or_changed_is_found(keys):
    sealed = seal(keys, "13900000000", "contact.phone")
    for wrong in ("identity.id_no", "contact.phon"):
        with pytest.raises(Unreadable) as caught:
            unseal(keys, sealed, wrong)
        assert "139" not in str(caught.value)
    changed = sealed[:-6] + ("A" if sealed[-6] != "A" else "B") + sealed[-5:]
    with pytest.raises(Unreadable):
        unseal(keys, changed, "contact.phone")


def test_other_keys_open_nothing_and_give_other_digests(keys, tmp_path):
    others = Keyring.open_or_create(tmp_path / "others.json")
    sealed = seal(keys, "x", "c")
    with pytest.raises(Unreadable):
        unseal(others, sealed, "c")
    assert index(keys, "x", "c") != index(others, "x", "c")
    assert index(keys, "x", "c") != index(keys, "x", "d") != tail_index(keys, "x")


def test_the_key_file_is_for_its_owner_and_is_kept(tmp_path):
    path = tmp_path / "keys.json"
    first = Keyring.open_or_create(path)
    assert path.stat().st_mode & 0o077 == 0
    assert Keyring.open_or_create(path) == first
