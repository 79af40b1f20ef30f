"""Addresses of the pages of 就地就业."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
