"""Two marketplaces with one of everything in each, and a visitor in every role."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.actions.create_api_key import create_api_key
from accounts.actions.ensure_user import ensure_user
from accounts.queries import SCOPES
from audit.queries import entries_of
from disputes.actions.ask_information import ask_information
from disputes.actions.claim_request import claim_request
from disputes.actions.give_information import give_information
from disputes.actions.lodge_appeal import lodge_appeal
from disputes.actions.submit_notice import Receipt
from disputes.actions.write_saved_reply import write_saved_reply
from disputes.grouping.keeping import keep_group
from disputes.models import DocumentRequest, GroupCase, MisuseStep, RemovalRequest, SecondLook, Statement
from feedback.models import Review
from notifications.models import Notification
from notifications.subscriptions import token_for
from orders.actions.ensure_partner import ensure_partner
from orders.actions.seat_partner import seat_partner
from orders.actions.send_message import send_message
from orders.actions.store_upload import store_upload
from orders.models import Partner
from policy.document import preset
from policy.gathered import Coordination, Link
from tenants.actions.draft_policy import draft_policy
from tenants.models import Member, PolicyVersion
from tests.cast import NOW, PASSWORD, Cast, browser, make_cast, make_member, sign_in
from tests.disputes.acts import decide, ready, review_of
from tests.disputes.notices import noticed, noticed_and_claimed
from tests.disputes.reports import refused
from tests.disputes.test_saved_replies import A_REPLY
from tests.matrix.dealings import dealings
from tests.matrix.integrators_world import integrators_ids
from tests.matrix.trade_world import trade_ids
from tests.orders.agreed import proposed

# A stranger's name, sentences and ids must not show up anywhere else; this marks those of the other marketplace.
SECRET = "zanzibar"


# What both marketplaces have under one name.
SHARED = ("policy number", "year", "nothing", "order step", "remedy of an order", "remedy of an offer")


@dataclass
class World:
    cast: Cast
    ids: dict[str, str]
    petra: Member
    ivan: Member
    nora: Member
    key: str


def make_world(slug: str, mark: str) -> World:
    """Alice's review of Bob's was contested, decided and appealed; Petra ships, Ivan integrates, Nora only buys."""
    cast = make_cast(slug=slug)
    petra = make_member(cast.tenant, "Petra", "partner", external_id="petra")
    ivan = make_member(cast.tenant, "Ivan", "integrator")
    nora = make_member(cast.tenant, "Nora", "buyer", external_id="nora")
    with cast.inside():
        partner = ensure_partner(tenant=cast.tenant, external_id=f"{mark}-partner", name=f"{mark} hall", now=NOW)
        seat_partner(tenant=cast.tenant, partner=partner, member=petra, now=NOW)
        cast.seller.external_id, cast.seller.slug, cast.seller.name = f"{mark}-seller", f"{mark}-shop", f"{mark} shop"
        cast.seller.save()
        upload = store_upload(
            tenant=cast.tenant, by=cast.bob, name=f"{mark}.png", content=picture(), seller=cast.seller, now=NOW
        )
        review = review_of(cast, comment=f"Slow, said {mark}.", external_id=f"{mark}-order")
        message, _ = send_message(
            tenant=cast.tenant, by=cast.bob, order=review.order, sender="seller", body=f"Hello {mark}", now=NOW
        )
        case, later = ready(cast, review)
        decision = decide(cast, case, later)
        appeal = lodge_appeal(
            tenant=cast.tenant,
            by=cast.alice,
            decision=decision,
            body=f"No, says {mark}.",
            now=later + timedelta(days=1),
        )
        open_review = review_of(cast, comment=f"Late, said {mark}.", external_id=f"{mark}-open-order")
        open_case, _ = ready(cast, open_review)
        lately = timezone.now() - timedelta(hours=1)
        fresh_review = review_of(
            cast,
            comment=f"Meh, said {mark}.",
            at=lately,
            external_id=f"{mark}-fresh-order",
            closed_at=lately - timedelta(days=1),
        )
        draft = draft_policy(
            tenant=cast.tenant, by=cast.laura, document=preset("game_goods"), title=f"For {mark}", now=later
        )
        settlement = proposed(cast, fresh_review.order, at=lately, terms=f"Sent again, says {mark}.")
        statement = Statement.objects.get(decision=decision, kind="statement")
        step = caution_of(cast, cast.seller, [case], mark)
        with every_decision_drawn(cast):
            told = decided_notice(cast, mark)
        told_step = caution_of(cast, None, [], mark, subject="notice_author", member=told.notice.author)
        key_row, key = create_api_key(tenant=cast.tenant, user=ivan.user, scopes=SCOPES, now=timezone.now())
        saved = {**A_REPLY, "name": f"For {mark}"}
        reply = write_saved_reply(tenant=cast.tenant, by=cast.laura, now=later, **saved).reply
        ids = {
            "order": review.order.external_id,
            "seller": cast.seller.external_id,
            "seller slug": cast.seller.slug,
            "partner": partner.external_id,
            "partner slug": partner.slug,
            "document request": str(documents_asked(cast, partner, open_review, mark).pk),
            "review": str(open_review.pk),
            "fresh review": str(fresh_review.pk),
            "settlement": str(settlement.pk),
            "message": str(message.pk),
            "file": str(upload.pk),
            "request": str(open_case.pk),
            "decided request": str(case.pk),
            "decision": str(decision.pk),
            "appeal": str(appeal.pk),
            "second look": str(SecondLook.objects.get().pk),
            "statement": str(statement.pk),
            "saved reply": str(reply.pk),
            "judged finding": str(decision.judged.first().pk),
            "step": str(step.pk),
            "group": str(group_of(cast, open_case, [review, fresh_review], mark).pk),
            "notice": str(noticed(cast, explanation=f"Look at it, says {mark}.").notice.pk),
            "notice token": told.token,
            "notice step": str(told_step.pk),
            "policy version": str(PolicyVersion.objects.get().pk),
            "policy draft": str(draft.pk),
            "member": str(cast.alice.pk),
            "entry": str(entries_of(review)[0].pk),
            "order row": str(review.order.pk),
            "seller row": str(cast.seller.pk),
            "account": str(cast.alice.user_id),
            "marketplace": str(cast.tenant.pk),
            "policy number": "1",
            "year": "2026",
            "report": str(refused(cast, statement).pk),
            "notification": str(Notification.objects.filter(member=cast.alice).first().pk),
            "unsubscribe token": token_for(cast.alice, ["payment"], tenant=cast.tenant, now=timezone.now()),
            "nothing": "no/such/thing",
            **trade_ids(cast, mark),
            **integrators_ids(cast, ivan, key_row, mark),
            **dealings(cast, fresh_review.order, mark, lately),
        }
    return World(cast=cast, ids=ids, petra=petra, ivan=ivan, nora=nora, key=key)


@contextmanager
def every_decision_drawn(cast: Cast) -> Iterator[None]:
    """What is decided meanwhile is looked at a second time."""
    cast.tenant.second_look_percent = 100
    yield
    cast.tenant.second_look_percent = 0


def group_of(cast: Cast, case: RemovalRequest, others: list, mark: str) -> GroupCase:
    """The group case of the case's review and these."""
    ids = [str(each.pk) for each in others]
    links = tuple(Link(str(case.review_id), each, by) for each in ids for by in ("device", "words"))
    found = Coordination(cluster_size=len(ids) + 1, other_reviews=tuple(ids), links=links)
    words = f"The review is one of a set, says {mark}."
    return keep_group(case, found, explanation=words, tenant=cast.tenant, now=NOW)


