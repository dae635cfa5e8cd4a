"""The desk of second looks: blind until the answer is given, side by side afterwards; the leads' page about it."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from disputes.actions.answer_second_look import answer_second_look
from disputes.actions.claim_second_look import claim_second_look
from disputes.actions.lodge_appeal import lodge_appeal
from disputes.models import SecondLook
from feedback.models import Review
from orders.actions.send_message import send_message
from tests.cast import NOW, browser, make_cast, make_member
from tests.disputes.acts import UNREAD, decide, ready, review_of

pytestmark = pytest.mark.django_db
LOOKS = "/admin/disputes/secondlook/"
REASON = "Carol saw that the words mean nothing of the order."


@pytest.fixture
def cast():
    cast = make_cast()
    cast.tenant.second_look_percent = 100
    cast.tenant.save()
    with cast.inside():
        yield cast


@pytest.fixture
def look(cast) -> SecondLook:
    """Carol struck the review; the case is drawn."""
    case, now = ready(cast, review_of(cast, UNREAD))
    return decide(cast, case, now, "strike", reason=REASON, departure_reason="Nobody reads Finnish.").second_look


@pytest.fixture
def dave(cast):
    return browser(cast.tenant, cast.dave)


@pytest.fixture
def laura(cast):
    return browser(cast.tenant, cast.laura)


def page_of(look: SecondLook) -> str:
    return f"{LOOKS}{look.pk}/"


def main_of(response) -> str:
    return re.search(r"<main.*</main>", response.content.decode(), re.S)[0]


def answered(cast, look: SecondLook, outcome: str = "keep") -> SecondLook:
    now = timezone.now()
    claim_second_look(tenant=cast.tenant, by=cast.dave, look=look, now=now)
    met = "not_met" if outcome == "keep" else "met"
    words = {"outcome": outcome, "findings": {"unrelated": met}, "reason": "Dave sees it otherwise."}
    return answer_second_look(tenant=cast.tenant, by=cast.dave, look=look, now=now, **words)


class TestTheList:
    def test_names_no_people_and_no_outcome(self, cast, look, dave):
        shown = main_of(dave.get(LOOKS))
        assert "Unrelated" in shown and page_of(look) in shown
        for secret in ("Carol", "Alice", "Bob", "truck", look.decision.review.order.external_id):
            assert secret not in shown

    def test_is_empty_for_the_first_decider(self, cast, look):
        assert "No second look waits" in main_of(browser(cast.tenant, cast.carol).get(LOOKS))

    def test_shows_what_is_answered_to_leads_and_who_answered(self, cast, look, dave, laura):
        answered(cast, look)
        for client in (dave, laura):
            assert "they differ" in main_of(client.get(f"{LOOKS}?status=answered"))
        assert "they differ" not in main_of(browser(cast.tenant, cast.carol).get(f"{LOOKS}?status=answered"))

    def test_claims_the_next(self, look, dave):
        response = dave.post(f"{LOOKS}claim-next/")
        assert response["Location"] == page_of(look)
        assert "Nothing" not in main_of(dave.get(page_of(look)))
        assert dave.post(f"{LOOKS}claim-next/")["Location"] == LOOKS


class TestTheBlindPage:
    SECRETS = ("Carol", "truck", "Strike the", REASON, "Nobody reads Finnish", "statements/", "admin/disputes/removal")

    def test_shows_the_case_and_not_how_it_was_decided(self, cast, look, dave):
        shown = main_of(dave.get(page_of(look)))
        assert UNREAD in shown and "What the seller claims" in shown and "How would you decide?" in shown
        told = shown.replace('value="strike"', "").replace("Strike through", "")
        told = told.replace("Readable but struck through; it leaves the seller&#x27;s rate.", "")
        for secret in self.SECRETS:
            assert secret not in told, secret

    def test_is_the_same_whatever_was_decided(self, cast, dave):
        """But for what differs between any two cases: ids, order numbers, tokens and moments."""
        shown = set()
        for days, outcome in enumerate(("keep", "strike", "remove")):
            at = NOW + timedelta(days=days)
            case, now = ready(
                cast, review_of(cast, UNREAD, at=at, buyer=make_member(cast.tenant, f"Buyer{days}", "buyer")), at=at
            )
            look = decide(cast, case, now, outcome, reason=REASON).second_look
            text = main_of(dave.get(page_of(look)))
            text = re.sub(r"[0-9a-f-]{36}|order-\d+|TRK-\d+|token\" value=\"\w+|Buyer\d", "", text)
            shown.add(re.sub(r"<time.*?</time>", "", text, flags=re.S))
        assert len(shown) == 1

    def test_leads_to_no_page_that_tells(self, cast, look, dave):
        links = set(re.findall(r'(?:href|action)="(/[^"]*)"', main_of(dave.get(page_of(look)))))
        assert {link for link in links if not link.startswith((LOOKS, "/api/v1/files/", "/admin/"))} == set()
        assert {link for link in links if link.startswith("/admin/")} <= {
            LOOKS,
            *(f"{page_of(look)}{act}/" for act in ("claim", "release", "answer")),
        }

    def test_shows_the_words_as_they_were(self, cast, look, dave):
        Review.objects.update(comment="Edited since.", fulfilment=5, status="removed", ground="unrelated")
        send_message(
            tenant=cast.tenant,
            by=None,
            order=look.decision.review.order,
            sender="buyer",
            body="You were right to strike it.",
            sent_at=look.drawn_at + timedelta(days=1),
            now=look.drawn_at + timedelta(days=1),
        )
        shown = main_of(dave.get(page_of(look)))
        assert UNREAD in shown and "1 of 5" in shown
        for later in ("Edited since.", "5 of 5", "right to strike it", "Removed"):
            assert later not in shown

    def test_is_not_there_for_the_first_decider(self, cast, look):
        assert browser(cast.tenant, cast.carol).get(page_of(look)).status_code == 404

    def test_has_no_form_for_a_lead_who_is_no_agent(self, look, laura):
        shown = main_of(laura.get(page_of(look)))
        assert "How would you decide?" not in shown and UNREAD in shown

    def test_closes_the_pages_that_tell_while_one_looks(self, cast, look, dave):
        case = f"/admin/disputes/removalrequest/{look.decision.request_id}/"
        appeal = lodge_appeal(
            tenant=cast.tenant, by=cast.alice, decision=look.decision, body="No.", now=look.drawn_at + timedelta(1)
        )
        claim_second_look(tenant=cast.tenant, by=cast.dave, look=look, now=timezone.now())
        for path in (case, f"/admin/disputes/appeal/{appeal.pk}/"):
            assert dave.get(path).status_code == 404
            assert browser(cast.tenant, cast.carol).get(path).status_code == 200
        dave.post(f"{page_of(look)}answer/", ANSWER)
        assert dave.get(case).status_code == 200

    def test_reading_the_case_first_closes_the_look(self, look, dave):
        assert dave.get(f"/admin/disputes/removalrequest/{look.decision.request_id}/").status_code == 200
        SecondLook.objects.update(drawn_at=look.drawn_at)
        assert dave.get(page_of(look)).status_code == 404


ANSWER = {"finding_unrelated": "not_met", "outcome": "keep", "reason": "It does speak of the trade."}


class TestAnswering:
    def test_with_the_form_shows_both_side_by_side(self, look, dave):
        dave.post(f"{page_of(look)}claim/")
        response = dave.post(f"{page_of(look)}answer/", ANSWER, follow=True)
        shown = main_of(response)
        assert response.status_code == 200 and "Both answers" in shown and "The answers differ" in shown
        for said in (REASON, "It does speak of the trade.", "Carol", "Dave", "Struck", "Kept"):
            assert said in shown, said

    def test_keeps_what_was_typed_where_it_is_refused(self, look, dave):
        dave.post(f"{page_of(look)}claim/")
        response = dave.post(f"{page_of(look)}answer/", {**ANSWER, "outcome": ""})
        shown = main_of(response)
        assert response.status_code == 422 and "It does speak of the trade." in shown and "Choose one of" in shown
        assert REASON not in shown

    def test_keeps_it_where_the_lease_ran_out(self, cast, look, dave):
        response = dave.post(f"{page_of(look)}answer/", ANSWER)
        assert response.status_code == 422 and "Claim it first" in main_of(response)
        again = dave.post(f"{page_of(look)}claim/", ANSWER)
        assert "It does speak of the trade." in main_of(again) and "You, until" in main_of(again)


class TestTheLeadsPage:
    URL = f"{LOOKS}consistency/"

    def test_is_for_leads(self, cast, look, dave):
        assert dave.get(self.URL).status_code == 404
        assert dave.post(f"{self.URL}percent/", {"percent": "5"}).status_code == 404

    def test_says_kindly_that_there_is_nothing_yet(self, laura):
        shown = main_of(laura.get(self.URL))
        assert "No case was answered by both yet." in shown and "No appeal was answered" in shown

    def test_shows_what_disagrees_with_the_cases(self, cast, look, laura):
        answered(cast, look)
        shown = main_of(laura.get(self.URL))
        assert "0 of 1 second looks gave the same outcome" in shown
        assert page_of(look) in shown and f"removalrequest/{look.decision.request_id}/" in shown
        assert "Carol and Dave" in shown or "Dave and Carol" in shown

    def test_tells_of_no_decision_that_waits_for_its_second_look(self, cast, laura):
        at = timezone.now() - timedelta(days=4)
        review = review_of(cast, "What a blade!", at=at, closed_at=at - timedelta(days=1))
        case, now = ready(cast, review, "wrong_order", at=at)
        decide(cast, case, now, "remove")
        assert str(case.pk) not in main_of(laura.get(self.URL))
        assert str(case.pk) not in main_of(laura.get("/admin/disputes/judgedfinding/"))

    def test_sets_the_share(self, cast, laura):
        response = laura.post(f"{self.URL}percent/", {"percent": "30"}, follow=True)
        assert "30 of 100 decisions" in response.content.decode()
        cast.tenant.refresh_from_db()
        assert cast.tenant.second_look_percent == 30

    @pytest.mark.parametrize("typed", ["", "101", "-1", "ten", "2.5", "٣"])
    def test_says_what_is_wrong_with_the_share(self, cast, laura, typed):
        response = laura.post(f"{self.URL}percent/", {"percent": typed})
        assert response.status_code == 422 and "whole number from 0 to 100" in main_of(response)
        cast.tenant.refresh_from_db()
        assert cast.tenant.second_look_percent == 100
