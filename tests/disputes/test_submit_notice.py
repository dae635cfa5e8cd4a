"""Anybody reports unlawful content without an account: a receipt, a case at once or after triage, a review hidden."""

from __future__ import annotations

from datetime import timedelta

import pytest

from disputes.actions.claim_request import claim_request
from disputes.actions.decide_request import UnableToDecide
from disputes.actions.dismiss_notice import UnableToDismissNotice, dismiss_notice
from disputes.actions.link_notice import UnableToLinkNotice, link_notice
from disputes.actions.submit_notice import UnableToSubmitNotice
from disputes.actions.withdraw_request import withdraw_request
from disputes.models import Letter, MisuseStep, Notice, Origin, RemovalRequest
from disputes.notices.receipts import hash_of
from disputes.queries import cases_visible_to, hides_review, visible_case
from disputes.refusals import UnableToAct
from disputes.telling.mail import message_of
from feedback.actions.edit_review import edit_review
from policy.terms import Criterion, MisuseKind, MisuseSubject, SuspensionStatus
from tenants.actions.ensure_correspondent import ensure_correspondent
from tenants.models import Member
from tests.cast import NOW, make_mallory
from tests.disputes.acts import codes, decide, filed, pointers, review_of
from tests.disputes.notices import EXPLANATION, NORA, noticed, noticed_and_claimed, url_of
from wire.refusals import NotPermitted, NotThere

LATER = timedelta(days=1)


class TestASubmittedNotice:
    def test_about_a_review_opens_a_case_in_the_agents_hands_and_hides_the_review(self, cast):
        review = review_of(cast)
        receipt = noticed(cast, review, law="Criminal Code, section 187")
        review.refresh_from_db()
        assert (receipt.notice.status, receipt.case.status, receipt.case.origin) == ("case", "in_review", Origin.NOTICE)
        assert receipt.case.due_at == NOW + timedelta(hours=72)
        assert review.hidden_at == NOW
        assert receipt.case.review.version == review.version, "it counts until it is decided"

    def test_is_written_back_to_with_a_link_that_only_its_author_has(self, cast):
        receipt = noticed(cast, review_of(cast))
        letter = Letter.objects.get(kind=Letter.Kind.NOTICE_RECEIVED)
        message = message_of(letter, tenant=cast.tenant)
        assert message.to == ["nora@outside.example"]
        assert receipt.notice.number in message.subject
        assert f"/notices/{receipt.token}" in message.body
        assert receipt.notice.token_hash == hash_of(receipt.token) != receipt.token
        assert receipt.case.review.order.external_id not in message.body

    def test_keeps_its_link_when_the_secret_key_is_changed(self, cast, settings):
        receipt = noticed(cast, review_of(cast))
        settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another-key-of-some-length", [settings.SECRET_KEY]
        letter = Letter.objects.get(kind=Letter.Kind.NOTICE_RECEIVED)
        assert f"/notices/{receipt.token}" in message_of(letter, tenant=cast.tenant).body

    @pytest.mark.parametrize(
        "shape",
        [
            "/reviews/{}",
            "http://game-goods.localhost:8000/reviews/{}",
            "game-goods.localhost/reviews/{}",
            "https://game-goods.localhost/sellers/bobs-store#review-{}",
            "/api/v1/reviews/{}",
        ],
    )
    def test_finds_the_review_however_its_address_is_written(self, cast, shape):
        review = review_of(cast)
        assert noticed(cast, url=shape.format(review.pk)).case.review == review

    @pytest.mark.parametrize(
        "url", ["/sellers/bobs-store", "/reviews/01890000-0000-7000-8000-000000000000", "game-goods.localhost"]
    )
    def test_that_names_no_review_waits_for_an_agent(self, cast, url):
        receipt = noticed(cast, url=url)
        assert (receipt.notice.status, receipt.case) == (Notice.Status.RECEIVED, None)

    def test_about_a_removed_review_is_not_told_from_one_about_nothing(self, cast):
        review = review_of(cast)
        type(review).objects.filter(pk=review.pk).update(status="removed")
        assert noticed(cast, review).notice.status == Notice.Status.RECEIVED

    @pytest.mark.parametrize(
        "url",
        ["https://elsewhere.example/reviews/1", "//elsewhere.example/", "https://", "javascript:alert(1)", "reviews/1"],
    )
    def test_about_another_site_is_refused_at_its_address(self, cast, url):
        with pytest.raises(UnableToSubmitNotice) as refusal:
            noticed(cast, url=url)
        assert (codes(refusal), pointers(refusal)) == (["validation_failed"], ["/url"])

    def test_about_another_marketplace_of_the_house_is_refused_as_well(self, cast):
        make_mallory()
        with cast.inside(), pytest.raises(UnableToSubmitNotice) as refusal:
            noticed(cast, url="http://elsewhere.localhost/sellers/bobs-store")
        assert pointers(refusal) == ["/url"]

    def test_names_every_field_that_is_wrong(self, cast):
        with pytest.raises(UnableToSubmitNotice) as refusal:
            noticed(cast, url=" ", explanation=" ", name=" ", email="nora", good_faith=False, about="duplicate")
        assert pointers(refusal) == ["/url", "/explanation", "/name", "/email", "/about", "/good_faith"]
        assert not Notice.objects.exists()

    def test_is_refused_while_the_same_persons_case_about_the_review_runs(self, cast):
        review = review_of(cast)
        noticed(cast, review)
        with pytest.raises(UnableToSubmitNotice) as refusal:
            noticed(cast, review, email="NORA@outside.example")
        assert codes(refusal) == ["conflict"]
        assert noticed(cast, review, email="other@outside.example").case is not None

    def test_is_refused_while_the_right_is_suspended_with_the_date(self, cast):
        author = noticed(cast, review_of(cast)).notice.author
        MisuseStep.objects.create(
            tenant=cast.tenant,
            subject=MisuseSubject.NOTICE_AUTHOR,
            member=author,
            kind=MisuseKind.SUSPENSION,
            status=SuspensionStatus.ACTIVE,
            policy_version=RemovalRequest.objects.get().policy_version,
            counted=5,
            decided=5,
            share=1,
            gravity="minor",
            reasons=["Five."],
            cases=[],
            proposed_at=NOW,
            confirmed_at=NOW,
            confirmed_by=cast.laura,
            ends_at=NOW + timedelta(days=30),
        )
        with pytest.raises(UnableToSubmitNotice) as refusal:
            noticed(cast, review_of(cast), at=NOW + LATER)
        assert codes(refusal) == ["request_right_suspended"]
        assert "15 July 2026" in str(refusal.value)
        assert noticed(cast, review_of(cast), at=NOW + timedelta(days=31)).case is not None

    def test_twenty_an_hour_come_from_one_address(self, cast):
        for number in range(20):
            noticed(cast, email=f"n{number}@outside.example")
        with pytest.raises(UnableToSubmitNotice) as refusal:
            noticed(cast)
        assert codes(refusal) == ["rate_limited"]
        assert refusal.value.retry_after > 0
        assert noticed(cast, address="192.0.2.2").notice.number

    def test_waits_where_the_policy_does_not_offer_the_ground(self, cast, monkeypatch):
        monkeypatch.setattr("disputes.actions.submit_notice.offered", lambda version, about: False)
        review = review_of(cast)
        receipt = noticed(cast, review)
        review.refresh_from_db()
        assert (receipt.notice.status, receipt.case, review.hidden_at) == (Notice.Status.RECEIVED, None, None)


