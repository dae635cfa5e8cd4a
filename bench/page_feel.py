"""How a page feels on a slow phone: what Lighthouse measures, under the conditions that it sets, in our own Chromium.

A phone of 412 by 823, four times slower than this machine's processor, on a line of 1.6 Mbit/s with 150 ms there and
back (Lighthouse's "mobile, slow 4G", applied by the browser rather than simulated). Nothing is cached.

- FCP, first contentful paint; LCP, largest contentful paint: milliseconds from the navigation
- TBT, total blocking time: what tasks took beyond 50 ms each, between FCP and five quiet seconds, in milliseconds
- CLS, cumulative layout shift: no unit
"""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from statistics import median

RUNS = 5
SLOWER = 4
LINE = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
GOOD = {"fcp": 1800, "lcp": 2500, "tbt": 200, "cls": 0.1}
"""Lighthouse's and Core Web Vitals' borders of "good"."""
WATCH = """
    window.seen = {lcp: 0, cls: 0, tasks: []};
    new PerformanceObserver(list => list.getEntries().forEach(each => { seen.lcp = each.startTime }))
        .observe({type: "largest-contentful-paint", buffered: true});
    new PerformanceObserver(list => list.getEntries().forEach(each => {
        if (!each.hadRecentInput) seen.cls += each.value;
    })).observe({type: "layout-shift", buffered: true});
    new PerformanceObserver(list => list.getEntries().forEach(each => seen.tasks.push([each.startTime, each.duration])))
        .observe({type: "longtask", buffered: true});
"""
READ = """() => {
    const fcp = performance.getEntriesByName("first-contentful-paint")[0].startTime;
    const all = [performance.getEntriesByType("navigation")[0], ...performance.getEntriesByType("resource")];
    return {
        fcp, lcp: seen.lcp, cls: seen.cls,
        tbt: seen.tasks.filter(([start]) => start >= fcp).reduce((sum, [, long]) => sum + Math.max(0, long - 50), 0),
        requests: all.length, bytes: all.reduce((sum, each) => sum + each.transferSize, 0),
        elements: document.querySelectorAll("*").length,
    };
}"""


@dataclass(frozen=True)
class Feel:
    """Medians of RUNS visits: milliseconds, but for `cls`, the bytes that came over the line, and two counts."""

    fcp: float
    lcp: float
    tbt: float
    cls: float
    requests: float
    bytes: float
    elements: float

    @property
    def missed(self) -> list[str]:
        return [name for name, border in GOOD.items() if getattr(self, name) > border]


def feel_of(pages: dict[str, str], session: str = "") -> dict[str, Feel]:
    """By their names, how these addresses feel; `session` is the cookie of whoever is signed in."""
    from playwright.sync_api import sync_playwright

    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("Chromium is missing; ./test installs it where it may.")
    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        for name, address in pages.items():
            visits = [_visit(browser, address, session) for _ in range(RUNS)]
            found[name] = Feel(**{key: median(visit[key] for visit in visits) for key in visits[0]})
        browser.close()
    return found


def _visit(browser, address: str, session: str) -> dict[str, float]:
    context = browser.new_context(viewport={"width": 412, "height": 823}, device_scale_factor=1.75, is_mobile=True)
    if session:
        context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    page = context.new_page()
    page.add_init_script(WATCH)
    line = context.new_cdp_session(page)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", LINE)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    answer = page.goto(address, wait_until="load")
    assert answer.status == 200, f"{address} answered {answer.status}"
    page.wait_for_timeout(5000)
    seen = page.evaluate(READ)
    context.close()
    return seen


def told(found: dict[str, Feel]) -> int:
    """Print a line for each; 1 where one is not good."""
    heads = ("On a slow phone", "FCP", "LCP", "TBT", "CLS", "requests", "over the line", "elements")
    shapes = ("<30", ">8", ">8", ">8", ">6", ">9", ">14", ">9")
    print(" ".join(f"{head:{shape}}" for head, shape in zip(heads, shapes, strict=True)))
    for name, feel in found.items():
        print(
            f"{name:<30} {feel.fcp:>5.0f} ms {feel.lcp:>5.0f} ms {feel.tbt:>5.0f} ms {feel.cls:>6.3f} "
            f"{feel.requests:>9.0f} {feel.bytes / 1000:>11.1f} kB {feel.elements:>9.0f}"
        )
    missed = {name: feel.missed for name, feel in found.items() if feel.missed}
    bars = ", ".join(f"{name.upper()} {border}" for name, border in GOOD.items())
    print(f"bars: {bars}; missed: {missed or 'none'}")
    return 1 if missed else 0
