"""Demands that a buyer tied to feedback are found, with their place; what only sounds like one is not."""

import pytest

from evidence.demands import GATHERER
from evidence.demands.inducements import inducements
from evidence.demands.sureness import OWED_AT_MOST
from evidence.demands.threats import SURE, threats
from evidence.gather import gather
from evidence.material import Material
from policy.facts import ChatLine, Threat
from policy.terms import GroundKey, Verdict
from tests.evidence.chats import chat
from tests.policy.cast import at, contested


def found(*lines: str | tuple[str, str]) -> tuple[Threat, ...]:
    spoken = chat(*lines)
    return threats(spoken, inducements(spoken))


def surest(*lines: str | tuple[str, str]) -> float:
    return max((threat.confidence for threat in found(*lines)), default=0.0)


class TestThreats:
    @pytest.mark.parametrize(
        "text",
        [
            "refund me or one star",
            "Send 500 gold more or you get one star.",
            "if u dont give me my money back im gonna leave a really bad review",
            "unless you throw in another skin I'm leaving a negative",
            "1 star unless I get a replacement today",
            "Refund please. Otherwise 1 star",
            "no discount no 5 stars",
            "bad review or discount, your choice",
            "would be a shame if I had to leave 1 star... how about a discount?",
            "think about your rating. I want 50% back",
            "I was thinking of giving you 2 stars but a voucher would change my mind",
            "Do the extra two logos for free or I'll trash your rating",
            "Entweder ich bekomme 50 Euro zurück oder es gibt eine 1-Stern-Bewertung.",
            "Si no me haces un descuento te pongo una estrella",
            "Remboursez-moi la moitié ou je mets une étoile partout",
            "rimborso subito altrimenti 1 stella",
            "Ou vocês me dão um desconto ou vou deixar uma avaliação péssima",
            "Geef me 20% korting of ik schrijf een slechte review",
            "daj rabat bo inaczej negatyw",
            "Верните половину денег или поставлю одну звезду",
            "Paramı iade etmezseniz 1 yıldız veririm",
        ],
    )
    def test_a_demand_or_else_bad_feedback(self, text: str) -> None:
        assert surest(text) >= SURE

    @pytest.mark.parametrize(
        "text",
        [
            "give me 20% off and I'll remove my review",
            "I will change my review to 5 stars if you refund half",
            "I won't leave a bad review if you give me 10 dollars",
            "pay me 30 bucks and the bad review disappears",
            "I'm not removing my negative feedback until I receive my money back plus 500 gold",
            "a partial refund would make me take down my review",
            "Ich lösche die Bewertung, wenn ich 20% Rabatt bekomme",
            "Cambio mi opinión a 5 estrellas si me mandas otro producto gratis",
            "Je supprime mon avis si vous me faites un geste commercial.",
            "Tolgo la recensione se mi rimborsate tutto",
            "Eu apago a avaliação se me mandarem outro produto de graça",
            "Ik haal mijn beoordeling weg als ik mijn geld terugkrijg",
            "Usunę opinię jeśli dostanę zwrot pieniędzy",
            "Удалю отзыв, если сделаете скидку на следующий заказ",
            "İndirim yaparsanız yorumumu değiştiririm",
        ],
    )
    def test_a_promise_for_something_of_value(self, text: str) -> None:
        assert surest(text) >= SURE

    @pytest.mark.parametrize(
        "text",
        [
            "refnud me now otherwise negatve feedbck",
            "r3fund me or bad r3view",
            "r e f u n d me or i post a 1* review",
            "ｒｅｆｕｎｄ me or 1★",
            "re\u200bfund or bad re\u200bview, u decide",
            "rеfund mе or 1 stаr",
            "REFUND ME OR ★☆☆☆☆",
            "refund me or i rate 1/5",
        ],
    )
    def test_disguises_and_typing_errors(self, text: str) -> None:
        assert surest(text) >= SURE

    def test_the_demand_in_one_line_and_the_threat_in_the_next(self) -> None:
        (threat,) = found("give me 20% off", "or you know what review you get")
        assert (threat.demand_message_id, threat.message_id) == ("m-1", "m-2")
        assert threat.confidence >= SURE

    def test_a_threat_after_the_seller_said_no(self) -> None:
        (threat,) = found("can i get a discount?", ("seller", "Sorry, no."), "ok then 1 star it is")
        assert (threat.demand_message_id, threat.message_id) == ("m-1", "m-3")

    def test_lines_too_far_apart_are_not_tied_for_sure(self) -> None:
        assert surest("give me 20% off", "hello?", "anyone?", "still there?", "or one star") < SURE

    def test_marks_the_words_where_they_stand(self) -> None:
        text = "🙂🙂 Send 500 gold more, or you get one star."
        (threat,) = found(text)
        assert text[threat.demand_start : threat.demand_end] == "Send 500 gold more"
        assert text[threat.start : threat.end] == "you get one star"


