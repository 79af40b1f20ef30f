"""A row of a list of vacancies: what is read, what is refused, what is only asked about."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leye.core.problems import Severity, worst
from leye.core.rosters.rows import NotAPerson
from leye.core.vacancies.vocabulary import EmployerKind, Level, PostKind, Shift
from leye.core.vocabulary import Education
from tests.unit.core.vacancies.made import COLUMNS, GOOD, codes, reader, told


def test_a_good_row_is_read_without_a_word():
    row = told()
    assert worst(row.problems) is None, row.problems
    assert (row.title, row.openings, row.place, row.occupation) == (
        "餐厅服务员",
        5,
        "150124",
        "4-03",
    )
    assert (row.terms.pay_from, row.terms.pay_to) == (3000, 3500)
    assert (row.valid_from, row.valid_to) == (dt.date(2020, 6, 1), dt.date(2020, 12, 31))


def test_what_relocated_people_need_to_know_is_read():
    row = told(
        terms__board_and_lodging="包吃住", terms__insured="五险", terms__contract_months="1年", terms__shift="白班",
        terms__transport="是", terms__child_care="是", terms__pairing="是", demand__suits_weak="否",
        demand__schooling="初中及以上", demand__licences="焊工证、叉车证", demand__languages="蒙古语", demand__needs_health="是",
        demand__age="18-55周岁", post="扶贫车间岗位", level="全区", employer__kind="扶贫车间", employer__industry="制造业",
    )  # fmt: skip
    terms, demand = row.terms, row.demand
    assert (terms.board, terms.lodging, terms.insured, terms.contract_months) == (
        True,
        True,
        True,
        12,
    )
    assert (terms.shift, terms.transport, terms.child_care, terms.pairing) == (
        Shift.DAY,
        True,
        True,
        True,
    )
    assert (demand.min_age, demand.max_age, demand.suits_weak) == (18, 55, False)
    assert (demand.schooling, demand.licences, demand.languages) == (
        Education.JUNIOR,
        "叉车证、焊工证",
        "蒙古语",
    )
    assert (row.post, row.level) == (PostKind.WORKSHOP, Level.REGION)
    assert (row.employer.kind, row.employer.industry) == (EmployerKind.WORKSHOP, "C")


@pytest.mark.parametrize(
    ("said", "ages"),
    [
        ("18岁以上", (18, None)),
        ("55岁以下", (None, 55)),
        ("不限", (None, None)),
        ("18至60", (18, 60)),
        ("45", (None, 45)),
    ],
)
def test_ages_are_read_in_their_writings(said, ages):
    row = told(demand__age=said)
    assert (row.demand.min_age, row.demand.max_age) == ages


@pytest.mark.parametrize(
    ("said", "board", "lodging"),
    [("包吃住", True, True), ("食宿自理", False, False), ("包吃", True, None), ("提供住宿，不管饭", False, True), ("包住", None, True), ("是", True, True), ("否", False, False)],
)  # fmt: skip
def test_board_and_lodging_are_told_apart(said, board, lodging):
    terms = told(terms__board_and_lodging=said).terms
    assert (terms.board, terms.lodging) == (board, lodging)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"openings": "0"}, "openings.unreadable"),
        ({"openings": "若干"}, "openings.unreadable"),
        ({"openings": "99999999"}, "openings.unreadable"),
        ({"terms__pay": "0"}, "terms.pay.unreadable"),
        ({"terms__pay": "高薪"}, "terms.pay.unreadable"),
        ({"terms__pay": "面议"}, "ad.pay"),
        ({"place": "无此地"}, "place.unknown"),
        ({"place": ""}, "place.unknown"),
        ({"valid_to": "2020-05-01"}, "valid_to.over"),
        ({"valid_from": "2020-08-01", "valid_to": "2020-07-01"}, "valid.dates"),
        ({"employer__name": ""}, "employer.name.empty"),
        ({"title": ""}, "title.empty"),
        ({"demand__min_age": "15"}, "ad.under_16"),
        ({"demand__age": "50-18"}, "demand.ages"),
        ({"employer__kind": "劳务公司"}, "employer.licence"),
    ],
)
def test_what_cannot_be_published_is_refused_with_its_reason(said, code):
    row = told(**said)
    refused = {p.code for p in row.problems if p.severity is Severity.REFUSED}
    assert code in refused
    assert all(p.message.endswith(("。", "）")) and p.remedy.endswith("。") for p in row.problems)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"openings": "100000"}, "openings.many"),
        ({"duties": ""}, "ad.duties"),
        ({"demand__words": "形象好气质佳"}, "ad.looks"),
        ({"terms__pay": "1000"}, "ad.minimum_wage"),
        ({"terms__pay": "3万-5万"}, "ad.high_pay"),
        ({"demand__age": "18-35"}, "ad.age"),
        ({"valid_to": "2023-12-31"}, "valid.long"),
        ({"employer__code": "91150124MA0N0UMC7X"}, "credit_code.check_character"),
    ],
)
def test_what_is_strange_waits_for_a_word(said, code):
    row = told(**said)
    assert code in {p.code for p in row.problems if p.severity is Severity.STRANGE}
    assert not [p for p in row.problems if p.severity is Severity.REFUSED]


def test_an_agency_with_its_licence_may_publish():
    assert "employer.licence" not in codes(
        employer__kind="劳务公司", employer__licence="150124000001"
    )


def test_an_open_end_gets_thirty_days():
    row = told(valid_to="长期有效")
    assert row.valid_to == dt.date(2020, 7, 1)
    assert worst(row.problems) is Severity.NOTE


def test_a_code_of_the_dictionary_counts_before_the_title():
    assert told(occupation="6-18-02-04").occupation == "6-18"
    assert told(title="看场子").occupation is None


@pytest.mark.parametrize("first", ["合计", "填表人：某某", None])
def test_totals_footers_and_empty_rows_are_no_vacancies(first):
    assert isinstance(reader().read(9, [first]), NotAPerson)


def test_an_employer_written_once_counts_for_the_rows_below():
    reads = reader()
    first = [GOOD.get(key) for key in COLUMNS.labels]
    below = [None if key.startswith("employer.") else GOOD.get(key) for key in COLUMNS.labels]
    reads.read(2, first)
    row = reads.read(3, below)
    assert row.employer.name == GOOD["employer.name"]
    assert row.employer.code == GOOD["employer.code"]
    assert reads.filled(below)[0] == GOOD["employer.name"]


@given(
    st.dictionaries(
        st.sampled_from(sorted(COLUMNS.labels)),
        st.one_of(st.text(max_size=40), st.floats(), st.booleans(), st.dates()),
    )
)
def test_no_cells_make_the_reader_fail(given_cells):
    row = reader().read(2, [given_cells.get(key) for key in COLUMNS.labels])
    assert isinstance(row, NotAPerson) or row.row_no == 2


@pytest.mark.parametrize("said", ["县城", "本县", "旗里", "当地"])
def test_the_own_county_has_many_names(said):
    assert told(place=said).place == "150124"
