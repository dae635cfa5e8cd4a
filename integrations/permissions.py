"""Who may connect other programs to the marketplace."""

from __future__ import annotations

from policy.saying import say
from tenants.models import Member, Role
from wire.refusals import NotPermitted

CONNECTS = frozenset({Role.LEAD, Role.INTEGRATOR})


def check_integrates(by: Member | None) -> None:
    """Webhooks are the leads' and integrators'; whose key acts for a seller is neither at that moment."""
    if by is None or not by.has_role(*CONNECTS) or by.acting_for_seller_id is not None:
        raise NotPermitted(say("Only leads and integrators of this marketplace connect other programs to it."))
