"""Orders and offers that a comment names: their numbers in any writing, and what part each plays."""

import pytest

from evidence.gather import gather
from evidence.material import KnownOrder, Material
from evidence.relation import GATHERER, candidate_numbers
from policy.facts import Mention, OrderFacts
from policy.gathered import MentionRole
from policy.terms import GroundKey, OrderStatus, Verdict
from tests.policy.cast import contested

OWN = "ORD-10023"
MET, NOT_MET, UNKNOWN = Verdict.MET, Verdict.NOT_MET, Verdict.UNKNOWN
BOUGHT = (KnownOrder("ORD-10871", "Blue ceramic mug 300 ml"), KnownOrder("ORD-10900", "Bamboo cutting board"))


def material(
    comment: str, own: str = OWN, others: tuple[KnownOrder, ...] | None = None, tracking: str = ""
) -> Material:
    order = OrderFacts(own, OrderStatus.FINISHED, tracking_number=tracking)
    return Material(contested(comment, order=order), offer_title="Cotton T-shirt black XL", other_orders=others)


def mentioned(comment: str, own: str = OWN, **known) -> tuple[Mention, ...]:
    return GATHERER.read(material(comment, own, **known)).mentions or ()


def verdict(comment: str, own: str = OWN, **known) -> Verdict:
    return gather(GroundKey.WRONG_ORDER, material(comment, own, **known)).finding.verdict


class TestNumbers:
    @pytest.mark.parametrize(
        ("comment", "own", "written"),
        [
            ("It was ORD-10871.", OWN, "ORD-10871"),
            ("it was ord 10871", OWN, "ord 10871"),
            ("it was ord10871", OWN, "ord10871"),
            ("order #10871", OWN, "10871"),
            ("Bestellnr. 10871", OWN, "10871"),
            ("zamówienie nr 10871", OWN, "10871"),
            ("заказ №10871", OWN, "10871"),
            ("commande n°10871", OWN, "10871"),
            ("10871 numaralı sipariş", OWN, "10871"),
            ("😡 о\u0440der 111 7654321 9876543", "111-2345678-1234567", "111 7654321 9876543"),
            ("for #B2C9", "#A7F3", "#B2C9"),
            ("gg-2026-00077", "GG-2026-00012", "gg-2026-00077"),
        ],
    )
    def test_are_found_however_they_are_written(self, comment: str, own: str, written: str) -> None:
        found = mentioned(comment, own)
        assert [comment[each.start : each.end] for each in found] == [written]

    @pytest.mark.parametrize(
        ("comment", "own"),
        [
            ("paid 10871 gold", OWN),
            ("order 10000 gold", OWN),
            ("$10871", OWN),
            ("invoice 10871", OWN),
            ("tracking number: 4871236655", OWN),
            ("call 555-123-4567", "111-2345678-1234567"),
            ("from 12.05.2026 to 30.05.2026", "12345678"),
            ("order 2024", "2025"),
            ("#1 seller", "#A7F3"),
            ("the order 66 joke", OWN),
            ("pedido 02-672741651", OWN),
        ],
    )
    def test_prices_dates_and_other_numbers_are_none(self, comment: str, own: str) -> None:
        assert mentioned(comment, own) == ()

    def test_the_orders_own_tracking_number_is_none(self) -> None:
        assert mentioned("order ORD-99999", tracking="ord 99999") == ()

    def test_to_look_up_are_given_in_the_marketplaces_own_form(self) -> None:
        assert candidate_numbers("for order 10871, not ORD-10023", OWN) == ["ORD-10871", "10871"]
        assert candidate_numbers("for 11176543219876543", "111-2345678-1234567")[0] == "111-7654321-9876543"
        assert candidate_numbers("order no 13", "GG-2026-00012") == ["GG-2026-00013", "13"]
        assert candidate_numbers("no number here", OWN) == []


