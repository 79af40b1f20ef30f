"""The categories of vacancies and of what becomes of them, in the words of the forms."""

from leye.core.vocabulary import Category


class EmployerKind(Category):
    """单位类型, as the notice lists those who are to bring vacancies."""

    ENTERPRISE = "enterprise", "企业", "用人单位", "公司", "民营企业", "国有企业"
    KEY = "key", "重点企业", "重点用工企业"
    LEADING = "leading", "扶贫龙头企业", "龙头企业"
    WORKSHOP = "workshop", "扶贫车间", "就业扶贫车间", "帮扶车间", "车间"
    PROJECT = "project", "重点项目", "项目", "工程项目", "以工代赈项目", "以工代赈"
    COOPERATIVE = "cooperative", "合作社", "农民专业合作社", "家庭农场", "牧场"
    PUBLIC = "public", "机关事业单位", "事业单位", "政府机关", "公益性岗位开发单位"
    AGENCY = (
        "agency",
        "人力资源服务机构",
        "人力资源机构",
        "劳务公司",
        "劳务派遣公司",
        "中介机构",
        "机构",
    )
    HOUSEHOLD = "household", "个体工商户", "个体", "个体户"


class Level(Category):
    """发布范围: how far up, and so how far abroad, a vacancy is seen."""

    COUNTY = "county", "本旗县", "旗县", "县内"
    LEAGUE = "league", "本盟市", "盟市"
    REGION = "region", "全自治区", "自治区", "全区"
    PUBLIC = "public", "社会公开", "公开", "网上公开"


class Origin(Category):
    """岗位来源: the way in."""

    FORM = "form", "网页填报", "填报"
    EXCEL = "excel", "表格导入", "表格"
    API = "api", "接口", "接口推送"
    FEED = "feed", "平台数据文件", "数据文件", "转载"


class PostKind(Category):
    """岗位性质: what kind of work it is under the notice."""

    ORDINARY = "ordinary", "市场岗位", "普通岗位", "一般岗位", "单位就业"
    WORKSHOP = "workshop", "扶贫车间岗位", "车间岗位", "扶贫车间"
    PROJECT = "project", "项目用工", "工程用工"
    WORK_RELIEF = "work_relief", "以工代赈岗位", "以工代赈"
    PUBLIC_POST = "public_post", "公益性岗位", "公益岗位", "公岗"


class Shift(Category):
    DAY = "day", "白班", "常白班", "长白班", "正常班"
    TURNS = "turns", "倒班", "两班倒", "三班倒", "轮班"
    NIGHT = "night", "夜班"
    FLEXIBLE = "flexible", "弹性", "不定时", "计件", "灵活"


class Ended(Category):
    """关闭原因."""

    EXPIRED = "expired", "已过有效期"
    FULL = "full", "已招满"
    UNVERIFIED = "unverified", "单位核验已过期"
    WITHDRAWN = "withdrawn", "单位撤回"


class Step(Category):
    """What becomes of a vacancy that was put forward to somebody."""

    SHOWN = "shown", "已推送"
    OPENED = "opened", "已查看"
    INTERESTED = "interested", "有意向"
    REFUSED = "refused", "不愿去"
    INTERVIEW = "interview", "已面试"
    HIRED = "hired", "已录用"
    STAYED_1 = "stayed_1", "稳岗1个月"
    STAYED_3 = "stayed_3", "稳岗3个月"
    STAYED_6 = "stayed_6", "稳岗6个月"
    LEFT = "left", "已离岗"


SETTLED = frozenset({Step.REFUSED, Step.LEFT})  # nothing more can become of it


class Refusal(Category):
    """不愿去的原因."""

    FAR = "far", "离家太远"
    PAY = "pay", "工资低"
    WORK = "work", "工种不合适"
    HOURS = "hours", "时间不合适"
    FAMILY = "family", "要照顾家庭"
    HEALTH = "health", "身体原因"
    PLACED = "placed", "已找到工作"
    OTHER = "other", "其他"
