"""Typical cases: agreed to, reviewed by another, published; withdrawn, gone everywhere at once."""

import datetime as dt
import io
import re
import zipfile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from leye.apps.places import actions as places
from leye.apps.stories.actions import NotPossible
from leye.apps.stories.models import Consent, Story, StoryPhoto, StoryState, StoryText
from leye.core.scope import OutOfScope, Role, Scope
from leye.core.vocabulary import StationState
from leye.gateways.documents.photos import NotAPicture, cleaned
from leye.trips.boards import stories
from leye.trips.visits import stations
from tests.functional.conftest import account
from tests.functional.test_figure_pages import text
from tests.made import HELINGEER, LEAGUE, QINGSHUIHE, a_county, at, clerk, keys

pytestmark = pytest.mark.django_db
CHIEF = Scope("chief", QINGSHUIHE, Role.APPROVER)
PERSON = stories.Written(
    "person", "从羊倌到缝纫工", "王秀英搬到益民小区。\n去年进了扶贫车间。", False
)


def picture(kind="JPEG", size=(80, 60)) -> bytes:
    """A picture that says where it was taken."""
    image, target = Image.new("RGB", size, "red"), io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "some camera"
    exif.get_ifd(0x8825)[1] = "N"
    image.save(target, kind, exif=exif)
    return target.getvalue()


def begun() -> Story:
    with at("2020-05-29"):
        row = stories.write(clerk(), PERSON)
        stories.add_photo(clerk(), row.pk, picture(), "在车间", settings.UPLOADS, keys())
    return row


def published() -> Story:
    row = begun()
    with at("2020-05-30"):
        stories.consent(clerk(), row.pk, "王秀英", dt.date(2020, 5, 29), keys())
        stories.submit(clerk(), row.pk)
        stories.review(CHIEF, row.pk, True, "")
    return row


@pytest.fixture(autouse=True)
def divisions():
    places.load_divisions(by="test")


def test_a_story_of_a_person_waits_for_his_consent_and_keeps_its_words():
    row = begun()
    assert row.needs_consent
    with at("2020-05-30"):
        with pytest.raises(NotPossible, match="本人同意"):
            stories.submit(clerk(), row.pk)
        stories.consent(clerk(), row.pk, "王秀英", dt.date(2020, 5, 29), keys())
        stories.submit(clerk(), row.pk)
    kept = Consent.objects.get()
    assert kept.version == "2020-1"
    assert "自愿" in kept.words
    assert "王秀英" not in kept.giver_cipher
    with at("2020-05-30"):
        assert stories.story(clerk(), row.pk, keys()).giver == "王秀英"


def test_who_wrote_it_does_not_review_it_also_not_under_another_role():
    row = begun()
    with at("2020-05-30"):
        stories.consent(clerk(), row.pk, "王秀英", dt.date(2020, 5, 29), keys())
        stories.submit(clerk(), row.pk)
        with pytest.raises(NotPossible, match="起草人不能审核"):
            stories.review(clerk(role=Role.APPROVER), row.pk, True, "")
        with pytest.raises(OutOfScope):
            stories.review(clerk(), row.pk, True, "")
        stories.review(CHIEF, row.pk, False, "写具体些")
        assert Story.objects.get().state == StoryState.RETURNED


@pytest.mark.parametrize(
    "wrong",
    [
        {"reviewed_by": "county-clerk"}, {"reviewed_by": ""}, {"published_at": None}, {"consent": None},
        {"needs_consent": False}, {"written_by": ""},
    ],
    ids=str,
)  # fmt: skip
def test_the_database_refuses_what_must_not_be(wrong):
    row = published()
    with pytest.raises(IntegrityError), transaction.atomic():
        Story.objects.filter(pk=row.pk).update(**wrong)


def test_a_second_consent_cannot_stand_beside_the_first():
    row = begun()
    with at("2020-05-30"):
        stories.consent(clerk(), row.pk, "王秀英", dt.date(2020, 5, 29), keys())
        with pytest.raises(NotPossible):
            stories.consent(clerk(), row.pk, "王秀英", dt.date(2020, 5, 29), keys())
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.create(
            story_id_told=row.pk, version="x", words="", giver_cipher="", given_on=dt.date(2020, 5, 1), noted_by="x",
            noted_at=timezone.now(),
        )  # fmt: skip


def everywhere(client, row, photo) -> dict[str, bool]:
    """Where the story can be seen."""
    with at("2020-06-01"):
        pack = zipfile.ZipFile(io.BytesIO(stories.pack(clerk(), settings.UPLOADS, keys())))
        return {
            "list": PERSON.title in text(client.get("/typical/")),
            "page": client.get(f"/typical/{row.pk}/").status_code == 200,
            "photo": client.get(f"/typical/{row.pk}/photos/{photo.pk}/").status_code == 200,
            "feed": PERSON.title in text(client.get("/typical.json")),
            "pack": any(name.startswith(f"{row.pk}/") for name in pack.namelist()),
            "file": (settings.UPLOADS / stories.PICTURES / f"{photo.digest}.sealed").exists(),
            "text": StoryText.objects.filter(story=row).exists(),
        }


