"""Addresses of the API of disputes, below /api/v1/."""

from django.urls import path

from disputes.api.appeals import Appeals, ClaimAppeal, DecideAppeal, LodgeAppeal, OneAppeal
from disputes.api.desk import Approve, Ask, Claim, ClaimNext, Decide, Release, SendBack
from disputes.api.requests import CheckRequest, GiveInformation, OneRequest, RemovalRequests, Reply, Withdraw
from disputes.api.statements import OneStatement, Statements

_ONE = "removal-requests/<str:request_id>"

urlpatterns = [
    path("removal-requests", RemovalRequests.as_view(), name="api_requests"),
    path("removal-requests/check", CheckRequest.as_view(), name="api_request_check"),
    path("removal-requests/claim-next", ClaimNext.as_view(), name="api_claim_next"),
    path(_ONE, OneRequest.as_view(), name="api_request"),
    path(f"{_ONE}/reply", Reply.as_view(), name="api_request_reply"),
    path(f"{_ONE}/withdraw", Withdraw.as_view(), name="api_request_withdraw"),
    path(f"{_ONE}/answer", GiveInformation.as_view(), name="api_request_answer"),
    path(f"{_ONE}/claim", Claim.as_view(), name="api_request_claim"),
    path(f"{_ONE}/release", Release.as_view(), name="api_request_release"),
    path(f"{_ONE}/ask", Ask.as_view(), name="api_request_ask"),
    path(f"{_ONE}/decide", Decide.as_view(), name="api_request_decide"),
    path(f"{_ONE}/approve", Approve.as_view(), name="api_request_approve"),
    path(f"{_ONE}/send-back", SendBack.as_view(), name="api_request_send_back"),
    path("decisions/<str:decision_id>/appeal", LodgeAppeal.as_view(), name="api_decision_appeal"),
    path("appeals", Appeals.as_view(), name="api_appeals"),
    path("appeals/<str:appeal_id>", OneAppeal.as_view(), name="api_appeal"),
    path("appeals/<str:appeal_id>/claim", ClaimAppeal.as_view(), name="api_appeal_claim"),
    path("appeals/<str:appeal_id>/decide", DecideAppeal.as_view(), name="api_appeal_decide"),
    path("statements", Statements.as_view(), name="api_statements"),
    path("statements/<str:statement_id>", OneStatement.as_view(), name="api_statement"),
]
