"""Rows of the list of workers: typed values, each with what is wrong with it."""

import datetime as dt

from leye.core.payments.roster_rows import WorkerReader
from leye.core.rosters.columns import Header, find_header
from leye.notices.rosters import load_columns
from tests.made import id_no

COLUMNS = load_columns("nm_2020_84", "subsidy_rosters")
HEAD = (
    "姓名",
    "身份证号码",
    "入职时间",
    "合同起始日期",
    "合同终止日期",
    "月工资",
    "申请金额",
    "银行卡号",
)


def read(*values: object):
    header = find_header([(1, HEAD)], COLUMNS, "subsidy_roster")
    assert isinstance(header, Header)
    return WorkerReader(header, dt.date(2020, 7, 1)).read(2, values)


def test_a_whole_row():
    row = read(
        "王英", id_no(2), "2020-06-01", "2020-06-01", "2021-05-31", "3,000.50", "12", "6228 4800"
    )
    assert row is not None
    assert (row.name, row.hired_on, row.contract_to) == (
        "王英",
        dt.date(2020, 6, 1),
        dt.date(2021, 6, 1),
    )
    assert (row.monthly_pay_fen, row.asked_fen, row.account, row.problems) == (
        300_050,
        1200,
        "62284800",
        (),
    )


def test_rows_that_list_nobody():
    assert read("合计", None, None) is None
    assert read(None, None, None) is None
    assert read(None, None, "2020-06-01") is None


def test_what_is_wrong_with_a_row_is_told_with_its_column():
    row = read("王英", "150124", "2020-09-01", "2020-06-01", "2020-05-01", "三千", "-5", "")
    assert row is not None
    codes = {problem.code for problem in row.problems}
    assert {"contract.dates", "hired_on.future", "monthly_pay.money", "asked.money"} <= codes
    assert row.monthly_pay_fen is None


def test_a_contract_that_begins_before_sixteen_is_told():
    """Q5."""
    row = read("王小", id_no(2, born="20050101"), "2020-06-01", "2020-06-01", "2021-05-31")
    assert row is not None
    assert [problem.code for problem in row.problems if problem.code == "contract.age"] == [
        "contract.age"
    ]
