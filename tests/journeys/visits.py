"""Every page and how a person comes to it: where they begin and which links they follow."""

from __future__ import annotations

from tests.journeys.dealings_visits import DEALING_VISITS
from tests.journeys.integrators_visits import INTEGRATOR_VISITS
from tests.journeys.manager_visits import MANAGER_VISITS
from tests.journeys.notifications_visits import NOTIFICATION_VISITS
from tests.journeys.prevention_visits import PREVENTION_VISITS
from tests.journeys.public_visits import PUBLIC_VISITS
from tests.journeys.trade_visits import TRADE_VISITS
from tests.journeys.visit import Visit

CASE = "/cases/<uuid:request_id>"
PARTNER = "/partners/<slug:slug>"
DOCUMENTS = "/partner/requests"
ONE_DOCUMENT = "/partner/requests/<uuid:request_id>"
MISUSE = "/misuse/<uuid:step_id>"
QUEUE = "/admin/disputes/removalrequest/"
DESK_CASE = QUEUE + "<str:object_id>/"
LOOKS = "/admin/disputes/secondlook/"
ONE_LOOK = LOOKS + "<str:object_id>/"
DESK_POLICY = "/admin/tenants/policyversion/"
DESK_DRAFTS = "/admin/tenants/policydraft/"
DESK_DRAFT = DESK_DRAFTS + "<str:object_id>/"
REVIEW = "/reviews/<uuid:review_id>"
STATEMENT = "/statements/<uuid:statement_id>"
NOTICE = "/notices/<str:token>"
APPEAL = "/decisions/<uuid:decision_id>/appeal"
ORDER = "/orders/<str:external_id>"
SETTLEMENT = "/settlements/<uuid:settlement_id>"


def desk_list(app: str, title: str, who: str = "agent", slug: str = "game-goods") -> tuple[Visit, Visit]:
    """A list of the desk, and the first row's own page."""
    address = f"/admin/{app}/"
    return (
        Visit(address, f"desk-{title}", who, slug),
        Visit(address + "<str:object_id>/", f"desk-{title}-row", who, slug, address, (address + "<str:object_id>/",)),
    )


def desk_case(order: str, title: str, *, status: str = "", who: str = "agent", slug: str = "game-goods") -> Visit:
    return Visit(DESK_CASE, f"desk-case-{title}", who, slug, f"{QUEUE}?q={order}&status={status}", (DESK_CASE,))


def case_of(order: str, title: str, who: str, *, then: str = "", slug: str = "game-goods") -> Visit:
    start = "/selling/requests" if who == "seller" else "/cases"
    steps = (f"{order} > {CASE}", *([then] if then else []))
    return Visit(then or CASE, f"case-{title}", who, slug, start, steps)


