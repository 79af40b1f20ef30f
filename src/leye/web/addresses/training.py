"""Addresses of the pages of 培训."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
