"""A video on the shelf: brought by a clerk, kept by its digest, sent in parts, seen before its questions count."""

import hashlib
import struct

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from leye.apps.audit.models import AuditEvent
from leye.apps.training.models import Course, Enrolment, Lesson, Watched
from leye.gateways.films import NotAFilm, keep, seconds
from leye.trips import passing
from leye.trips.passing import Purpose
from leye.web.pages.films import MOST
from tests.functional.test_figure_pages import text
from tests.functional.test_training_pages import NEW
from tests.integration.test_training import wanting
from tests.integration.vacancies import TODAY
from tests.made import QINGSHUIHE, at, clerk

pytestmark = pytest.mark.django_db
FILM = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 6000  # a head as players know it


@pytest.fixture
def films(tmp_path, settings):
    settings.FILMS = tmp_path / "films"


@pytest.fixture
def shelf(as_user, wanting, films):
    """A clerk's course with one lesson, text and video; a learner's phone; the lesson's address."""
    with at(TODAY, 15):
        client = as_user()
        client.post("/training/", NEW)
        own = f"/training/{Course.objects.get().pk}/"
        lesson = {"title": "安全用电", "text": "先验电", "asked": "先做什么\n*验电\n动手", "film": SimpleUploadedFile("anquan.mp4", FILM)}  # fmt: skip
        assert "课件已加上" in text(client.post(own + "lessons/", lesson, follow=True))
        client.post(own + "enrol/", {"person": wanting[0]})
        phone = Client()
        held = passing.enter(passing.issue(clerk(), Purpose.PERSON, [(f"person:{wanting[0]}", QINGSHUIHE)], 30)[0])  # fmt: skip
        session = phone.session
        session["passes"] = {"person": held.id}
        session.save()
        yield client, phone, f"/learn/{Enrolment.objects.get().pk}/{Lesson.objects.get().pk}/", own


