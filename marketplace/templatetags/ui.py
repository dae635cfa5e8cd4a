"""Words for states and times, and wrappers that put a page's own markup into a component."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from policy.phrases import criteria_in_words

register = template.Library()

# (words, tone) for every state of the glossary; a pair (kind, state) wins over the state alone.
STATES: dict[str | tuple[str, str], tuple[str, str]] = {
    "awaiting_payment": ("Awaiting payment", "neutral"),
    "in_progress": ("In progress", "info"),
    "delivered": ("Delivered", "info"),
    "finished": ("Finished", "success"),
    "refund": ("Refunded", "neutral"),
    "canceled": ("Canceled", "neutral"),
    "published": ("Published", "success"),
    "hidden": ("Hidden while a case runs", "warning"),
    ("review", "withdrawn"): ("Withdrawn by the buyer", "neutral"),
    "withdrawn": ("Withdrawn", "neutral"),
    "struck": ("Struck through", "warning"),
    "removed": ("Removed", "danger"),
    "attributed": ("Answered for by the partner", "info"),
    "submitted": ("Submitted", "info"),
    "awaiting_buyer": ("Waiting for the buyer's side", "info"),
    "in_review": ("With an agent", "accent"),
    "more_information": ("More information needed", "warning"),
    "awaiting_approval": ("Awaiting second approval", "warning"),
    "decided": ("Decided", "success"),
    ("notice", "received"): ("Received", "info"),
    ("notice", "case"): ("With a case", "accent"),
    ("notice", "dismissed"): ("Answered", "neutral"),
    "lodged": ("Lodged", "info"),
    "upheld": ("Upheld", "success"),
    "rejected": ("Rejected", "neutral"),
    "keep": ("Kept", "neutral"),
    "remove": ("Removed", "danger"),
    "strike": ("Struck through", "warning"),
    "redact": ("Partly redacted", "warning"),
    "attribute": ("Attributed to the partner", "info"),
    "met": ("Met", "success"),
    "not_met": ("Not met", "neutral"),
    "unknown": ("Not yet known", "warning"),
    "positive": ("Positive", "success"),
    "neutral": ("Neutral", "neutral"),
    "negative": ("Negative", "danger"),
    "healthy": ("On target", "success"),
    "at_risk": ("At risk", "warning"),
    "critical": ("Below target", "danger"),
    "not_rated": ("Not rated yet", "neutral"),
    "proposed": ("Proposed", "info"),
    "accepted": ("Accepted", "accent"),
    "performed": ("Performed", "info"),
    "honoured": ("Honored", "success"),
    "breached": ("Breached", "danger"),
    "declined": ("Declined", "neutral"),
    "expired": ("Expired", "neutral"),
    "failed": ("Not performed", "danger"),
    "active": ("Active", "danger"),
    "ended": ("Ended", "neutral"),
    "lifted": ("Lifted", "neutral"),
    "open": ("Open", "info"),
    "paid": ("Paid", "success"),
    "revoked": ("Revoked", "neutral"),
    ("custom_order", "revoked"): ("Taken back", "neutral"),
    ("report", "open"): ("With an agent", "info"),
    ("report", "confirmed"): ("Confirmed", "warning"),
    ("report", "dismissed"): ("Nothing follows", "neutral"),
}


def state_words(state: Any, kind: str = "") -> tuple[str, str]:
    """The words and the tone for a state; an unknown one is shown as it is written, in a quiet tone."""
    key = str(getattr(state, "value", state) or "").lower()
    found = STATES.get((kind, key)) or STATES.get(key)
    return found or (key.replace("_", " ").capitalize(), "neutral")


def duration_in_words(span: timedelta) -> str:
    """The two largest units of a length of time: '3 days, 4 hours'; under a minute 'less than a minute'."""
    minutes = int(abs(span).total_seconds()) // 60
    days, rest = divmod(minutes, 24 * 60)
    hours, minutes = divmod(rest, 60)
    parts = [
        f"{count} {unit}{'' if count == 1 else 's'}"
        for count, unit in ((days, "day"), (hours, "hour"), (minutes, "minute"))
    ]
    start = next((i for i, count in enumerate((days, hours, minutes)) if count), None)
    if start is None:
        return "less than a minute"
    return ", ".join(part for part in parts[start : start + 2] if not part.startswith("0 "))


def _offset(moment: datetime) -> str:
    """The zone as people write it: 'UTC', or 'CET (UTC+01:00)'."""
    digits = moment.strftime("%z")
    if digits in ("+0000", ""):
        return "UTC"
    offset, name = f"UTC{digits[:3]}:{digits[3:5]}", moment.tzname() or ""
    return f"{name} ({offset})" if name.isalpha() else offset


@register.simple_tag
def when(moment: datetime | date | None, style: str = "minute") -> SafeString:
    """A <time> in the active time zone, exact time and zone on hover; style is 'minute' or 'date'."""
    if moment is None:
        return mark_safe("")
    if not isinstance(moment, datetime):
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(), f"{moment.day} {moment:%b %Y}")
    local = timezone.localtime(moment)
    text = f"{local.day} {local:%b %Y}" if style == "date" else f"{local.day} {local:%b %Y, %H:%M}"
    exactly = f"{local:%A} {local.day} {local:%B %Y, %H:%M:%S} {_offset(local)}"
    instant = moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
    # Digits and the calendar's own words; a long chat has a thousand of them.
    return mark_safe(f'<time datetime="{instant}" title="{exactly}">{text}</time>')  # noqa: S308


@register.simple_tag
def plain_message(line: dict[str, Any]) -> SafeString:
    """A message without marks or files, as `components/chat_message.html` draws it: hundreds of them wait folded."""
    # Written out: `format_html` costs more than all the rest of such a line.
    return mark_safe(  # noqa: S308
        f'<li class="chat-message {line["side"]}" id="{line["id"]}"><p class="chat-by small muted">'
        f"<strong>{escape(line['by'])}</strong> · {when(line['at'])}</p>"
        f'<div class="chat-bubble"><p>{escape(line["body"])}</p></div></li>'
    )


@register.filter
def in_words(span: timedelta | None) -> str:
    """A length of time as words, or nothing."""
    return "" if span is None else duration_in_words(span)


@register.filter
def thousands(number: Any) -> str:
    """1204 as '1,204'; what is no whole number stays as it is."""
    try:
        return f"{int(number):,}"
    except (TypeError, ValueError):
        return "" if number is None else str(number)


@register.filter
def status_words(state: Any, kind: str = "") -> str:
    """The words for a state, for use in a sentence."""
    return state_words(state, kind)[0]


@register.filter
def criteria_words(criteria: Any) -> str:
    """Criteria of a review, as a sentence names them: "start time and communication"."""
    return criteria_in_words(criteria or ())


@lru_cache(maxsize=512)
def _pill(label: str, tone: str) -> SafeString:
    return mark_safe(render_to_string("components/pill.html", {"label": label, "tone": tone}))  # noqa: S308


@register.simple_tag
def status_pill(state: Any, kind: str = "") -> SafeString:
    """A pill with the words and the tone of a state of the glossary, rendered once for each."""
    return _pill(*state_words(state, kind))


@register.simple_tag
def pill(label: str, tone: str) -> SafeString:
    """`components/pill.html`, rendered once for each."""
    return _pill(label, tone)


@register.filter
def inline_svg(svg: str) -> SafeString:
    """An SVG made by this server (never by a user) as markup for a page, without its XML prolog."""
    return mark_safe(re.sub(r"^\s*<\?xml[^>]*\?>\s*", "", str(svg)))  # noqa: S308 - see the docstring


def _wrap(component: str, content: str, **parameters: Any) -> SafeString:
    # The block's content was rendered, and so escaped, by the template engine.
    body = mark_safe(content.strip())  # noqa: S308
    return mark_safe(render_to_string(f"components/{component}.html", {"body": body, **parameters}))  # noqa: S308


@register.simple_block_tag
def card(content: str, title: str = "", **parameters: Any) -> SafeString:
    """{% card title="…" %}…{% endcard %}: the page's markup in a card."""
    return _wrap("card", content, title=title, **parameters)


@register.simple_block_tag
def notice(content: str, level: str = "info", title: str = "", **parameters: Any) -> SafeString:
    """{% notice "warning" title="…" %}…{% endnotice %}: the page's markup in a notice."""
    return _wrap("notice", content, level=level, title=title, **parameters)


@register.simple_block_tag
def disclosure(content: str, summary: str, **parameters: Any) -> SafeString:
    """{% disclosure "How this is computed" %}…{% enddisclosure %}: markup that opens on demand."""
    return _wrap("disclosure", content, summary=summary, **parameters)
