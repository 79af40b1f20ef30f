"""京蒙劳务协作 and agencies: the sheet from the ledger, sessions, spells that count for one agency, stays."""

import pytest

from leye.apps.audit.models import AuditEvent
from leye.apps.local_jobs.models import Workshop
from leye.apps.pairing.models import Agency, Brought, SessionVisit
from leye.apps.subsidies.models import Application, Claim
from leye.apps.vacancies.models import Vacancy
from leye.core.pairing.vocabulary import Goal, Part, Proof, Result
from leye.core.periods import Month
from leye.core.scope import OutOfScope
from leye.trips.local_jobs.local_jobs_places import NotPossible
from leye.trips.pairing import agencies, agency_fees, pairing, pairing_sessions, pairing_sheet
from leye.trips.subsidies.subsidy_findings import judged
from tests.integration.local_jobs import county, day, put, recognised, workshop
from tests.integration.vacancies import bring as bring_vacancies
from tests.integration.vacancies import offer
from tests.made import (
    HELINGEER,
    LEAGUE,
    QINGSHUIHE,
    REGION,
    WORK,
    at,
    clerk,
    id_no,
    keys,
    take_in,
    worker,
    write,
)  # fmt: skip

pytestmark = pytest.mark.django_db
MAY = Month(2020, 5)


def sent(
    tmp_path, order: int, name: str, place: str, start: str, channel: str = "京蒙协作", **said
):
    columns = (*WORK, "就业渠道")
    told = dict(zip(WORK, worker(order, name, 就业形式="务工", 务工所在地=place, 务工开始时间=start, **said), strict=True))  # fmt: skip
    told["就业渠道"] = channel
    rows = [[told[column] for column in columns]]
    take_in(write(tmp_path / f"{order}{start}.xlsx", columns, rows), "2020-05-31")


def sheet(unit: str = QINGSHUIHE, scope=None):
    with at("2020-06-10"):
        return pairing_sheet.sheet(scope or clerk(unit), unit, MAY)


def test_people_sent_to_beijing_and_local_jobs_with_beijing_aid_are_counted_from_the_ledger(
    tmp_path,
):
    one, _, three, _ = county(tmp_path)
    sent(tmp_path, 2, "王英", "北京市朝阳区", "2020-03-01", 务工结束时间="2020-04-01")
    sent(tmp_path, 2, "王英", "北京市大兴区", "2020-04-15")
    sent(tmp_path, 4, "王兰", "北京市朝阳区", "2020-03-01", "自主就业")
    aided = workshop(is_aided=True)
    recognised(aided)
    put(Workshop.objects.get(pk=aided), three, "2020-05-10")
    total = sheet().total
    assert (total.row.total.persons, total.row.total.times, total.row.total.poor) == (2, 3, 2)
    assert (total.new(Part.BEIJING).persons, total.new(Part.BEIJING).times) == (1, 2)
    assert total.new(Part.LOCAL).persons == 1
    with at("2020-06-10"):
        people, many = pairing_sheet.behind(
            clerk(), QINGSHUIHE, MAY, Part.BEIJING, keys(), is_new=True
        )
    assert ([person.id for person in people], many) == ([one], 1)
    cells = pairing_sheet.cells(total)
    assert len(cells) == len(pairing_sheet.HEADER)
    assert cells[pairing_sheet.HEADER.index("人数余差（合计－各分项）")] == 0


def test_the_sheet_sums_up_from_county_to_region_and_shows_targets_and_what_was_reported(tmp_path):
    county(tmp_path)
    sent(tmp_path, 2, "王英", "北京市朝阳区", "2020-03-01")
    with at("2020-06-10"):
        pairing.aim(clerk(), QINGSHUIHE, 2020, Goal.ALL, 5, "旧文件")
        pairing.aim(clerk(), QINGSHUIHE, 2020, Goal.ALL, 2, "新文件")
        with pytest.raises(NotPossible, match="同一文件"):
            pairing.aim(clerk(), QINGSHUIHE, 2020, Goal.ALL, 3, "新文件")
        pairing.report_otherwise(clerk(), QINGSHUIHE, 2020, (70_800, 4_021, 65_400), "新闻稿")
    for unit in (QINGSHUIHE, LEAGUE, REGION):
        assert sheet(unit).total.row.total.persons == 1
    assert [line.code for line in sheet(REGION).lines] == [LEAGUE]
    found = sheet()
    goal = found.total.goals[0]
    assert (goal.done, goal.target, goal.percent) == (1, 2, 50)
    assert found.reported[0].remainder == 1_379  # DOMAIN T9, in persons
    assert sheet(HELINGEER).total.row.total.persons == 0
    with pytest.raises(OutOfScope):
        sheet(QINGSHUIHE, clerk(HELINGEER))
    with at("2020-06-10"), pytest.raises(OutOfScope):
        pairing.aim(clerk(HELINGEER), QINGSHUIHE, 2020, Goal.ALL, 2, "文")


