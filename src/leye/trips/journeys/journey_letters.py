"""What travellers and escorts are told: when and where they are picked up, and when their vacancy is gone."""

from collections.abc import Sequence

from leye.apps.journeys.models import Booking
from leye.core.scope import Scope
from leye.trips.journeys.journey_sheet import Sheet
from leye.trips.outreach.telling import Letter, tell

KIND = "journey"


def tell_journey(scope: Scope, told: Sheet) -> int:
    """Each traveller of a journey hears his stop, hour, vehicle and escort; a change is a message of its own.

    Who lives at none of its stops hears nothing before a clerk has asked him where he gets on: no stop is guessed.
    """
    journey = told.journey
    times = {stop.name: stop.at for stop in told.stops}
    letters = []
    astray = {rider.booking_id for rider in told.astray}
    for rider in told.riders:
        if rider.booking_id in astray:
            continue
        stop = rider.stop
        who = f"{journey.day.month}月{journey.day.day}日去{told.destination}（{rider.employer}）"
        if journey.vehicle_no:
            text = f"{who}，{times.get(stop, '')}在{stop}上车，车号{journey.vehicle_no}，随车{journey.escort_name}，请带身份证"
        else:
            text = f"{who}，请自行前往，保留车票，到单位后告诉我们"
        key = f"journey:{journey.pk}:{journey.day}:{journey.vehicle_no}:{times.get(stop, '')}"
        letters.append(Letter(f"person:{rider.person.id}", KIND, key, text))
    return tell(scope, letters)


def tell_escort(scope: Scope, told: Sheet, sms_index: str) -> int:
    """The escort hears his vehicle, first stop and how many ride, with a link to his page; a change is a new message."""
    journey = told.journey
    first = f"{told.stops[0].at}在{told.stops[0].name}开始接人，" if told.stops else ""
    text = (
        f"{journey.day.month}月{journey.day.day}日去{told.destination}由你随车，车号{journey.vehicle_no}，{first}"
        f"共{len(told.stops)}个上车点{len(told.riders)}人，用手机页登记上车和到达（没有信号也能记）：{{link}}"
    )
    key = f"escort:{journey.pk}:{journey.day}:{journey.vehicle_no}:{first}:{len(told.riders)}:{sms_index}"
    who = f"escort:{journey.pk}"
    return tell(scope, [Letter(who, KIND, key, text, unit=journey.county, sms_index=sms_index)])


def tell_withdrawn(scope: Scope, rows: Sequence[Booking]) -> int:
    """Their vacancy was withdrawn; they are matched anew."""
    return tell(
        scope,
        [
            Letter(
                f"person:{row.person_id}", KIND, f"withdrawn:{row.pk}",
                f"{row.vacancy.employer.name}撤回了“{row.vacancy.title}”岗位，原定的外出取消，我们正在为你重新对接岗位",
            )
            for row in rows
        ],
    )  # fmt: skip


def tell_follow_up(scope: Scope, rows: Sequence[tuple[Booking, int]]) -> int:
    """Those whose follow-up falls due hear that somebody will call."""
    return tell(
        scope,
        [
            Letter(
                f"person:{row.person_id}", KIND, f"follow_up:{row.pk}:{days}",
                f"你到{row.vacancy.employer.name}上岗已满{days}天，工作和工资有困难请回电安置点就业服务站，我们也会打电话回访",
            )
            for row, days in rows
        ],
    )  # fmt: skip