def opened(phone, address: str, length: int) -> None:
    """The player begins: from here on its seconds are held against the clock."""
    begun = phone.post(address + "watched/", {"seconds": "0", "length": str(length)})
    assert begun.json() == {"seen": 0, "is_seen": False}


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def test_a_video_is_kept_once_by_its_digest_and_sent_whole_or_in_small_parts(shelf):
    client, phone, address, own = shelf
    digest = hashlib.sha256(FILM).hexdigest()
    assert [file.name for file in settings.FILMS.iterdir()] == [digest]
    whole = phone.get(address + "film/")
    assert (whole.status_code, body(whole)) == (200, FILM)
    first = phone.get(address + "film/", headers={"Range": "bytes=0-"})
    assert first.status_code == 206
    assert first["Content-Range"] == f"bytes 0-{MOST - 1}/{len(FILM)}"
    rest = phone.get(address + "film/", headers={"Range": f"bytes={MOST}-"})
    assert body(first) + body(rest) == FILM
    stale = phone.get(address + "film/", headers={"Range": "bytes=5-9", "If-Range": '"old"'})
    assert stale.status_code == 200  # what he has is of another file
    assert phone.get(address + "film/", headers={"Range": "bytes=99999999-"}).status_code == 416
    assert phone.get(address + "film/", headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert Client().get(address + "film/").status_code == 404
    again = {"title": "再来一课", "film": SimpleUploadedFile("other.mp4", FILM)}
    client.post(own + "lessons/", again)
    assert len(list(settings.FILMS.iterdir())) == 1


def test_a_page_with_a_video_is_light_until_it_is_played(shelf):
    _, phone, address, _ = shelf
    page = phone.get(address).content.decode()
    assert 'preload="none"' in page
    assert "1.5 MB" in page
    assert len(page) < 20_000


def test_the_questions_count_once_enough_of_the_video_was_seen_and_what_was_seen_only_grows(shelf):
    _, phone, address, _ = shelf
    question = phone.get(address).content.decode().split('name="q')[1].split('"')[0]
    said = {f"q{question}": "0"}
    assert "视频看了0%" in text(phone.post(address, said))
    opened(phone, address, length=100)
    with at(TODAY, 15, 2):
        assert phone.post(address + "watched/", {"seconds": "80", "length": "100"}).json() == {"seen": 80, "is_seen": False}  # fmt: skip
    assert phone.post(address + "watched/", {"seconds": "20", "length": "100"}).json()["seen"] == 80
    assert "data-seen>80<" in text(phone.get(address))
    for wrong in ({"seconds": "101", "length": "100"}, {"seconds": "-1", "length": "9"}, {}, {"seconds": "0", "length": "0"}):  # fmt: skip
        assert phone.post(address + "watched/", wrong).status_code == 400
    with at(TODAY, 15, 3):
        assert phone.post(address + "watched/", {"seconds": "90", "length": "100"}).json()["is_seen"]  # fmt: skip
    assert "合格结业" in text(phone.post(address, said, follow=True))
    assert Watched.objects.count() == 1


def test_what_is_no_video_or_too_large_is_refused_with_words_and_leaves_nothing(shelf, tmp_path):
    """F-group: a file by another name."""
    client, _, _, own = shelf
    page = {"title": "坏的", "film": SimpleUploadedFile("x.mp4", b"MZ a program")}
    assert "不是网页能放的视频" in text(client.post(own + "lessons/", page, follow=True))
    page = {"title": "空的", "text": "有", "film": SimpleUploadedFile("x.mp4", b"")}
    client.post(own + "lessons/", page, follow=True)
    assert len(list(settings.FILMS.iterdir())) == 1
    with pytest.raises(NotAFilm, match="超过 1 MB"):
        keep(tmp_path / "own", [FILM], 1024 * 1024)
    with pytest.raises(NotAFilm, match="空的"):
        keep(tmp_path / "own", [], 1024 * 1024)
    assert list((tmp_path / "own").iterdir()) == []
    assert keep(tmp_path / "own", [b"\x1a\x45\xdf\xa3 and more"], 99).kind == "video/webm"


__all__ = ["wanting"]


def test_the_length_that_a_browser_claims_is_not_believed_where_the_file_is_longer(shelf, tmp_path):
    """One second of one is not all of a film of ten minutes."""
    _, phone, address, _ = shelf
    head = struct.pack(">4s4xIIII", b"mvhd", 0, 0, 1000, 600_000)
    wide = struct.pack(">4sB3xQQIQ", b"mvhd", 1, 0, 0, 1000, 600_000)
    for number, part in enumerate((head, wide)):
        film = keep(tmp_path / "films", [FILM[:12] + part + bytes(40)], 10_000)
        assert seconds(tmp_path / "films", film.digest) == 600, number
    plain = keep(tmp_path / "films", [FILM[:12] + bytes(8_000_000)], 10_000_000)
    assert seconds(tmp_path / "films", plain.digest) == 4  # no head: by its size
    Lesson.objects.update(video_digest=film.digest)
    answer = phone.post(address + "watched/", {"seconds": "1", "length": "1"})
    assert answer.json() == {"seen": 0, "is_seen": False}
    with at(TODAY, 15, 10):
        assert phone.post(address + "watched/", {"seconds": "600", "length": "600"}).json()["is_seen"]  # fmt: skip


def test_no_more_of_a_video_counts_than_time_has_gone_by_since_it_was_opened_and_the_rest_is_told(
    shelf,
):
    """training.yaml allows thirty seconds more, which is ours; a class is not completed by a claim."""
    client, phone, address, own = shelf
    question = phone.get(address).content.decode().split('name="q')[1].split('"')[0]
    opened(phone, address, length=600)
    with at(TODAY, 15, 1):
        told = phone.post(address + "watched/", {"seconds": "600", "length": "600"}).json()
        assert told == {"seen": 15, "is_seen": False}  # 60 seconds and 30
        refused = text(phone.post(address, {f"q{question}": "0"}))
        assert "播放记录比实际过去的时间长，多出的没有算" in refused
        assert "视频看了15%" in refused
        assert Enrolment.objects.get().state == "enrolled"
        assert "1 课播放快于实际时间，多出的没有算" in text(client.get(own))
    assert AuditEvent.objects.filter(action="training.film_too_fast").count() == 1
    with at(TODAY, 15, 10):
        assert phone.post(address + "watched/", {"seconds": "600", "length": "600"}).json()["is_seen"]  # fmt: skip
        assert "合格结业" in text(phone.post(address, {f"q{question}": "0"}, follow=True))
    assert AuditEvent.objects.filter(action="training.lesson_passed").count() == 1
