"""Addresses of the pages. No name, number or other personal word ever stands in one."""

from django.urls import path

from leye.web.pages import (
    accounts,
    annexes,
    audit,
    comparisons,
    errors,
    home,
    ledger,
    rosters,
    signing_in,
    sites,
)

urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", signing_in.sign_in, name="sign_in"),
    path("sign-out/", signing_in.sign_out, name="sign_out"),
    path("password/", signing_in.change_password, name="change_password"),
    path("rosters/", rosters.uploads, name="rosters"),
    path("rosters/<int:upload_id>/", rosters.upload, name="roster"),
    path("rosters/<int:upload_id>/state/", rosters.state, name="roster_state"),
    path("rosters/<int:upload_id>/explain/", rosters.explain, name="roster_explain"),
    path("rosters/<int:upload_id>/record/", rosters.record, name="roster_record"),
    path("rosters/<int:upload_id>/withdraw/", rosters.withdraw, name="roster_withdraw"),
    path("rosters/<int:upload_id>/remarks/", rosters.remarks, name="roster_remarks"),
    path("rosters/<int:upload_id>/original/", rosters.original, name="roster_original"),
    path("comparisons/", comparisons.comparisons, name="comparisons"),
    path("comparisons/cases/", comparisons.cases, name="cases"),
    path("comparisons/cases/judge/", comparisons.judge_many, name="cases_judge"),
    path("comparisons/cases/<int:case_id>/", comparisons.case, name="case"),
    path("comparisons/cases/<int:case_id>/judge/", comparisons.judge, name="case_judge"),
    path("comparisons/cases/<int:case_id>/back/", comparisons.take_back, name="case_back"),
    path("comparisons/sources/", comparisons.sources, name="comparison_sources"),
    path("comparisons/<int:comparison_id>/", comparisons.comparison, name="comparison"),
    path("comparisons/<int:comparison_id>/state/", comparisons.state, name="comparison_state"),
    path("comparisons/<int:comparison_id>/ticket/", comparisons.ticket, name="comparison_ticket"),
    path(
        "comparisons/<int:comparison_id>/only-roster/",
        comparisons.only_roster,
        name="comparison_only_roster",
    ),
    path("ledger/", ledger.search, name="ledger"),
    path("people/<int:person_id>/", ledger.person, name="person"),
    path("people/<int:person_id>/reveal/", ledger.reveal, name="person_reveal"),
    path("sites/", sites.sites, name="sites"),
    path("sites/<int:site_id>/", sites.site, name="site"),
    path("annexes/<str:key>/", annexes.annex, name="annex"),
    path("annexes/<str:key>/rows/", annexes.rows, name="annex_rows"),
    path("annexes/<str:key>/people/", annexes.people, name="annex_people"),
    path("annexes/<str:key>/state/", annexes.state, name="annex_state"),
    path("annexes/<str:key>/checks/", annexes.checks, name="annex_checks"),
    path("annexes/<str:key>/download/<str:form>/", annexes.download, name="annex_download"),
    path("audit/", audit.events, name="audit"),
    path("audit/verify/", audit.verify, name="audit_verify"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/<int:account_id>/disable/", accounts.disable, name="account_disable"),
]
handler400, handler403 = errors.bad_request, errors.forbidden
handler404, handler500 = errors.not_found, errors.failed
