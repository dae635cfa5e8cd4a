"""A seller's figures as they were at any moment, from today's tallies and the record of changes."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from django.db import connection

from feedback.models import SellerRate
from feedback.queries.figures import (
    COUNTED,
    DECIDED,
    HISTOGRAMS,
    STARS,
    Figures,
    add,
    folded,
    part_of,
    windows_of_parts,
)
from policy.terms import Criterion, Window
from policy.windows import end_of_day, local_day
from tenants.models import PolicyVersion, Tenant
from tenants.queries import policy_in_force

if TYPE_CHECKING:
    from orders.models import Seller

_FIRST_MOMENT = datetime(3, 1, 1, tzinfo=UTC)

_STATE = ("status", "ground", "sentiment", "stars", "overall")


def _columns(of: str) -> str:
    """What a review (`r`) or a revision of it (`v`) counts as; a criterion that is struck as if it were not rated."""
    criteria = [
        f"CASE WHEN '{name}' = ANY({of}.struck_criteria) THEN NULL ELSE {of}.{name} END AS {name}" for name in Criterion
    ]
    return ", ".join([*(f"{of}.{name}" for name in _STATE), *criteria, f"{of}.comment <> '' AS commented"])


_REVIEW_NOW, _REVIEW_THEN = _columns("r"), _columns("v")


def earliest(moment: datetime) -> datetime:
    """`moment`, or where the calendar has no year before it, one as long ago, when nothing was rated either."""
    return max(moment, _FIRST_MOMENT)


def figures_at(
    seller: Seller, moment: datetime, *, version: PolicyVersion | None = None
) -> tuple[dict[str, Figures], PolicyVersion]:
    """Every window as it was at `moment`, and the policy version then in force. Exact, whatever waits.

    Whoever knows that `version` already gives it; a seller that was read with its rate is not asked for it again.

    One statement, so one snapshot: tallies of days that wait for nothing; plus the reviews of days that
    wait; less what reviews changed since the moment add now; plus what they added then. An imported review
    counts from its publication on, because that is when its first revision is dated.
    """
    moment = earliest(moment)
    tenant: Tenant = seller.tenant
    version = version or policy_in_force(at=moment)
    span = version.policy.feedback.same_buyer_collapse_days
    today = local_day(moment, tenant.zone)
    counted_under = _rate_row(seller)
    # Tallies do not know who superseded whom at another time, so under such a rule all states are read.
    tallies_fit = not span and not (
        counted_under
        and counted_under.policy_version
        and counted_under.policy_version.policy.feedback.same_buyer_collapse_days
    )
    statement = _FROM_TALLIES if tallies_fit else _FROM_REVISIONS
    parameters = {"tenant": tenant.pk, "seller": seller.pk, "moment": moment, "today": today, "span": span}
    parameters["tomorrow"] = end_of_day(today, tenant.zone)
    parts: dict[int, Figures] = {}
    decided: dict[str, dict[str, int]] = {status: {} for status in DECIDED}
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        names = [column.name for column in cursor.description]
        for values in cursor:
            row: dict[str, Any] = dict(zip(names, values, strict=True))
            if row["status"] in DECIDED:
                grounds = decided[row["status"]]
                grounds[row["ground"]] = grounds.get(row["ground"], 0) + int(row["reviews"])
                continue
            place = part_of(row["day"], today)
            figures = {
                name: int(row[name] or 0) for name in names if name not in ("day", "status", "ground", "reviews")
            }
            if place in parts:
                add(parts[place], folded(figures))
            else:
                parts[place] = folded(figures)
    windows = windows_of_parts(parts)
    for status, grounds in decided.items():
        windows[Window.LIFETIME.value][status] = {ground: n for ground, n in sorted(grounds.items()) if n}
    return windows, version


def _rate_row(seller: Seller) -> SellerRate | None:
    if type(seller).rate.is_cached(seller):
        return getattr(seller, "rate", None)
    return SellerRate.objects.filter(seller=seller).select_related("policy_version").first()


def _sums(of_tallies: bool) -> str:
    """The summed columns, named as `figures.folded` reads them."""
    if of_tallies:
        sums = [f"{name} AS {name}" for name in COUNTED]
        sums += [f"{name}[{n}] AS {name}_{n}" for name in HISTOGRAMS for n in STARS]
    else:
        sums = [f"sum(sign) FILTER (WHERE sentiment = '{name}') AS {name}" for name in COUNTED[:3]]
        sums += ["sum(sign) FILTER (WHERE commented) AS comments"]
        sums += ["sum(sign) FILTER (WHERE overall IS NOT NULL) AS overall_only"]
        sums += [f"sum(sign) FILTER (WHERE {name} = {n}) AS {name}_{n}" for name in HISTOGRAMS for n in STARS]
    return ", ".join(sums)


_NULLS = ", ".join(["NULL"] * (len(COUNTED) + len(HISTOGRAMS) * len(STARS)))
_OF_SELLER = "{0}.tenant_id = %(tenant)s AND {0}.seller_id = %(seller)s"
_THEN = """
    LATERAL (
        SELECT * FROM feedback_revision v
        WHERE v.tenant_id = r.tenant_id AND v.review_id = r.id AND v.at <= %(moment)s
        ORDER BY v.number DESC LIMIT 1
    ) v"""

_FROM_TALLIES = f"""
WITH waiting AS (
    SELECT DISTINCT day FROM feedback_staleday s WHERE {_OF_SELLER.format("s")}
), changed AS (
    SELECT DISTINCT review_id AS id FROM feedback_revision c
    WHERE {_OF_SELLER.format("c")} AND c.at > %(moment)s
        -- What was first posted on a later day stands in no tally that is summed here.
        AND (c.number > 1 OR c.at < %(tomorrow)s)
), settled AS (
    SELECT * FROM feedback_daytally d
    WHERE {_OF_SELLER.format("d")} AND d.day <= %(today)s AND d.day NOT IN (SELECT day FROM waiting)
), correction AS (
    SELECT r.published_on AS day, 1 AS sign, {_REVIEW_NOW} FROM feedback_review r
    WHERE {_OF_SELLER.format("r")} AND r.published_on IN (SELECT day FROM waiting)
        AND r.published_on <= %(today)s AND r.id NOT IN (SELECT id FROM changed)
    UNION ALL
    SELECT r.published_on, -1, {_REVIEW_NOW} FROM changed JOIN feedback_review r ON r.id = changed.id
    WHERE {_OF_SELLER.format("r")} AND r.published_on <= %(today)s
        AND r.published_on NOT IN (SELECT day FROM waiting)
    UNION ALL
    SELECT r.published_on, 1, {_REVIEW_THEN} FROM changed JOIN feedback_review r ON r.id = changed.id, {_THEN}
    WHERE {_OF_SELLER.format("r")} AND r.published_on <= %(today)s
)
SELECT day, 'published' AS status, '' AS ground, NULL AS reviews, {_sums(of_tallies=True)} FROM settled
UNION ALL
SELECT day, 'struck', of.key, of.value::int, {_NULLS} FROM settled, jsonb_each_text(struck) AS of
UNION ALL
SELECT day, 'removed', of.key, of.value::int, {_NULLS} FROM settled, jsonb_each_text(removed) AS of
UNION ALL
SELECT day, status, ground, sum(sign), {_sums(of_tallies=False)} FROM correction
WHERE status IN ('published', 'struck', 'removed') GROUP BY day, status, ground
"""  # noqa: S608  only our own fragments

_FROM_REVISIONS = f"""
WITH at_that_time AS (
    SELECT r.published_on AS day, 1 AS sign, r.buyer_id, r.published_at, r.id, {_REVIEW_THEN}
    FROM feedback_review r, {_THEN}
    WHERE {_OF_SELLER.format("r")} AND r.published_on <= %(today)s
        AND v.status IN ('published', 'struck', 'removed')
), counted AS (
    SELECT *, lead(day) OVER (PARTITION BY buyer_id, status ORDER BY published_at, id) AS superseded_on
    FROM at_that_time
)
SELECT day, status, ground, sum(sign) AS reviews, {_sums(of_tallies=False)} FROM counted
WHERE status <> 'published' OR superseded_on IS NULL OR superseded_on >= day + %(span)s
GROUP BY day, status, ground
"""  # noqa: S608
