"""Addresses of the API of disputes, below /api/v1/."""

from django.urls import path

from disputes.api.appeals import Appeals, ClaimAppeal, DecideAppeal, LodgeAppeal, OneAppeal
from disputes.api.behind import ReviewHistory, ReviewsBehind
from disputes.api.decisions import OneDecision
from disputes.api.desk import Approve, Ask, Claim, ClaimNext, Decide, Release, SendBack
from disputes.api.documents import (
    AgentsType,
    DocumentRequests,
    GiveDocuments,
    JudgeDocuments,
    OneDocumentRequest,
    SellersType,
)
from disputes.api.misuse import (
    ConfirmStep,
    DecideStepAppeal,
    DismissStep,
    LiftStep,
    LodgeStepAppeal,
    Misuse,
    OneStep,
)
from disputes.api.notices import Notices, OneNotice, TriageNotice
from disputes.api.openness import Transparency
from disputes.api.replays import ReplayDraft
from disputes.api.requests import CheckRequest, GiveInformation, OneRequest, RemovalRequests, Reply, Withdraw
from disputes.api.statements import OneStatement, Statements
from disputes.api.yearly import TransparencyOfYear

_ONE = "removal-requests/<str:request_id>"

urlpatterns = [
    path("transparency", Transparency.as_view(), name="api_transparency"),
    path("transparency/<str:year>", TransparencyOfYear.as_view(), name="api_transparency_of_year"),
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
    path(f"{_ONE}/type", AgentsType.as_view(), name="api_request_type"),
    path("reviews/<str:review_id>/type", SellersType.as_view(), name="api_review_type"),
    path("document-requests", DocumentRequests.as_view(), name="api_document_requests"),
    path("document-requests/<str:request_id>", OneDocumentRequest.as_view(), name="api_document_request"),
    path("document-requests/<str:request_id>/give", GiveDocuments.as_view(), name="api_documents_give"),
    path("document-requests/<str:request_id>/judge", JudgeDocuments.as_view(), name="api_documents_judge"),
    path("sellers/<str:external_id>/rating/reviews", ReviewsBehind.as_view(), name="api_rating_reviews"),
    path("reviews/<str:review_id>/history", ReviewHistory.as_view(), name="api_review_history"),
    path("decisions/<str:decision_id>", OneDecision.as_view(), name="api_decision"),
    path("decisions/<str:decision_id>/appeal", LodgeAppeal.as_view(), name="api_decision_appeal"),
    path("appeals", Appeals.as_view(), name="api_appeals"),
    path("appeals/<str:appeal_id>", OneAppeal.as_view(), name="api_appeal"),
    path("appeals/<str:appeal_id>/claim", ClaimAppeal.as_view(), name="api_appeal_claim"),
    path("appeals/<str:appeal_id>/decide", DecideAppeal.as_view(), name="api_appeal_decide"),
    path("policy/drafts/<str:draft_id>/replay", ReplayDraft.as_view(), name="api_policy_replay"),
    path("notices", Notices.as_view(), name="api_notices"),
    path("notices/<str:notice_id>", OneNotice.as_view(), name="api_notice"),
    path("notices/<str:notice_id>/triage", TriageNotice.as_view(), name="api_notice_triage"),
    path("statements", Statements.as_view(), name="api_statements"),
    path("statements/<str:statement_id>", OneStatement.as_view(), name="api_statement"),
    path("misuse", Misuse.as_view(), name="api_misuse"),
    path("suspensions/<str:step_id>", OneStep.as_view(), name="api_step"),
    path("suspensions/<str:step_id>/confirm", ConfirmStep.as_view(), name="api_step_confirm"),
    path("suspensions/<str:step_id>/dismiss", DismissStep.as_view(), name="api_step_dismiss"),
    path("suspensions/<str:step_id>/lift", LiftStep.as_view(), name="api_step_lift"),
    path("suspensions/<str:step_id>/appeal", LodgeStepAppeal.as_view(), name="api_step_appeal"),
    path("suspensions/<str:step_id>/decide-appeal", DecideStepAppeal.as_view(), name="api_step_decide_appeal"),
]
