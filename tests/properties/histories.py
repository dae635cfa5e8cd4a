"""Random histories of reviews at several sellers of two marketplaces, and a slow count of what they add up to."""

from __future__ import annotations

from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from feedback.actions.attribute_review import attribute_review
from feedback.actions.edit_review import edit_review
from feedback.actions.import_review import import_review
from feedback.actions.post_review import post_review
from feedback.actions.redact_review import redact_review
from feedback.actions.remove_review import remove_review
from feedback.actions.restore_review import restore_review
from feedback.actions.strike_review import strike_review
from feedback.actions.withdraw_review import withdraw_review
from feedback.jobs.recompute_rate import recompute_rate
from feedback.models import Review, Revision
from orders.models import Seller
from tenants.models import Member, PolicyVersion
from tenants.queries import policy_in_force
from tests.cast import NOW, Cast, finished_order, make_cast, make_member, make_seller
from wire.refusals import Refused

BEGIN = NOW - timedelta(days=300)
CRITERIA = ("fulfilment", "start_time", "communication")
GROUNDS = ("blackmail", "unrelated")

KINDS = ("post",) * 4 + ("import", "edit", "withdraw", "strike", "remove", "attribute", "redact", "restore", "restore")
KINDS += ("strike some", "strike some")


@dataclass(frozen=True)
class Step:
    kind: str
    place: int
    seller: int
    buyer: int
    which: int
    stars: tuple[int, int, int]
    wait: timedelta
    ground: str
    counted: bool


steps = st.builds(
    Step,
    kind=st.sampled_from(KINDS),
    place=st.integers(0, 1),
    seller=st.sampled_from((0, 0, 0, 1)),
    buyer=st.sampled_from((0, 0, 1)),
    which=st.integers(0, 9),
    stars=st.tuples(*[st.integers(1, 5)] * 3),
    wait=st.one_of(
        st.just(timedelta(0)),
        st.timedeltas(timedelta(0), timedelta(hours=30)),
        st.timedeltas(timedelta(0), timedelta(days=12)),
    ),
    ground=st.sampled_from(GROUNDS),
    counted=st.booleans(),
)
histories = st.lists(steps, min_size=6, max_size=24)


@dataclass
class Place:
    """One marketplace with two sellers and two buyers."""

    cast: Cast
    sellers: list[Seller]
    buyers: list[Member]
    zone: ZoneInfo


@dataclass
class World:
    places: list[Place]
    now: datetime = BEGIN
    published_on: dict[Any, date] = field(default_factory=dict)
    moments: list[datetime] = field(default_factory=list)


def make_world() -> World:
    """One marketplace that counts every review, and one that counts the latest of a buyer's within 20 days."""
    places = []
    for slug, preset, zone, span in (
        ("east", "game_goods", "Pacific/Auckland", 0),
        ("west", "retail", "America/St_Johns", 20),
    ):
        cast = make_cast(slug=slug, preset=preset, timezone=zone)
        other = make_member(cast.tenant, "Ann", "buyer", external_id="ann")
        with cast.inside():
            first = policy_in_force(at=NOW)
            document = {
                **first.document,
                "feedback": {**first.document["feedback"], "same_buyer_collapse_days": span},
            }
            PolicyVersion.objects.create(
                tenant=cast.tenant, number=2, document=document, effective_from=BEGIN, published_at=BEGIN
            )
            sellers = [cast.seller, make_seller(cast.tenant, "second")]
        places.append(Place(cast, sellers, [cast.alice, other], ZoneInfo(zone)))
    return World(places)


def play(world: World, step: Step) -> None:
    """Do what the step says where it is possible; a refusal changes nothing."""
    world.now += step.wait
    world.moments.append(world.now)
    place = world.places[step.place]
    seller = place.sellers[step.seller]
    with place.cast.inside():
        with suppress(Refused):
            _act(world, place, seller, step)
        if step.counted:
            recompute_rate(tenant=place.cast.tenant, seller_id=seller.pk, now=world.now)


