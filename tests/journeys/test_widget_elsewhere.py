"""The widget on somebody else's site, under the strictest policy for contents that lets a script in at all."""

from __future__ import annotations

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

PAGE = """<!doctype html><html lang="en"><title>A shop</title><link rel="icon" href="data:,"><h1>A shop</h1>
<div data-touchstone="northgate-coins" {more}><a href="/ratings">Our ratings</a></div>
<script src="{origin}/static/js/embed.js" async></script></html>"""
STRICT = "default-src 'none'; script-src {origin}; connect-src {origin}; img-src data:"


class Shop:
    """Somebody else's site, at an origin of its own; it shows what it was told last."""

    def __init__(self) -> None:
        shop, self.body, self.policy = self, "", ""

        class Answer(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Security-Policy", shop.policy)
                self.end_headers()
                self.wfile.write(shop.body.encode())

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
        Thread(target=self.server.serve_forever, daemon=True).start()
        self.address = f"http://127.0.0.1:{self.server.server_port}/"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def shop(browser, house) -> Iterator:
    """Opens the shop's page with the widget's lines on it."""
    origin, site = f"http://game-goods.localhost:{house.port}", Shop()
    context = browser.new_context(viewport={"width": 390, "height": 800})
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda line: page.complaints.append(line.text) if line.type == "error" else None)

    def open_shop(more: str = "", policy: str = STRICT) -> Page:
        site.body, site.policy = PAGE.format(origin=origin, more=more), policy.format(origin=origin)
        page.goto(site.address)
        return page

    yield open_shop
    context.close()
    site.close()


def place(page: Page):
    return page.locator("[data-touchstone]")


def test_shows_the_rate_without_a_complaint(shop):
    page = shop()
    page.locator("[data-touchstone] .rate").wait_for()
    assert "% positive" in place(page).locator(".rate").inner_text()
    assert place(page).locator("li").count() == 3
    # Styled by its own sheet, though the page allows no styles.
    assert place(page).locator(".card").evaluate("each => getComputedStyle(each).borderRadius") == "14px"
    assert not page.get_by_text("Our ratings").is_visible()
    assert page.complaints == []
    assert page.context.cookies() == []


def test_follows_the_theme_and_language_asked_for(shop):
    page = shop('data-theme="dark" data-lang="de"')
    page.locator("[data-touchstone] .rate").wait_for()
    assert "% positiv" in place(page).locator(".rate").inner_text()
    colour = place(page).locator(".card").evaluate("each => getComputedStyle(each).backgroundColor")
    assert colour == "rgb(24, 27, 32)"
    assert place(page).locator(".card").get_attribute("lang") == "de"


def test_leaves_the_link_where_nothing_can_be_fetched(shop):
    page = shop()
    page.route("**/widget/**", lambda route: route.abort())
    with page.expect_console_message(lambda line: "could not be shown" in line.text):
        page.reload()
    assert page.get_by_text("Our ratings").is_visible()


def test_is_a_frame_where_the_page_asks_for_one(shop):
    page = shop('data-mode="frame"', "default-src 'none'; script-src {origin}; frame-src {origin}; img-src data:")
    frame = page.frame_locator("iframe")
    frame.locator(".embed-rate").wait_for()
    assert "positive" in frame.locator(".embed-rate").inner_text()