def test_pairs_are_declared_with_their_source_and_the_others_entered_by_clerks(tmp_path):
    county(tmp_path)
    with at("2020-06-10"):
        assert [one.district for one in pairing.pairs(clerk("150125")).rows] == ["门头沟区"]
        assert pairing.pairs(clerk()).rows == ()
        with pytest.raises(NotPossible, match="没有填写依据"):
            pairing.pair_up(clerk(), QINGSHUIHE, "110105", day("2018-05-01"), None, " ")
        with pytest.raises(NotPossible, match="公开来源"):
            pairing.pair_up(clerk("150125"), "150125", "110109", day("2018-05-01"), None, "协议")
        made = pairing.pair_up(clerk(), QINGSHUIHE, "110105", day("2018-05-01"), None, "协议")
        assert pairing.end_pair(clerk(), made, day("2020-05-31"))
        assert not pairing.end_pair(clerk(), made, day("2020-05-31"))
        assert [one.is_now for one in pairing.pairs(clerk()).rows] == [False]
        with pytest.raises(OutOfScope):
            pairing.end_pair(clerk(HELINGEER), made, day("2020-05-31"))


def session(on: str = "2020-06-05") -> int:
    told = pairing_sessions.Given(QINGSHUIHE, "110105", "线上招聘会", day(on), "09:30", "直播")
    return pairing_sessions.plan(clerk(), told)


def test_a_session_has_vacancies_visitors_and_results_in_persons_and_views_in_person_times(
    tmp_path,
):
    one, two, *_ = county(tmp_path)
    bring_vacancies(tmp_path / "v.xlsx", [offer("装配工", 工作地点="北京市朝阳区")])
    vacancy = Vacancy.objects.get().pk
    with at("2020-06-04"):
        pk = session()
        assert pairing_sessions.offer(clerk(), pk, vacancy)
        assert not pairing_sessions.offer(clerk(), pk, vacancy)
        assert AuditEvent.objects.filter(action="session.offer").count() == 1
        with pytest.raises(NotPossible, match="没有举办"):
            pairing_sessions.note(clerk(), pk, one, Result.CAME, None)
        with pytest.raises(NotPossible, match="还没有举办"):
            pairing_sessions.hold(clerk(), pk, 10)
        with pytest.raises(NotPossible, match="登记过"):
            session()
    with at("2020-06-06"):
        second = session("2020-06-06")
        pairing_sessions.hold(clerk(), pk, 345)
        assert pairing_sessions.note(clerk(), pk, one, Result.HIRED, vacancy)
        assert not pairing_sessions.note(clerk(), pk, one, Result.HIRED, vacancy)
        pairing_sessions.note(clerk(), pk, two, Result.CAME, None)
        pairing_sessions.note(clerk(), second, one, Result.INTERESTED, None)
        with pytest.raises(NotPossible, match="不在本场"):
            pairing_sessions.note(clerk(), second, one, Result.HIRED, vacancy)
        page = pairing_sessions.page(clerk(), pk, keys())
        with pytest.raises(OutOfScope):
            pairing_sessions.page(clerk(HELINGEER), pk, keys())
        pairing_sessions.call_off(clerk(), second, "设备故障")
    assert (page.line.came, page.line.hired, page.line.row.audience) == (2, 1, 345)
    assert SessionVisit.objects.count() == 5
    with at("2020-07-02"):
        found = pairing_sheet.sheet(clerk(), QINGSHUIHE, Month(2020, 6))
    assert found.visitors == (2, 3)  # two persons, three person-times


def an_agency(name: str = "蒙劳人力资源公司", start: str = "2020-01-01") -> int:
    with at("2020-06-10"):
        made = agencies.register_agency(clerk(), QINGSHUIHE, name, "")
        agencies.license(clerk(), made, "1501240001", day(start), day("2020-07-15"))
    return made


