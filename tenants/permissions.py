"""Who may work on the policy."""

from __future__ import annotations

from tenants.models import Member, Role
from wire.refusals import NotPermitted


def check_leads(by: Member | None) -> None:
    """Drafts, replays and publishing are the leads'; whose key acts for a seller is not one at that moment."""
    if by is None or not by.has_role(Role.LEAD) or by.acting_for_seller_id is not None:
        raise NotPermitted("Only leads of this marketplace work on its policy.")
