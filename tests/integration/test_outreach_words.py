"""推送, its words: what a message says of its things is true, and promises nothing that its page does not have."""

import pytest

from leye.apps.messages.models import Message
from leye.apps.people.models import KeptState
from leye.core.training.vocabulary import Mode
from leye.notices.outreach import load_outreach
from leye.trips import passing
from leye.trips.outreach import outreach_round, own_page
from leye.trips.passing import Purpose
from leye.trips.rosters.intake import NOTICE
from leye.trips.training import training
from tests.integration.reached import county_with_phones
from tests.integration.test_matching import matched
from tests.integration.test_training import course, wanting
from tests.integration.vacancies import bring, offer
from tests.made import QINGSHUIHE, at, clerk

__all__ = ["wanting"]
pytestmark = pytest.mark.django_db
LONG = ("商业综合体中央空调系统运行维护保障工", "县医院住院部病区保洁和医疗废物收集员", "工业园区食品冷链物流仓库分拣装卸工")  # fmt: skip


def test_a_message_that_cannot_name_all_its_posts_says_that_there_are_more(tmp_path):
    county_with_phones(tmp_path, 1)
    bring(tmp_path / "v.xlsx", [offer(title) for title in LONG])
    matched()
    with at("2020-06-02"):
        outreach_round.prepare(clerk(), QINGSHUIHE)
    text = Message.objects.get().text
    assert "匹配了3个岗位" in text
    assert sum(title in text for title in LONG) == 2
    assert "等。查看详情和反馈：{link}" in text


def test_a_training_message_names_what_the_own_page_has_and_the_page_has_the_class_s_days(wanting):
    course()
    course(title="电工进阶", mode=Mode.ONLINE, place="")
    with at("2020-06-02"):
        training.match(clerk())
        outreach_round.prepare(clerk(), QINGSHUIHE)
        person = KeptState.objects.filter(seq_to=None).order_by("person_id")[0].person_id
        (key,) = passing.issue(clerk(), Purpose.PERSON, [(f"person:{person}", QINGSHUIHE)], 7)
        page = own_page.page(passing.enter(key))
    text = load_outreach(NOTICE, training.clock.today()).kinds["training"].text
    assert "查看和报名" not in text
    assert "查看详情和报名地点：{link}" in text
    assert "请到安置点的就业服务站报名" in page.words.texts["enrol"]
    assert [one.when for one in page.training] == [
        "线上，6月8日开班，6月12日结束，共 40 课时",
        "县城，6月8日开班，6月12日结束，共 40 课时",
    ]
    one = Message.objects.get(person_id=person)
    assert one.fields.startswith("2个班：低压电工班、电工进阶")
