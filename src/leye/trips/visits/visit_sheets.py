"""走访, on paper: the survey as a workbook for a site, which comes back through the intake of rosters."""

import tempfile
from dataclasses import replace
from pathlib import Path

from django.db import transaction

from leye.apps.audit import actions as audit
from leye.apps.people import selectors as people
from leye.apps.people import whole
from leye.apps.places import selectors as places
from leye.core.scope import Capability, OutOfScope, Scope
from leye.core.vocabulary import Answer, Health, LabourSkill, WishArea
from leye.gateways import clock
from leye.gateways.seals import sealing
from leye.gateways.seals.keyring import Keyring
from leye.gateways.sheets.write import write_table
from leye.notices.loader import load_notice
from leye.notices.survey import load_survey
from leye.trips.annexes.site_pages import county_of
from leye.trips.identities import ID_CONTEXT
from leye.trips.rosters.intake import NOTICE
from leye.trips.rosters.survey_back import SHEET

COLUMNS = (
    "姓名", "身份证号码", "劳动技能", "健康状况", "联系电话", "就业意愿", "就业意向地", "意向工种", "期望月薪", "需照顾家庭",
    "培训意愿", "意向培训工种",
)  # fmt: skip


def survey_sheet(scope: Scope, site_id: int, keys: Keyring) -> bytes:
    """The workbook of a site: its people of working age with their full numbers, the answers left open.

    The numbers are needed to bring it back; taking it is an audit event. Raises OutOfScope.
    """
    if not scope.may(Capability.REVEAL) or not scope.may(Capability.SERVE_PEOPLE):
        raise OutOfScope(site_id)
    on = clock.today()
    own = replace(scope.narrowed(county_of(scope, site_id)), site=site_id)
    labour = load_notice(NOTICE).bound(on, places.tree(own, on).recodes())["labour"]
    lines = people.lines(own, whole.who(own, labour, on))
    rows = [
        [one.name, sealing.unseal(keys, one.id_cipher, ID_CONTEXT), *[""] * (len(COLUMNS) - 2)]
        for one in lines
        if one.id_cipher
    ]
    with transaction.atomic():
        audit.record(
            by=scope.actor, action="survey.sheet", unit=own.unit, subject=f"site:{site_id}",
            detail={"people": len(rows)},
        )  # fmt: skip
    survey = load_survey(NOTICE, on)
    help_rows = [
        ["栏目", "填法"],
        ["先念给本人听", survey.notice],
        ["告知书、表样", f"告知书第{survey.notice_number}版，表样第{survey.number}版"],
        ["就业意愿、培训意愿", "、".join(member.label for member in Answer)],
        ["劳动技能", "、".join(LabourSkill.labels())],
        ["健康状况", "、".join(Health.labels())],
        ["就业意向地", "、".join(WishArea.labels())],
        ["没有问到的", "空着，不要填“无”"],
        ["交回", "名册导入，截止日期填走访那一天"],
    ]
    with tempfile.TemporaryDirectory(prefix="leye-") as folder:
        path = Path(folder) / "survey.xlsx"
        write_table(path, {SHEET: [list(COLUMNS), *rows], "填表说明": help_rows})
        return path.read_bytes()
