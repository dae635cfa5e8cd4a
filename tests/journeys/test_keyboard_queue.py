"""An agent empties a queue of twenty mixed cases with the keyboard alone; seconds and keystrokes are printed."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.twenty_cases import CASES, SLUG
from tests.running_house import House, eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

SEED = "from tests.journeys.twenty_cases import {0}; {0}()"
A_CLEAR_CASE = 4
"""The most keystrokes that a case may take in which what was found is right."""


class Keyboard:
    """Carol's keyboard: the only thing with which she touches the page. Counts what she presses."""

    def __init__(self, page: Page) -> None:
        self._page, self.strokes = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self._page.keyboard.press(key)
            self.strokes += 1

    def turn(self, key: str) -> None:
        """A key after which another page comes."""
        with self._page.expect_navigation():
            self.press(key)

    def write(self, text: str) -> None:
        self._page.keyboard.type(text)
        self.strokes += len(text)


def as_found(keys: Keyboard) -> None:
    """What the programs found is right, and so is the reason that wrote itself."""


def accept_the_passage(keys: Keyboard) -> None:
    keys.press("a")


def strike_one_criterion(keys: Keyboard) -> None:
    keys.press("s", "Tab", "Space")


def keep_the_unread(keys: Keyboard) -> None:
    """No program reads Finnish: the finding is hers, then the outcome, then the draft that begins with "Keep"."""
    keys.press("f", "n", "1", "r", "k", "Enter")


def keep_against_the_finding(keys: Keyboard) -> None:
    keys.press("x", "1", "r", "k", "Enter", "Escape", "w")
    keys.write("It says how the pan was sold, too.")


