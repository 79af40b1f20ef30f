"""Made-up people: a seed in, households with names, numbers, capacity, work and wishes out. Nobody is real."""

import datetime as dt
import random
from dataclasses import dataclass, field

from leye.core.identity.id_number import check_digit
from leye.core.periods import age_on

SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾田于白云武贾"
GIVEN = "秀英桂兰玉梅建国志强海龙春花丽华永平小军文亮晓燕凤霞宝柱喜明德福贵生金山银花艳红俊峰"
MONGOLIAN = [
    "巴特尔",
    "其其格",
    "乌云",
    "娜仁",
    "苏日娜",
    "呼和",
    "阿古拉",
    "萨仁",
    "格日勒",
    "图雅",
    "牧仁",
    "布和",
    "哈斯",
    "额尔敦",
    "斯琴",
    "朝鲁",
    "宝音",
    "那木罕",
    "托娅",
    "查干",
    "孟根",
    "其木格",
    "巴雅尔",
    "乌日娜",
    "敖登",
    "满都拉",
]
OUTSIDE = (
    "北京市朝阳区",
    "北京市丰台区",
    "天津市滨海新区",
    "河北省张家口市宣化区",
    "山东省青岛市黄岛区",
    "辽宁省沈阳市铁西区",
)
BASE = dt.date(2018, 12, 31)


@dataclass(slots=True)
class Spell:
    kind: str
    place: str
    employer: str
    started_on: dt.date
    ended_on: dt.date | None
    pay: int


@dataclass(slots=True)
class Member:
    name: str
    id_no: str
    sex: str
    birth_date: dt.date
    relation: str
    ethnicity: str
    phone: str
    skill: str
    in_school: bool
    wants_work: str
    wants_training: str
    spells: list[Spell] = field(default_factory=list)


@dataclass(slots=True)
class Home:
    number: str
    site: str
    is_poor: bool
    moved_on: dt.date
    members: list[Member]


class Maker:
    """Makes households of a county; one seed gives one county."""

    def __init__(self, seed: int, county: str, county_name: str, neighbour: str) -> None:
        self.rng = random.Random(f"{seed}:{county}")  # noqa: S311 (people, not secrets)
        self.county, self.county_name, self.neighbour = county, county_name, neighbour
        self.taken: set[str] = set()

    def home(self, number: int, site: str, is_poor: bool, many: int) -> Home:
        rng = self.rng
        moved_on = dt.date(2018, rng.randrange(3, 12), rng.randrange(1, 28))
        surname = rng.choice(SURNAMES)
        is_mongolian = rng.random() < 0.35
        members = []
        for place in range(many):
            if place == 0:
                relation, age = "户主", rng.randrange(28, 75)
            elif place == 1:
                relation, age = "配偶", max(22, int(rng.gauss(46, 12)))
            else:
                relation, age = rng.choice(
                    [
                        ("之子", rng.randrange(1, 30)),
                        ("之女", rng.randrange(1, 30)),
                        ("父亲", rng.randrange(60, 88)),
                    ]
                )
            members.append(self.member(relation, age, surname, is_mongolian))
        return Home(f"{self.county}{number:06}", site, is_poor, moved_on, members)

    def member(self, relation: str, age: int, surname: str, is_mongolian: bool) -> Member:
        rng = self.rng
        born = dt.date(2020 - age, rng.randrange(1, 13), rng.randrange(1, 29))
        sex = {"之子": "男", "之女": "女", "父亲": "男"}.get(relation) or rng.choice("男女")
        in_school = 6 <= age_on(born, BASE) <= 17 or (
            age_on(born, BASE) <= 21 and rng.random() < 0.4
        )
        skill = self.skill(age_on(born, BASE))
        if is_mongolian:
            name = "·".join(rng.sample(MONGOLIAN, 1 + (rng.random() < 0.25)))
        else:
            name = surname + "".join(rng.sample(GIVEN, 1 + (rng.random() < 0.8)))
        phone = f"1{rng.choice('3578')}{rng.randrange(10**9):09}" if age > 15 else ""
        member = Member(
            name, self.number(born, sex), sex, born, relation, "蒙古族" if is_mongolian else "汉族",
            phone, skill, in_school, "", rng.choice(["有", "无", "无"]) if 16 <= age < 60 else "",
        )  # fmt: skip
        if (
            skill in ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力")
            and age_on(born, BASE) >= 17
            and not in_school
        ):
            member.spells = self.spells(skill)
            member.wants_work = rng.choice(["有", "有", "无", ""])
        return member

    def number(self, born: dt.date, sex: str) -> str:
        while True:
            order = self.rng.randrange(100) * 10 + self.rng.randrange(0, 10, 2) + (sex == "男")
            first = f"{self.county}{born:%Y%m%d}{order:03}"
            if first not in self.taken:
                self.taken.add(first)
                return first + check_digit(first)

    def skill(self, age: int) -> str:
        draw = self.rng.random()
        if age < 16 or age > 74:
            return "无劳动力"
        if age >= 60:
            return "弱劳动力或半劳动力" if draw < 0.5 else "丧失劳动力"
        if draw < 0.76:
            return "普通劳动力"
        return (
            "技能劳动力" if draw < 0.84 else "弱劳动力或半劳动力" if draw < 0.94 else "丧失劳动力"
        )

    def spells(self, skill: str) -> list[Spell]:
        rng, spells = self.rng, []
        start = dt.date(2018, rng.randrange(4, 13), 1)
        while start < dt.date(2020, 6, 1):
            if rng.random() < 0.72:
                months = rng.choice([3, 6, 8, 10, 12, 30])
                end = start + dt.timedelta(days=months * 30)
                spells.append(self.spell(skill, start, end if end < dt.date(2020, 6, 1) else None))
            else:
                end = start + dt.timedelta(days=rng.randrange(90, 400))
            start = (end + dt.timedelta(days=rng.randrange(5, 60))).replace(day=1)
        return spells

    def spell(self, skill: str, start: dt.date, end: dt.date | None) -> Spell:
        draw = self.rng.random()
        if skill.startswith("弱"):
            draw = 0.5 + draw / 2
        pay = self.rng.randrange(18, 52) * 100
        if draw < 0.34:
            return Spell("外出务工", self.rng.choice(OUTSIDE), "某某建设工程公司", start, end, pay)
        if draw < 0.5:
            return Spell("外出务工", self.neighbour, "某某食品公司", start, end, pay)
        if draw < 0.68:
            return Spell("灵活就业", self.county_name, "", start, end, pay)
        if draw < 0.8:
            return Spell("扶贫车间", self.county_name, "惠民扶贫车间", start, end, pay)
        if draw < 0.93:
            return Spell("公益性岗位", self.county_name, "安置区物业服务站", start, end, 1200)
        return Spell("务农", self.county_name, "", start, end, 1000)
