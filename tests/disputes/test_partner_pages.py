"""The partner's desk, its public page, the seller's typing and the agent's buttons, as people see them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disputes.models import DocumentRequest, FeedbackCause
from tests.cast import browser, make_member
from tests.disputes.acts import decide, review_of
from tests.disputes.partners import HOUR, Network, make_network, picture

DAY = timedelta(days=1)


@pytest.fixture
def network(db) -> Network:
    made = make_network()
    with made.cast.inside():
        yield made


@pytest.fixture
def recent(network):
    """A negative review of an hour ago, and the moment."""
    at = timezone.now() - HOUR
    return network.review(at=at, closed_at=at - DAY, tracking_number="TRK-1")


def page(network, member, path):
    return browser(network.tenant, member).get(path)


class TestPartnersRequests:
    def test_show_what_is_due_when_and_nothing_of_the_stars(self, network, recent):
        asked = network.ask(recent, "wrong_item", timezone.now())
        client = browser(network.tenant, network.petra)
        text = client.get("/partner/requests").content.decode()
        assert "Proof that the package shipped with the right contents." in text
        assert "in 2 days, 23 hours" in text
        one = client.get(f"/partner/requests/{asked.pk}").content.decode()
        assert "They sent soap instead of salts." in one
        assert "TRK-1" in one
        assert "of 5" not in one
        assert "negative" not in one.lower()

    def test_say_what_is_overdue_and_what_became_of_answers(self, network, recent):
        now = timezone.now()
        at = now - 5 * DAY
        old = network.review("Late.", at=at, closed_at=at - DAY)
        network.ask(old, "late_or_not_received", at + HOUR)
        asked = network.ask(recent, "wrong_item", now)
        network.give(asked, now)
        client = browser(network.tenant, network.petra)
        open_ones = client.get("/partner/requests").content.decode()
        assert "Overdue" in open_ones
        assert "You can still answer; it is shown as late." in open_ones
        assert "An agent reads it" in client.get("/partner/requests?show=answered").content.decode()
        network.judge(asked, True, now)
        assert "Proves it right" in client.get("/partner/requests?show=answered").content.decode()
        one = client.get(f"/partner/requests/{asked.pk}").content.decode()
        assert "It proves that you did your part." in one
        assert "The list says it." in one

    def test_are_not_there_for_others(self, network, recent):
        asked = network.ask(recent, "wrong_item", timezone.now())
        cast = network.cast
        for member in (cast.alice, cast.bob, cast.carol, cast.laura, make_member(network.tenant, "Paul", "partner")):
            assert page(network, member, "/partner/requests").status_code == 404
            assert page(network, member, f"/partner/requests/{asked.pk}").status_code == 404

    def test_are_led_to_from_the_masthead(self, network):
        assert 'href="/partner/requests"' in page(network, network.petra, "/").content.decode()
        assert "/partner/requests" not in page(network, network.cast.bob, "/").content.decode()

    def test_take_words_and_files(self, network, recent):
        asked = network.ask(recent, "wrong_item", timezone.now())
        client = browser(network.tenant, network.petra)
        file = SimpleUploadedFile("list.png", picture().read(), "image/png")
        response = client.post(f"/partner/requests/{asked.pk}", {"answer": "Here it is.", "upload": file}, follow=True)
        assert "Your answer is with the marketplace" in response.content.decode()
        asked.refresh_from_db()
        assert [each.upload.name for each in asked.documents.all()] == ["list.png"]
        assert "list.png" in response.content.decode()

    def test_keep_what_was_typed_and_sent_when_refused(self, network, recent):
        asked = network.ask(recent, "wrong_item", timezone.now())
        client = browser(network.tenant, network.petra)
        files = [
            SimpleUploadedFile("list.png", picture().read(), "image/png"),
            SimpleUploadedFile("bad.exe", b"MZ\0\0", "image/png"),
        ]
        response = client.post(f"/partner/requests/{asked.pk}", {"answer": "Here it is.", "upload": files})
        text = response.content.decode()
        assert response.status_code == 422
        assert "Here it is." in text
        assert "bad.exe" in text
        kept = text.split('name="file" value="')[1].split('"')[0]
        client.post(f"/partner/requests/{asked.pk}", {"answer": "Here it is.", "file": kept})
        asked.refresh_from_db()
        assert [str(each.upload_id) for each in asked.documents.all()] == [kept]

    def test_refuse_a_second_answer_in_words(self, network, recent):
        asked = network.ask(recent, "wrong_item", timezone.now())
        network.give(asked, timezone.now())
        response = browser(network.tenant, network.petra).post(f"/partner/requests/{asked.pk}", {"answer": "More."})
        assert response.status_code == 422
        assert "Petra answered this already" in response.content.decode()


class TestPartnersPage:
    def test_shows_rate_reviews_and_points_with_orders_for_its_own_side_and_the_desk_alone(self, network):
        at = timezone.now() - 10 * DAY
        review = network.review(at=at, closed_at=at - DAY, external_id="order-in-question")
        case, later = network.case(review, "wrong_item", at=at)
        decide(network.cast, case, later, "attribute", departure_reason="The box says it.")
        cast = network.cast
        for member, sees in ((None, False), (cast.bob, False), (network.petra, True), (cast.carol, True)):
            text = page(network, member, "/partners/petras-hall").content.decode()
            assert "Wrong item, size or quantity" in text
            assert "10 points stand" in text
            assert "They sent soap instead of salts." in text
            assert "sold by Bob" in text
            assert ('href="/orders/order-in-question"' in text) is sees
        seller = page(network, None, "/sellers/bobs-store").content.decode()
        assert '<a href="/partners/petras-hall">Petra&#x27;s Hall</a> answers for this.' in seller

    def test_of_nobody_is_not_there(self, network):
        assert page(network, None, "/partners/nobody").status_code == 404


class TestSellersTyping:
    def test_offers_thirteen_types_with_what_each_means(self, network, recent):
        client = browser(network.tenant, network.cast.bob)
        assert f"/selling/reviews/{recent.pk}/type" in client.get(f"/reviews/{recent.pk}").content.decode()
        text = client.get(f"/selling/reviews/{recent.pk}/type").content.decode()
        assert text.count('name="feedback_type"') == 13
        assert "the partner&#x27;s rating and 10 penalty points" in text
        assert "No fault for the partner" in text

    def test_keeps_the_type_and_shows_what_it_means_on_the_review(self, network, recent):
        client = browser(network.tenant, network.cast.bob)
        path = f"/selling/reviews/{recent.pk}/type"
        assert client.post(path, {"feedback_type": "nonsense", "note": "Kept."}).content.decode().count("Kept.") == 1
        response = client.post(path, {"feedback_type": "canceled_still_received", "note": ""}, follow=True)
        text = response.content.decode()
        assert "Typed as: canceled order still received" in text
        assert "it is treated as a return" in text
        assert FeedbackCause.objects.get().side == "seller"
        other = page(network, None, f"/reviews/{recent.pk}").content.decode()
        assert "Typed as" not in other

    def test_is_not_there_for_others_or_for_praise(self, network, recent):
        for member in (network.cast.alice, network.cast.carol, network.petra):
            assert page(network, member, f"/selling/reviews/{recent.pk}/type").status_code == 404
        praise = review_of(network.cast, "Lovely.", 5, at=timezone.now() - HOUR, closed_at=timezone.now() - DAY)
        assert page(network, network.cast.bob, f"/selling/reviews/{praise.pk}/type").status_code == 404

    def test_is_not_there_where_policy_knows_no_partners(self, cast):
        at = timezone.now() - HOUR
        review = review_of(cast, at=at, closed_at=at - DAY)
        client = browser(cast.tenant, cast.bob)
        assert client.get(f"/selling/reviews/{review.pk}/type").status_code == 404
        assert "/type" not in client.get(f"/reviews/{review.pk}").content.decode()


class TestCaseOfTheSeller:
    def test_says_that_documents_were_given_and_shows_none(self, network, recent):
        case, _ = network.case(recent, "wrong_item", at=timezone.now() - HOUR / 2)
        asked = network.ask(recent, "wrong_item", timezone.now())
        network.give(asked, timezone.now(), network.upload("secret-list.png"), answer="Said to the desk.")
        for member, told in ((network.cast.bob, True), (network.cast.alice, False)):
            text = page(network, member, f"/cases/{case.pk}").content.decode()
            assert ("The fulfilment partner answered" in text) is told
            assert "Said to the desk." not in text
            assert "secret-list" not in text


class TestAgentsCase:
    def test_shows_who_answers_and_takes_type_request_and_judgement(self, network, recent):
        case, _ = network.case(recent, "other", at=timezone.now() - HOUR / 2)
        client = browser(network.tenant, network.cast.carol)
        path = f"/admin/disputes/removalrequest/{case.pk}/"
        assert "<strong>Other</strong>" in client.get(path).content.decode()

        client.post(f"{path}type/", {"feedback_type": "wrong_item", "note": "Read it."})
        text = client.get(path).content.decode()
        assert "its rating and 10 penalty points" in text

        client.post(f"{path}ask-documents/", {"feedback_type": "wrong_item"})
        asked = DocumentRequest.objects.get()
        network.give(asked, timezone.now(), network.upload())
        text = client.get(path).content.decode()
        assert "The packing list." in text
        assert "list.png" in text

        wrong = client.post(f"{path}judge-documents/", {"documents": asked.pk, "version": 2, "judgement": "Half."})
        assert wrong.status_code == 422
        assert "Half." in wrong.content.decode()
        client.post(
            f"{path}judge-documents/",
            {"documents": asked.pk, "version": 2, "judgement": "A blank page.", "proves_it_right": "no"},
        )
        text = client.get(path).content.decode()
        assert "it does not prove the partner right" in text
        assert "What the partner gave is no proof" in text

    def test_judges_only_documents_about_its_review(self, network, recent):
        case, _ = network.case(recent, "other", at=timezone.now() - HOUR / 2)
        at = timezone.now() - HOUR
        other = network.ask(network.review("Other.", at=at, closed_at=at - DAY), "wrong_item", at)
        network.give(other, timezone.now())
        client = browser(network.tenant, network.cast.carol)
        path = f"/admin/disputes/removalrequest/{case.pk}/judge-documents/"
        body = {"documents": other.pk, "version": 2, "judgement": "No.", "proves_it_right": "no"}
        other.refresh_from_db()
        assert client.post(path, body).status_code == 404
        other.refresh_from_db()
        assert other.judged_at is None


class TestQueries:
    def test_do_not_grow_with_the_documents_of_a_case(self, network, recent):
        case, _ = network.case(recent, "other", at=timezone.now() - HOUR / 2)
        desk = browser(network.tenant, network.cast.carol)
        partner = browser(network.tenant, network.petra)
        paths = {
            f"/admin/disputes/removalrequest/{case.pk}/": desk,
            "/partner/requests?show=answered": partner,
            "/api/v1/document-requests": partner,
        }
        asked = []
        for _ in range(4):
            now = timezone.now()
            request = network.ask(recent, "wrong_item", now)
            network.give(request, now, network.upload(), network.upload())
            counted = {}
            for path, client in paths.items():
                with CaptureQueriesContext(connection) as queries:
                    assert client.get(path).status_code == 200
                counted[path] = len(queries)
            asked.append(counted)
        assert asked[3] == asked[1]
