"""The order's chat in a form: lines to choose, page by page and by search. What was chosen stays chosen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from disputes.pages.typed import TypedEvidence
from orders.queries import conversation_of
from policy.saying import say
from wire.ids import NOBODYS_ID, read_id
from wire.pages import CursorPages
from wire.refusals import Refused
from wire.text import is_showable

LINES_A_PAGE = 30
LONGEST_SEARCH = 100
NEWEST_FIRST = CursorPages("-sent_at", "-id")


@dataclass(frozen=True, slots=True)
class ChatAsked:
    """Which part of the chat is open. `turned` where the form was sent to see another one, and for nothing else."""

    at: str = ""
    words: str = ""
    turned: bool = False

    @classmethod
    def from_post(cls, post: QueryDict) -> ChatAsked:
        words = post.get("chat_words", "").strip()[:LONGEST_SEARCH]
        if not is_showable(words):
            words = ""
        if "chat_all" in post:
            return cls(turned=True)
        if "chat_search" in post:
            return cls(words=words, turned=True)
        if "chat_page" in post:
            return cls(post["chat_page"], words, turned=True)
        return cls(post.get("chat_at", ""), words)


def chat_choices(review, typed: TypedEvidence, asked: ChatAsked, *, here: str) -> dict[str, Any]:
    """One page of lines, oldest first, and before them the chosen ones that are not on it.

    `here` is the address of the form, where another page of the chat is asked for.
    """
    everything = conversation_of(review.order)
    found = everything.filter(body__icontains=asked.words) if asked.words else everything
    try:
        at, cut = asked.at, NEWEST_FIRST.cut(found, cursor=asked.at, size=LINES_A_PAGE)
    except Refused:
        at, cut = "", NEWEST_FIRST.cut(found, size=LINES_A_PAGE)
    lines = list(reversed(cut.rows))
    return {
        "lines": _shown(lines, review, typed),
        "chosen": _shown(_elsewhere(everything, typed, lines), review, typed),
        "here": here,
        "words": asked.words,
        "at": at,
        "earlier": cut.next,
        "later": cut.previous if at else "",
        "longest_search": LONGEST_SEARCH,
    }


def _elsewhere(everything, typed: TypedEvidence, lines: Iterable) -> list[Any]:
    here = {line.pk for line in lines}
    wanted = {read_id(ref) for ref in typed.ids["message"]} - here - {NOBODYS_ID}
    return list(everything.filter(pk__in=wanted)) if wanted else []


def _shown(lines: Iterable, review, typed: TypedEvidence) -> list[dict[str, Any]]:
    return [
        {
            "value": str(line.pk),
            "by": review.seller.name if line.sender == "seller" else review.buyer.name or str(say("The buyer")),
            "mine": line.sender == "seller",
            "body": line.body,
            "at": line.sent_at,
            "files": len(line.attachments.all()),
            "checked": str(line.pk) in typed.ids["message"],
        }
        for line in lines
    ]
