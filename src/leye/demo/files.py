"""The clerks' own files: made-up households in, workbooks in several shapes out."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from leye.demo.people import Home, Member, Spell
from leye.demo.wishes import asked_on, wishes
from leye.gateways.sheets.cells import Value
from leye.gateways.sheets.write import write_rows

ROSTER = ("序号", "旗县", "户编号", "姓名", "身份证号码", "与户主关系", "性别", "民族", "脱贫属性",
          "劳动技能", "是否在校生", "联系电话", "安置区名称", "搬迁入住时间", "安置方式", "备注")  # fmt: skip
WORK = (
    "序号",
    "姓名",
    "证件号码",
    "就业形式",
    "务工所在地",
    "务工企业名称",
    "务工开始时间",
    "务工结束时间",
    "月均工资",
    "就业意愿",
    "培训意愿",
)
ASKED = ("文化程度", "持有证书", "是否有健康证", "就业意向地", "期望月薪", "是否需照顾家庭", "就业工种", "期望工期")  # fmt: skip


def roster(path: Path, county_name: str, homes: Sequence[Home], shape: int) -> None:
    """The relocation roster: a title above, household cells written once; in shape 1 a totals row and footer."""
    rows: list[Sequence[Value]] = [[f"{county_name}易地扶贫搬迁对象花名册"], list(ROSTER)]
    number = 0
    for home in homes:
        for place, m in enumerate(home.members):
            number += 1
            first = place == 0 or shape == 0
            rows.append(
                [str(number), county_name, home.number if first else None, m.name, m.id_no, m.relation,
                 m.sex, m.ethnicity, "建档立卡户" if home.is_poor else "随迁户", m.skill,
                 "是" if m.in_school else "否", m.phone or None, home.site if first else None,
                 home.moved_on if shape == 0 else home.moved_on.strftime("%Y.%m.%d"),
                 "集中安置" if first else None, None]
            )  # fmt: skip
    if shape == 1:
        rows.append(["合计", None, f"{len(homes)}户", f"{number}人"])
        rows.append(["填表人：", None, None, None, "联系电话："])
    write_rows(path, {"花名册": list(enumerate(rows, start=1))}, {})


def work(path: Path, homes: Sequence[Home], on: dt.date, since: dt.date) -> int:
    """The employment export as of a day: spells that stood since the last one, and the answers of those without."""
    rows: list[Sequence[Value]] = [
        ["务工月监测信息"],
        [f"截至 {on}"],
        [*WORK, *(ASKED if asked_on(on) else ())],
    ]
    for home in homes:
        for m in home.members:
            own = [s for s in m.spells if s.started_on <= on and (s.ended_on or on) >= since]
            for spell in own:
                rows.append([*_spell(len(rows) - 2, m, spell, on), *_asked(m, on)])
            if not own and (m.wants_work or m.wants_training):
                asked: list[Value] = [None] * 6
                rows.append(
                    [
                        str(len(rows) - 2),
                        m.name,
                        m.id_no,
                        *asked,
                        m.wants_work,
                        m.wants_training,
                        *_asked(m, on),
                    ]
                )
    write_rows(path, {"务工信息": list(enumerate(rows, start=1))}, {})
    return len(rows) - 3


def _spell(number: int, m: Member, spell: Spell, on: dt.date) -> list[Value]:
    ended = spell.ended_on if spell.ended_on and spell.ended_on <= on else None
    return [
        str(number), m.name, m.id_no, spell.kind, spell.place, spell.employer, spell.started_on,
        ended - dt.timedelta(days=1) if ended else None, float(spell.pay), m.wants_work, m.wants_training,
    ]  # fmt: skip


def _asked(m: Member, on: dt.date) -> list[Value]:
    """What the survey of the round asked for beside; a trade only of who has worked."""
    if not asked_on(on):
        return []
    told = wishes(m)
    return [
        told.education, told.licence, told.health_certificate, told.area, told.pay, told.only_local,
        told.trade if m.spells else "", told.term,
    ]  # fmt: skip
