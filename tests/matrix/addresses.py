"""Every address of the resolver, and which of them are pages that people read."""

from __future__ import annotations

import re

from django.urls import URLPattern, URLResolver, get_resolver

from tests.matrix.rows import Row, roles
from tests.matrix.table import ACCOUNT_PAGES, ROWS

# Answers at the platform's own address, to operators alone.
PLATFORM = (
    "/admin/accounts/user/",
    "/admin/accounts/user/<str:object_id>/",
    "/admin/tenants/tenant/",
    "/admin/tenants/tenant/<str:object_id>/",
)

NO_PAGES = {
    "/robots.txt": "for machines",
    "/sitemap.xml": "for machines",
    "/sitemap-<int:number>.xml": "for machines",
    "/sellers/<slug:slug>/card.png": "a picture",
    "/badge/<path:seller>.svg": "a picture",
    "/widget/<path:seller>.json": "for the widget's script",
    "/brand.css": "a stylesheet",
    "/brand/logo": "a picture",
    "/notifications/<uuid:notification_id>": "leads on to what it speaks of",
    "/payments/process/<uuid:token>/": "for machines",
    "/payments/process/<str:variant>/": "for machines",
    "/healthz": "for machines",
    "/readyz": "for machines",
    "/metrics": "for machines",
    "/api/schema": "for machines",
    "/files/<uuid:file_id>": "a file",
    "/selling/feedback.csv": "a file",
    "/account/data/download": "a file",
    "/transparency.csv": "a file",
    "/transparency/<int:year>.csv": "a file",
    "/accounts/2fa/recovery-codes/download/": "a file",
    "/admin/": "leads on to the first list",
}


def addresses() -> dict[str, str]:
    """Every pattern of the resolver as one path, with its name."""

    def walk(resolver: URLResolver, before: str = ""):
        for each in resolver.url_patterns:
            path = before + _plain(str(each.pattern))
            if isinstance(each, URLPattern):
                yield "/" + path, each.name
            else:
                yield from walk(each, path)

    return dict(walk(get_resolver()))


def _plain(pattern: str) -> str:
    """A regular expression as Django writes its other patterns: names in brackets."""
    return re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", pattern.removeprefix("^").removesuffix("$"))


def readers(row: Row) -> set[str]:
    """Who gets the page itself, and is neither led on nor refused."""
    return roles(row.sees) - set(row.other)


def only_takes_forms(row: Row) -> bool:
    """Nobody may GET it."""
    return not readers(row) and 405 in row.other.values()


def pages() -> set[str]:
    """The addresses at which people find a page."""
    of_the_product = {row.path for row in ROWS if not row.path.startswith("/api/v1/") and not only_takes_forms(row)}
    of_the_account = {path for path, name in addresses().items() if name in ACCOUNT_PAGES}
    return (of_the_product | of_the_account) - set(NO_PAGES)
