"""What a marketplace of the matrix has on sale: an offer, an order that waits to be paid, one that is paid."""

from __future__ import annotations

from decimal import Decimal

from orders.actions.give_compensation import give_compensation
from orders.actions.pay_back import pay_back
from tests.cast import NOW, Cast
from tests.orders.bought import begun, offer_on_sale, paid, placed


def trade_ids(cast: Cast, mark: str) -> dict[str, str]:
    """Their ids by kind. Call it inside the marketplace."""
    words = {"title": f"A lamp of {mark}", "description": f"It shines, says {mark}.", "stock": 50}
    offer = offer_on_sale(cast, f"{mark}-offer", **words)
    unpaid, bought = placed(cast, offer), paid(cast, offer)
    payment = begun(cast, unpaid)
    words = {"amount": Decimal("1.00"), "reason": f"A scratch, says {mark}.", "now": NOW}
    refund = pay_back(tenant=cast.tenant, by=cast.bob, order=bought, **words)
    words = {"kind": "item", "description": f"A spare lamp, says {mark}.", "now": NOW}
    addition = give_compensation(tenant=cast.tenant, by=cast.bob, order=bought, **words)
    return {
        "offer": str(offer.pk),
        "offer number": offer.external_id,
        "unpaid order": unpaid.external_id,
        "payment token": payment.token,
        "paid order": bought.external_id,
        "refund": str(refund.pk),
        "order step": "deliver",
        "remedy of an order": "delay_notice",
        "remedy of an offer": "set_stock",
        "addition": str(addition.pk),
    }
