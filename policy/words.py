"""A marketplace's policy in plain words, for its public page: every number comes from the document."""

from collections.abc import Iterator
from dataclasses import dataclass

from policy.document import GroundPolicy, PolicyDocument
from policy.filing import needs_any_evidence
from policy.grounds import GROUNDS, NEVER_GROUNDS
from policy.phrases import days, hours, listed, order_is, points, share
from policy.responsibility import RESPONSIBILITIES
from policy.retention_words import retention_in_words
from policy.saying import Said, joined, say, say_number
from policy.terms import (
    CompensationKind,
    DsaTier,
    EvidenceKind,
    FeedbackType,
    GroundKey,
    OneStarCaps,
    Outcome,
    RateFormula,
)


@dataclass(frozen=True, slots=True)
class WordSection:
    """One part of the page: a stable key for links, a title, and sentences in the order of reading."""

    key: str
    title: str
    sentences: tuple[str, ...]


_OUTCOME = {
    Outcome.REMOVE: say("the review is removed"),
    Outcome.REDACT: say("the words are hidden and the rest stays"),
    Outcome.STRIKE: say("the review is struck through and no longer counts"),
    Outcome.ATTRIBUTE: say("the review counts for the fulfilment partner instead"),
}
_TO = {
    Outcome.REMOVE: say("remove"),
    Outcome.REDACT: say("redact"),
    Outcome.STRIKE: say("strike"),
    Outcome.ATTRIBUTE: say("attribute"),
    Outcome.KEEP: say("keep"),
}
_EVIDENCE = {
    EvidenceKind.MESSAGE: say("a message of the order's chat"),
    EvidenceKind.FILE: say("a file"),
    EvidenceKind.ORDER: say("an order"),
    EvidenceKind.REVIEW: say("another review"),
    EvidenceKind.TEXT: say("an explanation in words"),
}
_COMPENSATION = {
    CompensationKind.SERVICE: say("an added service"),
    CompensationKind.ITEM: say("an added item"),
    CompensationKind.DISCOUNT: say("a discount on a future purchase"),
    CompensationKind.REPLACEMENT: say("a replacement"),
    CompensationKind.PARTIAL_REFUND: say("a partial refund"),
}


def policy_in_words(policy: PolicyDocument) -> list[WordSection]:
    """The whole policy, section by section."""
    sections = (
        ("feedback", say("Leaving feedback"), _feedback(policy)),
        ("rate", say("How the feedback rate is counted"), _rate(policy)),
        ("removal", say("Asking for removal"), _removal(policy)),
        ("grounds", say("Grounds for removal"), _grounds(policy)),
        ("never", say("What is never a ground"), iter(NEVER_GROUNDS)),
        ("appeals", say("Appeals"), _appeals(policy)),
        ("misuse", say("Misuse"), _misuse(policy)),
        ("contact", say("Contact, compensation and agreements"), _contact(policy)),
        ("fulfilment", say("Fulfilment partners"), _fulfilment(policy)),
        ("transparency", say("What is published"), _transparency(policy)),
        ("retention", say("How long data is kept"), retention_in_words(policy)),
    )
    spelled = (WordSection(key, title, tuple(sentences)) for key, title, sentences in sections)
    return [section for section in spelled if section.sentences]


def ground_in_words(key: GroundKey, policy: PolicyDocument) -> str:
    """One offered ground: its name, when it holds, what it is not, what happens and what must be shown."""
    text = GROUNDS[key].text
    named = say("{name}: {text}", name=text.name, text=text.meaning)
    return joined(named, text.not_this, *what_follows(key, policy))


def what_follows(key: GroundKey, policy: PolicyDocument) -> tuple[str, ...]:
    """What happens when an offered ground holds, and what must be shown for it."""
    ground = policy.removal.grounds[key]
    told: list[str] = [say("When it holds, {outcome}.", outcome=_OUTCOME[ground.outcome])]
    if others := [_OUTCOME[outcome] for outcome in ground.outcomes if outcome is not ground.outcome]:
        told.append(say("Where that fits the case better, {outcomes}.", outcomes=listed(others, "or")))
    told += _evidence(key, ground, policy)
    if ground.statement_min_length:
        told.append(
            say_number(
                "The request explains it in at least {number} character.",
                "The request explains it in at least {number} characters.",
                ground.statement_min_length,
            )
        )
    return tuple(told)


