"""stub"""

from enum import StrEnum


class Reason(StrEnum):
    """Why a figure changed by one person."""

    MOVED_IN = "moved_in"
    MOVED_OUT = "moved_out"
    BORN = "born"
    DIED = "died"
    TURNED_16 = "turned_16"
    PAST_AGE = "past_age"
    CAPACITY = "capacity"
    SCHOOLING = "schooling"
    STANDING = "standing"
    FOUND_WORK = "found_work"
    LOST_WORK = "lost_work"
    CHANGED_WORK = "changed_work"
    BECAME_WILLING = "became_willing"
    NO_LONGER_WILLING = "no_longer_willing"
    MERGED = "merged"
    RECORDED_LATE = "recorded_late"
    CORRECTED = "corrected"
    DEFINITION = "definition"
    BOUNDARY = "boundary"
    LISTED = "listed"
    OTHER = "other"
