"""Pages of long lists: each begins where a cursor says, so that rows which come and go shift nothing."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Protocol
from urllib.parse import urlencode

from django.core import signing
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q, QuerySet
from django.http import QueryDict

from wire.bodies import UnableToRead, wrong

LARGEST_PAGE = 100
USUAL_PAGE = 20


class HasQuery(Protocol):
    GET: QueryDict

    def build_absolute_uri(self, location: str | None = None) -> str: ...


@dataclass(frozen=True, slots=True)
class Cut:
    """Some rows of a list, and the cursors of the pages beside it ("" where there is none)."""

    rows: list[Any]
    next: str
    previous: str


class CursorPages:
    """Cuts a queryset by keyset: `CursorPages("-published_at", "-id")`.

    The ordering names columns without nulls (or annotations) and ends with a unique one, so ties stand still.
    Give the table an index that begins with the tenant and follows the ordering.
    """

    def __init__(self, *ordering: str) -> None:
        self.ordering = ordering
        self._names = [name.removeprefix("-") for name in ordering]
        self._signer = signing.Signer(salt="wire.pages:" + ",".join(ordering))

    def cut(self, rows: QuerySet[Any], *, cursor: str = "", size: int = USUAL_PAGE) -> Cut:
        """At most `size` rows from `cursor` on. Raises UnableToRead at /cursor for one not given out here."""
        backward, position = self._read(cursor) if cursor else (False, None)
        ordering = [_reversed(name) for name in self.ordering] if backward else list(self.ordering)
        rows = rows.order_by(*ordering)
        if position is not None:
            try:
                rows = rows.filter(self._beyond(ordering, position))
            except (ValueError, TypeError, LookupError):
                raise _bad_cursor() from None
        found = list(rows[: size + 1])
        more, found = len(found) > size, found[:size]
        if backward:
            found.reverse()
        if not found:
            return Cut([], "", "")
        ahead = more if not backward else True
        behind = more if backward else bool(cursor)
        return Cut(
            found,
            next=self._write(found[-1], backward=False) if ahead else "",
            previous=self._write(found[0], backward=True) if behind else "",
        )

    def answer(self, rows: QuerySet[Any], request: HasQuery, show: Callable[[Any], Any]) -> dict[str, Any]:
        """`{"results", "next", "previous"}` for the `cursor` and `page_size` that `request` asks for."""
        cut = self.cut(rows, cursor=request.GET.get("cursor", ""), size=page_size(request.GET))
        return {
            "results": [show(row) for row in cut.rows],
            "next": _address(request, cut.next),
            "previous": _address(request, cut.previous),
        }

    def _beyond(self, ordering: Sequence[str], position: Sequence[Any]) -> Q:
        """Rows after `position`: (a, b) > (x, y) written out; the bound on `a` lets an index begin there."""
        first = f"{self._names[0]}__{'lt' if ordering[0].startswith('-') else 'gt'}e"
        beyond, same = Q(), Q()
        for name, order, value in zip(self._names, ordering, position, strict=True):
            step = "lt" if order.startswith("-") else "gt"
            beyond |= same & Q(**{f"{name}__{step}": value})
            same &= Q(**{name: value})
        return Q(**{first: position[0]}) & beyond

    def _write(self, row: Any, *, backward: bool) -> str:
        values = [attrgetter(name.replace("__", "."))(row) for name in self._names]
        return self._signer.sign_object([backward, values], serializer=_Compact)

    def _read(self, cursor: str) -> tuple[bool, list[Any]]:
        try:
            backward, values = self._signer.unsign_object(cursor, serializer=_Compact)
        except (signing.BadSignature, ValueError, TypeError):
            raise _bad_cursor() from None
        return bool(backward), values


class _Compact(signing.JSONSerializer):
    def dumps(self, obj: Any) -> bytes:
        return json.dumps(obj, separators=(",", ":"), cls=_Exact).encode()


class _Exact(DjangoJSONEncoder):
    """Keeps microseconds, which Django's own encoder cuts: a cut position would repeat rows."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if hasattr(o, "isoformat") else super().default(o)


def page_size(query: QueryDict) -> int:
    """The `page_size` asked for, or the usual one. Raises UnableToRead at /page_size unless it is from 1 to 100."""
    if not (asked := query.get("page_size")):
        return USUAL_PAGE
    if not re.fullmatch(r"[0-9]{1,3}", asked, re.ASCII) or not 1 <= int(asked) <= LARGEST_PAGE:
        raise UnableToRead(wrong("/page_size", f"Give a whole number from 1 to {LARGEST_PAGE}."))
    return int(asked)


def _reversed(name: str) -> str:
    return name.removeprefix("-") if name.startswith("-") else "-" + name


def _bad_cursor() -> UnableToRead:
    return UnableToRead(wrong("/cursor", "This cursor was not given out by this list; begin without one."))


def _address(request: HasQuery, cursor: str) -> str | None:
    if not cursor:
        return None
    query = [(name, value) for name, values in request.GET.lists() if name != "cursor" for value in values]
    return request.build_absolute_uri("?" + urlencode([*query, ("cursor", cursor)]))
