"""What was done to a review, as each side reads it."""

from __future__ import annotations

from typing import Final

from disputes.models import Decision, Origin
from policy.phrases import criteria_in_words
from policy.terms import Outcome, Party, ReviewStatus

_DONE: Final = {
    Outcome.KEEP: "{Your} review stays as it is.",
    Outcome.REDACT: "{passages} of {your} comment {are} hidden from readers. The rest of the review "
    "stays, and its stars count in {the_rate} as before.",
    Outcome.STRIKE: "{Your} review stays readable but is struck through, and it no longer counts in {the_rate}.",
    Outcome.ATTRIBUTE: "{Your} review stays readable with a note that the fulfilment partner answers for it. "
    "It counts for the partner and no longer in {the_rate}.",
    Outcome.REMOVE: "{Your} review is no longer shown and no longer counts in {the_rate}.",
}
_STRUCK_IN_PART: Final = (
    "The stars for {criteria} in {your} review are struck through: they can still be read, and they no longer count. "
    "The rest of the review stays, and its other stars go on counting in {the_rate}."
)
_TAKEN_BACK: Final = "What the earlier decision did to {your} review is taken back, exactly."
_HOW_IT_STANDS: Final = {
    ReviewStatus.PUBLISHED: "It is shown and counts in {the_rate}.",
    ReviewStatus.STRUCK: "By another decision it is struck through and does not count in {the_rate}.",
    ReviewStatus.REMOVED: "By another decision it is not shown and does not count in {the_rate}.",
    ReviewStatus.ATTRIBUTED: "By another decision it counts for the fulfilment partner, not in {the_rate}.",
    ReviewStatus.WITHDRAWN: "Its author has withdrawn it: it is not shown and not counted in {the_rate}.",
}
_STANDS_IN_PART: Final = "By another decision its stars for {criteria} are struck through and do not count."
_WORDS: Final = {
    Party.AUTHOR: {"Your": "Your", "your": "your", "the_rate": "the seller's feedback rate"},
    Party.REQUESTER: {"Your": "The", "your": "the", "the_rate": "your feedback rate"},
}
_WORDS_TO_A_NOTICE_AUTHOR: Final = {"Your": "The", "your": "the", "the_rate": "the seller's feedback rate"}


def measure_in_words(decision: Decision, party: Party, *, review=None) -> str:
    """What the decision did, in whole sentences; `review` as it stands now, where it is at hand."""
    outcome = Outcome(decision.outcome)
    review = review or decision.review
    sentences = [_STRUCK_IN_PART if decision.criteria else _DONE[outcome]]
    named = decision.criteria or review.struck_criteria or ()
    if outcome is Outcome.KEEP:
        if decision.supersedes_id is not None:
            sentences = [_TAKEN_BACK]
        sentences.append(_HOW_IT_STANDS[ReviewStatus(review.status)])
        if review.struck_criteria and review.status == ReviewStatus.PUBLISHED:
            sentences.append(_STANDS_IN_PART)
    if outcome is Outcome.REMOVE and party is Party.AUTHOR:
        sentences.append("You can still read it yourself.")
    count = len(decision.spans)
    return " ".join(sentences).format(
        passages="One passage" if count == 1 else f"{count} passages",
        are="is" if count == 1 else "are",
        criteria=criteria_in_words(named),
        **_words(decision, party),
    )


def _words(decision: Decision, party: Party) -> dict[str, str]:
    after_a_notice = party is Party.REQUESTER and decision.request.origin == Origin.NOTICE
    return _WORDS_TO_A_NOTICE_AUTHOR if after_a_notice else _WORDS[party]
