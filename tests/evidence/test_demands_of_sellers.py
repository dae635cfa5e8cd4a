"""What a seller offered or pressed for feedback is found; polite support is left alone, on both sides."""

import pytest

from evidence.demands.inducements import INDUCEMENT, LEAST, PRESSURE, inducements
from evidence.demands.threats import SURE, threats
from tests.evidence.chats import chat, seller
from tests.evidence.ordinary_chat import BUYERS, SELLERS


@pytest.mark.parametrize(
    "text",
    [
        "If you change your review to 5 stars we will refund 20%",
        "Leave a 5 star review and get a free potion",
        "We'll give you a 10 euro voucher for a positive review",
        "Could you remove the negative review? I would refund the full amount then.",
        "As a thank you for your 5 star review we send a free skin",
        "Wenn Sie die Bewertung löschen, bekommen Sie 10 Euro Gutschein",
        "Le regalamos un cupón a cambio de 5 estrellas",
        "Si vous retirez votre avis, nous vous remboursons intégralement",
        "Se toglie la recensione le rimborsiamo tutto",
        "Se você apagar a avaliação, devolvemos seu dinheiro",
        "Als u de review verwijdert krijgt u 15 euro terug",
        "Jeśli usunie Pan opinię, zwrócimy pieniądze",
        "За отзыв на 5 звезд дарим скидку 10%",
        "Yorumu silerseniz para iadesi yaparız",
    ],
)
def test_something_of_value_for_feedback(text: str) -> None:
    kinds = {each.kind for each in inducements(seller(text)) if each.confidence >= SURE}
    assert INDUCEMENT in kinds


@pytest.mark.parametrize(
    "text",
    [
        "I won't refund unless you delete the review",
        "Remove it or I cancel your order",
        "If you leave a bad review I will report you and get you banned",
        "please please change your review, my boss will fire me",
        "I beg you, take the review down, my family lives from this shop",
        "Ich flehe Sie an, ändern Sie die Bewertung, sonst verliere ich meinen Job",
        "Умоляю, удалите отзыв, меня уволят",
    ],
)
def test_threats_and_pleading(text: str) -> None:
    kinds = {each.kind for each in inducements(seller(text)) if each.confidence >= SURE}
    assert PRESSURE in kinds


def test_to_ask_again_and_again_is_pressure() -> None:
    asked = seller(*["Could you please change your review?"] * 3)
    assert [(each.message_id, each.kind) for each in inducements(asked)] == [("m-3", PRESSURE)]


def test_the_offer_and_the_feedback_are_marked() -> None:
    text = "Leave a 5 star review and get a free potion"
    (found,) = inducements(seller(text))
    assert text[found.start : found.end] == "Leave a 5 star review"
    assert text[found.offer_start : found.offer_end] == "get a free potion"


def test_the_buyers_words_are_not_the_sellers() -> None:
    assert inducements(chat("Leave a 5 star review and get a free potion, you wrote")) == ()


@pytest.mark.parametrize("text", BUYERS)
def test_ordinary_lines_of_buyers_are_left_alone(text: str) -> None:
    assert threats(chat(text), ()) == ()


@pytest.mark.parametrize("text", SELLERS)
def test_ordinary_lines_of_sellers_are_left_alone(text: str) -> None:
    assert [each for each in inducements(seller(text)) if each.confidence >= LEAST] == []


def test_ordinary_lines_in_a_row_are_never_taken_for_blackmail() -> None:
    assert [each for each in threats(chat(*BUYERS), ()) if each.confidence >= SURE] == []
    assert [each for each in inducements(seller(*SELLERS)) if each.kind == PRESSURE] == []
