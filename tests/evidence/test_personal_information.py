"""Contact data is found; order numbers, prices, dates and plain words are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.personal_information import find_spans
from evidence.personal_information.accounts import luhn


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
        ("add me Discord: bob_77", "handle", "bob_77"),
        ("add bob#1234 in game", "handle", "bob#1234"),
        ("he lives at 12 Baker Street in London", "address", "12 Baker Street"),
        ("wohnt Hauptstraße 5 in Berlin", "address", "Hauptstraße 5"),
        ("habita 12 rue de Rivoli", "address", "12 rue de Rivoli"),
        ("ｂｏｂ＠ｇｍａｉｌ．ｃｏｍ is his", "email", "ｂｏｂ＠ｇｍａｉｌ．ｃｏｍ"),
        ("correo: juan arroba gmail punto com", "email", "juan arroba gmail punto com"),
        ("почта ivan собака mail точка ru", "email", "ivan собака mail точка ru"),
        ("write to bob dot smith at web dot de", "email", "bob dot smith at web dot de"),
        ("ruft an: 0171 2345678", "phone", "0171 2345678"),
        ("appelez le 06 12 34 56 78", "phone", "06 12 34 56 78"),
        ("me chama no zap (11) 98765-4321", "phone", "(11) 98765-4321"),
        ("звоните 8 (912) 345-67-89", "phone", "8 (912) 345-67-89"),
        ("zadzwoń 601 234 567", "phone", "601 234 567"),
        ("call (710)827-3464x686 now", "phone", "(710)827-3464x686"),
        ("wohnt Hauptstr. 5, 10115 Berlin", "address", "Hauptstr. 5, 10115 Berlin"),
        ("vive en Calle Mayor 15", "address", "Calle Mayor 15"),
        ("moro na Rua das Flores, 123", "address", "Rua das Flores, 123"),
        ("mieszka na ul. Długiej 5/7", "address", "ul. Długiej 5/7"),
        ("адрес: ул. Ленина, д. 5, кв. 12", "address", "ул. Ленина, д. 5, кв. 12"),
        ("adresi Atatürk Cad. No: 12", "address", "Atatürk Cad. No: 12"),
        ("woont in 1234 AB Utrecht", "address", "1234 AB Utrecht"),
        ("returns to SW1A 2AA please", "address", "SW1A 2AA"),
        ("moved to Springfield, IL 62704", "address", "Springfield, IL 62704"),
        ("meu cpf é 529.982.247-25", "personal_number", "529.982.247-25"),
        ("pay de89 3704 0044 0532 0130 00", "iban", "de89 3704 0044 0532 0130 00"),
        ("telegram id: gold_king", "handle", "gold_king"),
        ("мой дискорд: vanya_99", "handle", "vanya_99"),
        ("his page facebook.com/john.doe.315", "link", "facebook.com/john.doe.315"),
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
        "look at amazon.com and buy at example dot com",
        "https://www.dhl.de/track?id=00340434161094042557 shows nothing",
        "EAN 4006381333931 and IMEI 356938035643809 on the box",
        "Bestellt am 12.03.2026, geliefert am 28.03.2026",
        "número de pedido 123 456 789, заказ 123 456 789",
        "100,000,000 gil or 200.000.000 gold, +150 000 000 coins",
        "via DHL 2 days, via UPS 5 days, Silberring 54, platz 1",
        "firmware 10.0.19045.3803, score 112-107-98, 1920 x 1080",
        "my discord is down, the telegram group is spam",
        "order#83921 and Season#1234",
        "ask @seller or @support",
        "",
        "😡" * 300,
    ],
)
def test_leaves_alone(text: str) -> None:
    assert found(text) == []


def test_national_numbers_need_the_country_or_a_word_for_calling() -> None:
    assert found("his is 030/901820", region="DE") == [("phone", "030/901820")]
    assert found("his is 21 330 9018", region="ZZ") == []
    assert found("call me on 030 901820", region="ZZ") == [("phone", "030 901820")]


def test_the_orders_own_parties_are_found_by_name() -> None:
    assert found("alice meier is a liar, Alice Meiers too", known=("Alice Meier", "Al", "")) == [
        ("party", "alice meier")
    ]


@pytest.mark.parametrize(
    ("text", "known", "mention"),
    [
        ("SHEVCHENKO OLENA is a fraud", "Olena Shevchenko", "SHEVCHENKO OLENA"),
        ("that Juergen  Gross", "Jürgen Groß", "Juergen  Gross"),
        ("Jоаo da Silva lied", "João da Silva", "Jоаo da Silva"),
        ("he lives Hauptstraße 5 a, Köln", "Hauptstr. 5a, Köln", None),
        ("Hauptstrasse 5, Koeln it was", "Hauptstr. 5, Köln", "Hauptstrasse 5, Koeln"),
        ("ask M. Schulz about it", "Maria Schulz", "M. Schulz"),
    ],
)
def test_a_party_is_found_however_the_name_is_written(text: str, known: str, mention: str | None) -> None:
    parties = [each for kind, each in found(text, known=(known,)) if kind == "party"]
    assert parties == ([mention] if mention else [])


def test_a_full_name_beside_contact_data_is_marked_too() -> None:
    assert found("Maria Schulz, Hauptstr. 5") == [("name", "Maria Schulz"), ("address", "Hauptstr. 5")]
    assert found("Contact Seller: bob@example.com") == [("email", "bob@example.com")]


def test_the_shops_name_and_the_orders_number_are_nobodys_secret() -> None:
    text = "write @Nova_Boost about 212-555-0123"
    assert [span.kind for span in find_spans(text)] == ["handle", "phone"]
    assert find_spans(text, public=("Nova Boost", "2125550123")) == ()


def test_several_are_in_the_order_of_the_text_and_apart() -> None:
    spans = find_spans("Mail a@b.example or call +49 30 901820 or see https://x.example/a@b.example")
    assert [span.kind for span in spans] == ["email", "phone", "email"]
    assert all(left.end <= right.start for left, right in zip(spans, spans[1:], strict=False))


@given(st.text(max_size=500) | st.text(alphabet="ab12 .@-+(),:/\n#Aé\u200b", max_size=300))
def test_any_text_passes_unharmed_with_spans_inside_it(text: str) -> None:
    end = 0
    for span in find_spans(text, region="US", known=("İo", "ab")):
        assert end <= span.start < span.end <= len(text)
        end = span.end


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "a.",
        "1",
        "1 ",
        "1-",
        "@",
        "a@",
        "at dot ",
        "A1",
        "#1",
        "Ab ",
        "rue de ",
        "12 A",
        "call 030 901820 ",
        "Main St 5, ",
        "x@y",
        "address 5 Elm ",
        "t.me/",
        "DE89",
        "+1 ",
        "(",
        "Aa Bb ",
    ],
)
@pytest.mark.timeout(60)
def test_ten_thousand_characters_are_no_trouble(piece: str) -> None:
    found = find_spans(piece * (10_000 // len(piece)), region="US")
    assert all(0 <= each.start < each.end <= 10_000 for each in found)


def test_luhn_knows_right_from_wrong() -> None:
    assert luhn("79927398713")
    assert not any(luhn(f"7992739871{digit}") for digit in "012456789")
