"""Who sees what, one row an address. A new address without a row fails the tests: add a row.

`ids` names what stands in the path's brackets, in order. `sees` lists who gets 200 for their own marketplace's;
everybody else gets 404, and the anonymous are asked to sign in (`GATE`). `writes` are the methods that change
something, with a body that is right but for the id. The ids of another marketplace answer like made-up ones in every
method and for every role: that needs no row, only the address.
"""

from __future__ import annotations

from typing import Any

from tests.matrix.dealings_table import DEALING_BODIES, DEALING_ROWS
from tests.matrix.desk_table import DESK_ROWS
from tests.matrix.integrators_table import INTEGRATOR_ROWS
from tests.matrix.manager_table import MANAGER_ROWS
from tests.matrix.notifications_table import NOTIFICATION_ROWS
from tests.matrix.prevention_table import PREVENTION_ROWS
from tests.matrix.public_table import PUBLIC_ROWS
from tests.matrix.rows import (
    API_MEMBERS,
    DESK,
    EVERYONE,
    FORM,
    MEMBERS,
    NOT_DESK,
    NOT_LEADS,
    PARTIES,
    Row,
    act,
    admin,
    api,
    call,
    each,
)
from tests.matrix.trade_table import TRADE_ROWS

STARS = {"fulfilment": 5, "start_time": 5, "communication": 5}
DECIDE = {
    "version": 1,
    "outcome": "keep",
    "findings": {"unrelated": "not_met"},
    "reason": "It is related.",
    "good_faith": True,
}
A_SETTLEMENT = {"terms": "I send it again.", "perform_by": "2099-01-01T00:00", "withdraw_by": "2099-01-02T00:00"}
A_COMPENSATION = {"kind": "item", "description": "A spare blade."}
AN_ORDER = {
    "buyer": {"external_id": "nora", "email": "", "name": "Nora"},
    "seller": {"external_id": "fresh-seller", "name": "Fresh"},
    "offer": {"external_id": "fresh-offer", "title": "Fresh"},
    "status": "finished",
    "placed_at": "2026-06-01T00:00:00Z",
    "closed_at": "2026-06-02T00:00:00Z",
    "fulfilled_by": "seller",
}

