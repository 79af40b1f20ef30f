"""就业服务平台 and the desk: dated records with a clean picture; one form at the desk does everything or nothing."""

import datetime as dt
import io
import uuid

import pytest
from PIL import Image

from leye.apps.matching.models import Proposal
from leye.apps.people.models import Entry, WishFact
from leye.apps.places.models import Site
from leye.apps.stations.models import DeskEntry, Station
from leye.apps.training.models import Enrolment
from leye.core.cases.vocabulary import CaseOutcome
from leye.core.periods import Month
from leye.core.scope import OutOfScope, Role
from leye.core.stations.vocabulary import DeskKind
from leye.core.vacancies.vocabulary import Step
from leye.core.visits.answers import Unreadable
from leye.core.vocabulary import StationState
from leye.gateways.documents.photos import NotAPicture
from leye.trips.annexes.reporting import Ask, annex_table
from leye.trips.comparisons import case_judging
from leye.trips.outreach import outreach_remarks
from leye.trips.visits import desk, service_due, stations
from leye.trips.visits.desk import Matter
from leye.trips.visits.stations import Told
from tests.integration.reached import matched_county
from tests.integration.test_matching import TITLES, matched
from tests.integration.test_training import course
from tests.integration.vacancies import TODAY, bring, offer, willing_county
from tests.made import (
    HELINGEER,
    LEAGUE,
    QINGSHUIHE,
    ROSTER,
    a_county,
    at,
    clerk,
    keys,
    mover,
    take_in,
    write,
)

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


def test_a_platform_that_is_built_and_nothing_else_is_taken_and_flagged_here_and_at_the_level_above(
    tmp_path,
):
    site = a_county()[0]
    with at(TODAY):
        stations.record(clerk(), site, Told(state=StationState.BUILT), b"", tmp_path, keys())
        rows, _ = stations.board(clerk(), QINGSHUIHE)
        assert next(row.strange for row in rows if row.site_id == site).startswith("已建，但形式")
        for unit in (QINGSHUIHE, LEAGUE, "150000"):
            (one,) = [x for x in service_due.awaiting(clerk(unit)) if x.route == "stations"]
            assert (one.many, one.title) == (1, "服务平台登记是空的")
            assert "清水河县 1" in one.note
        assert not stations.blank(clerk(HELINGEER))
        for said in (Told(state=StationState.BUILT, staff=0), Told(state=StationState.NONE)):
            stations.record(clerk(), site, said, b"", tmp_path, keys())
            assert not stations.blank(clerk())


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


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Told(state=StationState.BUILT, kind="就业服务站", place="社区一楼", staff=2, phone="0471-1", opened_on=dt.date(2019, 9, 1), hours="周一至周五"),
         "已建，就业服务站，设在社区一楼，工作人员2名，电话0471-1"),
        (Told(state=StationState.BUILDING), "在建"),
        (Told(state=StationState.SHARED, kind="就业专员", place="乡镇劳动保障所"), "依托，就业专员，设在乡镇劳动保障所"),
        (Told(state=StationState.NONE), "未建"),
        (None, ""),
    ],
)  # fmt: skip
def test_annex_3_s_last_column_is_what_stands_of_the_platform_at_the_month_s_end(
    tmp_path, told, words
):
    """Built, being built, by another place, none, and a site of which nobody has said anything."""
    site = a_county()[0]
    take_in(write(tmp_path / "r.xlsx", ROSTER, [mover(11)]), "2020-05-30")
    with at("2020-06-01"):
        before = Told(state=StationState.BUILDING, place="旧址")
        if told is not None:
            stations.record(clerk(), site, told, b"", tmp_path, keys())
    with at("2020-07-01"):  # what is said later is of the later month
        if told is not None:
            stations.record(clerk(), site, before, b"", tmp_path, keys())
    with at("2020-07-02"):
        table, _ = annex_table(clerk(), Ask("3", Month.parse("2020-06"), QINGSHUIHE))
        rows, _ = stations.board(clerk(), QINGSHUIHE)
    assert [line.texts["station"] for line in table.lines if line.site_id == site] == [words]
    assert rows[0].label == ("没有登记" if told is None else "在建")


def test_each_matter_of_a_desk_is_entered_once_and_is_where_it_belongs(somebody):
    """Consultation, registration, a vacancy given, training, a case opened: one form each, one line each."""
    person, proposal, which = somebody
    with at(TODAY, 15):
        for one in (
            matter(kind=DeskKind.CONSULTATION), matter(kind=DeskKind.REGISTRATION, answers={"wants_training": "yes"}),
            matter(proposal, kind=DeskKind.VACANCY, step=Step.SHOWN), matter(kind=DeskKind.TRAINING, course=which),
            matter(kind=DeskKind.CASE),
        ):  # fmt: skip
            assert desk.serve(clerk(), person, one, keys()) is True
        told = [(row.kind, row.words) for row in desk.log(clerk(), keys())]
        assert sorted(kind for kind, _ in told) == sorted(one.label for one in DeskKind)
        waiting = outreach_remarks.remarks(clerk(), keys())
        assert [(one.person.id, one.text, one.answer) for one in waiting] == [
            (person, "本人来窗口", "")
        ]
        case_judging.judge(
            clerk(), waiting[0].case, CaseOutcome.CORRECTED, "已按本人说的改", keys()
        )
        assert "已按本人说的改" in outreach_remarks.remarks(clerk(), keys())[0].answer
        empty = Matter(uuid.uuid4(), DeskKind.CASE, " ")
        with pytest.raises(Unreadable, match="诉求没有写内容"):
            desk.serve(clerk(), person, empty, keys())
    assert Proposal.objects.get(pk=proposal).step == "shown"
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


def test_the_desk_of_one_person_does_not_note_anything_of_anothers_vacancy(tmp_path):
    matched_county(tmp_path, 2)
    one, other = sorted(Proposal.objects.values_list("person_id", flat=True).distinct())
    theirs = Proposal.objects.filter(person_id=other, is_standing=True).first()
    with at("2020-06-03"):
        with pytest.raises(OutOfScope):
            desk.serve(clerk(), one, matter(theirs.pk, step=Step.HIRED), keys())
        assert Proposal.objects.get(pk=theirs.pk).step == ""
        assert desk.serve(clerk(), other, matter(theirs.pk, step=Step.HIRED), keys())
