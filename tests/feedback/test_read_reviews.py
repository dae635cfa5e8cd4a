"""The words of reviews are read in the background: all of them, once, whatever dies, and nothing else changes."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from evidence.wording import band_keys
from feedback.actions.edit_review import edit_review
from feedback.actions.import_reviews import import_reviews
from feedback.actions.post_review import post_review
from feedback.jobs import read_reviews as job
from feedback.jobs.forget_readings import forget_readings
from feedback.jobs.read_reviews import read_batch, read_in_turn, read_review
from feedback.models import Review, WordingBand
from feedback.queries import reviews_sharing_words
from marketplace.schedule import SECONDS
from tests.cast import NOW, finished_order, make_cast, make_mallory, make_member
from tests.feedback.standing import ONES
from tests.orders.test_put_order import at_once

LATE = "The parcel arrived two weeks late. The seller never answered my messages."
HOUR = timedelta(hours=1)


@pytest.fixture
def cast(db):
    return make_cast()


def posted(cast, comment=LATE, buyer=None, at=NOW) -> Review:
    with cast.inside():
        order = finished_order(cast, **({"buyer": buyer} if buyer else {}))
        return post_review(tenant=cast.tenant, by=buyer or cast.alice, order=order, stars=ONES, comment=comment, now=at)


def now_of(cast, review):
    with cast.inside():
        return Review.objects.get(pk=review.pk)


def keys_of(cast, review):
    with cast.inside():
        return set(WordingBand.objects.filter(review=review).values_list("key", flat=True))


class TestReading:
    def test_says_what_a_review_is_about_and_where_its_words_are_found(self, cast):
        review = posted(cast)
        assert (review.subjects, read_batch(tenant=cast.tenant).read) == (None, 1)
        read = now_of(cast, review)
        assert read.subjects == ["delivery", "communication"]
        assert (read.version, read.edited_at, read.published_at) == (1, None, review.published_at)
        assert keys_of(cast, review) == set(band_keys(LATE)) != set()

    def test_finds_the_same_words_of_another_buyer(self, cast):
        nora = make_member(cast.tenant, "Nora", "buyer")
        first, second = posted(cast), posted(cast, LATE + " Never again.", buyer=nora)
        read_batch(tenant=cast.tenant)
        with cast.inside():
            assert reviews_sharing_words(first, band_keys(LATE), limit=5) == [second]

    def test_passes_over_reviews_of_stars_alone(self, cast):
        review = posted(cast, comment="")
        assert read_batch(tenant=cast.tenant).last is None
        assert now_of(cast, review).subjects is None

    def test_leaves_a_review_without_subjects_where_its_words_tell_none(self, cast):
        review = posted(cast, comment="🙈🙈🙈")
        read_batch(tenant=cast.tenant)
        assert now_of(cast, review).subjects == []

    def test_reads_an_edited_comment_again_and_edited_stars_not(self, cast):
        review = posted(cast)
        read_batch(tenant=cast.tenant)

        def edit(version, **changes):
            with cast.inside():
                edit_review(
                    tenant=cast.tenant,
                    by=cast.alice,
                    review=review,
                    version=version,
                    now=NOW + HOUR,
                    **{"stars": ONES, "comment": None, **changes},
                )

        edit(1, stars={**ONES, "fulfilment": 2})
        assert now_of(cast, review).subjects == ["delivery", "communication"]
        edit(2, comment="Much too expensive.")
        assert now_of(cast, review).subjects is None
        read_batch(tenant=cast.tenant)
        read = now_of(cast, review)
        assert (read.subjects, read.version, read.edited_at) == (["price"], 3, NOW + HOUR)

    def test_sees_nothing_of_another_marketplace(self, cast):
        other = make_mallory()
        theirs = posted(other)
        assert read_batch(tenant=cast.tenant).read == 0
        assert not read_review(tenant=cast.tenant, review_id=theirs.pk)
        assert now_of(other, theirs).subjects is None

    def test_takes_imported_reviews_too(self, cast):
        row = {"order": "1", "buyer": "b", "seller": "s", "status": "finished", "stars": "1", "comment": LATE}
        row |= {"closed_at": "2026-01-01T00:00:00Z", "published_at": "2026-01-02T00:00:00Z"}
        import_reviews(tenant=cast.tenant, by=None, rows=[(2, row)], now=NOW)
        assert read_batch(tenant=cast.tenant).read == 1


class TestWhatGoesWrong:
    def test_a_review_that_cannot_be_read_blocks_nobody(self, cast, monkeypatch, caplog):
        bad, good = posted(cast, "Bad. " + LATE), posted(cast, LATE)
        whole = job.subjects_of

        def trips(comment, **known):
            if comment.startswith("Bad"):
                raise RecursionError("Bad. " + LATE)
            return whole(comment, **known)

        monkeypatch.setattr(job, "subjects_of", trips)
        batch = read_batch(tenant=cast.tenant)
        assert (batch.read, batch.unreadable) == (2, 1)
        assert (now_of(cast, bad).subjects, now_of(cast, good).subjects) == ([], ["delivery", "communication"])
        assert str(bad.pk) in caplog.text and "parcel" not in caplog.text

    def test_a_worker_killed_in_the_middle_leaves_its_batch_waiting(self, cast, monkeypatch):
        reviews = [posted(cast, f"{LATE} Number {number}.") for number in range(4)]
        monkeypatch.setattr(job, "BATCH", 2)
        whole, seen = job.subjects_of, []

        def dies(comment, **known):
            seen.append(comment)
            if len(seen) == 4:
                raise SystemExit
            return whole(comment, **known)

        monkeypatch.setattr(job, "subjects_of", dies)
        with pytest.raises(SystemExit):
            read_in_turn(tenants=[cast.tenant], clock=lambda: NOW)
        assert [bool(now_of(cast, each).subjects) for each in reviews] == [True, True, False, False]
        assert [bool(keys_of(cast, each)) for each in reviews] == [True, True, False, False]
        monkeypatch.setattr(job, "subjects_of", whole)
        assert read_in_turn(tenants=[cast.tenant], clock=lambda: NOW) == 2
        assert all(now_of(cast, each).subjects for each in reviews)

    def test_a_message_delivered_three_times_reads_once(self, cast):
        review = posted(cast)
        done = [read_review(tenant=cast.tenant, review_id=review.pk) for _ in range(3)]
        assert done == [True, False, False]
        assert len(keys_of(cast, review)) == len(set(band_keys(LATE)))

    def test_a_turn_ends_and_the_next_goes_on(self, cast, monkeypatch):
        monkeypatch.setattr(job, "BATCH", 1)
        other = make_mallory()
        for _ in range(3):
            posted(cast)
        posted(other)
        ticks = iter(NOW + number * HOUR for number in range(99))
        # Three looks at the clock fit between begin and end: each marketplace has its batch, then the first again.
        read = read_in_turn(tenants=[cast.tenant, other.tenant], clock=lambda: next(ticks), turn=3.5 * HOUR)
        assert read == 3
        with other.inside():
            assert not Review.objects.filter(subjects=None).exists()
        assert read_in_turn(tenants=[cast.tenant, other.tenant], clock=lambda: NOW) == 1

    def test_a_turn_is_over_before_the_next_sweep(self):
        assert job.TURN.total_seconds() < SECONDS["feedback.read_reviews"]

    def test_a_batch_takes_few_queries(self, cast):
        for _ in range(5):
            posted(cast)
        with CaptureQueriesContext(connection) as queries:
            assert read_batch(tenant=cast.tenant).read == 5
        assert len([each for each in queries if "feedback_" in each["sql"]]) == 3


class TestAgain:
    def test_reads_everything_anew_and_says_how_fast(self, cast, capsys):
        reviews = [posted(cast), posted(cast, comment="")]
        read_batch(tenant=cast.tenant)
        with cast.inside():
            Review.objects.filter(pk=reviews[0].pk).update(subjects=["price"])
            WordingBand.objects.bulk_create([WordingBand(tenant=cast.tenant, key=-(2**63), review=reviews[0])])
            WordingBand.objects.bulk_create([WordingBand(tenant=cast.tenant, key=2**63 - 1, review=reviews[0])])
        call_command("read_reviews", "--tenant", cast.tenant.slug, "--again")
        out = capsys.readouterr().out
        assert "1 reviews wait" in out and "1 reviews read in" in out and "a second" in out
        assert now_of(cast, reviews[0]).subjects == ["delivery", "communication"]
        assert keys_of(cast, reviews[0]) == set(band_keys(LATE))

    def test_leaves_other_marketplaces_as_they_are(self, cast):
        other = make_mallory()
        theirs = posted(other)
        read_batch(tenant=other.tenant)
        assert forget_readings(tenant=cast.tenant) == 0
        assert now_of(other, theirs).subjects and keys_of(other, theirs)


@pytest.mark.django_db(transaction=True)
class TestSideBySide:
    def test_workers_share_what_waits(self, monkeypatch):
        cast = make_cast()
        monkeypatch.setattr(job, "BATCH", 3)
        reviews = [posted(cast, f"{LATE} Number {number}.") for number in range(20)]
        clock = lambda: datetime(2026, 6, 15, tzinfo=NOW.tzinfo)  # noqa: E731
        done = at_once(4, lambda _: read_in_turn(tenants=[cast.tenant], clock=clock))
        assert sum(done) == 20
        assert all(now_of(cast, each).subjects for each in reviews)
