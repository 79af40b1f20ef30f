"""Two rosters compared: what is certain, what is doubtful, and that nothing strange breaks it."""

import polars as pl
import pytest

from bench.damaged import ledger, roster
from leye.core.linkage.audit import Audit, audit
from leye.core.linkage.compare import DIFFERS, DOUBTFUL, SAME, Index, compare
from leye.core.linkage.dedupe import dedupe
from leye.core.linkage.people import FIELDS
from leye.core.linkage.verdicts import reasons, verdicts
from leye.trips.comparisons.linkage_model import kept_model
from tests.made import id_no

MODEL = kept_model()
WANG = {
    "name": "王秀英", "id_no": id_no(2), "sex": "女", "birth_date": "1985-03-12", "phone": "13900000001",
    "county": "清水河县", "township": "城关镇", "village": "东村", "site": "益民小区", "head_name": "李建军",
    "relation": "配偶",
}  # fmt: skip
LI = {
    **WANG,
    "name": "李建军",
    "id_no": id_no(1, "19830101"),
    "sex": "男",
    "birth_date": "1983-01-01",
    "relation": "户主",
}
BAO = {
    "name": "包乌云其其格", "id_no": id_no(4, "19700505"), "sex": "女", "birth_date": "1970-05-05", "phone": "13900000009",
    "county": "清水河县", "township": "城关镇", "village": "西村", "site": "紫竹苑", "head_name": "包乌云其其格", "relation": "户主",
}  # fmt: skip


def frame(rows, key="roster_id"):
    ids = [f"{key[0]}{n}" for n in range(len(rows))]
    columns = {name: [row.get(name, "") for row in rows] for name in (*FIELDS, "household_id")}
    return pl.DataFrame({key: ids, **columns}, schema_overrides=dict.fromkeys(FIELDS, pl.String))


LEDGER = frame(
    [{**WANG, "household_id": "1"}, {**LI, "household_id": "1"}, {**BAO, "household_id": "2"}],
    "ledger_id",
)


def found(*rows, left=LEDGER):
    """{row: (person, class, rule)}"""
    pairs = compare(left, frame(rows), MODEL).pairs
    return {
        int(row["roster_id"][1:]): (row["ledger_id"], row["match_class"], row["rule"])
        for row in pairs.iter_rows(named=True)
    }


def test_the_same_number_and_name_are_one_person():
    assert found(WANG) == {0: ("l0", SAME, "number name")}
    assert found({"name": "王秀瑛", "id_no": id_no(2)})[0][:2] == ("l0", SAME)


def test_a_stranger_is_nobody():
    assert (
        found(
            {
                **WANG,
                "name": "赵不识",
                "id_no": id_no(8, "19600101"),
                "birth_date": "1960-01-01",
                "sex": "女",
            }
        )
        == {}
    )


def test_a_number_borrowed_in_the_household_is_the_members_and_a_difference():
    assert found({"name": "李建军", "id_no": id_no(2), "sex": "男"}) == {
        0: ("l1", DIFFERS, "borrowed number")
    }


def test_a_changed_name_is_a_difference():
    renamed = {**WANG, "name": "斯琴", "birth_date": ""}
    assert found(renamed) == {0: ("l0", DIFFERS, "number, other name")}


def test_a_number_without_a_name_is_doubtful_and_with_another_sex_a_difference():
    assert found({"id_no": id_no(2)}) == {0: ("l0", DOUBTFUL, "number only")}
    assert found({"name": "王秀英", "id_no": id_no(2), "sex": "男"})[0][1] == DIFFERS


@pytest.mark.parametrize(
    "number",
    [
        "",
        id_no(2)[:6] + "********" + id_no(2)[14:],
        "1.50124E+17",
        id_no(2)[:-2] + "99",
        id_no(2)[:9] + id_no(2)[10:],
    ],
)
def test_a_damaged_number_is_made_up_for_by_the_rest(number):
    assert found({**WANG, "id_no": number})[0][0] == "l0"


