"""Who answers for a review: thirteen types, who shipped it, and what the partner showed; then the penalty."""

from __future__ import annotations

from datetime import timedelta
from itertools import product

import pytest
from django.core import mail

from disputes.actions.ask_documents import UnableToAskDocuments
from disputes.actions.give_documents import UnableToGiveDocuments
from disputes.actions.judge_documents import UnableToJudgeDocuments
from disputes.actions.type_feedback import UnableToTypeFeedback, type_feedback
from disputes.finding.facts import facts_of
from disputes.jobs.deliver_letters import deliver_one
from disputes.jobs.gather_findings import cases_to_look_at, gather_findings
from disputes.models import DocumentRequest, Finding, Letter
from disputes.queries import findings_of, type_in_force
from orders.actions.seat_partner import seat_partner
from orders.actions.store_upload import store_upload
from orders.models import FulfilledBy
from orders.queries import upload_visible_to
from policy.grounds import find
from policy.responsibility import RESPONSIBILITIES
from policy.terms import FeedbackType, GroundKey, Verdict
from tests.cast import NOW, make_member
from tests.disputes.acts import codes, pointers, review_of
from tests.disputes.partners import DUE, HOUR, Network, make_network, picture
from wire.refusals import NotPermitted, NotThere


@pytest.fixture
def network(db) -> Network:
    made = make_network()
    with made.cast.inside():
        yield made


def verdict(review, at) -> Verdict:
    facts = facts_of(review, claims=(), at=at)
    return find(GroundKey.PARTNER_AT_FAULT, facts, {}).verdict


def typed(network, review, kind, by=None, now=NOW, **more):
    by = by or network.cast.carol
    return type_feedback(tenant=network.tenant, by=by, review=review, feedback_type=kind, now=now, **more)


SECOND = timedelta(seconds=1)
NEVER = {kind for kind, duty in RESPONSIBILITIES.items() if not duty.documents}
OPEN_ENDED = {FeedbackType.WANTS_ANSWER, FeedbackType.WARNING_OF_SCAM}
# What came of the documents, and what it makes of a type for which the partner answers.
DOCUMENTS = {
    "not asked": Verdict.UNKNOWN,
    "asked": Verdict.UNKNOWN,
    "overdue": Verdict.MET,
    "given": Verdict.UNKNOWN,
    "given late": Verdict.MET,
    "prove it right": Verdict.NOT_MET,
    "prove nothing": Verdict.MET,
    "late, and prove it right": Verdict.MET,
}


class TestEveryTypeShipperAndStateOfTheDocuments:
    """13 types x 3 who may have shipped x 8 states of the documents."""

    @pytest.mark.parametrize(("kind", "shipper"), list(product(FeedbackType, FulfilledBy.values)))
    def test_gives_what_the_table_of_responsibility_says(self, network, kind, shipper):
        for number, (state, expected) in enumerate(DOCUMENTS.items()):
            at = NOW + timedelta(days=10 * number)
            partner = network.partner if shipper == "partner" else None
            review = network.review(fulfilled_by=shipper, partner=partner, at=at, closed_at=at - timedelta(days=1))
            typed(network, review, kind, now=at)
            end = self._bring_to(network, review, state, at)
            if shipper != "partner" or kind in NEVER:
                expected = Verdict.NOT_MET
            elif kind in OPEN_ENDED:
                expected = Verdict.UNKNOWN
            assert verdict(review, end) is expected, state

    def _bring_to(self, network, review, state, at):
        """The state, and a moment at which it holds; who owes nothing is refused, and stays as not asked."""
        if state == "not asked":
            return at + HOUR
        kind = type_in_force(review)
        if review.order.fulfilled_by != "partner" or kind in NEVER:
            with pytest.raises(UnableToAskDocuments):
                network.ask(review, now=at + HOUR)
            return at + 2 * HOUR
        asked = network.ask(review, now=at + HOUR)
        assert asked.asks_for == RESPONSIBILITIES[kind].documents
        if state == "asked":
            return asked.due_at - SECOND
        if state == "overdue":
            return asked.due_at
        given_at = asked.due_at if "late" in state else asked.due_at - SECOND
        network.give(asked, given_at)
        if "prove" in state:
            network.judge(asked, "prove it right" in state, given_at + HOUR)
        return given_at + 2 * HOUR


