"""What every page has to pass: no complaint of the browser or of axe, light or dark, wide or narrow."""

from __future__ import annotations

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

PHONE, SMALLEST, WIDE = 390, 320, 1280
AXE = """async () => {
    const found = await axe.run(document, {
        resultTypes: ["violations"], preload: false, rules: {"target-size": {enabled: true}}
    });
    return found.violations.map(each => `${each.id} (${each.help}): ` +
        each.nodes.slice(0, 4).map(node => node.html.slice(0, 160) + " " +
            [...node.any, ...node.all].map(check => check.message).join("; ").slice(0, 200)).join(" | "));
}"""


def resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})


def look_at(page: Page, picture: str) -> list[str]:
    """Everything wrong with the page as it stands; two pictures are kept, `picture` with -phone and -wide."""
    wrong = []
    page.evaluate(AXE_SCRIPT)
    for width, scheme, name in ((PHONE, "light", "phone"), (WIDE, "dark", "wide")):
        resize(page, width)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        wrong += [f"{scheme}, {width}: {each}" for each in page.evaluate(AXE)]
        page.screenshot(path=f"{picture}-{name}.png", full_page=True)
    resize(page, SMALLEST)
    if sticking := page.evaluate(STICKING_OUT):
        wrong.append(f"scrolls sideways at {SMALLEST}: {sticking}")
    page.emulate_media(color_scheme="light")
    return wrong


STICKING_OUT = """() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return null;
    return [...document.querySelectorAll("body *")].filter(each => each.getBoundingClientRect().right > room + 1)
        .slice(0, 4).map(each => each.outerHTML.slice(0, 120)).join(" | ") || "the page itself";
}"""