def _act(world: World, place: Place, seller: Seller, step: Step) -> None:
    tenant, now = place.cast.tenant, world.now
    stars = dict(zip(CRITERIA, step.stars, strict=True))
    if step.kind in ("post", "import"):
        buyer = place.buyers[step.buyer]
        order = finished_order(place.cast, buyer=buyer, seller=seller, offer=None, closed_at=now - timedelta(days=3))
        if step.kind == "post":
            review = post_review(tenant=tenant, by=buyer, order=order, stars=stars, comment="So be it", now=now)
        else:
            review = import_review(
                tenant=tenant,
                by=None,
                order=order,
                stars={"overall": step.stars[0]},
                comment="",
                published_at=now - timedelta(days=step.which * 9, hours=step.which),
                now=now,
            )
        world.published_on[review.pk] = review.published_at.astimezone(place.zone).date()
        return
    reviews = list(Review.objects.filter(seller=seller).select_related("buyer").order_by("id"))
    if not reviews:
        return
    review = reviews[step.which % len(reviews)]
    decided = {"tenant": tenant, "by": place.cast.carol, "review": review, "now": now}
    match step.kind:
        case "edit":
            edit_review(
                tenant=tenant,
                by=review.buyer,
                review=review,
                version=review.version,
                stars=stars,
                comment=None if step.which % 2 else review.comment[:2],
                now=now,
            )
        case "withdraw":
            withdraw_review(tenant=tenant, by=review.buyer, review=review, now=now)
        case "strike":
            strike_review(**decided, ground=step.ground)
        case "strike some":
            strike_review(**decided, ground=step.ground, criteria=some(step.which))
        case "remove":
            remove_review(**decided, ground=step.ground)
        case "attribute":
            attribute_review(**decided, ground="partner_at_fault")
        case "redact":
            redact_review(**decided, spans=[[0, 2]])
        case "restore":
            restore_review(**decided, everything=step.which > 7)


def some(which: int) -> list[str]:
    """One criterion or two, told by a number."""
    return [name for place, name in enumerate(CRITERIA) if (which % 6 + 1) >> place & 1]


def states_now(seller: Seller) -> list[dict[str, Any]]:
    return [_state(review) | _fixed(review) for review in Review.objects.filter(seller=seller)]


def states_at(seller: Seller, moment: datetime) -> list[dict[str, Any]]:
    """What each review was at the moment, by its revisions alone."""
    states = []
    for review in Review.objects.filter(seller=seller):
        last = None
        for revision in Revision.objects.filter(review=review).order_by("number"):
            if revision.at <= moment:
                last = revision
        if last is not None:
            states.append(_state(last) | _fixed(review))
    return states


def _state(of: Review | Revision) -> dict[str, Any]:
    """What it counts as. Stars and sentiment are added up anew from what no decision struck."""
    state = {name: getattr(of, name) for name in ("status", "ground", "sentiment", "stars", "overall", "comment")}
    state |= {name: None if name in (of.struck_criteria or ()) else getattr(of, name) for name in CRITERIA}
    given = [of.overall] if of.overall else [state[name] for name in CRITERIA if state[name]]
    assert state["stars"] == int(sum(given) / len(given) + 0.5)
    assert state["sentiment"] == ("negative", "neutral", "positive")[max(0, min(state["stars"] - 2, 2))]
    return state


def _fixed(review: Review) -> dict[str, Any]:
    return {
        "buyer": review.buyer_id,
        "at": (review.published_at, review.pk),
        "day": review.published_at.astimezone(review.tenant.zone).date(),
    }


def counted_slowly(states: list[dict[str, Any]], today: date, span: int) -> dict[str, Any]:
    """Every window in the shape of the stored one, written without a look at the product's own count."""
    of_buyer = defaultdict(list)
    for state in states:
        if state["status"] == "published":
            of_buyer[state["buyer"]].append(state)
    counted = [
        state
        for mine in of_buyer.values()
        for state in mine
        if not any(other["at"] > state["at"] and (other["day"] - state["day"]).days < span for other in mine)
    ]
    windows = {}
    for name, days in (("30", 30), ("90", 90), ("365", 365), ("lifetime", 10_000)):
        held = [state for state in counted if 0 <= (today - state["day"]).days < days]
        windows[name] = {
            **{mood: sum(state["sentiment"] == mood for state in held) for mood in ("positive", "neutral", "negative")},
            "comments": sum(bool(state["comment"]) for state in held),
            "overall_only": sum(state["overall"] is not None for state in held),
            **{name: [sum(state[name] == n for state in held) for n in range(1, 6)] for name in ("stars", *CRITERIA)},
        }
    for status in ("struck", "removed"):
        grounds: dict[str, int] = defaultdict(int)
        for state in states:
            if state["status"] == status and state["day"] <= today:
                grounds[state["ground"]] += 1
        windows["lifetime"][status] = dict(grounds)
    return windows