class TestACorrespondent:
    def test_is_one_an_address_and_never_somebody_with_an_account(self, cast):
        given = {"tenant": cast.tenant, "name": "Not Alice", "now": NOW}
        first = ensure_correspondent(email="alice@game-goods.example", **given)
        assert (first.user_id, first.roles, first.pk != cast.alice.pk) == (None, [], True)
        assert ensure_correspondent(email="ALICE@game-goods.example", **given) == first
        assert Member.objects.filter(email__iexact="alice@game-goods.example").count() == 2


class TestSerialHiding:
    def test_a_review_kept_after_a_notice_stays_visible_at_the_next(self, cast):
        review = review_of(cast)
        case, _ = noticed_and_claimed(cast, review)
        decide(cast, case, NOW, "keep")
        receipt = noticed(cast, review, at=NOW + LATER, email="another@outside.example")
        review.refresh_from_db()
        assert (receipt.case.status, review.hidden_at) == ("in_review", None)
        assert not hides_review(receipt.case)

    def test_an_edited_review_is_hidden_again(self, cast):
        review = review_of(cast)
        case, _ = noticed_and_claimed(cast, review)
        decide(cast, case, NOW, "keep")
        review.refresh_from_db()
        edit_review(
            tenant=cast.tenant,
            by=cast.alice,
            review=review,
            stars=dict.fromkeys(Criterion, 1),
            comment="Now it says something else.",
            version=review.version,
            now=NOW + LATER,
        )
        noticed(cast, review, at=NOW + LATER * 2)
        review.refresh_from_db()
        assert review.hidden_at == NOW + LATER * 2

    def test_stays_hidden_until_the_last_of_several_cases_is_decided(self, cast):
        review = review_of(cast)
        own = filed(cast, review, "personal_information")
        other, _ = noticed_and_claimed(cast, review)
        withdrawn = noticed(cast, review, email="third@outside.example").case
        decide(cast, other, NOW, "redact", spans=[[0, 4]], findings={"illegal_content": "met"})
        review.refresh_from_db()
        assert review.hidden_at is not None, (own, withdrawn)


