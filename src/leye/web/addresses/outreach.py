"""Addresses of the pages of 推送."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
