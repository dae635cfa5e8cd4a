"""What part an order plays in the comment: spoken of, meant, or only named beside the reviewed one."""

import re
from functools import lru_cache
from typing import Final

from evidence.relation.vocabulary import bare, phrases
from policy.gathered import MentionRole

_STOP: Final = re.compile(r"[.!?…;\n]+(?=\s|$)|\n")
_CLAUSE_END: Final = re.compile(r"[,:;()–-]\s|\s(?:but|and|not|aber|und|pero|mais|mas|ma|maar|ale|но|а|ama)\s")
_REACH: Final = 45
"""Characters within which words before a number say that the comment is meant for it."""
_NEAR: Final = 30
_CLOSE: Final = 22
_TOUCHING: Final = 16
_SENTENCE: Final = 250


def role_of(comment: str, at: int, until: int, *, own: bool) -> MentionRole:
    """The part that the order named from `at` to `until` (places in the bare text) plays."""
    text = bare(comment)
    start, end = _sentence_around(text, at, until)
    before = text[max(start, at - _REACH) : at]
    if _ends_with(before, "not_meant", _CLOSE):
        return MentionRole.BESIDE
    if _ends_with(before, "meant_for", _NEAR):
        return MentionRole.MEANT
    if own:
        return MentionRole.NAMED
    if _wrong_place(text, start, end):
        return MentionRole.MEANT
    if (
        _ends_with(before, "beside_before", _TOUCHING)
        or phrases("beside").search(text, start, end)
        or _this_order_spoken_of(text)
    ):
        return MentionRole.BESIDE
    return MentionRole.NAMED


def said_to_be_meant_elsewhere(comment: str) -> tuple[int, int] | None:
    """Where, by places in the bare text, the comment says that it stands in the wrong place."""
    text = bare(comment)
    found = phrases("another_thing").search(text)
    if not found or _of_what_came(text, found.start()):
        return None
    return found.span()


def _ends_with(before: str, name: str, reach: int) -> bool:
    """Whether one of the phrases stands in `before` with nothing but a word or two of the same clause after it."""
    return any(
        len(before) - found.end() <= reach and not _CLAUSE_END.search(before, found.end())
        for found in phrases(name).finditer(before)
    )


def _wrong_place(text: str, start: int, end: int) -> bool:
    found = phrases("another_thing").search(text, start, end)
    return found is not None and not _of_what_came(text, found.start())


def _of_what_came(text: str, at: int) -> bool:
    """Whether the words before tell of a parcel, so that what is wrong is what came."""
    start, _ = _sentence_around(text, at, at)
    return phrases("got_another").search(text, start, at) is not None


@lru_cache(maxsize=64)
def _this_order_spoken_of(text: str) -> bool:
    """Whether words such as "this one" stand anywhere, other than to say that it is not meant."""
    return any(
        not _ends_with(text[max(0, found.start() - _REACH) : found.start()], "not_meant", _CLOSE)
        for found in phrases("this_order").finditer(text)
    )


def _sentence_around(text: str, at: int, until: int) -> tuple[int, int]:
    """The sentence, or as much of a long one as tells what part an order plays in it."""
    start, end = max(0, at - _SENTENCE), min(len(text), until + _SENTENCE)
    for stop in _STOP.finditer(text, start, end):
        if stop.end() <= at:
            start = stop.end()
        elif stop.start() >= until:
            return start, stop.start()
    return start, end
