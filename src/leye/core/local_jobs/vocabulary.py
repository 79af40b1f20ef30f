"""The categories of work near home, in the words of the forms."""

from leye.core.vocabulary import Category


class ProjectKind(Category):
    """项目类型."""

    KEY = "key", "当地重点建设项目", "重点项目", "重点建设项目"
    RELIEF = "relief", "以工代赈项目", "以工代赈"


class Funding(Category):
    """公益性岗位的资金来源."""

    EMPLOYMENT = "employment", "就业补助资金"
    FORESTRY = "forestry", "林草（生态护林员）资金"
    SOLAR = "solar", "光伏扶贫收益"
    VILLAGE = "village", "村集体收入"
    POVERTY = "poverty", "财政专项扶贫资金"
    PAIRING = "pairing", "京蒙协作资金"
    OTHER = "other", "其他资金"


class KeyKind(Category):
    """重点企业的种类."""

    LEADING = "leading", "扶贫龙头企业"
    EPIDEMIC = "epidemic", "疫情防控重点企业"
    SUPPLY = "supply", "生产生活必需品企业"
    PARK = "park", "园区及配套企业"


class Proof(Category):
    """What shows that a workshop ran in a month."""

    INVOICE = "invoice", "水电费或销售发票"
    PAYROLL = "payroll", "工资发放凭证"
    VISIT = "visit", "现场查看"


class Leaving(Category):
    """离开原因."""

    TERM = "term", "期满"
    RESIGNED = "resigned", "本人辞去"
    DISMISSED = "dismissed", "考核不合格或违纪"
    OTHER_WORK = "other_work", "到别处就业"
    AGE = "age", "到龄"
    HEALTH = "health", "身体原因"
    ENDED = "ended", "车间停产或岗位取消"
    MISTAKE = "mistake", "登记有误"
    OTHER = "other", "其他"
