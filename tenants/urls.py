"""Addresses of tenants pages."""

from django.urls import path

from tenants.pages.brand import brand_css, brand_logo
from tenants.pages.policy import policy_page, policy_version_page

urlpatterns = [
    path("policy", policy_page, name="policy_page"),
    path("policy/versions/<int:number>", policy_version_page, name="policy_version_page"),
    path("brand.css", brand_css, name="brand_css"),
    path("brand/logo", brand_logo, name="brand_logo"),
]
