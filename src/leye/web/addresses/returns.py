"""Addresses of the pages of 上报."""

from django.urls import URLPattern, path

from leye.web.pages import explanations, person_checks, reported_files, returns, site_returns

urlpatterns: list[URLPattern] = [
    path("returns/", returns.board, name="returns"),
    path("returns/<str:month>/<str:unit>/changes/", returns.changes, name="return_changes"),
    path("returns/<str:month>/lock/", returns.lock, name="return_lock"),
    path("returns/version/<int:version_id>/sent/", returns.version, name="return_version"),
    path("returns/version/<int:version_id>/workbook/", returns.workbook, name="return_workbook"),
    path("returns/version/<int:version_id>/files/", reported_files.bring, name="return_bring"),
    path("returns/files/<int:brought_id>/", reported_files.file, name="return_file"),
    path("returns/cells/<int:case_id>/judge/", reported_files.judge, name="return_file_judge"),
    path("person-checks/", person_checks.checks, name="checks"),
    path("person-checks/<str:key>/", person_checks.people, name="check_people"),
    path("explanations/", explanations.explanation, name="explanation"),
    path("explanations/cell/", explanations.cell, name="explanation_cell"),
    path("explanations/people/", explanations.people, name="explanation_people"),
    path("returns/answer/<int:return_id>/now/", returns.answer, name="return_answer"),
    path("returns/<str:month>/sites/<int:site_id>/", site_returns.site, name="return_site"),
    path("returns/sites/<int:part_id>/answer/", site_returns.answer, name="return_site_answer"),
    path("returns/<str:month>/<str:unit>/", returns.prepare, name="return"),
]
