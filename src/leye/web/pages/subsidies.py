"""补贴审核: the queue, one application with its finding, and the steps that may be taken with it."""

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from leye.apps.subsidies.actions import NotPossible
from leye.core.payments.money import read_yuan
from leye.core.payments.steps import State
from leye.core.scope import Capability, Role, Scope
from leye.trips.keys import keys_of
from leye.trips.subsidies import (
    publicity,
    subsidy_applying,
    subsidy_pages,
    subsidy_papers,
    subsidy_queue,
    subsidy_reviewing,
    subsidy_sampling,
)
from leye.trips.subsidies.subsidy_drafts import NotAccepted
from leye.web.guard import guarded
from leye.web.pages.files import download

SHOWN = {"mine": "等我办理", "all": "全部", "paid": "已拨付", "stopped": "暂停"}


@require_GET
@guarded(Capability.READ_PEOPLE)
def queue(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What waits for me, or all."""
    show = request.GET.get("show", "mine")
    show = show if show in SHOWN else "mine"
    states = {
        "mine": subsidy_queue.mine(scope), "paid": (State.PAID, State.RECOVERING, State.RECOVERED),
        "stopped": (State.STOPPED, State.BOUNCED),
    }.get(show, ())  # fmt: skip
    before = request.GET.get("before", "")
    found = subsidy_pages.listed(scope, states, "", int(before) if before.isdecimal() else 0)
    more = found[-1].id if len(found) == subsidy_pages.PAGE else None
    content = {"found": found, "show": show, "tabs": list(SHOWN.items()), "more": more}
    return render(request, "subsidies.html", content)


@require_GET
@guarded(Capability.READ_PEOPLE, Capability.APPLY_FOR_SUBSIDY)
def application(request: HttpRequest, scope: Scope, application_id: int) -> HttpResponse:
    """One application: whoever brought it fills it in, whoever reviews it sees finding and concerns."""
    seen = subsidy_pages.view(scope, application_id, keys_of(settings.HOME))
    lacks = subsidy_pages.lacks(scope, application_id) if seen.is_editable else []
    content = {"seen": seen, "lacks": lacks, "is_employer": scope.role is Role.EMPLOYER}
    return render(request, "subsidy.html", content)


@require_POST
@guarded(Capability.READ_PEOPLE, Capability.APPLY_FOR_SUBSIDY)
def step(request: HttpRequest, scope: Scope, application_id: int) -> HttpResponse:
    """Take a step with an application."""
    take = STEPS.get(request.POST.get("step", ""))
    try:
        if take is None:
            raise NotPossible("没有这一步。请刷新页面再试。")
        messages.success(request, take(request, scope, application_id))
    except (NotPossible, NotAccepted) as refused:
        messages.error(request, str(refused))
    return redirect("subsidy", application_id)


@require_GET
@guarded(Capability.READ_PEOPLE)
def paper(
    request: HttpRequest, scope: Scope, application_id: int, evidence_id: int
) -> HttpResponse:
    """A paper, for who reviews or approves."""
    content, kind = subsidy_papers.opened(
        scope, application_id, evidence_id, keys_of(settings.HOME)
    )
    ending = kind.value if kind else "xlsx"
    return download(
        content, f"evidence-{application_id}-{evidence_id}.{ending}",
        kind.content_type if kind else "application/octet-stream",
    )  # fmt: skip


def _why(request: HttpRequest) -> str:
    return request.POST.get("why", "").strip()


def _submit(request: HttpRequest, scope: Scope, pk: int) -> str:
    subsidy_applying.submit(scope, pk)
    return "已提交，受理后会在这里看到进展。"


def _withdraw(request: HttpRequest, scope: Scope, pk: int) -> str:
    subsidy_applying.withdraw(scope, pk, _why(request))
    return "已撤回。"


def _accept(request: HttpRequest, scope: Scope, pk: int) -> str:
    subsidy_reviewing.accept(scope, pk)
    return "材料齐全，转入审核。"


def _give_back(request: HttpRequest, scope: Scope, pk: int) -> str:
    subsidy_reviewing.give_back(scope, pk, _why(request))
    return "已退回补正。"


def _review(request: HttpRequest, scope: Scope, pk: int) -> str:
    by_hand = {}
    for name, value in request.POST.items():
        claim = name.removeprefix("fen_")
        if name.startswith("fen_") and claim.isdecimal() and str(value).strip():
            fen = read_yuan(value)
            if fen is None or fen < 0:
                raise NotPossible(f"核定金额“{str(value)[:20]}”不是金额。请写数字，单位元。")
            by_hand[int(claim)] = fen
    subsidy_reviewing.review(scope, pk, _why(request), by_hand)
    return "审核通过，额度已占用，等待另一人复核。"


def _approve(request: HttpRequest, scope: Scope, pk: int) -> str:
    subsidy_reviewing.approve(scope, pk)
    return "复核通过，可以公示。"


def _send_back(request: HttpRequest, scope: Scope, pk: int) -> str:
    subsidy_reviewing.send_back(scope, pk, _why(request))
    return "已退回审核，占用的额度已释放。"


def _refuse(request: HttpRequest, scope: Scope, pk: int) -> str:
    subsidy_reviewing.refuse(scope, pk, _why(request))
    return "已记为不予补贴。"


def _stop(request: HttpRequest, scope: Scope, pk: int) -> str:
    subsidy_reviewing.stop(scope, pk, _why(request))
    return "已暂停拨付。"


def _resume(request: HttpRequest, scope: Scope, pk: int) -> str:
    subsidy_reviewing.resume(scope, pk, _why(request))
    return "已恢复，需要重新公示。"


def _publish(request: HttpRequest, scope: Scope, pk: int) -> str:
    last = publicity.publish(scope, pk)
    certain = "" if publicity.is_certain(last) else "（这一年的放假安排还没有公布，按周一至周五计）"
    return f"已公示，到 {last} 为止{certain}。"


def _leave_out(request: HttpRequest, scope: Scope, pk: int) -> str:
    claim = request.POST.get("claim", "")
    if not claim.isdecimal():
        raise NotPossible("没有选人。")
    subsidy_reviewing.leave_out(scope, pk, int(claim), _why(request))
    return "已去掉这个人。" if _why(request) else "已恢复这个人。"


def _recover(request: HttpRequest, scope: Scope, pk: int) -> str:
    fen = read_yuan(request.POST.get("sum"))
    if fen is None:
        raise NotPossible("追回金额不是数字。请写金额，单位元。")
    subsidy_sampling.recover(scope, pk, fen, _why(request))
    return "已决定追回。"


def _mend(request: HttpRequest, scope: Scope, pk: int) -> str:
    said, claim = request.POST, request.POST.get("claim", "")
    account = subsidy_applying.Account(
        said.get("name", ""), said.get("bank", ""), said.get("number", "")
    )
    subsidy_applying.mend_account(
        scope, pk, account, _why(request), keys_of(settings.HOME),
        int(claim) if claim.isdecimal() else 0,
    )  # fmt: skip
    return "收款账户已更正，可以重新列入拨付清单。"


def _repay(request: HttpRequest, scope: Scope, pk: int) -> str:
    subsidy_sampling.repaid(scope, pk)
    return "已记下追回到账。"


STEPS: dict[str, Callable[[HttpRequest, Scope, int], str]] = {
    "submit": _submit, "withdraw": _withdraw, "accept": _accept, "return": _give_back, "review": _review,
    "approve": _approve, "send_back": _send_back, "refuse": _refuse, "stop": _stop, "resume": _resume,
    "publish": _publish, "leave_out": _leave_out, "recover": _recover, "repay": _repay, "mend": _mend,
}  # fmt: skip
