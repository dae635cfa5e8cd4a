"""Addresses of the policy under /api/v1/."""

from django.urls import path

from tenants.api import policy

urlpatterns = [
    path("policy", policy.Policy.as_view(), name="api_policy"),
    path("policy/versions/<str:number>", policy.NumberedPolicy.as_view(), name="api_policy_version"),
]
