"""Deterministic bulk cases for benchmarks about the bulk reviews of `marketplace.scale`: the same way into the tables.

Grounds, languages, times and words are drawn as marketplaces have them: few of many kinds, many of a few. The words
are in the claims; the languages are only said, since the bulk reviews have a few English comments.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import datetime
from random import Random
from typing import Final

from django.db import connection

from marketplace.scale import BATCH, DAYS, SCALE_ID
from policy.document import PolicyDocument
from tenants.models import Tenant
from tenants.queries import policy_in_force
from tenants.scope import tenant_scope

HOUR: Final = 3600
WORDS: Final = 5_000
GROUNDS: Final = {
    "unrelated": 22,
    "shipped_on_time": 18,
    "obscene_language": 14,
    "product_review": 12,
    "blackmail": 9,
    "platform_fulfilment": 7,
    "wrong_order": 6,
    "personal_information": 4,
    "duplicate": 3,
    "feedback_bombing": 3,
    "mutual_agreement": 2,
}
URGENT: Final = "personal_information"
LANGUAGES: Final = {"en": 50, "de": 12, "fr": 8, "es": 8, "": 8, "it": 4, "pl": 3, "nl": 3, "pt": 2, "tr": 1, "ru": 1}
STANDING: Final = {"awaiting_buyer": 44, "in_review": 46, "more_information": 7, "awaiting_approval": 3}
CLOSED: Final = {"decided": 92, "withdrawn": 8}
OUTCOMES: Final = {"remove": 40, "keep": 42, "strike": 14, "redact": 4}
NONE: Final = "\\N"


def drawn_cases(seed: int, requests: int, still_open: int, reviews: int, policy: PolicyDocument) -> Iterator[str]:
    """Lines of number, review, status, outcome, seconds from now to filing, reply, more information, deadline and
    closing, grounds, language and words; the last `still_open` are open, each about a review of its own."""
    rng = Random(f"touchstone-cases-{seed}-{requests}-{still_open}")
    reply, decide, more = (
        hours * HOUR
        for hours in (
            policy.removal.buyer_reply_hours,
            policy.removal.decision_due_hours,
            policy.removal.more_information_hours,
        )
    )
    for number in range(requests):
        is_open = number >= requests - still_open
        grounds = {_one(rng, GROUNDS)}
        if rng.random() < 0.15:
            grounds.add(_one(rng, GROUNDS))
        asked: int | str = NONE
        closed: int | str = NONE
        outcome = ""
        if not is_open:
            status = _one(rng, CLOSED)
            filed = -rng.randrange(reply + decide, DAYS * 24 * HOUR)
            due = filed + reply + decide
            closed = min(-1, due - rng.randrange(decide))
            outcome = _one(rng, OUTCOMES) if status == "decided" else ""
        else:
            status = _one(rng, STANDING)
            filed, due, asked = _open_times(rng, status, reply, decide, more)
            if URGENT in grounds and status == "awaiting_buyer":
                status, due = "in_review", filed + decide
        review = number - (requests - still_open) if is_open else rng.randrange(reviews)
        words = " ".join(sorted({f"word{_rank(rng)}" for _ in range(12)})) if is_open else ""
        language = _one(rng, LANGUAGES) if is_open else ""
        replied_by = NONE if URGENT in grounds else filed + reply
        columns = (number, review, status, outcome, filed, replied_by, asked, due, closed)
        listed = ",".join(sorted(grounds))
        yield "\t".join(map(str, (*columns, listed, language, words))) + "\n"


def _open_times(rng: Random, status: str, reply: int, decide: int, more: int) -> tuple[int, int, int | str]:
    """When it was filed and when it is due, and until when the seller may answer; seconds from now."""
    if status == "awaiting_buyer":
        filed = -rng.randrange(reply)
        return filed, filed + reply + decide, NONE
    # A few are overdue, and a few have been asked about for long.
    filed = -reply - rng.randrange(decide + decide // 8)
    if status == "more_information":
        asked = rng.randrange(more)
        return filed - rng.randrange(10 * 24 * HOUR), asked + decide, asked
    return filed, filed + reply + decide, NONE


def _one(rng: Random, weights: dict[str, int]) -> str:
    return rng.choices(list(weights), list(weights.values()))[0]


def _rank(rng: Random) -> int:
    """The k-th word about 1/k as often as the first."""
    return int(WORDS ** rng.random())


def load_cases(
    *, tenant: Tenant, requests: int, still_open: int, seed: int, now: datetime, say: Callable[[str], None]
) -> None:
    """Add `requests` removal requests about the reviews that there are, of which `still_open` are open at `now`.

    Raises ValueError where more are to be open than there are reviews.
    """
    with tenant_scope(tenant), connection.cursor() as cursor:
        version = policy_in_force(at=now)
        given = {"tenant": tenant.pk, "seed": seed, "tag": f"{seed}-{requests}-{still_open}", "now": now}
        given["policy"] = version.pk
        cursor.execute(SCALE_ID)
        cursor.execute(FILER, given)
        cursor.execute(REVIEWED, given)
        reviews = cursor.rowcount
        cursor.execute("CREATE INDEX ON reviewed (n); ANALYZE reviewed")
        if still_open > reviews:
            raise ValueError(f"There are {reviews:,} reviews; load {still_open:,} first.")
    lines = drawn_cases(seed, requests, still_open, reviews, version.policy)
    done = 0
    while batch := "".join(line for _, line in zip(range(BATCH), lines, strict=False)):
        with tenant_scope(tenant), connection.cursor() as cursor:
            cursor.execute(SCALE_ID)
            cursor.execute(DRAWN)
            cursor.cursor.copy_expert("COPY drawn_cases FROM STDIN", io.StringIO(batch))
            cursor.execute("ANALYZE drawn_cases")
            for statement in (PLACED, REQUESTS, CLAIMS, DECISIONS, MARKS):
                cursor.execute(statement, given)
        done = min(done + BATCH, requests)
        say(f"{done:,} of {requests:,} removal requests")
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE reviewed")


FILER = """
INSERT INTO tenants_member (id, tenant_id, external_id, name, email, roles, joined_at)
    SELECT pg_temp.scale_id('filer', %(seed)s, 0, '2020-01-01'), %(tenant)s, 'filer-' || %(seed)s, 'Filer', '',
        '{seller}', '2020-01-01'
    ON CONFLICT DO NOTHING
