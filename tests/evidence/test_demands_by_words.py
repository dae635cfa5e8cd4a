"""Demands in words that the rules do not put together are read by all their words, and marked where they stand."""

import numpy as np
import pytest

from evidence.demands.features import SIZE
from evidence.demands.hearing import SURE
from evidence.demands.inducements import inducements
from evidence.demands.opinion import belong_to, learnt_from, quantised, scale, spoken
from evidence.demands.threats import AFTER_AN_OFFER, by_rules, threats
from evidence.demands.train import Labelled, fit, held, joined, labelled, read
from policy.facts import Threat
from tests.evidence.chats import chat


def found(*lines: str | tuple[str, str]) -> tuple[Threat, ...]:
    spoken_lines = chat(*lines)
    return threats(spoken_lines, inducements(spoken_lines))


def surest(*lines: str | tuple[str, str]) -> float:
    return max((threat.confidence for threat in found(*lines)), default=0.0)


class TestDemands:
    @pytest.mark.parametrize(
        "lines",
        [
            ("free skin = nice review from me",),
            ("keep ur rating clean, 300 gold to me and i stay quiet",),
            ("give us a spare lamp for free or the shop gets my one star tonight",),
            ("Mach mir noch zwei Runden gratis oder du kriegst einen Stern von mir",),
            ("o me mandas otra camiseta gratis o te pongo una estrella",),
            ("offre-moi un niveau sinon je te mets une étoile",),
            ("dammi un'altra skin gratis o ti metto una stella",),
            ("me manda mais 200 moedas ou te dou uma estrela",),
            ("dorzuć jeszcze 200 monet albo dam jedną gwiazdkę",),
            ("ещё 200 монет бесплатно или поставлю одну звезду",),
        ],
    )
    def test_are_found_in_many_words(self, lines: tuple[str, ...]) -> None:
        assert surest(*lines) >= SURE

    def test_both_places_are_marked_and_are_the_buyers(self) -> None:
        lines = ("another 20 gems for free or a bad review is what you get", ("seller", "That is not fair."))
        (threat,) = found(*lines)
        assert {threat.message_id, threat.demand_message_id} == {"m-1"}
        assert lines[0][threat.start : threat.end]
        assert lines[0][threat.demand_start : threat.demand_end]

    def test_one_demand_is_told_once(self) -> None:
        said = found("free skin or one star", "hello?", "ok?")
        assert [each.message_id for each in said] == ["m-1"]


class TestNoDemands:
    @pytest.mark.parametrize(
        "lines",
        [
            ("Where is my parcel?", "It should have been here on Monday.", "Please refund me."),
            ("Can I get a discount on a second one?", "Ok, I take it.", "Great, five stars from me!"),
            ("How much are 10 more levels?", ("seller", "20 euros"), "Fine, I pay. Your reviews are really good."),
            ("give me 20% off",),
            ("another 20 gems for free please", "hello?"),
            ("Thanks for the free sticker!", "I left you five stars."),
            ("Wie viel kosten drei Level mehr?",),
            ("¿Cuánto cuesta el héroe de 5 estrellas?",),
            ("Je voudrais un remboursement, le colis est vide.", "Merci d'avance"),
            ("Moja ocena nie ma z tym nic wspólnego, chcę tylko wymiany.",),
        ],
    )
    def test_are_found_in_what_is_only_near(self, lines: tuple[str | tuple[str, str], ...]) -> None:
        assert surest(*lines) < SURE

    def test_the_seller_is_never_heard(self) -> None:
        assert found(("seller", "free skin or one star"), ("seller", "another 20 gems or a bad review")) == ()

    def test_an_offer_taken_up_is_for_a_person_to_read(self) -> None:
        offer = ("seller", "If you give 5 stars I will send you 50 extra gold")
        assert surest(offer, "ok 5 stars for 50 extra gold, and 20 more would be even better") <= AFTER_AN_OFFER


class TestLearning:
    def test_tells_what_it_learnt_from_apart(self) -> None:
        chats = [each for each in labelled() if each.language == "it"]
        weights = fit([read(each) for each in chats])
        told = [(each.demands, held(weights, read(each)).alone) for each in chats]
        mean = {kind: np.mean([likely for demands, likely in told if demands is kind]) for kind in (True, False)}
        assert mean[True] > mean[False] + 0.3

    def test_longer_chats_keep_what_they_are(self) -> None:
        one = Labelled("en", True, ((True, "free skin or one star"),))
        other = Labelled("en", False, ((True, "Where is it?"), (False, "On its way.")))
        made = list(joined([one, other]))
        assert {each.demands for each in made if each.lines[-1] == one.lines[-1]} == {True}
        assert all(each.demands is (one.lines[0] in each.lines) for each in made)

    def test_weights_are_kept_within_a_step(self) -> None:
        weights = np.linspace(-3, 3, SIZE + 1)
        whole, step = quantised(weights)
        assert np.abs(whole * step - weights).max() <= step

    def test_long_messages_do_not_shout(self) -> None:
        assert scale(5) == 1
        assert scale(500) < scale(50) < 1

    def test_the_same_words_say_the_same(self) -> None:
        words = ["^", "free", "skin", "or", "one", "star", "^"]
        assert spoken(words) == spoken(list(words))

    def test_the_rules_alone_still_speak(self) -> None:
        assert by_rules(chat("refund me or one star"), ())[0].confidence >= SURE


def test_the_stored_weights_were_learnt_from_the_files_that_are_here() -> None:
    assert belong_to() == learnt_from()
