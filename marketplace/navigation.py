"""The links of the masthead and footer, by what a member may do here."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language

from policy.saying import say
from tenants.models import Member, Role

Link = dict[str, object]

BUYING = ((say("Purchases"), "order_list"), (say("My cases"), "case_list"), (say("Decisions"), "statement_list"))
SELLING = (
    (say("Orders to me"), "seller_orders"),
    (say("My offers"), "offer_list"),
    (say("Feedback"), "feedback_manager"),
    (say("Prevention"), "prevention"),
    (say("Removal requests"), "seller_requests"),
)

INTEGRATING = ((say("For developers"), "developers"),)
SHIPPING = ((say("Requests for documents"), "partner_requests"),)


def links_of(request: HttpRequest, member: Member | None) -> list[Link]:
    """The masthead's links; the desk has its own menu in the admin. Strangers find the sellers too."""
    places: list[tuple[str, str]] = [(say("Sellers"), "sellers")]
    if member is None:
        return _shown(request, places)
    if member.has_role(Role.SELLER):
        places += SELLING
    if member.has_role(Role.PARTNER):
        places += SHIPPING
    if member.has_role(Role.BUYER):
        places += BUYING
    if member.has_role(Role.INTEGRATOR):
        places += INTEGRATING
    if member.at_the_desk:
        places.append((say("Desk"), "admin:index"))
    return _shown(request, places)


def account_links(member: Member | None) -> list[Link]:
    """The account menu's links beside sign-in and security: what every member has, whatever they do here."""
    if member is None:
        return []
    places = ((say("For developers"), "developers"), (say("Your data"), "own_data"))
    return [{"label": label, "href": reverse(name)} for label, name in places]


def _shown(request: HttpRequest, places: list[tuple[str, str]]) -> list[Link]:
    return [
        {"label": label, "href": (href := reverse(name)), "current": request.path == href}
        for label, name in dict.fromkeys(places)
    ]


def footer_links() -> list[Link]:
    # The same on every page: one that is not there looks like one that may not be seen.
    spoken = dict(settings.LANGUAGES).get(get_language() or "", "English")
    return [
        {"label": say("The rules of feedback"), "href": reverse("policy_page")},
        {"label": say("Transparency"), "href": reverse("transparency")},
        {"label": say("Language: {name}", name=spoken), "href": reverse("language")},
    ]
