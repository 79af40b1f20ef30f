"""就业服务平台 and the desk: dated records with a clean picture; one form at the desk does everything or nothing."""

import io
import uuid

import pytest
from PIL import Image

from leye.apps.matching.models import Proposal
from leye.apps.people.models import Entry, WishFact
from leye.apps.places.models import Site
from leye.apps.stations.models import DeskEntry, Station
from leye.apps.training.models import Enrolment
from leye.core.scope import OutOfScope, Role
from leye.core.stations.vocabulary import DeskKind
from leye.core.vacancies.vocabulary import Step
from leye.core.visits.answers import Unreadable
from leye.core.vocabulary import StationState
from leye.gateways.documents.photos import NotAPicture
from leye.trips.visits import desk, stations
from leye.trips.visits.desk import Matter
from leye.trips.visits.stations import Told
from tests.integration.test_matching import TITLES, matched
from tests.integration.test_training import course
from tests.integration.vacancies import TODAY, bring, offer, willing_county
from tests.made import HELINGEER, QINGSHUIHE, a_county, at, clerk, keys

pytestmark = pytest.mark.django_db


def picture() -> bytes:
    image, target = Image.new("RGB", (40, 30), "green"), io.BytesIO()
    exif = image.getexif()
    exif[0x010E] = "taken at home"
    image.save(target, "JPEG", exif=exif)
    return target.getvalue()


def test_a_platform_is_recorded_from_a_day_on_its_history_stays_and_its_picture_is_cleaned(
    tmp_path,
):
    site = a_county()[0]
    with at("2020-06-01"):
        told = Told(state=StationState.BUILDING, place="党群服务中心")
        stations.record(clerk(), site, told, picture(), tmp_path, keys())
    with at("2020-06-20"):
        told = Told(state=StationState.BUILT, kind="就业服务站", staff=2, hours="周一至周五")
        stations.record(clerk(), site, told, b"", tmp_path, keys())
        assert [row.label for row in stations.history(clerk(), site)] == ["已建", "在建"]
        content = stations.photo(clerk(), site, tmp_path, keys())  # the picture stays
        assert b"taken at home" not in content
        assert b"JFIF" not in next(tmp_path.glob("*.sealed")).read_bytes()
        rows, sums = stations.board(clerk(), QINGSHUIHE)
        assert (rows[0].kind, dict(sums)) == ("就业服务站", {"已建": 1})
        with pytest.raises(OutOfScope):
            stations.history(clerk(HELINGEER), site)
        with pytest.raises(OutOfScope):
            stations.photo(clerk(HELINGEER), site, tmp_path, keys())
        with pytest.raises(NotAPicture):
            stations.record(clerk(), site, told, b"%PDF-1.4", tmp_path, keys())
        with pytest.raises(OutOfScope):
            stations.record(clerk(role=Role.READER), site, told, b"", tmp_path, keys())
    assert Station.objects.count() == 2


@pytest.fixture
def somebody(tmp_path):
    """A person with vacancies put forward, and a course with a seat."""
    willing_county(tmp_path, 1)
    bring(tmp_path / "v.xlsx", [offer(title) for title in TITLES])
    matched()
    proposal = Proposal.objects.filter(is_standing=True).first()
    return proposal.person_id, proposal.pk, course(seats=1)


def matter(proposal=None, **said):
    return Matter(uuid.uuid4(), said.pop("kind", DeskKind.REGISTRATION), "本人来窗口", proposal=proposal, **said)  # fmt: skip


def test_one_form_makes_the_facts_the_log_the_step_and_the_seat_together_and_only_once(somebody):
    person, proposal, which = somebody
    one = matter(proposal, step=Step.INTERESTED, course=which, answers={"wants_training": "yes", "training_trade": "电工"})  # fmt: skip
    with at(TODAY, 15):
        assert desk.serve(clerk(), person, one, keys()) is True
        assert desk.serve(clerk(), person, one, keys()) is False
        assert [(row.kind, row.words) for row in desk.log(clerk(), keys())] == [("求职登记", "本人来窗口")]  # fmt: skip
        assert desk.log(clerk(HELINGEER), keys()) == []
    row = DeskEntry.objects.get()
    assert Entry.objects.get(pk=row.entry_id).source == "desk"
    assert WishFact.objects.filter(entry_id=row.entry_id).get().training_trade == "电工"
    assert Proposal.objects.get(pk=proposal).step == "interested"
    assert Enrolment.objects.get().person_id == person


def test_what_cannot_be_done_at_the_desk_leaves_nothing_of_the_form_behind(somebody):
    person, proposal, _ = somebody
    wishes = WishFact.objects.count()
    with at(TODAY, 15):
        one = matter(proposal, step=Step.STAYED_1, answers={"wants_training": "yes"})
        with pytest.raises(Exception, match="不能改记"):
            desk.serve(clerk(), person, one, keys())
        with pytest.raises(Unreadable):
            desk.serve(clerk(), person, matter(answers={"wants_work": "perhaps"}), keys())
        with pytest.raises(OutOfScope):
            desk.serve(clerk(HELINGEER), person, matter(), keys())
    assert not DeskEntry.objects.exists()
    assert WishFact.objects.count() == wishes
    assert Site.objects.count() == 1
