"""Addresses of the pages of 补贴."""

from django.urls import path

from leye.web.pages import applications, budgets, payments, publicity, rules, subsidies

urlpatterns = [
    path("subsidies/rules/", rules.rules, name="rules"),
    path("subsidies/rules/<slug:kind>/", rules.rule, name="rule"),
    path("subsidies/", subsidies.queue, name="subsidies"),
    path("subsidies/<int:application_id>/", subsidies.application, name="subsidy"),
    path("subsidies/<int:application_id>/step/", subsidies.step, name="subsidy_step"),
    path("subsidies/<int:application_id>/papers/<int:evidence_id>/", subsidies.paper, name="subsidy_paper"),
    path("applications/", applications.applications, name="applications"),
    path("applications/accounts/", applications.employer_account, name="application_accounts"),
    path("applications/<int:application_id>/roster/", applications.roster, name="application_roster"),
    path("applications/<int:application_id>/person/", applications.person, name="application_person"),
    path("applications/<int:application_id>/account/", applications.account, name="application_account"),
    path("applications/<int:application_id>/course/", applications.course, name="application_course"),
    path("applications/<int:application_id>/paper/", applications.paper, name="application_paper"),
    path("publicity/", publicity.notices, name="publicity"),
    path("publicity/<int:publicity_id>/objection/", publicity.objection, name="publicity_objection"),
    path("objections/", publicity.objections, name="objections"),
    path("objections/<int:objection_id>/", publicity.answer, name="objection"),
    path("payments/", payments.payments, name="payments"),
    path("payments/samples/", payments.samples, name="samples"),
    path("payments/<int:list_id>/", payments.payment_list, name="payment_list"),
    path("payments/<int:list_id>/settle/", payments.settle, name="payment_settle"),
    path("payments/<int:list_id>/answer/", payments.bank_answer, name="payment_answer"),
    path("payments/<int:list_id>/<str:form>/", payments.bank_file, name="payment_file"),
    path("budgets/", budgets.board, name="budgets"),
    path("budgets/<int:budget_id>/", budgets.budget, name="budget"),
]  # fmt: skip