def test_two_valid_numbers_are_never_one_person_by_themselves():
    twin = {**WANG, "id_no": id_no(6)}
    assert all(pair[1] == DOUBTFUL for pair in found(twin).values())
    stranger = {"name": "王秀英", "id_no": id_no(6, "19900101"), "sex": "女"}
    assert found(stranger) == {}


def test_twins_and_a_father_and_son_of_one_name_are_kept_apart():
    twins = [{**WANG, "name": "王秀云", "id_no": id_no(8)}, {**WANG, "id_no": ""}]
    assert found(*twins)[1][0] == "l0"
    assert 0 not in found(*twins) or found(*twins)[0][1] == DOUBTFUL
    son = {
        **LI,
        "id_no": id_no(3, "20080101"),
        "birth_date": "2008-01-01",
        "relation": "之子",
        "phone": "",
    }
    assert all(pair[1] != SAME for pair in found(son).values())


def test_one_number_on_five_hundred_rows_says_nothing():
    rows = [{"name": f"路人{n}", "id_no": id_no(2)} for n in range(500)]
    assert found(*rows) == {}


def test_forty_people_of_one_telephone_are_forty_people():
    names = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章"
    people = [{"name": f"{c}小明", "phone": "13900000001", "sex": "男"} for c in names]
    assert all(pair[1] != SAME for pair in found(*people).values())


@pytest.mark.parametrize(
    "fields", [("name",), ("id_no",), ("name", "id_no"), ("name", "phone"), FIELDS]
)
def test_rosters_of_few_columns_are_compared_as_far_as_they_go(fields):
    rows = [{name: row[name] for name in fields} for row in (WANG, LI, BAO)]
    right = frame(rows).select("roster_id", *fields)
    told = compare(LEDGER, right, MODEL)
    assert bool(told.remarks) == ("name" not in fields or "id_no" not in fields)
    assert told.pairs["roster_id"].is_unique().all()


def test_names_and_numbers_in_each_others_column_are_told_of():
    rows = [{"name": row["id_no"], "id_no": row["name"]} for row in (WANG, LI, BAO)]
    told = compare(LEDGER, frame(rows), MODEL)
    assert any("两列写反了" in remark for remark in told.remarks)
    assert told.pairs.filter(pl.col("match_class") == SAME).is_empty()


@pytest.mark.parametrize("left", [LEDGER, LEDGER.clear()])
@pytest.mark.parametrize("right", [frame([WANG]).clear(), frame([{}]), frame([WANG, WANG])])
def test_nothing_on_a_side_is_no_crash(left, right):
    told = compare(left, right, MODEL)
    assert told.pairs.columns[:4] == ["ledger_id", "roster_id", "probability", "match_class"]


def test_the_ledgers_own_export_is_all_the_same():
    assert {pair[:2] for pair in found(WANG, LI, BAO).values()} == {
        ("l0", SAME),
        ("l1", SAME),
        ("l2", SAME),
    }


def test_without_numbers_and_without_a_model_only_nothing_is_proposed():
    assert compare(LEDGER, frame([{"name": "王秀英"}]), None).pairs.is_empty()


@pytest.mark.parametrize("seed", [3, 4])
@pytest.mark.parametrize("is_kept", [True, False])
def test_on_made_up_rosters_nearly_all_is_found_and_nearly_nothing_wrong(seed, is_kept):
    left = ledger(3_000, seed)
    made = roster(left, 15_000, seed + 10)
    pairs = compare(left, made.frame, MODEL if is_kept else None).pairs
    assert pairs["roster_id"].is_unique().all()
    told = pairs.join(made.truth.rename({"ledger_id": "truth"}), on="roster_id", how="left")
    good = told.filter(pl.col("ledger_id") == pl.col("truth"))
    precision, recall = good.height / pairs.height, good.height / made.truth.height
    assert 2 * precision * recall / (precision + recall) > 0.985
    sure = told.filter(pl.col("match_class") == SAME)
    assert good.filter(pl.col("match_class") == SAME).height / sure.height > 0.998