def _feedback(policy: PolicyDocument) -> Iterator[str]:
    feedback = policy.feedback
    statuses = listed([order_is(status) for status in feedback.reviewable_statuses], "or")
    yield say("The buyer can leave one review for each order that is {statuses}.", statuses=statuses)
    if (span := feedback.leave_within_days) is None:
        yield say("A review can be left at any time.")
    else:
        yield say("A review can be left for {days} after the order closed.", days=days(span))
    yield say("It rates order fulfilment, start time and communication with 1 to 5 stars each.")
    if feedback.fulfilment_not_applicable_if_never_started:
        yield say("Where the seller never started the order, fulfilment can be left out.")
    yield say_number(
        "The comment can have up to {number} character.",
        "The comment can have up to {number} characters.",
        feedback.comment_max_length,
    )
    if (span := feedback.edit_within_days) is None:
        yield say("The author can edit it at any time.")
    else:
        yield say("The author can edit it for {days} after it was first published.", days=days(span))
    if (span := feedback.withdraw_within_days) is None:
        yield say("The author can withdraw it at any time.")
    else:
        yield say("The author can withdraw it for {days} after it was first published.", days=days(span))


def _rate(policy: PolicyDocument) -> Iterator[str]:
    feedback = policy.feedback
    yield say("A review is positive with 11 to 15 stars in all, neutral with 8 to 10 and negative with 3 to 7.")
    yield say("Where a criterion does not apply, the rounded mean of the others decides: 4 and 5, 3, or 1 and 2.")
    if feedback.one_star_caps is OneStarCaps.NEUTRAL:
        yield say("A review with one star for any criterion is never positive.")
    if feedback.rate_formula is RateFormula.POSITIVE_SHARE:
        yield say("The rate is the positive out of the positive and negative reviews; neutral ones do not count.")
    else:
        yield say("The rate is the positive out of all reviews, neutral ones among them.")
    yield say(
        'Beside it stands how many positive reviews there are to one negative, such as "19 to 1". That is a '
        "quotient and no percentage, so it is never shown as one."
    )
    yield say("Sellers are asked to keep it at {target} or more.", target=share(feedback.target))
    yield say_number(
        "It is of the last 365 days, or of the seller's lifetime while those hold fewer than {number} rating.",
        "It is of the last 365 days, or of the seller's lifetime while those hold fewer than {number} ratings.",
        feedback.minimum_ratings,
    )
    if feedback.same_buyer_collapse_days:
        yield say_number(
            "Of several reviews by one buyer of one seller within {number} day, only the latest counts.",
            "Of several reviews by one buyer of one seller within {number} days, only the latest counts.",
            feedback.same_buyer_collapse_days,
        )


def _removal(policy: PolicyDocument) -> Iterator[str]:
    removal = policy.removal
    yield say("A request can be filed for {days} after the review was first published.", days=days(removal.cutoff_days))
    if exempt := [GROUNDS[key].text.called for key in removal.cutoff_exempt_grounds]:
        yield say("There is no such limit for {grounds}.", grounds=listed(exempt, "and"))
    replied = hours(removal.buyer_reply_hours)
    yield say("The review's author has {hours} to reply before anything is decided.", hours=replied)
    yield say("A person decides within {hours} after that.", hours=hours(removal.decision_due_hours))
    yield say("Both sides are told the reasons.")
    if any(Outcome.STRIKE in removal.grounds[key].outcomes for key in removal.offered):
        yield say(
            "Where a review can be struck through, single criteria can be struck instead; the rest goes on counting."
        )
    yield say("Who is asked for more information has {hours} to give it.", hours=hours(removal.more_information_hours))
    if removal.evidence_required:
        yield say("Every request needs evidence, except where the comment itself shows it.")
    yield from _second_approval(policy)


def _second_approval(policy: PolicyDocument) -> Iterator[str]:
    held = policy.removal.second_approval
    if not held:
        return
    least = say_number("{number} rating", "{number} ratings", held.minimum_ratings)
    moves = {"ratings": least, "points": points(held.impact)}
    if held.group_size:
        yield say(
            "A second person must approve a decision that moves the rate of a seller with at least {ratings} by "
            "{points} or more, or that concerns {number} reviews or more at once.",
            number=held.group_size,
            **moves,
        )
    else:
        yield say(
            "A second person must approve a decision that moves the rate of a seller with at least {ratings} by "
            "{points} or more.",
            **moves,
        )
    if held.outcomes:
        yield say(
            "A second person must also approve every decision to {outcomes}, however little it moves.",
            outcomes=listed([_TO[outcome] for outcome in held.outcomes], "or"),
        )