class TestNoThreats:
    @pytest.mark.parametrize(
        "text",
        [
            "refund me now!!",
            "This is the worst service ever, I will leave a bad review so that others are warned.",
            "I will leave honest feedback about the delay",
            "I would never leave you a bad review for this, just refund the shipping.",
            "I'm not going to threaten you with bad feedback, I only want a refund.",
            "I left a 1 star review because you refused a refund",
            "Thanks for the refund, I'll update my review!",
            "Once I get the item I'll leave a 5-star review",
            "If you don't refund me I'll open a dispute",
            "I want a refund. Either way I will leave an honest review.",
            "You offered me a refund if I remove my review. That's not allowed",
            "I won't change my review even if you refund me",
            "my friend got a refund after he threatened a bad review lol",
            "refund or one star lol just kidding",
            '"refund or 1 star" is that what people write to you?',
            "You wrote: “remove the review and we refund you”. Please stop.",
            "> refund me or one star\nWho wrote that?",
            "Do I have to leave a review to get the refund?",
            "I bought from you because of the good reviews. Please send the right size or refund me",
            "Give me the 5 star hero or a refund",
            "Review my claim and refund me or I will write to support",
            "À mon avis la réduction n'a pas été appliquée. Où en est mon remboursement ?",
            "Keine Sorge, deswegen gibt es keine schlechte Bewertung. Bitte erstattet mir die Versandkosten.",
            "Nunca te pondría una mala valoración por esto, solo quiero el reembolso del envío.",
            "Era broma lo de la estrella, gracias por el descuento",
        ],
    )
    def test_what_only_sounds_like_one(self, text: str) -> None:
        assert surest(text) < SURE

    def test_a_joke_that_is_none(self) -> None:
        assert surest("refund or one star, no joke") >= SURE

    def test_the_sellers_words_are_not_the_buyers(self) -> None:
        assert found(("seller", "Refund me or one star? We never said that."), "ok") == ()

    def test_taking_up_the_sellers_offer_is_for_a_person_to_read(self) -> None:
        offer = ("seller", "Remove the review and I'll refund you")
        assert 0 < surest(offer, "ok send the refund and I will remove the review") < SURE

    def test_what_was_paid_for_is_for_a_person_to_read(self) -> None:
        assert 0 < surest("Ship my order today or you get one star") <= OWED_AT_MOST


class TestGatherer:
    def test_answers_the_ground(self) -> None:
        lines = (ChatLine("m-1", True, "500 gold or one star", at(2026, 5, 9)),)
        gathered = gather(GroundKey.BLACKMAIL, Material(contested(chat=lines)))
        assert gathered.finding.verdict is Verdict.MET
        assert gathered.gatherers == GATHERER.label

    def test_an_empty_chat_is_read_too(self) -> None:
        facts = GATHERER.read(Material(contested()))
        assert (facts.threats, facts.inducements) == ((), ())

    def test_keeps_what_an_agent_has_read(self) -> None:
        read = (Threat("m-1", 0, 1, "m-1", 2, 3, 1.0),)
        facts = contested(chat=chat("refund me or one star"), threats=read, inducements=())
        assert GATHERER.read(Material(facts)) == facts
