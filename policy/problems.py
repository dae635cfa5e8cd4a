"""One reason why an act is refused: a stable code, the field it is about, and a sentence for the person."""

from dataclasses import dataclass

from policy.terms import ProblemCode


@dataclass(frozen=True, slots=True)
class Problem:
    """A refusal. `pointer` is a JSON Pointer into the body ("" for the whole of it)."""

    code: ProblemCode
    pointer: str
    detail: str