def decided_notice(cast: Cast, mark: str) -> Receipt:
    """A notice about which something was asked, and whose case was decided."""
    review = review_of(cast, comment=f"Rude, said {mark}.", external_id=f"{mark}-noticed-order")
    case, receipt = noticed_and_claimed(cast, review, email=f"nora@{mark}.example")
    acting = {"tenant": cast.tenant, "request": case, "now": NOW}
    ask_information(by=cast.carol, version=case.version, question=f"Where, {mark}?", **acting)
    give_information(by=receipt.notice.author, answer=f"There, says {mark}.", **acting)
    decide(cast, claim_request(by=cast.carol, **acting), NOW, "keep")
    return receipt


def caution_of(cast: Cast, seller, cases: list, mark: str, **against: Any) -> MisuseStep:
    """A caution in force against that seller (or whoever `against` names), resting on those cases."""
    return MisuseStep.objects.create(
        tenant=cast.tenant,
        **{"subject": "seller", "seller": seller, **against},
        kind="caution",
        status="active",
        policy_version=PolicyVersion.objects.order_by("number").first(),
        counted=3,
        decided=4,
        share="0.75",
        gravity="minor",
        reasons=[f"3 groundless requests, says {mark}."],
        cases=[case.pk for case in cases],
        proposed_at=NOW + timedelta(days=4),
        confirmed_by=cast.laura,
        confirmed_at=NOW + timedelta(days=5),
        ends_at=timezone.now() + timedelta(days=30),
        reason=f"So it is, says {mark}.",
    )


def documents_asked(cast: Cast, partner: Partner, review: Review, words: str) -> DocumentRequest:
    """What the partner is asked about a review; game goods knows no partners, so no action asks it here."""
    return DocumentRequest.objects.create(
        tenant=cast.tenant,
        partner=partner,
        order=review.order,
        review=review,
        feedback_type="wrong_item",
        asks_for=f"the packing list of {words}",
        asked_by=cast.carol,
        asked_at=NOW,
        due_at=NOW + timedelta(hours=72),
    )


def picture() -> io.BytesIO:
    stream = io.BytesIO()
    Image.new("RGB", (4, 4), "red").save(stream, "PNG")
    stream.seek(0)
    return stream


def made_up(kind: str) -> str:
    """An id of the right shape that nobody has."""
    plain = {"order": "nobody-order", "seller": "nobody-seller", "seller slug": "nobody-shop", "partner": "nobody"}
    plain["partner slug"] = "nobody-hall"
    return plain.get(kind) or str(uuid4())


ROLES = (
    "anonymous",
    "buyer",
    "other buyer",
    "seller",
    "partner",
    "agent",
    "lead",
    "integrator",
    "key",
    "stranger",
    "strange agent",
    "operator",
)


def visitors(home: World, elsewhere: World) -> dict[str, Client]:
    """One client a role, all at the first marketplace's host."""
    tenant = home.cast.tenant
    members = {
        "buyer": home.cast.alice,
        "other buyer": home.nora,
        "seller": home.cast.bob,
        "partner": home.petra,
        "agent": home.cast.dave,
        "lead": home.cast.laura,
        "integrator": home.ivan,
    }
    clients = {role: browser(tenant, member) for role, member in members.items()}
    clients["anonymous"] = browser(tenant)
    clients["key"] = browser(tenant)
    clients["key"].defaults["HTTP_AUTHORIZATION"] = f"Bearer {home.key}"
    for role, member in (("stranger", elsewhere.cast.alice), ("strange agent", elsewhere.cast.carol)):
        clients[role] = browser(tenant)
        sign_in(clients[role], member.user, second_factor=member.at_the_desk)
    operator = ensure_user(email="operator@example.com", password=PASSWORD, verified=True, operator=True)
    clients["operator"] = browser(tenant)
    sign_in(clients["operator"], operator, second_factor=True)
    return {role: clients[role] for role in ROLES}
