"""The categories of the forms: stable codes, the official Chinese label of each, and reading a cell.

A cell is read by exact match after trimming. What is not listed is never guessed:
`read` returns None and the caller reports the value as it stands.
"""

import functools
from enum import StrEnum
from typing import Self

BLANKS = frozenset({"", "-", "—", "－", "/", "／", "无数据", "未填", "N/A", "NULL", "null", "#N/A"})


class Category(StrEnum):
    """A closed list of values; members carry (code, label, further words met in rosters)."""

    label: str
    words: tuple[str, ...]

    def __new__(cls, code: str, label: str = "", *words: str) -> Self:
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        member.words = (label, *words)
        return member

    @classmethod
    def read(cls, text: str) -> Self | None:
        """The member that a cell names, or None when the word is not known."""
        return _meanings(cls).get("".join(text.split()))  # type: ignore[return-value]

    @classmethod
    def read_code(cls, code: str) -> Self | None:
        """The member of a code, or None when there is none."""
        return next((member for member in cls if member.value == code), None)

    @classmethod
    def labels(cls) -> tuple[str, ...]:
        return tuple(member.label for member in cls)


@functools.cache
def _meanings(kind: type[Category]) -> dict[str, Category]:
    """Each word of a category with its member; where two members claim one, the first has it."""
    found: dict[str, Category] = {}
    for member in kind:
        for word in member.words:
            found.setdefault(word, member)
    return found


class Sex(Category):
    MALE = "m", "男", "男性", "1"
    FEMALE = "f", "女", "女性", "2"


class Standing(Category):
    """身份类别: whose move it was. Which kinds a table counts is declared by its notice."""

    REGISTERED_POOR = (
        "jdlk", "建档立卡", "建档立卡贫困户", "建档立卡贫困人口", "贫困户", "贫困人口", "建档立卡户", "是", "已脱贫享受政策", "未脱贫",
    )  # fmt: skip
    ACCOMPANYING = (
        "sq",
        "随迁",
        "同步搬迁",
        "随迁户",
        "同步搬迁户",
        "非建档立卡",
        "非贫困户",
        "一般农户",
        "否",
    )
    OUT_OF_POVERTY = "tp", "脱贫人口", "脱贫户", "已脱贫"


class Monitoring(Category):
    """防止返贫监测对象, from 2021 on."""

    NONE = "none", "非监测对象", "否", "无"
    UNSTABLE = "unstable", "脱贫不稳定户", "脱贫不稳定"
    MARGINAL = "marginal", "边缘易致贫户", "边缘易致贫"
    SUDDEN = "sudden", "突发严重困难户", "突发严重困难"


class LabourSkill(Category):
    """劳动技能 of the national poverty system."""

    ORDINARY = "ordinary", "普通劳动力", "普通劳动能力", "有劳动能力", "普通"
    SKILLED = "skilled", "技能劳动力", "技能"
    WEAK = (
        "weak",
        "弱劳动力或半劳动力",
        "弱劳动力",
        "半劳动力",
        "弱半劳动力",
        "弱/半劳动力",
        "弱劳力",
        "半劳力",
    )
    LOST = "lost", "丧失劳动力", "丧失劳动能力", "丧失"
    NONE = "none", "无劳动力", "无劳动能力", "无"


class Schooling(Category):
    """在校生状况, as far as the labour count needs it."""

    IN_SCHOOL = (
        "in_school", "在校生", "是", "在校", "学龄前儿童", "学前教育", "小学", "小学在读", "七年级", "八年级", "九年级", "初中", "初中在读",
        "普通高中", "高中在读", "普通高中一年级", "普通高中二年级", "普通高中三年级", "中职", "中职在读",
        "中职一年级", "中职二年级", "中职三年级", "技工院校", "高职高专", "高职在读", "大专在读", "本科在读",
        "高职高专一年级", "高职高专二年级", "高职高专三年级", "本科一年级", "本科二年级", "本科三年级", "本科四年级",
        "硕士研究生及以上", "研究生在读",
    )  # fmt: skip
    NOT_IN_SCHOOL = "not_in_school", "非在校生", "否", "不在校", "毕业", "已毕业", "无"


class Health(Category):
    HEALTHY = "healthy", "健康", "良好", "一般", "健康或良好"
    CHRONIC = "chronic", "长期慢性病", "慢性病", "患有慢性病"
    SERIOUS = "serious", "患有大病", "大病", "重病"
    DISABLED = "disabled", "残疾", "残疾人"


class EmploymentKind(Category):
    """就业形式 of a spell."""

    UNIT = "unit", "单位就业", "企业就业", "务工", "外出务工", "用人单位就业", "就业"
    FLEXIBLE = "flexible", "灵活就业", "零工", "打零工", "临时就业"
    WORKSHOP = (
        "workshop",
        "扶贫车间",
        "扶贫车间吸纳",
        "就业扶贫车间",
        "帮扶车间",
        "社区工厂",
        "车间就业",
    )
    PUBLIC_POST = (
        "public_post", "公益性岗位", "公益岗位", "公益岗", "公岗", "公益性岗位安置", "扶贫公益岗",
        "乡村公益性岗位", "公益专岗", "特设公岗",
    )  # fmt: skip
    SELF_EMPLOYED = "self_employed", "自主创业", "创业", "个体经营", "自营"
    WORK_RELIEF = "work_relief", "以工代赈", "以工代赈项目"
    FARMING = "farming", "涉农就业", "农业就业", "务农", "自营务农", "种植养殖", "放牧"


