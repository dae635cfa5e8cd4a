"""Deterministic bulk data for benchmarks: numbers made here, copied in, and spread into rows by the database.

COPY cannot write to tables behind row-level security, so it fills a temporary table; INSERT … SELECT inside the
marketplace's scope does the rest, with every constraint and trigger in force.
"""

from __future__ import annotations

import io
from bisect import bisect
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from random import Random

from django.db import connection

from tenants.models import Tenant
from tenants.queries import policy_in_force
from tenants.scope import tenant_scope

DAYS = 730
REVIEWS_A_BUYER = 5
BATCH = 100_000
WORDS = ("fast", "friendly", "as promised", "late start", "kept me informed", "never answered", "would buy again")

# A time-ordered id that depends only on the seed and the row's number. STABLE lets the planner inline it.
SCALE_ID = """
CREATE OR REPLACE FUNCTION pg_temp.scale_id(kind text, seed bigint, n bigint, at timestamptz) RETURNS uuid
LANGUAGE sql STABLE AS $$
    SELECT (lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7'
        || substr(md5(kind || seed || ':' || n), 1, 3) || '8' || substr(md5(kind || seed || ':' || n), 4, 15))::uuid
$$
"""


def zipf_sellers(rng: Random, sellers: int) -> Callable[[], int]:
    """Draws seller numbers 1..sellers, the k-th with weight 1/k."""
    weights = list(accumulate(1 / rank for rank in range(1, sellers + 1)))
    return lambda: bisect(weights, rng.random() * weights[-1]) + 1


def drawn_stars(rng: Random) -> tuple[int, int, int]:
    """Three criteria that agree mostly, as people's do; about one review in twelve is negative."""
    mood = rng.random()
    centre = 5 if mood < 0.72 else 4 if mood < 0.87 else 3 if mood < 0.92 else 1 + (mood > 0.96)
    return tuple(min(5, max(1, centre + rng.choice((0, 0, 0, -1, 1)))) for _ in range(3))  # type: ignore[return-value]


def drawn_reviews(seed: int, reviews: int, sellers: int, hot: int, buyers: int) -> Iterator[str]:
    """Lines of number, seller, buyer, second of publication, stars, comment; seller 0 is the hot one."""
    rng = Random(f"touchstone-{seed}-{reviews}-{hot}")
    draw_seller = zipf_sellers(rng, sellers)
    for number in range(reviews + hot):
        seller = 0 if number >= reviews else draw_seller()
        f, s, c = drawn_stars(rng)
        total = f + s + c
        sentiment = "positive" if total >= 11 else "neutral" if total >= 8 else "negative"
        comment = rng.choice(WORDS) if rng.random() < 0.5 else ""
        yield (
            f"{number}\t{seller}\t{rng.randrange(buyers)}\t{rng.randrange(DAYS * 86400)}\t{f}\t{s}\t{c}\t"
            f"{(2 * total + 3) // 6}\t{sentiment}\t{comment}\n"
        )