def test_a_withdrawn_story_is_gone_everywhere_at_once(client):
    row = published()
    photo = StoryPhoto.objects.get()
    assert all(everywhere(client, row, photo).values())
    with at("2020-06-01"):
        stories.withdraw(clerk(), row.pk, "本人撤回同意", settings.UPLOADS)
        stories.withdraw(clerk(), row.pk, "再点一次", settings.UPLOADS)
    assert not any(everywhere(client, row, photo).values())
    gone = Consent.objects.get()
    assert gone.withdrawn_by == "county-clerk"
    assert PERSON.title not in Story.objects.get().title


def test_a_picture_used_by_two_stories_stays_until_both_are_gone():
    first, second = published(), begun()
    digest = StoryPhoto.objects.filter(story=first).get().digest
    with at("2020-06-01"):
        stories.withdraw(clerk(), first.pk, "撤回", settings.UPLOADS)
        assert (settings.UPLOADS / stories.PICTURES / f"{digest}.sealed").exists()
        stories.withdraw(clerk(), second.pk, "撤回", settings.UPLOADS)
    assert not (settings.UPLOADS / stories.PICTURES / f"{digest}.sealed").exists()


def test_a_picture_that_hangs_at_a_station_too_stays_there():
    (site,) = a_county()
    row = begun()
    with at("2020-05-29"):
        told = stations.Told(state=StationState.BUILT)
        stations.record(clerk(), site, told, picture(), settings.UPLOADS, keys())
        stories.withdraw(clerk(), row.pk, "撤回", settings.UPLOADS)
        assert stations.photo(clerk(), site, settings.UPLOADS, keys())


def test_nothing_public_is_kept_by_a_browser_or_a_proxy(client):
    row = published()
    photo = StoryPhoto.objects.get()
    for address in (
        "/typical/",
        f"/typical/{row.pk}/",
        "/typical.json",
        f"/typical/{row.pk}/photos/{photo.pk}/",
    ):
        assert client.get(address)["Cache-Control"] == "no-store", address


def test_only_the_pixels_of_a_picture_are_kept():
    for kind in ("JPEG", "PNG"):
        found = Image.open(io.BytesIO(cleaned(picture(kind, (2000, 500))).content))
        assert found.size == (1600, 400)
        assert not found.getexif()
        assert b"some camera" not in cleaned(picture(kind)).content


@pytest.mark.parametrize(
    "content", [b"", b"<svg onload=x>", b"\xff\xd8\xff nothing", b"GIF89a", b"0" * 9_000_000]
)
def test_what_is_no_picture_is_refused(content):
    with pytest.raises(NotAPicture, match="。"):
        cleaned(content)


def test_a_picture_of_too_many_pixels_is_refused_before_it_is_read():
    with pytest.raises(NotAPicture, match="尺寸"):
        cleaned(picture("PNG", (8000, 6000)))


def test_another_county_finds_no_story_and_everybody_only_published_ones(client):
    row = begun()
    photo = StoryPhoto.objects.get()
    other = clerk(HELINGEER)
    with at("2020-06-01"):
        for call in (
            lambda: stories.story(other, row.pk, keys()), lambda: stories.write(other, PERSON, row.pk),
            lambda: stories.submit(other, row.pk), lambda: stories.withdraw(other, row.pk, "x", settings.UPLOADS),
            lambda: stories.photo(other, row.pk, photo.pk, settings.UPLOADS, keys()),
            lambda: stories.consent(other, row.pk, "x", dt.date(2020, 5, 1), keys()),
            lambda: stories.add_photo(other, row.pk, picture(), "", settings.UPLOADS, keys()),
        ):  # fmt: skip
            with pytest.raises(OutOfScope):
                call()
        assert stories.stories(other) == []
        assert client.get(f"/typical/{row.pk}/").status_code == 404
        assert client.get(f"/typical/{row.pk}/photos/{photo.pk}/").status_code == 404
        assert (
            len(
                zipfile.ZipFile(
                    io.BytesIO(stories.pack(clerk(), settings.UPLOADS, keys()))
                ).namelist()
            )
            == 1
        )


