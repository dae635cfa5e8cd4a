"""E-mails about notifications: several together, once, as the same message, and only what is still wanted."""

from __future__ import annotations

import smtplib
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
from django.core import mail
from django.db import connection

from notifications.actions.keep_preferences import keep_preferences
from notifications.actions.mark_read import mark_read
from notifications.jobs.send_digests import FIRST_PAUSE, LONGEST_PAUSE, MOST_ATTEMPTS, send_one
from notifications.models import Notification
from notifications.tasks import send_digests, sweep_digests
from tenants.models import Member
from tests.cast import NOW
from tests.notifications.telling import message_ids, tell

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]
LATER = NOW + timedelta(minutes=5)


class KilledHere(BaseException):
    """Stands for kill -9: nothing after it runs, and the database rolls the transaction back."""


def send(cast, now=LATER):
    with cast.inside():
        return send_one(tenant=cast.tenant, now=now)


def told(cast, *keys, **words):
    with cast.inside():
        return [tell(cast, cast.alice, key, **words) for key in keys]


class TestTogether:
    def test_what_is_due_to_one_member_goes_out_as_one_email(self, cast):
        told(cast, "one", "two")
        told(cast, "three", kind="order_moved", title="Your order is on its way", at=NOW + timedelta(minutes=3))

        assert len(send(cast)) == 3
        assert send(cast) == []

        [email] = mail.outbox
        assert email.to == [cast.alice.email]
        assert email.subject == "3 things are new at Game Goods"
        assert email.body.count("Bob wrote to you") == 2
        assert "Your order is on its way" in email.body
        with cast.inside():
            assert set(Notification.objects.values_list("emailed_at", flat=True)) == {LATER}

    def test_one_thing_alone_is_the_subject(self, cast):
        told(cast, "one", title="Bob wrote about order 7")

        send(cast)

        assert mail.outbox[0].subject == "Bob wrote about order 7"

    def test_each_member_gets_their_own(self, cast):
        with cast.inside():
            tell(cast, cast.alice)
            tell(cast, cast.bob, title="Alice wrote to you")

        sweep_digests()

        assert {(each.to[0], each.subject) for each in mail.outbox} == {
            (cast.alice.email, "Bob wrote to you"),
            (cast.bob.email, "Alice wrote to you"),
        }

    def test_nothing_goes_out_before_its_time(self, cast):
        told(cast, "one")

        assert send(cast, LATER - timedelta(seconds=1)) == []


class TestOnce:
    def test_three_deliveries_of_every_task_send_each_once(self, cast):
        told(cast, "one", "two")

        for _ in range(3):
            send_digests(tenant_id=str(cast.tenant.pk))
            sweep_digests()

        assert len(mail.outbox) == 1

    def test_telling_again_after_it_was_sent_sends_nothing(self, cast):
        told(cast, "one")
        send(cast)

        told(cast, "one")

        assert send(cast, LATER + timedelta(days=1)) == []

    def test_workers_at_once_send_one_email_a_member(self, cast):
        told(cast, *[f"key-{number}" for number in range(20)])
        with cast.inside():
            tell(cast, cast.bob)
        start = threading.Barrier(4)

        def work(_):
            try:
                start.wait(timeout=20)
                send_digests(tenant_id=str(cast.tenant.pk))
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as workers:
            list(workers.map(work, range(4)))

        assert sorted(each.to[0] for each in mail.outbox) == sorted([cast.alice.email, cast.bob.email])

    def test_a_worker_killed_between_sending_and_keeping_repeats_the_same_message(self, cast, monkeypatch):
        told(cast, "one", "two")
        with monkeypatch.context() as patch:
            patch.setattr(
                "notifications.jobs.send_digests.Notification.objects.bulk_update",
                lambda *_, **__: (_ for _ in ()).throw(KilledHere()),
            )
            with pytest.raises(KilledHere):
                send(cast)

        sweep_digests()
        sweep_digests()

        first, second = message_ids()
        assert first == second
        assert mail.outbox[0].body.split("/unsubscribe/")[0] == mail.outbox[1].body.split("/unsubscribe/")[0]

    def test_a_worker_killed_between_claiming_and_sending_leaves_it_to_the_next(self, cast, monkeypatch):
        told(cast, "one")
        with monkeypatch.context() as patch:
            patch.setattr(
                "notifications.jobs.send_digests.digest_of", lambda *_, **__: (_ for _ in ()).throw(KilledHere())
            )
            with pytest.raises(KilledHere):
                send(cast)
        assert mail.outbox == []

        sweep_digests()
        sweep_digests()

        assert len(mail.outbox) == 1

    def test_another_email_has_another_identity(self, cast):
        told(cast, "one")
        send(cast)
        told(cast, "two")
        send(cast)

        assert len(set(message_ids())) == 2