def hide_words(keys: Keyboard) -> None:
    """The program knows no such name: met nevertheless, and the words chosen one by one."""
    keys.press("m", "2", "h", *["ArrowRight"] * 4, "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "h")
    keys.press("r", "r", "e", "d", "Enter", "Escape", "w")
    keys.write("A full name and a street.")


def edit_the_reason(keys: Keyboard) -> None:
    keys.press("e", "Control+End")
    keys.write(" Please write a product review instead.")


# How each is worked on, and what must come of it: outcome, review's status, struck criteria, hidden words.
REMOVED, STRUCK, KEPT = ("remove", "removed", "-", "-"), ("strike", "struck", "-", "-"), ("keep", "published", "-", "-")
PLAN: dict[str, tuple[Callable[[Keyboard], None], tuple[str, ...]]] = {
    "product-1": (as_found, REMOVED),
    "late-1": (as_found, STRUCK),
    "private-1": (accept_the_passage, ("redact", "published", "-", "+1 202 555 0143")),
    "product-2": (as_found, REMOVED),
    "service-1": (as_found, KEPT),
    "obscene-1": (accept_the_passage, ("redact", "published", "-", "fucking")),
    "late-2": (as_found, STRUCK),
    "unread-1": (keep_the_unread, KEPT),
    "product-3": (as_found, REMOVED),
    "part-1": (strike_one_criterion, ("strike", "published", "start_time", "-")),
    "private-2": (accept_the_passage, ("redact", "published", "-", "paul.henders@harborhome.example")),
    "words-1": (hide_words, ("redact", "published", "-", "Ms. Whitmore-Oduya of Elm")),
    "held-1": (as_found, ("-", "published", "-", "-")),
    "service-2": (as_found, KEPT),
    "both-1": (as_found, KEPT),
    "overruled-1": (keep_against_the_finding, KEPT),
    "late-3": (as_found, STRUCK),
    "private-3": (accept_the_passage, ("redact", "published", "-", "+1 202 555 0178")),
    "edited-1": (edit_the_reason, REMOVED),
    "unread-2": (keep_the_unread, KEPT),
}


@pytest.fixture(scope="module")
def queue(house: House, browser: Browser):
    """Carol at the head of her queue, signed in, and everything that the page noticed of a mouse."""
    session = house.manage("shell", "-c", SEED.format("make")).stdout.strip().splitlines()[-1]
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    host = f"{SLUG}.localhost"
    context.add_cookies([{"name": "sessionid", "value": session, "domain": host, "path": "/"}])
    page = context.new_page()
    touched: list[str] = []
    page.expose_function("mouseNoticed", lambda kind: touched.append(kind))
    page.add_init_script(
        "for (const kind of ['pointerdown', 'mousedown', 'wheel', 'touchstart'])"
        " addEventListener(kind, () => mouseNoticed(kind), true)"
    )
    page.goto(f"http://{host}:{house.port}/admin/disputes/removalrequest/")
    yield page, touched
    context.close()


def order_on(page: Page) -> str:
    return page.inner_text("h1").removeprefix("Review of order ")


def outcomes(house: House) -> dict[str, tuple[str, ...]]:
    lines = house.manage("shell", "-c", SEED.format("outcomes")).stdout.strip().splitlines()
    return {order: tuple(rest) for order, *rest in (line.split("|") for line in lines if line.count("|") == 5)}


class TestLease:
    def test_renews_itself_while_she_types_and_keeps_her_words_when_it_has_ended(self, queue):
        page = queue[0].context.new_page()
        page.clock.install()
        page.goto(queue[0].url)
        keys, note = Keyboard(page), page.locator("[data-lease-note]")
        keys.turn("n")
        page.clock.fast_forward(61_000)
        with page.expect_response(re.compile("/renew/$")) as renewed:
            keys.press("e")
        assert renewed.value.json()["left"] == 900
        keys.write("My own words. ")

        # The last letter's events may come after the clock has jumped, and would renew once more.
        page.route("**/renew/", lambda route: route.abort())
        page.clock.fast_forward(13 * 60_000 + 1_000)
        assert "ends in two minutes" in note.inner_text()
        page.clock.fast_forward(120_000)
        assert "has ended. What you typed stays here" in note.inner_text()
        keys.press("Escape")
        keys.turn("c")
        assert "My own words." in page.input_value("#id_reason")
        assert "You, until" in page.inner_text("[data-lease]")

        keys.turn("l")
        page.close()


class TestKeyboardQueue:
    def test_an_agent_empties_it_without_a_mouse(self, house, queue, capsys):
        page, touched = queue
        keys = Keyboard(page)
        spent: dict[str, tuple[float, int]] = {}
        keys.turn("n")
        while (order := order_on(page)) in PLAN and order not in spent:
            began, before = time.monotonic(), keys.strokes
            work, _ = PLAN[order]
            work(keys)
            keys.turn("Control+Enter")
            assert page.locator("#h-prepared").count(), f"{order}: {page.inner_text('main')[:600]}"
            # The focus is on the next step; the key for it works from everywhere.
            assert page.evaluate("document.activeElement.dataset.key") == "n"
            keys.turn("n")
            spent[order] = (time.monotonic() - began, keys.strokes - before)

        assert sorted(spent) == sorted(order for order, _, _ in CASES)
        assert "Nothing waits that you could decide now." in page.inner_text("main")
        assert touched == []
        with capsys.disabled():
            _print(spent, keys.strokes)
        clear = {order: spent[order][1] for order, (work, _) in PLAN.items() if work in (as_found, accept_the_passage)}
        assert max(clear.values()) <= A_CLEAR_CASE

        expected = {order: wanted for order, (_, wanted) in PLAN.items()}
        found = eventually(lambda: _as_expected(outcomes(house), expected), within=90, every=3)
        assert found, outcomes(house)


def _as_expected(found: dict[str, tuple[str, ...]], expected: dict[str, tuple[str, ...]]) -> bool:
    """Whether every decision is in effect, and the one that a lead must approve is held."""
    if {order for order, (status, *_) in found.items() if status != "decided"} != {"held-1"}:
        return False
    assert found["held-1"][0] == "awaiting_approval"
    assert {order: came for order, (_, *came) in found.items()} == {key: list(each) for key, each in expected.items()}
    return True


def _print(spent: dict[str, tuple[float, int]], strokes: int) -> None:
    print("\n  case          seconds  keystrokes")
    for order, (seconds, pressed) in spent.items():
        print(f"  {order:<13} {seconds:7.1f}  {pressed:10}")
    total = sum(seconds for seconds, _ in spent.values())
    print(f"  {len(spent)} cases     {total:7.1f}  {strokes:10}   (a machine types; nobody reads)")
