"""Takes a person out of what is kept: their own words go whole, their name goes out of the words of others."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pgtrigger
from django.db.models import Q, QuerySet

from tenants.models import Member

ERASED = "[erased]"
"""Stands where a person's words stood that only some could read. What everybody could read becomes nothing."""
BATCH = 500
_SHORTEST_NAME = 3
"""Letters from which a single word of a name is looked for; shorter ones are words of every sentence."""
_HIDDEN = "█"


@dataclass(frozen=True, slots=True)
class Person:
    """Who is erased: the member, and what they are known by here."""

    member_id: UUID
    whole: tuple[str, ...]
    """E-mail address, full name and external id; found in whatever capitals."""
    parts: tuple[str, ...]
    """The words of the name, found as they are written: "Rose" and never "rose"."""

    @classmethod
    def of(cls, member: Member) -> Person:
        names = [member.name, member.user.name if member.user else ""]
        words = [word for word in " ".join(names).split() if len(word) >= _SHORTEST_NAME and word[0].isupper()]
        addresses = [member.email, member.user.email if member.user else ""]
        whole = {each.strip() for each in (*names, *addresses, member.external_id)}
        return cls(
            member.pk,
            tuple(sorted((each for each in whole if len(each) >= _SHORTEST_NAME), key=len, reverse=True)),
            tuple(dict.fromkeys(words)),
        )

    @property
    def is_known(self) -> bool:
        return bool(self.whole or self.parts)

    def named_in(self, *columns: str) -> Q:
        """Rows whose text may name the person; a first sieve, done by the database."""
        sieve = Q(pk__in=())
        for column in columns:
            for each in (*self.whole, *self.parts):
                sieve |= Q(**{f"{column}__icontains": each})
        return sieve

    def out_of(self, value: Any) -> Any:
        """The text, list or table without the name; as long as before, so that places in it stay right."""
        if isinstance(value, str):
            for pattern in self._patterns():
                value = pattern.sub(lambda found: _HIDDEN * len(found[0]), value)
            return value
        if isinstance(value, list | tuple):
            return [self.out_of(each) for each in value]
        if isinstance(value, dict):
            return {key: self.out_of(each) for key, each in value.items()}
        return value

    def _patterns(self) -> Iterator[re.Pattern[str]]:
        for each in self.whole:
            yield re.compile(_alone(each), re.IGNORECASE)
        for each in self.parts:
            yield re.compile(_alone(each))


def _alone(text: str) -> str:
    return rf"(?<!\w){re.escape(text)}(?!\w)"


@contextmanager
def rewriting(model: type[Any]) -> Iterator[None]:
    """Inside, rows of a table that is otherwise never changed may lose words. For erasure and retention alone."""
    with ExitStack() as stack:
        for trigger in getattr(model._meta, "triggers", ()):
            stack.enter_context(pgtrigger.ignore(f"{model._meta.label}:{trigger.name}"))
        yield


def drop(rows: QuerySet[Any], **columns: Any) -> int:
    """Put these values in place of what stood there; how many rows changed. Doing it again changes none."""
    already = Q(
        **{f"{name}__isnull" if value is None else name: value is None or value for name, value in columns.items()}
    )
    with rewriting(rows.model):
        # By id: a condition over other tables is no part of an UPDATE of a protected one.
        ids = list(rows.exclude(already).values_list("pk", flat=True))
        for start in range(0, len(ids), BATCH):
            rows.model.objects.filter(pk__in=ids[start : start + BATCH]).update(**columns)
    return len(ids)


def unname(rows: QuerySet[Any], person: Person, *columns: str, all_rows: bool = False) -> int:
    """Take the person's name out of these columns; how many rows named them.

    The database looks through text columns first; `all_rows` reads every row, as lists and tables need it.
    """
    if not person.is_known:
        return 0
    found = rows if all_rows else rows.filter(person.named_in(*columns))
    changed: list[tuple[Any, dict[str, Any]]] = []
    for pk, *values in found.values_list("pk", *columns).iterator(chunk_size=BATCH):
        new = {name: person.out_of(value) for name, value in zip(columns, values, strict=True)}
        if any(new[name] != value for name, value in zip(columns, values, strict=True)):
            changed.append((pk, new))
    with rewriting(rows.model):
        for pk, new in changed:
            rows.model.objects.filter(pk=pk).update(**new)
    return len(changed)
