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
    ENROLLED = "enrolled", "在学"
    COMPLETED = "completed", "合格结业"
    FAILED = "failed", "未合格"
    LEFT = "left", "退学"


class Presence(Category):
    PRESENT = "present", "出勤"
    LATE = "late", "迟到"
    ABSENT = "absent", "缺勤"
