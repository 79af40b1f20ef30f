"""Rows of a pay list: read to the half day and the fen, refused or asked about, never guessed."""

from decimal import Decimal

import pytest

from leye.core.local_jobs.pay_rows import PayReader
from leye.core.rosters.columns import Header
from leye.core.rosters.rows import NotAPerson
from leye.notices.rosters import load_columns
from tests.made import id_no

KIND = load_columns("nm_2020_84", "local_jobs_pay").kinds["labour_pay"]
COLUMNS = ((0, "person.name", "姓名"), (1, "person.id_no", "身份证号码"), (2, "days", "天数"), (3, "pay", "金额"))  # fmt: skip


def read(days: object = 20, pay: object = 3000, name: object = "王英", number: object = id_no(2)):
    reader = PayReader(Header(1, 1, KIND, COLUMNS, ()), frozenset({"150124"}), 1460)
    return reader.read(2, [name, number, days, pay])


@pytest.mark.parametrize(
    ("days", "pay", "wanted"),
    [
        (20, 3000, (Decimal(20), 300_000)),
        ("15.5天", "2,500.05元", (Decimal("15.5"), 250_005)),
        (20.0, 1860.1000000000001, (Decimal(20), 186_010)),
        (0, 0, (Decimal(0), 0)),
    ],
)
def test_days_and_pay_are_read_as_they_are_written(days, pay, wanted):
    row = read(days, pay)
    assert (row.days, row.pay_fen) == wanted
    assert row.problems == ()


@pytest.mark.parametrize(
    ("days", "pay", "code"),
    [
        (32, 3000, "days.unreadable"),
        ("15.55", 3000, "days.unreadable"),
        (None, 3000, "days.unreadable"),
        (20, "三千", "pay.unreadable"),
        (20, -1, "pay.unreadable"),
        (20, "100.001", "pay.unreadable"),
        (20, 1_000_000, "pay.unreadable"),
        (20, "nan", "pay.unreadable"),
        (0, 100, "days.none"),
        (20, 100, "pay.minimum"),
    ],
)
def test_what_is_wrong_is_said_by_its_code(days, pay, code):
    assert code in [problem.code for problem in read(days, pay).problems]


def test_totals_footers_headers_and_titles_are_nobody():
    assert isinstance(read(name="合计", number=None, days=None), NotAPerson)
    assert isinstance(read(None, None, "制表人：甲", None), NotAPerson)
    assert isinstance(read("天数", "金额", "姓名", "身份证号码"), NotAPerson)
    assert isinstance(read(None, None, None, None), NotAPerson)
    assert isinstance(PayReader(Header(1, 1, KIND, COLUMNS, ()), frozenset(), 1).read(2, [None, None, None, None, "说明文字"]), NotAPerson)  # fmt: skip
