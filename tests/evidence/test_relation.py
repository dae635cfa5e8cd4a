"""How a comment relates to its order: far or near, whom it fits, and never an exception."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.gather import gather
from evidence.material import KnownOrder, Material
from evidence.relation import GATHERER, fits_its_order
from policy.facts import ChatLine, OrderFacts, OtherReview
from policy.terms import GroundKey, OrderStatus, Verdict
from tests.policy.cast import at, contested

SHIRT = "Cotton T-shirt black XL"
TITLES = {"ORD-1": SHIRT, "ORD-2": "Blue ceramic mug 300 ml"}


def material(comment: str, title: str = SHIRT, **known) -> Material:
    order = OrderFacts("ORD-10023", OrderStatus.FINISHED)
    return Material(contested(comment, order=order), offer_title=title, **known)


def verdict(comment: str, title: str = SHIRT) -> Verdict:
    return gather(GroundKey.UNRELATED, material(comment, title)).finding.verdict


class TestLikeness:
    @pytest.mark.parametrize(
        "comment",
        [
            "The government raises taxes again, vote them out at the next election",
            "Preheat the oven, add flour, butter and two eggs",
            "asdfgh asdfgh",
            "aaaaaaaaaa",
            "Lorem ipsum dolor sit amet",
            "Visit www.lucky.example and join our casino",
            "Mein Nachbar wählt bei der Wahl immer die falsche Partei",
            "Ieri la Juve ha vinto la partita di calcio in trasferta",
            "Вчера мы гуляли с собакой в парке и ходили в кино",
        ],
    )
    def test_a_comment_on_something_else_is_unrelated(self, comment: str) -> None:
        assert verdict(comment) is Verdict.MET

    @pytest.mark.parametrize(
        "comment",
        [
            "Terrible",
            "It shrank in the wash",
            "My grandmother got it for her birthday, a week late",
            "Politicians keep their promises better than this seller",
            "It rained, and the box was soaked",
            "Nunca chegou",
            "Zu klein",
            "Bom",
            "Çok kötü",
            "👎",
            "...",
        ],
    )
    def test_a_comment_that_may_be_on_the_order_is_not(self, comment: str) -> None:
        assert verdict(comment) is not Verdict.MET

    def test_one_sentence_about_the_order_is_enough(self) -> None:
        weather = "It snowed in the mountains and the road to the village was closed."
        assert verdict(weather) is Verdict.MET
        assert verdict(f"{weather} My package arrived damaged.") is not Verdict.MET

    def test_words_of_what_was_sold_are_near(self) -> None:
        assert verdict("The oven and the flour, the sugar and the eggs") is Verdict.MET
        assert verdict("The oven and the flour, the sugar and the eggs", "Cake recipe book") is not Verdict.MET

    def test_words_of_the_chat_are_near(self) -> None:
        said = ChatLine("m-1", True, "Is the flour for baking bread?", at(2026, 5, 1))
        facts = replace(material("flour for bread").facts, chat=(said,))
        alone = replace(facts, chat=())
        near, far = (GATHERER.read(Material(each)).likeness_to_order or 0.0 for each in (facts, alone))
        assert near > far + 0.2

    def test_a_comment_of_the_same_area_of_life_is_nearer(self) -> None:
        told = material("Snow all week on the mountain and grandma sang to the goat").facts
        tyres, software = (
            GATHERER.read(Material(told, offer_title=title)).likeness_to_order or 0.0
            for title in ("Winterreifen 205/55", "Software licence")
        )
        assert tyres > software

    def test_what_somebody_has_read_is_kept(self) -> None:
        facts = replace(material("asdfgh").facts, likeness_to_order=0.7, insult_spans=(), mentions=())
        read = GATHERER.read(Material(facts))
        assert (read.likeness_to_order, read.insult_spans, read.mentions) == (0.7, (), ())


class TestFitsItsOrder:
    @pytest.mark.parametrize(
        ("comment", "order_id", "fits"),
        [
            ("The mug was chipped", "ORD-2", True),
            ("The mug was chipped", "ORD-1", False),
            ("It was late", "ORD-1", None),
        ],
    )
    def test_by_the_offer_that_it_names(self, comment: str, order_id: str, fits: bool | None) -> None:
        assert fits_its_order(comment, order_id, TITLES) is fits

    def test_by_the_number_that_it_names(self) -> None:
        titles = {"ORD-10023": "", "ORD-10871": ""}
        assert fits_its_order("ORD-10871 was late", "ORD-10871", titles) is True
        assert fits_its_order("ORD-10871 was late", "ORD-10023", titles) is False

    def test_it_fits_every_order_of_the_offer_that_it_names(self) -> None:
        titles = {**TITLES, "ORD-3": TITLES["ORD-2"]}
        assert [fits_its_order("The mug was chipped", each, titles) for each in titles] == [False, True, True]

    def test_of_two_copies_the_one_that_fits_stays(self) -> None:
        text = "The mug was chipped and the seller rude"
        copy = OtherReview("review-0", "ORD-10871", text, at(2026, 5, 12), True, likeness=None)
        orders = (KnownOrder("ORD-10871", "Blue ceramic mug 300 ml"),)
        known = replace(material(text, other_orders=orders).facts, other_reviews=(copy,))
        finding = gather(GroundKey.DUPLICATE, Material(known, offer_title=SHIRT, other_orders=orders)).finding
        assert finding.verdict is Verdict.MET
        assert "fits its order" in finding.explanation


@given(st.text(max_size=300))
def test_any_text_is_read_alike_twice_with_spans_inside_it(text: str) -> None:
    orders = (KnownOrder("ORD-10871", "Blue ceramic mug"),)
    known = material(text, other_orders=orders)
    read = GATHERER.read(known)
    assert GATHERER.read(known) == read
    for each in (*(read.insult_spans or ()), *(read.mentions or ())):
        assert 0 <= each.start < each.end <= len(text)
    assert read.likeness_to_order is None or 0 <= read.likeness_to_order <= 1


@pytest.mark.parametrize(
    "text",
    [
        "a@" * 5000,
        "(" * 10_000,
        "order #" * 1400,
        "ORD-10871, " * 900,
        "i d i o t " * 1000,
        "meant for " * 1000,
        "f*" * 5000,
        "1-" * 5000,
        "\u200b" * 10_000,
        "مرحبا " * 1600,
    ],
)
def test_long_texts_of_one_kind_are_no_trouble(text: str) -> None:
    assert GATHERER.read(material(text)).mentions is not None