class Channel(Category):
    """就业渠道: who brought the job."""

    OWN = "own", "自行就业", "自主就业", "自发", "亲友介绍", "自谋职业"
    ORGANISED = "organised", "有组织输出", "政府组织", "劳务输出", "组织输出", "有组织劳务输出"
    AGENCY = "agency", "机构介绍", "人力资源机构", "中介介绍", "劳务经纪人"
    PAIRING = "pairing", "京蒙劳务协作", "京蒙协作", "东西部协作", "京蒙扶贫协作"
    LOCAL = "local", "就地安置", "政府安置", "村级安置", "安置区就业"


class Answer(Category):
    """A survey answer; a blank cell is NOT_ASKED, never NO."""

    YES = "yes", "有", "是", "愿意", "有意愿", "有就业意愿", "有培训意愿", "需要"
    NO = "no", "无", "否", "不愿意", "无意愿", "没有", "无就业意愿", "无培训意愿", "不需要"
    NOT_ASKED = "not_asked", "未调查", "未询问"


class WishArea(Category):
    """就业意向地."""

    SITE = "site", "安置点附近", "家门口", "本村", "安置区"
    COUNTY = "county", "县内", "旗县内", "本旗县", "本县", "本地"
    LEAGUE = "league", "盟市内", "市内", "县外市内", "本盟市", "本市"
    REGION = "region", "区内", "自治区内", "省内", "县外省内", "市外省内"
    OUTSIDE = "outside", "省外", "区外", "外省"
    ANY = "any", "不限", "均可", "都可以"


class WishTerm(Category):
    """期望工期: for how long somebody would take work."""

    ALL_YEAR = "all_year", "长年", "长期", "全年", "常年"
    SEASONAL = "seasonal", "季节性", "短期", "农闲", "农牧闲时", "临时"


class Settlement(Category):
    CONCENTRATED = "concentrated", "集中安置", "集中"
    DISPERSED = "dispersed", "分散安置", "分散", "插花安置"


class MoveReason(Category):
    """Why a residence begins or ends."""

    RELOCATED = "relocated", "搬迁入住", "搬迁", "易地搬迁"
    BORN = "born", "新生儿", "出生"
    MARRIED_IN = "married_in", "婚入"
    JOINED = "joined", "户籍迁入", "迁入", "刑满释放", "退伍"
    MARRIED_OUT = "married_out", "婚出"
    MOVED_AWAY = "moved_away", "户籍迁出", "迁出", "搬离"
    MOVED_SITE = "moved_site", "调整安置点", "变更安置点"


class Relation(Category):
    """与户主关系 (GB/T 4761, as far as the rosters use it)."""

    HEAD = "head", "户主", "本人", "本人或户主"
    SPOUSE = "spouse", "配偶", "夫", "妻", "之妻", "之夫", "丈夫", "妻子"
    CHILD = (
        "child",
        "子女",
        "之子",
        "之女",
        "儿子",
        "女儿",
        "长子",
        "次子",
        "三子",
        "长女",
        "次女",
        "三女",
        "子",
        "女",
    )
    CHILD_IN_LAW = "child_in_law", "之儿媳", "之女婿", "儿媳", "女婿"
    GRANDCHILD = (
        "grandchild",
        "之孙子",
        "之孙女",
        "之外孙子",
        "之外孙女",
        "孙子",
        "孙女",
        "外孙",
        "外孙女",
    )
    PARENT = "parent", "之父", "之母", "之岳父", "之岳母", "之公公", "之婆婆", "父亲", "母亲"
    GRANDPARENT = "grandparent", "之祖父", "之祖母", "之外祖父", "之外祖母"
    SIBLING = "sibling", "之兄弟姐妹", "兄弟", "姐妹", "哥哥", "弟弟", "姐姐", "妹妹"
    OTHER = "other", "其他", "其他亲属", "其他非亲属"


class Education(Category):
    ILLITERATE = "illiterate", "文盲或半文盲", "文盲", "半文盲"
    PRIMARY = "primary", "小学"
    JUNIOR = "junior", "初中"
    SENIOR = "senior", "高中", "中专", "高中/中专", "普通高中", "中职", "技工学校", "高中（含中专）"
    COLLEGE = "college", "大专", "高职高专", "专科"
    BACHELOR = "bachelor", "本科及以上", "本科", "大学", "大学本科", "研究生", "硕士研究生及以上"


class StationState(Category):
    """建立就业服务平台情况."""

    BUILT = "built", "已建"
    BUILDING = "building", "在建"
    SHARED = "shared", "依托", "依托建立"
    NONE = "none", "未建"
