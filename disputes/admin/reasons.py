"""Reasons that write themselves: drafts from the ground and what was found, for the agent to edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from disputes.admin.marking import has_place, why_of
from disputes.queries import ClaimWithFinding
from policy.document import PolicyDocument
from policy.facts import Finding
from policy.grounds import GROUNDS
from policy.outcomes import allowed_outcomes, recommended, rest_can_stand, weight
from policy.phrases import criteria_in_words
from policy.terms import GroundKey, Outcome, Verdict

LABELS = {
    Outcome.KEEP: "Keep",
    Outcome.REDACT: "Redact",
    Outcome.ATTRIBUTE: "Attribute to the partner",
    Outcome.STRIKE: "Strike through",
    Outcome.REMOVE: "Remove",
}
EFFECTS = {
    Outcome.KEEP: "The review stays as it is.",
    Outcome.REDACT: "Marked passages are hidden; the stars go on counting.",
    Outcome.ATTRIBUTE: "Readable; the partner answers for it and it leaves the seller's rate.",
    Outcome.STRIKE: "Readable but struck through; it leaves the seller's rate.",
    Outcome.REMOVE: "Nobody but its author reads it; it leaves the seller's rate.",
}
LOOKED = "We looked at the review, the order and what both sides gave us."
_DONE = {
    Outcome.REDACT: "We hide the passages that break the rule and leave the rest as it was written.",
    Outcome.ATTRIBUTE: "The fulfilment partner answers for what the review describes.",
    Outcome.STRIKE: "The review stays readable and no longer counts against the seller.",
    Outcome.REMOVE: "The review as a whole rests on this, so nothing milder would do.",
}


@dataclass(frozen=True, slots=True)
class Draft:
    key: str
    label: str
    text: str


def findings_as_found(claims: Sequence[ClaimWithFinding]) -> tuple[Finding, ...]:
    """The newest findings as policy reads them; one that a worker has not looked for yet is UNKNOWN."""
    found = []
    for each in claims:
        key, row = GroundKey(each.claim.ground), each.finding
        if row is None:
            waiting = "A program is still looking; you can decide by what you see."
            found.append(Finding(key, GROUNDS[key].revision, Verdict.UNKNOWN, 0.0, waiting))
        else:
            found.append(Finding(key, row.revision, Verdict(row.verdict), row.confidence, row.explanation))
    return tuple(found)


def choices(claims: Sequence[ClaimWithFinding], policy: PolicyDocument) -> list[Outcome]:
    """What the claimed grounds could allow, the mildest first."""
    return sorted(allowed_outcomes((GroundKey(each.claim.ground) for each in claims), policy), key=weight)


def recommendation(claims: Sequence[ClaimWithFinding], policy: PolicyDocument, review) -> Outcome | None:
    """The mildest outcome that what was found recommends; None while something is still unknown."""
    findings = findings_as_found(claims)
    if any(finding.verdict is Verdict.UNKNOWN for finding in findings):
        return None
    spans = found_spans(claims, review)
    return recommended(findings, policy, rest_can_stand=rest_can_stand(review.comment, spans))


def parts_of(review, *, given_back: Sequence[str] = ()) -> list[tuple[str, str]]:
    """The criteria that a strike can be of, with their names; none where nothing else would be left to count.

    `given_back` are those that count again before it, because the decision that struck them is overturned.
    """
    counted = [each for each in review.rated_criteria if each in review.counted_criteria or each in given_back]
    return [(each.value, criteria_in_words([each]).capitalize()) for each in counted] if len(counted) > 1 else []


@dataclass(frozen=True, slots=True)
class Redaction:
    """A passage that a program proposes to hide; an agent accepts each for itself."""

    start: int
    end: int
    words: str
    why: str
    sure: bool
    """Whether its ground was found MET; otherwise it is for the agent to read."""

    @property
    def value(self) -> str:
        """As the form sends it."""
        return f"{self.start}-{self.end}"


def redactions(claims: Sequence[ClaimWithFinding], review) -> list[Redaction]:
    """What findings of the grounds that hide words point at in the comment, in order, none twice."""
    found: dict[tuple[int, int], Redaction] = {}
    for each in claims:
        if each.finding is None or GROUNDS[GroundKey(each.claim.ground)].outcome is not Outcome.REDACT:
            continue
        sure = each.finding.verdict == Verdict.MET
        for reference in each.finding.references:
            if (reference["kind"], reference["ref"]) == ("review", str(review.pk)) and has_place(reference):
                place = (reference["start"], reference["end"])
                words = review.comment[slice(*place)]
                found.setdefault(place, Redaction(*place, words, why_of(reference), sure))
    return [found[place] for place in sorted(found)]


def found_spans(claims: Sequence[ClaimWithFinding], review) -> list[tuple[int, int]]:
    """The passages of grounds that were found MET: what would be hidden if the agent accepts them all."""
    return [(each.start, each.end) for each in redactions(claims, review) if each.sure]


def drafts(claims: Sequence[ClaimWithFinding], policy: PolicyDocument) -> list[Draft]:
    """One draft for each ground and outcome that it allows, and one for keeping."""
    written = []
    for finding in findings_as_found(claims):
        text = GROUNDS[finding.ground].text
        found = f" {finding.explanation}" if finding.verdict is Verdict.MET else ""
        for outcome in choices([each for each in claims if each.claim.ground == finding.ground], policy):
            if outcome is Outcome.KEEP:
                continue
            written.append(
                Draft(
                    f"{outcome.value}:{finding.ground.value}",
                    f"{LABELS[outcome]}: {text.name}",
                    f"{LOOKED}{found} {_DONE[outcome]}",
                )
            )
    written.append(Draft("keep:", "Keep: no ground is met", _keep(findings_as_found(claims))))
    return written


def _keep(findings: Sequence[Finding]) -> str:
    said = [finding.explanation for finding in findings if finding.verdict is Verdict.NOT_MET]
    names = " or ".join(GROUNDS[finding.ground].text.not_this for finding in findings[:1])
    told = " ".join(said) if said else names
    return f"We looked at the review, the order and what both sides gave us. {told} The review stays.".replace(
        "  ", " "
    )


def draft_for(written: Sequence[Draft], outcome: Outcome | None, ground: str = "") -> str:
    """The draft that fits; '' where nothing is recommended yet."""
    if outcome is None:
        return ""
    fitting = [draft for draft in written if draft.key.startswith(f"{outcome.value}:")]
    exact = [draft for draft in fitting if draft.key.endswith(f":{ground}")]
    return (exact or fitting or [Draft("", "", "")])[0].text
