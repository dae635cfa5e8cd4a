"""A running house with the demo, and browsers that sign in as its people."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.running_house import ROOT, House, running_house

ARTEFACTS = ROOT / "tests" / "artefacts"
PASSWORD = "demo-touchstone"
NO_BACKGROUND = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]


@pytest.fixture(scope="package")
def house(tmp_path_factory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("journeys")
    for each in (folder, folder.parent, folder.parent.parent):
        each.chmod(0o755)  # the database may run under another account, which has to pass
    with running_house(folder, demo=True) as house:
        yield house


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """No longer than the journeys: while Playwright's event loop runs, Django refuses the tests behind them a query."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    assert chromium, "Chromium is missing; ./test installs it where it may."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=NO_BACKGROUND)
        yield browser
        browser.close()


class Person:
    """One person's own browser window on one marketplace, with pictures of what they saw."""

    def __init__(
        self,
        browser: Browser,
        house: House,
        slug: str,
        who: str = "",
        width: int = 1280,
        *,
        height: int = 900,
        scripts: bool = True,
    ) -> None:
        self.base = f"http://{slug}.localhost:{house.port}" if slug else f"http://localhost:{house.port}"
        self.slug, self.who, self.width = slug, who, width
        self.context = browser.new_context(viewport={"width": width, "height": height}, java_script_enabled=scripts)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda line: self.complaints.append(line.text) if line.type == "error" else None)
        if who:
            self.sign_in()

    def sign_in(self) -> None:
        self.page.goto(f"{self.base}/accounts/login/")
        self.page.fill("input[name=login]", f"{self.who}@{self.slug or 'touchstone'}.example")
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_load_state()
        # A code that was read in its last moment is not taken any more; the next one is.
        for _ in range(2):
            if not self.page.locator("input[name=code]").count():
                break
            digits = re.search(r"(\d{3})\s?(\d{3})", self.page.inner_text("main"))
            self.page.fill("input[name=code]", digits.group(1) + digits.group(2))
            self.page.click("main button[type=submit]")
            self.page.wait_for_load_state()

    def go(self, path: str) -> Page:
        answer = self.page.goto(self.base + path)
        assert answer.status == 200, f"{path}: {answer.status}"
        return self.page

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def picture(self, name: str) -> None:
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True)

    @property
    def path(self) -> str:
        return self.page.url.removeprefix(self.base)


@pytest.fixture(scope="package")
def person(browser, house):
    known: dict[tuple, Person] = {}

    def find(slug: str, who: str = "", width: int = 1280) -> Person:
        key = (slug, who, width)
        if key not in known:
            known[key] = Person(browser, house, slug, who, width)
        return known[key]

    return find


def picture_folder() -> Path:
    return ARTEFACTS
