"""The visits of offers, of paying, and of the life of orders that were bought in the demo."""

from __future__ import annotations

from tests.journeys.visit import Visit

OFFER = "/offers/<uuid:offer_id>"
OFFERS = "/sellers/<slug:slug>/offers"
EDIT = "/selling/offers/<uuid:offer_id>"
ORDER = "/orders/<str:external_id>"
SHOP = "/sellers/northgate-coins/offers"
SOLD = f"1,000 gold, realm Ashfall > {OFFER}"
RUNNING = "/selling/orders?status=in_progress"
BOUGHT = f"Robin Vale > {ORDER}"
UNPAID = "/orders?status=awaiting_payment"

TRADE_VISITS = (
    Visit(OFFERS, "shop", start=SHOP),
    Visit(OFFER, "offer", start=SHOP, follow=(SOLD,)),
    Visit(OFFER, "offer-to-buy", "buyer", start=SHOP, follow=(SOLD,)),
    Visit(OFFER, "offer-paused", "buyer", start=SHOP, follow=(f"by appointment > {OFFER}",)),
    Visit(OFFER, "offer-sold-out", "buyer", start=SHOP, follow=(f"last of its kind > {OFFER}",)),
    Visit("/selling/offers", "offers", "seller"),
    Visit("/selling/offers/new", "offer-new", "seller"),
    Visit(EDIT, "offer-edit", "seller", start="/selling/offers", follow=(f"by appointment > {EDIT}",)),
    Visit(
        f"{EDIT}/pause", "offer-pause", "seller", start="/selling/offers", follow=(f"by appointment > {EDIT}/pause",)
    ),
    Visit(ORDER, "order-to-start", "seller", start=RUNNING, follow=(BOUGHT,)),
    Visit(f"{ORDER}/move/<str:step>", "order-ship", "seller", start=RUNNING, follow=(BOUGHT, f"{ORDER}/move/ship")),
    Visit(f"{ORDER}/move/<str:step>", "order-cancel", "seller", start=RUNNING, follow=(BOUGHT, f"{ORDER}/move/cancel")),
    Visit(f"{ORDER}/extend", "order-extend", "seller", start=RUNNING, follow=(BOUGHT, f"{ORDER}/extend")),
    Visit(f"{ORDER}/refund", "order-refund", "seller", start=RUNNING, follow=(BOUGHT, f"{ORDER}/refund")),
    Visit(ORDER, "order-delivered", "buyer", start="/orders?status=delivered", follow=(f"Raid mount > {ORDER}",)),
    Visit(f"{ORDER}/paid", "order-paid", "buyer", start="paid:"),
    Visit(f"{ORDER}/pay", "order-pay", "buyer", start="unpaid:"),
    Visit(f"{ORDER}/pay/<uuid:token>", "order-pay-form", "buyer", start="paying:"),
)
