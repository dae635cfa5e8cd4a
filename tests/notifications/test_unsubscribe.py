"""The link that stops e-mails: one click for mail programs, a page for people, nothing for forgers."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from notifications.actions.unsubscribe import unsubscribe
from notifications.jobs.send_digests import send_one
from notifications.models import Preference
from notifications.queries import preferences_of
from notifications.subscriptions import GOOD_FOR, LinkEnded, read_token, token_for
from tests.cast import NOW, make_mallory
from tests.notifications.telling import tell
from wire.refusals import NotThere

pytestmark = pytest.mark.django_db
ONE_CLICK = {"List-Unsubscribe": "One-Click"}


@pytest.fixture
def link(cast) -> str:
    """The path in the header of an e-mail about a message."""
    with cast.inside():
        tell(cast, cast.alice)
        send_one(tenant=cast.tenant, now=timezone.now())
    return urlsplit(mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>")).path


@pytest.fixture
def client(cast) -> Client:
    """Nobody, who has no cookie and no token of a form."""
    return Client(SERVER_NAME=cast.tenant.host, REMOTE_ADDR="127.0.0.1", enforce_csrf_checks=True)


def emails(cast) -> set[str]:
    with cast.inside():
        return {email for _, email in preferences_of(cast.alice).values()}


class TestOneClick:
    def test_stops_every_such_email_without_a_sign_in(self, cast, client, link):
        assert client.post(link, ONE_CLICK).status_code == 200
        assert emails(cast) == {"never"}
        with cast.inside():
            assert all(in_app for in_app, _ in preferences_of(cast.alice).values())
            assert not Preference.objects.exclude(member=cast.alice).exists()

    def test_twice_is_as_once(self, cast, client, link):
        client.post(link, ONE_CLICK)
        with cast.inside():
            kept = set(Preference.objects.values_list("kind", "changed_at"))

        assert client.post(link, ONE_CLICK).status_code == 200
        with cast.inside():
            assert set(Preference.objects.values_list("kind", "changed_at")) == kept

    def test_what_waits_already_is_not_sent_any_more(self, cast, client, link):
        with cast.inside():
            tell(cast, cast.alice, "two")

        client.post(link, ONE_CLICK)

        with cast.inside():
            send_one(tenant=cast.tenant, now=timezone.now())
        assert len(mail.outbox) == 1

    def test_keeps_kinds_that_are_hidden_in_the_app_as_they_were(self, cast, client, link):
        with cast.inside():
            Preference.objects.create(
                tenant=cast.tenant,
                member=cast.alice,
                kind="order_moved",
                in_app=False,
                email="daily",
                changed_at=NOW,
            )
        client.post(link, ONE_CLICK)

        with cast.inside():
            assert preferences_of(cast.alice)["order_moved"] == (False, "never")


class TestThePage:
    def test_looking_at_it_changes_nothing(self, cast, client, link):
        answer = client.get(link)

        assert answer.status_code == 200
        page = " ".join(answer.content.decode().split())
        assert "Stop these e-mails?" in page
        assert "a…@game-goods.example" in page
        assert cast.alice.email not in page
        assert answer["Cache-Control"] == "no-store"
        with cast.inside():
            assert not Preference.objects.exists()

    def test_its_button_needs_the_token_of_its_form(self, cast, client, link):
        assert client.post(link, {"what": "all"}).status_code == 403
        with cast.inside():
            assert not Preference.objects.exists()

        token = client.get(link).context["csrf_token"]
        answer = client.post(link, {"what": "all", "csrfmiddlewaretoken": str(token)})

        assert "No more of these e-mails" in answer.content.decode()
        assert emails(cast) == {"never"}

    def test_can_stop_only_those_like_the_email(self, cast, client, link):
        token = client.get(link).context["csrf_token"]
        client.post(link, {"what": "these", "csrfmiddlewaretoken": str(token)})

        with cast.inside():
            stopped = {kind for kind, (_, email) in preferences_of(cast.alice).items() if email == "never"}
        assert stopped == {"message_received", "request_decided"}
        assert "have been stopped" in client.get(link).content.decode()


class TestBadLinks:
    def test_a_forged_one_is_not_there(self, cast, client, link):
        for path in (link[:-2] + "xx", "/notifications/unsubscribe/nonsense", "/notifications/unsubscribe/a:b:c"):
            assert client.get(path).status_code == 404
            assert client.post(path, ONE_CLICK).status_code == 404
        with cast.inside():
            assert not Preference.objects.exists()

    def test_one_of_another_marketplace_is_not_there(self, cast, link):
        mallory = make_mallory()
        elsewhere = Client(SERVER_NAME=mallory.tenant.host, REMOTE_ADDR="127.0.0.1")

        assert elsewhere.post(link, ONE_CLICK).status_code == 404
        with mallory.inside():
            assert not Preference.objects.exists()

    def test_one_is_good_for_a_year_and_then_gone(self, cast):
        token = token_for(cast.alice, ["payment"], tenant=cast.tenant, now=NOW)
        with cast.inside():
            assert read_token(token, tenant=cast.tenant, now=NOW + GOOD_FOR).kinds == ("payment",)
            with pytest.raises(LinkEnded):
                unsubscribe(tenant=cast.tenant, token=token, now=NOW + GOOD_FOR + timedelta(seconds=1))
            assert not Preference.objects.exists()

    def test_a_stale_one_says_so(self, cast, client):
        token = token_for(cast.alice, ["payment"], tenant=cast.tenant, now=timezone.now() - GOOD_FOR * 2)

        answer = client.get(f"/notifications/unsubscribe/{token}")

        assert answer.status_code == 410
        assert "good for a year" in answer.content.decode()
        assert client.post(f"/notifications/unsubscribe/{token}", ONE_CLICK).status_code == 410

    def test_one_without_a_member_is_not_there(self, cast):
        mallory = make_mallory()
        token = token_for(mallory.alice, ["payment"], tenant=cast.tenant, now=NOW)
        with cast.inside(), pytest.raises(NotThere):
            read_token(token, tenant=cast.tenant, now=NOW)
