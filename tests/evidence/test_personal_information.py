"""Contact data is found; order numbers, prices, dates and plain words are left alone."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.number_checks import luhn
from evidence.personal_information import find_spans


def found(text: str, region: str = "US", known: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    return [(span.kind, text[span.start : span.end]) for span in find_spans(text, region=region, known=known)]


@pytest.mark.parametrize(
    ("text", "kind", "span"),
    [
        ("Write to bob.seller+shop@mail.example.com!", "email", "bob.seller+shop@mail.example.com"),
        ("mail him: bob at example dot com", "email", "bob at example dot com"),
        ("mail him: bob [at] example [dot] com", "email", "bob [at] example [dot] com"),
        ("call me on 212-555-0123 please", "phone", "212-555-0123"),
        ("his number is 212-555-0123", "phone", "212-555-0123"),
        ("his number +49 30 901820, rude", "phone", "+49 30 901820"),
        ("Bank: DE89 3704 0044 0532 0130 00 pay here", "iban", "DE89 3704 0044 0532 0130 00"),
        ("Bank: GB82WEST12345698765432.", "iban", "GB82WEST12345698765432"),
        ("charged 4111 1111 1111 1111 twice", "card_number", "4111 1111 1111 1111"),
        ("charged 378282246310005 twice", "card_number", "378282246310005"),
        ("see https://evil.example/x?y=1.", "link", "https://evil.example/x?y=1"),
        ("join discord.gg/abc123", "link", "discord.gg/abc123"),
        ("find him @bob_sells there", "handle", "@bob_sells"),
        ("add me Discord: bob_77", "handle", "Discord: bob_77"),
        ("add bob#1234 in game", "handle", "bob#1234"),
        ("he lives at 12 Baker Street in London", "address", "12 Baker Street"),
        ("wohnt Hauptstraße 5 in Berlin", "address", "Hauptstraße 5"),
        ("habita 12 rue de Rivoli", "address", "12 rue de Rivoli"),
    ],
)
def test_finds(text: str, kind: str, span: str) -> None:
    assert found(text) == [(kind, span)]


@pytest.mark.parametrize(
    "text",
    [
        "Order 2125550123 never came",
        "order number: 212-555-0123",
        "Order #112-2345678-1234567 was late",
        "tracking no. 1Z999AA10123456784",
        "tracking 9400111899223100001234",
        "It cost $1,299.99 and 2,000,000 gold",
        "paid 1299.99 EUR for 100000000 gold",
        "ordered on 2026-03-01, came 12/04/2026 at 10:30",
        "order#1234 is missing",
        "charged 4111 1111 1111 1112 twice",
        "DE89 3704 0044 0532 0130 02 is no account",
        "10 out of 10, 5 stars, 24/7 support",
        "Delivered in 3 days, 2 parcels. Way too slow!",
        "5 Stars Way better than others"[8:],
        "Meet me at the spot, come on",
        "Instagram: never again",
        "the seller was rude @ me",
        "",
        "😡" * 300,
    ],
)
def test_leaves_alone(text: str) -> None:
    assert found(text) == []


def test_national_numbers_need_the_country() -> None:
    assert found("call me on 030 901820", region="DE") == [("phone", "030 901820")]
    assert found("call me on 030 901820", region="ZZ") == []


def test_the_orders_own_parties_are_found_by_name() -> None:
    assert found("alice meier is a liar, Alice Meiers too", known=("Alice Meier", "Al", "")) == [
        ("party", "alice meier")
    ]


def test_several_are_in_the_order_of_the_text_and_apart() -> None:
    spans = find_spans("Mail a@b.example or call +49 30 901820 or see https://x.example/a@b.example")
    assert [span.kind for span in spans] == ["email", "phone", "email"]
    assert all(left.end <= right.start for left, right in zip(spans, spans[1:], strict=False))


@given(st.text(max_size=500))
def test_any_text_passes_unharmed_with_spans_inside_it(text: str) -> None:
    end = 0
    for span in find_spans(text, region="US", known=("İo", "ab")):
        assert end <= span.start < span.end <= len(text)
        end = span.end


@pytest.mark.parametrize(
    "piece", ["a", "a.", "1", "1 ", "1-", "@", "a@", "at dot ", "A1", "#1", "Ab ", "rue de ", "12 A"]
)
def test_ten_thousand_characters_take_less_than_a_second(piece: str) -> None:
    began = time.perf_counter()
    find_spans(piece * (10_000 // len(piece)), region="US")
    assert time.perf_counter() - began < 1


def test_luhn_knows_right_from_wrong() -> None:
    assert luhn("79927398713")
    assert not any(luhn(f"7992739871{digit}") for digit in "012456789")