class TestLookUp:
    def test_a_number_leads_to_the_buyers_other_order(self) -> None:
        (found,) = mentioned("order 10871 never came", others=BOUGHT)
        assert found.order_id == "ORD-10871"

    def test_where_nobody_looked_the_number_still_counts_with_less_confidence(self) -> None:
        finding = gather(GroundKey.WRONG_ORDER, material("order 10871 never came")).finding
        assert (finding.verdict, finding.confidence) == (MET, 0.8)

    def test_a_number_that_leads_nowhere_is_left_to_the_agent(self) -> None:
        assert verdict("this was meant for order ORD-55555", others=BOUGHT) is UNKNOWN
        assert verdict("order ORD-55555 never came", others=()) is UNKNOWN

    @pytest.mark.parametrize("comment", ["order ORD-10024 came broken", "order 10032 was late", "order ORD-1023 late"])
    def test_a_slip_in_writing_this_orders_number_is_no_other_order(self, comment: str) -> None:
        assert verdict(comment) is not MET

    def test_a_neighbouring_order_of_the_buyer_is_no_slip(self) -> None:
        assert verdict("order ORD-10024 came broken", others=(KnownOrder("ORD-10024"),)) is MET


class TestRoles:
    @pytest.mark.parametrize(
        "comment",
        [
            "This was meant for order ORD-10871",
            "my review belongs to #10871, wrote it under ORD-10023 by accident",
            "This is about ORD-10871, not ORD-10023",
            "Sorry, posted this on the wrong order",
            "This review was meant for another seller",
            "Diese Bewertung gehört zur Bestellung ORD-10871",
            "El comentario corresponde al pedido ORD-10871",
            "Je me suis trompé de commande",
            "avaliei o pedido errado",
            "Questa recensione riguarda l'ordine ORD-10871",
            "Deze review hoort bij bestelling ORD-10871",
            "Opinia dotyczy zamówienia nr 10871",
            "Отзыв относится к заказу ORD-10871",
            "Yanlış siparişe yorum yaptım",
        ],
    )
    def test_what_is_said_to_be_meant_goes_before_every_name(self, comment: str) -> None:
        assert verdict(comment) is MET
        assert MentionRole.MEANT in {each.role for each in mentioned(comment)}

    @pytest.mark.parametrize(
        "comment",
        [
            "Worse than my last order ORD-10871",
            "Same problem as with ORD-10871",
            "Unlike ORD-10871 this one came late",
            "They sent me the parcel of someone else, order ORD-10871",
            "Schlechter als Bestellung ORD-10871",
            "El mismo problema que con ORD-10871",
            "Comme la commande ORD-10871, encore en retard",
            "Pior que o pedido anterior ORD-10871",
            "Stesso problema dell'ordine ORD-10871",
            "Net als bij bestelling ORD-10871 weer te laat",
            "Tak samo jak zamówienie ORD-10871",
            "Хуже, чем заказ ORD-10871",
            "ORD-10871 siparişim gibi yine geç",
        ],
    )
    @pytest.mark.parametrize("others", [None, BOUGHT])
    def test_an_order_named_beside_this_one_leaves_the_comment_its_place(
        self, comment: str, others: tuple[KnownOrder, ...] | None
    ) -> None:
        assert verdict(comment, others=others) is not MET

    @pytest.mark.parametrize(
        "comment",
        [
            "I received the wrong order",
            "Wrong item sent",
            "This was meant for my son",
            "Falsche Bestellung erhalten",
            "Прислали чужой заказ",
            "It was for another person",
        ],
    )
    def test_a_wrong_parcel_is_not_a_wrong_place(self, comment: str) -> None:
        assert verdict(comment) is not MET

    def test_this_orders_number_keeps_it(self) -> None:
        assert verdict("Order ORD-10023 never came but ORD-10871 did") is NOT_MET


class TestOffers:
    @pytest.mark.parametrize("comment", ["The mug was chipped", "the ceramc mugs broke", "cutting board warped"])
    def test_another_offer_by_its_name(self, comment: str) -> None:
        assert verdict(comment, others=BOUGHT) is MET

    @pytest.mark.parametrize(
        "comment",
        [
            "The shirt shrank, unlike the mug",
            "nice blue colour",
            "The tshirt has a hole, the mug is fine",
            "300 ml of tears",
        ],
    )
    def test_general_words_and_this_offer_keep_it(self, comment: str) -> None:
        assert verdict(comment, others=BOUGHT) is not MET

    def test_without_this_offers_title_nothing_sets_the_others_apart(self) -> None:
        facts = contested("The mug was chipped", order=OrderFacts(OWN, OrderStatus.FINISHED))
        assert GATHERER.read(Material(facts, other_orders=BOUGHT)).mentions == ()
