"""Addresses of the pages of 补贴."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
