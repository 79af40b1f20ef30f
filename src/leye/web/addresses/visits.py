"""Addresses of the pages of 服务站与走访."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