def _grounds(policy: PolicyDocument) -> Iterator[str]:
    for key in policy.removal.offered:
        yield ground_in_words(key, policy)


def _evidence(key: GroundKey, ground: GroundPolicy, policy: PolicyDocument) -> Iterator[str]:
    if ground.required_evidence:
        yield say(
            "It needs {evidence}.", evidence=listed([_EVIDENCE[kind] for kind in ground.required_evidence], "and")
        )
    elif needs_any_evidence(key, policy.removal):
        yield say("It needs at least one piece of evidence of any kind.")


def _appeals(policy: PolicyDocument) -> Iterator[str]:
    span = days(policy.appeals.window_days)
    yield say("The side that a decision goes against can appeal for {days} after being informed of it.", days=span)
    yield say("Each side can appeal a decision once.")
    yield say("Somebody else decides the appeal within {hours}.", hours=hours(policy.appeals.decision_due_hours))


def _misuse(policy: PolicyDocument) -> Iterator[str]:
    misuse = policy.misuse
    soon = say_number("within {number} day", "within {number} days", misuse.within_days)
    yield say(
        "{requests} {soon}, or a second one about the same review, lead to a caution.",
        requests=_groundless(misuse.groundless_to_caution),
        soon=soon,
    )
    yield say(
        "After a caution, {requests} {soon} that are more than {share} of all decided ones may suspend the right to "
        "request for {suspension}.",
        requests=_groundless(misuse.groundless_to_suspend),
        soon=soon,
        share=share(misuse.share),
        suspension=days(misuse.suspension_days),
    )
    yield say("A request that was made in good faith and lost never counts; a person confirms every suspension.")
    yield say(
        "The same holds for buyers who demand something under threat of feedback, and for authors of manifestly "
        "unfounded notices."
    )
    yield say("Whoever a caution or a suspension is given to is told why and can appeal; a suspension ends by itself.")


def _groundless(number: int) -> Said:
    return say_number("{number} groundless request", "{number} groundless requests", number)


def _contact(policy: PolicyDocument) -> Iterator[str]:
    contact, orders = policy.contact, policy.orders
    yield say(
        "After a negative review the seller can write to the buyer about it {times} {span}.",
        times=say_number("{number} time", "{number} times", contact.messages_after_negative),
        span=say_number("in {number} day", "in {number} days", contact.within_days),
    )
    if contact.quiet_hours_after_negative:
        yield say(
            "The first message can be sent {hours} after the review.", hours=hours(contact.quiet_hours_after_negative)
        )
    if orders.compensation_kinds:
        kinds = listed([_COMPENSATION[kind] for kind in orders.compensation_kinds], "or")
        yield say("A seller may give {kinds}, and may never make it depend on feedback.", kinds=kinds)
    if orders.settlements_allowed:
        yield say("Both sides may settle a disagreement; a settlement that the buyer accepted binds both.")
    else:
        yield say("Settlements about feedback are not possible here.")
    if orders.custom_order_link_hours is not None:
        yield say("The private link of a custom order lives for {hours}.", hours=hours(orders.custom_order_link_hours))
    if orders.finish_after_days is not None:
        yield say(
            "An order bought here is finished {span} after it was delivered, also if the buyer does not confirm it.",
            span=days(orders.finish_after_days),
        )


def _fulfilment(policy: PolicyDocument) -> Iterator[str]:
    fulfilment = policy.fulfilment
    if not fulfilment.partners_allowed:
        return
    span = hours(fulfilment.documents_due_hours)
    yield say("A partner has {hours} to give documents that it is asked for.", hours=span)
    yield say("Documents that are not given in time count against the partner.")
    for kind in FeedbackType:
        if points_lost := fulfilment.penalties.get(kind, 0):
            duty, lost = RESPONSIBILITIES[kind], say_number("{number} point", "{number} points", points_lost)
            words = {"type": duty.name, "points": lost, "fault": duty.at_fault_if}
            yield say("{type}: {points} off the partner's rating if {fault}.", **words)


def _transparency(policy: PolicyDocument) -> Iterator[str]:
    if policy.transparency.publish_counts:
        yield say("How many reviews were removed or struck, by ground, outcome and stars, is published.")
    if policy.transparency.dsa_tier is not DsaTier.NONE:
        yield say("Anyone can give notice of illegal content, without an account.")
