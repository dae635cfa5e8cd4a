"""Reads what an agent typed as a decision, before policy looks at it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from disputes.refusals import LONGEST_TEXT, invalid
from policy.deciding import IntendedDecision, Span
from policy.problems import Problem
from policy.terms import Criterion, GroundKey, Outcome, Verdict

_VERDICTS = {"met": Verdict.MET, "not_met": Verdict.NOT_MET}
MOST_SPANS = 200


def read_decision(
    outcome: str,
    findings: Mapping[str, str],
    reason: str,
    spans: Sequence[Sequence[int]],
    departure_reason: str,
    criteria: Sequence[str] = (),
) -> tuple[IntendedDecision | None, list[Problem]]:
    """The decision, or None where its outcome is no outcome; and every field that cannot be read."""
    verdicts, problems = read_verdicts(findings)
    pairs, wrong_spans = read_spans(spans)
    chosen, wrong_criteria = read_criteria(criteria)
    problems += [*wrong_spans, *wrong_criteria]
    for pointer, text in (("/reason", reason), ("/departure_reason", departure_reason)):
        if len(text) > LONGEST_TEXT:
            problems.append(invalid(pointer, f"At most {LONGEST_TEXT} characters; these are {len(text)}."))
    if outcome not in list(Outcome):
        problems.insert(0, invalid("/outcome", f"Choose one of: {', '.join(Outcome)}."))
        return None, problems
    intended = IntendedDecision(Outcome(outcome), verdicts, reason.strip(), departure_reason.strip(), pairs, chosen)
    return intended, problems


def read_verdicts(findings: Mapping[str, str]) -> tuple[dict[GroundKey, Verdict], list[Problem]]:
    verdicts: dict[GroundKey, Verdict] = {}
    problems: list[Problem] = []
    for key, value in findings.items():
        if key not in list(GroundKey):
            problems.append(invalid(f"/findings/{key}", "There is no such ground."))
        elif str(value).lower() not in _VERDICTS:
            problems.append(invalid(f"/findings/{key}", 'Answer "met" or "not_met".'))
        else:
            verdicts[GroundKey(key)] = _VERDICTS[str(value).lower()]
    return verdicts, problems


def read_spans(spans: Sequence[Sequence[int]]) -> tuple[tuple[Span, ...], list[Problem]]:
    """Pairs in the order of the text. Whether they lie inside it is policy's to say."""
    if len(spans) > MOST_SPANS:
        return (), [invalid("/spans", f"At most {MOST_SPANS} passages.")]
    problems = [
        invalid(f"/spans/{index}", "A passage is its start and its end, two whole numbers.")
        for index, span in enumerate(spans)
        if len(span) != 2 or any(type(place) is not int for place in span)
    ]
    if problems:
        return (), problems
    return tuple(sorted((start, end) for start, end in spans)), []


def read_criteria(criteria: Sequence[str]) -> tuple[tuple[Criterion, ...], list[Problem]]:
    """In the order of the review's form, none twice. Whether they can be struck is policy's to say."""
    problems = [
        invalid(f"/criteria/{index}", f"Choose from: {', '.join(Criterion)}.")
        for index, each in enumerate(criteria)
        if each not in list(Criterion)
    ]
    return (() if problems else tuple(each for each in Criterion if each in criteria)), problems


def new_problems(judged: Sequence[Problem], *, beside: Sequence[Problem]) -> list[Problem]:
    """Policy's problems without those about a field that could not even be read."""
    return [each for each in judged if not any(read.pointer.startswith(each.pointer) for read in beside)]
