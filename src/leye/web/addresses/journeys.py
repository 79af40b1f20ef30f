"""Addresses of the pages of 劳务输出."""

from django.urls import URLPattern, path

from leye.web.pages import escort, fleet, follow_ups, journeys, one_journey

urlpatterns: list[URLPattern] = [
    path("going-out/", journeys.going_out, name="going_out"),
    path("going-out/book/", journeys.book, name="going_out_book"),
    path("journeys/", journeys.planner, name="journeys"),
    path("journeys/plan/", journeys.plan, name="journey_plan"),
    path("journeys/<int:run_id>/state/", journeys.state, name="journey_plan_state"),
    path("journeys/move/", journeys.move, name="journey_move"),
    path("journeys/stops/", journeys.stops, name="journey_stops"),
    path("journeys/fleet/", fleet.vehicles, name="journey_fleet"),
    path("journeys/one/<int:journey_id>/", one_journey.journey, name="journey"),
    path("journeys/one/<int:journey_id>/do/", one_journey.do, name="journey_do"),
    path(
        "journeys/one/<int:journey_id>/hand-over/", one_journey.hand_over, name="journey_hand_over"
    ),
    path(
        "journeys/one/<int:journey_id>/sheet.<str:form>/", one_journey.sheet, name="journey_sheet"
    ),
    path("follow-ups/", follow_ups.follow_ups, name="follow_ups"),
    path("follow-ups/note/", follow_ups.note, name="follow_up_note"),
    path("escort/", escort.phone, name="escort"),
    path("escort/list.json", escort.listed, name="escort_list"),
    path("escort/ticks/", escort.ticks, name="escort_ticks"),
    path("gate/", escort.gate, name="gate"),
]
