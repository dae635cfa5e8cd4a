"""Ground: the buyer agreed to withdraw the feedback, the seller performed in time, and the day passed."""

from typing import Final

from policy.facts import Finding, Reference, RemovalFacts, SettlementFacts
from policy.grounds.ground import Ground, GroundText, Parameters, answer
from policy.terms import EvidenceKind, GroundKey, Outcome, SettlementStatus, Verdict

KEY: Final = GroundKey.MUTUAL_AGREEMENT
REVISION: Final = 4
"""2: each deadline is the first instant at which it is too late, as for settlements themselves. 3: what both sides
kept is no breach, also where feedback stands. 4: a settlement is called by the day on which it was proposed."""


def find(facts: RemovalFacts, parameters: Parameters) -> Finding:
    """MET when one settlement about the order was accepted, performed in time and not kept by the buyer."""
    order = Reference(EvidenceKind.ORDER, facts.order.order_id, note="settlements")
    if not facts.settlements:
        return answer(KEY, REVISION, Verdict.NOT_MET, "There is no settlement about this order.", order)
    shortfalls = [_shortfall(facts, each) for each in facts.settlements]
    if "" in shortfalls:
        kept = facts.settlements[shortfalls.index("")]
        return answer(
            KEY,
            REVISION,
            Verdict.MET,
            f"The buyer accepted {_name(kept)}, which names withdrawal of the feedback. "
            "The seller performed in time, and the deadline passed without the withdrawal.",
            order,
        )
    return answer(KEY, REVISION, Verdict.NOT_MET, " ".join(dict.fromkeys(shortfalls)), order)


def _shortfall(facts: RemovalFacts, settlement: SettlementFacts) -> str:
    """What the settlement lacks for this ground, as a sentence; empty when nothing."""
    name = _name(settlement)
    name = name[0].upper() + name[1:]
    if settlement.accepted_at is None:
        return f"{name} was not accepted by the buyer."
    if not settlement.names_withdrawal:
        return f"{name} does not name the withdrawal of the feedback."
    if settlement.performed_at is None:
        return f"{name} was accepted, but the seller has not performed it."
    if settlement.status is SettlementStatus.HONOURED:
        return f"{name} was kept by both sides."
    if settlement.performed_at >= settlement.perform_by:
        return f"{name} was performed after the agreed time."
    if facts.gathered_at < settlement.withdraw_by:
        return f"{name} leaves the buyer time until {settlement.withdraw_by:%d %B %Y, %H:%M %Z}."
    return ""


def _name(settlement: SettlementFacts) -> str:
    if settlement.proposed_at is None:
        return f"settlement {settlement.settlement_id}"
    return f"the settlement of {settlement.proposed_at:%d %B %Y}"


GROUND: Final = Ground(
    key=KEY,
    revision=REVISION,
    text=GroundText(
        name="Mutual agreement not kept",
        meaning="The buyer accepted a settlement that named withdrawal of the feedback, the seller performed "
        "in time, and the deadline passed without it.",
        not_this="An offer that the buyer did not accept, or a promise outside a settlement, binds nobody.",
        asks_for="the proof that the settlement was performed",
    ),
    outcome=Outcome.REMOVE,
    find=find,
)
