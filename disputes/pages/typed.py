"""What a person typed into a form about a case, and what is wrong with it: nothing typed is ever lost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.http import QueryDict

from policy.eligibility import Claim, Evidence
from policy.problems import Problem
from policy.saying import say

MOST_FILES = 10
_EVIDENCE = say("Evidence")
# Fields that hold evidence, in the order in which pieces are sent.
KINDS = ("message", "order", "review", "file")


def text_in(post: QueryDict, name: str) -> str:
    """A text as typed, its line ends counted as one character, as the page counts them."""
    return re.sub(r"\r\n?", "\n", post.get(name, "")).replace("\x00", "")


@dataclass(slots=True)
class Errors:
    """Sentences by the field they are about; `general` ones are about none."""

    beside: dict[str, str] = field(default_factory=dict)
    general: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.beside or self.general)

    def add(self, problem: Problem, name: str) -> None:
        detail = str(problem.detail)
        if not name:
            self.general.append(detail)
        elif detail not in self.beside.get(name, ""):
            self.beside[name] = f"{self.beside.get(name, '')} {detail}".strip()

    def put(self, problems: Iterable[Problem], fields: Iterable[str]) -> Errors:
        """Each beside the field that its pointer names."""
        known = set(fields)
        for problem in problems:
            name = problem.pointer.split("/")[1] if problem.pointer else ""
            self.add(problem, name if name in known else "")
        return self

    def summary(self, labels: Mapping[str, str]) -> list[dict[str, str]]:
        """As the summary above a form lists them, each a link to its field."""
        linked = [
            {"href": f"#id_{name}", "text": f"{labels.get(name, _EVIDENCE)}: {sentence}"}
            for name, sentence in self.beside.items()
        ]
        return [{"href": "", "text": sentence} for sentence in self.general] + linked


@dataclass(slots=True)
class TypedEvidence:
    """What was ticked, attached and written as evidence: ids by field, and the explanation in words."""

    ids: dict[str, list[str]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    text: str = ""

    @classmethod
    def from_post(cls, post: QueryDict) -> TypedEvidence:
        ids = {kind: list(dict.fromkeys(filter(None, post.getlist(kind)))) for kind in KINDS}
        return cls(ids, text_in(post, "text"))

    def pieces(self) -> list[Evidence]:
        return [Evidence(kind, ref=ref) for kind, ref in self._refs()] + self._words()

    def _refs(self) -> list[tuple[str, str]]:
        return [(kind, ref) for kind in KINDS for ref in self.ids[kind]]

    def _words(self) -> list[Evidence]:
        return [Evidence("text", text=self.text)] if self.text.strip() else []

    def place_of(self, index: int) -> str:
        """The field that the piece of that number came from."""
        refs = self._refs()
        return refs[index][0] if index < len(refs) else "text"


@dataclass(slots=True)
class TypedRequest:
    """A removal request as it stands in the form."""

    grounds: list[str] = field(default_factory=list)
    statements: dict[str, str] = field(default_factory=dict)
    feedback_types: dict[str, str] = field(default_factory=dict)
    evidence: TypedEvidence = field(default_factory=TypedEvidence)

    @classmethod
    def from_post(cls, post: QueryDict, offered: Iterable[str]) -> TypedRequest:
        """Statements of grounds that are not ticked are kept too."""
        return cls(
            grounds=list(dict.fromkeys(post.getlist("ground"))),
            statements={key: text_in(post, f"statement_{key}") for key in offered},
            feedback_types={key: post.get(f"feedback_type_{key}", "") for key in offered},
            evidence=TypedEvidence.from_post(post),
        )

    def claims(self) -> list[Claim]:
        return [Claim(key, self.statements.get(key, ""), self.feedback_types.get(key) or None) for key in self.grounds]

    def errors(self, problems: Iterable[Problem]) -> Errors:
        """Each problem beside the field of the form that its pointer means."""
        found = Errors()
        for problem in problems:
            found.add(problem, self._field(problem.pointer.split("/")[1:]))
        return found

    def _field(self, place: list[str]) -> str:
        match place:
            case ["claims"]:
                return "ground"
            case ["claims", index, name] if self.grounds[int(index)] in self.statements:
                return f"{name}_{self.grounds[int(index)]}"
            case ["evidence"]:
                return "evidence"
            case ["evidence", index, *_]:
                return self.evidence.place_of(int(index))
            case _:
                return ""
