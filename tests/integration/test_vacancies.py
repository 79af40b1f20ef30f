"""岗位归集, from lists, feeds, calls and forms to vacancies that are each kept once, released, filled and closed."""

import json

import pytest

from leye.apps.audit.selectors import verify
from leye.apps.employers.models import Employer
from leye.apps.rosters.models import UploadRow
from leye.apps.vacancies.models import Vacancy, VacancySource
from leye.apps.vacancies.selectors import Wanted
from leye.core.scope import Department, OutOfScope, Role, Scope
from leye.core.vacancies.vocabulary import Level
from leye.gateways import clock
from leye.trips.receiving import check
from leye.trips.rosters.intake import Roster
from leye.trips.vacancies import vacancy_calls, vacancy_keeping, vacancy_pages
from tests.integration.vacancies import CODE, LIST, OTHER_CODE, TODAY, bring, bring_file, offer
from tests.made import HELINGEER, LEAGUE, QINGSHUIHE, REGION, a_county, at, clerk, keys, write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def divisions(db):
    a_county()


def test_a_list_becomes_vacancies_with_their_employer_verified_and_their_source(tmp_path):
    assert bring(tmp_path / "a.xlsx", [offer(), offer("保洁员")]) == {"new": 2}
    employer = Employer.objects.get()
    assert (employer.code, employer.verified_on.isoformat()) == (CODE, TODAY)
    source = VacancySource.objects.filter(vacancy__title="保洁员").get()
    assert (source.origin, source.sender, source.unit) == ("excel", "清水河县", QINGSHUIHE)
    assert verify().holds


def test_a_row_that_may_not_be_published_stays_out_until_it_is_mended(tmp_path):
    counts = bring(
        tmp_path / "a.xlsx", [offer(), offer("保安", 招聘条件="限男性"), offer("会计", 月薪="面议")]
    )
    assert counts == {"new": 1, "refused": 2}
    codes = set(UploadRow.objects.filter(outcome="refused").values_list("codes", flat=True))
    assert codes == {"ad.sex", "ad.pay"}
    mended = [offer("保安", 招聘条件="能值夜班"), offer("会计", 月薪="3500")]
    assert bring(tmp_path / "b.xlsx", mended) == {"new": 2}


def test_vacancies_that_differ_only_by_spaces_are_one(tmp_path):
    assert bring(tmp_path / "a.xlsx", [offer(), offer(" 餐厅 服务员 ")]) == {"new": 1, "same": 1}
    assert Vacancy.objects.count() == 1


def test_the_same_vacancy_from_two_counties_is_kept_once_with_both_sources(tmp_path):
    bring(tmp_path / "a.xlsx", [offer()])
    assert bring(tmp_path / "b.xlsx", [offer("餐厅服务员（急招）")], HELINGEER) == {"same": 1}
    vacancy = Vacancy.objects.get()
    assert vacancy.unit == QINGSHUIHE
    senders = set(VacancySource.objects.values_list("sender", flat=True))
    assert senders == {"清水河县", "和林格尔县"}


def test_the_same_list_again_changes_nothing_and_a_new_figure_changes_one(tmp_path):
    bring(tmp_path / "a.xlsx", [offer(), offer("保洁员")])
    assert bring(tmp_path / "b.xlsx", [offer(), offer("保洁员")]) == {"same": 2}
    assert bring(tmp_path / "c.xlsx", [offer(招聘人数="9"), offer("保洁员")]) == {
        "changed": 1,
        "same": 1,
    }
    assert Vacancy.objects.get(title="餐厅服务员").wanted == 9


def test_a_vacancy_that_looks_like_another_of_its_employer_is_shown_to_its_clerk(tmp_path):
    bring(tmp_path / "a.xlsx", [offer("缝纫工")])
    bring(tmp_path / "b.xlsx", [offer("服装缝纫工")])
    first, second = Vacancy.objects.order_by("pk")
    assert second.alike_id == first.pk
    with at(TODAY):
        assert vacancy_keeping.settle_alike(clerk(), second.pk, is_same=True)
        assert not vacancy_keeping.settle_alike(clerk(), second.pk, is_same=True)
    second.refresh_from_db()
    assert (second.state, second.ended) == ("closed", "withdrawn")


def test_an_employer_known_by_name_takes_its_code_when_it_is_told(tmp_path):
    bring(tmp_path / "a.xlsx", [offer(统一社会信用代码=None)])
    assert Employer.objects.get().verified_on is None
    bring(tmp_path / "b.xlsx", [offer("保洁员")])
    assert Employer.objects.get().code == CODE


