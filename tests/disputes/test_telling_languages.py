"""Letters and statements of reasons speak their reader's language; what people wrote stays as they wrote it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from disputes.models import Letter, MisuseStep, Origin, Statement
from disputes.telling.mail import message_of
from disputes.telling.statements import words_of, written_words
from policy.terms import Outcome, Party
from tests.cast import NOW, browser
from tests.disputes.acts import decide, ready, review_of
from tests.disputes.misuse import cautioned, suspended
from tests.disputes.notices import EXPLANATION, NORA, noticed
from tests.disputes.partners import make_network
from tests.disputes.test_statement_table import CASES, COLUMNS, case_from, decision_on
from wire.speaking import speaking

pytestmark = pytest.mark.django_db
REASON = "The chat and the order show it plainly."
ENGLISH = re.compile(r"\b(the|you|your|of|and|this|that|with)\b", re.IGNORECASE)


def speaks(member, language):
    member.language = language
    member.save(update_fields=["language"])


def letter_to(member, kind):
    return message_of(Letter.objects.get(kind=kind, addressee=member), tenant=member.tenant)


class TestStatements:
    @pytest.fixture
    def told(self, cast):
        """Alice, who wrote the review, reads Spanish; Bob, who asked for the case, reads German."""
        speaks(cast.alice, "es")
        speaks(cast.bob, "de")
        case, now = ready(cast, review_of(cast))
        with speaking("en"):
            decide(cast, case, now)
        return {each.kind: each for each in Statement.objects.filter(decision__request=case)}

    def test_are_kept_in_the_language_of_each_side(self, told):
        assert told["statement"].measure.startswith("Tu valoración ya no se muestra")
        assert "15 de junio de 2026" in told["statement"].facts
        assert "Puedes recurrir en los 183 días" in told["statement"].redress
        assert told["notice"].measure.startswith("Die Bewertung wird nicht mehr gezeigt")
        assert "15. Juni 2026" in told["notice"].facts
        assert "Sie können innerhalb von 183 Tagen" not in told["notice"].redress

    def test_quote_the_agent_as_written(self, told):
        for statement in told.values():
            assert "The chat shows it plainly." in statement.explanation

    def test_go_out_as_letters_in_the_same_language(self, cast, told):
        to_alice, to_bob = letter_to(cast.alice, "statement"), letter_to(cast.bob, "notice")

        assert to_alice.subject.startswith("Qué se decidió sobre tu valoración del pedido")
        assert to_alice.body.startswith("Hola, Alice:")
        assert f"Por qué: {told['statement'].explanation}" in to_alice.body
        assert '<html lang="es">' in to_alice.alternatives[0][0]
        assert to_bob.subject.startswith("Was über die Bewertung der Bestellung")
        assert to_bob.body.startswith("Guten Tag Bob,")
        assert '<html lang="de">' in to_bob.alternatives[0][0]
        assert "<strong>Warum.</strong>" in to_bob.alternatives[0][0]

    @pytest.mark.parametrize("language", ["de", "es"])
    @pytest.mark.parametrize(("origin", "outcome", "party", "superseding"), CASES)
    def test_have_no_english_left_but_what_was_written(self, cast, language, origin, outcome, party, superseding):
        case = case_from(cast, origin, review_of(cast))
        old = decision_on(cast, case, Outcome.REMOVE if outcome is Outcome.KEEP else Outcome.KEEP)
        decision = decision_on(cast, case, outcome, supersedes=old if superseding else None)
        cast.alice.language = language
        given = {"case": case, "party": party, "tenant": cast.tenant, "now": NOW}

        words = written_words(decision, to=cast.alice, **given)

        english = words_of(decision, **given)
        for column in COLUMNS:
            assert not ENGLISH.search(words[column].replace(REASON, "")), words[column]
            assert english[column][:] != words[column]

    def test_of_whoever_chose_nothing_are_in_the_marketplaces_language(self, cast):
        case = case_from(cast, Origin.SELLER, review_of(cast))
        decision = decision_on(cast, case, Outcome.KEEP)
        given = {"case": case, "party": Party.AUTHOR, "to": cast.alice, "tenant": cast.tenant, "now": NOW}

        with speaking("es"):
            assert written_words(decision, **given)["measure"].startswith("Your review stays as it is.")
        cast.tenant.language = "de"
        assert written_words(decision, **given)["measure"].startswith("Ihre Bewertung bleibt, wie sie ist.")


class TestLetters:
    def test_of_steps_against_misuse_speak_the_language_of_who_runs_the_seller(self, cast):
        speaks(cast.bob, "de")
        step = suspended(cast)

        message = message_of(Letter.objects.get(step=step), tenant=cast.tenant)

        assert message.subject == "Sie haben eine Sperre erhalten – und warum"
        for said in ("hat eine Sperre für den Verkäufer Bob's Store bestätigt.", "ist bis zum", "183 Tage lang"):
            assert said in message.body
        assert "Three requests had nothing to them." in message.body
        caution = MisuseStep.objects.get(kind="caution")
        assert "Verwarnung" in message_of(Letter.objects.get(step=caution), tenant=cast.tenant).subject

    def test_of_steps_are_english_where_nothing_was_chosen(self, cast):
        step = cautioned(cast)
        with speaking("de"):
            message = message_of(Letter.objects.get(step=step), tenant=cast.tenant)

        assert message.subject == "You were given a caution, and why"
        assert "It ends: " in message.body

    def test_to_partners_ask_for_documents_in_their_language(self, db):
        network = make_network()
        with network.cast.inside():
            speaks(network.petra, "es")
            network.ask(network.review(), "wrong_item")
            message = letter_to(network.petra, "documents_asked")

        assert message.subject.startswith("Se piden documentos: pedido")
        assert not ENGLISH.search(message.body.split("--")[0])

    def test_to_who_sent_a_notice_are_in_the_language_of_the_page_it_was_written_on(self, cast):
        form = {"url": "/sellers/bobs-store", "about": "illegal_content", "explanation": EXPLANATION, **NORA}
        client = Client(headers={"host": cast.tenant.host, "accept-language": "de-AT,de;q=0.9"})
        assert client.post("/notices/new", form | {"good_faith": "on"}).status_code == 302

        message = message_of(Letter.objects.get(kind="notice_received"), tenant=cast.tenant)

        assert message.subject.startswith("Wir haben Ihre Meldung N-")
        assert EXPLANATION in message.body
        assert "Der Link unten ist nur für Sie" in message.body

    def test_of_a_notice_that_a_program_sent_are_in_the_marketplaces_language(self, cast):
        cast.tenant.language = "es"
        noticed(cast)

        message = message_of(Letter.objects.get(kind="notice_received"), tenant=cast.tenant)

        assert message.subject.startswith("Hemos recibido tu notificación N-")


class TestTheDesk:
    def test_previews_in_english_whatever_the_sides_read(self, cast):
        speaks(cast.alice, "es")
        case, _ = ready(cast, review_of(cast))
        decision = decision_on(cast, case, Outcome.REMOVE)
        desk = browser(cast.tenant, cast.carol)

        page = desk.get(
            f"/admin/disputes/removalrequest/{case.pk}/", headers={"accept-language": "es"}
        ).content.decode()
        words = words_of(decision, case=case, party=Party.AUTHOR, tenant=cast.tenant, now=NOW)

        assert '<html lang="en' in page
        assert str(words["measure"]).startswith("Your review is no longer shown")
