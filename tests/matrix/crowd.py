"""Fills a marketplace of the matrix: more of everything that a page could list."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from disputes.actions.answer_second_look import answer_second_look
from disputes.actions.claim_second_look import claim_second_look
from disputes.actions.lodge_appeal import lodge_appeal
from disputes.actions.write_saved_reply import write_saved_reply
from disputes.models import GroupCase, MisuseStep, PartnerDocument, RemovalRequest, SavedReply, Statement
from disputes.queries import cases_of_group
from feedback.actions.attribute_review import attribute_review
from feedback.actions.edit_review import edit_review
from feedback.actions.put_response import put_response
from feedback.models import Review
from feedback.queries import review_of_id
from orders.actions.ensure_partner import ensure_partner
from orders.actions.give_compensation import give_compensation
from orders.actions.send_message import send_message
from orders.actions.store_upload import store_upload
from orders.models import FulfilledBy, Offer, Settlement, SettlementProof
from orders.queries import order_of_external_id, partner_of_external_id, seller_of_external_id
from policy.eligibility import Evidence
from policy.terms import Criterion
from tenants.actions.create_tenant import create_tenant
from tenants.actions.draft_policy import draft_policy
from tenants.models import PolicyVersion
from tests.cast import NOW, finished_order, make_member, make_seller
from tests.disputes.acts import decide, ready, review_of
from tests.disputes.notices import noticed
from tests.disputes.reports import refused
from tests.disputes.test_saved_replies import A_REPLY
from tests.matrix.dealings import more_dealings
from tests.matrix.integrators_world import more_integrating
from tests.matrix.prevention import more_at_risk
from tests.matrix.world import World, caution_of, documents_asked, every_decision_drawn, group_of, picture

DAY = timedelta(days=1)
GROUNDS = ("unrelated", "wrong_order", "blackmail", "feedback_bombing")


def waiting_order(world: World) -> str:
    """The external id of an order that Alice may review now."""
    with world.cast.inside():
        return finished_order(world.cast, closed_at=timezone.now() - DAY).external_id


def crowd(world: World, first: int, last: int) -> None:
    """One of each kind for every number from `first` to `last`: with a seller, an offer and a buyer of its own."""
    cast, numbers = world.cast, range(first, last + 1)
    for number in numbers:
        buyer = make_member(cast.tenant, f"Crowd{number}", "buyer", external_id=f"crowd-{number}")
        create_tenant(
            slug=f"market-{number}",
            name=f"Market {number}",
            host=f"m{number}.localhost",
            preset="retail",
            now=NOW,
        )
        with cast.inside():
            _trade(world, number, buyer)
    with cast.inside():
        _talk(world, numbers)
        _agreements(world, numbers)
        _changes(world, numbers)
        _versions(world, numbers)
        world.ids["request"] = str(_case_of_size(world, len(numbers)).pk)
        _misuse(world, numbers)
        _shipments(world, numbers)
        _notices(world, numbers)
        _groups(world, numbers)
        more_at_risk(world, numbers)
        _second_looks(world, numbers)
        _replies(world, numbers)
        _reports(world)
        more_dealings(cast, numbers)
        more_integrating(cast, world.ids, [cast.alice, cast.bob, cast.carol, cast.laura, world.ivan], numbers)


def _trade(world: World, number: int, buyer) -> None:
    cast, lately = world.cast, timezone.now() - DAY
    seller = make_seller(cast.tenant, f"crowd-{number}", f"Crowd {number}", runs=cast.bob)
    theirs = Offer.objects.create(tenant=cast.tenant, seller=seller, external_id=f"o-{number}", title=f"Bow {number}")
    ours = Offer.objects.create(
        tenant=cast.tenant, seller=cast.seller, external_id=f"p-{number}", title=f"Axe {number}"
    )
    partner = ensure_partner(tenant=cast.tenant, external_id=f"crowd-{number}", name=f"Carrier {number}", now=NOW)
    shipped = {"fulfilled_by": FulfilledBy.PARTNER, "partner": partner}
    finished_order(cast, seller=seller, offer=theirs, closed_at=lately, **shipped)
    for at in (NOW, timezone.now() - timedelta(hours=2)):
        review = review_of(cast, f"Fine, {number}.", 5, at, buyer=buyer, offer=ours, closed_at=at - DAY, **shipped)
        put_response(tenant=cast.tenant, by=cast.bob, review=review, body=f"Thanks, {number}.", now=at)
    then = NOW + timedelta(hours=number)  # nobody may post many in a minute
    _contested(world, review_of(cast, f"Bad, {number}.", at=then, seller=seller, offer=theirs), then, number)
    _contested(world, review_of(cast, f"Poor, {number}.", at=then, buyer=buyer, offer=ours), then, number)
    _contested(world, review_of(cast, f"Odd, {number}.", at=then, offer=ours), then)


def _contested(world: World, review: Review, at: datetime, number: int | None = None) -> None:
    """A case that waits where `number` is None; else one that was decided, and is under appeal."""
    cast = world.cast
    case, now = ready(cast, review, at=at)
    if number is None:
        return
    decision = decide(cast, case, now, "remove" if number % 2 else "keep")
    by = review.buyer if number % 2 else cast.bob
    lodge_appeal(tenant=cast.tenant, by=by, decision=decision, body=f"No, {number}.", now=now + DAY)


def _notices(world: World, numbers: range) -> None:
    """Notices that wait, and ones with a case."""
    for number in numbers:
        sent = {"email": f"n{number}@crowd.example", "address": f"192.0.2.{number}"}
        noticed(world.cast, explanation=f"Look, {number}.", **sent)
        # After Alice's other reviews: nobody may post many in a minute.
        at = NOW + 4 * DAY + timedelta(hours=number)
        noticed(world.cast, review_of(world.cast, f"Bad again, {number}.", at=at), **sent)


def _reports(world: World) -> None:
    """Statements that the Transparency Database refused."""
    for statement in Statement.objects.filter(kind="statement", reports__isnull=True):
        refused(world.cast, statement)


def _second_looks(world: World, numbers: range) -> None:
    """Decisions that wait for their second look, and ones that Dave saw otherwise."""
    cast, now = world.cast, timezone.now()
    with every_decision_drawn(cast):
        for number in numbers:
            for hours in (0, 1):
                at = NOW + 8 * DAY + timedelta(hours=2 * number + hours)
                case, then = ready(cast, review_of(cast, f"Once more, {number}.", at=at), at=at)
                look = decide(cast, case, then).second_look
            claim_second_look(tenant=cast.tenant, by=cast.dave, look=look, now=now)
            words = {"outcome": "keep", "findings": {"unrelated": "not_met"}, "reason": f"It is about it, {number}."}
            answer_second_look(tenant=cast.tenant, by=cast.dave, look=look, now=now, **words)


def _replies(world: World, numbers: range) -> None:
    """Saved replies for every case, and more versions of the one that is there."""
    cast, reply = world.cast, SavedReply.objects.get(pk=world.ids["saved reply"])
    for number in numbers:
        acting = {"tenant": cast.tenant, "by": cast.laura, "now": timezone.now()}
        write_saved_reply(**acting, **{**A_REPLY, "name": f"Crowd {number}"})
        changed = {**A_REPLY, "name": reply.name, "body": f"Other words, {number}."}
        write_saved_reply(**acting, **changed, reply=reply, version=reply.versions.count())


def _groups(world: World, numbers: range) -> None:
    """Groups of two, and one that grows, half of it with cases."""
    cast = world.cast
    first = cases_of_group(GroupCase.objects.get(pk=world.ids["group"]))[0]
    for number in numbers:
        at = NOW + 6 * DAY + timedelta(hours=number)
        case, _ = ready(cast, review_of(cast, f"Bomb {number}.", at=at), "feedback_bombing", at=at)
        group_of(cast, case, [review_of(cast, f"Boom {number}.", at=at)], f"crowd {number}")
        grown, _ = ready(cast, review_of(cast, f"Bang {number}.", at=at), "feedback_bombing", at=at, by=cast.dave)
        group_of(cast, first, [grown.review, review_of(cast, f"Bong {number}.", at=at)], "all")


def _talk(world: World, numbers: range) -> None:
    cast, order = world.cast, order_of_external_id(world.ids["order"])
    for number in numbers:
        upload = _upload(world, f"chat-{number}")
        sent = {"tenant": cast.tenant, "order": order, "now": NOW + timedelta(minutes=number)}
        send_message(by=cast.bob, sender="seller", body=f"Look {number}", uploads=[upload], **sent)
        send_message(by=cast.alice, sender="buyer", body=f"I see {number}", **sent)


def _agreements(world: World, numbers: range) -> None:
    """Settlements that ended, each with its proof, and compensations, on one order."""
    cast, order = world.cast, order_of_external_id(world.ids["order"])
    for number in numbers:
        at = NOW + timedelta(minutes=number)
        settlement = Settlement.objects.create(
            tenant=cast.tenant,
            order=order,
            proposed_by=cast.bob,
            terms=f"Sent again, {number}.",
            perform_by=at + DAY,
            withdraw_by=at + 2 * DAY,
            status="honoured",
            proposed_at=at,
            answered_at=at,
            performed_at=at,
            closed_at=at,
        )
        upload = _upload(world, f"proof-{number}")
        SettlementProof.objects.create(tenant=cast.tenant, settlement=settlement, upload=upload)
        words = {"kind": "item", "description": f"A spare bow, {number}.", "now": at}
        give_compensation(tenant=cast.tenant, by=cast.bob, order=order, **words)


def _changes(world: World, numbers: range) -> None:
    """One review that was edited and answered many times."""
    cast, review = world.cast, review_of_id(world.ids["fresh review"])
    stars = dict.fromkeys(Criterion, 2)
    for number in numbers:
        now = timezone.now() - timedelta(minutes=30 - number)
        review = edit_review(
            tenant=cast.tenant,
            by=cast.alice,
            review=review,
            version=review.version,
            stars=stars,
            comment=f"Meh {number}",
            now=now,
        )
        put_response(tenant=cast.tenant, by=cast.bob, review=review, body=f"Why {number}?", now=now)


def _versions(world: World, numbers: range) -> None:
    first = PolicyVersion.objects.get(number=1)
    for number in numbers:
        PolicyVersion.objects.create(
            tenant=world.cast.tenant,
            number=number + 1,
            document=first.document,
            effective_from=timezone.now() - timedelta(minutes=30 - number),
            published_at=NOW,
            published_by=world.cast.laura,
        )
        draft_policy(
            tenant=world.cast.tenant, by=world.cast.laura, document=first.document, title=f"D {number}", now=NOW
        )


def _shipments(world: World, numbers: range) -> None:
    """What Petra's is asked, answered and answers for, with penalty points."""
    cast, partner = world.cast, partner_of_external_id(world.ids["partner"])
    # Nora's, so that the times of Alice's many reviews only go forward.
    shipped = {"fulfilled_by": FulfilledBy.PARTNER, "partner": partner, "buyer": world.nora}
    for number in numbers:
        at = NOW + 5 * DAY + timedelta(hours=number)
        review = review_of(cast, f"Broken, {number}.", at=at, **shipped)
        documents_asked(cast, partner, review, f"parcel {number}")
        given = documents_asked(cast, partner, review_of(cast, f"Torn, {number}.", at=at - DAY, **shipped), "all")
        given.answer, given.given_by, given.given_at = f"Here, {number}.", world.petra, NOW
        given.save()
        upload = store_upload(
            tenant=cast.tenant, by=world.petra, name=f"{number}.png", content=picture(), partner=partner, now=NOW
        )
        PartnerDocument.objects.create(tenant=cast.tenant, request=given, upload=upload)
        fault = {"ground": "partner_at_fault", "feedback_type": "wrong_item", "penalty_points": 10}
        attribute_review(tenant=cast.tenant, by=cast.carol, review=review, **fault, now=at)


