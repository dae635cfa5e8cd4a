"""What a person typed into a form about an order, and what is wrong with it: nothing typed is ever lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo

from django.http import QueryDict

from policy.problems import Problem
from policy.terms import ProblemCode

_LINE_ENDS = re.compile(r"\r\n?")
_DIGITS = re.compile(r"[0-9]{1,9}", re.ASCII)
# As browsers send a local date and time, with or without seconds.
_LOCAL = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?", re.ASCII)


@dataclass(slots=True)
class Typed:
    """`values` by field as they were typed; `errors` by field; `general` belongs to no field."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)

    @classmethod
    def from_post(cls, post: QueryDict, names: Iterable[str]) -> Typed:
        """Texts as typed, with line ends as the page counts them: one character each."""
        return cls({name: _LINE_ENDS.sub("\n", post.get(name, "")) for name in names})

    @property
    def wrong(self) -> bool:
        return bool(self.errors or self.general)

    def version(self) -> int | None:
        text = self.values.get("version", "")
        return int(text) if _DIGITS.fullmatch(text) else None

    def moment(self, name: str, zone: tzinfo) -> datetime | None:
        """A local date and time of `zone` as a moment in UTC; None where there is none, and its error is kept.

        In the hour that comes twice when clocks go back the first one is meant; the hour that is skipped is refused.
        """
        text = self.values.get(name, "").strip()
        try:
            local = datetime.fromisoformat(text).replace(tzinfo=zone) if _LOCAL.fullmatch(text) else None
            moment = local and local.astimezone(UTC)
        except (ValueError, OverflowError):
            local = moment = None
        if moment is None:
            if text:
                self._wrong(name, "Please give a date and a time, as in 2027-03-01T14:00.")
        elif moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            self._wrong(name, "The clocks skip this hour on that day. Please choose another time.")
            return None
        return moment

    def refuse(self, problems: Iterable[Problem]) -> None:
        """Put each problem beside its field, or among the general ones; a field keeps its first one."""
        for problem in problems:
            name = problem.pointer.removeprefix("/")
            if name in self.values and name != "version":
                self.errors.setdefault(name, problem.detail)
            else:
                self.general.append(problem.detail)

    def summary(self, labels: Mapping[str, str]) -> list[dict[str, str]]:
        """The errors as the summary above a form lists them, each a link to its field."""
        linked = [
            {"href": f"#id_{name}", "text": f"{label}: {self.errors[name]}"}
            for name, label in labels.items()
            if name in self.errors
        ]
        return [{"href": "", "text": sentence} for sentence in self.general] + linked

    def _wrong(self, name: str, detail: str) -> None:
        self.refuse([Problem(ProblemCode.VALIDATION_FAILED, f"/{name}", detail)])
