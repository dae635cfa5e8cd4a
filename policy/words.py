"""A marketplace's policy in plain words, for its public page: every number comes from the document."""

from collections.abc import Iterator
from dataclasses import dataclass

from policy.document import GroundPolicy, PolicyDocument
from policy.filing import needs_any_evidence
from policy.grounds import GROUNDS, NEVER_GROUNDS
from policy.phrases import hours, listed, order_is, plural, points, share
from policy.responsibility import RESPONSIBILITIES
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
    Outcome.REMOVE: "the review is removed",
    Outcome.REDACT: "the words are hidden and the rest stays",
    Outcome.STRIKE: "the review is struck through and no longer counts",
    Outcome.ATTRIBUTE: "the review counts for the fulfilment partner instead",
}
_EVIDENCE = {
    EvidenceKind.MESSAGE: "a message of the order's chat",
    EvidenceKind.FILE: "a file",
    EvidenceKind.ORDER: "an order",
    EvidenceKind.REVIEW: "another review",
    EvidenceKind.TEXT: "an explanation in words",
}
_COMPENSATION = {
    CompensationKind.SERVICE: "an added service",
    CompensationKind.ITEM: "an added item",
    CompensationKind.DISCOUNT: "a discount on a future purchase",
    CompensationKind.REPLACEMENT: "a replacement",
    CompensationKind.PARTIAL_REFUND: "a partial refund",
}


def policy_in_words(policy: PolicyDocument) -> list[WordSection]:
    """The whole policy, section by section."""
    sections = (
        ("feedback", "Leaving feedback", _feedback(policy)),
        ("rate", "How the feedback rate is counted", _rate(policy)),
        ("removal", "Asking for removal", _removal(policy)),
        ("grounds", "Grounds for removal", _grounds(policy)),
        ("never", "What is never a ground", iter(NEVER_GROUNDS)),
        ("appeals", "Appeals", _appeals(policy)),
        ("misuse", "Misuse", _misuse(policy)),
        ("contact", "Contact, compensation and agreements", _contact(policy)),
        ("fulfilment", "Fulfilment partners", _fulfilment(policy)),
        ("transparency", "What is published", _transparency(policy)),
    )
    spelled = (WordSection(key, title, tuple(sentences)) for key, title, sentences in sections)
    return [section for section in spelled if section.sentences]


def ground_in_words(key: GroundKey, policy: PolicyDocument) -> str:
    """One offered ground: its name, when it holds, what it is not, what happens and what must be shown."""
    text = GROUNDS[key].text
    return " ".join([f"{text.name}: {text.meaning}", text.not_this, *what_follows(key, policy)])


def what_follows(key: GroundKey, policy: PolicyDocument) -> tuple[str, ...]:
    """What happens when an offered ground holds, and what must be shown for it."""
    ground = policy.removal.grounds[key]
    told = [f"When it holds, {_OUTCOME[ground.outcome]}."]
    if others := [_OUTCOME[outcome] for outcome in ground.outcomes if outcome is not ground.outcome]:
        told.append(f"Where that fits the case better, {listed(others, 'or')}.")
    told += _evidence(key, ground, policy)
    if ground.statement_min_length:
        told.append(f"The request explains it in at least {plural(ground.statement_min_length, 'character')}.")
    return tuple(told)


def _feedback(policy: PolicyDocument) -> Iterator[str]:
    feedback = policy.feedback
    statuses = listed([order_is(status) for status in feedback.reviewable_statuses], "or")
    yield f"The buyer can leave one review for each order that is {statuses}."
    yield _window("A review can be left", feedback.leave_within_days, "the order closed")
    yield "It rates order fulfilment, start time and communication with 1 to 5 stars each."
    if feedback.fulfilment_not_applicable_if_never_started:
        yield "Where the seller never started the order, fulfilment can be left out."
    yield f"The comment can have up to {plural(feedback.comment_max_length, 'character')}."
    yield _window("The author can edit it", feedback.edit_within_days, "it was first published")
    yield _window("The author can withdraw it", feedback.withdraw_within_days, "it was first published")


def _rate(policy: PolicyDocument) -> Iterator[str]:
    feedback = policy.feedback
    yield "A review is positive with 11 to 15 stars in all, neutral with 8 to 10 and negative with 3 to 7."
    yield "Where a criterion does not apply, the rounded mean of the others decides: 4 and 5, 3, or 1 and 2."
    if feedback.one_star_caps is OneStarCaps.NEUTRAL:
        yield "A review with one star for any criterion is never positive."
    if feedback.rate_formula is RateFormula.POSITIVE_SHARE:
        yield "The rate is the positive out of the positive and negative reviews; neutral ones do not count."
    else:
        yield "The rate is the positive out of all reviews, neutral ones among them."
    yield (
        'Beside it stands how many positive reviews there are to one negative, such as "19 to 1". That is a '
        "quotient and no percentage, so it is never shown as one."
    )
    yield f"Sellers are asked to keep it at {share(feedback.target)} or more."
    least = plural(feedback.minimum_ratings, "rating")
    yield f"It is of the last 365 days, or of the seller's lifetime while those hold fewer than {least}."
    if feedback.same_buyer_collapse_days:
        span = plural(feedback.same_buyer_collapse_days, "day")
        yield f"Of several reviews by one buyer of one seller within {span}, only the latest counts."


