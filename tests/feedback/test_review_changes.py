"""Reviews are edited and withdrawn by their authors, decided on by the desk, and answered by sellers."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from feedback.actions.attribute_review import UnableToAttributeReview, attribute_review
from feedback.actions.edit_review import UnableToEditReview, edit_review
from feedback.actions.hide_review import hide_review
from feedback.actions.post_review import post_review
from feedback.actions.put_response import UnableToRespond, put_response
from feedback.actions.redact_review import UnableToRedactReview, redact_review
from feedback.actions.remove_review import UnableToRemoveReview, remove_review
from feedback.actions.restore_review import UnableToRestoreReview, restore_review
from feedback.actions.show_review import show_review
from feedback.actions.strike_review import UnableToStrikeReview, strike_review
from feedback.actions.withdraw_response import withdraw_response
from feedback.actions.withdraw_review import UnableToWithdrawReview, withdraw_review
from feedback.models import Response, ResponseRevision, Revision, StaleDay
from feedback.queries import shown_comment, sight_of
from tests.cast import NOW, finished_order, make_cast
from wire.refusals import NotPermitted, NotThere

pytestmark = pytest.mark.django_db

STARS = {"fulfilment": 5, "start_time": 5, "communication": 5}
COMMENT = "Call Bob at 0123 456 any time"


@pytest.fixture
def cast():
    cast = make_cast()
    with cast.inside():
        yield cast


@pytest.fixture
def review(cast):
    return post_review(
        tenant=cast.tenant, by=cast.alice, order=finished_order(cast), stars=STARS, comment=COMMENT, now=NOW
    )


@pytest.fixture
def desk(cast):
    return {"tenant": cast.tenant, "by": cast.carol, "now": NOW + timedelta(days=1)}


def edit(cast, review, *, by=None, version=1, stars=None, comment=None, now=NOW + timedelta(days=2)):
    return edit_review(
        tenant=cast.tenant,
        by=by or cast.alice,
        review=review,
        version=version,
        stars=stars or {},
        comment=comment,
        now=now,
    )


class TestEditReview:
    def test_changes_what_is_given_and_never_the_day(self, cast, review):
        edited = edit(cast, review, stars={"fulfilment": 1, "communication": 1})
        assert (edited.sentiment, edited.stars, edited.start_time, edited.comment) == (
            "negative",
            2,
            5,
            COMMENT,
        )
        assert (edited.published_at, edited.published_on, edited.version) == (NOW, NOW.date(), 2)
        assert [r.kind for r in Revision.objects.order_by("number")] == ["posted", "edited"]
        assert list(StaleDay.objects.values_list("day", flat=True)) == [NOW.date()] * 2

    @pytest.mark.parametrize(("version", "code"), [(7, "stale_version"), (None, "validation_failed")])
    def test_refuses_an_edit_of_what_was_not_seen(self, cast, review, version, code):
        with pytest.raises(UnableToEditReview) as refusal:
            edit(cast, review, version=version, comment="Other")
        assert (refusal.value.code, refusal.value.problems[0].pointer) == (code, "/version")

    def test_ends_with_its_window(self, cast, review):
        with pytest.raises(UnableToEditReview) as refusal:
            edit(cast, review, comment="Late", now=NOW + timedelta(days=31))
        assert refusal.value.code == "window_closed"

    def test_is_for_the_author_alone(self, cast, review):
        with pytest.raises(NotPermitted):
            edit(cast, review, by=cast.bob, comment="All was fine")

    def test_leaves_no_trace_where_nothing_changes(self, cast, review):
        assert edit(cast, review, stars=STARS, comment=COMMENT).version == 1

    def test_cannot_bring_hidden_words_back(self, cast, review, desk):
        redact_review(**desk, review=review, spans=[[12, 20]])
        with pytest.raises(UnableToEditReview) as refusal:
            edit(cast, review, version=2, comment=COMMENT + "!")
        assert refusal.value.problems[0].pointer == "/comment"
        assert edit(cast, review, version=2, stars={"fulfilment": 4}).redactions == [[12, 20]]


class TestWithdrawReview:
    def test_is_final(self, cast, review):
        withdrawn = withdraw_review(tenant=cast.tenant, by=cast.alice, review=review, now=NOW)
        assert withdrawn.status == "withdrawn"
        with pytest.raises(UnableToWithdrawReview):
            withdraw_review(tenant=cast.tenant, by=cast.alice, review=review, now=NOW)
        with pytest.raises(UnableToRemoveReview):
            remove_review(tenant=cast.tenant, by=cast.carol, review=review, now=NOW)
        with pytest.raises(NotPermitted):
            withdraw_review(tenant=cast.tenant, by=cast.bob, review=review, now=NOW)


class TestMeasures:
    def test_restoration_gives_back_the_strike_under_a_removal(self, cast, review, desk):
        strike_review(**desk, review=review, ground="shipped_on_time")
        remove_review(**desk, review=review, ground="obscene_language")
        restored = restore_review(**desk, review=review)
        assert (restored.status, restored.ground) == ("struck", "shipped_on_time")
        assert restore_review(**desk, review=review).status == "published"
        with pytest.raises(UnableToRestoreReview):
            restore_review(**desk, review=review)

    def test_an_earlier_measure_can_be_taken_back_from_under_a_later_one(self, cast, review, desk):
        first = redact_review(**desk, review=review, spans=[[12, 20]])
        redact_review(**desk, review=review, spans=[[0, 4]])
        remove_review(**desk, review=review, ground="blackmail")
        restored = restore_review(**desk, review=review, measure=first.version)
        assert (restored.status, restored.redactions) == ("removed", [[0, 4]])
        assert restore_review(**desk, review=review, everything=True).redactions == []

    def test_the_lifecycle_refuses_other_moves(self, cast, review, desk):
        remove_review(**desk, review=review, ground="blackmail")
        with pytest.raises(UnableToStrikeReview, match="removed -> struck"):
            strike_review(**desk, review=review)

    def test_nothing_is_attributed_where_no_partner_fulfilled(self, cast, review, desk):
        with pytest.raises(UnableToAttributeReview, match="No partner"):
            attribute_review(**desk, review=review, ground="partner_at_fault")

    @pytest.mark.parametrize("spans", [[], [[5, 5]], [[-1, 3]], [[0, 30]], [[0, True]]])
    def test_spans_lie_in_the_comment(self, cast, review, desk, spans):
        with pytest.raises(UnableToRedactReview) as refusal:
            redact_review(**desk, review=review, spans=spans)
        assert refusal.value.problems[0].pointer == "/spans"

    def test_redacted_words_are_there_for_the_author_alone(self, cast, review, desk):
        redacted = redact_review(**desk, review=review, spans=[[12, 20]])
        assert shown_comment(redacted, sight_of(cast.alice, redacted)) == COMMENT
        for reader in (cast.bob, None):
            assert shown_comment(redacted, sight_of(reader, redacted)) == "Call Bob at █████ any time"

    def test_the_record_of_changes_cannot_be_changed(self, cast, review):
        with pytest.raises(DatabaseError), transaction.atomic():
            Revision.objects.update(sentiment="negative")


class TestSight:
    def test_follows_the_table_of_who_may_read(self, cast, review, desk):
        readers = (cast.alice, cast.bob, cast.carol, None)
        see = lambda review: [sight_of(reader, review).value for reader in readers]  # noqa: E731
        assert see(review) == ["whole", "public", "whole", "public"]
        assert see(hide_review(**desk, review=review)) == ["whole", "public", "whole", "nothing"]
        assert see(show_review(**desk, review=review)) == ["whole", "public", "whole", "public"]
        assert see(strike_review(**desk, review=review)) == ["whole", "public", "whole", "public"]
        assert see(remove_review(**desk, review=review)) == ["whole", "tombstone", "whole", "nothing"]


class TestResponse:
    def test_is_one_row_for_ever(self, cast, review, desk):
        answer = {"tenant": cast.tenant, "by": cast.bob, "review": review}
        response, first = put_response(**answer, body="Thank you", now=NOW)
        assert first
        again, first = put_response(**answer, body="Thank you!", now=NOW)
        assert (again.pk, first, again.version) == (response.pk, False, 2)
        withdraw_response(**answer, now=NOW)
        with pytest.raises(NotThere):
            withdraw_response(**answer, now=NOW)
        back, first = put_response(**answer, body="Thanks", now=NOW)
        assert (back.pk, first, back.withdrawn_at) == (response.pk, False, None)
        assert Response.objects.count() == 1
        said = ResponseRevision.objects.order_by("number").values_list("body", flat=True)
        assert list(said) == ["Thank you", "Thank you!", "", "Thanks"]

    def test_is_the_sellers(self, cast, review):
        for other in (cast.alice, cast.carol):
            with pytest.raises(NotPermitted):
                put_response(tenant=cast.tenant, by=other, review=review, body="Me too", now=NOW)

    @pytest.mark.parametrize("body", ["", "  ", "x" * 2001, "bell \x07"])
    def test_refuses_what_cannot_be_read(self, cast, review, body):
        with pytest.raises(UnableToRespond) as refusal:
            put_response(tenant=cast.tenant, by=cast.bob, review=review, body=body, now=NOW)
        assert refusal.value.problems[0].pointer == "/body"
