"""Pages in other languages, and from right to left: they say what they should and fit a phone."""

from __future__ import annotations

import re

import pytest

from tests.journeys.conftest import Person, picture_folder
from tests.journeys.looks import PHONE, SMALLEST, STICKING_OUT, resize

pytestmark = pytest.mark.browser

ADDRESSES = {
    "": ("/", "/sellers", "/sellers/northgate-coins", "/policy", "/accounts/login/", "/accounts/signup/", "/language"),
    "buyer": ("/orders", "/cases", "/statements", "/notifications", "/notifications/preferences", "/muted-sellers"),
    "seller": (
        "/selling/orders",
        "/selling/offers",
        "/selling/feedback",
        "/selling/prevention",
        "/selling/requests",
        "/selling/requests/new",
        "/selling/team",
        "/selling/badge",
    ),
}
PAGES = [(who, address) for who, addresses in ADDRESSES.items() for address in addresses]
WORDS = {"de": r"\b(der|die|das|und|Sie|Ihre?|hier)\b", "es": r"\b(el|la|los|las|lo|de|tu|te|para)\b"}
ENGLISH = r"\b(the|your|you|which|there|with)\b"
# What people wrote stays in their own words: comments, names, titles, the marketplace's own sentences.
OF_PEOPLE = ".said, .told, .review-comment, .chat-bubble, .spoken, blockquote, .review, .card-title, td, .seller-name"


@pytest.fixture(scope="module")
def speaker(browser, house):
    """Somebody's own window, whose browser asks for a language."""
    known: dict[tuple[str, str], Person] = {}

    def find(who: str, language: str) -> Person:
        if (who, language) not in known:
            one = known[who, language] = Person(browser, house, "game-goods", who, PHONE)
            one.context.set_extra_http_headers({"Accept-Language": language})
        return known[who, language]

    yield find
    for one in known.values():
        one.context.close()


@pytest.mark.parametrize(("who", "address"), PAGES, ids=[f"{who or 'visitor'}{address}" for who, address in PAGES])
class TestAPage:
    @pytest.mark.parametrize("language", ["de", "es"])
    def test_speaks_the_language_and_fits_a_phone(self, speaker, who, address, language):
        one = speaker(who, language)
        one.complaints.clear()
        page = one.go(address)
        assert page.get_attribute("html", "lang") == language
        folder = picture_folder() / "languages"
        folder.mkdir(parents=True, exist_ok=True)
        page.screenshot(
            path=str(folder / f"{language}-{re.sub(r'[^a-z]+', '-', address).strip('-') or 'home'}.png"), full_page=True
        )
        resize(page, SMALLEST)
        sticking = page.evaluate(STICKING_OUT)
        resize(page, PHONE)
        assert not sticking, sticking
        said = page.evaluate(
            "(others) => { const main = document.querySelector('main').cloneNode(true);"
            " main.querySelectorAll(others).forEach(each => each.remove()); return main.textContent }",
            OF_PEOPLE,
        )
        assert re.search(WORDS[language], said)
        assert not re.findall(rf"[^.\n]{{0,60}}{ENGLISH}[^.\n]{{0,60}}", said), said
        # A decimal comma in an attribute is a drawing that went wrong.
        assert not re.findall(r'\s(?:x|y|x1|x2|y1|y2|cx|cy|r|d|width|height|viewBox)="[^"]*\d,\d', page.content())
        assert one.complaints == []

    def test_fits_a_phone_from_right_to_left(self, speaker, who, address):
        page = speaker(who, "de").go(address)
        page.evaluate("document.documentElement.dir = 'rtl'")
        for width in (PHONE, 1280):
            resize(page, width)
            sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert sideways <= 0, f"{sideways} pixels at {width}"
        resize(page, PHONE)


# Lists, and where their rows lead: pages of cases, of steps against misuse and of what partners are asked.
LEADING = [
    ("game-goods", "seller", "/selling/requests", "/cases/"),
    ("game-goods", "buyer", "/cases", "/cases/"),
    ("fulfilment", "partner", "/partner/requests?show=answered", "/partner/requests/"),
]


@pytest.mark.parametrize("language", ["de", "es"])
@pytest.mark.parametrize(("slug", "who", "start", "leads"), LEADING, ids=[f"{each[1]}{each[2]}" for each in LEADING])
class TestWhatProgramsWrote:
    def test_speaks_the_language_on_the_pages_of_cases(self, browser, house, slug, who, start, leads, language):
        one = Person(browser, house, slug, who, PHONE)
        one.context.set_extra_http_headers({"Accept-Language": language})
        links = one.go(start).eval_on_selector_all("main a", "all => all.map(each => each.getAttribute('href'))")
        pages = sorted({link.split("#")[0] for link in links if link and re.match(rf"{leads}[0-9a-f-]{{36}}$", link)})
        assert pages
        for address in pages[:4]:
            page = one.go(address)
            said = page.evaluate(
                "(others) => { const main = document.querySelector('main').cloneNode(true);"
                " main.querySelectorAll(others).forEach(each => each.remove()); return main.textContent }",
                OF_PEOPLE,
            )
            assert page.locator("main [lang=en]").count() == 0
            assert not re.findall(rf"[^.\n]{{0,60}}{ENGLISH}[^.\n]{{0,60}}", said), said
        one.context.close()


class TestAChoice:
    def test_is_two_clicks_away_and_leads_back(self, browser, house):
        visitor = Person(browser, house, "game-goods", width=PHONE)
        page = visitor.go("/sellers")
        page.click("footer a[href='/language']")
        page.click("button[value=es]")
        page.wait_for_load_state()
        assert visitor.path == "/sellers" and page.get_attribute("html", "lang") == "es"
        visitor.context.close()
