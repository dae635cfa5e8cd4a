"""What a person typed into a form, and what is wrong with it, side by side: nothing typed is ever lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Self

from django.http import QueryDict

from policy.problems import Problem

LINE_ENDS = re.compile(r"\r\n?")
DIGITS = re.compile(r"-?[0-9]{1,9}", re.ASCII)


@dataclass(slots=True)
class Typed:
    """`values` by field as they were typed; `errors` by field; `general` belongs to no field."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)

    @classmethod
    def from_post(cls, post: QueryDict, names: Iterable[str]) -> Self:
        """Texts as typed, with line ends as the page counts them: one character each."""
        return cls({name: LINE_ENDS.sub("\n", post.get(name, "")) for name in names})

    @property
    def wrong(self) -> bool:
        return bool(self.errors or self.general)

    def whole(self, name: str) -> int | None:
        """A whole number of a hidden field, or None."""
        text = self.values.get(name, "")
        return int(text) if DIGITS.fullmatch(text) else None

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
