"""For sellers: what the rate would be without a review, when it leaves by itself, and what else would bring it back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from feedback.models import Review
from feedback.pages.cards import CRITERIA, card_of, drawn
from feedback.pages.seller_actions import seller_actions
from feedback.pages.seller_figures import WINDOW_WORDS
from feedback.queries import Sight, visible_review
from feedback.queries.alternatives import what_if as compared
from feedback.queries.public_face import window_in_words
from orders.queries import runs_seller
from policy import rate as rates
from policy.document import PolicyDocument
from policy.phrases import criteria_in_words
from policy.saying import say
from policy.terms import Criterion, Outcome, ReviewStatus, Window
from policy.windows import in_window, leaves_window_on, local_day
from tenants.queries import policy_in_force
from wire.entry import for_members
from wire.refusals import NotThere

WHOLE = ""


@require_safe
@for_members
def what_if(request: HttpRequest, review_id: Any) -> HttpResponse:
    """For the reviewed seller, about a review that stands; else the page is not there."""
    review = visible_review(request.member, str(review_id))
    if not runs_seller(request.member, review.seller_id) or review.status != ReviewStatus.PUBLISHED:
        raise NotThere
    now = timezone.now()
    policy = policy_in_force(at=now).policy
    choices = _choices(review)
    asked = request.GET.get("of", WHOLE)
    asked = asked if asked in dict(choices) else WHOLE
    found = _compared(review, asked, now)
    today = local_day(now, request.tenant.zone)
    page = {
        "review": review,
        "card": drawn(card_of(review, Sight.PUBLIC, actions=seller_actions(review, policy), level=2)),
        "asked": asked,
        "lead": _lead(asked),
        "choices": [{"value": value, "label": label} for value, label in choices] if len(choices) > 1 else [],
        "now": _headline(found["now"], policy),
        "then": _headline(found["then"], policy),
        "windows": _windows(found, review, policy, today),
        "target": f"{float(policy.feedback.target * 100):.4g}",
        "counted": any(
            found["now"]["windows"][window.value] != found["then"]["windows"][window.value] for window in Window
        ),
    }
    return render(request, "feedback/what_if.html", page)


def _choices(review: Review) -> list[tuple[str, str]]:
    """The whole review, and each criterion that can be struck so that something is left to count."""
    counted = set(review.counted_criteria)
    choices = [(WHOLE, say("The whole review"))]
    if len(counted) > 1:
        choices += [
            (name, say("Only the stars for {criterion}", criterion=criteria_in_words([name])))
            for name, _ in CRITERIA
            if name in counted
        ]
    return choices


def _lead(asked: str) -> str:
    if asked == WHOLE:
        return say(
            "What the rate would be if a decision removed or struck through the whole review. Both take it out of the "
            "count. Nothing changes by looking."
        )
    return say(
        "What the rate would be if a decision removed or struck through only the stars for {criterion}. Both take it "
        "out of the count. Nothing changes by looking.",
        criterion=criteria_in_words([asked]),
    )


def _compared(review: Review, asked: str, now: datetime) -> dict[str, Any]:
    """As decisions would make it: removed and struck through count alike, that is not at all."""
    if asked == WHOLE:
        return compared(review, Outcome.REMOVE, now)
    return compared(review, Outcome.STRIKE, now, criteria=[Criterion(asked)])


def _headline(side: dict[str, Any], policy: PolicyDocument) -> dict[str, Any]:
    """What the component of the rate takes, and the reviews that are missing to the target."""
    windows, feedback = side["windows"], policy.feedback
    basis = rates.basis(_counts(windows[Window.DAYS_365.value]), feedback.minimum_ratings)
    counts = _counts(windows[basis.window.value])
    exact = rates.rate(counts, feedback.rate_formula)
    return {
        "value": exact is not None and rates.shown_percent(exact, feedback.target),
        "status": side["status"],
        "positive": counts.positive,
        "total": rates.denominator(counts, feedback.rate_formula),
        "window": window_in_words(basis.window.value),
        "needed": rates.five_star_reviews_to_target(counts, feedback.rate_formula, feedback.target),
    }


def _windows(found: dict[str, Any], review: Review, policy: PolicyDocument, today: Any) -> list[dict[str, Any]]:
    """Now and then side by side in every window, and when the review leaves it by itself."""

    def percent(counts: rates.Counts) -> str:
        exact = rates.rate(counts, policy.feedback.rate_formula)
        return "" if exact is None else rates.shown_percent(exact, policy.feedback.target)

    rows = []
    for window in Window:
        now, then = (_counts(found[side]["windows"][window.value]) for side in ("now", "then"))
        inside = in_window(review.published_on, today, window)
        rows.append(
            {
                "label": WINDOW_WORDS[window.value],
                "now": now,
                "then": then,
                "now_rate": percent(now),
                "then_rate": percent(then),
                "inside": inside,
                "leaves_on": leaves_window_on(review.published_on, window.days) if inside else None,
            }
        )
    return rows


def _counts(window: dict[str, Any]) -> rates.Counts:
    return rates.Counts(window["positive"], window["neutral"], window["negative"])
