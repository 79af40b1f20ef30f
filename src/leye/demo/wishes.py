"""What a made-up person has learnt and where he would go, from his own number: one person, one answer."""

import datetime as dt
import random
from dataclasses import dataclass

from leye.core.periods import age_on
from leye.demo.people import BASE, Member

AREAS = ("不限", "区内", "盟市内", "县内", "安置点附近", "省外")
WEIGHTS = (22, 14, 16, 26, 12, 10)
LICENCES = ("焊工证", "叉车证", "驾驶证", "中式烹调师证", "")
TRADES = (
    "普工",
    "保洁员",
    "建筑小工",
    "餐厅服务员",
    "电焊工",
    "饲养员",
    "缝纫工",
    "保安员",
    "货运司机",
    "",
)


@dataclass(frozen=True, slots=True)
class Wishes:
    """Cells as a survey's sheet has them; "" where it was not asked."""

    education: str
    licence: str
    health_certificate: str
    area: str
    pay: str
    only_local: str
    trade: str
    term: str


def wishes(member: Member) -> Wishes:
    """The same for the same person whenever it is asked."""
    rng = random.Random(member.id_no)  # noqa: S311 (people, not secrets)
    age = age_on(member.birth_date, BASE)
    schooled = ("小学", "初中", "高中") if age < 45 else ("文盲或半文盲", "小学", "初中")
    is_tied = member.sex == "女" and 22 <= age <= 50 and rng.random() < 0.25
    is_away = rng.random() < 0.7
    return Wishes(
        rng.choice(schooled),
        rng.choice(LICENCES) if member.skill == "技能劳动力" else "",
        rng.choice(("是", "否", "", "")),
        rng.choices(AREAS, WEIGHTS)[0] if is_away or not is_tied else "县内",
        str(rng.randrange(18, 50) * 100) if rng.random() < 0.7 else "",
        "是" if is_tied else "",
        rng.choice(TRADES),
        rng.choice(("长年", "长年", "季节性", "")),
    )


def asked_on(on: dt.date) -> bool:
    """Whether the survey of a round asked for them: the last one did."""
    return on >= dt.date(2020, 1, 1)
