"""The words in which each side is told of a decision: statement of reasons (DSA Art. 17) and notice."""

from __future__ import annotations

from datetime import datetime

from disputes.models import Decision, Origin, RemovalRequest, Statement
from disputes.refusals import moment
from disputes.telling.measures import measure_in_words
from disputes.telling.sources import DETECTION, beginning_in_words, knows_the_order, source_in_words
from policy.appeal_rules import goes_against
from policy.facts import Finding
from policy.grounds import GROUNDS
from policy.terms import GroundKey, Outcome, Party, RequestStatus, Verdict
from policy.time_limits import appealing, date_in_words
from policy.windows import local_day
from tenants.models import Tenant

TERRITORY = "Wherever this marketplace is shown, in every country."
NO_END = "From {day} on, without an end date. It can change only if an appeal is upheld."
NOTHING_TO_LAST = "Nothing was restricted, so nothing ends."


def words_of(decision: Decision, *, case: RemovalRequest, party: Party, tenant: Tenant, now: datetime) -> dict:
    """The columns of the Statement for that side, in whole sentences; `now` is when it is written.

    They hold every element of DSA Art. 17(3), for each outcome, each origin of the case and both sides.
    """
    outcome = Outcome(decision.outcome)
    return {
        "kind": Statement.Kind.STATEMENT if party is Party.AUTHOR else Statement.Kind.NOTICE,
        "measure": measure_in_words(decision, party, review=case.review),
        "duration": NOTHING_TO_LAST if outcome is Outcome.KEEP else NO_END.format(day=_day(now, tenant)),
        "territory": TERRITORY,
        "facts": " ".join(_facts(decision, case, party, tenant)),
        "source": source_in_words(case, party),
        "ground": decision.ground,
        "explanation": " ".join(_explanation(decision, case)),
        "automated": automation_in_words(decision, case),
        "redress": " ".join(_redress(decision, case, party, tenant, now)),
    }


def automation_in_words(decision: Decision, case: RemovalRequest) -> str:
    """What programs did and what people did, in finding the review and in deciding."""
    looked = [Finding.from_json(each) for each in decision.proposed.values()]
    found = [each for each in looked if each.verdict is not Verdict.UNKNOWN]
    if found:
        names = ", ".join(_name(each.ground) for each in found)
        programs = f"Programs compared the review with the order's records and proposed an answer on: {names}."
    else:
        programs = "Programs gathered the order's records and proposed no answer."
    found_by = DETECTION[Origin(case.origin)]
    return f"{found_by} {programs} A person read the case and decided; no decision was taken by automated means."


def _facts(decision: Decision, case: RemovalRequest, party: Party, tenant: Tenant) -> list[str]:
    review = case.review
    whose = "Your review" if party is Party.AUTHOR else "The review"
    which = f" of order {review.order.external_id}" if knows_the_order(case, party) else ""
    sentences = [
        f"{whose}{which} was published on {_day(review.published_at, tenant)}.",
        beginning_in_words(case, party, tenant),
        _reply_in_words(case, party, tenant),
    ]
    if decision.supersedes_id is not None:
        earlier = decision.supersedes
        sentences.append(
            "After an appeal, this decision takes the place of the one of "
            f'{moment(earlier.decided_at, tenant)}, which was "{earlier.outcome}".'
        )
    sentences += [_finding_in_words(each, decision) for each in decision.proposed.values()]
    return [sentence for sentence in sentences if sentence]


def _reply_in_words(case: RemovalRequest, party: Party, tenant: Tenant) -> str:
    you = "You" if party is Party.AUTHOR else "Its author"
    reply = getattr(case, "reply", None)
    if reply is not None:
        return f"{you} replied on {_day(reply.at, tenant)}."
    if case.buyer_reply_due_at is None:
        return ""
    return f"{you} could reply until {moment(case.buyer_reply_due_at, tenant)} and did not."


def _finding_in_words(proposed: dict, decision: Decision) -> str:
    finding = Finding.from_json(proposed)
    met = decision.findings[finding.ground.value] == "met"
    held = "is met" if met else "is not met"
    # What a program said belongs to the reasons only where the decision follows it.
    follows = finding.verdict is (Verdict.MET if met else Verdict.NOT_MET)
    return f'The ground "{_name(finding.ground)}" {held}.' + (f" {finding.explanation}" if follows else "")


def _explanation(decision: Decision, case: RemovalRequest) -> list[str]:
    """The ground in law or in the policy, where it stands, and why it holds or does not (DSA Art. 17(3)(d), (e))."""
    sentences = []
    number = decision.policy_version.number
    policy = f"/policy/versions/{number}"
    if decision.ground:
        text = GROUNDS[GroundKey(decision.ground)].text
        if decision.ground == GroundKey.ILLEGAL_CONTENT:
            sentences.append(legal_ground_in_words(case))
        else:
            sentences.append("Contractual ground: this marketplace's published policy.")
        sentences.append(f"{text.name}: {text.meaning}")
        policy = f"{policy}#rules-ground-{decision.ground}"
    else:
        sentences.append("None of the published grounds called for a change.")
    sentences.append(decision.reason.strip())
    sentences.append(f"This follows version {number} of the policy, which this marketplace publishes at {policy}.")
    return sentences


def legal_ground_in_words(case: RemovalRequest) -> str:
    law = case.notice.law.strip() if case.notice is not None else ""
    if law:
        return f"Legal ground, as the notice names it: {law.rstrip('.')}."
    return "Legal ground: no law was named to us; the reasons that follow say what is unlawful."


def _day(at: datetime, tenant: Tenant) -> str:
    return date_in_words(local_day(at, tenant.zone))


def _redress(decision: Decision, case: RemovalRequest, party: Party, tenant: Tenant, now: datetime) -> list[str]:
    elsewhere = (
        "You can also turn to a certified out-of-court dispute settlement body where the law provides one, "
        "or to a court."
    )
    if not goes_against(Outcome(decision.outcome), party, in_part=bool(decision.criteria)):
        return ["This decision does not go against you, so there is nothing for you to appeal.", elsewhere]
    limit = appealing(now, decision.policy_version.policy, tenant.zone)
    days = decision.policy_version.policy.appeals.window_days
    where = "on the page of this decision" if knows_the_order(case, party) else "on the page that your link opens"
    return [
        f"You can appeal within {days} days of being told, free of charge, {where}: "
        f"through {date_in_words(limit.last_day)} if you are told today. Somebody who had no part in this "
        "decision will decide your appeal.",
        elsewhere,
    ]


def _name(ground: GroundKey) -> str:
    return GROUNDS[ground].text.name


def waits_for_in_words(case: RemovalRequest, tenant: Tenant) -> str:
    """Why a case cannot be decided yet; empty when it can."""
    if case.status == RequestStatus.AWAITING_BUYER:
        until = moment(case.buyer_reply_due_at, tenant)
        return f"The review's author may reply until {until}. It can be decided after that, or after the reply."
    if case.status == RequestStatus.MORE_INFORMATION:
        until = moment(case.more_information_due_at, tenant)
        return f"The requester has until {until} to answer. It can be decided after that, or after the answer."
    return ""
