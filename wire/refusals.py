"""What an action raises when it will not act; interfaces turn it into a problem document or a sentence."""

from __future__ import annotations

from policy.problems import Problem
from policy.saying import joined


class Refused(Exception):
    """Nothing was changed. `problems` say why: code of api.md, JSON Pointer of the field, a sentence.

    Actions define their own `UnableTo…` classes beside them. `retry_after` (seconds) says when to ask again,
    with the code rate_limited.
    """

    retry_after: int | None = None

    def __init__(self, *problems: Problem) -> None:
        self.problems = problems
        super().__init__(joined(*dict.fromkeys(problem.detail for problem in problems)))

    @property
    def code(self) -> str:
        return str(self.problems[0].code)


class NotThere(Exception):
    """404: it does not exist, or the asker may not know that it does. One answer for both."""


class NotPermitted(Exception):
    """403: the asker may see it and may not do this. `detail` says who may."""

    def __init__(self, detail: str) -> None:
        self.detail = detail
        super().__init__(detail)
