"""Codes for something off a next order: how they are made and read, and reads of them."""

from __future__ import annotations

import secrets
from uuid import UUID

from orders.models import Discount, Order

# Without letters and digits that are taken for one another; 31 of them, so that 12 hold 59 bits.
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
LENGTH = 12


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def plain_code(typed: str) -> str:
    """The code as it is kept, however it was typed: blanks, dashes and small letters do not matter."""
    return "".join(sign for sign in typed.upper() if sign.isalnum())[:50]


def code_in_groups(code: str) -> str:
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def discounts_of_order(order: Order) -> dict[UUID, Discount]:
    """By the compensation that each is: those given because of this order."""
    found = Discount.objects.select_related("used_by").filter(compensation__order=order)
    return {each.compensation_id: each for each in found}


def discount_taken(order: Order) -> Discount | None:
    """What was taken off this order's price."""
    return Discount.objects.filter(used_by=order).first()
