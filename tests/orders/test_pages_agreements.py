"""The pages of settlements and compensations as both sides and strangers get them, without JavaScript."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from orders.models import Compensation, Settlement, Upload
from tests.cast import browser, make_cast, make_mallory, make_member
from tests.disputes.acts import review_of
from tests.orders.agreed import accepted, performed, proposed
from tests.orders.files import HTML, image

HOUR = timedelta(hours=1)


@pytest.fixture
def cast(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_cast(timezone="Europe/Berlin")


@pytest.fixture
def order(cast):
    with cast.inside():
        now = timezone.now()
        return review_of(cast, at=now - HOUR, closed_at=now - timedelta(days=2)).order


@pytest.fixture
def bob(cast):
    return browser(cast.tenant, cast.bob)


@pytest.fixture
def alice(cast):
    return browser(cast.tenant, cast.alice)


def made(cast, order, how):
    with cast.inside():
        return how(cast, order, at=timezone.now() - 3 * HOUR)


def text(response):
    return response.content.decode()


class TestProposing:
    def test_is_offered_to_the_seller_alone_while_feedback_stands(self, cast, order, bob, alice):
        assert "Propose a settlement" in text(bob.get(f"/orders/{order.external_id}"))
        assert "Propose a settlement" not in text(alice.get(f"/orders/{order.external_id}"))
        made(cast, order, proposed)
        assert "Propose a settlement" not in text(bob.get(f"/orders/{order.external_id}"))

    def test_is_not_offered_where_policy_forbids_it(self, db):
        retail = make_cast(slug="retail", preset="retail")
        with retail.inside():
            now = timezone.now()
            order = review_of(retail, at=now - HOUR, closed_at=now - timedelta(days=2)).order
        client = browser(retail.tenant, retail.bob)
        assert "Propose a settlement" not in text(client.get(f"/orders/{order.external_id}"))
        assert "not possible here" in text(client.get(f"/orders/{order.external_id}/settlement"))
        terms = {"terms": "x", "perform_by": "2099-01-01T00:00", "withdraw_by": "2099-01-02T00:00"}
        refused = client.post(f"/orders/{order.external_id}/settlement", terms)
        assert refused.status_code == 422
        with retail.inside():
            assert not Settlement.objects.exists()

    def test_takes_times_of_the_marketplaces_clock_and_names_its_zone(self, cast, order, bob):
        page = text(bob.get(f"/orders/{order.external_id}/settlement"))
        assert "(Europe/Berlin)" in page
        summer = {"terms": "I send it again.", "perform_by": "2099-07-01T14:00", "withdraw_by": "2099-12-01T14:00"}
        answer = bob.post(f"/orders/{order.external_id}/settlement", summer)
        assert answer.status_code == 302
        with cast.inside():
            settlement = Settlement.objects.get()
        assert (settlement.perform_by.hour, settlement.withdraw_by.hour) == (12, 13)
        shown = text(bob.get(f"/orders/{order.external_id}"))
        assert "1 July 2099, 14:00 CEST" in shown
        assert "1 December 2099, 14:00 CET" in shown

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ({"perform_by": "2001-01-01T00:00"}, "This time has already passed"),
            ({"perform_by": "soon"}, "Please give a date and a time"),
            ({"perform_by": "2099-02-31T10:00"}, "Please give a date and a time"),
            ({"perform_by": "9999-12-31T23:59:59", "withdraw_by": "0001-01-01T00:00"}, "Please"),
            ({"perform_by": ""}, "Please say by when"),
            ({"perform_by": "2099-03-29T02:30"}, "The clocks skip this hour"),
            ({"withdraw_by": "2050-01-01T00:00"}, "after the seller has performed"),
            ({"terms": "  "}, "Please write what each side agrees to do"),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, cast, order, bob, typed, sentence):
        good = {"terms": "I send it again.", "perform_by": "2098-07-01T14:00", "withdraw_by": "2099-07-01T14:00"}
        answer = bob.post(f"/orders/{order.external_id}/settlement", {**good, **typed})
        assert answer.status_code == 422
        page = text(answer)
        assert sentence in page
        for value in {**good, **typed}.values():
            assert value in page
        with cast.inside():
            assert not Settlement.objects.exists()

    def test_is_not_there_for_others(self, cast, order, alice):
        with cast.inside():
            nora = make_member(cast.tenant, "Nora", "buyer")
        others = (alice, browser(cast.tenant, nora), browser(cast.tenant, cast.carol))
        for client in (*others, browser(cast.tenant, make_mallory().bob)):
            assert client.get(f"/orders/{order.external_id}/settlement").status_code == 404


class TestAnswering:
    def test_spells_out_what_accepting_means_before_one_button(self, cast, order, alice):
        settlement = made(cast, order, proposed)
        assert f"/settlements/{settlement.pk}/answer" in text(alice.get(f"/orders/{order.external_id}"))
        page = text(alice.get(f"/settlements/{settlement.pk}/answer"))
        for words in ("What it means to accept", "That is final", "You owe nothing", "a person decides", "Decline"):
            assert words in page
        with cast.inside():
            assert Settlement.objects.get().status == "proposed"

    @pytest.mark.parametrize(("answer", "status"), [("accept", "accepted"), ("decline", "declined")])
    def test_is_one_press_of_a_button(self, cast, order, alice, answer, status):
        settlement = made(cast, order, proposed)
        sent = alice.post(f"/settlements/{settlement.pk}/answer", {"answer": answer, "version": "1"}, follow=True)
        assert sent.redirect_chain
        assert f"You {status} the settlement" in text(sent)
        with cast.inside():
            assert Settlement.objects.get().status == status

    def test_without_an_answer_changes_nothing(self, cast, order, alice):
        settlement = made(cast, order, proposed)
        answer = alice.post(f"/settlements/{settlement.pk}/answer", {"version": "1"})
        assert answer.status_code == 422
        with cast.inside():
            assert Settlement.objects.get().status == "proposed"

    def test_too_late_is_told_and_the_button_is_gone(self, cast, order, alice):
        settlement = made(cast, order, proposed)
        with cast.inside():
            past = timezone.now() - timedelta(minutes=1)
            Settlement.objects.filter(pk=settlement.pk).update(perform_by=past)
        answer = alice.post(f"/settlements/{settlement.pk}/answer", {"answer": "accept", "version": "1"})
        assert answer.status_code == 422
        assert "that time has passed" in text(answer)
        assert "I accept these terms" not in text(answer)

    def test_is_the_buyers_and_taking_back_the_sellers(self, cast, order, alice, bob):
        settlement = made(cast, order, proposed)
        assert bob.get(f"/settlements/{settlement.pk}/answer").status_code == 404
        assert alice.get(f"/settlements/{settlement.pk}/withdraw").status_code == 404
        assert alice.get(f"/settlements/{settlement.pk}/perform").status_code == 404
        bob.post(f"/settlements/{settlement.pk}/withdraw", {"version": "1"})
        with cast.inside():
            assert Settlement.objects.get().status == "withdrawn"


class TestPerforming:
    def test_shows_words_and_files_to_the_buyer(self, cast, order, alice, bob):
        settlement = made(cast, order, accepted)
        files = [SimpleUploadedFile(f"{name}.png", image()) for name in "ab"]
        words = {"performance": "Sent at noon.", "files": files, "version": "2"}
        assert bob.post(f"/settlements/{settlement.pk}/perform", words).status_code == 302
        page = text(alice.get(f"/orders/{order.external_id}"))
        assert "Sent at noon." in page
        assert "a.png" in page
        assert "Withdraw my review" in page
        with cast.inside():
            upload = Upload.objects.first()
        assert alice.get(f"/files/{upload.pk}").status_code == 200
        assert "Withdraw my review" not in text(bob.get(f"/orders/{order.external_id}"))

    def test_refuses_a_file_that_lies_and_keeps_the_words(self, cast, order, bob):
        settlement = made(cast, order, accepted)
        words = {"performance": "Sent at noon.", "files": [SimpleUploadedFile("a.png", HTML)], "version": "2"}
        answer = bob.post(f"/settlements/{settlement.pk}/perform", words)
        assert answer.status_code == 422
        assert "Sent at noon." in text(answer)
        assert answer.context["typed"].errors["files"]
        with cast.inside():
            assert Settlement.objects.get().status == "accepted"

    def test_a_breach_is_told_to_both_sides_and_an_ended_one_stays_in_the_history(self, cast, order, alice, bob):
        settlement = made(cast, order, performed)
        with cast.inside():
            past = timezone.now() - timedelta(minutes=1)
            Settlement.objects.filter(pk=settlement.pk).update(perform_by=past - HOUR, withdraw_by=past)
        for client in (alice, bob):
            page = text(client.get(f"/orders/{order.external_id}"))
            assert "Ended settlements" in page
            assert "the review was not withdrawn in time" in page
            assert "A case about the review is opened by itself" in page


class TestCompensating:
    def test_is_a_small_form_with_the_kinds_of_the_policy(self, cast, order, alice, bob):
        page = text(bob.get(f"/orders/{order.external_id}"))
        assert "Give a compensation" in page
        assert "Give a compensation" not in text(alice.get(f"/orders/{order.external_id}"))
        words = {"kind": "item", "description": "A spare blade.", "amount": ""}
        assert bob.post(f"/orders/{order.external_id}/compensation", words).status_code == 302
        for client in (alice, bob):
            assert "A spare blade." in text(client.get(f"/orders/{order.external_id}"))

    def test_that_names_feedback_is_refused_with_the_rule_and_kept(self, cast, order, bob):
        words = {"kind": "item", "description": "A blade for five stars.", "amount": "2,50"}
        answer = bob.post(f"/orders/{order.external_id}/compensation", words)
        assert answer.status_code == 422
        page = text(answer)
        assert "may never be tied to feedback" in page
        assert "A blade for five stars." in page
        assert "2,50" in page
        with cast.inside():
            assert not Compensation.objects.exists()
