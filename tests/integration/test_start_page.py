"""The start page: each row of what waits says in words of its own what is to be done."""

import pytest

from leye.core.scope import Role, Scope
from leye.trips.subsidies import subsidy_queue
from tests.made import QINGSHUIHE


@pytest.mark.django_db
def test_every_row_of_subsidies_on_the_start_page_has_words_of_its_own():
    titles = [
        one.title
        for role in (Role.CLERK, Role.APPROVER)
        for one in subsidy_queue.awaiting(Scope("somebody", QINGSHUIHE, role))
    ]
    assert len(titles) >= 8
    assert len(set(titles)) == len(titles) - titles.count("公示异议") + 1
    assert all(word in "".join(titles) for word in ("核对材料", "审核", "复核", "公示", "拨付", "退回", "暂停", "核销"))  # fmt: skip
