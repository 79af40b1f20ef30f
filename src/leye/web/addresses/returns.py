"""Addresses of the pages of 上报."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