def load(
    *, tenant: Tenant, reviews: int, hot: int, sellers: int, seed: int, now: datetime, say: Callable[[str], None]
) -> None:
    """Add `reviews` over `sellers` and `hot` more of the seller `hot-{hot}`; published over the last two years."""
    buyers = max(1, (reviews + hot) // REVIEWS_A_BUYER)
    start = now - timedelta(days=DAYS)
    with tenant_scope(tenant):
        parameters = {
            "tenant": tenant.pk,
            "seed": seed,
            "tag": f"{seed}-{reviews}-{hot}",
            "hot": hot,
            "zone": tenant.timezone,
            "start": start,
            "policy": policy_in_force(at=now).pk,
            "sellers": sellers if reviews else 0,
            "buyers": buyers,
            "epoch": datetime(2020, 1, 1, tzinfo=UTC),
        }
        with connection.cursor() as cursor:
            cursor.execute(SCALE_ID)
            cursor.execute(PEOPLE, parameters)
    lines = drawn_reviews(seed, reviews, sellers, hot, buyers)
    done = 0
    while batch := "".join(line for _, line in zip(range(BATCH), lines, strict=False)):
        with tenant_scope(tenant), connection.cursor() as cursor:
            cursor.execute(SCALE_ID)
            cursor.execute(DRAWN)
            cursor.cursor.copy_expert("COPY drawn FROM STDIN", io.StringIO(batch))
            for statement in (PLACED, ORDERS, REVIEWS, REVISIONS, STALE):
                cursor.execute(statement, parameters)
        done = min(done + BATCH, reviews + hot)
        say(f"{done:,} of {reviews + hot:,} reviews")


PEOPLE = """
INSERT INTO orders_seller (id, tenant_id, external_id, slug, name, sorted_as, created_at)
    SELECT pg_temp.scale_id('seller', %(seed)s, n, %(epoch)s), %(tenant)s, 'seller-' || n, 'seller-' || n,
        'Seller ' || n, 'seller ' || n, %(epoch)s
    FROM generate_series(1, %(sellers)s) AS n
    ON CONFLICT DO NOTHING;
INSERT INTO orders_seller (id, tenant_id, external_id, slug, name, sorted_as, created_at)
    SELECT pg_temp.scale_id('hot', %(seed)s, %(hot)s, %(epoch)s), %(tenant)s, 'hot-' || %(hot)s, 'hot-' || %(hot)s,
        'Hot seller of ' || %(hot)s, 'hot seller of ' || %(hot)s, %(epoch)s
    WHERE %(hot)s > 0
    ON CONFLICT DO NOTHING;
INSERT INTO orders_sellerword (id, tenant_id, seller_id, word)
    SELECT gen_random_uuid(), tenant_id, id, word
    FROM orders_seller, LATERAL (SELECT DISTINCT regexp_split_to_table(sorted_as, ' ') AS word) AS words
    WHERE tenant_id = %(tenant)s AND word <> ''
    ON CONFLICT DO NOTHING;
INSERT INTO tenants_member (id, tenant_id, external_id, name, email, roles, joined_at)
    SELECT pg_temp.scale_id('buyer', %(seed)s, n, %(epoch)s), %(tenant)s, 'buyer-' || %(seed)s || '-' || n,
        'Buyer ' || n, '', '{buyer}', %(epoch)s
    FROM generate_series(0, %(buyers)s - 1) AS n
    ON CONFLICT DO NOTHING;
"""

DRAWN = """
CREATE TEMPORARY TABLE drawn (
    n bigint, seller integer, buyer integer, second integer,
    fulfilment smallint, start_time smallint, communication smallint, stars smallint, sentiment text, comment text
) ON COMMIT DROP
"""

PLACED = """
CREATE TEMPORARY TABLE placed ON COMMIT DROP AS
    SELECT timed.*,
        (at AT TIME ZONE %(zone)s)::date AS day,
        pg_temp.scale_id('order' || %(tag)s, %(seed)s, n, at) AS order_id,
        pg_temp.scale_id('review' || %(tag)s, %(seed)s, n, at) AS review_id,
        pg_temp.scale_id('revision' || %(tag)s, %(seed)s, n, at) AS revision_id,
        pg_temp.scale_id('buyer', %(seed)s, buyer, %(epoch)s) AS buyer_id,
        CASE seller WHEN 0 THEN pg_temp.scale_id('hot', %(seed)s, %(hot)s, %(epoch)s)
            ELSE pg_temp.scale_id('seller', %(seed)s, seller, %(epoch)s) END AS seller_id
    FROM (SELECT drawn.*, %(start)s::timestamptz + second * interval '1 second' AS at FROM drawn) AS timed
    ORDER BY n
"""

ORDERS = """
INSERT INTO orders_order (id, tenant_id, external_id, buyer_id, seller_id, status, fulfilled_by, placed_at, closed_at,
    tracking_number, amount, currency, created_at, updated_at)
    SELECT order_id, %(tenant)s, 'scale-' || %(tag)s || '-' || n, buyer_id, seller_id, 'finished', 'seller',
        at - interval '3 days', at - interval '1 hour', '',
        -- From 1 to 10,000, as many of each size; one in twenty came without.
        CASE WHEN n %% 20 > 0 THEN round(power(10, n * 7919 %% 4000 / 1000.0), 2) END, 'EUR', at, at
    FROM placed
"""

REVIEWS = """
INSERT INTO feedback_review (id, tenant_id, order_id, seller_id, buyer_id, fulfilment, start_time, communication,
    comment, sentiment, stars, policy_version_id, status, ground, redactions, published_at, published_on, imported,
    version)
    SELECT review_id, %(tenant)s, order_id, seller_id, buyer_id, fulfilment, start_time, communication, comment,
        sentiment, stars, %(policy)s, 'published', '', '{}', at, day, true, 1
    FROM placed
"""

REVISIONS = """
INSERT INTO feedback_revision (id, tenant_id, review_id, seller_id, number, kind, at, status, ground, sentiment,
    fulfilment, start_time, communication, stars, comment, policy_version_id, spans)
    SELECT revision_id, %(tenant)s, review_id, seller_id, 1, 'posted', at, 'published', '', sentiment, fulfilment,
        start_time, communication, stars, comment, %(policy)s, '{}'
    FROM placed
"""

STALE = """
INSERT INTO feedback_staleday (id, tenant_id, seller_id, day, marked_at)
    SELECT gen_random_uuid(), %(tenant)s, seller_id, day, %(start)s
    FROM (SELECT DISTINCT seller_id, day FROM placed) AS days
"""
