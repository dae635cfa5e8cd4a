"""What nobody needs any more goes by itself, on the day that policy says and not before, in every app."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.models import Entry
from disputes.finding.facts import from_snapshot
from disputes.jobs.forget_files import forget_files
from disputes.jobs.forget_notifiers import forget_notifiers
from disputes.jobs.forget_words import forget_words
from disputes.models import Decision, Finding, Notice
from feedback.actions.withdraw_review import withdraw_review
from feedback.jobs.forget_removed import forget_removed
from feedback.jobs.recompute_rate import recompute_rate
from feedback.jobs.reconcile_rates import reconcile_rates
from feedback.models import Review, Revision
from orders.actions.send_message import send_message
from orders.actions.store_upload import store_upload
from orders.models import Upload
from policy.document import preset
from policy.eligibility import Evidence as Shown
from tenants.models import Member, PolicyVersion
from tests.cast import NOW, make_cast
from tests.disputes.acts import TEXT, decide, filed, ready, review_of
from tests.disputes.notices import NORA, noticed
from tests.orders.files import image, sent

pytestmark = pytest.mark.django_db(transaction=True)
DAY = timedelta(days=1)


@pytest.fixture
def cast(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_cast()


def removed_case(cast, **shown):
    """A review that was removed; the moment of it."""
    case, now = ready(cast, review_of(cast, "Words that were removed."), **shown)
    decide(cast, case, now)
    return case, now


def entries(cast, action):
    with cast.inside():
        return [entry.data for entry in Entry.objects.filter(action=action)]


class TestRemovedReviews:
    def test_lose_their_words_after_the_days_of_the_policy_and_keep_the_rest(self, cast):
        with cast.inside():
            case, at = removed_case(cast)
            standing = review_of(cast, "Words that stay.")
        end = at + 1095 * DAY

        assert forget_removed(tenant=cast.tenant, now=end - timedelta(seconds=1)) == 0
        assert forget_removed(tenant=cast.tenant, now=end) == 1
        assert forget_removed(tenant=cast.tenant, now=end) == 0

        with cast.inside():
            review = Review.objects.get(pk=case.review_id)
            assert (review.comment, review.status, review.stars) == ("", "removed", 1)
            assert set(Revision.objects.filter(review=review).values_list("comment", flat=True)) == {""}
            standing.refresh_from_db()
            assert standing.comment == "Words that stay."
        assert entries(cast, "retention.reviews") == [{"reviews": 1, "kept_days": 1095}]
        recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=end)
        assert reconcile_rates(tenant=cast.tenant, now=end, repair=False) == []

    def test_withdrawn_ones_too(self, cast):
        with cast.inside():
            review = review_of(cast)
            withdraw_review(tenant=cast.tenant, by=cast.alice, review=review, now=NOW)
        assert forget_removed(tenant=cast.tenant, now=NOW + 1095 * DAY) == 1

    def test_facts_of_the_decision_lose_them_as_well(self, cast):
        with cast.inside():
            case, at = removed_case(cast)
        end = at + 1095 * DAY
        assert forget_words(tenant=cast.tenant, now=end) == 0
        forget_removed(tenant=cast.tenant, now=end)
        assert forget_words(tenant=cast.tenant, now=end) >= 1
        assert forget_words(tenant=cast.tenant, now=end) == 0
        with cast.inside():
            decision = Decision.objects.get()
            assert from_snapshot(decision.facts).comment == ""
            assert decision.reason == "The chat shows it plainly."
            assert not Finding.objects.exclude(facts__comment="").exists()

    def test_stay_for_ever_where_policy_says_so(self, cast):
        data = preset("game_goods")
        data["retention"]["removed_reviews_days"] = None
        with cast.inside():
            _, at = removed_case(cast)
            PolicyVersion.objects.create(
                tenant=cast.tenant, number=2, document=data, effective_from=at, published_at=at
            )
        assert forget_removed(tenant=cast.tenant, now=at + 3600 * DAY) == 0


class TestCaseFiles:
    def upload(self, cast, name="proof.png"):
        return store_upload(
            tenant=cast.tenant, by=cast.bob, name=name, content=sent(image(), name), seller=cast.seller, now=NOW
        )

    def test_go_after_the_case_is_closed_long_enough(self, cast):
        with cast.inside():
            upload = self.upload(cast)
            case, at = removed_case(cast, evidence=(Shown("file", ref=str(upload.pk)),))
        stored = upload.file.name
        assert forget_files(tenant=cast.tenant, now=at + 730 * DAY - timedelta(seconds=1)) == 0
        assert upload.file.storage.exists(stored)
        assert forget_files(tenant=cast.tenant, now=at + 730 * DAY) == 1
        assert not upload.file.storage.exists(stored)
        with cast.inside():
            row = Upload.objects.get()
            assert (row.name, row.sha256, row.file.name) == ("proof.png", "", "")
        assert entries(cast, "retention.files") == [{"files": 1}]
        assert forget_files(tenant=cast.tenant, now=at + 731 * DAY) == 0

    def test_stay_while_another_case_shows_them_or_a_chat_does(self, cast):
        with cast.inside():
            shared, sent_too = self.upload(cast), self.upload(cast, "chat.png")
            pieces = tuple(Shown("file", ref=str(each.pk)) for each in (shared, sent_too))
            case, at = removed_case(cast, evidence=pieces)
            send_message(
                tenant=cast.tenant,
                by=cast.bob,
                order=case.review.order,
                sender="seller",
                body="See here.",
                uploads=[sent_too],
                now=at,
            )
            filed(cast, review_of(cast, "Another"), evidence=(pieces[0], *TEXT))
        assert forget_files(tenant=cast.tenant, now=at + 730 * DAY) == 0


class TestNotifiers:
    def test_are_known_no_more_after_the_answer_and_the_notice_stays(self, cast):
        with cast.inside():
            noticed(cast)
            Notice.objects.update(status="dismissed", answered_at=NOW, answered_by=cast.carol, answer="No.")
        assert forget_notifiers(tenant=cast.tenant, now=NOW + 365 * DAY - timedelta(seconds=1)) == 0
        assert forget_notifiers(tenant=cast.tenant, now=NOW + 365 * DAY) == 1
        assert forget_notifiers(tenant=cast.tenant, now=NOW + 365 * DAY) == 0
        with cast.inside():
            notice = Notice.objects.get()
            assert (notice.author.name, notice.author.email) == ("", "")
            assert notice.explanation

    def test_stay_while_a_notice_of_theirs_waits(self, cast):
        with cast.inside():
            noticed(cast)
            Notice.objects.update(status="dismissed", answered_at=NOW, answered_by=cast.carol, answer="No.")
            noticed(cast, review_of(cast), at=NOW)
        assert forget_notifiers(tenant=cast.tenant, now=NOW + 900 * DAY) == 0
        with cast.inside():
            assert Member.objects.filter(email=NORA["email"]).count() == 1
