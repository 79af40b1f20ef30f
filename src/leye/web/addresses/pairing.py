"""Addresses of the pages of 京蒙协作与机构."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
