"""A finding names its ground, says what is known in a sentence to read out, and shows what it rests on."""

from dataclasses import replace
from typing import Any

from policy.facts import (
    ChatLine,
    Finding,
    FoundSpan,
    Mention,
    OrderFacts,
    OtherReview,
    PartnerDocuments,
    Reference,
    Threat,
)
from policy.grounds import GROUNDS, find, find_all
from policy.terms import EvidenceKind, FeedbackType, FulfilledBy, GroundKey, OrderStatus, Verdict
from tests.policy.cast import at, contested

BY_PARTNER = OrderFacts("order-1", OrderStatus.FINISHED, FulfilledBy.PARTNER)
PACKING_SLIP = "proof that the package shipped with the right contents"


class TestPartnerAtFault:
    def unknown(self, kind: FeedbackType | None, documents: PartnerDocuments | None = None) -> str:
        facts = contested(order=BY_PARTNER, feedback_type=kind, partner_documents=documents)
        finding = find(GroundKey.PARTNER_AT_FAULT, facts)
        assert finding == Finding(
            GroundKey.PARTNER_AT_FAULT,
            GROUNDS[GroundKey.PARTNER_AT_FAULT].revision,
            Verdict.UNKNOWN,
            0.0,
            finding.explanation,
            (Reference(EvidenceKind.ORDER, "order-1", note="fulfilled_by"),),
        )
        return finding.explanation

    def test_without_a_type(self) -> None:
        assert self.unknown(None) == "The request names no type of feedback; an agent must choose one."

    def test_with_a_type_that_hides_the_real_one(self) -> None:
        assert self.unknown(FeedbackType.WANTS_ANSWER) == (
            'The type "To get an answer from the seller or manufacturer" says nothing about who is at fault; '
            "an agent must read which type the comment really has."
        )

    def test_while_documents_are_not_asked_for_not_yet_due_or_not_yet_read(self) -> None:
        waiting = PartnerDocuments(at(2026, 5, 28), due_at=at(2026, 6, 2))
        given = replace(waiting, given_at=at(2026, 5, 30))
        wrong_item = FeedbackType.WRONG_ITEM
        assert self.unknown(wrong_item) == f"The partner has not been asked for {PACKING_SLIP}."
        assert self.unknown(wrong_item, waiting) == (
            f"The partner has until 02 June 2026, 12:00 UTC to give {PACKING_SLIP}."
        )
        assert self.unknown(wrong_item, given) == (
            f"The partner gave documents; an agent must read whether they are {PACKING_SLIP}."
        )

    def test_a_type_without_a_word_for_the_seller_ends_with_its_sentence(self) -> None:
        finding = find(GroundKey.PARTNER_AT_FAULT, contested(order=BY_PARTNER, feedback_type=FeedbackType.OTHER))
        assert finding.explanation == 'For the type "Other" the partner does not answer.'


class TestShippedOnTime:
    order = OrderFacts("order-1", OrderStatus.FINISHED, promised_ship_at=at(2026, 6, 1), shipped_at=at(2026, 5, 31))

    def found(self, **order: Any) -> Finding:
        return find(GroundKey.SHIPPED_ON_TIME, contested(order=replace(self.order, **order)))

    def test_names_the_tracking_only_where_there_is_one(self) -> None:
        shipped = "The order shipped in time: on 31 May 2026, 12:00 UTC"
        assert self.found().explanation.startswith(f"{shipped}, promised by 01 June 2026, 12:00 UTC.")
        assert self.found(tracking_number="T1").explanation.startswith(f"{shipped} (tracking T1), promised by")

    def test_waits_for_the_tracking_and_for_what_each_sentence_is_about_and_shows_the_times_of_the_order(self) -> None:
        times = tuple(
            Reference(EvidenceKind.ORDER, "order-1", note=name)
            for name in ("promised_ship_at", "shipped_at", "tracking_number")
        )
        unshipped, unread = self.found(shipped_at=None), self.found()
        assert unshipped.explanation.endswith("no shipment is recorded. An agent must check the tracking.")
        assert "an agent must read whether the whole comment is about" in unread.explanation
        for finding in (unshipped, unread):
            assert (finding.ground, finding.verdict) == (GroundKey.SHIPPED_ON_TIME, Verdict.UNKNOWN)
            assert finding.revision == GROUNDS[GroundKey.SHIPPED_ON_TIME].revision
            assert finding.references == times

    def test_is_still_open_at_the_very_moment_that_was_promised(self) -> None:
        assert contested().gathered_at == self.order.promised_ship_at
        assert self.found(shipped_at=None).verdict is Verdict.UNKNOWN


