"""What an agent typed into a decision, kept word for word until it has arrived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict

from disputes.admin.reasons import Draft, Redaction, draft_for, drafts, recommendation
from disputes.models import RemovalRequest
from disputes.queries import ClaimWithFinding
from policy.terms import Outcome, Verdict

FINDING = "finding_"
NOT_NUMBERS = "Please write whole numbers: where the passage begins and where it ends."
BLANK_SPANS = 2


@dataclass(slots=True)
class Typed:
    """The decision form's values, as texts. `spans` are pairs of texts, `accepted` proposed passages as "start-end"."""

    version: int | None
    outcome: str = ""
    findings: dict[str, str] = field(default_factory=dict)
    spans: list[tuple[str, str]] = field(default_factory=list)
    accepted: list[str] = field(default_factory=list)
    criteria: list[str] = field(default_factory=list)
    reason: str = ""
    departure_reason: str = ""
    good_faith: bool = True
    draft: str = ""

    def numbers(self) -> list[list[int]]:
        """All passages to hide, as the action takes them; raises ValueError where one is no number."""
        pairs = [each.split("-", 1) for each in self.accepted] + [list(pair) for pair in self.spans if any(pair)]
        return [list(place) for place in sorted({(int(start), int(end)) for start, end in pairs})]

    def problems(self) -> list[dict[str, str]]:
        try:
            self.numbers()
        except ValueError:
            return [{"pointer": "/spans/0", "text": NOT_NUMBERS, "code": "validation_failed"}]
        return []

    def arguments(self) -> dict[str, Any]:
        """What the action is called with."""
        return {
            "version": self.version,
            "outcome": self.outcome,
            "findings": {ground: answer for ground, answer in self.findings.items() if answer},
            "reason": self.reason,
            "spans": self.numbers() if self.outcome == Outcome.REDACT else [],
            "criteria": self.criteria if self.outcome == Outcome.STRIKE else [],
            "good_faith": self.good_faith,
            "departure_reason": self.departure_reason,
        }

    def says_the_same_as(self, other: Typed) -> bool:
        """Whether nobody would miss one of them; which version was seen and which draft is chosen says nothing."""
        return self._said() == other._said()

    def _said(self) -> tuple[Any, ...]:
        return (
            self.outcome,
            {ground: answer for ground, answer in self.findings.items() if answer},
            *(sorted(each) for each in (self.spans, self.accepted, self.criteria)),
            # A form sends its line ends as two characters.
            *(text.replace("\r\n", "\n") for text in (self.reason, self.departure_reason)),
            self.good_faith,
        )

    def span_rows(self) -> list[tuple[str, str]]:
        """The filled rows and some empty ones."""
        return [*self.spans, *[("", "")] * BLANK_SPANS]


def read_typed(post: QueryDict) -> Typed:
    pairs = zip(post.getlist("span_start"), post.getlist("span_end"), strict=False)
    return Typed(
        version=whole(post.get("version", "")),
        outcome=post.get("outcome", ""),
        findings={name[len(FINDING) :]: post[name] for name in post if name.startswith(FINDING)},
        spans=[(start.strip(), end.strip()) for start, end in pairs if start.strip() or end.strip()],
        accepted=post.getlist("accept"),
        criteria=post.getlist("criterion"),
        reason=post.get("reason", ""),
        departure_reason=post.get("departure_reason", ""),
        good_faith="good_faith" in post,
        draft=post.get("draft", ""),
    )


def typed_again(words: Mapping[str, Any], version: int | None, proposed: Sequence[Redaction]) -> Typed:
    """The form as it was sent: `words` are what `arguments` gave, as they were kept."""
    offered = {each.value for each in proposed}
    places = [(str(start), str(end)) for start, end in words.get("spans", ())]
    return Typed(
        version=version,
        outcome=words["outcome"],
        findings=dict(words["findings"]),
        spans=[place for place in places if "-".join(place) not in offered],
        accepted=["-".join(place) for place in places if "-".join(place) in offered],
        criteria=list(words.get("criteria", ())),
        reason=words["reason"],
        departure_reason=words.get("departure_reason", ""),
        good_faith=words.get("good_faith", True),
    )


def untouched(case: RemovalRequest, claims: Sequence[ClaimWithFinding]) -> Typed:
    """The form as it opens: what was found is filled in; what is unknown, and each passage to hide, is the agent's."""
    policy = case.policy_version.policy
    advice = recommendation(claims, policy, case.review)
    answers = {Verdict.MET: "met", Verdict.NOT_MET: "not_met"}
    found = {each.claim.ground: each.finding.verdict if each.finding else "" for each in claims}
    met = [ground for ground, verdict in found.items() if verdict == Verdict.MET]
    return Typed(
        version=case.version,
        outcome=advice.value if advice else "",
        findings={ground: answers.get(verdict, "") for ground, verdict in found.items()},
        reason=draft_for(drafts(claims, policy), advice, met[0] if met else ""),
    )


def filled_in(typed: Typed, written: Sequence[Draft]) -> Typed:
    """The form with the chosen draft as its reason."""
    typed.reason = next((draft.text for draft in written if draft.key == typed.draft), typed.reason)
    return typed


def whole(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def wrong_fields(problems: Sequence[dict[str, str]]) -> dict[str, str]:
    """What is wrong, by the first part of its pointer: {"outcome": …, "spans": …}."""
    wrong: dict[str, str] = {}
    for each in problems:
        name = each["pointer"].lstrip("/").split("/")[0]
        wrong[name] = f"{wrong.get(name, '')} {each['text']}".strip()
    return wrong
