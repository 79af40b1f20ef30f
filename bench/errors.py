"""The error model of a made-up roster; its shares stand in `bench.damaged`."""

from collections.abc import Callable, Mapping

from bench.draws import Chance, number

# Other ways to write what is heard; some are homophones and some are not.
HEARD = {
    "其其格": "琪琪格", "乌云": "吾云", "高娃": "高瓦", "斯琴": "斯庆", "图雅": "托娅", "孟和": "孟克", "呼和": "呼赫",
    "布和": "宝和", "额尔德尼": "额日德尼", "额尔敦": "额日敦", "格日乐": "格日勒", "吉日嘎拉": "吉日格勒", "德力格尔": "德力格日",
    "青格乐": "青格勒", "乌力吉": "乌利吉", "阿拉坦": "阿勒坦", "特木尔": "铁木尔", "朝鲁": "朝路", "其木格": "琪木格", "敖其尔": "敖奇尔",
    "赛音": "赛因", "通拉嘎": "通力嘎", "苏和": "苏赫", "巴图": "巴特尔", "宝音": "宝因", "娜仁": "那仁", "萨仁": "沙仁",
}  # fmt: skip
LOOK = dict(
    zip(
        "英芳艳梅娟兰红凤春秀平明华伟林海波涛刚强国玲珍珠敏静雪萍荣丽霞福贵志文",
        "莹方绝悔绢三江风舂季半朋毕纬材悔坡祷钢弹图铃诊株每净雷苹营两露副责忘交",
        strict=False,
    )
)
TRADITIONAL = dict(
    zip(
        "张刘陈杨赵黄吴孙马罗许华兰丽凤云军伟国强龙贵荣红",
        "張劉陳楊趙黃吳孫馬羅許華蘭麗鳳雲軍偉國強龍貴榮紅",
        strict=False,
    )
)


class Damage:
    """The error model; `times` multiplies every share."""

    def __init__(
        self,
        chance: Chance,
        homophones: Mapping[str, list[str]],
        names: Callable[[int], list[str]],
        times: float,
    ) -> None:
        self.chance, self.homophones, self.names, self.times = chance, homophones, names, times

    def row(self, row: list[str], mates_number: str | None) -> tuple[list[str], str]:
        """A row with its errors, and the class of the worst of them."""
        u = [self.chance.random() / self.times for _ in range(12)]
        name, number_error = self.name(row[0], u[0]), "none"
        row[1], number_error = self.number(row[1], mates_number, u[1])
        row[3] = self.birth(row[3], u[2], self.chance.integers(6))
        if u[3] < 0.104:
            row[2] = "" if u[3] < 0.1 else "男" if row[2] == "女" else "女"
        if u[4] < 0.45:
            row[4] = (
                ""
                if u[4] < 0.25
                else f"1{self.chance.integers(30, 99)}{self.chance.integers(10**8):08d}"
            )
        for place, part in ((5, 0.1), (6, 0.2), (7, 0.25), (8, 0.3), (9, 0.3), (10, 0.4)):
            if u[place] < part:
                row[place] = ""
        if u[11] < 0.04:
            row[7] = f"村{self.chance.integers(12)}"
        error = number_error if number_error != "none" else "name" if name != row[0] else "none"
        if number_error not in ("none", "written") and name != row[0]:
            error = f"{number_error} and name"
        row[0] = name
        return row, error

    def number(self, own: str, mates: str | None, u: float) -> tuple[str, str]:
        chance, at = self.chance, int(self.chance.integers(6, 17))
        if u < 0.06:
            return "", "missing"
        if u < 0.10:
            masks = (
                own[:6] + "********" + own[14:],
                own[:10] + "****" + own[14:],
                own[:3] + "***********" + own[14:],
                own[:14] + "****",
            )
            return masks[chance.integers(4)], "masked"
        if u < 0.13:
            at = int(chance.integers(0, 17))
            return own[:at] + str((int(own[at]) + int(chance.integers(1, 10))) % 10) + own[
                at + 1 :
            ], "mistyped"
        if u < 0.14:
            return own[:at] + own[at + 1] + own[at] + own[at + 2 :], "swapped"
        if u < 0.144:
            return own[:at] + own[at + 1 :], "lost a digit"
        if u < 0.147:
            return own[:at] + own[at] + own[at:], "a digit too many"
        if u < 0.172:
            return (f"{float(own[:17] + '0'):.5E}" if u < 0.16 else own[:15] + "000"), "spoilt"
        if u < 0.175:
            return number(own[:14] + f"{int(own[14:17]) ^ 5:03d}"[-3:]), "another number"
        if u < 0.18 and mates:
            return mates, "borrowed"
        if u < 0.22 and own[6:8] == "19":
            return own[:6] + own[8:17], "written"
        if u < 0.29:
            forms = (
                own.lower(),
                f"'{own}",
                f"{own[:6]} {own[6:14]} {own[14:]}",
                own.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789"}),
                own + "42",
                f'="{own}"',
            )
            return forms[chance.integers(6)], "written"
        return own, "none"

    def birth(self, own: str, u: float, form: int) -> str:
        if u < 0.15:
            return ""
        year, month, day = own.split("-")
        if u < 0.156 and int(day) <= 12:
            month, day = day, month
        elif u < 0.16:
            year = str(int(year) + 10)
        elif u < 0.19:
            return f"{year}-{month}"
        return (
            f"{year}-{month}-{day}",
            f"{year}/{int(month)}/{int(day)}",
            f"{year}{month}{day}",
            f"{year}年{int(month)}月{int(day)}日",
            f"{year}.{month}.{day}",
            f"{year}-{month}-{day}",
        )[form]

    def name(self, own: str, u: float) -> str:
        chance = self.chance
        heard = next((word for word in HEARD if word in own), None)
        if heard and u < 0.35 and chance.random() < 0.7:
            return own.replace(heard, HEARD[heard])
        if heard and u < 0.45:
            return own.replace(heard, f"·{heard}").strip("·")
        at = int(chance.integers(len(own)))
        if u < 0.02:
            same = self.homophones.get(own[at])
            return own[:at] + same[chance.integers(len(same))] + own[at + 1 :] if same else own
        if u < 0.032:
            return own[:at] + LOOK.get(own[at], own[at]) + own[at + 1 :]
        if u < 0.037:
            return "".join(TRADITIONAL.get(c, c) for c in own)
        if u < 0.041 and len(own) > 2:
            return own[0] + own[2] + own[1] + own[3:]
        if u < 0.046 and len(own) > 2:
            return own[:-1]
        if u < 0.049:
            return own[0] + self.names(1)[0][1:]
        return own
