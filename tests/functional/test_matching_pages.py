"""人岗对接 as pages: a run is asked for, its proof and its shortfalls are read, outcomes are noted."""

import pytest

from leye.apps.matching.models import Proposal
from leye.core.scope import Role
from leye.trips.working import work_once
from tests.functional.test_figure_pages import text
from tests.integration.vacancies import TODAY, answers, bring, offer, willing_county
from tests.made import HELINGEER, QINGSHUIHE, at, keys

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of(as_user, tmp_path):
    willing_county(tmp_path, 3)
    answers(tmp_path, range(1), "2020-05-20", 就业意愿="有", 就业意向地="省外")
    bring(
        tmp_path / "v.xlsx",
        [offer(title) for title in ("餐厅服务员", "保洁员", "缝纫工", "保安员")],
    )
    with at(TODAY):
        yield as_user()


def work():
    while work_once(keys()):
        pass


def post(client, address, **said):
    return text(client.post(address, said, follow=True))


def test_a_clerk_asks_for_a_run_and_reads_what_it_proves(client_of):
    client = client_of
    assert "还没有匹配过" in text(client.get("/matching/"))
    assert "等待匹配" in post(client, "/matching/", unit=QINGSHUIHE)
    moving = client.get("/matching/1/state/")
    assert "HX-Refresh" not in moving
    work()
    assert client.get("/matching/1/state/")["HX-Refresh"] == "true"
    page = text(client.get("/matching/1/"))
    assert "换任何一种分法也不能多满足一个" in page
    assert "不在期望的地方" in page
    assert "王英一" in page
    assert "王英一" in text(client.get("/matching/1/?rule=area"))
    assert "王英一" not in text(client.get("/matching/1/?rule=age"))
    board = text(client.get("/matching/"))
    assert "建档立卡" in board
    assert "66.7%" in board


def test_what_if_is_asked_and_answered_on_the_page(client_of):
    client = client_of
    assert "名额要写大于0的数字" in post(client, "/matching/", what_if="1", openings="0")
    page = post(
        client,
        "/matching/",
        what_if="1",
        unit=QINGSHUIHE,
        place="150123",
        openings="40",
        pay="3000",
        suits_weak="1",
    )
    assert "试算：如果和林格尔县来了40个名额" in page
    work()
    assert "试算" in text(client.get("/matching/1/"))
    assert Proposal.objects.count() == 0


def test_a_persons_list_is_noted_step_by_step(client_of):
    client = client_of
    post(client, "/matching/", unit=QINGSHUIHE)
    work()
    one = Proposal.objects.filter(is_standing=True).order_by("pk").first()
    listed = text(client.get(f"/people/{one.person_id}/vacancies/"))
    assert one.vacancy.title in listed
    assert "待推送" in listed
    said = {"person": one.person_id, "on": TODAY}
    address = f"/matching/proposals/{one.pk}/"
    assert "没有选结果" in post(client, address, **said, step="dance")
    assert "没有写清日期" in post(client, address, person=one.person_id, step="shown")
    assert "没有选不愿去的原因" in post(client, address, **said, step="refused")
    assert "已记下“已录用”" in post(client, address, **said, step="hired")
    assert "已录用" in text(client.get(f"/people/{one.person_id}/vacancies/"))
    assert "已录用 1" in text(client.get("/matching/"))
    assert "单位就业" in text(client.get(f"/people/{one.person_id}/"))


def test_the_last_opening_taken_by_another_is_said(client_of):
    client = client_of
    post(client, "/matching/", unit=QINGSHUIHE)
    work()
    one = Proposal.objects.filter(is_standing=True).order_by("pk").first()
    one.vacancy.__class__.objects.filter(pk=one.vacancy_id).update(wanted=1, filled=1)
    page = post(
        client, f"/matching/proposals/{one.pk}/", person=one.person_id, on=TODAY, step="hired"
    )
    assert "刚刚招满" in page


def test_why_not_and_the_going_out_list(client_of):
    client = client_of
    post(client, "/matching/", unit=QINGSHUIHE)
    work()
    page = text(client.get("/going-out/"))
    assert "王英一" in page
    person = Proposal.objects.order_by("-person_id").first()
    told = text(client.get(f"/people/{person.person_id}/why-not/?vacancy={person.vacancy_id}"))
    assert "符合要求" in told
    assert "请填岗位编号" in text(client.get(f"/people/{person.person_id}/why-not/?vacancy=x"))


def test_neighbours_and_readers_see_nothing_of_it(client_of, as_user):
    post(client_of, "/matching/", unit=QINGSHUIHE)
    work()
    one = Proposal.objects.first()
    neighbour = as_user("neighbour", HELINGEER)
    assert neighbour.get("/matching/1/").status_code == 404
    assert neighbour.get("/matching/1/state/").status_code == 404
    assert "现在没有推荐的岗位" in text(neighbour.get(f"/people/{one.person_id}/vacancies/"))
    answer = neighbour.post(f"/matching/proposals/{one.pk}/", {"step": "shown", "on": TODAY})
    assert answer.status_code == 404
    assert (
        neighbour.get(f"/people/{one.person_id}/why-not/?vacancy={one.vacancy_id}").status_code
        == 404
    )
    assert neighbour.post("/matching/", {"unit": QINGSHUIHE}).status_code == 403
    reader = as_user("reader", role=Role.READER)
    assert reader.get("/matching/").status_code == 403
