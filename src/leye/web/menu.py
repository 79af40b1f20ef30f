"""The menu: groups of places, each shown to those who may go there."""

import functools
from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse

from leye.core.scope import Capability, Role, Scope

ANY = Capability.READ_FIGURES


@dataclass(frozen=True, slots=True)
class Item:
    """A place: label, route (with arguments), the capability needed, and the first words of the routes in it."""

    label: str
    route: str
    marks: tuple[str, ...]
    needs: Capability = ANY
    args: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    label: str
    url: str
    is_here: bool


@dataclass(frozen=True, slots=True)
class Group:
    """A group as it is shown; one with a single item is that item."""

    label: str
    items: tuple[Shown, ...]
    is_here: bool


GROUPS: tuple[tuple[str, tuple[Item, ...]], ...] = (
    ("首页", (Item("首页", "home", ("home",)),)),
    ("总览", (Item("总览", "board", ("board",)),)),
    (
        "台账",
        (
            Item("名册", "rosters", ("roster",), Capability.UPLOAD_ROSTER),
            Item("信息比对", "comparisons", ("comparison", "case"), Capability.UPLOAD_ROSTER),
            Item("台账查询", "ledger", ("ledger", "person"), Capability.READ_PEOPLE),
            Item("安置点", "sites", ("site",)),
        ),
    ),
    (
        "岗位",
        (
            Item("岗位归集", "vacancies", ("vacancie", "vacancy", "employer")),
            Item("人岗对接", "matching", ("matching",), Capability.READ_PEOPLE),
        ),
    ),
    (
        "劳务输出",
        (
            Item("拟外出清单", "going_out", ("going",), Capability.READ_PEOPLE),
            Item("排车", "journeys", ("journey",), Capability.READ_PEOPLE),
            Item("外出回访", "follow_ups", ("follow",), Capability.READ_PEOPLE),
            Item("京蒙协作", "pairing", ("pairing",)),
            Item("机构与经纪人", "agencies", ("agencie", "agency")),
        ),
    ),
    (
        "就地就业",
        (
            Item("扶贫车间", "workshops", ("workshop",)),
            Item("项目与以工代赈", "projects", ("project", "pay")),
            Item("公益性岗位", "posts", ("post",)),
            Item("重点企业", "key_enterprises", ("key",)),
            Item("与台账不一致", "local_differences", ("local",), Capability.READ_PEOPLE),
        ),
    ),
    (
        "补贴",
        (
            Item("申请办理", "applications", ("application",), Capability.APPLY_FOR_SUBSIDY),
            Item("审核", "subsidies", ("subsidie", "subsidy", "objection"), Capability.READ_PEOPLE),
            Item("拨付", "payments", ("payment", "sample"), Capability.READ_PEOPLE),
            Item("资金额度", "budgets", ("budget",)),
            Item("补贴政策", "rules", ("rule",)),
        ),
    ),
    (
        "服务",
        (
            Item("承诺兑现", "promises", ("promise",)),
            Item("推送轮次", "outreach", ("outreach", "remark"), Capability.SEND_MESSAGES),
            Item("就业大篷车", "van", ("van",), Capability.SEND_MESSAGES),
            Item("窗口日志", "desk", ("desk",), Capability.SERVE_PEOPLE),
            Item("服务平台", "stations", ("station",)),
            Item("培训", "training", ("training",), Capability.SERVE_PEOPLE),
            Item("走访", "visits", ("visit",), Capability.SERVE_PEOPLE),
        ),
    ),
    (
        "上报",
        (
            Item("统计表", "annex", ("annex",), args=("1",)),
            Item("上报报表", "returns", ("return",)),
            Item("变动说明", "explanation", ("explanation",)),
            Item("逐人核查", "checks", ("check",)),
            Item("部门任务", "duties", ("dutie", "duty", "progres")),
            Item("情况报告", "summaries", ("summarie", "summary")),
            Item("典型材料", "stories", ("storie", "story")),
            Item("公开数字", "public_figures", ("public", "figure")),
        ),
    ),
    (
        "管理",
        (
            Item("审计记录", "audit", ("audit",), Capability.READ_AUDIT),
            Item("账号", "accounts", ("account",), Capability.MANAGE_ACCOUNTS),
        ),
    ),
)


@functools.cache
def _address(route: str, args: tuple[str, ...]) -> str:
    return reverse(route, args=args)


def shown(scope: Scope, route: str) -> list[Group]:
    """The menu for an actor who looks at a route."""
    here = route.partition("_")[0].rstrip("s")
    found = []
    for label, items in GROUPS:
        own = tuple(
            Shown(item.label, _address(item.route, item.args), here in item.marks)
            for item in items
            if scope.may(item.needs)
        )
        if own:
            found.append(Group(label, own, any(item.is_here for item in own)))
    return found


def start_of(scope: Scope) -> str:
    """The route of the first page after signing in: an employer's is its applications."""
    return "applications" if scope.role is Role.EMPLOYER else "home"


def marks() -> Iterator[str]:
    """Every first word of a route that the menu knows."""
    for _, items in GROUPS:
        for item in items:
            yield from item.marks
