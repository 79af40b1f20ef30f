"""Addresses of the pages of 走访, and of what makes them work without a network."""

from django.urls import URLPattern, path

from leye.web.pages import shell, visits

urlpatterns: list[URLPattern] = [
    path("sw.js", shell.service_worker, name="service_worker"),
    path("app.webmanifest", shell.manifest, name="web_manifest"),
    path("visits/", visits.overview, name="visits"),
    path("visits/phone/", visits.phone, name="visit_phone"),
    path("visits/list.json", visits.listed, name="visit_list"),
    path("visits/answers/", visits.answers, name="visit_answers"),
    path("visits/sheets/<int:site_id>/", visits.sheet, name="visit_sheet"),
    path("visits/contradictions/<int:contradiction_id>/", visits.judge, name="visit_judge"),
]
