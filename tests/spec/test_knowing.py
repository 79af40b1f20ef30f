"""Two time axes: a figure follows the facts, and a past figure can be asked as it was known then."""

import datetime as dt

import pytest

from leye.core.periods import SHANGHAI
from tests.made import ROSTER, WORK, a_county, figures, mover, take_in, worker, write

pytestmark = pytest.mark.django_db


def known(day: str) -> dict[str, dt.datetime]:
    return {"known_at": dt.datetime.combine(dt.date.fromisoformat(day), dt.time(23), SHANGHAI)}


def test_a_late_roster_changes_a_past_month_only_for_who_asks_today(tmp_path):
    a_county()
    take_in(write(tmp_path / "r.xlsx", ROSTER, [mover(1)]), "2018-12-31")
    spell = worker(1, 就业形式="务工", 务工所在地="北京市朝阳区", 务工开始时间="2019-02-01")
    take_in(write(tmp_path / "w.xlsx", WORK, [spell]), "2019-06-30")
    assert figures("1", "2019-03")["清水河县"]["away"] == 1
    assert figures("1", "2019-03", **known("2019-04-03"))["清水河县"]["away"] == 0


def test_a_correction_replaces_what_was_believed_and_the_old_belief_can_be_asked(tmp_path):
    a_county()
    take_in(write(tmp_path / "r.xlsx", ROSTER, [mover(1)]), "2018-12-31")
    wrong = worker(1, 就业形式="务工", 务工所在地="北京市朝阳区", 务工开始时间="2019-02-01")
    take_in(write(tmp_path / "w1.xlsx", WORK, [wrong]), "2019-06-30")
    right = worker(1, 就业形式="务工", 务工所在地="清水河县", 务工开始时间="2019-02-01")
    take_in(write(tmp_path / "w2.xlsx", WORK, [right]), "2019-07-31")
    now = figures("1", "2019-06")["清水河县"]
    then = figures("1", "2019-06", **known("2019-07-15"))["清水河县"]
    assert (now["away"], now["local"]) == (0, 1)
    assert (then["away"], then["local"]) == (1, 0)


def test_before_anything_was_known_the_table_is_empty(tmp_path):
    a_county()
    take_in(write(tmp_path / "r.xlsx", ROSTER, [mover(1)]), "2018-12-31")
    assert figures("1", "2018-12", **known("2018-12-31")) == {}


def test_a_death_takes_a_person_out_from_its_day(tmp_path):
    a_county()
    columns = (*ROSTER, "死亡时间")
    rows = [[*mover(1), None], [*mover(3, "李建国"), None]]
    take_in(write(tmp_path / "r.xlsx", columns, rows), "2018-12-31")
    take_in(
        write(tmp_path / "d.xlsx", columns, [[*mover(3, "李建国"), "2019-05-20"]]), "2019-05-31"
    )
    assert figures("1", "2019-04")["清水河县"]["people"] == 2
    assert figures("1", "2019-05")["清水河县"]["people"] == 1


def test_who_moves_to_another_site_is_counted_there_from_the_day_of_the_move(tmp_path):
    a_county("益民小区", "紫竹苑")
    take_in(write(tmp_path / "r.xlsx", ROSTER, [mover(1)]), "2018-12-31")
    moved = mover(1, 安置点名称="紫竹苑", 搬迁入住时间="2019-04-01")
    path = write(tmp_path / "m.xlsx", ROSTER, [moved])
    upload, counts = take_in(path, "2019-04-30")
    assert counts == {"waiting": 1}
    assert upload.rows.get().codes == "residence.elsewhere"
    assert figures("3", "2019-04")["益民小区"]["everyone.people"] == 1


def test_months_end_in_shanghai(tmp_path):
    a_county()
    day = dt.date(2018, 12, 31)
    take_in(write(tmp_path / "r.xlsx", ROSTER, [mover(1)]), day.isoformat())
    before = dt.datetime(2019, 1, 1, 0, 59, tzinfo=dt.UTC)  # 8:59 in Shanghai, a minute too early
    after = dt.datetime(2019, 1, 1, 1, 0, tzinfo=dt.UTC)
    assert figures("1", "2018-12", known_at=before) == {}
    assert figures("1", "2018-12", known_at=after)["清水河县"]["people"] == 1
