"""How long the page of a case with a long chat takes, and how many queries it asks: for bench/case_page and others."""

from __future__ import annotations

import statistics
import time
from datetime import timedelta
from typing import Any

MESSAGES = 500
RUNS = 40
MOST_QUERIES = 25
MOST_SECONDS = 0.2
LINES = (
    "Hello, when does my order start?",
    "It starts tonight, thank you for waiting.",
    "Could I get a refund? It is a day late already.",
    "We are sorry about the delay and look into it.",
    "Thanks, and how do I open the package?",
)
THREAT = "If it is not here tomorrow I leave one star, or you send me 500 gold for free."
"""Once in every hundred messages."""


def measure(tenant: Any, member: Any, *, runs: int = RUNS, messages: int = MESSAGES) -> dict[str, float]:
    """`{messages, queries, p50, p95}` of the page of a new case, in seconds of the server, as `member` opens it.

    Call it on a set up Django, outside of any transaction. The member has an account and works at the desk.
    """
    from django.urls import reverse

    from tenants.scope import tenant_scope

    with tenant_scope(tenant):
        case = long_case(tenant, messages)
    client = signed_in(tenant, member)
    path = reverse("admin:disputes_removalrequest_change", args=[case.pk])
    for _ in range(3):
        open_page(client, path)
    queries = count_queries(client, path)
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        open_page(client, path)
        seconds.append(time.perf_counter() - began)
    p95 = statistics.quantiles(seconds, n=20)[18]
    return {"messages": messages, "queries": queries, "p50": statistics.median(seconds), "p95": p95}


def long_case(tenant: Any, messages: int) -> Any:
    """An open case that claims several grounds about the newest negative review without one, all of it gathered."""
    from django.utils import timezone

    from disputes.actions.look_at_case import look_at_case
    from disputes.models import Claim, RemovalRequest
    from feedback.models import Review
    from orders.models import Message
    from policy.terms import GroundKey
    from tenants.queries import policy_in_force

    now = timezone.now()
    version = policy_in_force(at=now)
    open_ones = RemovalRequest.objects.values("review")
    negative = Review.objects.filter(sentiment="negative", status="published").exclude(comment="")
    review = negative.exclude(pk__in=open_ones).select_related("buyer", "order").order_by("-published_at")[0]
    Message.objects.bulk_create(
        Message(
            tenant=tenant,
            order=review.order,
            sender=("buyer", "seller")[place % 2],
            author=None if place % 2 else review.buyer,
            body=f"{place}: {LINES[place % len(LINES)]}" if place % 100 else THREAT,
            sent_at=review.published_at - timedelta(minutes=messages - place),
            recorded_at=now,
        )
        for place in range(messages)
    )
    case = RemovalRequest.objects.create(
        tenant=tenant,
        review=review,
        seller_id=review.seller_id,
        filed_by=review.buyer,
        status="in_review",
        policy_version=version,
        filed_at=now,
        due_at=now + timedelta(days=3),
    )
    wanted = (GroundKey.BLACKMAIL, GroundKey.UNRELATED, GroundKey.PERSONAL_INFORMATION, GroundKey.DUPLICATE)
    Claim.objects.bulk_create(
        Claim(tenant=tenant, request=case, ground=ground, statement="It is against the rules.")
        for ground in wanted
        if version.policy.removal.offers(ground)
    )
    look_at_case(tenant=tenant, request=case, now=now)
    return case


def signed_in(tenant: Any, member: Any) -> Any:
    """A client at the marketplace's address, signed in with the second factor given."""
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
    from django.contrib.auth import login
    from django.http import HttpRequest
    from django.test import Client

    from accounts.second_factor import record_enrolment

    client = Client(SERVER_NAME=tenant.host)
    request = HttpRequest()
    request.session, request.user = client.session, member.user
    login(request, member.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    if not Authenticator.objects.filter(user=member.user, type=Authenticator.Type.TOTP).exists():
        TOTP.activate(member.user, generate_totp_secret())
    record_enrolment(request)
    request.session.save()
    client.cookies["sessionid"] = request.session.session_key
    return client


def open_page(client: Any, path: str) -> Any:
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answered {answer.status_code}")
    return answer


def count_queries(client: Any, path: str) -> int:
    """Without BEGIN, COMMIT, savepoints and settings, which ask for nothing."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        open_page(client, path)
    return sum(asks_something(each["sql"]) for each in captured.captured_queries)


def asks_something(sql: str) -> bool:
    return not sql.startswith(("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT", "SET LOCAL"))
