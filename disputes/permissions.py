"""Who may see a case and do what in it. What a person may not see is not there for them."""

from __future__ import annotations

from disputes.models import DocumentRequest, FeedbackCause, GroupCase, MisuseStep, Notice, Origin, RemovalRequest
from disputes.queries import groups_visible_to, is_subject, may_see_case, party_of, steps_visible_to
from feedback.queries import review_visible_to
from orders.queries import runs_partner, runs_seller
from policy.saying import say
from policy.terms import Party
from tenants.models import Member, Role
from wire.refusals import NotPermitted, NotThere


def has_a_stake(member: Member, case: RemovalRequest) -> bool:
    """Whether the member is on a side of the case, runs its seller or partner or sent its notice, and so may
    never decide it."""
    if party_of(member, case) is not None:
        return True
    partner = case.review.order.partner_id
    if partner is not None and runs_partner(member, partner):
        return True
    if case.origin != Origin.NOTICE:
        return False
    # Its author has no account: an agent who sent it is known by the address.
    return runs_seller(member, case.seller_id) or member.email.lower() == case.filed_by.email.lower()


def check_may_work_on(by: Member | None, case: RemovalRequest) -> None:
    """Agents of the marketplace who do not run that seller and did not write the review."""
    if by is None or not may_see_case(by, case):
        raise NotThere
    if not by.has_role(Role.AGENT):
        raise NotPermitted("Only agents of this marketplace work on cases.")
    if has_a_stake(by, case):
        raise NotPermitted("You are on one side of this case, so somebody else must work on it.")


def check_may_decide_appeal(by: Member | None, case: RemovalRequest, *, in_an_agents_place: bool) -> None:
    """As who works on a case; a lead where no agent is left who could."""
    if by is None or not may_see_case(by, case):
        raise NotThere
    if not in_an_agents_place:
        check_may_work_on(by, case)
    elif has_a_stake(by, case):
        raise NotPermitted("You are on one side of this case, so somebody else must work on it.")


def check_may_work_on_group(by: Member | None, group: GroupCase) -> None:
    """Agents on no side of any of its reviews; whether they may decide each single case, each case is asked."""
    if not groups_visible_to(by).filter(pk=group.pk).exists():
        raise NotThere
    if not by.has_role(Role.AGENT):
        raise NotPermitted("Only agents of this marketplace work on cases.")


def check_may_approve(by: Member | None, case: RemovalRequest) -> None:
    if by is None or not may_see_case(by, case):
        raise NotThere
    if not by.has_role(Role.LEAD):
        raise NotPermitted("Only leads of this marketplace approve held decisions.")
    if has_a_stake(by, case):
        raise NotPermitted("You are on one side of this case, so another lead must approve it.")


def check_may_approve_in_group(by: Member | None, group: GroupCase) -> None:
    """Leads on no side of any of its reviews; whether they may approve each single decision, each case is asked."""
    if not groups_visible_to(by).filter(pk=group.pk).exists():
        raise NotThere
    if not by.has_role(Role.LEAD):
        raise NotPermitted("Only leads of this marketplace approve held decisions.")


def check_may_triage(by: Member | None, notice: Notice, review=None) -> None:
    """Agents, but for one who sent the notice or is on a side of the review that it means."""
    if by is None or not by.at_the_desk:
        raise NotThere
    if not by.has_role(Role.AGENT):
        raise NotPermitted("Only agents of this marketplace answer notices.")
    if by.email and by.email.lower() == notice.author.email.lower():
        raise NotPermitted("You sent this notice, so somebody else must answer it.")
    if review is not None:
        _check_on_no_side(by, review)


def check_is(party: Party, by: Member | None, case: RemovalRequest) -> None:
    """The act is one side's own."""
    if by is None or not may_see_case(by, case):
        raise NotThere
    if party_of(by, case) is not party:
        raise NotPermitted(_only(party, case))


def _only(party: Party, case: RemovalRequest) -> str:
    if party is Party.AUTHOR:
        return say("Only the review's author can do this.")
    if case.origin == Origin.NOTICE:
        return say("Only whoever sent the notice can do this.")
    return say("Only the seller who filed the request can do this.")


def side_of_typing(by: Member | None, review) -> FeedbackCause.Side:
    """Whether the member types the review as its seller or as an agent. Whoever runs the seller is never its agent."""
    if by is None or not review_visible_to(by, review):
        raise NotThere
    if runs_seller(by, review.seller_id):
        return FeedbackCause.Side.SELLER
    if not by.has_role(Role.AGENT):
        raise NotPermitted(say("Only the reviewed seller and agents of this marketplace say what a review is about."))
    _check_on_no_side(by, review)
    return FeedbackCause.Side.AGENT


def check_may_ask_partner(by: Member | None, review) -> None:
    """Agents who bought, sell and ship nothing of it."""
    if by is None or not review_visible_to(by, review):
        raise NotThere
    if not by.has_role(Role.AGENT):
        raise NotPermitted("Only agents of this marketplace ask partners for documents and judge them.")
    _check_on_no_side(by, review)


def check_answers_for_partner(by: Member | None, asked: DocumentRequest) -> None:
    """Members who run the partner; the desk knows of it and answers nothing in its place."""
    if by is not None and runs_partner(by, asked.partner_id):
        return
    if by is None or not by.at_the_desk:
        raise NotThere
    raise NotPermitted(say("Only those who run the fulfilment partner answer for it."))


def _check_on_no_side(by: Member, review) -> None:
    partner = review.order.partner_id
    on_a_side = review.buyer_id == by.pk or runs_seller(by, review.seller_id)
    if on_a_side or (partner is not None and runs_partner(by, partner)):
        raise NotPermitted(say("You are on one side of this, so somebody else must work on it."))


def check_may_handle(by: Member | None, step: MisuseStep) -> None:
    """Leads who neither run that seller nor are the person the step is against."""
    if by is None or not steps_visible_to(by).filter(pk=step.pk).exists():
        raise NotThere
    if not by.has_role(Role.LEAD):
        raise NotPermitted("Only leads of this marketplace decide on cautions and suspensions.")
    if is_subject(by, step):
        raise NotPermitted("This is about you, so another lead must decide it.")


def check_may_write_replies(by: Member | None) -> None:
    """Leads keep the saved replies; agents use them."""
    if by is None or not by.at_the_desk:
        raise NotThere
    if not by.has_role(Role.LEAD):
        raise NotPermitted("Only leads of this marketplace write saved replies.")


def check_may_report(by: Member | None) -> None:
    """Leads keep the account with the Transparency Database; its token is nobody else's business."""
    if by is None or not by.at_the_desk:
        raise NotThere
    if not by.has_role(Role.LEAD):
        raise NotPermitted("Only leads of this marketplace see to its reports to the Transparency Database.")
