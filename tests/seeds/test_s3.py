"""S3, advice to that retailer's sellers on negative reviews, under the preset `retail`."""

from __future__ import annotations

from datetime import timedelta

import pytest

from orders.actions.give_compensation import UnableToGiveCompensation, give_compensation
from orders.actions.propose_settlement import UnableToProposeSettlement, propose_settlement
from orders.actions.send_message import UnableToSendMessage, send_message
from tests.cast import NOW, browser
from tests.disputes.acts import codes, review_of

DAY = timedelta(days=1)


def write(cast, order, day, sender="seller"):
    by = cast.bob if sender == "seller" else cast.alice
    return send_message(tenant=cast.tenant, by=by, order=order, sender=sender, body="Hello again.", now=NOW + day * DAY)


def refund(cast, order, description):
    return give_compensation(
        tenant=cast.tenant,
        by=cast.bob,
        order=order,
        kind="partial_refund",
        description=description,
        amount="5.00",
        now=NOW,
    )


class TestDoNotLure:
    @pytest.mark.parametrize(
        "words", ["A refund for taking the feedback back.", "Five euros back once the review is removed."]
    )
    def test_a_refund_is_never_an_offer_for_removing_a_review(self, retail, words):
        with pytest.raises(UnableToGiveCompensation) as refusal:
            refund(retail, review_of(retail).order, words)
        assert codes(refusal) == ["not_allowed_by_policy"]

    def test_nor_is_a_settlement(self, retail):
        with pytest.raises(UnableToProposeSettlement) as refusal:
            propose_settlement(
                tenant=retail.tenant,
                by=retail.bob,
                order=review_of(retail).order,
                terms="A refund, and the feedback goes.",
                perform_by=NOW + DAY,
                withdraw_by=NOW + 2 * DAY,
                now=NOW,
            )
        assert codes(refusal) == ["not_allowed_by_policy"]

    def test_a_refund_that_the_buyer_asked_for_is_fine(self, retail):
        order = review_of(retail).order
        send_message(
            tenant=retail.tenant, by=retail.alice, order=order, sender="buyer", body="May I have money back?", now=NOW
        )
        assert refund(retail, order, "For the scratched lid, as you asked.").amount is not None


class TestDoNotContactTooOften:
    def test_two_messages_in_thirty_days_and_no_third(self, retail):
        order = review_of(retail).order
        for day in (1, 2):
            write(retail, order, day)
        with pytest.raises(UnableToSendMessage) as refusal:
            write(retail, order, 3)
        assert codes(refusal) == ["contact_limited"]

    def test_silence_does_not_make_room_and_an_answer_does(self, retail):
        order = review_of(retail).order
        for day in (1, 2):
            write(retail, order, day)
        with pytest.raises(UnableToSendMessage):
            write(retail, order, 20)
        write(retail, order, 21, sender="buyer")
        assert write(retail, order, 22)

    def test_the_sellers_page_for_writing_says_so_beforehand(self, retail):
        order = review_of(retail).order
        page = browser(retail.tenant, retail.bob).get(f"/orders/{order.external_id}").content.decode()
        assert "2 messages in 30 days" in page

    def test_the_buyers_e_mail_address_is_not_given_to_the_seller(self, retail):
        order = review_of(retail).order
        page = browser(retail.tenant, retail.bob).get(f"/orders/{order.external_id}").content.decode()
        assert retail.alice.email
        assert retail.alice.email not in page


class TestCommunicateWell:
    @pytest.mark.parametrize(("kind", "amount"), [("replacement", None), ("partial_refund", "12.50")])
    def test_a_refund_or_a_substitute_makes_good(self, retail, kind, amount):
        given = give_compensation(
            tenant=retail.tenant,
            by=retail.bob,
            order=review_of(retail).order,
            kind=kind,
            description="The lid was scratched; we are sorry.",
            amount=amount,
            now=NOW,
        )
        assert given.kind == kind

    def test_the_page_of_the_review_shows_what_went_wrong(self, retail):
        review = review_of(retail, "The lid was scratched and nobody answered.")
        page = browser(retail.tenant, retail.bob).get(f"/reviews/{review.pk}").content.decode()
        assert "The lid was scratched and nobody answered." in page