"""

REVIEWED = """
CREATE TEMPORARY TABLE reviewed AS
    SELECT row_number() OVER (ORDER BY r.published_at, r.id) - 1 AS n, r.id, r.seller_id, o.amount
    FROM feedback_review AS r JOIN orders_order AS o ON o.id = r.order_id
    WHERE r.tenant_id = %(tenant)s AND o.tenant_id = %(tenant)s
"""

DRAWN = """
CREATE TEMPORARY TABLE drawn_cases (
    n bigint, review bigint, status text, outcome text, filed bigint, reply bigint, asked bigint, due bigint,
    closed bigint, grounds text, language text, words text
) ON COMMIT DROP
"""

PLACED = """
CREATE TEMPORARY TABLE placed_cases ON COMMIT DROP AS
    SELECT d.n, d.status, d.outcome, string_to_array(d.grounds, ',') AS grounds, d.language, d.words,
        r.id AS review_id, r.seller_id, r.amount,
        %(now)s::timestamptz + d.filed * interval '1 second' AS filed_at,
        %(now)s::timestamptz + d.reply * interval '1 second' AS reply_at,
        %(now)s::timestamptz + d.asked * interval '1 second' AS asked_at,
        %(now)s::timestamptz + d.due * interval '1 second' AS due_at,
        %(now)s::timestamptz + d.closed * interval '1 second' AS closed_at,
        pg_temp.scale_id('case' || %(tag)s, %(seed)s, d.n, %(now)s + d.filed * interval '1 second') AS id,
        pg_temp.scale_id('filer', %(seed)s, 0, '2020-01-01') AS filed_by
    FROM drawn_cases AS d JOIN reviewed AS r ON r.n = d.review
    ORDER BY d.n
"""

REQUESTS = """
INSERT INTO disputes_removalrequest (id, tenant_id, review_id, seller_id, filed_by_id, origin, status,
    policy_version_id, filed_at, buyer_reply_due_at, more_information_due_at, due_at, closed_at, marked_at, version)
    SELECT id, %(tenant)s, review_id, seller_id, filed_by, 'seller', status, %(policy)s, filed_at, reply_at, asked_at,
        due_at, closed_at, CASE WHEN closed_at IS NULL THEN %(now)s::timestamptz END, 1
    FROM placed_cases
"""

CLAIMS = """
INSERT INTO disputes_claim (id, tenant_id, request_id, ground, statement, feedback_type)
    SELECT gen_random_uuid(), %(tenant)s, id, ground, words, '' FROM placed_cases, unnest(grounds) AS ground
"""

DECISIONS = """
INSERT INTO disputes_decision (id, tenant_id, request_id, review_id, outcome, findings, proposed, ground, reason,
    departure_reason, spans, good_faith, policy_version_id, facts, decided_by_id, decided_at, held)
    SELECT gen_random_uuid(), %(tenant)s, id, review_id, outcome, '{}', '{}',
        CASE outcome WHEN 'keep' THEN '' ELSE grounds[1] END, 'Drawn.', '', '{}', true, %(policy)s, '{}', filed_by,
        closed_at, false
    FROM placed_cases WHERE status = 'decided'
"""

MARKS = """
INSERT INTO disputes_queuemark (id, tenant_id, request_id, name, value, due_at)
    SELECT gen_random_uuid(), %(tenant)s, id, mark.name, mark.value, due_at
    FROM placed_cases, LATERAL (
        SELECT 'ground', unnest(grounds)
        UNION ALL SELECT 'seller', seller_id::text
        UNION ALL SELECT 'language', language
        UNION ALL SELECT 'filed', to_char(filed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI')
        UNION ALL SELECT 'value', CASE WHEN amount IS NULL THEN 'unknown' WHEN amount < 10 THEN 'under_10'
            WHEN amount < 50 THEN '10_to_50' WHEN amount < 200 THEN '50_to_200' WHEN amount < 1000 THEN '200_to_1000'
            ELSE 'from_1000' END
        UNION ALL SELECT 'group', 'yes' WHERE n %% 50 = 0
        UNION ALL SELECT 'word', unnest(string_to_array(words, ' ')) WHERE words <> ''
    ) AS mark(name, value)
    WHERE closed_at IS NULL
    ORDER BY mark.name, mark.value, due_at
"""
