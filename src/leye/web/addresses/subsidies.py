"""Addresses of the pages of 补贴."""

from django.urls import URLPattern, path

from leye.web.pages import rules

urlpatterns: list[URLPattern] = [
    path("subsidies/rules/", rules.rules, name="rules"),
    path("subsidies/rules/<slug:kind>/", rules.rule, name="rule"),
]
