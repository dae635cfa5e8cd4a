"""Whether a text speaks of feedback, so that nothing of value is ever tied to it.

Sources: S2 ("pressuring or incentivizing a buyer to remove or modify negative feedback is a violation") and
S3 ("should not state refunding as an offer to change or remove a negative review"). The words are English,
with the plainest nouns of a few other languages; what they miss is for the people who read the text.
"""

import re
from typing import Final

NOUNS: Final = (
    r"feed\s?-?backs?|ratings?|testimonials?|"
    r"bewertung(?:en)?|rezension(?:en)?|reseñas?|valoraci(?:ón|ones)|calificaci(?:ón|ones)|"
    r"avaliaç(?:ão|ões)|recension[ei]|отзыв\w*"
)
"""Words that mean feedback wherever they stand."""

REVIEW_AS_A_NOUN: Final = (
    r"(?:a|an|the|your|my|this|that|any|no|good|great|nice|kind|bad|honest|positive|negative|neutral|stars?|"
    r"leave|leaving|write|writing|post|posting|change|changing|edit|remove|removing|delete|deleting|withdraw|"
    r"update|for)\s+reviews?\b(?!\s+of\s+(?:your|the|this|our)\s+(?:case|claim|request|refund|ticket|payment))"
    r"|\breviews\b(?!\s+(?:your|the|this|our|every|all|each)\b)"
)
"""Not the verb: "we will review your case" says nothing of feedback, and "a review of your claim" neither."""

STARS: Final = (
    r"(?:[1-5]|one|two|three|four|five|full|all|more)[\s-]?stars\b"
    r"|(?:[1-5]|one|two|three|four|five)[\s-]?star\b(?!\s+(?!please|if|for|and|or|from|when|after)\w)"
    r"|[★⭐🌟]"
)
"""Stars that are given. "A 5-star sword" is an item that a seller may add."""

ASKED_FOR: Final = (
    r"(?:leave|leaving|give|giving|gave|post|write|change|edit|update|remove|delete|withdraw)\s+"
    r"(?:\w+\s+){0,3}(?:positive|negative|neutral)\b"
    r"|(?:change|edit|update|remove|delete|withdraw|take\s+down|take\s+back)\s+"
    r"(?:your|the|that)\s+(?:comment|opinion|vote)s?\b"
    r"|\brate\s+(?:us|me|our|my|[1-5]|five)\b"
)
"""Feedback that is asked for without its name: "leave me a positive", "take back your comment"."""

_PATTERN: Final = re.compile(rf"\b(?:{NOUNS})\b|\b(?:{REVIEW_AS_A_NOUN})|\b(?:{ASKED_FOR})|(?:{STARS})", re.IGNORECASE)


def names_feedback(text: str) -> tuple[int, int] | None:
    """Where a text first speaks of feedback, as start and end in characters; None where it does not."""
    found = _PATTERN.search(text)
    return found.span() if found else None
