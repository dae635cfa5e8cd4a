"""What an open case stands under in the queue, and that it is always what the case is."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from disputes.actions.ask_information import ask_information
from disputes.actions.reply_to_request import reply_to_request
from disputes.actions.withdraw_request import withdraw_request
from disputes.jobs.gather_findings import gather_findings
from disputes.jobs.mark_cases import mark_cases
from disputes.jobs.sweep_cases import sweep_cases
from disputes.models import GroupReview, QueueMark, RemovalRequest
from disputes.queue.bands import VALUE_BANDS, amounts_in, value_band
from disputes.queue.marks import keep_marks
from disputes.queue.words import words_of
from feedback.actions.edit_review import edit_review
from tests.cast import NOW
from tests.disputes.acts import REPLY_OVER, WHY, decide, filed, ready, review_of
from tests.disputes.groups import FILED as ATTACKED
from tests.disputes.groups import attack, grouped

GERMAN = "Sehr langsam und unhöflich. Nie wieder bei diesem Verkäufer!"


def marks(case, name: str) -> list[str]:
    return sorted(QueueMark.objects.filter(request=case, name=name).values_list("value", flat=True))


class TestAnOpenedCase:
    def test_stands_under_what_an_agent_narrows_the_queue_by(self, cast):
        review = review_of(cast, GERMAN, amount=Decimal("49.99"))
        case = filed(cast, review, "unrelated", "wrong_order")

        assert marks(case, "ground") == ["unrelated", "wrong_order"]
        assert marks(case, "seller") == [str(cast.seller.pk)]
        assert marks(case, "language") == ["de"]
        assert marks(case, "value") == ["10_to_50"]
        assert marks(case, "group") == []
        assert marks(case, "filed") == [NOW.strftime("%Y-%m-%dT%H:%M")]
        assert case.marked_at == NOW

    def test_is_found_by_the_words_of_the_comment_the_claims_and_the_buyers_name(self, cast):
        words = marks(filed(cast, review_of(cast, GERMAN)), "word")

        assert {"langsam", "unhoflich", "verkaufer", "threatened", "alice"} <= set(words)
        assert not {"und", "bei", "was"} & set(words)

    def test_says_when_the_language_and_the_value_are_not_known(self, cast):
        case = filed(cast, review_of(cast, "ok", amount=None))

        assert marks(case, "language") == [""]
        assert marks(case, "value") == ["unknown"]

    def test_has_no_more_words_than_are_kept(self, cast):
        comment = " ".join(f"word{number}" for number in range(100))
        assert len(marks(filed(cast, review_of(cast, comment)), "word")) == 40 + 1  # and who bought


class TestWhenTheCaseMoves:
    def deadlines(self, case) -> set:
        return set(QueueMark.objects.filter(request=case).values_list("due_at", flat=True))

    def test_a_new_deadline_is_the_marks_own(self, cast):
        case = filed(cast)
        at = NOW + timedelta(hours=1)
        reply_to_request(tenant=cast.tenant, by=cast.alice, request=case, body="It is true.", now=at)
        case.refresh_from_db()
        assert self.deadlines(case) == {case.due_at}

        case, now = ready(cast)
        ask_information(
            tenant=cast.tenant, by=cast.carol, request=case, version=case.version, question="Which?", now=now
        )
        case.refresh_from_db()
        assert self.deadlines(case) == {case.due_at}

    def test_a_decided_case_leaves_the_queue(self, cast):
        case, now = ready(cast)
        decide(cast, case, now)
        assert not QueueMark.objects.filter(request=case).exists()

    def test_a_withdrawn_case_leaves_the_queue(self, cast):
        case = filed(cast)
        withdraw_request(tenant=cast.tenant, by=cast.bob, request=case, now=NOW + timedelta(hours=1))
        assert not QueueMark.objects.exists()

    def test_a_passed_deadline_takes_nothing_away(self, cast):
        case = filed(cast)
        before = QueueMark.objects.count()
        assert sweep_cases(tenant=cast.tenant, now=NOW + REPLY_OVER) == 1
        case.refresh_from_db()
        assert QueueMark.objects.count() == before
        assert self.deadlines(case) == {case.due_at}


class TestWhenTheWordsChange:
    def test_the_next_look_at_the_case_writes_them_again(self, cast):
        review = review_of(cast, GERMAN)
        case = filed(cast, review)
        later = NOW + timedelta(hours=2)
        words = {"version": review.version, "stars": {}, "comment": "The seller never answered any of my questions."}
        edit_review(tenant=cast.tenant, by=cast.alice, review=review, now=later, **words)

        gather_findings(tenant=cast.tenant, request_id=case.pk, now=later + timedelta(minutes=1))

        assert marks(case, "language") == ["en"]
        assert "langsam" not in marks(case, "word")
        assert {"questions", "threatened"} <= set(marks(case, "word"))

    def test_doing_it_again_writes_nothing_new(self, cast):
        case = filed(cast)
        before = set(QueueMark.objects.values_list("pk", flat=True))
        keep_marks(RemovalRequest.objects.get(pk=case.pk), now=NOW + timedelta(days=1))
        assert set(QueueMark.objects.values_list("pk", flat=True)) == before


class TestMarkingInTheBackground:
    def test_marks_open_cases_that_wait_for_it_and_no_others(self, cast):
        waiting, done = filed(cast), filed(cast)
        decided, now = ready(cast)
        decide(cast, decided, now)
        QueueMark.objects.filter(request=waiting).delete()
        RemovalRequest.objects.exclude(pk=done.pk).update(marked_at=None)

        assert mark_cases(tenant=cast.tenant, now=now) == 1

        assert marks(waiting, "ground") == ["unrelated"]
        assert marks(decided, "ground") == []
        assert mark_cases(tenant=cast.tenant, now=now) == 0

    def test_marks_a_running_case_whose_review_a_group_takes_in(self, cast):
        reviews = attack(cast, 4)
        first, second = (filed(cast, each, "feedback_bombing", at=ATTACKED) for each in reviews[:2])
        gather_findings(tenant=cast.tenant, request_id=first.pk, now=ATTACKED + timedelta(hours=1))
        assert GroupReview.objects.filter(review=second.review_id).exists()
        # The case that was looked at knows at once; the other is somebody else's to lock.
        assert (marks(first, "group"), marks(second, "group")) == (["yes"], [])

        assert mark_cases(tenant=cast.tenant, now=ATTACKED + timedelta(hours=2)) == 1

        assert marks(second, "group") == ["yes"]
        assert mark_cases(tenant=cast.tenant, now=ATTACKED + timedelta(hours=3)) == 0

    def test_a_case_opened_for_a_group_is_marked_so_from_the_beginning(self, cast):
        group, reviews, _ = grouped(cast)
        case = filed(cast, reviews[-1], "unrelated", at=ATTACKED + timedelta(hours=2))
        assert marks(case, "group") == ["yes"]


class TestBands:
    @pytest.mark.parametrize(
        ("amount", "band"),
        [
            (None, "unknown"),
            ("0", "under_10"),
            ("9.99", "under_10"),
            ("10", "10_to_50"),
            ("49.99", "10_to_50"),
            ("50", "50_to_200"),
            ("200", "200_to_1000"),
            ("999.99", "200_to_1000"),
            ("1000", "from_1000"),
            ("99999", "from_1000"),
        ],
    )
    def test_begin_with_their_lower_end(self, amount, band):
        assert value_band(None if amount is None else Decimal(amount)) == band
        assert band in VALUE_BANDS

    def test_each_says_its_ends(self):
        ends = [amounts_in(band) for band in VALUE_BANDS if band != "unknown"]
        assert [most for _, most in ends[:-1]] == [least for least, _ in ends[1:]]
        assert (ends[0][0], ends[-1][1]) == (None, None)


class TestWords:
    def test_are_folded_alike_kept_or_typed(self):
        assert words_of(["Ｐäyment  PAYMENT payment."]) == ["payment"]

    def test_short_ones_and_those_of_every_text_are_left_out(self):
        assert words_of(["It was the seller, und er war da"]) == ["seller"]

    def test_very_long_ones_are_cut_as_they_are_kept(self):
        assert words_of(["a" * 100]) == ["a" * 40]

    def test_of_the_claim(self):
        assert "threatened" in words_of([WHY])
