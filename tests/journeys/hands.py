"""Windows whose presses on links and buttons are counted, and a keyboard that goes without a mouse."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Locator

from tests.journeys.conftest import Person
from tests.running_house import House


class Hands(Person):
    """What they press is counted, as somebody who comes for the first time presses it."""

    def __init__(self, browser: Browser, house: House, slug: str, who: str = "", **window: int | bool) -> None:
        self.presses = 0
        super().__init__(browser, house, slug, who, **window)

    def at_first(self, path: str = "/") -> None:
        """Come anew, as by a bookmark, and count from here."""
        self.go(path)
        self.presses = 0

    def tap(self, what: Locator) -> None:
        what.first.click()
        self.page.wait_for_load_state()
        self.presses += 1

    def link(self, name: str | re.Pattern) -> None:
        self.tap(self.page.locator("main").get_by_role("link", name=name))

    def button(self, name: str) -> None:
        self.tap(self.page.locator("main").get_by_role("button", name=name, exact=True))

    def menu(self, name: str) -> None:
        """A place of the masthead."""
        self.tap(self.page.locator("header").get_by_role("link", name=name, exact=True))

    def row(self, text: str) -> Locator:
        return self.page.locator("main").locator("article, li, tr").filter(has_text=text)

    @property
    def said(self) -> str:
        return re.sub(r"\s+", " ", self.page.inner_text("main"))


class Keys:
    """The keyboard alone: goes on with Tab until what is wanted has the focus."""

    MOST_STEPS = 150

    def __init__(self, person: Person) -> None:
        self.page, self.person = person.page, person

    def focused(self) -> str:
        """The tag, name and words of what has the focus; "" where it cannot be seen."""
        return self.page.evaluate(
            """() => {
                const it = document.activeElement, box = it.getBoundingClientRect();
                const words = it.labels?.[0]?.innerText || it.innerText || it.getAttribute("aria-label") || "";
                const seen = box.width > 0 && box.height > 0 || it.type === "radio" || it.type === "checkbox";
                return seen ? `${it.tagName} ${it.name || ""} ${words}`.replace(/\\s+/g, " ").trim() : "";
            }"""
        )

    def to(self, wanted: str) -> None:
        """Tab until the focus is on what matches."""
        passed = []
        for _ in range(self.MOST_STEPS):
            self.page.keyboard.press("Tab")
            passed.append(self.focused())
            if re.search(wanted, passed[-1]):
                return
        raise AssertionError(f"no way to {wanted} on {self.person.path}: {passed}")

    def follow(self, wanted: str) -> None:
        """Enter on a link or a button, after which another page comes."""
        self.to(wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, wanted: str, words: str) -> None:
        self.to(wanted)
        self.page.keyboard.type(words)

    def choose(self, wanted: str, arrows: int) -> None:
        """A radio group: its first choice, then so many further."""
        self.to(wanted)
        self.page.keyboard.press("Space")
        for _ in range(arrows):
            self.page.keyboard.press("ArrowRight")
