"""Addresses of the pages of 劳务输出."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
