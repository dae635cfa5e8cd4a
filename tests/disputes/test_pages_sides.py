"""Pages of a case as its sides read them: what each sees, does, and is told when something is refused."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disputes.actions.ask_information import ask_information
from disputes.actions.claim_request import claim_request
from disputes.models import Appeal, InformationRequest, RemovalRequest, Reply, Statement
from policy.eligibility import Evidence
from tests.cast import browser, make_mallory, make_member, make_seller
from tests.disputes.acts import WHY, decide, filed, review_of

MADE_UP = "0191d2f0-0000-7000-8000-000000000000"


@pytest.fixture
def review(cast):
    closed = timezone.now() - timedelta(days=10)
    return review_of(cast, at=closed + timedelta(days=1), closed_at=closed)


@pytest.fixture
def young(cast, review):
    """A case that waits for Alice."""
    return filed(cast, review, at=timezone.now())


@pytest.fixture
def old(cast, review):
    """A case whose time to reply is over."""
    return filed(cast, review, at=timezone.now() - timedelta(days=4))


@pytest.fixture
def decided(cast, old):
    now = timezone.now()
    case = claim_request(tenant=cast.tenant, by=cast.carol, request=old, now=now)
    return decide(cast, case, now, departure_reason="Read by a person.")


def page(member, path, tenant=None):
    return browser(tenant or member.tenant, member).get(path)


def text_of(answer):
    """What a person reads, without markup."""
    found = re.sub(r"(?s)<(script|style)\b.*?</\1>", " ", answer.content.decode())
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", found))


class TestWhoSeesWhat:
    def test_both_sides_and_the_desk_see_the_case_and_nobody_else(self, cast, young):
        eve = make_member(cast.tenant, "Eve", "seller", "buyer")
        make_seller(cast.tenant, "eves-store", runs=eve)
        path = f"/cases/{young.pk}"

        for member in (cast.alice, cast.bob, cast.carol, cast.laura):
            assert page(member, path).status_code == 200
        assert page(eve, path).status_code == 404
        mallory = make_mallory()
        for stranger in (mallory.alice, mallory.bob, mallory.carol):
            assert page(stranger, path).status_code == 404
        assert browser(cast.tenant).get(path).status_code == 302

    def test_pages_of_one_side_are_not_there_for_the_other(self, cast, young):
        only = {"reply": cast.alice, "answer": cast.bob, "withdraw": cast.bob}
        for act, whose in only.items():
            for member in (cast.alice, cast.bob, cast.carol):
                wanted = 200 if member == whose else 404
                assert page(member, f"/cases/{young.pk}/{act}").status_code == wanted, (act, member)
                if member != whose:
                    posted = browser(cast.tenant, member).post(f"/cases/{young.pk}/{act}", {"body": "x"})
                    assert posted.status_code == 404

    def test_the_author_reads_what_is_claimed_by_the_seller_and_not_by_a_person(self, cast, review):
        line = review.order.messages.create(
            tenant=cast.tenant, sender="seller", author=cast.bob, body="Please wait.", sent_at=timezone.now()
        )
        case = filed(cast, review, at=timezone.now(), evidence=[Evidence("message", ref=str(line.pk))])

        said = text_of(page(cast.alice, f"/cases/{case.pk}"))

        assert WHY in said
        assert "Please wait." in said
        assert "Bob's Store" in said.replace("&#x27;", "'")
        assert cast.bob.email not in said
        assert "Found so far" not in said
        assert "Found so far" in text_of(page(cast.bob, f"/cases/{case.pk}"))

    def test_an_agents_name_and_notes_stay_at_the_desk(self, cast, decided):
        for member in (cast.alice, cast.bob):
            said = text_of(page(member, f"/cases/{decided.request_id}"))
            assert "Carol" not in said
            assert "Read by a person." not in said

    def test_the_desk_is_shown_the_way_to_the_queue(self, cast, young):
        assert f"/admin/disputes/removalrequest/{young.pk}" in page(cast.carol, f"/cases/{young.pk}").content.decode()
        assert "/admin/" not in page(cast.bob, f"/cases/{young.pk}").content.decode()

    def test_statements_are_their_addressees(self, cast, decided):
        statement = Statement.objects.get(kind="statement")
        notice = Statement.objects.get(kind="notice")

        assert page(cast.alice, f"/statements/{statement.pk}").status_code == 200
        assert page(cast.bob, f"/statements/{notice.pk}").status_code == 200
        assert page(cast.carol, f"/statements/{notice.pk}").status_code == 200
        assert page(cast.bob, f"/statements/{statement.pk}").status_code == 404
        assert page(cast.alice, f"/statements/{notice.pk}").status_code == 404
        assert page(make_mallory().alice, f"/statements/{statement.pk}").status_code == 404

    def test_a_sellers_list_is_for_those_who_sell(self, cast, young):
        assert page(cast.bob, "/selling/requests").status_code == 200
        assert page(cast.alice, "/selling/requests").status_code == 404
        assert str(young.pk) in page(cast.alice, "/cases").content.decode()
        assert str(young.pk) not in page(cast.bob, "/cases").content.decode()


class TestPagesOfACase:
    @pytest.mark.parametrize("who", ["alice", "bob", "carol"])
    def test_more_evidence_and_claims_ask_no_more_of_the_database(self, cast, review, who):
        member, now = getattr(cast, who), timezone.now()
        small = filed(cast, review, at=now)
        closed = now - timedelta(days=10)
        other = review_of(cast, at=closed + timedelta(days=1), closed_at=closed)
        shown = [Evidence("text", text=f"Point {n}, in some words.") for n in range(5)]
        shown += [Evidence("order", ref=str(other.order_id)), Evidence("review", ref=str(review.pk))]
        large = filed(cast, other, "unrelated", "wrong_order", "duplicate", at=now, evidence=shown)
        client = browser(cast.tenant, member)
        counts = []
        for case in (small, large):
            with CaptureQueriesContext(connection) as seen:
                assert client.get(f"/cases/{case.pk}").status_code == 200
            counts.append(len(seen))
        assert counts[0] == counts[1]


class TestReplying:
    def test_the_author_replies_once(self, cast, young):
        alice = browser(cast.tenant, cast.alice)

        sent = alice.post(f"/cases/{young.pk}/reply", {"body": "It came a week late."}, follow=True)

        assert sent.redirect_chain[-1][0] == f"/cases/{young.pk}"
        assert "It came a week late." in text_of(sent)
        assert "It came a week late." in text_of(page(cast.bob, f"/cases/{young.pk}"))
        again = alice.post(f"/cases/{young.pk}/reply", {"body": "And rude, too."})
        assert again.status_code == 422
        assert "You have replied already" in text_of(again)
        assert "And rude, too." in text_of(again)
        assert Reply.objects.count() == 1

    def test_an_empty_reply_is_refused_beside_its_field(self, cast, young):
        answer = browser(cast.tenant, cast.alice).post(f"/cases/{young.pk}/reply", {"body": "  "})

        assert answer.status_code == 422
        assert 'id="id_body_error"' in answer.content.decode()
        assert not Reply.objects.exists()

    def test_after_the_deadline_the_page_says_so_and_offers_no_form(self, cast, old):
        shown = page(cast.alice, f"/cases/{old.pk}/reply").content.decode()

        assert "<textarea" not in shown
        assert "With an agent" in shown


class TestAnswering:
    @pytest.fixture
    def asked(self, cast, old):
        now = timezone.now()
        case = claim_request(tenant=cast.tenant, by=cast.carol, request=old, now=now)
        ask_information(
            tenant=cast.tenant, by=cast.carol, request=case, version=case.version, question="Which line?", now=now
        )
        return case

    def test_the_seller_reads_the_question_and_answers_with_a_message(self, cast, asked, review):
        line = review.order.messages.create(
            tenant=cast.tenant, sender="buyer", body="Free or bad.", sent_at=timezone.now()
        )
        bob = browser(cast.tenant, cast.bob)
        assert "Which line?" in text_of(bob.get(f"/cases/{asked.pk}"))
        assert "Which line?" not in text_of(page(cast.alice, f"/cases/{asked.pk}"))

        refused = bob.post(f"/cases/{asked.pk}/answer", {"answer": "", "message": str(line.pk)})
        assert refused.status_code == 422
        assert re.search(rf'value="{line.pk}" checked', refused.content.decode())

        sent = bob.post(f"/cases/{asked.pk}/answer", {"answer": "This one.", "message": str(line.pk)})
        assert sent.status_code == 302
        assert InformationRequest.objects.get().answer == "This one."
        assert asked.evidence.filter(message=line).exists()


class TestWithdrawing:
    def test_the_seller_takes_it_back_after_asking_once_more(self, cast, young):
        bob = browser(cast.tenant, cast.bob)
        asked = bob.get(f"/cases/{young.pk}/withdraw")
        assert "Take it back" in text_of(asked)

        bob.post(f"/cases/{young.pk}/withdraw", {"version": "1"})

        young.refresh_from_db()
        assert young.status == "withdrawn"

    def test_what_changed_meanwhile_is_looked_at_first(self, cast, young):
        RemovalRequest.objects.filter(pk=young.pk).update(version=3)
        answer = browser(cast.tenant, cast.bob).post(f"/cases/{young.pk}/withdraw", {"version": "1"})

        assert answer.status_code == 422
        assert "has changed since you opened it" in text_of(answer)


class TestStatementsAndAppeals:
    def test_the_statement_has_every_element_and_the_last_day_to_appeal(self, cast, decided):
        statement = Statement.objects.get(kind="statement")

        said = text_of(page(cast.alice, f"/statements/{statement.pk}"))

        for part in ("What was decided", "Why", "The facts", "What programs and people did", "What you can do"):
            assert part in said
        assert "the last day to appeal is" in said
        assert statement.letters.get().read_at is not None

    def test_an_agents_reading_informs_nobody(self, cast, decided):
        statement = Statement.objects.get(kind="statement")
        page(cast.carol, f"/statements/{statement.pk}")
        assert statement.letters.get().read_at is None

    def test_the_winner_is_offered_no_appeal(self, cast, decided):
        notice = Statement.objects.get(kind="notice")
        assert "Appeal against" not in text_of(page(cast.bob, f"/statements/{notice.pk}"))
        assert "cannot be appealed" in text_of(page(cast.bob, f"/decisions/{decided.pk}/appeal"))

    def test_the_author_appeals_once(self, cast, decided):
        alice = browser(cast.tenant, cast.alice)
        path = f"/decisions/{decided.pk}/appeal"
        empty = alice.post(path, {"body": ""})
        assert empty.status_code == 422
        assert 'id="id_body_error"' in empty.content.decode()

        sent = alice.post(path, {"body": "My words were about this order."}, follow=True)

        assert "Your appeal" in text_of(sent)
        assert Appeal.objects.get().body == "My words were about this order."
        again = alice.post(path, {"body": "Once more."})
        assert again.status_code == 422
        assert "Once more." in text_of(again)
        assert Appeal.objects.count() == 1

    def test_is_not_there_for_whoever_is_on_no_side(self, cast, decided):
        eve = make_member(cast.tenant, "Eve", "buyer")
        for member in (cast.carol, eve, make_mallory().alice):
            assert page(member, f"/decisions/{decided.pk}/appeal").status_code == 404
        assert page(cast.alice, f"/decisions/{MADE_UP}/appeal").status_code == 404


class TestLists:
    def test_say_what_is_due_and_what_was_decided(self, cast, review, decided):
        closed = timezone.now() - timedelta(days=10)
        open_case = filed(cast, review_of(cast, at=closed + timedelta(days=1), closed_at=closed), at=timezone.now())
        said = text_of(page(cast.bob, "/selling/requests"))
        assert "Removed" in said
        assert "The buyer's reply is due" in said.replace("&#x27;", "'")
        assert "Your reply is due" in text_of(page(cast.alice, "/cases"))
        assert str(open_case.pk) in page(cast.alice, "/cases").content.decode()
        assert "Not read yet" in text_of(page(cast.alice, "/statements"))

    def test_a_cursor_that_was_not_given_out_begins_anew(self, cast, young):
        assert page(cast.bob, "/selling/requests?cursor=x").headers["Location"] == "/selling/requests"
        assert page(cast.alice, "/statements?cursor=x").headers["Location"] == "/statements"

    @pytest.mark.parametrize(
        ("who", "path"), [("bob", "/selling/requests"), ("alice", "/cases"), ("alice", "/statements")]
    )
    def test_a_longer_list_asks_no_more_of_the_database(self, cast, decided, who, path):
        client = browser(cast.tenant, getattr(cast, who))

        def queries():
            with CaptureQueriesContext(connection) as seen:
                assert client.get(path).status_code == 200
            return len(seen)

        before = queries()
        closed = timezone.now() - timedelta(days=10)
        for _ in range(3):
            review = review_of(cast, at=closed + timedelta(days=1), closed_at=closed)
            now = timezone.now()
            case = filed(cast, review, at=now - timedelta(days=4))
            case = claim_request(tenant=cast.tenant, by=cast.carol, request=case, now=now)
            decide(cast, case, now, departure_reason="Read by a person.")
        assert queries() == before
