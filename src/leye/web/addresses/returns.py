"""Addresses of the pages of 上报."""

from django.urls import URLPattern, path

from leye.web.pages import explanations, returns

urlpatterns: list[URLPattern] = [
    path("returns/", returns.board, name="returns"),
    path("returns/<str:month>/lock/", returns.lock, name="return_lock"),
    path("returns/<str:month>/<str:unit>/", returns.prepare, name="return"),
    path("returns/version/<int:version_id>/sent/", returns.version, name="return_version"),
    path("returns/version/<int:version_id>/workbook/", returns.workbook, name="return_workbook"),
    path("explanations/", explanations.explanation, name="explanation"),
    path("explanations/cell/", explanations.cell, name="explanation_cell"),
    path("explanations/people/", explanations.people, name="explanation_people"),
    path("returns/answer/<int:return_id>/now/", returns.answer, name="return_answer"),
]