class TestSides:
    def test_the_seller_neither_sees_the_case_nor_may_withdraw_it(self, cast):
        case = noticed(cast, review_of(cast)).case
        assert not cases_visible_to(cast.bob).exists()
        with pytest.raises(NotThere):
            visible_case(cast.bob, case.pk)
        with pytest.raises(NotThere):
            withdraw_request(tenant=cast.tenant, by=cast.bob, request=case, now=NOW)

    def test_the_seller_can_still_file_a_case_of_their_own(self, cast):
        review = review_of(cast)
        noticed(cast, review)
        assert filed(cast, review).origin == Origin.SELLER

    def test_an_agent_who_sent_it_or_runs_the_seller_cannot_decide_it(self, cast):
        review = review_of(cast)
        receipt = noticed(cast, review, email=cast.carol.email)
        with pytest.raises(NotPermitted):
            claim_request(tenant=cast.tenant, by=cast.carol, request=receipt.case, now=NOW)

    def test_a_reason_that_names_who_sent_it_is_refused(self, cast):
        case, _ = noticed_and_claimed(cast, review_of(cast))
        for told in ("Nora Novak is right.", "As nora@outside.example wrote, it is defamation."):
            with pytest.raises(UnableToDecide) as refusal:
                decide(cast, case, NOW, reason=told)
            assert pointers(refusal) == ["/reason"]


class TestTriage:
    def test_links_a_notice_to_the_review_that_it_means(self, cast):
        review, notice = review_of(cast), noticed(cast).notice
        case = link_notice(
            tenant=cast.tenant, by=cast.carol, notice=notice, review_id=review.pk, version=1, now=NOW + LATER
        )
        notice.refresh_from_db()
        review.refresh_from_db()
        assert (notice.status, notice.review, case.notice, review.hidden_at) == ("case", review, notice, NOW + LATER)
        assert case.due_at == NOW + LATER + timedelta(hours=72)

    def test_answers_one_that_no_case_comes_of(self, cast):
        notice = noticed(cast).notice
        dismiss_notice(
            tenant=cast.tenant,
            by=cast.carol,
            notice=notice,
            answer="The page holds no review.",
            version=1,
            now=NOW,
            manifestly_unfounded=True,
        )
        message = message_of(Letter.objects.get(kind=Letter.Kind.NOTICE_DISMISSED), tenant=cast.tenant)
        assert "The page holds no review." in message.body
        assert "court" in message.body
        notice.refresh_from_db()
        assert (notice.status, notice.answered_by, notice.manifestly_unfounded) == ("dismissed", cast.carol, True)

    def test_refuses_a_second_answer_a_stale_one_an_empty_one_and_a_made_up_review(self, cast):
        notice = noticed(cast).notice
        acting = {"tenant": cast.tenant, "by": cast.carol, "notice": notice, "now": NOW}
        with pytest.raises(UnableToAct) as refusal:
            dismiss_notice(**acting, answer="No.", version=7)
        assert codes(refusal) == ["stale_version"]
        with pytest.raises(UnableToDismissNotice) as refusal:
            dismiss_notice(**acting, answer=" ", version=1)
        assert pointers(refusal) == ["/answer"]
        with pytest.raises(UnableToLinkNotice) as refusal:
            link_notice(**acting, review_id=notice.pk, version=1)
        assert pointers(refusal) == ["/review"]
        dismiss_notice(**acting, answer="No.", version=1)
        with pytest.raises(UnableToAct) as refusal:
            dismiss_notice(**acting, answer="No.", version=2)
        assert codes(refusal) == ["conflict"]

    def test_is_for_agents_alone(self, cast):
        notice = noticed(cast).notice
        acting = {"tenant": cast.tenant, "notice": notice, "answer": "No.", "version": 1, "now": NOW}
        with pytest.raises(NotPermitted):
            dismiss_notice(by=cast.laura, **acting)
        for stranger in (None, cast.alice, cast.bob):
            with pytest.raises(NotThere):
                dismiss_notice(by=stranger, **acting)


def test_the_explanation_is_kept_word_for_word(cast):
    assert noticed(cast, review_of(cast)).notice.explanation == EXPLANATION
    assert url_of(Notice.objects.get().review) == Notice.objects.get().url
    assert Notice.objects.get().author.name == NORA["name"]
