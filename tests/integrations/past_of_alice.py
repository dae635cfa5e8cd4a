"""Alice with a long past: everywhere a marketplace can keep something of a buyer, something of hers is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from disputes.actions.claim_appeal import claim_appeal
from disputes.actions.claim_request import claim_request
from disputes.actions.decide_appeal import decide_appeal
from disputes.actions.lodge_appeal import lodge_appeal
from disputes.actions.reply_to_request import reply_to_request
from disputes.models import Decision
from feedback.actions.put_response import put_response
from feedback.models import Review
from integrations.actions.add_endpoint import add_endpoint
from integrations.jobs.pass_on import pass_on
from notifications.actions.notify import notify
from orders.actions.give_compensation import give_compensation
from orders.actions.report_seller import report_seller
from orders.actions.send_message import send_message
from orders.actions.store_upload import store_upload
from orders.models import Payment, Upload
from tenants.actions.leave_fingerprints import leave_fingerprints
from tests.cast import NOW, Cast
from tests.disputes.acts import decide, filed, review_of
from tests.disputes.notices import noticed
from tests.orders.files import image, sent

NAME = "Alicia Quexley"
EMAIL = "alicia.quexley@post.example"
EXTERNAL = "quexley-77"
SECRET_WORDS = "My zebrafish died of it"
CHAT_WORDS = "Where is my zebrafish food?"


@dataclass
class Past:
    """What the tests look at afterwards."""

    plain: Review
    judged: Review
    decision: Decision
    upload: Upload


def rename(cast: Cast) -> None:
    """Alice under a name that occurs nowhere else."""
    alice = cast.alice
    alice.name, alice.email, alice.external_id = NAME, EMAIL, EXTERNAL
    alice.save()
    alice.user.name, alice.user.email = NAME, EMAIL
    alice.user.save()
    alice.user.emailaddress_set.update(email=EMAIL)


def past_of_alice(cast: Cast, at=NOW) -> Past:
    """Call it inside the marketplace. Nothing of it is open in the end."""
    rename(cast)
    add_endpoint(tenant=cast.tenant, by=cast.laura, url="https://hooks.example.com/", events=[], now=at)
    tenant, alice, bob = cast.tenant, cast.alice, cast.bob
    say: Any = {"tenant": tenant, "now": at}
    plain = review_of(cast, f"{SECRET_WORDS}. Greetings, {NAME}", stars=5)
    order = plain.order
    upload = store_upload(by=alice, name="alicia.png", content=sent(image(), "alicia.png"), **say)
    send_message(by=alice, order=order, sender="buyer", body=f"{CHAT_WORDS} {EMAIL}", uploads=[upload], **say)
    send_message(by=bob, order=order, sender="seller", body=f"Dear {NAME}, on its way. Alicia, thank you!", **say)
    put_response(by=bob, review=plain, body="Thank you, Alicia!", **say)
    give_compensation(by=bob, order=order, kind="item", description="Food for Alicia", amount=None, **say)
    report_seller(by=alice, order=order, kind="other", words=f"He writes to {EMAIL}", **say)
    Payment.objects.create(
        tenant=tenant,
        order=order,
        variant="default",
        total=5,
        currency="EUR",
        billing_last_name="Quexley",
        billing_email=EMAIL,
        description=f"For {NAME}",
    )
    leave_fingerprints(tenant=tenant, member=alice, seen=[("device", "her-phone")], now=at)
    notify(tenant=tenant, member=bob, kind="review_published", key="about-her", title=f"{NAME} wrote", path="/", now=at)
    noticed(cast, None, name=NAME, email=EMAIL, explanation=f"I am {NAME} and know it is unlawful.")
    judged, decision = _judged(cast, at)
    pass_on(tenant=tenant, now=at)
    return Past(plain, judged, decision, upload)


def _judged(cast: Cast, at) -> tuple[Review, Decision]:
    """A review that was removed, appealed, and stays removed."""
    judged = review_of(cast, f"{SECRET_WORDS}, says Alicia Quexley", stars=1)
    send_message(
        tenant=cast.tenant, by=cast.alice, order=judged.order, sender="buyer", body=f"{CHAT_WORDS} {NAME}", now=at
    )
    case = filed(cast, judged)
    reply_to_request(tenant=cast.tenant, by=cast.alice, request=case, body=f"{SECRET_WORDS}! {EMAIL}", now=at)
    later = at + timedelta(hours=1)
    case = claim_request(tenant=cast.tenant, by=cast.carol, request=case, now=later)
    decision = decide(cast, case, later, reason="Alicia Quexley wrote to the wrong shop, as her chat shows.")
    appeal = lodge_appeal(
        tenant=cast.tenant, by=cast.alice, decision=decision, body=f"{SECRET_WORDS} at {EMAIL}", now=later
    )
    appeal = claim_appeal(tenant=cast.tenant, by=cast.dave, appeal=appeal, now=later)
    decide_appeal(
        tenant=cast.tenant,
        by=cast.dave,
        appeal=appeal,
        outcome="rejected",
        version=appeal.version,
        reason="Alicia is wrong, the chat says so.",
        now=later,
    )
    judged.refresh_from_db()
    return judged, decision


def found_anywhere(*needles: str) -> list[str]:
    """Every table that holds one of these, in any column, as PostgreSQL writes a row down: the wall is where it is."""
    hits = []
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (table,) in cursor.fetchall():
            for needle in needles:
                cursor.execute(f'SELECT count(*) FROM "{table}" row WHERE row::text ILIKE %s', [f"%{needle}%"])
                if cursor.fetchone()[0]:
                    hits.append(f"{table}: {needle}")
    return hits
