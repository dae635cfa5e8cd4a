"""Addresses of the policy under /api/v1/."""

from django.urls import path

from tenants.api import drafts, policy

urlpatterns = [
    path("policy", policy.Policy.as_view(), name="api_policy"),
    path("policy/versions/<str:number>", policy.NumberedPolicy.as_view(), name="api_policy_version"),
    path("policy/drafts", drafts.Drafts.as_view(), name="api_policy_drafts"),
    path("policy/drafts/<str:draft_id>", drafts.OneDraft.as_view(), name="api_policy_draft"),
    path("policy/drafts/<str:draft_id>/publish", drafts.PublishDraft.as_view(), name="api_policy_publish"),
]