def test_a_spell_counts_for_one_agency_and_another_can_only_have_it_once_that_is_taken_back(
    tmp_path,
):
    one, *_ = county(tmp_path)
    sent(tmp_path, 2, "王英", "北京市朝阳区", "2020-03-01")
    first, second = an_agency(), an_agency("草原人力资源公司", "2020-04-01")
    with at("2020-06-10"):
        with pytest.raises(NotPossible, match="没有从这一天开始"):
            agencies.bring(clerk(), first, one, day("2020-03-02"), 12)
        made = agencies.bring(clerk(), first, one, day("2020-03-01"), 12)
        for again in (first, second):
            with pytest.raises(NotPossible, match="只能记一家"):
                agencies.bring(clerk(), again, one, day("2020-03-01"), 12)
        assert agencies.choices(clerk(), second, one) == []
        agencies.void(clerk(), made, "不是这家介绍的")
        agencies.bring(clerk(), second, one, day("2020-03-01"), 12)
        page = agencies.page(clerk(), second, keys())
        assert [view.is_licensed for view in page.people] == [False]
        assert [line.persons for line in agencies.listed(clerk(), keys())] == [0, 1]
        with pytest.raises(OutOfScope):
            agencies.page(clerk(HELINGEER), second, keys())
    assert Brought.objects.filter(is_void=False).count() == 1


def test_a_stay_is_verified_when_it_is_due_and_the_ledger_still_has_the_work(tmp_path):
    one, two, *_ = county(tmp_path)
    sent(tmp_path, 2, "王英", "北京市朝阳区", "2020-03-01")
    sent(tmp_path, 4, "王兰", "北京市朝阳区", "2020-03-01", 务工结束时间="2020-05-15")
    where = an_agency()
    with at("2020-06-10"):
        stayed = agencies.bring(clerk(), where, one, day("2020-03-01"), 12)
        gone = agencies.bring(clerk(), where, two, day("2020-03-01"), None)
        with pytest.raises(NotPossible, match="才满6个月"):
            agencies.verify(clerk(), stayed, 6, day("2020-06-10"), Proof.PHONE)
        with pytest.raises(NotPossible, match="已经不在岗"):
            agencies.verify(clerk(), gone, 3, day("2020-06-05"), Proof.PHONE)
        with pytest.raises(NotPossible, match="没有这个核验月数"):
            agencies.verify(clerk(), gone, 2, day("2020-06-05"), Proof.PHONE)
        agencies.verify(clerk(), stayed, 3, day("2020-06-05"), Proof.INSURANCE)
        agencies.verify(clerk(), gone, 1, day("2020-06-05"), Proof.PAYROLL)
        page = agencies.page(clerk(), where, keys())
        done = {
            view.row.person_id: [s.months for s in view.stays if s.is_verified]
            for view in page.people
        }
        assert done == {one: [3], two: [1]}
        assert agencies.fee_list(clerk(), where, keys(), tmp_path / "fee.xlsx") == 2
        made = agency_fees.ask_fee(clerk(), where, keys())
        assert made[1] == 2
        assert agency_fees.ask_fee(clerk(), where, keys()) == made
        row = Application.objects.get(pk=made[0])
        found = judged(clerk(), row, list(Claim.objects.filter(application=row).order_by("pk")))
        [first, _] = sorted(found, key=lambda own: own.claim.person_id)
        told = {line.words: line.verdict.value for line in first.finding.judged}
        assert (
            told["单位有人力资源服务许可证"] == "yes"
        )  # the licence that the agencies' room keeps
        assert told["就业渠道是机构介绍"] == "no"  # the ledger has him sent to Beijing
        assert told["在政策有效期内"] == "no"  # he began before the notice
        assert first.finding.amount_fen is None
    with at("2020-06-11"), pytest.raises(NotPossible, match="已经申请过的不再申请"):
        agency_fees.ask_fee(clerk(), where, keys())
    with at("2020-06-10"):
        assert [one.many for one in agencies.awaiting(clerk())] == [1]


def test_a_brokers_name_and_number_are_sealed_and_he_is_registered_once(tmp_path):
    county(tmp_path)
    with at("2020-06-10"):
        agencies.register_broker(clerk(), QINGSHUIHE, "赵经纪", id_no(77), keys())
        with pytest.raises(NotPossible, match="已登记过"):
            agencies.register_broker(clerk(), QINGSHUIHE, "赵经纪", id_no(77), keys())
        with pytest.raises(NotPossible, match="号码要正确"):
            agencies.register_broker(clerk(), QINGSHUIHE, "赵经纪", "15012419", keys())
        assert [line.name for line in agencies.listed(clerk(), keys())] == ["赵经纪"]
    kept = Agency.objects.get()
    assert "赵经纪" not in kept.name_cipher
    assert kept.employer is None