def test_chunks_of_a_roster_give_the_same_pairs_as_the_whole(monkeypatch):
    left = ledger(500, 5)
    made = roster(left, 3_000, 6).frame
    whole = compare(left, made, MODEL).pairs
    monkeypatch.setattr("leye.core.linkage.compare.CHUNK", 700)
    steps = []
    parts = compare(left, made, MODEL, lambda stage, part: steps.append(part)).pairs
    assert steps[-1] == 1.0
    assert parts.sort("roster_id").equals(whole.sort("roster_id"))


def test_one_row_is_found_in_an_index():
    index = Index(LEDGER, MODEL)
    assert index.find(WANG)["ledger_id"].to_list() == ["l0"]
    assert index.find({"name": "无此人"}).is_empty()


def test_the_ledger_holds_a_person_twice_when_the_number_or_nearly_everything_is_the_same():
    again = {**BAO, "name": "包乌云琪琪格", "id_no": ""}
    other = {"name": "王秀英", "id_no": id_no(6, "19900101"), "sex": "女", "county": "清水河县"}
    left = frame([WANG, LI, BAO, again, other], "ledger_id")
    pairs = dedupe(left, MODEL)
    assert [(row["ledger_id"], row["other_id"]) for row in pairs.iter_rows(named=True)] == [
        ("l2", "l3")
    ]
    assert dedupe(LEDGER, MODEL).is_empty()


def test_two_numbers_of_one_person_are_a_question_in_the_ledger_and_never_an_answer():
    left = frame([WANG, LI, {**WANG, "id_no": id_no(6)}], "ledger_id")
    (pair,) = dedupe(left, MODEL).iter_rows(named=True)
    assert (pair["ledger_id"], pair["other_id"], pair["rule"]) == ("l0", "l2", "two numbers")
    assert pair["probability"] <= 0.5


@pytest.mark.parametrize(
    ("right", "field", "word"),
    [
        (WANG, "name", "相同"), ({"name": "王秀瑛"}, "name", "同音"), ({"name": "王英秀"}, "name", "字序不同"),
        ({"name": "王秀莹"}, "name", "同音"), ({"name": "王秀"}, "name", "缺字"), ({"name": "王秀云"}, "name", "差一字"),
        ({"name": "赵玉兰"}, "name", "不同"), ({"id_no": id_no(2)}, "id_no", "相同"),
        ({"id_no": id_no(2)[:6] + "********" + id_no(2)[14:]}, "id_no", "已知各位吻合"),
        ({"id_no": id_no(2)[:9] + id_no(2)[10:]}, "id_no", "多或少一位"), ({"id_no": id_no(9, "19600101")}, "id_no", "不同"),
        ({"id_no": id_no(2)[:16] + str((int(id_no(2)[16]) + 1) % 10) + id_no(2)[17]}, "id_no", "差1位"),
        ({"birth_date": "1985-12-03"}, "birth_date", "日月颠倒"), ({"birth_date": "1995-03-12"}, "birth_date", "年份差一位"),
        ({"phone": "1"}, "phone", "缺失"), ({"county": "清水河"}, "county", "相同"), ({"sex": "男"}, "sex", "不同"),
    ],
)  # fmt: skip
def test_each_field_is_judged_in_words(right, field, word):
    assert {one.field: one.word for one in verdicts(WANG, right)}[field] == word


def test_the_reasons_are_one_sentence():
    said = reasons(verdicts(WANG, {**WANG, "name": "王秀瑛", "phone": "13911111111"}))
    assert said.startswith("相同：证件号码")
    assert "相近：姓名（同音）" in said
    assert "不同：联系电话" in said


def test_an_audit_says_how_much_is_missed():
    left = ledger(2_000, 7)
    made = roster(left, 8_000, 8)
    index = Index(left, MODEL)
    seen = audit(index, made.frame)
    assert seen.sampled > 1_000
    assert seen.found / seen.sampled > 0.9
    assert seen.missed(1_000) == round(1_000 * (seen.sampled - seen.found) / seen.found)
    assert audit(index, frame([{"name": "王秀英"}])) == Audit(0, 0, 0)
    assert Audit(0, 0, 0).missed(10) == 0
