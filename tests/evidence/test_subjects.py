"""Every clause of a comment is given to what it is about, and nothing is said where the words do not tell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.gather import Material, gather
from evidence.subjects import GATHERER, read_comment, subjects_of
from policy.facts import CommentSentence, OrderFacts
from policy.terms import FulfilledBy, GroundKey, OrderStatus, Subject, Verdict
from tests.policy.cast import contested

PRODUCT, DELIVERY, FULFILMENT = Subject.PRODUCT, Subject.DELIVERY, Subject.FULFILMENT
HELPDESK, SELLER, COMMUNICATION = Subject.FULFILMENT_SERVICE, Subject.SELLER_SERVICE, Subject.COMMUNICATION


def about(comment: str, fulfilled_by: FulfilledBy = FulfilledBy.SELLER) -> list[Subject | None]:
    return [each.subject for each in subjects_of(comment, fulfilled_by=fulfilled_by)]


def said(comment: str) -> list[tuple[str, Subject | None]]:
    return [(comment[each.start : each.end], each.subject) for each in subjects_of(comment)]


@pytest.mark.parametrize(
    ("comment", "subject"),
    [
        ("The zipper broke on the first day.", PRODUCT),
        ("Cheap quality, not worth the money.", PRODUCT),
        ("The Acme Super-Widget lacks the sharpness and speed of the Acme Ultra Widget.", PRODUCT),
        ("Never arrived.", DELIVERY),
        ("still waiting, tracking has not moved for days", DELIVERY),
        ("The product arrived late.", DELIVERY),
        ("It took 3 days to start", DELIVERY),
        ("Arrived broken.", FULFILMENT),
        ("The package was ripped.", FULFILMENT),
        ("They sent the wrong item", FULFILMENT),
        ("Amazon support was rude and refused to help.", HELPDESK),
        ("Not as described.", SELLER),
        ("The refund took weeks.", SELLER),
        ("The seller is a scammer", SELLER),
        ("Nobody answered my messages.", COMMUNICATION),
        ("Way overpriced.", Subject.PRICE),
    ],
)
def test_what_a_sentence_is_about(comment: str, subject: Subject) -> None:
    assert about(comment) == [subject]


@pytest.mark.parametrize(
    ("comment", "subject"),
    [
        ("Das Paket kam zwei Wochen zu spät.", DELIVERY),
        ("Nach drei Tagen kaputt, billiges Plastik.", PRODUCT),
        ("El vendedor nunca respondió.", COMMUNICATION),
        ("Llegó 10 días tarde", DELIVERY),
        ("Jamais reçu mon colis", DELIVERY),
        ("La batterie ne tient pas une heure", PRODUCT),
        ("Recebi o produto errado", FULFILMENT),
        ("Ainda não recebi o produto", DELIVERY),
        ("Il pacco è arrivato aperto", FULFILMENT),
        ("Nog steeds niet ontvangen", DELIVERY),
        ("De rits was na één keer kapot", PRODUCT),
        ("Sprzedawca nie odpowiada na wiadomości", COMMUNICATION),
        ("Заказ так и не пришел", DELIVERY),
        ("Ужасное качество, размер мал", PRODUCT),
        ("Ürün iki gün sonra bozuldu", PRODUCT),
        ("Kargo çok geç geldi", DELIVERY),
    ],
)
def test_in_other_languages(comment: str, subject: Subject) -> None:
    assert about(comment) == [subject]


class TestSentencesOfSeveralSubjects:
    def test_are_cut_where_the_subject_changes(self) -> None:
        assert said("Great sword but the seller never answered") == [
            ("Great sword", PRODUCT),
            ("but the seller never answered", COMMUNICATION),
        ]

    def test_even_without_a_stop_or_a_conjunction(self) -> None:
        assert said("never arrived seller ignores my messages") == [
            ("never arrived", DELIVERY),
            ("seller ignores my messages", COMMUNICATION),
        ]

    def test_stay_whole_where_only_the_thing_is_named(self) -> None:
        assert about("The new headphones for my son, with their case, never arrived") == [DELIVERY]

    def test_lists_of_one_subject_stay_whole(self) -> None:
        assert about("Thin fabric, crooked seams and a broken zipper") == [PRODUCT]


class TestFeelings:
    def test_are_asides_that_change_nothing(self) -> None:
        comment = "Broke after two days. Very disappointed. Never again!!"
        reading = read_comment(comment)
        assert [each.subject for each in reading.sentences] == [PRODUCT]
        assert [comment[each.start : each.end] for each in reading.asides] == ["Very disappointed.", "Never again!!"]

    @pytest.mark.parametrize("comment", ["Terrible!", "1 star", "Would not buy again", "Nie wieder!", "Não recomendo."])
    def test_alone_are_no_subject(self, comment: str) -> None:
        assert about(comment) == []
        assert gather(GroundKey.PRODUCT_REVIEW, Material(contested(comment))).finding.verdict is Verdict.UNKNOWN

    def test_neither_is_what_only_tells_the_circumstance(self) -> None:
        assert about("I ordered this lamp for my mother's birthday. Still waiting.") == [DELIVERY]

    def test_of_a_thing_are_about_the_thing(self) -> None:
        assert about("Terrible lamp!") == [PRODUCT]


class TestWhoIsMeant:
    def test_by_customer_service_is_whoever_fulfilled(self) -> None:
        assert about("Customer service was useless") == [SELLER]
        assert about("Customer service was useless", FulfilledBy.PLATFORM) == [HELPDESK]
        assert about("Customer service was useless", FulfilledBy.PARTNER) == [HELPDESK]

    def test_by_silence_is_the_helpdesk_that_was_written_to(self) -> None:
        assert about("I wrote to customer support. No reply.", FulfilledBy.PLATFORM) == [HELPDESK, HELPDESK]
        assert about("No reply.", FulfilledBy.PLATFORM) == [COMMUNICATION]

    def test_is_the_seller_where_the_seller_is_named(self) -> None:
        read = about("I asked support. The seller is rude and refuses a refund.", FulfilledBy.PLATFORM)
        assert SELLER in read


class TestBrokenThings:
    def test_were_broken_on_the_way_where_the_sentence_speaks_of_it(self) -> None:
        assert about("Box was smashed and the item inside cracked.") == [FULFILMENT]

    def test_broke_by_themselves_where_it_does_not(self) -> None:
        assert about("The handle is cracked.") == [PRODUCT]


class TestWhatNoWordTells:
    def test_goes_with_a_comment_that_is_about_the_product(self) -> None:
        assert about("The blade is blunt and the handle wobbles. Could not whittle a stick.") == [PRODUCT, PRODUCT]

    def test_is_unknown_beside_anything_else(self) -> None:
        assert about("Never arrived. Could not whittle a stick.") == [DELIVERY, None]

    def test_a_product_clause_that_names_the_seller_is_not_taken_for_product(self) -> None:
        assert PRODUCT not in about("No instructions from the vendor")

    def test_words_of_the_offers_title_name_the_product(self) -> None:
        comment = "The Zanzibar squeals like a piglet"
        assert [each.subject for each in subjects_of(comment, offer="Zanzibar 3000")] == [PRODUCT]
        assert about(comment) == [None]


@pytest.mark.parametrize(
    "comment",
    [
        "NEVER ARRIVED!!!",
        "neverrrr arrived",
        "nev\u200ber arri\u00adved",
        "n\u0435v\u0435r \u0430rrived",
        "ｎｅｖｅｒ arrived",
    ],
)
def test_disguised_and_drawn_out_words_are_read(comment: str) -> None:
    assert about(comment) == [DELIVERY]


@pytest.mark.parametrize(
    ("comment", "verdict"),
    [
        ("Box crushed, courier threw it over the fence. So angry!", Verdict.MET),
        ("Box crushed, and the seller never answered.", Verdict.NOT_MET),
        ("The fabric is itchy.", Verdict.NOT_MET),
    ],
)
def test_fulfilment_by_the_platform(comment: str, verdict: Verdict) -> None:
    order = OrderFacts("order-1", OrderStatus.FINISHED, FulfilledBy.PLATFORM)
    assert gather(GroundKey.PLATFORM_FULFILMENT, Material(contested(comment, order=order))).finding.verdict is verdict


def test_what_somebody_has_read_is_kept() -> None:
    read = (CommentSentence(0, 4, Subject.PRICE),)
    assert GATHERER.read(Material(contested("Late", sentences=read))).sentences == read


@given(st.text(max_size=400))
def test_any_text_is_read_the_same_twice_and_marked_inside_itself(comment: str) -> None:
    reading = read_comment(comment)
    assert reading == read_comment(comment)
    end = 0
    for each in sorted([*reading.sentences, *reading.asides], key=lambda each: each.start):
        assert end <= each.start < each.end <= len(comment)
        end = each.end


_WORDS = st.sampled_from("never arrived late box broken seller rude but and , . quality refund 😡 not it the".split())


@given(st.lists(_WORDS, max_size=60))
def test_every_word_that_speaks_belongs_to_one_clause_or_aside(words: list[str]) -> None:
    comment = " ".join(words)
    reading = read_comment(comment)
    marked = {at for each in (*reading.sentences, *reading.asides) for at in range(each.start, each.end)}
    assert all(at in marked for at, char in enumerate(comment) if char.isalnum())


@pytest.mark.timeout(5)
@pytest.mark.parametrize("piece", ["a@", "(", "never ", "not not ", "late,", "1. ", "a\u0301", "\u200b", "!?", "нет "])
def test_ten_thousand_characters_of_anything_are_no_trouble(piece: str) -> None:
    reading = read_comment((piece * 10_000)[:10_000])
    assert all(0 <= each.start < each.end <= 10_000 for each in (*reading.sentences, *reading.asides))
