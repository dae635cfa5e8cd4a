"""What both sides read: every part that the law asks for, in sentences, without the requester's name."""

from __future__ import annotations

import pytest
from django.db import InternalError, transaction

from disputes.models import Statement
from disputes.queries import statements_of, visible_statement
from tests.cast import NOW, make_mallory, make_member
from tests.disputes.acts import decide, ready, review_of
from wire.refusals import NotThere

PARTS = ("measure", "duration", "territory", "facts", "source", "explanation", "automated", "redress")


def told(cast, outcome, review=None, grounds=("unrelated",), **words):
    case, now = ready(cast, review, *grounds, **({"evidence": ()} if "evidence" in words else {}))
    words.pop("evidence", None)
    decide(cast, case, now, outcome, **words)
    return {each.kind: each for each in Statement.objects.filter(decision__request=case)}


class TestStatement:
    @pytest.mark.parametrize(
        ("outcome", "author", "requester"),
        [
            ("keep", "Your review stays as it is. It is shown and counts", "The review stays as it is."),
            ("remove", "You can still read it yourself.", "no longer counts in your feedback rate."),
            ("strike", "Your review stays readable but is struck through", "The review stays readable"),
            ("redact", "One passage of your comment is hidden", "One passage of the comment is hidden"),
        ],
    )
    def test_says_the_measure_to_each_side(self, cast, outcome, author, requester):
        statements = told(cast, outcome, **({"spans": [[0, 4]]} if outcome == "redact" else {}))

        assert author in statements["statement"].measure
        assert requester in statements["notice"].measure

    def test_has_every_part_in_sentences(self, cast):
        for statement in told(cast, "remove").values():
            for part in PARTS:
                text = getattr(statement, part)
                assert text.endswith("."), part
                assert "{" not in text
                assert "None" not in text.replace("None of", "")

    def test_never_names_the_requester(self, cast):
        statement = told(cast, "remove")["statement"]

        words = " ".join(getattr(statement, part) for part in PARTS)
        assert "Bob" not in words
        assert cast.bob.email not in words
        assert "requested under this marketplace's published policy" in statement.source

    def test_names_the_ground_the_reason_and_the_policy(self, cast):
        statement = told(cast, "remove")["statement"]

        assert statement.ground == "unrelated"
        assert "Unrelated" in statement.explanation
        assert "The chat shows it plainly." in statement.explanation
        assert "version 1 of the policy" in statement.explanation

    def test_says_what_programs_did_and_that_a_person_decided(self, cast):
        statement = told(cast, "keep", grounds=("duplicate",), departure_reason="")["statement"]

        assert "proposed an answer on: Duplicate" in statement.automated
        assert "A person read the case and decided" in statement.automated

    def test_says_until_when_and_how_to_appeal(self, cast):
        statements = told(cast, "remove")

        assert "within 183 days" in statements["statement"].redress
        assert "through 18 December 2026 if you are told today" in statements["statement"].redress
        assert "nothing for you to appeal" in statements["notice"].redress

    def test_says_that_the_author_was_silent(self, cast):
        assert "You could reply until 18 June 2026, 12:00 (UTC) and did not." in told(cast, "keep")["statement"].facts


class TestWhoReadsIt:
    def test_its_addressee_and_the_desk(self, cast):
        statements = told(cast, "remove")
        statement, notice = statements["statement"], statements["notice"]

        assert list(statements_of(cast.alice)) == [statement]
        assert list(statements_of(cast.bob)) == [notice]
        assert visible_statement(cast.carol, statement.pk) == statement
        for member, other in ((cast.alice, notice), (cast.bob, statement)):
            with pytest.raises(NotThere):
                visible_statement(member, other.pk)
        with pytest.raises(NotThere):
            visible_statement(make_member(cast.tenant, "Mallory", "buyer"), statement.pk)

    def test_nobody_of_another_marketplace(self, cast):
        mallory = make_mallory()
        with mallory.inside():
            review_of(mallory, at=NOW)
            foreign = told(mallory, "remove")["statement"]

        for member in (cast.alice, cast.carol):
            with pytest.raises(NotThere):
                visible_statement(member, foreign.pk)

    def test_the_database_refuses_to_change_or_delete_it(self, cast):
        statement = told(cast, "remove")["statement"]
        mine = Statement.objects.filter(pk=statement.pk)
        for change in (lambda: mine.update(measure="x"), lambda: mine._raw_delete(mine.db)):
            with pytest.raises(InternalError), transaction.atomic():
                change()
