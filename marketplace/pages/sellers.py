"""The directory of a marketplace's sellers: searched by name, narrowed and put in order, each with its rate's base."""

from __future__ import annotations

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from feedback.queries.directory import ORDERS, Asked, first_not_rated, page_of_sellers
from feedback.queries.public_face import face_of_row
from orders.sellers.naming import words_of
from policy.document import PolicyDocument
from policy.recommendation import Recommendation
from policy.saying import say
from tenants.queries import policy_in_force
from wire.entry import of_a_marketplace
from wire.refusals import Refused

ON_ONE_PAGE = 24
MOST_WORDS = 5
LONGEST_SEARCH = 100
ORDER_WORDS = {"rate": say("How good their rate surely is"), "ratings": say("Number of ratings"), "name": say("Name")}


@require_safe
@of_a_marketplace
def sellers(request: HttpRequest) -> HttpResponse:
    policy = policy_in_force(at=timezone.now()).policy
    typed = request.GET.get("q", "")[:LONGEST_SEARCH]
    standing, order = request.GET.get("standing", ""), request.GET.get("order", "")
    asked = Asked(
        words=tuple(words_of(typed)[:MOST_WORDS]),
        standing=standing if standing in set(Recommendation) else "",
        order=order if order in ORDERS else ORDERS[0],
        cursor=request.GET.get("cursor", ""),
    )
    query = {"q": typed, "standing": asked.standing, "order": asked.order if asked.order != ORDERS[0] else ""}
    query = {name: value for name, value in query.items() if value}
    # Signs alone make no word: nobody is called like that.
    nonsense = bool(typed.strip()) and not asked.words
    try:
        rows, cut = ([], None) if nonsense else page_of_sellers(asked, ON_ONE_PAGE)
    except Refused:
        return redirect(f"{request.path}?{urlencode(query)}")
    last = cut is not None and not cut.next
    unrated = first_not_rated(asked, ON_ONE_PAGE + 1) if last and not asked.standing and asked.order != "name" else []
    page = {
        "fields": _fields(typed, asked, policy),
        "narrowed": bool(query) or bool(asked.cursor),
        "searched": typed.strip(),
        "sellers": [_line(seller, row, policy) for seller, row in rows],
        "unrated": [{"name": each.name, "href": _href_of(each)} for each in unrated[:ON_ONE_PAGE]],
        "all_unrated_href": _href(request, {**query, "standing": Recommendation.NOT_RATED.value, "order": ""})
        if len(unrated) > ON_ONE_PAGE
        else "",
        "newer": _href(request, {**query, "cursor": cut.previous}) if cut and cut.previous else "",
        "older": _href(request, {**query, "cursor": cut.next}) if cut and cut.next else "",
        "reset_href": request.path if query else "",
        "order_words": _order_words(asked),
        "canonical": request.build_absolute_uri(request.path),
    }
    return render(request, "marketplace/sellers.html", page)


def _line(seller: Any, row: Any, policy: PolicyDocument) -> dict[str, Any]:
    face = face_of_row(seller, row, policy)
    return {"name": seller.name, "href": _href_of(seller), "face": face}


def _href_of(seller: Any) -> str:
    return reverse("seller_page", args=[seller.slug])


def _fields(typed: str, asked: Asked, policy: PolicyDocument) -> list[dict[str, Any]]:
    target = Decimal(f"{float(policy.feedback.target * 100):.4g}")
    standings = {
        "": say("All"),
        Recommendation.RECOMMENDED: say("Recommended: {target} % or more", target=target),
        Recommendation.BELOW: say("Under {target} %", target=target),
        Recommendation.TOO_FEW: say("Fewer than {number} ratings", number=policy.feedback.minimum_ratings),
        Recommendation.NOT_RATED: say("Not rated yet"),
    }
    return [
        {"name": "q", "label": say("Name"), "value": typed, "type": "search"},
        _choice("standing", say("Which sellers"), asked.standing, standings),
        _choice("order", say("In the order of"), asked.order, ORDER_WORDS),
    ]


def _choice(name: str, label: str, value: str, words: dict[str, str]) -> dict[str, Any]:
    options = [{"value": str(each), "label": said} for each, said in words.items()]
    return {"name": name, "label": label, "value": str(value), "options": options}


def _order_words(asked: Asked) -> str:
    if asked.order == "name" or asked.standing == Recommendation.NOT_RATED:
        return say("In the order of their names.")
    if asked.order == "ratings":
        return say("Those with the most ratings of all time first.")
    return say("Ordered by how good their rate surely is: a few good ratings count for less than many.")


def _href(request: HttpRequest, query: dict[str, str]) -> str:
    return f"{request.path}?{urlencode({name: value for name, value in query.items() if value})}"