ROWS = (
    # The shell
    Row("/healthz", EVERYONE),
    Row("/readyz", "", other=each(EVERYONE, 503)),
    Row("/metrics", EVERYONE),
    Row("/", EVERYONE),
    Row("/style", "", other={"anonymous": 404, "key": 404}),
    # Orders and reviews, for people
    Row("/policy", EVERYONE),
    Row("/policy/versions/<int:number>", EVERYONE, ("policy number",), shared=True),
    Row("/orders", MEMBERS),
    Row("/orders/<str:external_id>", PARTIES, ("order",)),
    Row("/orders/<str:external_id>/settlement", "seller", ("order",), writes={"POST": A_SETTLEMENT}),
    Row("/orders/<str:external_id>/compensation", "seller", ("order",), writes={"POST": A_COMPENSATION}),
    Row("/settlements/<uuid:settlement_id>/answer", "buyer", ("settlement",), writes={"POST": {"answer": "decline"}}),
    Row("/settlements/<uuid:settlement_id>/withdraw", "seller", ("settlement",), writes={"POST": {"version": 1}}),
    Row(
        "/settlements/<uuid:settlement_id>/perform",
        "seller",
        ("settlement",),
        writes={"POST": {"performance": "Sent."}},
    ),
    Row("/selling/orders", MEMBERS),
    Row("/files/<uuid:file_id>", "seller, agent, lead", ("file",)),
    # Alice has reviewed it, and is led to her review.
    Row("/orders/<str:external_id>/review", "", ("order",), writes={"POST": STARS}, other={"buyer": 302}),
    Row("/reviews/<uuid:review_id>", EVERYONE, ("review",)),
    Row("/reviews/<uuid:review_id>/edit", "buyer", ("review",), writes={"POST": {**STARS, "version": 1}}),
    Row("/reviews/<uuid:review_id>/withdraw", "buyer", ("review",), writes={"POST": {"version": 1}}),
    # Everyone may read the review, so that it is there is no secret.
    Row(
        "/reviews/<uuid:review_id>/response",
        "seller",
        ("review",),
        writes={"POST": {"body": "Thanks."}},
        other=each("buyer, other buyer, partner, agent, lead, integrator, stranger, strange agent", 403),
    ),
    Row("/sellers/<slug:slug>", EVERYONE, ("seller slug",)),
    Row("/partners/<slug:slug>", EVERYONE, ("partner slug",)),
    # The partner's desk. Only where policy knows partners are reviews typed, and game goods does not.
    Row("/partner/requests", "partner"),
    Row(
        "/partner/requests/<uuid:request_id>",
        "partner",
        ("document request",),
        writes={"POST": {"answer": "The packing list."}},
    ),
    Row("/selling/reviews/<uuid:review_id>/type", "", ("review",), writes={"POST": {"feedback_type": "other"}}),
    Row("/selling/causes", "seller"),
    # Cases, for the two sides
    Row("/selling/requests", "seller"),
    Row("/selling/requests/new", "seller", query="review={fresh_review}"),
    Row("/cases", MEMBERS),
    Row("/cases/<uuid:request_id>", PARTIES, ("request",)),
    Row("/cases/<uuid:request_id>/reply", "buyer", ("request",), writes={"POST": {"body": "It is true."}}),
    Row("/cases/<uuid:request_id>/answer", "seller", ("request",), writes={"POST": {"answer": "Here."}}),
    Row("/cases/<uuid:request_id>/withdraw", "seller", ("request",), writes={"POST": {"version": 1}}),
    Row("/misuse/<uuid:step_id>", "seller", ("step",), writes={"POST": {"body": "They were right."}}),
    # Whoever holds the link of a notice is its author; nobody needs an account.
    Row("/notices/new", EVERYONE, query="url=/reviews/{review}"),
    Row("/notices/<str:token>", EVERYONE, ("notice token",)),
    Row("/notices/<str:token>/appeal", EVERYONE, ("notice token",), writes={"POST": {"body": "No."}}),
    Row("/notices/<str:token>/answer", EVERYONE, ("notice token",), writes={"POST": {"answer": "It is."}}),
    Row(
        "/notices/<str:token>/misuse/<uuid:step_id>/appeal",
        ids=("notice token", "notice step"),
        writes={"POST": {"body": "They were right."}},
        other=each(EVERYONE, 405),
    ),
    Row("/statements", MEMBERS),
    Row("/statements/<uuid:statement_id>", "buyer, agent, lead", ("statement",)),
    Row("/decisions/<uuid:decision_id>/appeal", "buyer, seller", ("decision",), writes={"POST": {"body": "No."}}),
    # The desk
    admin("", other=each(DESK, 302)),
    # Accounts and marketplaces belong to the platform: see TestThePlatformsAddress.
    admin("accounts/user/", sees=""),
    admin("accounts/user/<str:object_id>/", "account", sees=""),
    admin("audit/entry/"),
    admin("audit/entry/<str:object_id>/", "entry"),
    admin("tenants/member/"),
    admin("tenants/member/<str:object_id>/", "member"),
    admin("tenants/policyversion/"),
    admin("tenants/policyversion/<str:object_id>/", "policy version"),
    admin("tenants/policyversion/compare/"),
    act("tenants/policyversion/<str:object_id>/draft/", "policy version"),
    admin("tenants/policydraft/", sees="lead"),
    admin("tenants/policydraft/<str:object_id>/", "policy draft", sees="lead"),
    admin("tenants/policydraft/<str:object_id>/edit/", "policy draft", sees="lead", writes={"POST": FORM}),
    admin("tenants/policydraft/<str:object_id>/json/", "policy draft", sees="lead", writes={"POST": FORM}),
    act("tenants/policydraft/<str:object_id>/publish/", "policy draft"),
    act("tenants/policydraft/<str:object_id>/discard/", "policy draft"),
    act("tenants/policyreplay/<uuid:draft_id>/ask/", "policy draft"),
    admin("tenants/tenant/", sees=""),
    admin("tenants/tenant/<str:object_id>/", "marketplace", sees=""),
    admin("orders/order/"),
    admin("orders/order/<str:object_id>/", "order row"),
    admin("orders/seller/"),
    admin("orders/seller/<str:object_id>/", "seller row"),
    admin("feedback/review/"),
    admin("feedback/review/<str:object_id>/", "review"),
    *DESK_ROWS,
    *DEALING_ROWS,
    *NOTIFICATION_ROWS,
    *MANAGER_ROWS,
    *TRADE_ROWS,
    *PREVENTION_ROWS,
    *PUBLIC_ROWS,
    *INTEGRATOR_ROWS,
    # The API
    Row("/api/schema", EVERYONE),
    Row("/api/docs", EVERYONE),
    api("policy", API_MEMBERS),
    api("policy/versions/<str:number>", API_MEMBERS, "policy number", shared=True),
    api("policy/drafts", "lead", other=each(NOT_LEADS, 403)),
    api(
        "policy/drafts/<str:draft_id>",
        "lead",
        "policy draft",
        writes={"PATCH": {"version": 1, "title": "Other"}, "DELETE": {"version": 1}},
        other=each(NOT_LEADS, 403),
    ),
    call("policy/drafts/<str:draft_id>/replay", "policy draft", {"days": 30}),
    call("policy/drafts/<str:draft_id>/publish", "policy draft", {}),
    api("orders/<str:external_id>", PARTIES + ", key", "order"),
    api(
        "orders/<str:external_id>/messages",
        PARTIES + ", key",
        "order",
        writes={"POST": {"sender": "buyer", "body": "Hello?"}},
    ),
    api("files", "", other=each(EVERYONE, 405)),
    api("files/<str:file_id>", "seller, agent, lead", "file"),
    call("orders/<str:external_id>/review", "order", STARS),
    api("settlements", API_MEMBERS),
    api("settlements/<str:settlement_id>", PARTIES + ", key", "settlement"),
    call("settlements/<str:settlement_id>/accept", "settlement", {}),
    call("settlements/<str:settlement_id>/decline", "settlement", {}),
    call("settlements/<str:settlement_id>/withdraw", "settlement", {}),
    call("settlements/<str:settlement_id>/perform", "settlement", {}),
    api("compensations", API_MEMBERS),
    api("reviews", API_MEMBERS),
    api(
        "reviews/<str:review_id>",
        API_MEMBERS,
        "review",
        writes={"PATCH": {"version": 1, "comment": "Changed."}, "DELETE": {}},
    ),
    call("reviews/<str:review_id>/response", "review", {"body": "Thanks."}),
    api("sellers/<str:external_id>", API_MEMBERS, "seller"),
    api("sellers/<str:external_id>/rating", API_MEMBERS, "seller"),
    api(
        "sellers/<str:external_id>/rating/what-if",
        API_MEMBERS,
        "seller",
        query="review={review}&outcome=remove",
    ),
    api("partners/<str:external_id>", API_MEMBERS, "partner"),
    api("partners/<str:external_id>/rating", API_MEMBERS, "partner"),
    call("reviews/<str:review_id>/type", "review", {"feedback_type": "other"}),
    call("removal-requests/<str:request_id>/type", "request", {"feedback_type": "other"}),
    api("document-requests", API_MEMBERS),
    api("document-requests/<str:request_id>", "partner, agent, lead", "document request"),
    call("document-requests/<str:request_id>/give", "document request", {"answer": "The packing list."}),
    call(
        "document-requests/<str:request_id>/judge",
        "document request",
        {"version": 1, "proves_it_right": True, "judgement": "It does."},
    ),
    api("removal-requests", API_MEMBERS),
    api("removal-requests/check", "", other=each(EVERYONE, 405)),
    api("removal-requests/claim-next", "", other=each(EVERYONE, 405)),
    api("removal-requests/<str:request_id>", PARTIES + ", key", "request"),
    call("removal-requests/<str:request_id>/reply", "request", {"body": "It is true."}),
    call("removal-requests/<str:request_id>/withdraw", "request", {}),
    call("removal-requests/<str:request_id>/answer", "request", {"answer": "Here it is."}),
    call("removal-requests/<str:request_id>/claim", "request", {}),
    call("removal-requests/<str:request_id>/release", "request", {}),
    call("removal-requests/<str:request_id>/ask", "request", {"version": 1, "question": "When?"}),
    call("removal-requests/<str:request_id>/decide", "request", DECIDE),
    call("removal-requests/<str:request_id>/approve", "request", {"version": 1}),
    call("removal-requests/<str:request_id>/send-back", "request", {"version": 1, "reason": "Look again."}),
    call("decisions/<str:decision_id>/appeal", "decision", {"body": "I do not agree."}),
    api("notices", DESK, other=each(NOT_DESK, 403)),
    api("notices/<str:notice_id>", DESK, "notice"),
    call("notices/<str:notice_id>/triage", "notice", {"version": 1, "outcome": "dismissed", "answer": "No."}),
    api("misuse", "lead", other=each(NOT_LEADS, 403)),
    api("suspensions/<str:step_id>", "seller, agent, lead, integrator, key", "step"),
    call("suspensions/<str:step_id>/confirm", "step", {"version": 1, "reason": "So it is."}),
    call("suspensions/<str:step_id>/dismiss", "step", {"version": 1, "reason": "So it is."}),
    call("suspensions/<str:step_id>/lift", "step", {"version": 1, "reason": "So it is."}),
    call("suspensions/<str:step_id>/appeal", "step", {"body": "They were right."}),
    call(
        "suspensions/<str:step_id>/decide-appeal",
        "step",
        {"version": 1, "outcome": "rejected", "reason": "They were not."},
    ),
    api("appeals", API_MEMBERS),
    api("appeals/<str:appeal_id>", "buyer, agent, lead, integrator, key", "appeal"),
    call("appeals/<str:appeal_id>/claim", "appeal", {}),
    call(
        "appeals/<str:appeal_id>/decide",
        "appeal",
        {"version": 1, "outcome": "rejected", "reason": "It stands."},
    ),
    api("statements", API_MEMBERS),
    # Alice's alone, and the desk's: secret to one side.
    api("statements/<str:statement_id>", "buyer, agent, lead", "statement"),
    api("<path:anything>", "", "nothing", shared=True, other=each(EVERYONE, 404)),
)

