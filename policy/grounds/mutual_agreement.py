"""Ground: the buyer agreed to withdraw the feedback, the seller performed in time, and the day passed."""

from typing import Final

from policy.facts import Finding, Reference, RemovalFacts, SettlementFacts
from policy.grounds.ground import Ground, GroundText, Parameters, answer
from policy.phrases import recorded_day, recorded_moment
from policy.saying import Said, joined, say
from policy.terms import EvidenceKind, GroundKey, Outcome, SettlementStatus, Verdict

KEY: Final = GroundKey.MUTUAL_AGREEMENT
REVISION: Final = 4
"""2: each deadline is the first instant at which it is too late, as for settlements themselves. 3: what both sides
kept is no breach, also where feedback stands. 4: a settlement is called by the day on which it was proposed."""


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """MET when one settlement about the order was accepted, performed in time and not kept by the buyer."""
    order = Reference(EvidenceKind.ORDER, facts.order.order_id, note="settlements")
    if not facts.settlements:
        return answer(KEY, REVISION, Verdict.NOT_MET, say("There is no settlement about this order."), order)
    shortfalls = [_shortfall(facts, each) for each in facts.settlements]
    if "" in shortfalls:
        kept = facts.settlements[shortfalls.index("")]
        return answer(
            KEY,
            REVISION,
            Verdict.MET,
            say(
                "The buyer accepted {settlement}, which names withdrawal of the feedback. "
                "The seller performed in time, and the deadline passed without the withdrawal.",
                settlement=_name(kept),
            ),
            order,
        )
    return answer(KEY, REVISION, Verdict.NOT_MET, joined(*dict.fromkeys(shortfalls)), order)


def _shortfall(facts: RemovalFacts, settlement: SettlementFacts) -> str:
    """What the settlement lacks for this ground, as a sentence; empty when nothing."""
    name = _name_to_begin(settlement)
    if settlement.accepted_at is None:
        return say("{settlement} was not accepted by the buyer.", settlement=name)
    if not settlement.names_withdrawal:
        return say("{settlement} does not name the withdrawal of the feedback.", settlement=name)
    if settlement.performed_at is None:
        return say("{settlement} was accepted, but the seller has not performed it.", settlement=name)
    if settlement.status is SettlementStatus.HONOURED:
        return say("{settlement} was kept by both sides.", settlement=name)
    if settlement.performed_at >= settlement.perform_by:
        return say("{settlement} was performed after the agreed time.", settlement=name)
    if facts.gathered_at < settlement.withdraw_by:
        until = recorded_moment(settlement.withdraw_by)
        return say("{settlement} leaves the buyer time until {moment}.", settlement=name, moment=until)
    return ""


def _name(settlement: SettlementFacts) -> Said:
    if settlement.proposed_at is None:
        return say("settlement {settlement}", settlement=settlement.settlement_id)
    return say("the settlement of {day}", day=recorded_day(settlement.proposed_at))


def _name_to_begin(settlement: SettlementFacts) -> Said:
    """As `_name`, to begin a sentence."""
    if settlement.proposed_at is None:
        return say("Settlement {settlement}", settlement=settlement.settlement_id)
    return say("The settlement of {day}", day=recorded_day(settlement.proposed_at))


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name=say("Mutual agreement not kept"),
        called=say("mutual agreement not kept"),
        meaning=say(
            "The buyer accepted a settlement that named withdrawal of the feedback, the seller performed "
            "in time, and the deadline passed without it."
        ),
        not_this=say("An offer that the buyer did not accept, or a promise outside a settlement, binds nobody."),
        asks_for=say("the proof that the settlement was performed"),
    ),
    outcome=Outcome.REMOVE,
    find=find,
)
