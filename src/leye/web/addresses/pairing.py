"""Addresses of the pages of 京蒙协作与机构."""

from django.urls import URLPattern, path

from leye.web.pages import agencies, pairing

urlpatterns: list[URLPattern] = [
    path("pairing/", pairing.board, name="pairing"),
    path("pairing/people/", pairing.people, name="pairing_people"),
    path("pairing/pairs/", pairing.pairs, name="pairing_pairs"),
    path("pairing/year/", pairing.year, name="pairing_year"),
    path("pairing/sessions/", pairing.sessions, name="pairing_sessions"),
    path("pairing/sessions/<int:session_id>/", pairing.session, name="pairing_session"),
    path(
        "pairing/sessions/<int:session_id>/note/", pairing.session_note, name="pairing_session_note"
    ),
    path(
        "pairing/sessions/<int:session_id>/visit/",
        pairing.session_visit,
        name="pairing_session_visit",
    ),
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/<int:agency_id>/", agencies.agency, name="agency"),
    path("agencies/<int:agency_id>/license/", agencies.license, name="agency_license"),
    path("agencies/<int:agency_id>/bring/", agencies.bring, name="agency_bring"),
    path("agencies/<int:agency_id>/list/", agencies.fee_list, name="agency_list"),
    path("agencies/brought/<int:brought_id>/", agencies.verify, name="agency_verify"),
    path("agencies/<int:agency_id>/fee/", agencies.ask_fee, name="agency_fee"),
]
