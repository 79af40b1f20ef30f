"""The categories of 京蒙劳务协作 and of agencies, in the words of the forms."""

from leye.core.vocabulary import Category


class Part(Category):
    """Where somebody works whom the pairing brought into work."""

    BEIJING = "beijing", "到北京就业"
    LOCAL = "local", "就地就近就业（旗县内）"
    REGION = "region", "区内旗县外就业"
    OUTSIDE = "outside", "其他省份就业"
    UNKNOWN = "unknown", "地点不明"


class Goal(Category):
    """What a year's target counts; each in persons."""

    ALL = "all", "帮助农村劳动力就业"
    POOR = "poor", "其中建档立卡"
    BEIJING = "beijing", "到北京就业"
    BEIJING_POOR = "beijing_poor", "到北京就业其中建档立卡"
    LOCAL = "local", "就地就近就业"
    LOCAL_POOR = "local_poor", "就地就近就业其中建档立卡"


class CoopKind(Category):
    """协作项目的种类."""

    LABOUR = "labour", "劳务协作"
    WORKSHOP = "workshop", "援建扶贫车间"
    INDUSTRY = "industry", "产业带动"
    TRAINING = "training", "技能培训"
    POSTS = "posts", "公益性岗位"
    OTHER = "other", "其他"


class Result(Category):
    """What became of somebody at a recruitment session, in its order."""

    CAME = "came", "参加"
    INTERESTED = "interested", "达成意向"
    INTERVIEW = "interview", "已面试"
    HIRED = "hired", "已录用"
    REFUSED = "refused", "没有谈成"


class AgencyKind(Category):
    AGENCY = "agency", "人力资源服务机构"
    BROKER = "broker", "劳务经纪人"


class Proof(Category):
    """How a stay was verified."""

    PHONE = "phone", "电话核实"
    VISIT = "visit", "上门核实"
    PAYROLL = "payroll", "工资凭证"
    INSURANCE = "insurance", "社保记录"
