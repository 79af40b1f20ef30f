"""推送, the training that a round brings: courses offered to somebody and not yet brought to him, in one message."""

from itertools import groupby
from operator import attrgetter

from leye.apps.messages import selectors as outbox
from leye.apps.training import selectors as training
from leye.core.messages.channels import Why
from leye.core.messages.texts import joined
from leye.core.scope import Scope
from leye.gateways import clock
from leye.trips.outreach.telling import Letter

KIND, A_MESSAGE, LENGTH = "training", 3, 90


def letters(scope: Scope) -> list[Letter]:
    """One letter for each person of the scope who has courses to be told of that still take people.

    A course that was full when it should have been told of, and has seats again, is told of anew.
    """
    on, told = clock.today(), outbox.under_way(scope, "offer")
    rows = [row for row in training.to_tell(scope, on) if row.pk not in told]
    lapsed = outbox.times_lapsed(scope, "offer", Why.NO_SEAT)
    found = []
    for person, some in groupby(rows, key=attrgetter("person_id")):
        chosen = list(some)[:A_MESSAGE]
        courses = [(one.course.title, one.course.place, one.course.starts_on) for one in chosen]
        things = joined(
            [f"{title}（{place}，{day} 开班）" for title, place, day in courses],
            LENGTH,
            rest=f"等{len(courses)}个班",
        )
        _, place, day = courses[0]
        titles = "、".join(title for title, _, _ in courses)
        title = titles if len(courses) == 1 else f"{len(courses)}个班：{titles}"
        named = sorted((one.course_id, lapsed.get(one.pk, 0)) for one in chosen)
        key = ",".join(f"{course}.{times}" if times else str(course) for course, times in named)
        carries = tuple(("offer", one.pk) for one in chosen)
        found.append(Letter(f"person:{person}", KIND, key, things, (title, place, str(day)), carries))  # fmt: skip
    return found
