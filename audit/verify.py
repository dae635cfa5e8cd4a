"""Walks a marketplace's chain of entries and names the first place where it was altered or cut.

The hashes are recomputed by the database with the function that wrote them (audit/migrations/0002_chain.py):
hash = sha256(previous hash || canonical text of the entry). Whoever alters an entry would have to forge every later
link and the head; docs/decisions/0005 says what that does and does not prove.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

# One statement, so that links, head and entries are of one moment while others commit.
_WALK = """
WITH walked AS (
    SELECT link.number, link.previous, link.hash, link.entry_id, entry.id AS entry, entry.action,
           row_number() OVER chain AS place,
           coalesce(lag(link.hash) OVER chain, '') AS hash_before,
           coalesce(lag(link.number) OVER chain, 0) + 1 AS expected,
           encode(sha256(convert_to(link.previous, 'UTF8') || audit_canonical(entry)), 'hex') AS right_hash
    FROM audit_link link LEFT JOIN audit_entry entry
        ON entry.id = link.entry_id AND entry.tenant_id = link.tenant_id
    WHERE link.tenant_id = %(tenant)s
    WINDOW chain AS (ORDER BY link.number)
),
broken AS (
    SELECT number, entry_id, action, expected,
           CASE WHEN number <> place THEN 'gap' WHEN entry IS NULL THEN 'gone'
                WHEN hash IS DISTINCT FROM right_hash THEN 'altered' ELSE 'unchained' END AS kind
    FROM walked
    WHERE number <> place OR entry IS NULL OR hash IS DISTINCT FROM right_hash OR previous <> hash_before
    ORDER BY number LIMIT 1
),
last AS (
    SELECT number, hash FROM audit_link WHERE tenant_id = %(tenant)s ORDER BY number DESC LIMIT 1
),
unlinked AS (
    SELECT id, action FROM audit_entry entry
    WHERE tenant_id = %(tenant)s AND NOT EXISTS (
        SELECT FROM audit_link link WHERE link.entry_id = entry.id AND link.tenant_id = entry.tenant_id)
    ORDER BY at, id LIMIT 1
)
SELECT broken.kind, broken.number, broken.entry_id, broken.action, broken.expected,
       coalesce(last.number, 0), coalesce(last.hash, ''), head.number, head.hash, unlinked.id, unlinked.action
FROM (SELECT) one
    LEFT JOIN broken ON true
    LEFT JOIN last ON true
    LEFT JOIN (SELECT number, hash FROM audit_head WHERE tenant_id = %(tenant)s) head ON true
    LEFT JOIN unlinked ON true
"""


@dataclass(frozen=True, slots=True)
class Verdict:
    """How many entries are in order, and the sentence that names the first break ('' when there is none)."""

    entries: int
    first_break: str = ""

    def __bool__(self) -> bool:
        return not self.first_break


def verify_chain(tenant_id: UUID) -> Verdict:
    """Check the whole chain of one marketplace. Call it inside the marketplace (tenants.scope)."""
    with connection.cursor() as cursor:
        cursor.execute(_WALK, {"tenant": tenant_id})
        row = cursor.fetchone()
    kind, number, entry, action, expected, last_number, last_hash, head_number, head_hash, stray, stray_action = row
    if kind:
        return Verdict(number - 1, _name_break(kind, number, entry, action, expected))
    if (head_number or 0, head_hash or "") != (last_number, last_hash):
        return Verdict(last_number, _name_cut(head_number, last_number))
    if stray:
        return Verdict(last_number, f"entry {stray} ({stray_action}) has no link: it was written past the chain")
    return Verdict(last_number)


def _name_break(kind: str, number: int, entry: UUID, action: str | None, expected: int) -> str:
    return {
        "gap": f"link {expected} is missing; the next one is {number}",
        "gone": f"link {number} points to entry {entry}, which is gone",
        "altered": f"link {number} and entry {entry} ({action}) do not fit: one of them was altered",
        "unchained": f"link {number} does not continue the one before it: one of them was altered",
    }[kind]


def _name_cut(head: int | None, last: int) -> str:
    if head is None:
        return f"the head of the chain is gone; {last} links stand"
    if head > last:
        return f"the tail is cut: the head stands at {head}, the last link is {last}"
    return f"the head was altered: it stands at {head}, the last link is {last}"