def _removal(policy: PolicyDocument) -> Iterator[str]:
    removal = policy.removal
    span = plural(removal.cutoff_days, "day")
    yield f"A request can be filed for {span} after the review was first published."
    if exempt := [GROUNDS[key].text.name.lower() for key in removal.cutoff_exempt_grounds]:
        yield f"There is no such limit for {listed(exempt, 'and')}."
    yield f"The review's author has {hours(removal.buyer_reply_hours)} to reply before anything is decided."
    yield f"A person decides within {hours(removal.decision_due_hours)} after that."
    yield "Both sides are told the reasons."
    if any(Outcome.STRIKE in removal.grounds[key].outcomes for key in removal.offered):
        yield "Where a review can be struck through, single criteria can be struck instead; the rest goes on counting."
    yield f"Who is asked for more information has {hours(removal.more_information_hours)} to give it."
    if removal.evidence_required:
        yield "Every request needs evidence, except where the comment itself shows it."
    if held := removal.second_approval:
        group = f", or that concerns {held.group_size} reviews or more at once" if held.group_size else ""
        yield (
            f"A second person must approve a decision that moves the rate of a seller with at least "
            f"{plural(held.minimum_ratings, 'rating')} by {points(held.impact)} or more{group}."
        )
        if held.outcomes:
            listed_outcomes = listed([outcome.value for outcome in held.outcomes], "or")
            yield f"A second person must also approve every decision to {listed_outcomes}, however little it moves."


def _grounds(policy: PolicyDocument) -> Iterator[str]:
    for key in policy.removal.offered:
        yield ground_in_words(key, policy)


def _evidence(key: GroundKey, ground: GroundPolicy, policy: PolicyDocument) -> Iterator[str]:
    if ground.required_evidence:
        yield f"It needs {listed([_EVIDENCE[kind] for kind in ground.required_evidence], 'and')}."
    elif needs_any_evidence(key, policy.removal):
        yield "It needs at least one piece of evidence of any kind."


def _appeals(policy: PolicyDocument) -> Iterator[str]:
    span = plural(policy.appeals.window_days, "day")
    yield f"The side that a decision goes against can appeal for {span} after being informed of it."
    yield "Each side can appeal a decision once."
    yield f"Somebody else decides the appeal within {hours(policy.appeals.decision_due_hours)}."


def _misuse(policy: PolicyDocument) -> Iterator[str]:
    misuse, span = policy.misuse, plural(policy.misuse.within_days, "day")
    yield (
        f"{plural(misuse.groundless_to_caution, 'groundless request')} within {span}, "
        "or a second one about the same review, lead to a caution."
    )
    yield (
        f"After a caution, {plural(misuse.groundless_to_suspend, 'groundless request')} within "
        f"{span} that are more than {share(misuse.share)} of all decided ones may suspend "
        f"the right to request for {plural(misuse.suspension_days, 'day')}."
    )
    yield "A request that was made in good faith and lost never counts; a person confirms every suspension."
    yield (
        "The same holds for buyers who demand something under threat of feedback, and for authors of manifestly "
        "unfounded notices."
    )
    yield "Whoever a caution or a suspension is given to is told why and can appeal; a suspension ends by itself."


def _contact(policy: PolicyDocument) -> Iterator[str]:
    contact, orders = policy.contact, policy.orders
    yield (
        f"After a negative review the seller can write to the buyer about it "
        f"{plural(contact.messages_after_negative, 'time')} in {plural(contact.within_days, 'day')}."
    )
    if contact.quiet_hours_after_negative:
        yield f"The first message can be sent {hours(contact.quiet_hours_after_negative)} after the review."
    if orders.compensation_kinds:
        kinds = listed([_COMPENSATION[kind] for kind in orders.compensation_kinds], "or")
        yield f"A seller may give {kinds}, and may never make it depend on feedback."
    if orders.settlements_allowed:
        yield "Both sides may settle a disagreement; a settlement that the buyer accepted binds both."
    else:
        yield "Settlements about feedback are not possible here."
    if orders.custom_order_link_hours is not None:
        yield f"The private link of a custom order lives for {hours(orders.custom_order_link_hours)}."


def _fulfilment(policy: PolicyDocument) -> Iterator[str]:
    fulfilment = policy.fulfilment
    if not fulfilment.partners_allowed:
        return
    yield f"A partner has {hours(fulfilment.documents_due_hours)} to give documents that it is asked for."
    yield "Documents that are not given in time count against the partner."
    for kind in FeedbackType:
        if points_lost := fulfilment.penalties.get(kind, 0):
            duty, lost = RESPONSIBILITIES[kind], plural(points_lost, "point")
            yield f"{duty.name}: {lost} off the partner's rating if {duty.at_fault_if}."


def _transparency(policy: PolicyDocument) -> Iterator[str]:
    if policy.transparency.publish_counts:
        yield "How many reviews were removed or struck, by ground, outcome and stars, is published."
    if policy.transparency.dsa_tier is not DsaTier.NONE:
        yield "Anyone can give notice of illegal content, without an account."


def _window(act: str, days: int | None, start: str) -> str:
    return f"{act} at any time." if days is None else f"{act} for {plural(days, 'day')} after {start}."
