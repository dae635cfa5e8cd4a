"""Notices over HTTP: anybody sends one without a key and follows it by its link; agents answer them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from disputes.actions.claim_request import claim_request
from disputes.actions.decide_appeal import decide_appeal
from disputes.jobs.deliver_letters import deliver_one
from disputes.models import Appeal, Notice, RemovalRequest, Statement
from tests.cast import browser
from tests.disputes.acts import decide, review_of
from tests.disputes.dsa_rules import broken_rules
from tests.disputes.notices import EXPLANATION, NORA
from tests.integrations.calls import Caller, assert_problem, caller

NAMES = ("Nora", "Novak", NORA["email"])


@pytest.fixture
def now():
    return timezone.now()


@pytest.fixture
def review(cast, now):
    return review_of(cast, at=now - timedelta(days=2), closed_at=now - timedelta(days=3))


@pytest.fixture
def nora(cast):
    return Caller(cast.tenant)


def body_for(review, **fields):
    return {"url": f"/reviews/{review.pk}", "explanation": EXPLANATION, "good_faith": True, **NORA, **fields}


def sent(nora, review, **fields):
    answer = nora.post("notices", body_for(review, **fields))
    assert answer.status_code == 201, answer.content
    return answer.json()


def token_in(receipt) -> str:
    return receipt["link"].rsplit("/", 1)[1]


class TestSending:
    def test_gives_a_receipt_without_a_key(self, cast, nora, review):
        receipt = sent(nora, review, law="Criminal Code, section 187")
        assert set(receipt) == {"number", "status", "link", "url", "about", "received_at", "decision_due_at"}
        assert receipt["status"] == "case"
        assert receipt["link"].startswith("http://game-goods.localhost/notices/")
        assert browser(cast.tenant).get(f"/notices/{token_in(receipt)}").status_code == 200

    @pytest.mark.parametrize(
        ("fields", "pointer"),
        [
            ({"good_faith": False}, "/good_faith"),
            ({"good_faith": "true"}, "/good_faith"),
            ({"email": "nora"}, "/email"),
            ({"url": "https://elsewhere.example/reviews/1"}, "/url"),
            ({"explanation": ""}, "/explanation"),
            ({"about": "unrelated"}, "/about"),
            ({"more": 1}, "/more"),
        ],
    )
    def test_names_what_is_wrong(self, nora, review, fields, pointer):
        assert_problem(nora.post("notices", body_for(review, **fields)), 422, "validation_failed", pointer)

    def test_misses_what_is_left_out(self, nora, review):
        body = body_for(review)
        for name in ("url", "explanation", "name", "email", "good_faith"):
            rest = {key: value for key, value in body.items() if key != name}
            assert_problem(nora.post("notices", rest), 422, "validation_failed", f"/{name}")

    def test_refuses_the_same_again_while_it_runs(self, nora, review):
        sent(nora, review)
        assert_problem(nora.post("notices", body_for(review)), 409, "conflict")

    def test_takes_twenty_an_hour_of_an_address(self, cast, nora, review):
        body = body_for(review, url="/sellers/bobs-store")
        for _ in range(20):
            assert nora.post("notices", body).status_code == 201
        answer = nora.post("notices", body)
        assert_problem(answer, 429, "rate_limited")
        assert int(answer.headers["Retry-After"]) > 0


class TestTheDesk:
    def test_lists_notices_for_agents_alone(self, cast, nora, review):
        sent(nora, review)
        rows = caller(cast.carol).get("notices?status=case").json()["results"]
        assert [row["email"] for row in rows] == [NORA["email"]]
        assert rows[0]["request"] == str(RemovalRequest.objects.get().pk)
        for member in (cast.alice, cast.bob):
            assert_problem(caller(member).get("notices"), 403, "permission_denied")
            assert_problem(caller(member).get(f"notices/{rows[0]['id']}"), 404, "not_found")

    def test_links_one_to_the_review_that_it_means(self, cast, nora, review):
        sent(nora, review, url="/sellers/bobs-store")
        notice, carol = Notice.objects.get(), caller(cast.carol)
        path, body = f"notices/{notice.pk}/triage", {"version": 1, "outcome": "case"}
        assert_problem(carol.post(path, body), 422, "validation_failed", "/review")
        answer = carol.post(path, {**body, "review": str(review.pk)}).json()
        assert (answer["status"], answer["review"]) == ("case", str(review.pk))
        assert_problem(carol.post(path, {**body, "review": str(review.pk)}), 409, "conflict")

    def test_answers_one_without_a_case(self, cast, nora, review):
        sent(nora, review, url="/sellers/bobs-store")
        path = f"notices/{Notice.objects.get().pk}/triage"
        answer = caller(cast.carol).post(
            path, {"version": 1, "outcome": "dismissed", "answer": "Nothing is there.", "manifestly_unfounded": True}
        )
        assert (answer.json()["status"], answer.json()["manifestly_unfounded"]) == ("dismissed", True)


class TestFromEndToEnd:
    def test_the_notices_author_is_told_appeals_and_wins_without_an_account(self, cast, nora, review, now):
        receipt = sent(nora, review, law="Criminal Code, section 187")
        case, page = RemovalRequest.objects.get(), f"/notices/{token_in(receipt)}"
        claim_request(tenant=cast.tenant, by=cast.carol, request=case, now=now)
        case.refresh_from_db()
        decide(cast, case, now, "keep", reason="It is a harsh opinion and no more.")
        stranger = browser(cast.tenant)
        shown = stranger.get(page).content.decode()
        assert "It is a harsh opinion and no more." in shown
        assert "out-of-court dispute settlement body" in shown
        assert review.order.external_id not in shown
        assert stranger.post(f"{page}/appeal", {"body": "It names a crime."}).status_code == 302
        decide_appeal(
            tenant=cast.tenant,
            by=cast.dave,
            appeal=Appeal.objects.get(),
            version=1,
            outcome="upheld",
            new_outcome="remove",
            reason="It accuses of a crime without any ground.",
            now=now + timedelta(hours=1),
        )
        review.refresh_from_db()
        assert review.status == "removed"
        assert "It accuses of a crime" in stranger.get(page).content.decode()
        self.nobody_else_learns_who_sent_it(cast, review, now)

    def nobody_else_learns_who_sent_it(self, cast, review, now):
        case, told = RemovalRequest.objects.get(), Statement.objects.filter(kind="statement")
        alice, bob = browser(cast.tenant, cast.alice), browser(cast.tenant, cast.bob)
        seen = [alice.get(f"/cases/{case.pk}"), alice.get(f"/reviews/{review.pk}"), alice.get("/cases")]
        seen += [alice.get(f"/statements/{each.pk}") for each in told] + [bob.get(f"/reviews/{review.pk}")]
        api = caller(cast.alice)
        paths = [f"removal-requests/{case.pk}", "removal-requests", "appeals"]
        seen += [api.get(path) for path in (*paths, *(f"statements/{each.pk}" for each in told))]
        for answer in seen:
            assert answer.status_code == 200, answer
            words = answer.content.decode()
            for secret in (*NAMES, EXPLANATION, "It names a crime."):
                assert secret not in words
        assert bob.get(f"/cases/{case.pk}").status_code == 404
        assert caller(cast.bob).get(f"removal-requests/{case.pk}").status_code == 404
        while deliver_one(tenant=cast.tenant, now=now + timedelta(days=1)):
            pass
        for message in mail.outbox:
            if message.to != [NORA["email"]]:
                assert not any(name in message.body for name in NAMES), message.body
        assert {each.to[0] for each in mail.outbox} == {NORA["email"], cast.alice.email}

    def test_an_agents_question_is_answered_by_the_link(self, cast, nora, review, now):
        receipt = sent(nora, review)
        case, carol = RemovalRequest.objects.get(), caller(cast.carol)
        carol.post(f"removal-requests/{case.pk}/claim", {})
        asked = carol.post(f"removal-requests/{case.pk}/ask", {"version": 1, "question": "Which words?"})
        assert asked.status_code == 200, asked.content
        stranger, page = browser(cast.tenant), f"/notices/{token_in(receipt)}"
        assert "Which words?" in stranger.get(page).content.decode()
        assert stranger.post(f"{page}/answer", {"answer": ""}).status_code == 422
        assert stranger.post(f"{page}/answer", {"answer": "All of them."}).status_code == 302
        case.refresh_from_db()
        assert case.status == "in_review"


class TestTheDatabasesFormat:
    def statement(self, cast, nora, review, now):
        sent(nora, review)
        case = RemovalRequest.objects.get()
        claim_request(tenant=cast.tenant, by=cast.carol, request=case, now=now)
        case.refresh_from_db()
        decide(cast, case, now, "remove")
        return Statement.objects.get(kind="statement")

    def test_is_for_agents_and_leads(self, cast, nora, review, now):
        path = f"statements/{self.statement(cast, nora, review, now).pk}?format=dsa"
        for member in (cast.carol, cast.laura):
            answer = caller(member).get(path)
            assert answer.status_code == 200, answer.content
            assert broken_rules(answer.json()) == []
        assert_problem(caller(cast.alice).get(path), 403, "permission_denied")
        assert_problem(caller(cast.bob).get(path), 404, "not_found")

    def test_is_the_only_other_format(self, cast, nora, review, now):
        path = f"statements/{self.statement(cast, nora, review, now).pk}?format=xml"
        assert_problem(caller(cast.carol).get(path), 422, "validation_failed", "/format")

    def test_is_none_for_what_restricts_nothing(self, cast, nora, review, now):
        self.statement(cast, nora, review, now)
        notice = Statement.objects.get(kind="notice")
        assert_problem(caller(cast.carol).get(f"statements/{notice.pk}?format=dsa"), 409, "conflict")


class TestTheForm:
    def test_keeps_what_was_typed_and_says_what_is_wrong(self, cast, review):
        stranger = browser(cast.tenant)
        shown = stranger.get(f"/notices/new?url=/reviews/{review.pk}").content.decode()
        assert f'value="/reviews/{review.pk}"' in shown
        assert "Slow, and rude to me." in shown
        typed = {"url": f"/reviews/{review.pk}", "about": "personal_information", "explanation": "It is my number."}
        answer = stranger.post("/notices/new", typed)
        kept = answer.content.decode()
        assert answer.status_code == 422
        assert "It is my number." in kept
        assert 'value="personal_information" checked' in kept
        assert "Please confirm" in kept

    def test_leads_to_the_receipt_and_hides_the_review(self, cast, review):
        stranger = browser(cast.tenant)
        typed = {
            "url": f"/reviews/{review.pk}",
            "about": "illegal_content",
            "explanation": EXPLANATION,
            "good_faith": "on",
            **NORA,
        }
        answer = stranger.post("/notices/new", typed, follow=True)
        assert answer.redirect_chain[0][0].startswith("/notices/")
        assert Notice.objects.get().number in answer.content.decode()
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert stranger.get(f"/reviews/{review.pk}").status_code == 404

    def test_is_linked_from_each_review(self, cast, review):
        for page in (f"/reviews/{review.pk}", "/sellers/bobs-store"):
            assert f"/notices/new?url=/reviews/{review.pk}" in browser(cast.tenant).get(page).content.decode()


class TestTheDeskPages:
    def test_an_agent_opens_a_case_or_answers(self, cast, nora, review):
        sent(nora, review, url="/sellers/bobs-store")
        sent(nora, review, url="/policy", email="other@outside.example")
        agent = browser(cast.tenant, cast.carol)
        first, second = Notice.objects.order_by("received_at")
        assert first.number in agent.get("/admin/disputes/notice/").content.decode()
        page = f"/admin/disputes/notice/{first.pk}/"
        assert NORA["email"] in agent.get(page).content.decode()
        wrong = agent.post(f"{page}link/", {"version": "1", "review": "nothing"})
        assert wrong.status_code == 422
        typed = {"version": "1", "review": f"http://game-goods.localhost/reviews/{review.pk}"}
        assert agent.post(f"{page}link/", typed).status_code == 302
        assert RemovalRequest.objects.get().notice == first
        kept = agent.post(f"/admin/disputes/notice/{second.pk}/dismiss/", {"version": "9", "answer": "Nothing there."})
        assert kept.status_code == 409
        assert "Nothing there." in kept.content.decode()
        assert (
            agent.post(f"/admin/disputes/notice/{second.pk}/dismiss/", {"version": "1", "answer": "No."}).status_code
            == 302
        )
