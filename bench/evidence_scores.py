"""Precision and recall with intervals: what a program found, against what careful agents answered."""

import math
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.evidence_cases import LabelledCase
from evidence.gather import GATHERERS, gather
from policy.facts import Finding
from policy.terms import EvidenceKind, GroundKey, Verdict

NUMBER = re.compile(r"\d{3,}")
Z = 1.959963984540054
"""95 % of a normal distribution lies within so many standard deviations."""


@dataclass(slots=True)
class Score:
    """MET counts as found; NOT_MET and UNKNOWN as not found."""

    ground: GroundKey
    cases: int = 0
    found: int = 0
    right: int = 0
    met: int = 0
    unknown: int = 0
    seconds: float = 0.0
    spans_found: int = 0
    spans_right: int = 0
    spans_expected: int = 0
    wrong: list[tuple[LabelledCase, Finding]] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """Shares are from 0 to 1, null where there is nothing to share; intervals are of 95 % (Wilson)."""
        return {
            "ground": self.ground.value,
            "gatherers": ", ".join(each.label for each in GATHERERS.get(self.ground, ())),
            "cases": self.cases,
            "expected_met": self.met,
            "found_met": self.found,
            "true_positives": self.right,
            "false_positives": self.found - self.right,
            "false_negatives": self.met - self.right,
            "unknown": self.unknown,
            "precision": share(self.right, self.found),
            "precision_interval": wilson(self.right, self.found),
            "recall": share(self.right, self.met),
            "recall_interval": wilson(self.right, self.met),
            "span_precision": share(self.spans_right, self.spans_found),
            "span_recall": share(self.spans_right, self.spans_expected),
            "seconds_per_1000": round(1000 * self.seconds / self.cases, 4) if self.cases else None,
        }


def by_number(cases: Sequence[LabelledCase]) -> list[LabelledCase]:
    """Those whose comment holds digits: where the wrong order is named by its number, if at all."""
    return [case for case in cases if NUMBER.search(case.material.facts.comment)]


def score(ground: GroundKey, cases: Sequence[LabelledCase]) -> Score:
    """Gather and find for each case, with the parameters that a policy has where it says nothing."""
    result = Score(ground)
    if cases:
        gather(ground, cases[0].material)  # lists and models load on first use, which is not part of the time
    for case in cases:
        began = time.perf_counter()
        finding = gather(ground, case.material).finding
        result.seconds += time.perf_counter() - began
        result.cases += 1
        result.met += case.met
        result.unknown += finding.verdict is Verdict.UNKNOWN
        if finding.verdict is Verdict.MET:
            result.found += 1
            result.right += case.met
            _count_spans(result, case, finding)
        if (finding.verdict is Verdict.MET) != case.met:
            result.wrong.append((case, finding))
    return result


def _count_spans(result: Score, case: LabelledCase, finding: Finding) -> None:
    """A marked passage is right when it shares a character with an expected one."""
    if case.spans is None:
        return
    marked = [
        (each.start, each.end)
        for each in finding.references
        if each.kind is EvidenceKind.REVIEW and each.start is not None and each.end is not None
    ]
    result.spans_found += len(marked)
    result.spans_expected += len(case.spans)
    result.spans_right += sum(
        any(start < end_ and start_ < end for start_, end_ in case.spans) for start, end in marked
    )


def share(part: int, whole: int) -> float | None:
    """From 0 to 1, to four places."""
    return round(part / whole, 4) if whole else None


def wilson(part: int, whole: int) -> tuple[float, float] | None:
    """The interval in which the share lies in 95 of 100 such measurements (Wilson 1927)."""
    if not whole:
        return None
    p = part / whole
    middle = (p + Z * Z / (2 * whole)) / (1 + Z * Z / whole)
    half = Z * math.sqrt(p * (1 - p) / whole + Z * Z / (4 * whole * whole)) / (1 + Z * Z / whole)
    return round(max(0.0, middle - half), 4), round(min(1.0, middle + half), 4)
