"""走访名单: an empty one says why it is empty."""

import pytest

from leye.apps.places.models import Site
from leye.core.scope import OutOfScope
from leye.trips.visits import visiting
from tests.integration.test_visits import bring, item, people_there
from tests.integration.vacancies import TODAY
from tests.made import HELINGEER, a_county, at, clerk, keys

__all__ = ["people_there"]
pytestmark = pytest.mark.django_db


def test_a_list_with_nobody_on_it_says_why(people_there):
    site, empty = Site.objects.get().pk, a_county("新村", "空村")[-1]
    with at(TODAY):
        assert visiting.why_nobody(clerk(), site) == ""
        assert "没有劳动力" in visiting.why_nobody(clerk(), empty)
        with pytest.raises(OutOfScope):
            visiting.why_nobody(clerk(HELINGEER), site)
    for person in people_there:
        bring(item(person, outcome="not_home"))
    with at("2020-06-02"):
        assert not visiting.to_visit(clerk(), site, keys())
        words = visiting.why_nobody(clerk(), site)
        assert words == "该走访的 3 人都走访过了，还没到再次走访的日子，最早 6月4日再列入。"
    for person in people_there:
        bring(item(person, wants_work="yes", phone=f"1390000{person:04d}"))
    with at("2020-06-02"):
        words = visiting.why_nobody(clerk(), site)
        assert words.startswith("这里的 3 名劳动力都不需要走访：没有人属于“没有问过就业意愿”")
