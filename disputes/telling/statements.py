"""The words in which each side is told of a decision: statement of reasons (DSA Art. 17) and notice."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from disputes.finding.retelling import told_of_decision
from disputes.models import Decision, Origin, RemovalRequest, Statement
from disputes.refusals import moment
from disputes.telling.measures import measure_in_words
from disputes.telling.sources import DETECTION, beginning_in_words, knows_the_order, source_in_words
from policy.appeal_rules import goes_against
from policy.facts import Finding
from policy.grounds import GROUNDS
from policy.phrases import date_in_words
from policy.saying import joined, say
from policy.terms import GroundKey, Outcome, Party, RequestStatus, Verdict
from policy.time_limits import appealing
from policy.windows import local_day
from tenants.languages import language_of
from tenants.models import Member, Tenant
from wire.speaking import speaking

TERRITORY = say("Wherever this marketplace is shown, in every country.")
NOTHING_TO_LAST = say("Nothing was restricted, so nothing ends.")


_OUTCOMES: Final = {
    Outcome.KEEP: say("keep"),
    Outcome.REDACT: say("redact"),
    Outcome.STRIKE: say("strike"),
    Outcome.ATTRIBUTE: say("attribute"),
    Outcome.REMOVE: say("remove"),
}


def words_of(decision: Decision, *, case: RemovalRequest, party: Party, tenant: Tenant, now: datetime) -> dict:
    """The columns of the Statement for that side, in whole sentences; `now` is when it is written.

    They hold every element of DSA Art. 17(3), for each outcome, each origin of the case and both sides. They are kept
    as they are said: whoever stores them says them in the addressee's language (`written_words`).
    """
    outcome = Outcome(decision.outcome)
    return {
        "kind": Statement.Kind.STATEMENT if party is Party.AUTHOR else Statement.Kind.NOTICE,
        "measure": measure_in_words(decision, party, review=case.review),
        "duration": NOTHING_TO_LAST if outcome is Outcome.KEEP else _lasting(now, tenant),
        "territory": TERRITORY,
        "facts": joined(*_facts(decision, case, party, tenant)),
        "source": source_in_words(case, party),
        "ground": decision.ground,
        "explanation": joined(*_explanation(decision, case)),
        "automated": automation_in_words(decision, case),
        "redress": joined(*_redress(decision, case, party, tenant, now)),
    }


def written_words(
    decision: Decision, *, case: RemovalRequest, party: Party, to: Member, tenant: Tenant, now: datetime
) -> dict:
    """As `words_of`, in the language of whom it is written to. What an agent or a program had put in words stays so."""
    with speaking(language_of(to, tenant)):
        words = words_of(decision, case=case, party=party, tenant=tenant, now=now)
        return {column: str(text) for column, text in words.items()}


def _lasting(since: datetime, tenant: Tenant) -> str:
    return say(
        "From {day} on, without an end date. It can change only if an appeal is upheld.", day=_day(since, tenant)
    )


def automation_in_words(decision: Decision, case: RemovalRequest) -> str:
    """What programs did and what people did, in finding the review and in deciding."""
    looked = [Finding.from_json(each) for each in decision.proposed.values()]
    found = [each for each in looked if each.verdict is not Verdict.UNKNOWN]
    if found:
        programs = say(
            "Programs compared the review with the order's records and proposed an answer on: {grounds}.",
            grounds=joined(*(_name(each.ground) for each in found), by=", "),
        )
    else:
        programs = say("Programs gathered the order's records and proposed no answer.")
    person = say("A person read the case and decided; no decision was taken by automated means.")
    return joined(DETECTION[Origin(case.origin)], programs, person)


def _facts(decision: Decision, case: RemovalRequest, party: Party, tenant: Tenant) -> list[str]:
    sentences = [
        _published(case, party, tenant),
        beginning_in_words(case, party, tenant),
        _reply_in_words(case, party, tenant),
    ]
    if decision.supersedes_id is not None:
        earlier = decision.supersedes
        sentences.append(
            say(
                'After an appeal, this decision takes the place of the one of {moment}, which was "{outcome}".',
                moment=moment(earlier.decided_at, tenant),
                outcome=_OUTCOMES[Outcome(earlier.outcome)],
            )
        )
    sentences += [_finding_in_words(each, decision) for each in decision.proposed.values()]
    return [sentence for sentence in sentences if sentence]


def _published(case: RemovalRequest, party: Party, tenant: Tenant) -> str:
    order, day = case.review.order.external_id, _day(case.review.published_at, tenant)
    if party is Party.AUTHOR:
        return say("Your review of order {order} was published on {day}.", order=order, day=day)
    if knows_the_order(case, party):
        return say("The review of order {order} was published on {day}.", order=order, day=day)
    return say("The review was published on {day}.", day=day)


def _reply_in_words(case: RemovalRequest, party: Party, tenant: Tenant) -> str:
    yours, reply = party is Party.AUTHOR, getattr(case, "reply", None)
    if reply is not None:
        day = _day(reply.at, tenant)
        return say("You replied on {day}.", day=day) if yours else say("Its author replied on {day}.", day=day)
    if case.buyer_reply_due_at is None:
        return ""
    until = moment(case.buyer_reply_due_at, tenant)
    if yours:
        return say("You could reply until {until} and did not.", until=until)
    return say("Its author could reply until {until} and did not.", until=until)


def _finding_in_words(proposed: dict, decision: Decision) -> str:
    finding = Finding.from_json(proposed)
    met = decision.findings[finding.ground.value] == "met"
    name = _name(finding.ground)
    held = say('The ground "{name}" is met.', name=name) if met else say('The ground "{name}" is not met.', name=name)
    # What a program said belongs to the reasons only where the decision follows it.
    follows = finding.verdict is (Verdict.MET if met else Verdict.NOT_MET)
    return joined(held, told_of_decision(decision, finding.ground) if follows else "")


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
            sentences.append(say("Contractual ground: this marketplace's published policy."))
        sentences.append(joined(text.name, text.meaning, by=": "))
        policy = f"{policy}#rules-ground-{decision.ground}"
    else:
        sentences.append(say("None of the published grounds called for a change."))
    sentences.append(decision.reason.strip())
    sentences.append(
        say(
            "This follows version {version} of the policy, which this marketplace publishes at {place}.",
            version=str(number),
            place=policy,
        )
    )
    return sentences


def legal_ground_in_words(case: RemovalRequest) -> str:
    law = case.notice.law.strip() if case.notice is not None else ""
    if law:
        return say("Legal ground, as the notice names it: {law}.", law=law.rstrip("."))
    return say("Legal ground: no law was named to us; the reasons that follow say what is unlawful.")


def _day(at: datetime, tenant: Tenant) -> str:
    return date_in_words(local_day(at, tenant.zone))


def _redress(decision: Decision, case: RemovalRequest, party: Party, tenant: Tenant, now: datetime) -> list[str]:
    elsewhere = say(
        "You can also turn to a certified out-of-court dispute settlement body where the law provides one, "
        "or to a court."
    )
    if not goes_against(Outcome(decision.outcome), party, in_part=bool(decision.criteria)):
        return [say("This decision does not go against you, so there is nothing for you to appeal."), elsewhere]
    limit = appealing(now, decision.policy_version.policy, tenant.zone)
    days = decision.policy_version.policy.appeals.window_days
    here = say("on the page of this decision")
    where = here if knows_the_order(case, party) else say("on the page that your link opens")
    appeal = say(
        "You can appeal within {days} days of being told, free of charge, {where}: through {last_day} if you are told "
        "today. Somebody who had no part in this decision will decide your appeal.",
        days=days,
        where=where,
        last_day=date_in_words(limit.last_day),
    )
    return [appeal, elsewhere]


def _name(ground: GroundKey) -> str:
    return GROUNDS[ground].text.name


def waits_for_in_words(case: RemovalRequest, tenant: Tenant) -> str:
    """Why a case cannot be decided yet; empty when it can."""
    if case.status == RequestStatus.AWAITING_BUYER:
        return say(
            "The review's author may reply until {until}. It can be decided after that, or after the reply.",
            until=moment(case.buyer_reply_due_at, tenant),
        )
    if case.status == RequestStatus.MORE_INFORMATION:
        return say(
            "The requester has until {until} to answer. It can be decided after that, or after the answer.",
            until=moment(case.more_information_due_at, tenant),
        )
    return ""
