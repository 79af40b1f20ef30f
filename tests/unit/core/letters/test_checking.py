"""A text that came back, figure by figure."""

from leye.core.letters.checking import Verdict, Written, judged, plain_number


def verdicts(written, found, before=(), after=()):
    return [(one.key, one.verdict) for one in judged(written, found, before, list(after))]


def test_each_figure_gets_its_verdict():
    written = [
        Written("same", "12", "12"), Written("outdated", "12", "13"), Written("changed", "12", "13"),
        Written("corrected", "12", "13"), Written("missing", "12", "12"), Written("unknown", "12", None),
        Written("unknown2", "12", None),
    ]  # fmt: skip
    found = {
        "same": ["１２"], "outdated": ["1 2"], "changed": ["14"], "corrected": ["13"], "missing": [" "],
        "unknown": ["12"], "unknown2": ["12.5"],
    }  # fmt: skip
    assert verdicts(written, found) == [
        ("same", Verdict.SAME), ("outdated", Verdict.OUTDATED), ("changed", Verdict.CHANGED),
        ("corrected", Verdict.CORRECTED), ("missing", Verdict.MISSING), ("unknown", Verdict.SAME),
        ("unknown2", Verdict.CHANGED),
    ]  # fmt: skip


def test_a_mark_that_was_copied_is_judged_in_each_place():
    assert verdicts([Written("a", "12", "12")], {"a": ["12", "15", "12"]}) == [
        ("a", Verdict.SAME),
        ("a", Verdict.CHANGED),
    ]


def test_a_figure_without_its_mark_is_found_by_its_number():
    told = judged([Written("a", "1,234", "1234")], {}, ["就业人"], ["就业1234人"])
    assert [(one.key, one.verdict, one.found) for one in told] == [("a", Verdict.LOOSE, "1234")]


def test_numbers_that_a_hand_wrote_are_told_with_the_words_around_them():
    told = judged([], {}, ["3个以上岗位", "2020年"], ["3个以上岗位", "2020年新增5,600人，占12.5%"])
    assert [(one.verdict, one.found) for one in told] == [
        (Verdict.BY_HAND, "5600"),
        (Verdict.BY_HAND, "12.5%"),
    ]
    assert "新增5600人" in told[0].where


def test_numbers_are_read_as_people_write_them():
    assert plain_number(" １，２３４ 人") == "1234人"
    assert {verdict.label for verdict in Verdict}