# allauth's own: about the visitor's account alone, which belongs to no marketplace.
ACCOUNT_PAGES = frozenset(
    {
        "account_login",
        "account_logout",
        "account_inactive",
        "account_signup",
        "account_reauthenticate",
        "account_email",
        "account_email_verification_sent",
        "account_change_password",
        "account_set_password",
        "account_reset_password",
        "account_confirm_login_code",
        "account_confirm_email",
        "account_reset_password_from_key_done",
        "account_reset_password_from_key",
        "account_reset_password_done",
        "mfa_index",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_download_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_reauthenticate_webauthn",
        "mfa_remove_webauthn",
        "mfa_edit_webauthn",
    }
)


def _request(review: str, kind: str = "text", **evidence: str) -> dict[str, Any]:
    proof = {"kind": kind, **(evidence or {"text": "See the chat."})}
    return {"review": review, "claims": [{"ground": "unrelated", "statement": "It is not ours."}], "evidence": [proof]}


# What a body names: (title, role, row, kind of id, the body with one's own ids but for the id in question).
_FILE = api("removal-requests")
_CHECK = api("removal-requests/check")
BODIES = (
    *DEALING_BODIES,
    (
        "documents about another's review",
        "agent",
        api("document-requests"),
        "review",
        lambda own, other: {"review": other, "feedback_type": "wrong_item"},
    ),
    (
        "another's file as a document",
        "partner",
        api("document-requests/<str:request_id>/give", "", "document request"),
        "file",
        lambda own, other: {"answer": "Here.", "files": [other]},
    ),
    ("a case about another's review", "seller", _FILE, "review", lambda own, other: _request(other)),
    (
        "a case with another's message",
        "seller",
        _FILE,
        "message",
        lambda own, other: _request(own["fresh review"], "message", ref=other),
    ),
    (
        "a case with another's file",
        "seller",
        _FILE,
        "file",
        lambda own, other: _request(own["fresh review"], "file", ref=other),
    ),
    (
        "a case with another's order",
        "seller",
        _FILE,
        "order row",
        lambda own, other: _request(own["fresh review"], "order", ref=other),
    ),
    (
        "a case with another's review as evidence",
        "seller",
        _FILE,
        "review",
        lambda own, other: _request(own["fresh review"], "review", ref=other),
    ),
    (
        "a settlement about another's order",
        "seller",
        api("settlements"),
        "order",
        lambda own, other: {
            "order": other,
            "terms": "I send it again.",
            "perform_by": "2099-01-01T00:00:00Z",
            "withdraw_by": "2099-01-02T00:00:00Z",
        },
    ),
    (
        "a compensation for another's order",
        "seller",
        api("compensations"),
        "order",
        lambda own, other: {"order": other, **A_COMPENSATION},
    ),
)
