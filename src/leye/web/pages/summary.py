"""情况报告: drafted, taken home as Word or PDF, brought back and looked through, sent to the unit above."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from leye.core.letters.texts import Bound, Chart, Grid, Heading, Paragraph
from leye.core.scope import Capability, Scope
from leye.gateways.documents.letters import LARGEST, NotReadable
from leye.gateways.documents.typeset import NoFonts
from leye.trips.boards import summary_report
from leye.web.guard import guarded
from leye.web.pages.files import download

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_http_methods(["GET", "POST"])
@guarded(Capability.READ_FIGURES)
def summaries(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Drafts of the scope, and how far the units below are; a POST drafts the own unit's."""
    if request.method == "POST":
        return redirect("summary", summary_report.draft(scope).pk)
    due, states = summary_report.states(scope)
    content = {
        "due": due, "states": states, "drafts": summary_report.drafts(scope),
        "may_draft": scope.may(Capability.PREPARE_RETURN) and scope.site is None,
    }  # fmt: skip
    return render(request, "summaries.html", content)


@require_GET
@guarded(Capability.READ_FIGURES)
def summary(request: HttpRequest, scope: Scope, summary_id: int) -> HttpResponse:
    """A draft as text, each figure open to its people, and what was found in files that came back."""
    page = summary_report.page(scope, summary_id)
    blocks: list[tuple[str, str, object]] = []
    for block in page.letter.blocks:
        match block:
            case Heading(text):
                blocks.append(("heading", text, None))
            case Paragraph(parts):
                blocks.append(("paragraph", "", [_shown(page, part) for part in parts]))
            case Grid():
                rows = [[_shown(page, cell) for cell in row] for row in block.rows]
                blocks.append(("grid", block.caption, {"header": block.header, "rows": rows}))
            case Chart(caption, bars):
                drawn = [(bar.name, bar.share, *_shown(page, bar.figure)) for bar in bars]
                blocks.append(("chart", caption, drawn))
    content = {
        "page": page, "blocks": blocks, "may_open": scope.may(Capability.READ_PEOPLE),
        "is_own": scope.unit == page.row.unit and scope.may(Capability.PREPARE_RETURN) and scope.site is None,
    }  # fmt: skip
    return render(request, "summary.html", content)


def _shown(page: summary_report.Page, part: str | Bound) -> tuple[str, str, str]:
    """(text, what it is, address behind it) of a part."""
    if isinstance(part, str):
        return part, "", ""
    return part.text, part.label, page.addresses.get(part.key, "")


@require_GET
@guarded(Capability.READ_FIGURES)
def file(request: HttpRequest, scope: Scope, summary_id: int, form: str) -> HttpResponse:
    """The draft as a file."""
    name = f"summary-{summary_id}.{form}"
    if form == "docx":
        return download(summary_report.docx(scope, summary_id), name, DOCX)
    if form == "pdf":
        try:
            return download(summary_report.pdf(scope, summary_id), name, "application/pdf")
        except NoFonts as lacking:
            messages.error(request, str(lacking))
            return redirect("summary", summary_id)
    raise Http404


@require_POST
@guarded(Capability.PREPARE_RETURN)
def bring_back(request: HttpRequest, scope: Scope, summary_id: int) -> HttpResponse:
    """A file that was edited in Word comes back."""
    brought = request.FILES.get("file")
    if brought is None or (brought.size or 0) > LARGEST:
        messages.error(request, "请选一个不超过 10 MB 的 Word 文件（.docx）。")
        return redirect("summary", summary_id)
    try:
        summary_report.check(scope, summary_id, brought.read())
    except (NotReadable, summary_report.NotOurs) as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "已逐个核对文件里的数字，结果见下。")
    return redirect("summary", summary_id)


@require_POST
@guarded(Capability.PREPARE_RETURN)
def send(request: HttpRequest, scope: Scope, summary_id: int) -> HttpResponse:
    """The report is sent."""
    is_new = summary_report.send(scope, summary_id)
    messages.success(request, "已报送。" if is_new else "这份报告已经报送过，没有重复登记。")
    return redirect("summary", summary_id)
