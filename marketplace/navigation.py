"""The links of the masthead and footer, by what a member may do here."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from tenants.models import Member, Role

Link = dict[str, object]

BUYING = (("Purchases", "order_list"), ("My cases", "case_list"), ("Decisions", "statement_list"))
SELLING = (
    ("Orders to me", "seller_orders"),
    ("My offers", "offer_list"),
    ("Feedback", "feedback_manager"),
    ("Removal requests", "seller_requests"),
    ("Decisions", "statement_list"),
)

SHIPPING = (("Requests for documents", "partner_requests"),)


def links_of(request: HttpRequest, member: Member | None) -> list[Link]:
    """The masthead's links; the desk has its own menu in the admin. Strangers find the sellers too."""
    places: list[tuple[str, str]] = [("Sellers", "sellers")]
    if member is None:
        return _shown(request, places)
    if member.has_role(Role.SELLER):
        places += SELLING
    if member.has_role(Role.PARTNER):
        places += SHIPPING
    if member.has_role(Role.BUYER):
        places += BUYING
    if member.at_the_desk:
        places.append(("Desk", "admin:index"))
    return _shown(request, places)


def _shown(request: HttpRequest, places: list[tuple[str, str]]) -> list[Link]:
    return [
        {"label": label, "href": (href := reverse(name)), "current": request.path == href}
        for label, name in dict.fromkeys(places)
    ]


def footer_links() -> list[Link]:
    return [{"label": "The rules of feedback", "href": reverse("policy_page")}]