def test_the_pages_walk_from_a_draft_to_the_public_and_back(client):
    def as_user(name, **said):
        client.force_login(
            account(name, said.pop("unit", QINGSHUIHE), **said),
            "django.contrib.auth.backends.ModelBackend",
        )

    as_user("writer")
    with at("2020-06-01", 10):
        said = {"kind": "person", "title": PERSON.title, "body": PERSON.body}
        assert PERSON.title in text(client.post("/stories/", said, follow=True))
        row = Story.objects.get()
        page = f"/stories/{row.pk}/"

        def step(what, **said):
            return text(client.post(f"{page}{what}/", said, follow=True))

        def seen():
            return re.search(r'name="seen" value="(\d+)"', text(client.get(page)))[1]

        shown = text(client.get(page))
        assert f'name="title" maxlength="60" value="{PERSON.title}"' in shown
        assert "{%" not in shown
        assert "请选一张" in step("photo")
        assert "照片已加上" in step(
            "photo", file=SimpleUploadedFile("王.jpg", picture()), caption="在车间"
        )
        assert "没有写清同意日期" in step("consent", giver="王秀英")
        agreed = {"giver": "王秀英", "given_on": "2020-06-01"}
        assert '<input type="hidden" name="words" value="2020-1">' in shown
        assert "已登记本人同意" in step("consent", **agreed, words="2020-1")
        assert "新的一稿" in step("write", **{**said, "body": "改过的正文。"})
        assert "已送审" in step("submit")
        assert "不能修改" in step("write", **said) or "可以修改" in step("write", **said)
        assert client.post(f"{page}nonsense/").status_code == 404
        as_user("reader", role=Role.READER)
        assert client.get(page).status_code == 404
        as_user("chief", role=Role.APPROVER, unit=LEAGUE)
        assert "退回要写明原因" in step("return", seen=seen())
        assert "已公布" in step("accept", seen=seen())
        assert "改过的正文" in text(client.get(f"/typical/{row.pk}/"))
        photo = StoryPhoto.objects.get()
        assert client.get(f"{page}photos/{photo.pk}/")["Content-Type"] == "image/jpeg"
        assert "写明撤回的原因" in step("withdraw")
        assert "已撤回" in step("withdraw", why="本人撤回同意")
        assert client.post("/stories/pack/").status_code == 403


def test_a_story_that_is_published_before_eight_in_the_morning_bears_the_day_on_which_it_was(
    client,
):
    row = begun()
    with at("2020-05-31", 7):
        stories.consent(clerk(), row.pk, "王秀英", dt.date(2020, 5, 29), keys())
        stories.submit(clerk(), row.pk)
        stories.review(CHIEF, row.pk, True, "")
        [told] = client.get("/typical.json").json()
    assert told["published_on"] == "2020-05-31"


def test_a_consent_is_noted_to_the_words_that_were_shown_and_refused_when_they_changed_meanwhile(
    client,
):
    row, day = begun(), dt.date(2020, 5, 29)
    client.force_login(account("writer", QINGSHUIHE), "django.contrib.auth.backends.ModelBackend")
    with at("2020-05-30"):
        for seen in ("2019-9", ""):
            said = {"giver": "王秀英", "given_on": "2020-05-29", "words": seen}
            answer = client.post(f"/stories/{row.pk}/consent/", said, follow=True)
            shown = text(answer)
            assert answer.redirect_chain[-1][0] == f"/stories/{row.pk}/?given_on=2020-05-29"
            assert "用的同意书是 2020-1，页面上显示的是" in shown
            assert "没有登记" in shown
            assert '<input type="hidden" name="words" value="2020-1">' in shown
            assert 'value="2020-05-29"' in shown
        assert not Consent.objects.exists()
        stories.consent(clerk(), row.pk, "王秀英", day, keys(), "2020-1")
        assert Consent.objects.get().words == stories.consent_words(day).words


def test_a_reviewer_publishes_only_what_he_has_read():
    """A page that was left open while the story was given back, written anew and handed in again."""
    with at("2020-05-30"):
        row = begun()
        stories.consent(clerk(), row.pk, "王秀英", dt.date(2020, 5, 29), keys())
        stories.submit(clerk(), row.pk)
        read = stories.story(CHIEF, row.pk, keys()).seen
        stories.review(CHIEF, row.pk, False, "写具体些", read)
        stories.write(clerk(), stories.Written("person", PERSON.title, "另一篇。", True), row.pk)
        stories.submit(clerk(), row.pk)
        for accepted in (True, False):
            with pytest.raises(NotPossible, match="又有了变动"):
                stories.review(CHIEF, row.pk, accepted, "看过", read)
        stories.review(CHIEF, row.pk, True, "", stories.story(CHIEF, row.pk, keys()).seen)
    assert Story.objects.get().state == StoryState.PUBLISHED


def test_the_steps_of_a_story_say_the_offices_name_and_follow_when_it_changes():
    with at("2020-05-30"):
        row, one = begun(), account(clerk().actor, QINGSHUIHE)
        [said, *_] = stories.story(clerk(), row.pk, keys()).steps
        assert said[1] == f"{clerk().actor}科室"
        one.display_name = "清水河县人力资源和社会保障局"
        one.save()
        told = stories.story(clerk(), row.pk, keys()).steps
    assert {by for _, by in told} == {"清水河县人力资源和社会保障局"}
    assert {step.by for step, _ in told} == {clerk().actor}
