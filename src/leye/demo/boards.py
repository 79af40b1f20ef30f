"""What the demo's other departments brought and did not bring, a summary report, public figures, and the kept boards."""

import datetime as dt

from leye.apps.places import selectors as places
from leye.core.periods import SHANGHAI, Month
from leye.core.places.tree import REGION
from leye.core.scope import Department, Role, Scope
from leye.demo.stage import BY, Stage
from leye.gateways import clock
from leye.trips.boards import boards, duties, public_figures, summary_report

TODAY = dt.datetime(2020, 6, 1, 9, tzinfo=SHANGHAI)
APRIL, MAY = Month(2020, 4), Month(2020, 5)
BROUGHT = (
    ("construction", Department.NDRC, "各安置点建设和入住进展表"),
    ("projects", Department.NDRC, "以工代赈项目用工需求"),
    ("vacancies", Department.INDUSTRY, "园区企业岗位清单"),
    ("roster", Department.POVERTY, "搬迁贫困人口名册"),
    ("workshops", Department.POVERTY, "扶贫车间运行情况"),
)


def play(stage: Stage) -> None:
    """April: most in time, some late, some never; May: a few so far."""
    for number, plan in enumerate(stage.plans):
        for place, (key, department, what) in enumerate(BROUGHT):
            scope = Scope(f"{BY}-{department.value}", plan.code, Role.CLERK, department)
            turn = (number + place) % 7
            day = dt.datetime(2020, 4, 28 if turn < 4 else 30, 15, tzinfo=SHANGHAI)
            if turn == 5:
                day = dt.datetime(2020, 5, 6, 10, tzinfo=SHANGHAI)
            if turn != 6:
                with clock.fixed(day):
                    duties.deliver(scope, key, APRIL, None, what, "")
            if turn < 2:
                with clock.fixed(dt.datetime(2020, 5, 29, 15, tzinfo=SHANGHAI)):
                    duties.deliver(scope, key, MAY, None, what, "")
    with clock.fixed(TODAY):
        _progress(stage)
        region = Scope(BY, REGION, Role.CLERK)
        public_figures.publish(region, APRIL)
        boards.work_out_all(region, MAY)
        summary_report.draft(Scope(BY, "150100", Role.CLERK))


def _progress(stage: Stage) -> None:
    """Sites of the first counties: nearly all moved in, some still moving, one that does not add up."""
    for plan in stage.plans[:6]:
        scope = Scope(f"{BY}-ndrc", plan.code, Role.CLERK, Department.NDRC)
        listed = places.site_figures(scope, TODAY.date())
        for number, site in enumerate(places.sites(scope, TODAY.date())):
            if site.id not in listed or number % 5 == 4:
                continue
            homes, people = listed[site.id].households, listed[site.id].people
            moved = homes if number % 3 else max(homes - 2, 0)
            numbers = {
                "dwellings": homes, "built": homes - (number == 3), "households": moved, "people": people,
            }  # fmt: skip
            stage_now = "occupied" if moved == homes else "moving"
            duties.record_progress(scope, site.id, dt.date(2020, 5, 28), stage_now, numbers, "")
