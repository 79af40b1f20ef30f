"""本人反映: what a person says of his own data is a case that a clerk judges, and the judgement is his answer."""

import re

import pytest

from leye.apps.comparisons.models import Case, Comparison
from leye.apps.messages.models import DeadAddress, Message, Remark
from leye.apps.passes.models import Pass
from leye.apps.people.models import KeptState
from leye.core.cases.vocabulary import CaseOutcome
from leye.core.scope import OutOfScope
from leye.trips import passing
from leye.trips.comparisons import case_judging, case_pages, compare_files
from leye.trips.outreach import own_page
from leye.trips.passing import Purpose
from tests.functional.conftest import account
from tests.integration.reached import county_with_phones, letter, phone, tell
from tests.made import HELINGEER, QINGSHUIHE, at, clerk, keys

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def everybody() -> list[int]:
    rows = KeptState.objects.filter(seq_to=None)
    return sorted(rows.values_list("person_id", flat=True).distinct())


def link(person: int) -> str:
    (key,) = passing.issue(clerk(), Purpose.PERSON, [(f"person:{person}", QINGSHUIHE)], 7)
    return key


def says(person: int, kind: str, words: str = "") -> bool:
    return own_page.remark(passing.enter(link(person)), kind, words)


def way(person: int, key: str) -> str:
    tell(letter(person, key))
    return Message.objects.latest("pk").channel


def test_this_is_not_me_is_a_case_with_its_evidence_and_the_number_is_no_longer_used(tmp_path):
    """A22: the stranger's link opens nothing more; the case says what was said, when, by which link and to whom it went."""
    county_with_phones(tmp_path, 2)
    person, other = everybody()
    with at("2020-06-02"):
        assert way(person, "before") == "file"
        assert says(person, "not_me", "打错了，我不认识他")
        assert not Pass.objects.filter(subject=f"person:{person}", revoked_at=None).exists()
        assert way(person, "after") == "slip"
        assert way(other, "after") == "file"
        case = Case.objects.get()
        view = case_pages.case(clerk(), case.pk, keys())
    told = dict(view.said)
    assert told["反映"] == "这不是我"
    assert told["原话"] == "打错了，我不认识他"
    assert re.fullmatch(r"本人页面，第 \d+ 号链接，用到 2020-06-09", told["从哪里来"])
    assert phone(0) not in str(view)
    assert (view.person_id, view.comparison.title, view.line.proposal) == (person, "本人反映", "号码不是本人的，不再使用")  # fmt: skip
    assert "打错" not in case.evidence
    assert "网络安全法" in view.comparison.row.legal_basis
    with pytest.raises(OutOfScope):
        case_pages.case(clerk(HELINGEER), case.pk, keys())
    with pytest.raises(OutOfScope):
        case_judging.judge(clerk(HELINGEER), case.pk, CaseOutcome.CONFIRMED, "看过", keys())


def test_a_clerk_judges_the_case_and_the_person_reads_the_outcome_on_his_page(tmp_path, client):
    """Said twice it is one case; judged twice the first stands; a judgement taken back is looked into again."""
    county_with_phones(tmp_path, 1)
    (person,) = everybody()
    with at("2020-06-02"):
        client.post("/p/", {"key": link(person)})
        for _ in range(2):
            client.post("/mine/wrong/", {"kind": "wrong", "text": "电话换成 13900000001 了"})
        assert "正在核对" in client.get("/mine/").content.decode()
        case = Case.objects.get()
    with at("2020-06-03"):
        client.force_login(account("judge", QINGSHUIHE), BACKEND)
        queue = client.get("/comparisons/cases/").content.decode()
        assert "本人反映" in queue
        page = client.get(f"/comparisons/cases/{case.pk}/").content.decode()
        assert "电话换成 13900000001 了" in page
        assert "反映属实，台账已更正" in page
        assert f"/comparisons/cases/{case.pk}/" in client.get("/remarks/").content.decode()
        assert "本人在自己的页面上" in client.get(f"/comparisons/{case.comparison_id}/").content.decode()  # fmt: skip
        assert client.get(f"/comparisons/{case.comparison_id}/ticket/").status_code == 404
        for reason in ("已改成新号码", "再说一次"):
            client.post(f"/comparisons/cases/{case.pk}/judge/", {"outcome": "corrected", "reason": reason})  # fmt: skip
        client.logout()
        client.post("/p/", {"key": link(person)})
        own = client.get("/mine/").content.decode()
        assert "反映属实，台账已更正。已改成新号码" in own
        assert "正在核对" not in own
        case_judging.take_back(clerk(), case.pk, "改错了人")
        assert "正在核对" in client.get("/mine/").content.decode()
        case_judging.judge(clerk(), case.pk, CaseOutcome.CANNOT_TELL, "请带身份证来窗口", keys())
        assert "请带身份证来窗口" in client.get("/mine/").content.decode()
    assert Remark.objects.get().closed_by


def test_a_number_that_is_his_after_all_is_used_again_and_a_shared_one_stays_the_others(tmp_path):
    """A telephone of six: one word of a stranger does not cut the others off."""
    county_with_phones(tmp_path, 3, {0: phone(7), 1: phone(7)})
    first, second, alone = everybody()
    with at("2020-06-02"):
        says(first, "not_me")
        assert (way(first, "a"), way(second, "a")) == ("slip", "file")
        assert not DeadAddress.objects.exists()
        case = Case.objects.get()
        assert "共 1 人" in dict(case_pages.case(clerk(), case.pk, keys()).said)["同号的人"]
        case_judging.judge(clerk(), case.pk, CaseOutcome.CONFIRMED, "家里人点错了", keys())
        assert way(first, "b") == "file"
        says(alone, "not_me")
        assert way(alone, "c") == "slip"
        case_judging.judge(clerk(), Case.objects.latest("pk").pk, CaseOutcome.CONFIRMED, "点错了", keys())  # fmt: skip
        assert way(alone, "d") == "file"
        says(alone, "wrong", "号码是邻居的")
        case_judging.judge(clerk(), Case.objects.latest("pk").pk, CaseOutcome.NOT_SAME, "是邻居的", keys())  # fmt: skip
        assert way(alone, "e") == "slip"


def test_words_of_a_month_stand_together_and_are_cleared_when_their_time_is_over(tmp_path):
    county_with_phones(tmp_path, 2)
    first, second = everybody()
    for day, person in (("2020-06-02", first), ("2020-06-30", second), ("2020-07-01", first)):
        with at(day):
            says(person, "wrong" if day < "2020-07" else "not_me", "不对")
    assert [row.as_of.month for row in Comparison.objects.order_by("as_of")] == [6, 7]
    assert Case.objects.count() == 3
    case = Case.objects.earliest("pk")
    with at("2020-07-02"):
        case_judging.judge(clerk(), case.pk, CaseOutcome.CORRECTED, "改了", keys())
    with at("2020-12-30"):  # 180 days after June
        compare_files.clear_expired(clerk())
        view = case_pages.case(clerk(), case.pk, keys())
        assert (view.is_cleared, view.said, view.line.outcome) == (True, (), "反映属实，台账已更正")
        assert not case_pages.case(clerk(), Case.objects.latest("pk").pk, keys()).is_cleared
