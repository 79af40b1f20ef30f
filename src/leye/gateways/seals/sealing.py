"""Sealing: identity numbers and telephones into ciphertexts and keyed digests, and back.

SM4-GCM (GB/T 32907) through `cryptography`: base64 of key id ‖ 12-byte nonce ‖ ciphertext ‖ tag, bound
to a context such as "identity.id_no". HMAC-SM3 (GB/T 32905) finds an equal value without opening any.
"""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.hashes import SM3
from cryptography.hazmat.primitives.hmac import HMAC

from leye.gateways.seals.keyring import Keyring

NONCE, TAG = 12, 16


class Unreadable(Exception):
    """A sealed text that these keys do not open, or that was made for another place."""


def seal(keys: Keyring, text: str, context: str) -> str:
    """Encrypt a text for a context."""
    return base64.b64encode(seal_bytes(keys, text.encode(), context)).decode()


def seal_bytes(keys: Keyring, content: bytes, context: str) -> bytes:
    """Encrypt bytes for a context: key id ‖ nonce ‖ ciphertext ‖ tag."""
    nonce = os.urandom(NONCE)
    encryptor = Cipher(algorithms.SM4(keys.cipher), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(context.encode())
    body = encryptor.update(content) + encryptor.finalize()
    return bytes([keys.key_id]) + nonce + body + encryptor.tag


def unseal(keys: Keyring, sealed: str, context: str) -> str:
    """Open a sealed text. Raises Unreadable; the message holds nothing of the text."""
    return unseal_bytes(keys, base64.b64decode(sealed), context).decode()


def unseal_bytes(keys: Keyring, raw: bytes, context: str) -> bytes:
    """Open sealed bytes. Raises Unreadable."""
    if len(raw) < 1 + NONCE + TAG or raw[0] != keys.key_id:
        raise Unreadable("no key for this sealed text")
    nonce, body, tag = raw[1 : 1 + NONCE], raw[1 + NONCE : -TAG], raw[-TAG:]
    decryptor = Cipher(algorithms.SM4(keys.cipher), modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(context.encode())
    try:
        return decryptor.update(body) + decryptor.finalize()
    except InvalidTag:
        raise Unreadable("sealed with another key or for another place") from None


def index(keys: Keyring, text: str, context: str) -> str:
    """The keyed digest (64 hex digits) by which an equal text is found."""
    return _hmac(keys.index, text, context)


def tail_index(keys: Keyring, tail: str) -> str:
    """The keyed digest of a number's last four characters; its own key, since four digits are few."""
    return _hmac(keys.tail, tail.upper(), "tail")


def _hmac(key: bytes, text: str, context: str) -> str:
    digest = HMAC(key, SM3())
    digest.update(f"{context}\0{text}".encode())
    return digest.finalize().hex()
