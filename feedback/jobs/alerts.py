"""Tells a seller's team once that its rate came near the target or fell under it, until it is well again."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from urllib.parse import urlencode

from django.urls import reverse

from feedback.models import RateAlert, SellerRate
from feedback.queries.figures import counts_of
from feedback.queries.rating import basis_of
from notifications.actions.notify import Told, notify_all
from orders.queries import members_who_run
from policy import rate as rates
from policy.document import PolicyDocument
from policy.phrases import fixed
from policy.saying import joined, say, say_number
from policy.terms import Window

NEAR = Fraction(1, 100)
"""Less than a point above the target is near it. A rate of 100 % is near nothing."""


def watch_rate(rate: SellerRate, policy: PolicyDocument, *, now: datetime) -> RateAlert | None:
    """Begin, raise or end the seller's alert by the headline just written; the one that stands, or None.

    The caller holds the rate's lock, so three deliveries tell once. An alert stands until the rate is a point above
    the target: one that goes up and down around it is no news each time.
    """
    counts = counts_of(rate.windows[basis_of(rate.windows, policy).window])
    exact = rates.rate(counts, policy.feedback.rate_formula)
    level = level_of(exact, policy.feedback.target)
    standing = RateAlert.objects.filter(seller=rate.seller_id, ended_at=None).first()
    if standing is not None and level is not None and level in (standing.level, RateAlert.Level.NEAR):
        return standing
    if standing is not None:
        standing.ended_at = now
        standing.save(update_fields=["ended_at"])
    if level is None:
        return None
    alert = RateAlert.objects.create(
        tenant_id=rate.tenant_id,
        seller_id=rate.seller_id,
        level=level,
        rate=rates.shown(exact, policy.feedback.target),
        target=rates.shown(policy.feedback.target, policy.feedback.target),
        since=now,
    )
    _tell(alert, rate, counts, exact, policy, now)
    return alert


def level_of(exact: Fraction | None, target: Fraction) -> RateAlert.Level | None:
    """How the rate stands against its target, of an exact share; None where it is well, or there is none."""
    if exact is None or exact == 1 or exact >= target + NEAR:
        return None
    return RateAlert.Level.NEAR if exact >= target else RateAlert.Level.BELOW


def _tell(
    alert: RateAlert, rate: SellerRate, counts: rates.Counts, exact: Fraction, policy: PolicyDocument, now: datetime
) -> None:
    formula, target = policy.feedback.rate_formula, policy.feedback.target
    window = basis_of(rate.windows, policy).window
    is_below = alert.level == RateAlert.Level.BELOW
    seller, rate_now = alert.seller, fixed(Decimal(rates.shown_percent(exact, target)), 1)
    title = (
        say("{seller} is under its target: {rate} % positive", seller=seller.name, rate=rate_now)
        if is_below
        else say("{seller} is near its target: {rate} % positive", seller=seller.name, rate=rate_now)
    )
    body = _share_in_words(counts, window, policy)
    needed = rates.five_star_reviews_to_target(counts, formula, target)
    if is_below and needed:
        more = say_number(
            "{number} more five-star review would bring you to it.",
            "{number} more five-star reviews would bring you to it.",
            needed,
        )
        body = joined(body, more)
    path = f"{reverse('feedback_manager')}?{urlencode({'seller': seller.slug})}"
    told = [Told(each, "rate_alert", f"rate_alert:{alert.pk}", title, path, body) for each in members_who_run(seller)]
    notify_all(tenant=alert.tenant, told=told, now=now)


def _share_in_words(counts: rates.Counts, window: Window, policy: PolicyDocument) -> str:
    """What the rate is made of, and the target: "94 of 100 ratings in 60 days are positive; the target is 95 %."."""
    base = rates.denominator(counts, policy.feedback.rate_formula)
    target = Decimal(f"{float(policy.feedback.target * 100):.4g}")
    if window is Window.LIFETIME:
        return say_number(
            "{positive} of {number} rating of all time are positive; the target is {target} %.",
            "{positive} of {number} ratings of all time are positive; the target is {target} %.",
            base,
            positive=counts.positive,
            target=target,
        )
    return say_number(
        "{positive} of {number} rating in {days} days are positive; the target is {target} %.",
        "{positive} of {number} ratings in {days} days are positive; the target is {target} %.",
        base,
        positive=counts.positive,
        days=window.days,
        target=target,
    )
