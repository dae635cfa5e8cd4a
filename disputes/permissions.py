"""Who may see a case and do what in it. What a person may not see is not there for them."""

from __future__ import annotations

from disputes.models import RemovalRequest
from disputes.queries import may_see_case, party_of
from orders.queries import sellers_run_by
from policy.terms import Party
from tenants.models import Member, Role
from wire.refusals import NotPermitted, NotThere


def has_a_stake(member: Member, case: RemovalRequest) -> bool:
    """Whether the member is on a side of the case, and so may never decide it."""
    return party_of(member, case) is not None


def check_may_work_on(by: Member | None, case: RemovalRequest) -> None:
    """Agents of the marketplace who do not run that seller and did not write the review."""
    if by is None or not may_see_case(by, case):
        raise NotThere
    if not by.has_role(Role.AGENT):
        raise NotPermitted("Only agents of this marketplace work on cases.")
    if has_a_stake(by, case):
        raise NotPermitted("You are on one side of this case, so somebody else must work on it.")


def check_may_approve(by: Member | None, case: RemovalRequest) -> None:
    if by is None or not may_see_case(by, case):
        raise NotThere
    if not by.has_role(Role.LEAD):
        raise NotPermitted("Only leads of this marketplace approve held decisions.")
    if has_a_stake(by, case):
        raise NotPermitted("You are on one side of this case, so another lead must approve it.")


def check_is(party: Party, by: Member | None, case: RemovalRequest) -> None:
    """The act is one side's own."""
    if by is None or not may_see_case(by, case):
        raise NotThere
    if party_of(by, case) is not party:
        who = "the review's author" if party is Party.AUTHOR else "the seller who filed the request"
        raise NotPermitted(f"Only {who} can do this.")


def sellers_barred_for(member: Member) -> list:
    """Ids of the sellers whose cases the member may not work on."""
    return list(sellers_run_by(member).values_list("pk", flat=True))
