"""What is right field by field and yet cannot work together, or misuses a ground's logic."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from policy.document.removal import GroundPolicy
from policy.grounds import GROUNDS, Ground
from policy.lifecycle import URGENT_GROUNDS
from policy.phrases import plural
from policy.responsibility import RESPONSIBILITIES
from policy.terms import DsaTier, EvidenceKind, GroundKey, Outcome

if TYPE_CHECKING:
    from policy.document import PolicyDocument

Refusal = tuple[str, str]
"""The path of a field as a JSON Pointer, and the reason."""

ALLOWED_BESIDE: Final = {
    Outcome.REMOVE: frozenset({Outcome.REDACT, Outcome.STRIKE, Outcome.REMOVE}),
    Outcome.REDACT: frozenset({Outcome.REDACT, Outcome.REMOVE}),
    Outcome.STRIKE: frozenset({Outcome.STRIKE}),
    Outcome.ATTRIBUTE: frozenset({Outcome.ATTRIBUTE}),
}
"""By the outcome that a ground recommends: what an agent may be allowed to choose."""

LEAST_APPEAL_DAYS: Final = 183
"""At least six months, DSA Art. 20(1)."""


def impossible(document: "PolicyDocument") -> list[Refusal]:
    """Every combination in the document that can never work, with the field to mend first."""
    return [
        *_times(document),
        *_misuse(document),
        *_appeals(document),
        *_retention(document),
        *_fulfilment(document),
        *_grounds(document),
    ]


def _times(document: "PolicyDocument") -> Iterator[Refusal]:
    removal = document.removal
    if removal.cutoff_days * 24 < removal.buyer_reply_hours:
        yield (
            "/removal/cutoff_days",
            (
                f"the cut-off ({plural(removal.cutoff_days, 'day')}) is shorter than the buyer's time to reply "
                f"({plural(removal.buyer_reply_hours, 'hour')}); make it longer, or the time to reply shorter"
            ),
        )


def _misuse(document: "PolicyDocument") -> Iterator[Refusal]:
    misuse = document.misuse
    if misuse.groundless_to_suspend <= misuse.groundless_to_caution:
        yield (
            "/misuse/groundless_to_suspend",
            f"must be more than the {misuse.groundless_to_caution} that lead to a caution, which comes first",
        )


def _appeals(document: "PolicyDocument") -> Iterator[Refusal]:
    if document.transparency.dsa_tier is DsaTier.FULL and document.appeals.window_days < LEAST_APPEAL_DAYS:
        yield "/appeals/window_days", f"the tier full needs at least {LEAST_APPEAL_DAYS} days (DSA Art. 20)"


def _retention(document: "PolicyDocument") -> Iterator[Refusal]:
    """What an appeal may still need is kept until nobody can appeal any more.

    A document from before there was this part stays valid; `policy.retention` keeps its things long enough.
    """
    if "retention" not in document.model_fields_set:
        return
    window = document.appeals.window_days
    for name in ("removed_reviews_days", "case_files_days", "notifiers_days"):
        kept = getattr(document.retention, name)
        if kept is not None and kept <= window:
            yield (
                f"/retention/{name}",
                f"must be more than the {plural(window, 'day')} in which a decision can be appealed",
            )


def _fulfilment(document: "PolicyDocument") -> Iterator[Refusal]:
    fulfilment = document.fulfilment
    for kind in fulfilment.penalties:
        path = f"/fulfilment/penalties/{kind.value}"
        if not fulfilment.partners_allowed:
            yield path, "there are no partners who could answer for it"
        elif not RESPONSIBILITIES[kind].penalty:
            yield path, "no partner can be at fault for this type of feedback"


def _grounds(document: "PolicyDocument") -> Iterator[Refusal]:
    for key, ground in document.removal.grounds.items():
        path = f"/removal/grounds/{key.value}"
        yield from _outcomes(ground, path)
        yield from _parameters(GROUNDS[key], ground, path)
        if ground.enabled:
            yield from _evidence_can_be_given(document, key, ground, path)


def _outcomes(ground: GroundPolicy, path: str) -> Iterator[Refusal]:
    allowed = ALLOWED_BESIDE.get(ground.outcome)
    if allowed is None:
        yield f"{path}/outcome", "a ground cannot recommend keep"
        return
    if ground.outcome not in ground.outcomes:
        yield f"{path}/outcomes", f"must hold the recommended outcome, {ground.outcome.value}"
    for outcome in ground.outcomes:
        if outcome not in allowed:
            yield (
                f"{path}/outcomes",
                f"a ground that recommends {ground.outcome.value} cannot allow {outcome.value}",
            )


def _parameters(ground: Ground, policy: GroundPolicy, path: str) -> Iterator[Refusal]:
    for name, value in policy.parameters.items():
        bounds = ground.parameters.get(name)
        if bounds is None:
            known = ", ".join(ground.parameters) or "none"
            yield f"{path}/parameters/{name}", f"this ground has no such parameter; it has: {known}"
        elif not bounds.low <= value <= bounds.high:
            yield f"{path}/parameters/{name}", f"must be from {bounds.low:g} to {bounds.high:g}"


def _evidence_can_be_given(
    document: "PolicyDocument", key: GroundKey, ground: GroundPolicy, path: str
) -> Iterator[Refusal]:
    if key is GroundKey.MUTUAL_AGREEMENT and not document.orders.settlements_allowed:
        yield f"{path}/enabled", "no settlement can be shown where settlements are not allowed"
    if key is GroundKey.PARTNER_AT_FAULT and not document.fulfilment.partners_allowed:
        yield f"{path}/enabled", "no partner can give documents where partners are not allowed"
    if key in URGENT_GROUNDS:
        # A notice comes from anyone, without an account: it has an explanation and nothing else.
        for kind in ground.required_evidence:
            if kind is not EvidenceKind.TEXT:
                yield (
                    f"{path}/required_evidence",
                    f"who gives notice without an account has no {kind.value} to show",
                )
