"""Addresses of tenants pages."""

from django.urls import path

from tenants.pages.policy import policy_page

urlpatterns = [
    path("policy", policy_page, name="policy_page"),
]
