"""The categories of courses and of what becomes of those who are in them."""

from leye.core.vocabulary import Category


class Mode(Category):
    IN_CLASS = "in_class", "线下", "线下授课", "面授", "集中培训"
    ONLINE = "online", "线上", "线上学习", "网络"


class CourseState(Category):
    OPEN = "open", "报名中"
    CLOSED = "closed", "已结束"
    CANCELLED = "cancelled", "已取消"


class EnrolmentState(Category):
    ENROLLED = "enrolled", "在学", "学习中", "未完成", "未学完", "未结业"
    COMPLETED = (
        "completed",
        "合格结业",
        "合格",
        "结业",
        "已结业",
        "通过",
        "已完成",
        "已学完",
        "完成",
        "是",
    )
    FAILED = "failed", "未合格", "不合格", "未通过", "不及格", "否"
    LEFT = "left", "退学", "中途退学", "退班"


class Presence(Category):
    PRESENT = "present", "出勤"
    LATE = "late", "迟到"
    ABSENT = "absent", "缺勤"
