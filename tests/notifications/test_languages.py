"""Everybody is told in their own language: in the app, and in the e-mails that follow."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.core import mail

from feedback.actions.put_response import put_response
from notifications.actions.notify import Told, notify_all
from notifications.jobs.send_digests import send_one
from notifications.kinds import KINDS
from notifications.models import Notification
from orders.models import Payment
from orders.telling.trade import tell_moved, tell_paid
from policy.saying import say
from tests.cast import NOW, browser, finished_order, make_member
from tests.disputes.acts import decide, ready, review_of
from tests.notifications.telling import tell
from tests.notifications.test_what_rings import told, write
from tests.orders.agreed import accepted
from wire.speaking import LANGUAGES, speaking

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)


def speaks(member, language):
    member.language = language
    member.save(update_fields=["language"])


@pytest.fixture
def inside(cast):
    """Bob sells in German, and Alice buys in Spanish."""
    with cast.inside():
        speaks(cast.bob, "de")
        speaks(cast.alice, "es")
        yield cast


class TestInTheApp:
    def test_one_event_rings_with_each_side_in_its_language(self, inside):
        order = finished_order(inside)

        tell_moved(order, "canceled", tenant=inside.tenant, by=None, now=NOW)

        assert told(inside.bob) == ["Eine Bestellung wurde storniert: A rare blade"]
        assert told(inside.alice) == ["Tu pedido se ha cancelado: A rare blade"]

    def test_the_language_of_whoever_acts_changes_nothing(self, inside):
        order = finished_order(inside)

        with speaking("de"):
            write(inside, order)
        with speaking("es"):
            write(inside, order, "buyer")

        assert told(inside.alice) == ["Bob's Store te escribió: A rare blade"]
        assert told(inside.bob) == ["Alice hat Ihnen geschrieben: A rare blade"]

    def test_who_chose_nothing_is_told_in_the_marketplaces_language(self, inside):
        speaks(inside.alice, "")
        order = finished_order(inside, status="in_progress", closed_at=None)
        write(inside, order)
        assert told(inside.alice) == ["Bob's Store wrote to you: A rare blade"]

        inside.tenant.language = "de"
        tell_moved(order, "shipped", tenant=inside.tenant, by=None, now=LATER)
        assert told(inside.alice)[-1] == "Ihre Bestellung ist unterwegs: A rare blade"

    def test_amounts_are_written_as_the_language_writes_them(self, inside):
        payment = Payment(total=Decimal("1204.5"), currency="EUR")
        tell_paid(finished_order(inside), payment, tenant=inside.tenant, now=NOW)

        assert told(inside.bob) == ["Neue Bestellung, bezahlt: A rare blade, 1.204,50 EUR"]
        assert told(inside.alice)[0].startswith("Tu pago ha llegado: A rare blade, 1")

    def test_bodies_speak_too(self, inside):
        accepted(inside, review_of(inside).order)

        row = Notification.objects.get(member=inside.alice, kind="settlement_proposed")
        assert row.title == "Bob's Store propone un acuerdo: A rare blade"
        assert row.body.startswith("Puedes decir que no")

    def test_reviews_responses_and_decisions_are_told_to_both(self, inside):
        review = review_of(inside)
        number = review.order.external_id
        put_response(tenant=inside.tenant, by=inside.bob, review=review, body="Sorry.", now=NOW)
        case, now = ready(inside, review)
        decide(inside, case, now)

        assert f"Eine neue negative Bewertung: Bestellung {number}" in told(inside.bob)
        assert f"Eine Entscheidung über die Bewertung der Bestellung {number}" in told(inside.bob)
        assert f"Bob's Store respondió a tu valoración del pedido {number}" in told(inside.alice)
        assert f"Una decisión sobre tu valoración del pedido {number}" in told(inside.alice)

    def test_text_that_was_not_said_stays_as_it_is(self, inside):
        assert tell(inside, inside.bob, title="Orders", body="Never").title == "Orders"

    def test_many_in_many_languages_take_three_queries(self, inside, django_assert_num_queries):
        many = [make_member(inside.tenant, f"Member{number}", "buyer") for number in range(9)]
        for member, language in zip(many, LANGUAGES * 3, strict=True):
            speaks(member, language)
        title = say("Your order was delivered")

        with django_assert_num_queries(3):
            notify_all(
                tenant=inside.tenant,
                told=[Told(each, "order_moved", "o", title, "/orders") for each in many],
                now=NOW,
            )

        titles = set(Notification.objects.filter(key="o").values_list("title", flat=True))
        assert titles == {"Your order was delivered", "Ihre Bestellung wurde geliefert", "Tu pedido se ha entregado"}


class TestByEmail:
    def test_the_whole_email_is_in_the_members_language(self, inside):
        order = finished_order(inside)
        tell_moved(order, "finished", tenant=inside.tenant, by=inside.alice, now=NOW)
        write(inside, order, "buyer")
        send_one(tenant=inside.tenant, now=LATER)

        [email] = mail.outbox
        assert email.subject == "2 Neuigkeiten bei Game Goods"
        assert email.body.startswith("Guten Tag Bob,")
        assert "Alle Mitteilungen ansehen:" in email.body
        assert "Diese E-Mails abbestellen:" in email.body
        html = email.alternatives[0][0]
        assert '<html lang="de">' in html
        assert "Nachrichten<br>" in html
        assert "<strong>Der Käufer hat bestätigt: A rare blade</strong>" in html

    def test_one_thing_alone_is_the_subject_as_it_was_told(self, inside):
        write(inside, finished_order(inside, status="in_progress", closed_at=None))
        with speaking("de"):
            send_one(tenant=inside.tenant, now=LATER)

        [email] = mail.outbox
        assert email.subject == "Bob's Store te escribió: A rare blade"
        assert email.body.startswith("Hola, Alice:")
        assert '<html lang="es">' in email.alternatives[0][0]

    def test_it_is_english_where_nothing_was_chosen(self, inside):
        speaks(inside.alice, "")
        write(inside, finished_order(inside, status="in_progress", closed_at=None))
        send_one(tenant=inside.tenant, now=LATER)

        [email] = mail.outbox
        assert email.body.startswith("Hello Alice,")
        assert '<html lang="en">' in email.alternatives[0][0]


class TestPages:
    def test_lists_and_choices_speak_the_readers_language(self, inside):
        write(inside, finished_order(inside), "buyer")
        page = browser(inside.tenant, inside.bob)

        listed = page.get("/notifications").content.decode()
        assert "<h1>Mitteilungen</h1>" in listed
        assert "1 ist ungelesen." in listed
        assert ">Nachrichten<" in listed

        choices = page.get("/notifications/preferences").content.decode()
        assert "<legend>Neue Bewertungen</legend>" in choices
        assert "Einmal am Tag, um 8:00 Uhr" in choices

    @pytest.mark.parametrize("language", ["de", "es"])
    def test_every_kind_has_a_name_and_an_explanation_in_every_language(self, language):
        words = [text for kind in KINDS.values() for text in (kind.label, kind.explanation) if text[:] != "Team"]
        with speaking(language):
            assert [text[:] for text in words if str(text) == text[:]] == []
