"""Obscene words are marked exactly, in many languages and disguises; innocent and blunt words are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.gather import gather
from evidence.material import Material
from evidence.obscenity import GATHERER, find_spans
from policy.facts import FoundSpan
from policy.terms import GroundKey, Verdict
from tests.policy.cast import contested

SURE = 0.8


def sure(text: str) -> list[str]:
    return [text[span.start : span.end] for span in find_spans(text) if span.confidence >= SURE]


def maybe(text: str) -> list[str]:
    return [text[span.start : span.end] for span in find_spans(text) if span.confidence < SURE]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("What a fucking joke!", "fucking"),
        ("(bullshit)", "bullshit"),
        ("Scheißverkäufer, nie wieder", "Scheißverkäufer"),
        ("c'est de la merde", "merde"),
        ("no me jodas hombre", "jodas"),
        ("cadê meu pedido, porra", "porra"),
        ("che cazzo fate", "cazzo"),
        ("wat een klootzak", "klootzak"),
        ("kurwa, gdzie paczka", "kurwa"),
        ("полный пиздец", "пиздец"),
        ("siktir git", "siktir"),
        ("你他妈的骗子", "他妈的"),
        ("dieser Hurensohn", "Hurensohn"),
        ("son unos hijos de puta", "hijos de puta"),
        ("orospu çocuğu!", "orospu çocuğu"),
        ("he is such a prick", "prick"),
    ],
)
def test_marks_the_word_and_nothing_around_it(text: str, word: str) -> None:
    assert sure(text) == [word]


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("f u c k you", "f u c k"),
        ("F.U.C.K that", "F.U.C.K"),
        ("oh fuuuuuck", "fuuuuuck"),
        ("sh1t quality", "sh1t"),
        ("an a$$hole.", "a$$hole"),
        ("f**k this", "f**k"),
        ("so f*cking slow", "f*cking"),
        ("s#it", "s#it"),
        ("b!tch!!!", "b!tch"),
        ("motherf*cker", "motherf*cker"),
        ("Fцck off", "Fцck"),
        ("ｆｕｃｋ it", "ｆｕｃｋ"),
        ("f\u200bu\u200bck it", "f\u200bu\u200bck"),
        ("f̶u̶c̶k̶ it", "f̶u̶c̶k̶"),
        ("sch***e verpackt", "sch***e"),
        ("k***a", "k***a"),
        ("бл*ть опять", "бл*ть"),
        ("xуй тебе", "xуй"),
        ("fu*ck", "fu*ck"),
        ("😡 FUCK 😡", "FUCK"),
    ],
)
def test_a_disguise_does_not_help(text: str, word: str) -> None:
    assert sure(text) == [word]


@pytest.mark.parametrize(
    "text",
    [
        "Damn, this crap sucks, what the hell, stupid idiot, total scam, bloody awful",
        "From Scunthorpe and Essex: Dickens, a cocktail, shiitake, a class assessment for the therapist",
        "analyse the bass, grapes, passes, assassins, Sussex, peacock, hancock, cockpit",
        "Shitake mushrooms, an Emmerdale mug, Dick Smith and Moby Dick", "Maine Coon cat, great tits, pussy willow",
        "Der Teppich ist dick und schön, Föderation, faszinierend, Küsse, Bögen",
        "retard de livraison, en retard, salopette, douche",
        "El color negro a la hora, vergüenza, con todo",
        "a faca fica boa, reputação, cheiro de mofo no produto", "la fodera, il viadotto, stronzio, e cazzuola",
        "nutteloos, ik kan het huren, paskamer, zomerdag, hoera", "kuracja, faszyzm, z boku pudełka",
        "употреблять, тебе, хлеб, застрахуйте, Херсон, мандарин",
        "geçici, götürdü, şikayet, kargo gecikti, boşta, kuracak",
        "5 * 3 = 15, A55, c++, C$ 20, 4** hotel, A+", "well... f. scott, u. s. a., p.s. a b c d",
        "got it, pic of the item",
        "seller a***b, buyer m***n, r***s", "*via* DHL, con** and go*",
        "ジャクソンとニクソン", "μαλακό ύφασμα", "", "*****", "😀" * 50,
    ],
)  # fmt: skip
def test_leaves_innocent_and_blunt_words_alone(text: str) -> None:
    assert sure(text) == []


def test_a_word_of_one_language_counts_in_that_language() -> None:
    assert sure("quel con ce vendeur, il est nul") == ["con"]
    assert sure("con el color que no es") == []
    assert sure("the con artist") == []
    assert sure("the guy is a dick and a liar") == ["dick"]


def test_what_may_be_obscene_is_marked_with_less_confidence() -> None:
    assert maybe("the cock was loud") == ["cock"]
    assert sure("the cock was loud") == []


def test_the_finding_shows_every_word() -> None:
    gathered = gather(GroundKey.OBSCENE_LANGUAGE, Material(contested("Shit service, sh1t gold.")))
    assert gathered.finding.verdict is Verdict.MET
    assert [(each.start, each.end) for each in gathered.finding.references] == [(0, 4), (14, 18)]
    assert gathered.gatherers == GATHERER.label


def test_words_that_are_not_sure_are_left_to_the_agent() -> None:
    finding = gather(GroundKey.OBSCENE_LANGUAGE, Material(contested("the cock was loud"))).finding
    assert finding.verdict is Verdict.UNKNOWN


def test_what_an_agent_marked_is_kept() -> None:
    marked = (FoundSpan(0, 4, "obscene"),)
    assert GATHERER.read(Material(contested("shit", obscene_spans=marked))).obscene_spans == marked


@given(st.text(max_size=400) | st.text(alphabet="fuckshit .*-_@$!13аусф\u0301\u200b", max_size=200))
def test_any_text_passes_unharmed_with_spans_inside_it(text: str) -> None:
    end = 0
    spans = find_spans(text)
    for span in spans:
        assert end <= span.start < span.end <= len(text)
        assert 0.5 <= span.confidence <= 1
        end = span.end
    assert find_spans(text) == spans


@pytest.mark.parametrize(
    "piece", ["a", "a.", "f u ", "f*", "*", "a$", "fuck ", "f-", "(", "a b ", "хуй", "sh", "é ", "1", "你", "f*k "]
)
@pytest.mark.timeout(60)
def test_ten_thousand_characters_are_no_trouble(piece: str) -> None:
    found = find_spans((piece * 10_000)[:10_000])
    assert all(0 <= each.start < each.end <= 10_000 for each in found)