class TestTypeFeedback:
    def test_the_latest_of_an_agent_counts_before_the_latest_of_the_seller(self, network):
        review = network.review()
        assert type_in_force(review) is None

        typed(network, review, "mistake", by=network.cast.bob)
        typed(network, review, "wrong_item", by=network.cast.bob, now=NOW + HOUR)
        assert type_in_force(review) == "wrong_item"

        typed(network, review, "poor_packaging", now=NOW + 2 * HOUR)
        typed(network, review, "other", by=network.cast.bob, now=NOW + 3 * HOUR)
        assert type_in_force(review) == "poor_packaging"

    def test_what_a_claim_names_counts_last(self, network):
        review = network.review()
        case, _ = network.case(review, "missing_contents")
        claims = list(case.claims.all())
        assert facts_of(review, claims=claims, at=NOW).feedback_type == "missing_contents"

        typed(network, review, "mistake", by=network.cast.bob, now=NOW + HOUR)
        assert facts_of(review, claims=claims, at=NOW).feedback_type == "mistake"

    def test_open_cases_are_found_anew_and_their_agents_must_look_again(self, network):
        review = network.review()
        case, _ = network.case(review, "wrong_item")
        assert findings_of(case)[0].finding.verdict == "UNKNOWN"

        typed(network, review, "mistake", now=NOW + HOUR)

        version = case.version
        case.refresh_from_db()
        found = findings_of(case)[0].finding
        assert (found.verdict, case.version) == ("NOT_MET", version + 1)
        assert "Ask the customer to bring the rating in line" in found.explanation

    def test_is_for_the_seller_and_for_agents_who_are_on_no_side(self, network):
        review = network.review()
        for by in (network.cast.alice, network.petra, network.cast.laura):
            with pytest.raises(NotPermitted):
                typed(network, review, "other", by=by)
        with pytest.raises(NotThere):
            type_feedback(tenant=network.tenant, by=None, review=review, feedback_type="other", now=NOW)

    def test_an_agent_who_ships_or_buys_it_is_refused(self, network):
        review = network.review()
        seat_partner(tenant=network.tenant, partner=network.partner, member=network.cast.carol, now=NOW)
        with pytest.raises(NotPermitted, match="one side"):
            typed(network, review, "other")
        with pytest.raises(NotPermitted, match="one side"):
            network.ask(review, "wrong_item")

    def test_refuses_unknown_types_long_notes_and_what_is_not_negative(self, network):
        review = network.review()
        with pytest.raises(UnableToTypeFeedback) as refusal:
            typed(network, review, "rude", note="x" * 5001)
        assert pointers(refusal) == ["/feedback_type", "/note"]
        happy = review_of(network.cast, "Lovely.", 5, at=NOW + HOUR)
        with pytest.raises(UnableToTypeFeedback, match="Only negative"):
            typed(network, happy, "other", by=network.cast.bob)

    def test_is_refused_where_policy_knows_no_partners(self, cast):
        review = review_of(cast)
        with pytest.raises(UnableToTypeFeedback) as refusal:
            type_feedback(tenant=cast.tenant, by=cast.bob, review=review, feedback_type="other", now=NOW)
        assert codes(refusal) == ["not_allowed_by_policy"]


class TestAskDocuments:
    def test_tells_everyone_who_runs_the_partner_what_is_due_and_when(self, network):
        asked = network.ask(network.review(), "wrong_item")

        assert asked.due_at == NOW + DUE
        letter = Letter.objects.get(kind="documents_asked")
        assert letter.addressee == network.petra
        while deliver_one(tenant=network.tenant, now=NOW):
            pass
        message = next(each for each in mail.outbox if "Documents are asked for" in each.subject)
        assert "Proof that the package shipped with the right contents." in message.body
        assert f"/partner/requests/{asked.pk}" in message.body
        assert "18 June 2026" in message.body

    def test_is_refused_twice_for_the_same_papers(self, network):
        review = network.review()
        network.ask(review, "wrong_item")
        # Both types are answered by the same papers.
        for kind in ("wrong_item", "inaccurate_description"):
            with pytest.raises(UnableToAskDocuments, match="already asked"):
                network.ask(review, kind, now=NOW + HOUR)

    def test_for_other_papers_takes_the_place_of_the_open_request(self, network):
        review = network.review()
        first = network.ask(review, "wants_answer")
        second = network.ask(review, "wrong_item", now=NOW + HOUR)

        assert (second.pk, second.version, second.due_at) == (first.pk, 2, NOW + HOUR + DUE)
        assert DocumentRequest.objects.count() == 1
        assert Letter.objects.filter(kind="documents_asked").count() == 2
        assert type_in_force(review) == "wrong_item"

    def test_of_another_type_proves_nothing_about_this_one(self, network):
        review = network.review()
        asked = network.ask(review, "late_or_not_received")
        network.give(asked, NOW + HOUR)
        network.judge(asked, True, NOW + 2 * HOUR)
        assert verdict(review, NOW + 3 * HOUR) is Verdict.NOT_MET

        typed(network, review, "wrong_item", now=NOW + 3 * HOUR)
        assert verdict(review, NOW + 4 * HOUR) is Verdict.UNKNOWN

    def test_is_for_agents_about_what_a_partner_shipped(self, network):
        own = network.review(fulfilled_by="seller", partner=None)
        with pytest.raises(UnableToAskDocuments, match="nobody to ask"):
            network.ask(own, "wrong_item")
        review = network.review(at=NOW + HOUR)
        with pytest.raises(UnableToAskDocuments) as refusal:
            network.ask(review)
        assert pointers(refusal) == ["/feedback_type"]
        network.cast.carol = network.cast.bob
        with pytest.raises(NotPermitted):
            network.ask(review, "wrong_item")