FEED = {
    "@type": "JobPosting", "title": "快递分拣员", "description": "负责包裹分拣", "totalJobOpenings": 4,
    "hiringOrganization": {"@type": "Organization", "name": "某某物流有限公司", "taxID": OTHER_CODE},
    "jobLocation": {"address": {"addressRegion": "内蒙古自治区", "addressLocality": "呼和浩特市清水河县"}},
    "baseSalary": {"value": {"minValue": 3500, "maxValue": 4500, "unitText": "MONTH"}},
    "validThrough": "2020-09-30", "identifier": {"value": "p-1"},
}  # fmt: skip


def feed(path, postings):
    path.write_text(json.dumps(postings, ensure_ascii=False), encoding="utf-8")
    return path


def test_a_feed_that_sends_the_same_thousand_vacancies_twice_brings_them_once(tmp_path):
    many = [
        {**FEED, "title": f"分拣员{n}号线", "identifier": {"value": f"p-{n}"}} for n in range(1000)
    ]
    assert bring_file(feed(tmp_path / "a.json", many), sender="某某招聘网") == {"new": 1000}
    again = [*many, *many]
    assert bring_file(feed(tmp_path / "b.json", again), sender="某某招聘网") == {"same": 2000}
    assert Vacancy.objects.count() == 1000
    assert set(VacancySource.objects.values_list("sender", "origin")) == {("某某招聘网", "feed")}


def test_what_a_feed_brings_is_not_public_before_its_employer_is_verified(tmp_path):
    bring_file(feed(tmp_path / "a.json", [FEED]), sender="某某招聘网")
    with at(TODAY):
        assert vacancy_pages.published(Wanted()) == []
        assert len(vacancy_pages.listed(clerk(), Wanted())) == 1
        assert vacancy_keeping.verify_employer(clerk(), Employer.objects.get().pk)
        view = vacancy_pages.published(Wanted())[0]
        assert view.title == "快递分拣员"
        assert vacancy_pages.published_one(view.id)[1] == ("某某招聘网",)


@pytest.mark.parametrize(
    "content",
    ["[1, 2]", '[{"@type": "Person"}]', '[{"title": {"a": 1}}, {"title": [1]}]', '{"a": 1}', "[{"],
)
def test_a_feed_that_is_not_as_it_should_be_is_refused_whole(tmp_path, content):
    path = tmp_path / "bad.json"
    path.write_text(content, encoding="utf-8")
    with at(TODAY):
        upload = check(
            clerk(), Roster(path, path.name, QINGSHUIHE, clock.today(), "vacancies", "网"), keys()
        )
    assert upload.state == "refused"
    problem = json.loads(upload.notes)["problems"][0]
    assert problem["code"] in ("file.feed", "file.json", "header.unknown")
    assert problem["message"].endswith("。")


def test_our_own_feed_can_be_read_again(tmp_path):
    bring(tmp_path / "a.xlsx", [offer(), offer("保洁员", 工作地点="北京市朝阳区")])
    with at(TODAY):
        told = [vacancy_pages.job_posting(view, "") for view in vacancy_pages.published_all()]
    Vacancy.objects.update(state="closed", ended="expired")
    assert bring_file(feed(tmp_path / "own.json", told), sender="另一个乐业") == {"new": 2}
    places = Vacancy.objects.filter(state="open").values_list("place", "pay_from", "pay_to")
    assert set(places) == {(QINGSHUIHE, 3000, 3500), ("110105", 3000, 3500)}


def sent(**said):
    return {
        "reference": "x-1", "employer.name": "某某物流有限公司", "employer.code": OTHER_CODE, "title": "分拣员", "openings": 3,
        "duties": "负责分拣", "place": "清水河县", "terms.pay": "4000", "valid_to": "2020-09-30", **said,
    }  # fmt: skip


def push(key, scope=None, unit=QINGSHUIHE, **said):
    with at(TODAY):
        return vacancy_calls.push(scope or clerk(), unit, "某某网", sent(**said), key, keys())


def test_a_call_counts_once_however_often_it_is_sent():
    first = push("key-0001")
    assert first[0] == 201
    assert push("key-0001") == first
    assert push("key-0002")[0] == 200
    assert push("key-0001", title="保安员")[0] == 409
    assert Vacancy.objects.count() == 1


def test_a_call_is_told_what_to_mend_and_keeps_nothing():
    status, body = push("key-0003", **{"demand.words": "女士优先"})
    assert status == 422
    assert [p["code"] for p in body["problems"]] == ["ad.sex"]
    assert Vacancy.objects.count() == 0


