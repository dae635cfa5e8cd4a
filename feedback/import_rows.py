"""How a row of a feedback file reads: its columns, what each must hold, and what one review of it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from feedback.actions.rate_review import OVERALL, plain_comment, rating_problems
from policy.document import PolicyDocument
from policy.eligibility import OrderToReview, may_post_review
from policy.problems import Problem
from policy.terms import Criterion, OrderStatus, ProblemCode
from tenants.models import Tenant
from wire.instants import read_instant

Cells = Mapping[str, str]
Row = tuple[int, Cells]
"""The line on which the record begins in its file (the header is line 1), and its cells by column."""

REQUIRED = ("order", "published_at")
OPTIONAL = (
    "buyer",
    "seller",
    "status",
    "closed_at",
    *(criterion.value for criterion in Criterion),
    "stars",
    "comment",
    "response",
)
_COLUMN_OF = {"/overall": "stars"}
_WHOLE = re.compile(r"[0-9]{1,4}", re.ASCII)


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """One review as the file states it. Buyer, seller and closing may be unknown where the order is known.

    `buyer_if_new` is who bought it as far as the file can tell, where nobody stated the order.
    """

    order: str
    buyer: str
    buyer_if_new: str
    seller: str
    status: OrderStatus
    closed_at: datetime | None
    stars: dict[str, int | None]
    comment: str
    published_at: datetime
    response: str


class RowWrong(Exception):
    """The row cannot be taken; `reason` begins with a code of the HTTP contract."""

    def __init__(self, *problems: Problem) -> None:
        self.reason = reason_of(problems)
        super().__init__(self.reason)


def reason_of(problems: Iterable[Problem]) -> str:
    """The code of the first problem, then each sentence after the column that it is about."""
    problems = list(problems)
    sentences = []
    for problem in problems:
        column = _COLUMN_OF.get(problem.pointer, problem.pointer.strip("/"))
        sentences.append(f"{column}: {problem.detail}" if column else problem.detail)
    return f"{problems[0].code}: {' '.join(sentences)}"


def read_row(cells: Cells, *, tenant: Tenant, policy: PolicyDocument, now: datetime) -> ReviewRow:
    """The review that a row states, as far as the row alone tells. Raises RowWrong with all that is wrong."""
    problems: list[Problem] = []
    order = cells.get("order", "").strip()
    if not order:
        problems.append(_invalid("/order", "Every review names its order."))
    published_at = _moment(cells, "published_at", problems)
    if published_at is None and not problems:
        problems.append(_invalid("/published_at", "Every review says when it was published."))
    if published_at is not None and published_at > now:
        problems.append(_invalid("/published_at", "This lies in the future."))
    closed_at = _moment(cells, "closed_at", problems)
    status = _status(cells, problems)
    stars = _stars(cells)
    comment = plain_comment(cells.get("comment", ""))
    response = plain_comment(cells.get("response", ""))
    # Whether the order was ever started is not known yet; what the policy never allows is wrong already.
    problems += rating_problems(stars, comment, policy, ever_started=False)
    if len(response) > policy.feedback.comment_max_length:
        most = policy.feedback.comment_max_length
        problems.append(_invalid("/response", f"At most {most} characters; these are {len(response)}."))
    if not problems and status is not None:
        standing = OrderToReview(status, closed_at, already_reviewed=False, timezone=tenant.zone, imported=True)
        problems += may_post_review(standing, policy, now)
    if problems or status is None or published_at is None:
        raise RowWrong(*problems)
    return ReviewRow(
        order=order,
        buyer=cells.get("buyer", "").strip(),
        buyer_if_new=cells.get("buyer_if_new", ""),
        seller=cells.get("seller", "").strip(),
        status=status,
        closed_at=closed_at,
        stars=stars,
        comment=comment,
        published_at=published_at,
        response=response,
    )


def _invalid(pointer: str, detail: str) -> Problem:
    return Problem(ProblemCode.VALIDATION_FAILED, pointer, detail)


def _moment(cells: Cells, column: str, problems: list[Problem]) -> datetime | None:
    text = cells.get(column, "").strip()
    if not text:
        return None
    try:
        moment = read_instant(text)
        if not 1970 < moment.year < 2100:
            raise ValueError("Times lie between the years 1971 and 2099.")
    except ValueError as error:
        problems.append(_invalid(f"/{column}", str(error)))
        return None
    return moment


def _status(cells: Cells, problems: list[Problem]) -> OrderStatus | None:
    text = cells.get("status", "").strip() or OrderStatus.FINISHED.value
    try:
        return OrderStatus(text)
    except ValueError:
        problems.append(_invalid("/status", f"One of {', '.join(status.value for status in OrderStatus)}."))
        return None


def _stars(cells: Cells) -> dict[str, int | None]:
    """By criterion, or the one overall rating where those are empty. What is no number stays as text."""
    by_criterion = {criterion.value: _number(cells.get(criterion.value, "")) for criterion in Criterion}
    overall = _number(cells.get("stars", ""))
    if overall is not None and not any(given is not None for given in by_criterion.values()):
        return {OVERALL: overall}
    return by_criterion


def _number(text: str) -> int | None:
    text = text.strip()
    if not text:
        return None
    return int(text) if _WHOLE.fullmatch(text) else text  # type: ignore[return-value]  refused by rating_problems
