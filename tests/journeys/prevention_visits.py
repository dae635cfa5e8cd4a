"""The visits of the prevention desk, of each remedy on a page of its own, and of what was added to an order."""

from __future__ import annotations

from tests.journeys.conftest import Person
from tests.journeys.visit import Visit

DESK = "/selling/prevention"
OF_ORDER = f"{DESK}/orders/<uuid:order_id>/<str:kind>"
OF_OFFER = f"{DESK}/offers/<uuid:offer_id>/<str:kind>"

PREVENTION_VISITS = (
    Visit(DESK, "prevention", "seller"),
    Visit(DESK, "prevention-retail", "seller", "retail"),
    Visit(f"{DESK}/pause", "prevention-pause", "seller", start=DESK, follow=(f"{DESK}/pause",)),
    # The desk's forms are sent there, and come back there when they are refused.
    Visit(OF_ORDER, "remedy-of-an-order", "seller", start="risk:orders:extend_delivery"),
    Visit(OF_OFFER, "remedy-of-an-offer", "seller", start="risk:offers:set_stock"),
)


def remedy_page(seller: Person, kind: str) -> str:
    """The page of the first remedy of that kind (as in "orders:extend_delivery") that the desk offers."""
    of, _, name = kind.partition(":")
    seller.go(DESK)
    form = seller.page.locator(f"main form[action^='{DESK}/{of}/'][action$='/{name}']").first
    return form.get_attribute("action")
