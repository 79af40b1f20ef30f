"""The categories of journeys, in the words of the forms."""

from leye.core.vocabulary import Category


class Mode(Category):
    """出行方式."""

    COACH = "coach", "包车", "大巴", "专车"
    TRAIN = "train", "火车团体", "专列", "火车"
    OWN = "own", "自行前往", "自行"


class JourneyState(Category):
    PLANNED = "planned", "已排"
    ISSUED = "issued", "已下达"
    LEFT = "left", "已发车"
    ARRIVED = "arrived", "已到达"
    CANCELLED = "cancelled", "已取消"


class Mark(Category):
    """What was seen of a traveller on the way, by whoever saw it."""

    BOARDED = "boarded", "已上车"
    ABSENT = "absent", "未到"
    ARRIVED = "arrived", "已到达"
    LOST = "lost", "途中离开"
    RECEIVED = "received", "单位已接收"
    TURNED_AWAY = "turned_away", "单位未接收"


class Left(Category):
    """没有排上的原因."""

    START = "start", "开工日期太近，赶不上任何一天出发"
    CUT = "cut", "上车点这些天道路中断"
    SEAT = "seat", "座位不够"
    PRICE = "price", "没有到这个去向的车，也没有登记里程"
    WITHDRAWN = "withdrawn", "单位撤回了岗位"
    GONE = "gone", "排车时，要坐的车被改动（下达、发车或取消），请再排一次"


class Answer(Category):
    """回访结果."""

    WORKING = "working", "在岗"
    CHANGED = "changed", "换了单位，仍在外务工"
    RETURNED = "returned", "已返乡"
    UNREACHED = "unreached", "没有联系上"


class Intent(Category):
    """How a booking stands."""

    WAITING = "waiting", "等待排车"
    SEATED = "seated", "已排车"
    STARTED = "started", "已上岗"
    RETURNED = "returned", "已返乡"
    DROPPED = "dropped", "不去了"
