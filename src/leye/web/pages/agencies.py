"""人力资源服务机构和劳务经纪人: the list, one of them with its licences and people, and the list for the fee."""

import tempfile
from pathlib import Path

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leye.core.pairing.vocabulary import Proof
from leye.core.scope import Capability, Scope
from leye.gateways import clock
from leye.trips.ledger import finding
from leye.trips.listing import units
from leye.trips.local_jobs import local_jobs_placing
from leye.trips.pairing import agencies as trip
from leye.trips.pairing import agency_fees
from leye.web.guard import guarded
from leye.web.pages import given
from leye.web.pages.files import download
from leye.web.pages.placing import attempt, keys

reads = guarded(Capability.READ_FIGURES)
edits = guarded(Capability.EDIT_JOURNEYS)


@require_http_methods(["GET", "POST"])
@reads
def agencies(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Agencies and brokers, and the form to register one."""
    if request.method == "POST":
        county, name = given.text(request, "county"), given.text(request, "name")
        made: list[int] = []
        if given.text(request, "kind") == "broker":
            id_no = given.text(request, "id_no")
            done = attempt(
                request,
                lambda: made.append(trip.register_broker(scope, county, name, id_no, keys())),
            )
        else:
            code = given.text(request, "code")
            done = attempt(
                request, lambda: made.append(trip.register_agency(scope, county, name, code))
            )
        if done:
            messages.success(request, "已登记。接着登记许可证。")
            return redirect("agency", made[0])
        return redirect("agencies")
    content = {
        "found": trip.listed(scope, keys()), "units": units(scope, clock.today()), "given": request.POST,
    }  # fmt: skip
    return render(request, "agencies.html", content)


@require_GET
@reads
def agency(request: HttpRequest, scope: Scope, agency_id: int) -> HttpResponse:
    return _page(request, scope, agency_id, {})


def _page(
    request: HttpRequest, scope: Scope, agency_id: int, more: dict[str, object]
) -> HttpResponse:
    page = trip.page(scope, agency_id, keys())
    content = {
        "page": page, "today": clock.today(), "hows": [(x.value, x.label) for x in Proof],
        "fees": agency_fees.told(scope, agency_id),
        "words": "", "found": [], "chosen": None, "spells": [], **more,
    }  # fmt: skip
    return render(request, "agency.html", content)


@require_POST
@edits
def license(request: HttpRequest, scope: Scope, agency_id: int) -> HttpResponse:
    start = given.day(request, "start")
    if start is None:
        messages.error(request, "没有写清有效期起始日。")
    elif attempt(
        request,
        lambda: trip.license(
            scope, agency_id, given.text(request, "number"), start, given.day(request, "end")
        ),
    ):
        messages.success(request, "已登记许可证。")
    return redirect("agency", agency_id)


@require_POST
@edits
def bring(request: HttpRequest, scope: Scope, agency_id: int) -> HttpResponse:
    """Look for somebody, choose a spell of the ledger, and let it count for the agency."""
    words, person = given.text(request, "words"), given.whole(request, "person")
    start = given.day(request, "spell")
    if person is None:
        found = finding.find(scope, words, keys(), limit=20) if words else []
        return _page(request, scope, agency_id, {"words": words, "found": found})
    if start is None:
        told: dict[str, object] = {
            "chosen": next(iter(local_jobs_placing.one_person(scope, person, keys())), None),
            "spells": trip.choices(scope, agency_id, person), "words": words,
        }  # fmt: skip
        return _page(request, scope, agency_id, told)
    months = given.whole(request, "contract_months")
    if attempt(request, lambda: trip.bring(scope, agency_id, person, start, months)):
        messages.success(request, "已记到这家名下。")
    return redirect("agency", agency_id)


@require_POST
@edits
def verify(request: HttpRequest, scope: Scope, brought_id: int) -> HttpResponse:
    """A stay was verified, or the spell does not count after all."""
    agency_id = trip.agency_of(scope, brought_id)
    months, on = given.whole(request, "months"), given.day(request, "on")
    how = Proof.read_code(given.text(request, "how"))
    if given.text(request, "what") == "void":
        done = attempt(request, lambda: trip.void(scope, brought_id, given.text(request, "why")))
    elif months is None or on is None or how is None:
        messages.error(request, "核验的月数、日期和方式都要填写。")
        return redirect("agency", agency_id)
    else:
        done = attempt(request, lambda: trip.verify(scope, brought_id, months, on, Proof(how)))
    if done:
        messages.success(request, "已登记。")
    return redirect("agency", agency_id)


@require_POST
@edits
def ask_fee(request: HttpRequest, scope: Scope, agency_id: int) -> HttpResponse:
    """Whose stay was verified goes to the subsidies' room as one draft."""
    made: list[tuple[int, int]] = []
    if attempt(request, lambda: made.append(agency_fees.ask_fee(scope, agency_id, keys()))):
        number, many = made[0]
        messages.success(
            request, f"已交给补贴：申请 {number} 号，{many} 人。请到“补贴”里补材料、提交。"
        )
    return redirect("agency", agency_id)


@require_GET
@guarded(Capability.READ_PEOPLE)
def fee_list(request: HttpRequest, scope: Scope, agency_id: int) -> HttpResponse:
    """The list for the fee, as a workbook."""
    with tempfile.TemporaryDirectory(prefix="leye-") as folder:
        path = Path(folder) / "list.xlsx"
        trip.fee_list(scope, agency_id, keys(), path)
        return download(path.read_bytes(), f"agency-{agency_id}.xlsx")
