"""On which side of a case a member is, and who sees it."""

from __future__ import annotations

from disputes.models import Origin, RemovalRequest
from orders.queries import runs_seller
from policy.terms import Party
from tenants.models import DESK_ROLES, Member, Role


def party_of(member: Member | None, case: RemovalRequest) -> Party | None:
    """Which side of the case the member is on, if any.

    After a notice only whoever sent it is the requester: the seller has no part in the case and learns nothing of it.
    """
    if member is None:
        return None
    if member.pk == case.review.buyer_id and member.acting_for_seller_id is None:
        return Party.AUTHOR
    if case.origin == Origin.NOTICE:
        return Party.REQUESTER if member.pk == case.filed_by_id else None
    return Party.REQUESTER if runs_seller(member, case.seller_id) else None


def sees_every_case(member: Member) -> bool:
    """Agents and leads do; an integrator does unless its key acts for one seller at the moment."""
    return member.has_role(*DESK_ROLES) or (member.has_role(Role.INTEGRATOR) and member.acting_for_seller_id is None)


def may_see_case(member: Member | None, case: RemovalRequest) -> bool:
    return member is not None and (sees_every_case(member) or party_of(member, case) is not None)
