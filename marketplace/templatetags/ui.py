"""Words for states and times, and wrappers that put a page's own markup into a component."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from policy.phrases import criteria_in_words
from policy.saying import Said, say, say_number
from wire.speaking import SPEAKER, long_day, short_day

register = template.Library()

# (words, tone) for every state of the glossary; a pair (kind, state) wins over the state alone.
STATES: dict[str | tuple[str, str], tuple[str, str]] = {
    "awaiting_payment": (say("Awaiting payment"), "neutral"),
    "in_progress": (say("In progress"), "info"),
    "delivered": (say("Delivered"), "info"),
    "finished": (say("Finished"), "success"),
    "refund": (say("Refunded"), "neutral"),
    "canceled": (say("Canceled"), "neutral"),
    "published": (say("Published"), "success"),
    "hidden": (say("Hidden while a case runs"), "warning"),
    ("review", "withdrawn"): (say("Withdrawn by the buyer"), "neutral"),
    "withdrawn": (say("Withdrawn"), "neutral"),
    "struck": (say("Struck through"), "warning"),
    "removed": (say("Removed"), "danger"),
    "attributed": (say("Answered for by the partner"), "info"),
    "submitted": (say("Submitted"), "info"),
    "awaiting_buyer": (say("Waiting for the buyer's side"), "info"),
    "in_review": (say("With an agent"), "accent"),
    "more_information": (say("More information needed"), "warning"),
    "awaiting_approval": (say("Awaiting second approval"), "warning"),
    "decided": (say("Decided"), "success"),
    ("notice", "received"): (say("Received"), "info"),
    ("notice", "case"): (say("With a case"), "accent"),
    ("notice", "dismissed"): (say("Answered"), "neutral"),
    "lodged": (say("Lodged"), "info"),
    "upheld": (say("Upheld"), "success"),
    "rejected": (say("Rejected"), "neutral"),
    "keep": (say("Kept"), "neutral"),
    "remove": (say("Removed"), "danger"),
    "strike": (say("Struck through"), "warning"),
    "redact": (say("Partly redacted"), "warning"),
    "attribute": (say("Attributed to the partner"), "info"),
    "met": (say("Met"), "success"),
    "not_met": (say("Not met"), "neutral"),
    "unknown": (say("Not yet known"), "warning"),
    "positive": (say("Positive"), "success"),
    "neutral": (say("Neutral"), "neutral"),
    "negative": (say("Negative"), "danger"),
    "healthy": (say("On target"), "success"),
    "at_risk": (say("At risk"), "warning"),
    "critical": (say("Below target"), "danger"),
    "not_rated": (say("Not rated yet"), "neutral"),
    "proposed": (say("Proposed"), "info"),
    "accepted": (say("Accepted"), "accent"),
    "performed": (say("Performed"), "info"),
    "honoured": (say("Honored"), "success"),
    "breached": (say("Breached"), "danger"),
    "declined": (say("Declined"), "neutral"),
    "expired": (say("Expired"), "neutral"),
    "failed": (say("Not performed"), "danger"),
    "active": (say("Active"), "danger"),
    "ended": (say("Ended"), "neutral"),
    "lifted": (say("Lifted"), "neutral"),
    "open": (say("Open"), "info"),
    "paid": (say("Paid"), "success"),
    "revoked": (say("Revoked"), "neutral"),
    ("custom_order", "revoked"): (say("Taken back"), "neutral"),
    ("report", "open"): (say("With an agent"), "info"),
    ("report", "confirmed"): (say("Confirmed"), "warning"),
    ("report", "dismissed"): (say("Nothing follows"), "neutral"),
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
    parts = (
        (days, say_number("{number} day", "{number} days", days)),
        (hours, say_number("{number} hour", "{number} hours", hours)),
        (minutes, say_number("{number} minute", "{number} minutes", minutes)),
    )
    start = next((place for place, (count, _) in enumerate(parts) if count), None)
    if start is None:
        return str(say("less than a minute"))
    return ", ".join(str(words) for count, words in parts[start : start + 2] if count)


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
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(), short_day(moment))
    local = timezone.localtime(moment)
    text = short_day(local) if style == "date" else f"{short_day(local)}, {local:%H:%M}"
    exactly = f"{long_day(local)}, {local:%H:%M:%S} {_offset(local)}"
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
    """1204 as '1,204', or as the language writes it; what is no whole number stays as it is."""
    try:
        return SPEAKER.number(int(number))
    except (TypeError, ValueError):
        return "" if number is None else str(number)


@register.filter
def decimals(number: str) -> str:
    """'4.5' as the language writes it: '4,5' in German; in English as it is."""
    return number if SPEAKER.is_english() else SPEAKER.fixed(Decimal(number), len(str(number).partition(".")[2]))


@register.filter
def status_words(state: Any, kind: str = "") -> str:
    """The words for a state, for use in a sentence."""
    return str(state_words(state, kind)[0])


@register.filter
def kept_in_english(text: str) -> str:
    """The attribute ` lang="en"` for words of a program that are kept in English, where the page speaks otherwise."""
    return mark_safe(' lang="en"') if text and not isinstance(text, Said) and not SPEAKER.is_english() else ""


ROLES = {
    "buyer": say("buyer"),
    "seller": say("seller"),
    "partner": say("partner"),
    "agent": say("agent"),
    "lead": say("lead"),
    "integrator": say("integrator"),
}


@register.filter
def role_words(roles: Sequence[str] | None) -> str:
    """Roles of a member in words: "buyer, seller"."""
    return ", ".join(str(ROLES.get(role, role)) for role in roles or ())


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
    return pill(*state_words(state, kind))


@register.simple_tag
def pill(label: str, tone: str) -> SafeString:
    """`components/pill.html`, rendered once for each."""
    return _pill(str(label), tone)


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
