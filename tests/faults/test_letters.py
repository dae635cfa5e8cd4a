"""Letters reach people whatever dies on the way: one row each, sent at least once, as the same message."""

from __future__ import annotations

import smtplib
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from disputes.jobs.deliver_letters import FIRST_PAUSE, LONGEST_PAUSE, MOST_ATTEMPTS, deliver_one
from disputes.models import Letter, Statement
from disputes.tasks import deliver_letters, sweep_deliveries
from tenants.models import Member
from tests.cast import NOW, make_cast
from tests.disputes.acts import decide, ready, review_of

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.faults]


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def decided(cast):
    """Four letters wait: the case's beginning and its end, to either side."""
    with cast.inside():
        case, now = ready(cast, review_of(cast))
        decide(cast, case, now)
    return case, now


def ids() -> list[str]:
    return [message.extra_headers["Message-ID"] for message in mail.outbox]


def deliver(cast, now):
    with cast.inside():
        return deliver_one(tenant=cast.tenant, now=now)


class KilledHere(BaseException):
    """Stands for kill -9: nothing after it runs, and the database rolls the transaction back."""


class TestEveryLetterOnce:
    def test_three_deliveries_of_every_task_send_each_letter_once(self, cast, decided):
        for _ in range(3):
            deliver_letters(tenant_id=str(cast.tenant.pk))
            sweep_deliveries()

        assert len(ids()) == len(set(ids())) == 4
        with cast.inside():
            assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}
            assert Letter.objects.count() == 4
            assert Statement.objects.count() == 2

    def test_workers_at_once_never_send_the_same_letter(self, cast, decided):
        start = threading.Barrier(4)

        def work(_):
            try:
                start.wait(timeout=20)
                deliver_letters(tenant_id=str(cast.tenant.pk))
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as workers:
            list(workers.map(work, range(4)))

        assert Counter(ids()).most_common(1)[0][1] == 1
        assert len(ids()) == 4

    def test_a_worker_killed_between_sending_and_keeping_repeats_the_same_message(self, cast, decided, monkeypatch):
        case, now = decided
        with monkeypatch.context() as patch:
            patch.setattr(Letter, "save", lambda *_, **__: (_ for _ in ()).throw(KilledHere()))
            with pytest.raises(KilledHere):
                deliver(cast, now)
        with cast.inside():
            assert Letter.objects.filter(state="waiting").count() == 4

        sweep_deliveries()

        sent = Counter(ids())
        assert sorted(sent.values()) == [1, 1, 1, 2]
        twice = [message for message in mail.outbox if sent[message.extra_headers["Message-ID"]] == 2]
        assert twice[0].body == twice[1].body
        with cast.inside():
            assert Letter.objects.filter(state="sent").count() == Letter.objects.count() == 4

    def test_the_database_holds_one_row_a_letter(self, cast, decided):
        from django.db import IntegrityError, transaction

        with cast.inside():
            letter = Letter.objects.first()
            letter.pk = None
            with pytest.raises(IntegrityError), transaction.atomic():
                Letter.objects.bulk_create([letter])


class TestTrouble:
    def test_a_mail_server_that_is_away_is_asked_again_later_and_later(self, cast, decided, monkeypatch):
        case, now = decided
        monkeypatch.setattr(
            "django.core.mail.EmailMultiAlternatives.send",
            lambda self: (_ for _ in ()).throw(ConnectionRefusedError("nobody listens")),
        )
        first = deliver(cast, now)
        assert (first.state, first.attempts, first.next_attempt_at) == ("waiting", 1, now + FIRST_PAUSE)
        assert "nobody listens" in first.last_error

        with cast.inside():
            Letter.objects.exclude(pk=first.pk).update(next_attempt_at=now + timedelta(days=900))
        assert deliver(cast, now) is None
        pauses = []
        while (letter := deliver(cast, first.next_attempt_at)).state == "waiting":
            pauses.append(letter.next_attempt_at - first.next_attempt_at)
            first = letter

        assert pauses == sorted(pauses)
        assert pauses[-1] == LONGEST_PAUSE
        assert (letter.state, letter.attempts) == ("undeliverable", MOST_ATTEMPTS)

    def test_trouble_with_one_letter_does_not_hold_up_the_others(self, cast, decided, monkeypatch):
        case, now = decided
        send = mail.EmailMultiAlternatives.send

        def refuses_alice(self):
            if "alice" in self.to[0]:
                raise smtplib.SMTPRecipientsRefused({self.to[0]: (550, b"no such mailbox")})
            return send(self)

        monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuses_alice)

        sweep_deliveries()

        with cast.inside():
            states = {(each.addressee.name, each.state) for each in Letter.objects.select_related("addressee")}
        assert states == {("Alice", "undeliverable"), ("Bob", "sent")}

    def test_a_person_without_an_address_is_not_written_to(self, cast, decided):
        case, now = decided
        with cast.inside():
            Member.objects.filter(pk=cast.alice.pk).update(email="")

        sweep_deliveries()

        assert {message.to[0] for message in mail.outbox} == {cast.bob.email}
        with cast.inside():
            assert Letter.objects.filter(state="undeliverable").count() == 2


class TestWords:
    def test_each_letter_says_what_it_is_about_and_where_to_read_on(self, cast, decided):
        sweep_deliveries()

        order = decided[0].review.order.external_id
        for message in mail.outbox:
            html = message.alternatives[0].content
            assert order in message.subject
            for text in (message.body, html):
                assert f"http://{cast.tenant.host}/" in text
                assert cast.tenant.name in text
            assert "Bob" not in message.body or message.to == [cast.bob.email]
        statement = next(each for each in mail.outbox if "Read the statement of reasons" in each.body)
        assert "no longer shown" in statement.body
        assert "What you can do: You can appeal within 183 days" in statement.body

    def test_words_of_people_are_escaped_where_they_are_html(self, cast):
        with cast.inside():
            case, now = ready(cast, review_of(cast))
            decide(cast, case, now, reason="<b>Bold</b> & plain")

        sweep_deliveries()

        told = next(each for each in mail.outbox if "Read the statement of reasons" in each.body)
        assert "<b>Bold</b> & plain" in told.body
        assert "&lt;b&gt;Bold&lt;/b&gt; &amp; plain" in told.alternatives[0].content


def test_nothing_is_sent_before_its_time(cast):
    with cast.inside():
        case, now = ready(cast, review_of(cast))

    assert deliver(cast, NOW - timedelta(seconds=1)) is None
