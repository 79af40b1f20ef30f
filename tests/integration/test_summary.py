"""情况报告: every figure bound to what it counts; edited in Word, sent back, looked through; sent once."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from docx.oxml.ns import qn

from leye.apps.boards.models import BoundFigure, KeptBoard, Summary, SummaryCheck, SummarySent
from leye.apps.subsidies.money import Budget
from leye.core.letters.texts import Chart
from leye.core.scope import OutOfScope, Role
from leye.trips.boards import summary_report
from tests.functional.test_figure_pages import text
from tests.integration.test_boards import as_user, county
from tests.made import HELINGEER, LEAGUE, QINGSHUIHE, WORK, at, clerk, take_in, worker, write

pytestmark = pytest.mark.django_db
__all__ = ["as_user", "county"]


def drafted(unit=QINGSHUIHE):
    with at("2020-06-10"):
        return summary_report.draft(clerk(unit))


def key_of(row, what):
    return BoundFigure.objects.filter(summary=row, what=what, site=None).first().key


def edited(row, changes=(), added=""):
    """The draft as somebody in an office would bring it back."""
    document = Document(io.BytesIO(summary_report.docx(clerk(), row.pk)))
    for control in document.element.iter(qn("w:sdt")):
        key = control.find(f".//{qn('w:tag')}").get(qn("w:val")).rpartition("/")[2]
        if key in dict(changes):
            next(control.iter(qn("w:t"))).text = dict(changes)[key]
    if added:
        document.add_paragraph(added)
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def looked_through(row, content, scope=None):
    with at("2020-06-20"):
        summary_report.check(scope or clerk(), row.pk, content)
        found = summary_report.page(clerk(), row.pk).checks[0].found
    return [(one.row.key, one.verdict.value, one.row.found, one.row.now) for one in found]


def test_a_report_is_drafted_from_the_ledger_and_addressed_to_the_unit_above(county):
    row = drafted()
    assert row.title == "清水河县关于易地扶贫搬迁就业帮扶专项行动的情况报告"
    assert row.receiver == "呼和浩特市人力资源和社会保障局"
    assert drafted(LEAGUE).receiver == "自治区人力资源和社会保障厅"
    words = "".join(
        p.text for p in Document(io.BytesIO(summary_report.docx(clerk(), row.pk))).paragraphs
    )
    assert "一是还有" in words
    assert "零就业家庭" in words
    told = {f.what: f.text for f in BoundFigure.objects.filter(summary=row, site=None)}
    assert (told["people"], told["employed"], told["employed/labour"], told["idle_homes"]) == (
        "5",
        "2",
        "40.0%",
        "1",
    )


def test_drafting_again_while_the_ledger_stands_is_the_same_draft(county):
    assert drafted().pk == drafted().pk
    assert Summary.objects.count() == 1


def test_a_file_that_comes_back_untouched_has_nothing_to_tell(county):
    row = drafted()
    assert looked_through(row, edited(row)) == []


def test_changed_figures_and_figures_by_hand_are_found(county):
    row = drafted()
    people, willing = key_of(row, "people"), key_of(row, "willing")
    content = edited(row, [(people, "6")], "另有返乡人员37人。")
    assert looked_through(row, content) == [
        (people, "changed", "6", "5"),
        ("", "by_hand", "37", ""),
    ]
    assert willing not in {one[0] for one in looked_through(row, content)}
    assert SummaryCheck.objects.count() == 1  # the same file at the same entry is one look


def test_figures_that_the_ledger_no_longer_bears_out_are_told(county, tmp_path):
    row = drafted()
    late = [
        worker(3, "王英三", 就业形式="单位就业", 务工所在地="清水河县", 务工开始时间="2020-05-21")
    ]
    take_in(write(tmp_path / "late.xlsx", WORK, late), "2020-05-25")
    employed = key_of(row, "employed")
    found = {key: (verdict, now) for key, verdict, _, now in looked_through(row, edited(row))}
    assert found[employed] == ("outdated", "3")
    found = {
        key: verdict for key, verdict, _, _ in looked_through(row, edited(row, [(employed, "3")]))
    }
    assert found[employed] == "corrected"


def test_another_reports_file_and_another_counties_hands_are_refused(county):
    row, other = drafted(), drafted(LEAGUE)
    with pytest.raises(summary_report.NotOurs, match="另一份"):
        looked_through(row, summary_report.docx(clerk(LEAGUE), other.pk))
    for call in (summary_report.docx, summary_report.pdf, summary_report.page, summary_report.send):
        with pytest.raises(OutOfScope):
            call(clerk(HELINGEER), row.pk)
    with pytest.raises(OutOfScope):
        summary_report.check(clerk(HELINGEER), row.pk, b"")
    with at("2020-06-10"), pytest.raises(OutOfScope):
        summary_report.draft(clerk(role=Role.READER))


def test_a_report_is_sent_once_by_its_own_unit_and_the_one_above_sees_who_is_late(county):
    row = drafted()
    with at("2020-06-27"):
        _, states = summary_report.states(clerk(LEAGUE))
        assert {one.is_late for one in states} == {True}
    with at("2020-06-26", 23, 59):
        with pytest.raises(OutOfScope):
            summary_report.send(clerk(LEAGUE), row.pk)
        assert summary_report.send(clerk(), row.pk)
        assert not summary_report.send(clerk(), row.pk)
    assert SummarySent.objects.count() == 1
    with at("2020-06-27"):
        due, states = summary_report.states(clerk(LEAGUE))
        assert str(due.on) == "2020-06-26"
        assert {one.name: one.is_late for one in states}["清水河县"] is False


def test_the_pages_draft_show_take_back_and_send(county, as_user):
    client = as_user()
    with at("2020-06-10", 9):
        page = client.post("/summary/", follow=True)
        assert "清水河县关于易地扶贫搬迁就业帮扶专项行动的情况报告" in text(page)
        row = Summary.objects.get()
        assert client.get(f"/summary/{row.pk}/files/pdf/").content[:4] == b"%PDF"
        file = client.get(f"/summary/{row.pk}/files/docx/").content
        back = f"/summary/{row.pk}/back/"
        done = client.post(back, {"file": SimpleUploadedFile("a.docx", file)}, follow=True)
        assert "每个数字都没有改动" in text(done)
        refused = client.post(back, {"file": SimpleUploadedFile("a.docx", b"x")}, follow=True)
        assert "不是 Word 文档" in text(refused)
        assert "请选一个" in text(client.post(back, follow=True))
        assert "已报送" in text(client.post(f"/summary/{row.pk}/send/", follow=True))
        assert "按期" in text(client.get("/summary/"))
        assert client.get(f"/summary/{row.pk}/files/exe/").status_code == 404
        assert client.get("/summary/999/").status_code == 404


def test_charts_of_a_report_are_bound_like_its_sentences_and_its_money_is_what_was_paid(county):
    Budget.objects.create(
        county=QINGSHUIHE, line="employment", year=2020, total_fen=500_000, paid_fen=123_450, document="呼财社〔2020〕1号"
    )  # fmt: skip
    row = drafted()
    charts = [b for b in summary_report.letter_of(row).blocks if isinstance(b, Chart)]
    assert [(c.caption, [(b.name, b.share, b.figure.text) for b in c.bars]) for c in charts] == [
        ("就业率（已就业/搬迁劳动力）", [("益民小区", 500, "50.0%"), ("分散安置", 0, "0.0%")]),
        ("已就业人员的去向（人）", [("外出就业", 1000, "1"), ("本地就业", 1000, "1"), ("其中扶贫车间", 1000, "1"), ("其中公益性岗位", 0, "0")]),
    ]  # fmt: skip
    told = {f.what: f.text for f in BoundFigure.objects.filter(summary=row)}
    assert told["gauge:paid"] == "1,234.50"
    content = summary_report.docx(clerk(), row.pk)
    charts_drawn = [t for t in Document(io.BytesIO(content)).tables if len(t.columns) == 3]
    bars = [c.paragraphs[0] for t in charts_drawn for c in t.columns[1].cells]
    lengths = [p.paragraph_format.right_indent for p in bars if p._p.xpath("./w:pPr/w:shd")]
    assert len(lengths) == 4  # half a line, three whole ones; a figure of nothing has no bar
    assert lengths[0] > 40 * 36_000
    assert lengths[1:] == [0, 0, 0]
    assert looked_through(row, content) == []


def test_money_that_is_paid_while_the_ledger_stands_makes_another_draft(county):
    first = drafted()
    Budget.objects.create(
        county=QINGSHUIHE, line="employment", year=2020, total_fen=500_000, paid_fen=100, document="呼财社〔2020〕1号"
    )  # fmt: skip
    KeptBoard.objects.all().delete()
    assert drafted().pk != first.pk