class TestGiveDocuments:
    def test_keeps_words_and_files_and_is_done_once(self, network):
        asked = network.ask(network.review(), "wrong_item")
        upload = network.upload()
        network.give(asked, NOW + HOUR, upload)

        asked.refresh_from_db()
        assert (asked.answer, asked.given_by, asked.given_at) == ("The packing list.", network.petra, NOW + HOUR)
        assert [each.upload for each in asked.documents.all()] == [upload]
        with pytest.raises(UnableToGiveDocuments) as refusal:
            network.give(asked, NOW + 2 * HOUR)
        assert codes(refusal) == ["conflict"]

    def test_files_are_seen_by_the_partners_side_and_the_desk_alone(self, network):
        asked = network.ask(network.review(), "wrong_item")
        upload = network.upload()
        network.give(asked, NOW + HOUR, upload)
        paul = make_member(network.tenant, "Paul", "partner")
        seen = {
            name: upload_visible_to(member, upload)
            for name, member in {
                "petra": network.petra,
                "agent": network.cast.carol,
                "lead": network.cast.laura,
                "seller": network.cast.bob,
                "buyer": network.cast.alice,
                "another": paul,
            }.items()
        }
        assert [name for name, sees in seen.items() if sees] == ["petra", "agent", "lead"]

    def test_refuses_others_files_and_empty_words(self, network):
        asked = network.ask(network.review(), "wrong_item")
        theirs = store_upload(
            tenant=network.tenant,
            by=network.cast.bob,
            name="b.png",
            content=picture(),
            seller=network.cast.seller,
            now=NOW,
        )
        with pytest.raises(UnableToGiveDocuments) as refusal:
            network.give(asked, NOW + HOUR, theirs, answer=" ")
        assert pointers(refusal) == ["/answer", "/files/0"]

    def test_is_the_partners_own(self, network):
        asked = network.ask(network.review(), "wrong_item")
        for by in (network.cast.alice, network.cast.bob):
            with pytest.raises(NotThere):
                network.give(asked, NOW + HOUR, by=by)
        with pytest.raises(NotPermitted):
            network.give(asked, NOW + HOUR, by=network.cast.carol)


class TestJudgeDocuments:
    def test_needs_something_to_judge_its_version_and_words(self, network):
        asked = network.ask(network.review(), "wrong_item")
        with pytest.raises(UnableToJudgeDocuments, match="nothing yet"):
            network.judge(asked, True, NOW + HOUR)
        network.give(asked, NOW + HOUR)
        with pytest.raises(UnableToJudgeDocuments) as refusal:
            network.judge(asked, True, NOW + 2 * HOUR, version=1)
        assert codes(refusal) == ["stale_version"]
        with pytest.raises(UnableToJudgeDocuments) as refusal:
            network.judge(asked, None, NOW + 2 * HOUR, judgement="")
        assert pointers(refusal) == ["/proves_it_right", "/judgement"]
        network.judge(asked, False, NOW + 2 * HOUR)
        with pytest.raises(UnableToJudgeDocuments) as refusal:
            network.judge(asked, True, NOW + 3 * HOUR)
        assert codes(refusal) == ["conflict"]


class TestOpenCases:
    def test_are_found_anew_when_the_deadline_passes_by_the_sweep_alone(self, network):
        review = network.review()
        case, _ = network.case(review, "wrong_item")
        asked = network.ask(review, now=NOW + HOUR)
        assert cases_to_look_at(10, now=asked.due_at - SECOND) == []

        late = asked.due_at
        assert cases_to_look_at(10, now=late) == [case.pk]
        assert gather_findings(tenant=network.tenant, request_id=case.pk, now=late) == 1
        assert gather_findings(tenant=network.tenant, request_id=case.pk, now=late + HOUR) == 0
        assert findings_of(case)[0].finding.verdict == "MET"

    def test_are_found_anew_at_each_step(self, network):
        review = network.review()
        case, _ = network.case(review, "wrong_item")
        asked = network.ask(review, now=NOW + HOUR)
        network.give(asked, NOW + 2 * HOUR)
        network.judge(asked, False, NOW + 3 * HOUR)
        told = list(Finding.objects.order_by("found_at").values_list("verdict", flat=True))
        assert told == ["UNKNOWN", "UNKNOWN", "UNKNOWN", "MET"]