VISITS = (
    # Everyone
    Visit("/", "directory", slug=""),
    Visit("/", "home"),
    Visit("/", "home-retail", slug="retail"),
    Visit("/policy", "policy"),
    Visit("/policy", "policy-fulfilment", slug="fulfilment"),
    Visit("/policy/versions/<int:number>", "policy-version", start="/policy/versions/1"),
    Visit("/style", "style"),
    Visit("/api/docs", "api-docs"),
    Visit("/sellers/<slug:slug>", "seller", start="/", follow=("/sellers/<slug:slug>",)),
    Visit("/sellers/<slug:slug>", "seller-negative", start="/sellers/northgate-coins?sentiment=negative"),
    Visit("/sellers/<slug:slug>", "seller-fulfilment", slug="fulfilment", start="/", follow=("/sellers/<slug:slug>",)),
    Visit(REVIEW, "review", start="/sellers/northgate-coins", follow=(REVIEW,)),
    # Notices, without an account
    Visit("/notices/new", "notice-form", start="/sellers/northgate-coins", follow=(REVIEW, "/notices/new")),
    Visit("/notices/new", "notice-form-retail", slug="retail"),
    Visit(NOTICE, "notice-running", slug="retail", start="mailed:We received your notice"),
    Visit(NOTICE, "notice-decided", slug="retail", start="mailed:What was decided about your notice"),
    Visit(NOTICE, "notice-dismissed", slug="retail", start="mailed:What became of your notice"),
    Visit(
        f"{NOTICE}/appeal", "notice-appeal", slug="retail", start="mailed:What was decided about your notice>/appeal"
    ),
    Visit(f"{NOTICE}/answer", "notice-answer", slug="retail", start="mailed:A question about your notice>/answer"),
    # Accounts
    Visit("/accounts/login/", "sign-in"),
    Visit("/accounts/signup/", "sign-up"),
    Visit("/accounts/inactive/", "account-inactive"),
    Visit("/accounts/password/reset/", "password-reset"),
    Visit("/accounts/password/reset/done/", "password-reset-done"),
    Visit("/accounts/password/reset/key/done/", "password-reset-saved"),
    Visit("/accounts/password/reset/key/<uidb36>-<key>/", "password-reset-old-link", start="reset:1-none"),
    Visit("/accounts/password/reset/key/<uidb36>-<key>/", "password-reset-link", start="reset:newcomer"),
    Visit("/accounts/confirm-email/", "confirm-sent"),
    Visit("/accounts/confirm-email/<key>/", "confirm-old-link", start="/accounts/confirm-email/none/"),
    Visit("/accounts/2fa/authenticate/", "second-factor", "half"),
    Visit("/accounts/reauthenticate/", "reauthenticate", "newcomer"),
    Visit("/accounts/email/", "email-addresses", "newcomer"),
    Visit("/accounts/password/change/", "password-change", "newcomer"),
    Visit("/accounts/logout/", "sign-out", "newcomer"),
    Visit("/accounts/2fa/", "security", "newcomer"),
    Visit("/accounts/2fa/", "security-desk", "agent"),
    Visit("/accounts/2fa/totp/deactivate/", "factor-off", "newcomer"),
    Visit("/accounts/2fa/totp/activate/", "factor-on", "seller"),
    Visit("/accounts/2fa/reauthenticate/", "second-factor-again", "newcomer"),
    Visit("/accounts/2fa/recovery-codes/", "recovery-codes", "newcomer"),
    Visit("/accounts/2fa/recovery-codes/generate/", "recovery-codes-new", "newcomer"),
    Visit("/accounts/2fa/webauthn/", "keys", "newcomer"),
    Visit("/accounts/2fa/webauthn/add/", "keys-add", "newcomer"),
    # The buyer
    Visit("/", "home-buyer", "buyer"),
    Visit("/orders", "orders", "buyer"),
    Visit("/orders/<str:external_id>", "order", "buyer", start="/orders", follow=("/orders/<str:external_id>",)),
    Visit("/orders/<str:external_id>", "order-with-chat", "buyer", start="/orders/GA-70001"),
    Visit("/orders/<str:external_id>/review", "review-form", "buyer", start="/orders/GA-19001/review"),
    Visit(REVIEW, "review-own", "buyer", "game-services", "posted:"),
    Visit(f"{REVIEW}/edit", "review-edit", "buyer", "game-services", "posted:", (f"{REVIEW}/edit",)),
    Visit(f"{REVIEW}/withdraw", "review-withdraw", "buyer", "game-services", "posted:", (f"{REVIEW}/withdraw",)),
    Visit("/cases", "cases", "buyer"),
    Visit("/cases", "cases-none", "newcomer"),
    Visit("/orders", "orders-none", "newcomer"),
    Visit("/statements", "statements-none", "newcomer"),
    case_of("GA-70001", "awaiting-reply", "buyer"),
    case_of("GA-70001", "reply", "buyer", then=f"{CASE}/reply"),
    case_of("GA-70005", "removed", "buyer"),
    case_of("GA-70008", "appealed", "buyer"),
    Visit("/statements", "statements", "buyer"),
    Visit(STATEMENT, "statement", "buyer", start="/statements", follow=(STATEMENT,)),
    Visit(APPEAL, "appeal-form", "buyer", start="/cases", follow=(f"GA-70005 > {CASE}", APPEAL)),
    # The seller
    Visit("/selling/orders", "selling-orders", "seller"),
    Visit("/orders/<str:external_id>", "order-of-seller", "seller", start="/orders/GA-70001"),
    Visit("/selling/causes", "causes", "seller"),
    Visit("/selling/requests", "requests", "seller"),
    Visit("/selling/requests/new", "request-choice", "seller"),
    Visit("/selling/requests/new", "request-form", "seller", "game-services", "contest:"),
    Visit(f"{REVIEW}/response", "response-form", "seller", "game-services", "posted:", (f"{REVIEW}/response",)),
    Visit(ORDER, "settlement-proposed", "buyer", start="/orders/GA-70301"),
    Visit(
        f"{SETTLEMENT}/answer", "settlement-answer", "buyer", start="/orders/GA-70301", follow=(f"{SETTLEMENT}/answer",)
    ),
    Visit(
        f"{SETTLEMENT}/withdraw",
        "settlement-back",
        "seller",
        start="/orders/GA-70301",
        follow=(f"{SETTLEMENT}/withdraw",),
    ),
    Visit(
        f"{SETTLEMENT}/perform",
        "settlement-perform",
        "seller",
        start="/orders/GA-70305",
        follow=(f"{SETTLEMENT}/perform",),
    ),
    Visit(ORDER, "settlement-performed", "buyer", start="/orders/GA-70302"),
    Visit(ORDER, "settlement-breached", "seller", start="/orders/GA-70304"),
    Visit(
        f"{ORDER}/settlement", "settlement-form", "seller", start="/orders/GA-70006", follow=(f"{ORDER}/settlement",)
    ),
    Visit(ORDER, "compensated", "seller", start="/orders/GA-70601"),
    Visit(f"{ORDER}/compensation", "compensation-form", "seller", start="/orders/GA-70601/compensation"),
    case_of("GA-70004", "asked", "seller"),
    case_of("GA-70004", "answer", "seller", then=f"{CASE}/answer"),
    case_of("GA-70001", "take-back", "seller", then=f"{CASE}/withdraw"),
    case_of("GA-70006", "kept", "seller"),
    case_of("GA-70009", "withdrawn", "seller"),
    Visit(MISUSE, "misuse", "seller", start="/selling/requests", follow=(MISUSE,)),
    Visit(
        f"/selling{REVIEW}/type",
        "feedback-type",
        "seller",
        "fulfilment",
        "/selling/requests",
        (f"FU-70010 > {CASE}", REVIEW, f"/selling{REVIEW}/type"),
    ),
    # The partner
    Visit("/", "home-partner", "partner", "fulfilment"),
    Visit(PARTNER, "partner", slug="fulfilment", start="/partners/prairie-fulfilment"),
    Visit(PARTNER, "partner-own", "partner", "fulfilment", "/partner/requests", (PARTNER,)),
    Visit(DOCUMENTS, "documents", "partner", "fulfilment"),
    Visit(DOCUMENTS, "documents-answered", "partner", "fulfilment", f"{DOCUMENTS}?show=answered"),
    Visit(ONE_DOCUMENT, "documents-open", "partner", "fulfilment", DOCUMENTS, (f"FU-70001 > {ONE_DOCUMENT}",)),
    Visit(ONE_DOCUMENT, "documents-overdue", "partner", "fulfilment", DOCUMENTS, (f"FU-70010 > {ONE_DOCUMENT}",)),
    Visit(
        ONE_DOCUMENT,
        "documents-judged",
        "partner",
        "fulfilment",
        f"{DOCUMENTS}?show=answered",
        (f"FU-70004 > {ONE_DOCUMENT}",),
    ),
    # The desk
    Visit(QUEUE, "desk-queue", "agent"),
    desk_case("FU-70001", "documents-asked", slug="fulfilment"),
    desk_case("FU-70010", "documents-overdue", slug="fulfilment"),
    desk_case("FU-70011", "documents-to-judge", slug="fulfilment"),
    desk_case("FU-70004", "attributed", status="decided", slug="fulfilment"),
    Visit(QUEUE, "desk-queue-empty", "agent", start=f"{QUEUE}?q=none"),
    desk_case("GA-70001", "awaiting-reply"),
    desk_case("GA-70002", "in-review"),
    desk_case("GA-70003", "claimed"),
    desk_case("GA-70004", "asked"),
    desk_case("GA-70005", "removed", status="decided"),
    desk_case("GA-70008", "appealed", status="decided"),
    desk_case("GA-70009", "withdrawn", status="withdrawn"),
    desk_case("RE-70010", "held", who="lead", slug="retail"),
    desk_case("RE-70002", "redactable", who="lead", slug="retail"),
    *desk_list("disputes/appeal", "appeals"),
    *desk_list("disputes/groupcase", "groups"),
    *desk_list("disputes/savedreply", "replies", "lead"),
    Visit("/admin/disputes/savedreply/new/", "desk-replies-new", "lead"),
    Visit(
        f"{DESK_CASE}story/",
        "desk-case-story",
        "agent",
        start=f"{QUEUE}?q=GA-70005&status=decided",
        follow=(DESK_CASE, f"{DESK_CASE}story/"),
    ),
    *desk_list("disputes/misusestep", "misuse", "lead"),
    *desk_list("disputes/judgedfinding", "programs"),
    *desk_list("disputes/notice", "notices", slug="retail"),
    *desk_list("disputes/secondlook", "second-looks"),
    Visit(LOOKS, "desk-second-looks-answered", "lead", start=f"{LOOKS}?status=answered"),
    Visit(ONE_LOOK, "desk-both-answers", "lead", start=f"{LOOKS}?status=answered", follow=(ONE_LOOK,)),
    Visit(LOOKS + "consistency/", "desk-consistency", "lead"),
    Visit("/admin/disputes/decision/", "desk-team", "lead"),
    *desk_list("orders/order", "orders"),
    *desk_list("orders/seller", "sellers"),
    *desk_list("feedback/review", "reviews"),
    *desk_list("tenants/member", "members"),
    *desk_list("tenants/policyversion", "policy"),
    Visit(DESK_POLICY + "compare/", "desk-policy-compare", "lead"),
    Visit(DESK_DRAFTS, "desk-drafts", "lead"),
    Visit(DESK_DRAFT, "desk-draft", "lead", start="draft:"),
    Visit(f"{DESK_DRAFT}edit/", "desk-draft-form", "lead", start="draft:", follow=(f"{DESK_DRAFT}edit/",)),
    Visit(f"{DESK_DRAFT}json/", "desk-draft-json", "lead", start="draft:", follow=(f"{DESK_DRAFT}json/",)),
    *desk_list("audit/entry", "log"),
    # The platform
    *desk_list("tenants/tenant", "marketplaces", "operator", ""),
    *desk_list("accounts/user", "accounts", "operator", ""),
    *NOTIFICATION_VISITS,
    *DEALING_VISITS,
    *MANAGER_VISITS,
    *TRADE_VISITS,
    *PUBLIC_VISITS,
    *PREVENTION_VISITS,
    *INTEGRATOR_VISITS,
    # What is not there
    Visit("/nothing", "error-not-found", status=404),
    Visit("/", "error-no-marketplace", slug="nowhere", status=404),
    Visit(f"{REVIEW}/response", "error-forbidden", "buyer", "game-services", "posted:response", status=403),
)

# Pages at which nobody of the demo can arrive, and why.
UNREACHED = {
    "/accounts/password/set/": "every account has a password",
    "/accounts/login/code/confirm/": "nobody signs in with a mailed code",
    "/accounts/2fa/webauthn/reauthenticate/": "takes a key in hand",
    "/accounts/2fa/webauthn/keys/<int:pk>/remove/": "takes a key in hand",
    "/accounts/2fa/webauthn/keys/<int:pk>/edit/": "takes a key in hand",
    "/admin/disputes/report/<str:object_id>/": "the demo reports nothing to the EU",
}
