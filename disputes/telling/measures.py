"""What was done to a review, as each side reads it."""

from __future__ import annotations

from typing import Final

from disputes.models import Decision, Origin
from policy.phrases import criteria_in_words
from policy.saying import Said, joined, say, say_number
from policy.terms import Outcome, Party, ReviewStatus

_IN_YOUR_RATE: Final = say("in your feedback rate")
_IN_THE_SELLERS: Final = say("in the seller's feedback rate")


def measure_in_words(decision: Decision, party: Party, *, review=None) -> str:
    """What the decision did, in whole sentences; `review` as it stands now, where it is at hand."""
    outcome = Outcome(decision.outcome)
    review = review or decision.review
    named = criteria_in_words(decision.criteria or review.struck_criteria or ())
    rate = _rate_of(decision, party)
    sentences = [_done(decision, party is Party.AUTHOR, rate, named)]
    if outcome is Outcome.KEEP:
        sentences.append(_how_it_stands(ReviewStatus(review.status), rate))
        if review.struck_criteria and review.status == ReviewStatus.PUBLISHED:
            sentences.append(
                say("By another decision its stars for {criteria} are struck through and do not count.", criteria=named)
            )
    if outcome is Outcome.REMOVE and party is Party.AUTHOR:
        sentences.append(say("You can still read it yourself."))
    return joined(*sentences)


def _rate_of(decision: Decision, party: Party) -> Said:
    after_a_notice = decision.request.origin == Origin.NOTICE
    return _IN_THE_SELLERS if party is Party.AUTHOR or after_a_notice else _IN_YOUR_RATE


def _done(decision: Decision, yours: bool, rate: Said, criteria: str) -> Said:
    """What was done, to the author of the review ("your") or to the other side ("the")."""
    outcome = Outcome(decision.outcome)
    if decision.criteria:
        return _struck_in_part(yours, rate, criteria)
    if outcome is Outcome.KEEP and decision.supersedes_id is not None:
        if yours:
            return say("What the earlier decision did to your review is taken back, exactly.")
        return say("What the earlier decision did to the review is taken back, exactly.")
    match outcome:
        case Outcome.KEEP:
            return say("Your review stays as it is.") if yours else say("The review stays as it is.")
        case Outcome.REDACT:
            return joined(
                _hidden(yours, len(decision.spans)),
                say("The rest of the review stays, and its stars count {in_the_rate} as before.", in_the_rate=rate),
            )
        case Outcome.STRIKE:
            return _struck(yours, rate)
        case Outcome.ATTRIBUTE:
            return _attributed(yours, rate)
        case Outcome.REMOVE:
            if yours:
                return say("Your review is no longer shown and no longer counts {in_the_rate}.", in_the_rate=rate)
            return say("The review is no longer shown and no longer counts {in_the_rate}.", in_the_rate=rate)


def _struck_in_part(yours: bool, rate: Said, criteria: str) -> Said:
    if yours:
        return say(
            "The stars for {criteria} in your review are struck through: they can still be read, and they no longer "
            "count. The rest of the review stays, and its other stars go on counting {in_the_rate}.",
            criteria=criteria,
            in_the_rate=rate,
        )
    return say(
        "The stars for {criteria} in the review are struck through: they can still be read, and they no longer "
        "count. The rest of the review stays, and its other stars go on counting {in_the_rate}.",
        criteria=criteria,
        in_the_rate=rate,
    )


def _hidden(yours: bool, passages: int) -> Said:
    if yours:
        return say_number(
            "One passage of your comment is hidden from readers.",
            "{number} passages of your comment are hidden from readers.",
            passages,
        )
    return say_number(
        "One passage of the comment is hidden from readers.",
        "{number} passages of the comment are hidden from readers.",
        passages,
    )


def _struck(yours: bool, rate: Said) -> Said:
    if yours:
        return say(
            "Your review stays readable but is struck through, and it no longer counts {in_the_rate}.", in_the_rate=rate
        )
    return say(
        "The review stays readable but is struck through, and it no longer counts {in_the_rate}.", in_the_rate=rate
    )


def _attributed(yours: bool, rate: Said) -> Said:
    if yours:
        return say(
            "Your review stays readable with a note that the fulfilment partner answers for it. "
            "It counts for the partner and no longer {in_the_rate}.",
            in_the_rate=rate,
        )
    return say(
        "The review stays readable with a note that the fulfilment partner answers for it. "
        "It counts for the partner and no longer {in_the_rate}.",
        in_the_rate=rate,
    )


def _how_it_stands(status: ReviewStatus, rate: Said) -> Said:
    match status:
        case ReviewStatus.PUBLISHED:
            return say("It is shown and counts {in_the_rate}.", in_the_rate=rate)
        case ReviewStatus.STRUCK:
            return say("By another decision it is struck through and does not count {in_the_rate}.", in_the_rate=rate)
        case ReviewStatus.REMOVED:
            return say("By another decision it is not shown and does not count {in_the_rate}.", in_the_rate=rate)
        case ReviewStatus.ATTRIBUTED:
            return say("By another decision it counts for the fulfilment partner, not {in_the_rate}.", in_the_rate=rate)
        case ReviewStatus.WITHDRAWN:
            return say("Its author has withdrawn it: it is not shown and not counted {in_the_rate}.", in_the_rate=rate)