class TestDuplicate:
    other = OtherReview("review-0", "order-7", "It came a week late.", at(2026, 5, 9), same_stars=True, likeness=100)

    def found(self, other: OtherReview, **facts: Any) -> Finding:
        return find(GroundKey.DUPLICATE, contested(other_reviews=(other,), **facts), {"likeness": 62})

    def test_says_why_the_other_one_stays(self) -> None:
        same = "The same feedback of this buyer stands on order order-7, and the one there stays because it"
        assert self.found(self.other).explanation == f"{same} is the earliest."
        assert self.found(replace(self.other, fits_its_order=True)).explanation == f"{same} fits its order."

    def test_of_two_at_the_same_moment_one_goes_and_the_other_stays(self) -> None:
        """By their ids, so that the answer about each agrees with the answer about the other."""
        twin = replace(self.other, published_at=contested().published_at)
        assert self.found(twin).verdict is Verdict.MET  # review-0 stays, review-1 goes
        assert self.found(replace(twin, review_id="review-2")).verdict is Verdict.NOT_MET


def test_all_grounds_are_found_each_with_its_own_parameters() -> None:
    other = replace(TestDuplicate.other, likeness=70.0)
    facts = contested(other_reviews=(other,))

    def verdict(likeness: int) -> Verdict:
        (finding,) = find_all(facts, {GroundKey.DUPLICATE: {"likeness": likeness}})
        return finding.verdict

    assert verdict(65) is Verdict.MET
    assert verdict(75) is Verdict.NOT_MET


class TestBlackmail:
    chat = (
        ChatLine("message-1", True, "Give me gold.", at(2026, 5, 10)),
        ChatLine("message-2", True, "Or one star.", at(2026, 5, 11)),
    )

    def said(self, *threats: str, **facts: Any) -> str:
        found = tuple(Threat(message, 0, 3, message, 4, 8, 0.9) for message in threats)
        return find(GroundKey.BLACKMAIL, contested(chat=self.chat, threats=found, **facts)).explanation

    def test_says_how_many_messages_were_read_where_none_is_a_demand(self) -> None:
        assert self.said() == (
            "The search read 2 messages of the buyer in the order's chat and found no demand that was tied to feedback."
        )

    def test_a_demand_at_the_very_moment_of_the_orders_end_came_after_it(self) -> None:
        closed = OrderFacts("order-1", OrderStatus.FINISHED, closed_at=at(2026, 5, 11))
        review = "first after the review was published"
        assert self.said("message-1", order=closed).endswith(f"{review} and before the order closed.")
        assert self.said("message-2", order=closed).endswith(f"{review} and after the order closed.")

    def test_says_whether_the_first_demand_came_before_the_review(self) -> None:
        demanded = "The buyer demanded something of value and tied feedback to it"
        assert self.said("message-2") == f"{demanded} in one message, first after the review was published."
        assert self.said("message-1", "message-2") == (
            f"{demanded} in 2 messages, first after the review was published."  # at the same moment is not before
        )

    def test_says_nothing_of_the_time_where_the_message_is_no_longer_in_the_chat(self) -> None:
        assert self.said("message-9").endswith("tied feedback to it in one message.")
        assert self.said("message-8", "message-9").endswith("tied feedback to it in 2 messages.")


def test_an_insult_at_the_end_is_not_the_whole_comment() -> None:
    comment = "It came a week late, fool."
    insult = FoundSpan(comment.index("fool"), comment.index("fool") + 4, "insult", 0.99)
    assert find(GroundKey.UNRELATED, contested(comment, insult_spans=(insult,))).verdict is not Verdict.MET


def test_what_a_gatherer_found_without_a_doubt_of_its_own_is_certain() -> None:
    insult = FoundSpan(0, 5, "insult")
    finding = find(GroundKey.UNRELATED, contested("Fool!", insult_spans=(insult,)), {"least_confidence": 1})
    assert (finding.verdict, finding.confidence) == (Verdict.MET, 1.0)
    assert Mention(0, 5, EvidenceKind.ORDER, order_id="order-7").likeness == 100
