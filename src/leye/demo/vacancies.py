"""Made-up vacancies of a county: a seed in, rows under the labels of the clerks' own lists out. No unit is real."""

import datetime as dt
import random
from dataclasses import dataclass
from pathlib import Path

from leye.core.identity.credit_code import ALPHABET, check_character
from leye.gateways.sheets.write import write_table

HEADER = (
    "序号", "单位名称", "统一社会信用代码", "单位类型", "岗位名称", "岗位性质", "招聘人数", "工作内容", "招聘条件", "工作地点",
    "月薪", "食宿", "是否参保", "合同期限", "年龄要求", "文化程度", "证书要求", "是否适合弱劳动力", "健康证", "点对点接送",
    "是否京蒙协作", "发布日期", "有效期至", "联系电话",
)  # fmt: skip
TRADES = (  # title, duties, pay from and to, schooling, licence, suits weak, health certificate
    ("餐厅服务员", "负责餐厅摆台、传菜和清洁", 2600, 3500, "初中", "", "是", "是"),
    ("厨师", "负责热菜制作和后厨管理", 4000, 6500, "初中", "中式烹调师证", "否", "是"),
    ("保洁员", "负责办公楼公共区域卫生", 1800, 2600, "", "", "是", ""),
    ("保安员", "负责小区巡逻和秩序维护", 2400, 3600, "初中", "", "否", ""),
    ("缝纫工", "负责校服和工装的缝制", 2500, 4200, "", "", "是", ""),
    ("电焊工", "负责钢构件焊接", 4500, 7500, "初中", "焊工证", "否", ""),
    ("叉车司机", "负责仓库货物装卸", 4000, 5500, "初中", "叉车证", "否", ""),
    ("普工", "负责流水线装配和包装", 3000, 4800, "", "", "否", ""),
    ("饲养员", "负责奶牛饲喂和圈舍清理", 2800, 4200, "", "", "是", ""),
    ("挤奶工", "负责挤奶设备操作和清洗", 3000, 4500, "", "", "否", "是"),
    ("护林员", "负责林地巡护和防火", 1500, 2000, "", "", "是", ""),
    ("蔬菜大棚工", "负责大棚蔬菜移栽、采摘", 2000, 3200, "", "", "是", ""),
    ("建筑小工", "负责工地搬运和配合砌筑", 4200, 6000, "", "", "否", ""),
    ("瓦工", "负责砌筑和抹灰", 5500, 8500, "", "", "否", ""),
    ("快递分拣员", "负责包裹分拣和扫描", 3500, 5000, "初中", "", "否", ""),
    ("超市理货员", "负责货架补货和盘点", 2200, 3000, "初中", "", "是", ""),
    ("家政服务员", "负责家庭保洁和做饭", 3000, 6000, "", "", "否", "是"),
    ("手工编织", "负责手工编织品制作，可以带回家做", 1600, 2600, "", "", "是", ""),
    ("电子装配工", "负责电子元件插件和检验", 4000, 6000, "初中", "", "否", ""),
    ("客房服务员", "负责客房清洁和布草更换", 2500, 3800, "", "", "是", "是"),
    ("货运司机", "负责市内货物配送", 5000, 8000, "初中", "驾驶证", "否", ""),
    ("园林绿化工", "负责绿地修剪和浇水", 2000, 3000, "", "", "是", ""),
)  # fmt: skip
FAMILIES = (
    "惠民",
    "鑫源",
    "草原",
    "金穗",
    "蒙牧",
    "恒达",
    "绿野",
    "安居",
    "长城",
    "阳光",
    "宏远",
    "丰源",
)
BRANCHES = (
    "餐饮管理",
    "服装",
    "农牧业",
    "建筑工程",
    "物业服务",
    "食品",
    "物流",
    "电子科技",
    "家政服务",
    "林业",
)
SECOND = ("", "第一分公司", "第二分公司", "第三分公司", "第四分公司")
OUTSIDE = ("北京市朝阳区", "北京市丰台区", "北京市大兴区", "天津市滨海新区", "河北省张家口市宣化区")
POSTED = dt.date(2020, 5, 25)


@dataclass(frozen=True, slots=True)
class Made:
    """Rows under HEADER."""

    rows: tuple[tuple[object, ...], ...]


def credit_code(rng: random.Random, county: str) -> str:
    """A well-formed code of nobody."""
    first = (
        "91" + county + "".join(rng.choice(ALPHABET) for _ in range(8)) + rng.choice("0123456789X")
    )
    return first + check_character(first)


def made(seed: int, county: str, name: str, path: str, league: str, many: int) -> Made:
    """`many` vacancies collected by a county; name: of the county; path, league: its place
    and its league's, with those above.
    """
    rng = random.Random(f"{seed}:vacancies:{county}")  # noqa: S311 (vacancies, not secrets)
    employers = []
    for number in range(max(2, many // 4)):
        unit = f"{name}{rng.choice(FAMILIES)}{rng.choice(BRANCHES)}有限公司"
        if number % len(SECOND):
            unit += SECOND[number % len(SECOND)]
        employers.append((unit, credit_code(rng, county)))
    rows: list[tuple[object, ...]] = []
    for number in range(many):
        unit, code = rng.choice(employers)
        title, duties, low, high, schooling, licence, weak, health = rng.choice(TRADES)
        draw = rng.random()
        place = path if draw < 0.6 else league if draw < 0.8 else rng.choice(OUTSIDE)
        is_away = draw >= 0.8
        kind, post = ("企业", "市场岗位") if rng.random() < 0.8 else ("扶贫车间", "扶贫车间岗位")
        if title in ("护林员", "保洁员") and not is_away and rng.random() < 0.5:
            kind, post = "事业单位", "公益性岗位"
        pay = low * (1 if not is_away else 1.3) // 100 * 100 + rng.randrange(0, 5) * 100
        rows.append((
            number + 1, unit, code, kind, f"{title}（{number + 1}）", post, rng.choice((1, 2, 2, 3, 5, 5, 8, 10, 20, 30)),
            duties, "吃苦耐劳，服从安排", place, f"{pay:.0f}-{pay + high - low:.0f}",
            "包吃住" if is_away else rng.choice(("不包食宿", "包吃", "")), rng.choice(("是", "是", "否")),
            rng.choice(("1年", "2年", "6个月")), rng.choice(("18-55", "18-60", "18-50", "18-60", "")), schooling, licence,
            weak, health, "是" if is_away else "", "是" if place.startswith("北京") else "",
            POSTED, dt.date(2020, 12, 31), f"0471{rng.randrange(10**6, 10**7)}",
        ))  # fmt: skip
    return Made(tuple(rows))


def write(path: Path, found: Made) -> None:
    """Write vacancies as a county's list."""
    write_table(path, {"岗位清单": [HEADER, *found.rows]})  # type: ignore[list-item]