def _misuse(world: World, numbers: range) -> None:
    """A caution for every seller; the one that is looked at rests on all there is."""
    cast, cases = world.cast, RemovalRequest.objects.order_by("id")
    for number in numbers:
        caution_of(cast, seller_of_external_id(f"crowd-{number}"), list(cases[:1]), f"crowd {number}")
    MisuseStep.objects.filter(pk=world.ids["step"]).update(cases=[case.pk for case in cases])


def _case_of_size(world: World, size: int):
    """A case with more grounds, and more pieces of evidence of each kind, the larger it is."""
    cast, now = world.cast, NOW + 3 * DAY + timedelta(hours=size)
    review, pieces = review_of(cast, "Everything was wrong.", at=now), []
    for number in range(min(size, 6)):
        at = now - timedelta(hours=number + 1)
        message, _ = send_message(
            tenant=cast.tenant, by=cast.alice, order=review.order, sender="buyer", body=f"Free? {number}", now=at
        )
        other = review_of(cast, f"Wrong, {number}.", at=at)
        upload = _upload(world, f"case-{size}-{number}")
        pieces += [
            Evidence("message", ref=str(message.pk)),
            Evidence("review", ref=str(other.pk)),
            Evidence("file", ref=str(upload.pk)),
            Evidence("text", text=f"See {number}."),
        ]
    pieces.append(Evidence("order", ref=str(review.order_id)))
    return ready(cast, review, *GROUNDS[: 4 if size > 3 else 1], at=now, evidence=pieces)[0]


def _upload(world: World, name: str):
    cast = world.cast
    return store_upload(
        tenant=cast.tenant, by=cast.bob, name=f"{name}.png", content=picture(), seller=cast.seller, now=NOW
    )
