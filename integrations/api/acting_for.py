"""An integrator's key acts for a buyer or a seller: `"acting_for": {"buyer": EXTERNAL_ID}` in the body."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from typing import Any

from rest_framework.request import Request

from orders.queries import seller_of_external_id
from tenants.models import Member, Role
from tenants.queries import member_of_external_id
from wire.bodies import UnableToRead, wrong
from wire.calls import ACTING_FOR
from wire.refusals import NotPermitted
from wire.text import is_showable

SHAPE = 'Name one of them, as in {"buyer": "their-id"} or {"seller": "their-id"}.'


def stand_in(request: Request) -> None:
    """Put whoever the body names in place of the integrator as `request.member`.

    For a buyer that is the buyer's own member; for a seller it is the integrator's, running that seller for
    this one call. Raises NotPermitted for all but integrators' keys, UnableToRead where nobody has that id.
    """
    named = request.data.get(ACTING_FOR) if isinstance(request.data, Mapping) else None
    if named is None:
        return
    if request.auth is None or not request.member.has_role(Role.INTEGRATOR):
        raise NotPermitted("Only an integrator's key acts for others.")
    party, external_id = _read(named)
    if party == "buyer":
        request._request.member = _buyer(external_id)
    else:
        request._request.member = _for_seller(request.member, external_id)


def _read(named: Any) -> tuple[str, str]:
    if isinstance(named, str):  # a field of a form
        try:
            named = json.loads(named)
        except ValueError:
            raise _unable("", SHAPE) from None
    if not isinstance(named, dict) or len(named) != 1:
        raise _unable("", SHAPE)
    ((party, external_id),) = named.items()
    if party not in ("buyer", "seller"):
        raise _unable("", SHAPE)
    if not isinstance(external_id, str) or not external_id:
        raise _unable(f"/{party}", "Give their id as text, in quotation marks.")
    return party, external_id


def _buyer(external_id: str) -> Member:
    member = member_of_external_id(external_id) if is_showable(external_id) else None
    if member is None or not member.has_role(Role.BUYER):
        raise _unable("/buyer", "There is no buyer with this id.")
    return member


def _for_seller(integrator: Member, external_id: str) -> Member:
    seller = seller_of_external_id(external_id) if is_showable(external_id) else None
    if seller is None:
        raise _unable("/seller", "There is no seller with this id.")
    member = copy.copy(integrator)
    member.acting_for_seller_id = seller.id
    return member


def _unable(at: str, detail: str) -> UnableToRead:
    return UnableToRead(wrong(f"/{ACTING_FOR}{at}", detail))
