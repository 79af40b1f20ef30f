"""Addresses of the pages of 看板、情况报告和典型."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
