"""What each column counts: rosters in, one row of annex 1 or 2 out (DOMAIN.md 2.3)."""

import pytest

from tests.made import (
    QINGSHUIHE,
    ROSTER,
    WORK,
    a_county,
    figures,
    id_no,
    mover,
    take_in,
    worker,
    write,
)

pytestmark = pytest.mark.django_db
COLUMNS = ("people", "labour", "employed", "away", "local", "workshop", "post", "unemployed", "willing")  # fmt: skip


def counted(tmp_path, movers, workers=(), annex="1", month="2020-05", **ask):
    a_county()
    take_in(write(tmp_path / "r.xlsx", ROSTER, movers), "2018-12-31")
    if workers:
        take_in(write(tmp_path / "w.xlsx", WORK, workers), "2020-05-31")
    rows = figures(annex, month, **ask)
    return tuple(rows["清水河县"][column] for column in COLUMNS)


SPELL = {"就业形式": "务工", "务工开始时间": "2019-03-01", "务工企业名称": "某某公司"}


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({}, (1, 1, 0, 0, 0, 0, 0, 1, 0)),
        ({"就业意愿": "有"}, (1, 1, 0, 0, 0, 0, 0, 1, 1)),
        ({"就业意愿": "无"}, (1, 1, 0, 0, 0, 0, 0, 1, 0)),
        ({**SPELL, "务工所在地": "北京市朝阳区"}, (1, 1, 1, 1, 0, 0, 0, 0, 0)),
        ({**SPELL, "务工所在地": "和林格尔县"}, (1, 1, 1, 1, 0, 0, 0, 0, 0)),
        ({**SPELL, "务工所在地": "清水河县"}, (1, 1, 1, 0, 1, 0, 0, 0, 0)),
        (
            {**SPELL, "就业形式": "扶贫车间", "务工所在地": "清水河县"},
            (1, 1, 1, 0, 1, 1, 0, 0, 0),
        ),
        (
            {**SPELL, "就业形式": "公益性岗位", "务工所在地": "清水河县"},
            (1, 1, 1, 0, 1, 0, 1, 0, 0),
        ),
        ({**SPELL, "就业形式": "务农", "务工所在地": "清水河县"}, (1, 1, 0, 0, 0, 0, 0, 1, 0)),
        (
            {**SPELL, "务工所在地": "清水河县", "务工结束时间": "2020-05-30"},
            (1, 1, 0, 0, 0, 0, 0, 1, 0),
        ),
        (
            {**SPELL, "务工所在地": "清水河县", "务工结束时间": "2020-05-31"},
            (1, 1, 1, 0, 1, 0, 0, 0, 0),
        ),
    ],
    ids=[
        "nothing known of work",
        "wants work",
        "wants none",
        "works in Beijing",
        "works in the next county",
        "works in the own county",
        "works in a workshop",
        "holds a public post",
        "farms on own account, which is listed apart",
        "stopped before the month's last day",
        "worked on the month's last day",
    ],
)
def test_a_worker_is_counted_where_the_forms_say(tmp_path, said, expected):
    assert counted(tmp_path, [mover(1)], [worker(1, **said)] if said else ()) == expected


def test_a_work_place_that_is_not_known_is_neither_away_nor_local(tmp_path):
    a_county()
    take_in(write(tmp_path / "r.xlsx", ROSTER, [mover(1)]), "2018-12-31")
    spell = {**SPELL, "务工所在地": "不知道什么地方"}
    path = write(tmp_path / "w.xlsx", WORK, [worker(1, **spell)])
    upload, counts = take_in(path, "2020-05-31")
    assert counts == {"waiting": 1}
    assert upload.rows.get().codes == "job.place_unknown"


@pytest.mark.parametrize(
    ("said", "labour"),
    [
        ({"身份证号码": id_no(1, "20040531")}, 1),
        ({"身份证号码": id_no(1, "20040601")}, 0),
        ({"身份证号码": id_no(1, "20040229")}, 1),
        ({"身份证号码": id_no(1, "19400101")}, 1),
        ({"劳动技能": "技能劳动力"}, 1),
        ({"劳动技能": "弱劳动力或半劳动力"}, 1),
        ({"劳动技能": "丧失劳动力"}, 0),
        ({"劳动技能": "无劳动力"}, 0),
        ({"劳动技能": ""}, 0),
    ],
    ids=[
        "sixteen on the last day",
        "sixteen a day later",
        "born on 29 February",
        "eighty, and no upper age is set",
        "skilled",
        "weak labour counts",
        "lost",
        "none",
        "not known is not labour",
    ],
)
def test_labour_is_who_may_and_can_work(tmp_path, said, labour):
    assert counted(tmp_path, [mover(1, **said)])[1] == labour


def test_annex_2_counts_the_registered_poor_only(tmp_path):
    movers = [mover(1), mover(3, "李建国", 脱贫属性="随迁户")]
    assert counted(tmp_path, movers)[0] == 2
    assert figures("2", "2020-05")["清水河县"]["people"] == 1


def test_a_person_with_two_spells_is_counted_once_by_the_later_one(tmp_path):
    spells = [
        worker(1, **SPELL, 务工所在地="北京市朝阳区"),
        worker(1, 就业形式="扶贫车间", 务工所在地="清水河县", 务工开始时间="2020-02-01"),
    ]
    assert counted(tmp_path, [mover(1)], spells)[2:6] == (1, 0, 1, 1)


def test_a_month_before_the_move_counts_nobody(tmp_path):
    a_county()
    take_in(write(tmp_path / "r.xlsx", ROSTER, [mover(1)]), "2018-12-31")
    assert figures("1", "2018-09") == {}
    assert figures("1", "2018-10")["清水河县"]["people"] == 1


def test_unit_of_the_region_shows_league_and_region_totals(tmp_path):
    a_county()
    take_in(write(tmp_path / "r.xlsx", ROSTER, [mover(1)]), "2018-12-31")
    rows = figures("1", "2020-05", unit="150000")
    assert list(rows) == ["合计", "呼和浩特市", "清水河县"]
    assert {line["people"] for line in rows.values()} == {1}
    assert QINGSHUIHE.startswith("1501")
