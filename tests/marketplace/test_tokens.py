"""Colours keep the contrast of WCAG 2.2 AA in every theme, light and dark; templates keep the CSP."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CSS = (ROOT / "static/css/tokens.css").read_text()
PAIR = re.compile(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\)")
THEMES = ["platform", "game_goods", "game_services", "retail", "fulfilment_network"]
TEXT = [("ink", g) for g in ("ground", "surface", "sunken")] + [("muted", g) for g in ("ground", "surface", "sunken")]
TEXT += [(tone, ground) for tone in ("good", "warn", "bad", "info") for ground in (f"{tone}-soft", "surface", "ground")]
TEXT += [("accent", ground) for ground in ("ground", "surface", "accent-soft")]
TEXT += [
    ("accent-strong", "ground"),
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("ink", "accent-soft"),
]
TEXT += [("muted", "accent-soft")] + [("ink", f"{tone}-soft") for tone in ("good", "warn", "bad", "info")]
SHAPES = [
    ("line-strong", "surface"),
    ("line-strong", "ground"),
    ("star-edge", "surface"),
    ("star-edge", "ground"),
]


def colours(theme: str, scheme: int) -> dict[str, str]:
    found = {}
    for block in re.split(r"\n(?=\[data-theme|:root)", CSS):
        if block.startswith("[data-theme") and f'"{theme}"' not in block.splitlines()[0]:
            continue
        found |= {name: pair[scheme] for name, *pair in PAIR.findall(block)}
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("theme", THEMES)
class TestContrast:
    def test_text_can_be_read(self, theme, scheme):
        tokens = colours(theme, scheme)
        poor = {p: round(contrast(tokens[p[0]], tokens[p[1]]), 2) for p in TEXT}
        assert {p: c for p, c in poor.items() if c < 4.5} == {}

    def test_edges_of_fields_and_stars_can_be_seen(self, theme, scheme):
        tokens = colours(theme, scheme)
        poor = {p: round(contrast(tokens[p[0]], tokens[p[1]]), 2) for p in SHAPES}
        assert {p: c for p, c in poor.items() if c < 3} == {}


class TestTemplates:
    PAGES = [p for p in (ROOT / "templates").rglob("*.html") if "emails" not in p.parts]

    @pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT / "templates")))
    def test_carry_no_inline_style_or_script(self, page):
        source = page.read_text()
        assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|javascript:|hx-on", source)
        for attributes in re.findall(r"<script([^>]*)>", source):
            assert "src=" in attributes or re.search(r'"application/(ld\+)?json"', attributes)
        assert not re.search(r"(?:src|href)=\"(?:https?:)?//", source)