class TestStillWanted:
    def test_what_was_read_before_it_was_due_is_not_sent(self, cast):
        first, _ = told(cast, "one", "two")
        with cast.inside():
            mark_read(tenant=cast.tenant, by=cast.alice, notification=first, now=NOW + timedelta(minutes=1))

        assert len(send(cast)) == 1
        assert send(cast) == []

    def test_what_is_not_wanted_by_email_any_more_is_not_sent(self, cast):
        told(cast, "one")
        with cast.inside():
            keep_preferences(tenant=cast.tenant, by=cast.alice, choices={"message_received": (True, "never")}, now=NOW)

        send(cast)

        assert mail.outbox == []
        with cast.inside():
            row = Notification.objects.get()
            assert (row.email_due_at, row.read_at, row.shown) == (None, None, True)

    def test_a_member_without_an_address_keeps_it_in_the_app(self, cast):
        told(cast, "one")
        with cast.inside():
            Member.objects.filter(pk=cast.alice.pk).update(email="")

        send(cast)

        assert mail.outbox == []
        with cast.inside():
            assert Notification.objects.get().last_error == "no e-mail address"


class TestTrouble:
    def test_a_mail_server_that_is_away_is_asked_again_later_and_later(self, cast, monkeypatch):
        told(cast, "one", "two")
        monkeypatch.setattr(
            "django.core.mail.EmailMultiAlternatives.send",
            lambda self: (_ for _ in ()).throw(ConnectionRefusedError("nobody listens")),
        )
        now, pauses = LATER, []
        while (rows := send(cast, now))[0].email_due_at is not None:
            assert rows[0].email_due_at == rows[1].email_due_at
            pauses.append(rows[0].email_due_at - now)
            now = rows[0].email_due_at

        assert pauses[0] == FIRST_PAUSE
        assert pauses == sorted(pauses)
        assert pauses[-1] == LONGEST_PAUSE
        assert len(pauses) == MOST_ATTEMPTS - 1
        assert "nobody listens" in rows[0].last_error
        with cast.inside():
            assert Notification.objects.filter(shown=True, read_at=None).count() == 2

    def test_trouble_with_one_member_does_not_hold_up_the_others(self, cast, monkeypatch):
        with cast.inside():
            tell(cast, cast.alice)
            tell(cast, cast.bob)
        send_it = mail.EmailMultiAlternatives.send

        def refuses_alice(self):
            if "alice" in self.to[0]:
                raise smtplib.SMTPRecipientsRefused({self.to[0]: (550, b"no such mailbox")})
            return send_it(self)

        monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuses_alice)

        sweep_digests()

        assert [each.to[0] for each in mail.outbox] == [cast.bob.email]
        with cast.inside():
            assert "no such mailbox" in Notification.objects.get(member=cast.alice).last_error


class TestWords:
    def test_mail_programs_find_the_link_that_stops_it(self, cast):
        told(cast, "one")
        send(cast)

        sent = message_from_bytes(mail.outbox[0].message().as_bytes(), policy=policy.default)
        link = sent["List-Unsubscribe"].strip()
        assert link.startswith(f"<http://{cast.tenant.host}/notifications/unsubscribe/")
        assert link.endswith(">")
        assert " " not in link
        assert sent["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert link[1:-1] in mail.outbox[0].body

    def test_links_lead_to_the_notification_and_to_the_choices(self, cast):
        [row] = told(cast, "one")
        send(cast)

        html = mail.outbox[0].alternatives[0].content
        for text in (mail.outbox[0].body, html):
            assert f"http://{cast.tenant.host}/notifications/{row.pk}" in text
            assert f"http://{cast.tenant.host}/notifications/preferences" in text

    def test_words_of_people_begin_no_header_and_are_escaped_in_html(self, cast):
        told(cast, "one", title="<b>Hi</b>\r\nBcc: eve@example.com", body="<script>x</script>")
        send(cast)

        [email] = mail.outbox
        parsed = message_from_bytes(email.message().as_bytes(), policy=policy.default)
        assert parsed["Bcc"] is None
        assert email.subject == "<b>Hi</b> Bcc: eve@example.com"
        html = email.alternatives[0].content
        assert "<script>" not in html
        assert "&lt;b&gt;Hi&lt;/b&gt;" in html

    def test_very_many_are_listed_in_part(self, cast):
        told(cast, *[f"key-{number}" for number in range(35)])
        send(cast)

        assert "And 5 more." in mail.outbox[0].body
        assert mail.outbox[0].subject.startswith("35 things")
