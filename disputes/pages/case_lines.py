"""What a review's own page tells of its cases and statements; feedback, below, knows it by a setting."""

from __future__ import annotations

from typing import Any

from django.urls import NoReverseMatch, reverse

from disputes.models import Statement
from disputes.queries import cases_visible_to, statements_of
from tenants.models import Member


def case_lines(review: Any, member: Member | None) -> list[dict[str, Any]]:
    """Lines of the timeline, each leading to a page that the member may read; three queries at most."""
    cases = [
        {
            "kind": "case",
            "title": "The seller asked for removal",
            "body": "",
            "at": case.filed_at,
            "href": _href("request_page", case.pk),
            "tone": "info",
        }
        for case in cases_visible_to(member).filter(review=review)
    ]
    statements = [
        {
            "kind": "statement",
            "title": _TITLES[statement.kind],
            "body": statement.measure,
            "at": statement.created_at,
            "href": _href("statement_page", statement.pk),
            "tone": "accent",
        }
        for statement in statements_of(member).filter(review=review)
    ]
    return cases + statements


_TITLES = {
    Statement.Kind.STATEMENT: "You were given a statement of reasons",
    Statement.Kind.NOTICE: "The decision was notified to the seller",
}


def _href(name: str, key: Any) -> str:
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        return ""