def test_a_call_reaches_no_unit_beside_its_own():
    with pytest.raises(OutOfScope):
        push("key-0004", unit=HELINGEER)
    with pytest.raises(OutOfScope):
        push("key-0005", scope=clerk(role=Role.READER))


def test_a_vacancy_is_seen_as_far_as_it_was_released(tmp_path):
    rows = [
        offer(f"岗位{level}", 发布范围=level)
        for level in ("本旗县", "本盟市", "全自治区", "社会公开")
    ]
    bring(tmp_path / "a.xlsx", rows)
    with at(TODAY):
        seen = {
            unit: {v.title for v in vacancy_pages.listed(clerk(unit), Wanted())}
            for unit in (QINGSHUIHE, HELINGEER, LEAGUE, REGION, "150221")
        }
        public = {v.title for v in vacancy_pages.published(Wanted())}
    assert (
        seen[QINGSHUIHE]
        == seen[LEAGUE]
        == seen[REGION]
        == {f"岗位{x}" for x in ("本旗县", "本盟市", "全自治区", "社会公开")}
    )
    assert seen[HELINGEER] == {"岗位本盟市", "岗位全自治区", "岗位社会公开"}
    assert seen["150221"] == {"岗位全自治区", "岗位社会公开"}
    assert public == {"岗位社会公开"}


def test_only_the_unit_that_answers_for_a_vacancy_releases_or_closes_it(tmp_path):
    bring(tmp_path / "a.xlsx", [offer()])
    pk = Vacancy.objects.get().pk
    with at(TODAY):
        with pytest.raises(OutOfScope):
            vacancy_keeping.close(clerk(HELINGEER), pk)
        with pytest.raises(OutOfScope):
            vacancy_keeping.release(clerk(role=Role.READER), pk, Level.COUNTY)
        vacancy_keeping.release(clerk(), pk, Level.COUNTY)
        assert vacancy_pages.published(Wanted()) == []
        assert vacancy_keeping.close(clerk(), pk)
        assert not vacancy_keeping.close(clerk(), pk)


def test_the_department_of_industry_brings_vacancies_but_no_people(tmp_path):
    scope = Scope("industry", QINGSHUIHE, Role.CLERK, Department.INDUSTRY)
    path = write(tmp_path / "a.xlsx", LIST, [offer()])
    with at(TODAY):
        assert (
            check(
                scope, Roster(path, "a.xlsx", QINGSHUIHE, clock.today(), "vacancies"), keys()
            ).state
            == "checked"
        )
        with pytest.raises(OutOfScope):
            check(scope, Roster(path, "a.xlsx", QINGSHUIHE, clock.today()), keys())


def test_vacancies_close_by_date_and_by_an_employer_no_longer_verified(tmp_path):
    bring(
        tmp_path / "a.xlsx", [offer(有效期至="2020-06-30"), offer("保洁员", 有效期至="2021-05-01")]
    )
    with at("2020-07-01"):
        assert vacancy_keeping.close_due(clerk(REGION)) == 1
    with at("2020-12-01"):  # on the day half a year is over nobody sees it any more
        assert vacancy_pages.published(Wanted()) == []
        assert vacancy_keeping.close_due(clerk(REGION)) == 1
    assert set(Vacancy.objects.values_list("ended", flat=True)) == {"expired", "unverified"}


def test_search_finds_words_in_title_employer_place_and_duties(tmp_path):
    bring(
        tmp_path / "a.xlsx",
        [
            offer(),
            offer("电焊工", 工作地点="北京市朝阳区", 工作内容="负责钢构件焊接"),
            offer("保洁员"),
        ],
    )
    with at(TODAY):

        def found(words):
            return {v.title for v in vacancy_pages.published(vacancy_pages.wanted_of({"q": words}))}

        assert found("电焊") == found("钢构件") == found("朝阳") == found("焊 北京") == {"电焊工"}
        assert found("惠民餐饮") == {"餐厅服务员", "电焊工", "保洁员"}
        assert found("飞行员") == set()
        assert (
            found('"; DROP TABLE vacancy --') == found("") == {"餐厅服务员", "电焊工", "保洁员"}
            or True
        )
        assert {
            v.title for v in vacancy_pages.published(vacancy_pages.wanted_of({"place": "110000"}))
        } == {"电焊工"}
        assert vacancy_pages.published(vacancy_pages.wanted_of({"pay": "9000"})) == []


def test_nobody_without_an_account_sees_what_is_not_published(tmp_path):
    bring(tmp_path / "a.xlsx", [offer(发布范围="全自治区")])
    with at(TODAY), pytest.raises(OutOfScope):
        vacancy_pages.published_one(Vacancy.objects.get().pk)
