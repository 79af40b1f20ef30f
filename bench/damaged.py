"""Made-up ledgers and rosters for comparison, with a written error model. Nobody in them is real.

`ledger(n, seed)` and `roster(ledger, rows, seed, times)` give frames of texts and the truth.

Errors of a roster's row about a person of the ledger, each with its share at times=1:
number missing 6 %, masked 4 %, one digit wrong 3 %, two neighbours swapped 1 %, one digit lost 0.4 % or
too many 0.3 %, spoilt by a spreadsheet 2.5 %, another valid number 0.3 %, borrowed in the household 0.5 %,
15 digits 4 %, spaces or quotes or lower-case x or full width or a card's 20 digits 7 %;
name by a homophone 2 %, a look-alike 1.2 %, another transliteration 25 % of Mongolian names that have one,
separators 10 % of them, a traditional form 0.5 %, characters turned 0.4 %, cut or completed 0.5 %, changed 0.3 %;
birth date missing 15 %, day and month swapped 0.6 %, year off by ten 0.4 %, month only 3 %, six ways of writing;
sex missing 10 %, wrong 0.4 %; telephone missing 25 %, another 20 %, the household's 10 %; places missing 20 %,
of another village 4 %. Of strangers some are hard: twins and siblings of people of the ledger, people of the
same name and birth date, people whose number is a neighbour's.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl
from pypinyin import lazy_pinyin

from bench.draws import Chance, number
from bench.errors import Damage

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文包云敖海红宝胡鲍"
GIVEN = "英华秀兰玉芳丽霞红梅桂芝淑珍凤云艳萍荣春生明国建军伟强勇杰涛斌超辉刚健志文海波平永福贵有财喜林山峰龙虎飞鹏宇轩浩然子涵梓萱诗雨欣怡佳琪思婷雅静雪莲琴美玲娟燕敏洁慧颖莉娜晶晶乐天宝成德才学义忠孝仁和光亮新民先进根柱锁栓拴换改变转存库仓粮丰收"
MONGOL = [
    "巴图",
    "苏和",
    "乌云",
    "其其格",
    "高娃",
    "斯琴",
    "娜仁",
    "图雅",
    "萨仁",
    "格日乐",
    "阿拉坦",
    "乌力吉",
    "朝鲁",
    "宝音",
    "孟和",
    "呼和",
    "布和",
    "敖其尔",
    "德力格尔",
    "额尔敦",
    "哈斯",
    "海棠",
    "吉日嘎拉",
    "那顺",
    "牧仁",
    "其木格",
    "赛音",
    "特木尔",
    "通拉嘎",
    "乌日娜",
    "希吉日",
    "杨金",
    "扎那",
    "朝格图",
    "达来",
    "额尔德尼",
    "嘎日迪",
    "浩斯",
    "金花",
    "龙梅",
    "玛拉",
    "诺敏",
    "青格乐",
    "日娜",
    "苏日娜",
    "塔娜",
    "乌兰",
    "西力",
    "伊拉",
    "珠拉",
]
COUNTIES = [
    ("150124", "清水河县"), ("150123", "和林格尔县"), ("150125", "武川县"), ("150221", "土默特右旗"), ("150222", "固阳县"),
    ("150421", "阿鲁科尔沁旗"), ("150422", "巴林左旗"), ("150423", "巴林右旗"), ("150424", "林西县"), ("150425", "克什克腾旗"),
    ("150426", "翁牛特旗"), ("150428", "喀喇沁旗"), ("150429", "宁城县"), ("150430", "敖汉旗"), ("150521", "科尔沁左翼中旗"),
    ("150522", "科尔沁左翼后旗"), ("150524", "库伦旗"), ("150525", "奈曼旗"), ("150526", "扎鲁特旗"), ("150722", "莫力达瓦达斡尔族自治旗"),
    ("150723", "鄂伦春自治旗"), ("150922", "化德县"), ("150923", "商都县"), ("150924", "兴和县"), ("150926", "察哈尔右翼前旗"),
    ("150929", "四子王旗"), ("152221", "科尔沁右翼前旗"), ("152222", "科尔沁右翼中旗"), ("152223", "扎赉特旗"), ("152224", "突泉县"),
]  # fmt: skip
FIELDS = (
    "name",
    "id_no",
    "sex",
    "birth_date",
    "phone",
    "county",
    "township",
    "village",
    "site",
    "head_name",
    "relation",
)


@dataclass(slots=True)
class Maker:
    """Draws of one seed."""

    chance: Chance
    homophones: dict[str, list[str]]

    @classmethod
    def of(cls, seed: int) -> "Maker":
        sounds: dict[str, list[str]] = {}
        for character in dict.fromkeys(
            SURNAMES + GIVEN + "瑛颖赢滢琳霖凌菱岚澜蕾磊泓宏洪鸿辰晨臣尘伊依怡宜仪翊奕弈"
        ):
            sounds.setdefault(lazy_pinyin(character)[0], []).append(character)
        same = {c: [x for x in group if x != c] for group in sounds.values() for c in group}
        return cls(Chance(seed), same)

    def often(self, many: int, size: int) -> np.ndarray:
        """Places in a list of `size`, the first ones more often."""
        weights = 1 / (np.arange(size) + 3.0)
        return self.chance.choice(size, many, p=weights / weights.sum())

    def names(self, many: int, surnames: list[str] | None = None) -> list[str]:
        chance = self.chance
        first = surnames or [SURNAMES[i] for i in self.often(many, len(SURNAMES))]
        a, b = self.often(many, len(GIVEN)), self.often(many, len(GIVEN))
        x, y = chance.integers(0, len(MONGOL), many), chance.integers(0, len(MONGOL), many)
        kind, two = chance.random(many), chance.random(many) < 0.7
        found = []
        for i in range(many):
            if kind[i] < 0.8 or surnames:
                found.append(first[i] + GIVEN[a[i]] + (GIVEN[b[i]] if two[i] else ""))
            elif kind[i] < 0.87:
                found.append(first[i] + MONGOL[x[i]])
            else:
                found.append(MONGOL[x[i]] + (MONGOL[y[i]] if len(MONGOL[x[i]]) < 3 else ""))
        return found


def ledger(people: int, seed: int = 1) -> pl.DataFrame:
    """A ledger of about `people` persons in households: ledger_id, household_id and `FIELDS`."""
    rows = _households(Maker.of(seed), people, "L")
    return pl.DataFrame(rows, schema=["ledger_id", "household_id", *FIELDS], orient="row")


def _households(make: Maker, people: int, mark: str) -> list[tuple[str, ...]]:
    chance = make.chance
    rows: list[tuple[str, ...]] = []
    home = 0
    heads, others = iter(make.names(people)), iter(make.names(people + 10))
    while len(rows) < people:
        home += 1
        county, county_name = COUNTIES[chance.integers(len(COUNTIES))]
        town, village, site = chance.integers(10), chance.integers(12), chance.integers(30)
        head = next(heads)
        size = (1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 4, 4, 4, 5)[chance.integers(20)]
        own = [head, *(next(others) for _ in range(size - 1))]
        year = int(chance.integers(1940, 1992))
        phone = f"1{chance.integers(30, 99)}{chance.integers(10**8):08d}"
        for place in range(size):
            born = (
                year
                if place == 0
                else year
                + (int(chance.integers(-6, 7)) if place == 1 else 24 + int(chance.integers(0, 14)))
            )
            name = own[place]
            if place > 1 and len(head) <= 3 and head[0] in SURNAMES and name[0] in SURNAMES:
                name = head[0] + name[1:]
            rows.append(
                _person(
                    make,
                    mark,
                    len(rows),
                    home,
                    name,
                    min(born, 2019),
                    county,
                    county_name,
                    town,
                    village,
                    site,
                    head,
                    place,
                    phone,
                )
            )
    return rows[:people]


def _person(
    make,
    mark,
    order,
    home,
    name,
    year,
    county,
    county_name,
    town,
    village,
    site,
    head,
    place,
    phone,
) -> tuple[str, ...]:
    chance = make.chance
    month, day = int(chance.integers(1, 13)), int(chance.integers(1, 29))
    sex = int(chance.integers(2))
    serial = int(chance.integers(0, 499)) * 2 + sex
    has_own = chance.random()
    own_phone = (
        phone
        if has_own < 0.25
        else ""
        if has_own < 0.45
        else f"1{chance.integers(30, 99)}{chance.integers(10**8):08d}"
    )
    return (
        f"{mark}{order}", f"{mark}H{home}", name, number(f"{county}{year:04d}{month:02d}{day:02d}{serial:03d}"),
        "男" if sex else "女", f"{year:04d}-{month:02d}-{day:02d}", own_phone, county_name, f"{county_name[:2]}镇{town}",
        f"村{village}", f"{county_name[:-1]}新村{site}号安置点", head, ("户主", "配偶", "之子", "之女", "其他")[place],
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Roster:
    """frame: roster_id, dept and `FIELDS`; truth: roster_id, ledger_id, error class of each true pair."""

    frame: pl.DataFrame
    truth: pl.DataFrame


def roster(of: pl.DataFrame, rows: int, seed: int = 2, times: float = 1.0) -> Roster:
    """A roster of `rows` rows: four fifths of the ledger's people, some twice, the others strangers."""
    make = Maker.of(seed)
    chance = make.chance
    people = of.rows()
    homes: dict[str, list[int]] = {}
    for place, person in enumerate(people):
        homes.setdefault(person[1], []).append(place)
    wanted = chance.permutation(len(people))[: min(int(len(people) * 0.8), int(rows * 0.75))]
    wanted = np.concatenate([wanted, chance.choice(wanted, len(wanted) // 50)])
    damage = Damage(chance, make.homophones, make.names, times)
    made: list[list[str]] = []
    truth: list[tuple[str, str, str]] = []
    for place in wanted:
        person = people[place]
        other = homes[person[1]]
        mate = people[other[chance.integers(len(other))]]
        row, error = damage.row(list(person[2:]), None if mate[0] == person[0] else mate[3])
        truth.append((f"R{len(made)}", person[0], error))
        made.append(row)
    made.extend(damage.row(list(one), None)[0] for one in _hard(make, people, len(wanted) // 12))
    strangers = _households(make, rows - len(made), "S")
    made.extend(damage.row(list(one[2:]), None)[0] for one in strangers)
    order = chance.permutation(len(made))
    frame = pl.DataFrame(
        [(f"R{i}", "社保", *made[i]) for i in order],
        schema=["roster_id", "dept", *FIELDS],
        orient="row",
    )
    return Roster(
        frame, pl.DataFrame(truth, schema=["roster_id", "ledger_id", "error"], orient="row")
    )


def _hard(make: Maker, people: list[tuple[str, ...]], many: int) -> list[tuple[str, ...]]:
    """Strangers who are easily taken for somebody of the ledger."""
    chance = make.chance
    found = []
    for place, kind in zip(
        chance.integers(0, len(people), many), chance.integers(0, 4, many), strict=True
    ):
        name, own, sex, birth, phone, *where = people[place][2:]
        first, serial = own[:14], int(own[14:17])
        other = make.names(1)[0]
        if kind == 0:  # a twin, with the next number
            name, own = name[:-1] + other[-1], number(f"{first}{(serial + 2) % 1000:03d}")
        elif kind == 1:  # a sibling
            year = int(own[6:10]) + 2
            own = number(f"{own[:6]}{year}{own[10:14]}{serial:03d}")
            name, birth = name[:-1] + other[-1], f"{year}{birth[4:]}"
        elif kind == 2:  # another person of the same name and birth date
            county, county_name = COUNTIES[chance.integers(len(COUNTIES))]
            own = number(f"{county}{own[6:14]}{chance.integers(0, 499) * 2 + serial % 2:03d}")
            phone, where = "", [county_name, "", "", "", "", ""]
        else:  # a neighbour in the register
            own, name = number(f"{first}{(serial + 4) % 1000:03d}"), other
            phone = ""
        found.append((name, own, sex, birth, phone, *where))
    return found
