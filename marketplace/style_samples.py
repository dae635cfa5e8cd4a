"""Believable parameters for every component in every state, for the style page and its checks."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from django import forms

NOON = datetime(2026, 6, 17, 12, 4, 9, tzinfo=UTC)
LONG = (
    "The account arrived within the hour and everything promised was on it. I asked twice about the second "
    "character and got a friendly answer both times, with a screenshot.\n\nWould buy again."
)


class SampleForm(forms.Form):
    """A Django form with every kind of widget, bound to input that fails."""

    email = forms.EmailField(label="E-mail", help_text="We only write about your orders and cases.")
    statement = forms.CharField(
        label="What happened?",
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 4, "data-count": True, "data-keep-draft": "style-sample"}),
    )
    language = forms.ChoiceField(label="Language", choices=[("en", "English"), ("de", "Deutsch")])
    outcome = forms.ChoiceField(
        label="Outcome", choices=[("keep", "Keep"), ("remove", "Remove")], widget=forms.RadioSelect
    )
    file = forms.FileField(label="Evidence", required=False, help_text="PNG, JPEG, WebP or PDF, up to 10 MB.")
    agree = forms.BooleanField(label="What I say is true as far as I know.")


def review(**changes: Any) -> dict[str, Any]:
    sample = {
        "author": "Alice M.",
        "at": NOON,
        "overall": 5,
        "sentiment": "positive",
        "comment": LONG,
        "subject": "Level 60 druid, EU",
        "order_outcome": "Order finished",
    }
    stars = round(changes.get("overall", 5))
    sample["criteria"] = [{"label": label, "value": stars} for label in ("Fulfilment", "Start time", "Communication")]
    return sample | changes


def reviews() -> list[dict[str, Any]]:
    return [
        review(
            response={"by": "Bob's Game Vault", "body": "Thank you, Alice. Enjoy the druid!", "at": NOON},
            href="#review",
            actions=[
                {"label": "Respond", "href": "#respond"},
                {"label": "Ask for removal", "href": "#request"},
            ],
        ),
        review(overall=4.3, sentiment="positive", comment="", edited_at=NOON + timedelta(days=2), author="Dewi"),
        review(overall=2, sentiment="neutral", comment="Late, but it came.", author="Jo", criteria=[]),
        review(
            status="struck",
            overall=1,
            sentiment="",
            comment="Parcel came four days late and nobody told me why.",
            reason="The seller shipped on the promised day; the marketplace's own delivery was late.",
        ),
        review(
            status="attributed",
            overall=1.7,
            sentiment="",
            comment="Wrong size, twice.",
            attributed_to="Northline Logistics",
            reason="Its warehouse picked another item than the one on the order.",
        ),
        review(
            overall=2.3,
            sentiment="negative",
            comment="",
            comment_parts=[
                {"text": "Did not deliver. If you want to ask, call me at "},
                {"text": "telephone number removed", "redacted": True},
                {"text": " after six."},
            ],
        ),
        review(status="hidden", overall=1, sentiment="", comment=""),
        review(status="removed", reason="It demanded a refund under threat of bad feedback (ground: blackmail)."),
        review(status="withdrawn"),
    ]


def trend() -> list[tuple[date, float | None, int]]:
    wave = [0, 0.7, 1.1, 0.2, -1.4, -2.6, -3.4, -2.1, -0.8, 0.4, 0.9, 1.3]
    day = date(2025, 6, 18)
    return [
        (day + timedelta(days=7 * week), 95.2 + wave[week % 12] + week / 26 - 1, 150 + 2 * week) for week in range(53)
    ]


def gappy_trend() -> list[tuple[date, float | None, int]]:
    rates = [None, None, 100.0, 83.33, 66.67, None, None, 75.0, 80.0, None, 94.96]
    return [(date(2026, 1, 1) + timedelta(days=14 * i), rate, i) for i, rate in enumerate(rates)]


def flow() -> list[tuple[date, int, int, int]]:
    return [(date(2026, 5, 18) + timedelta(days=i), i * 7 % 5 + 1, i * 5 % 4 + 1, i % 9 == 4) for i in range(30)]


def outlook() -> dict[str, list[tuple[Any, ...]]]:
    past = [(day, 40 + 3 * came - 2 * went) for day, came, went, _ in flow()]
    last, number = past[-1]
    ahead = [(last + timedelta(days=i), number + i / 2, number + i / 2 - i, number + i / 2 + i) for i in range(15)]
    return {"past": past, "expected": ahead, "nothing": []}


def files() -> list[dict[str, Any]]:
    return [
        {"name": "chat-screenshot.png", "href": "#file", "kind": "Image", "size_text": "412 kB", "at": NOON},
        {"name": "proof-of-shipment.pdf", "href": "#file", "kind": "PDF", "size_text": "88 kB"},
    ]


def case() -> list[dict[str, Any]]:
    return [
        {
            "title": "Removal request filed",
            "by": "Bob's Game Vault",
            "at": NOON,
            "tone": "info",
            "files": files(),
        },
        {
            "title": "The buyer was asked for their side",
            "at": NOON + timedelta(minutes=1),
            "body": "They have three days.",
        },
        {
            "title": "The buyer replied",
            "by": "Alice M.",
            "at": NOON + timedelta(days=1),
            "body": "It is all true.",
        },
        {"title": "With an agent", "at": NOON + timedelta(days=2), "current": True, "tone": "accent"},
        {"title": "Decision"},
    ]


def figures() -> dict[str, Any]:
    return {
        "trend": trend(),
        "gappy_trend": gappy_trend(),
        "flow": flow(),
        "outlook": outlook(),
        "counts": {5: 181, 4: 31, 3: 4, 2: 6, 1: 1},
        "no_counts": {},
        "causes": [
            ("Shipped late", 41, "#cause"),
            ("Carrier lost the parcel", 17),
            ("Other than described", 9),
            ("No answer", 2),
        ],
        "criteria": [
            {"label": "Fulfilment", "mean": 4.8},
            {"label": "Start time", "mean": 4.4},
            {"label": "Communication", "mean": 3.9},
        ],
        "windows": [
            {"label": "30 days", "positive": 18, "neutral": 2, "negative": 0, "total": 20, "rate": "100.0"},
            {"label": "90 days", "positive": 51, "neutral": 3, "negative": 4, "total": 58, "rate": "92.7"},
            {
                "label": "365 days",
                "positive": 212,
                "neutral": 9,
                "negative": 11,
                "total": 232,
                "rate": "94.9",
                "basis": True,
            },
            {
                "label": "All time",
                "positive": 1180,
                "neutral": 31,
                "negative": 40,
                "total": 1251,
                "rate": "96.7",
            },
            {"label": "None", "positive": 0, "neutral": 0, "negative": 0, "total": 0, "rate": None},
        ],
    }


def samples() -> dict[str, Any]:
    """Everything that templates/style.html shows."""
    return {
        "style_bell": {"href": "#", "count": 3},
        "style_nav": [
            {"label": "Sellers", "href": "#sellers", "current": True},
            {"label": "My orders", "href": "#orders", "count": 3},
            {"label": "Cases", "href": "#cases"},
            {"label": "Rules", "href": "#rules"},
        ],
        "tones": ["neutral", "accent", "info", "success", "warning", "danger"],
        "levels": ["info", "success", "warning", "danger"],
        "crumbs": [
            {"label": "Sellers", "href": "#"},
            {"label": "Bob's Game Vault", "href": "#"},
            {"label": "Reviews"},
        ],
        "tab_items": [
            {"label": "Reviews", "href": "#reviews", "current": True, "count": 232},
            {"label": "How it is computed", "href": "#computed"},
            {"label": "Removed", "href": "#removed", "count": 3},
        ],
        "steps": [
            {"label": "Choose grounds", "state": "done"},
            {"label": "Show evidence", "state": "current"},
            {"label": "Check and send", "state": "next"},
        ],
        "form": SampleForm({"email": "bob", "statement": "x" * 220, "language": "en"}),
        "errors": [
            {"href": "#id_fulfilment", "text": "Choose one to five stars for fulfilment."},
            {"href": "#id_comment", "text": "Shorten the comment to 2,000 characters."},
        ],
        "grounds": [
            {
                "value": "blackmail",
                "label": "The buyer demanded something under threat",
                "help": "Show the message in which they did.",
                "checked": True,
            },
            {
                "value": "unrelated",
                "label": "It is about something else",
                "help": "Say what it is about instead.",
            },
            {
                "value": "delay",
                "label": "It is about platform delivery",
                "note": "Not offered for orders that you ship yourself.",
                "disabled": True,
            },
        ],
        "sentiments": [{"value": "", "label": "All"}, {"value": "negative", "label": "Negative"}],
        "filter_fields": [
            {
                "name": "sentiment",
                "label": "Kind",
                "value": "negative",
                "options": [{"value": "", "label": "All"}, {"value": "negative", "label": "Negative"}],
            },
            {
                "name": "window",
                "label": "Written in",
                "options": [{"value": "365", "label": "365 days"}, {"value": "30", "label": "30 days"}],
            },
            {"name": "q", "label": "Words"},
        ],
        "reviews": reviews(),
        "facts": [
            {"key": "Order", "value": "GG-20418", "href": "#order"},
            {"key": "Placed", "at": NOON},
            {"key": "Fulfilled by", "value": "The seller"},
            {"key": "Promised start", "value": "within 2 hours", "help": "Started after 41 minutes."},
            {"key": "Tracking", "value": None},
        ],
        "case": case(),
        "files": files(),
        "chat": [
            {"side": "system", "body": "Order paid", "at": NOON},
            {
                "side": "theirs",
                "by": "Bob's Game Vault",
                "body": "Hi Alice, I start in ten minutes.",
                "at": NOON,
            },
            {
                "side": "mine",
                "by": "You",
                "body": "Great, here is the character name as you asked.",
                "at": NOON,
                "files": files()[:1],
                "note": "Delivered",
            },
        ],
        "figures": figures(),
    }
