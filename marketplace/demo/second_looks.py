"""The demo's second looks: every decided case is drawn, and most have been answered; the same on every machine."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any

from disputes.actions.answer_second_look import answer_second_look
from disputes.actions.claim_second_look import claim_second_look
from disputes.consistency.impartial import looks_open_to
from marketplace.demo.cases import CaseWriter
from marketplace.demo.catalog import Catalog
from tenants.actions.set_second_look_percent import set_second_look_percent
from tenants.models import Member, Tenant

if TYPE_CHECKING:
    from disputes.models import SecondLook

AGENTS = ("agent", "agent2", "lead")
USUAL = 10
"""Of a hundred decisions, from the day on at which the demo is loaded."""
WAITING = 3
DISAGREES = 0.16
REASONS = {
    "keep": "The comment is about this order, so it stays.",
    "redact": "The comment is about the order but for the words that do not belong there.",
    "strike": "It does not belong here. It may stay readable, but it must not count.",
    "remove": "By what the case shows the ground is met, and nothing milder would do.",
}


def draw_all_or_none(tenant: Tenant, catalog: Catalog, lead: Member, now: datetime) -> Tenant:
    """A lot would fall otherwise in every load, so all decisions are drawn where the file asks for it, else none."""
    percent = 100 if catalog.texts.get("second_looks") else 0
    return set_second_look_percent(tenant=tenant, by=lead, percent=percent, now=now)


def write_second_looks(writer: CaseWriter) -> None:
    """Agents answer in turn, a day or two after the decision, all but the newest; some see a case otherwise."""
    rng = Random(f"{writer.catalog.slug}-second-looks")
    for look in _in_turn(writer, rng):
        outcome, findings = _answer(look, rng)
        at = min(look.drawn_at + timedelta(hours=rng.uniform(20, 60)), writer.now - timedelta(minutes=30))
        acting: dict[str, Any] = {"tenant": writer.tenant, "by": look.by_whom, "look": look}
        claim_second_look(now=at, **acting)
        reason, answered_at = REASONS[outcome], at + timedelta(minutes=6)
        answer_second_look(outcome=outcome, findings=findings, reason=reason, now=answered_at, **acting)
    set_second_look_percent(tenant=writer.tenant, by=writer.people["lead"], percent=USUAL, now=writer.now)


def _in_turn(writer: CaseWriter, rng: Random):
    """Each look with the agent who takes it; the newest ones wait."""
    people = [writer.people[name] for name in AGENTS]
    open_to = {
        who.pk: {look.pk: look for look in looks_open_to(who).select_related("decision").order_by("drawn_at", "id")}
        for who in people
    }
    every = {pk: look for looks in open_to.values() for pk, look in looks.items()}
    in_order = sorted(every.values(), key=lambda look: (look.drawn_at, look.pk))
    for look in in_order[: max(0, len(in_order) - WAITING)]:
        fitting = [who for who in people if look.pk in open_to[who.pk]]
        look.by_whom = rng.choice(fitting)
        yield look


def _answer(look: SecondLook, rng: Random) -> tuple[str, dict[str, str]]:
    """Mostly as the first: another outcome of the same findings, or the ground seen otherwise, now and then."""
    first = look.decision
    outcome, findings = first.outcome, dict(first.findings)
    if rng.random() >= DISAGREES:
        return outcome, findings
    if outcome == "keep":
        return "remove", dict.fromkeys(findings, "met")
    if outcome == "remove" and rng.random() < 0.4:
        return "strike", findings
    return "keep", dict.fromkeys(findings, "not_met")
