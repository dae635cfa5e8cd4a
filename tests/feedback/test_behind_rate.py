"""From a displayed rate to the reviews and decisions behind it: a program recounts the rate exactly."""

from __future__ import annotations

import random
from collections import Counter
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from disputes.actions.claim_appeal import claim_appeal
from disputes.actions.decide_appeal import decide_appeal
from disputes.actions.lodge_appeal import lodge_appeal
from feedback.actions.import_review import import_review
from feedback.actions.restore_review import restore_review
from feedback.jobs.recompute_rate import recompute_rate
from policy.rate import shown
from tenants.models import PolicyVersion
from tenants.queries import policy_in_force
from tests.cast import NOW, finished_order, make_cast, make_member
from tests.disputes.acts import decide, ready, review_of
from tests.feedback.standing import FIVES, ONES, posted, standing
from tests.integrations.calls import assert_problem, caller
from wire.instants import show_instant

LATER = NOW + timedelta(days=30)
BEHIND = "sellers/bobs-store/rating/reviews"
MIDDLING = {"fulfilment": 3, "start_time": 3, "communication": 3}


@pytest.fixture(autouse=True)
def later(monkeypatch):
    """The clock of the API stands a month after NOW."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: LATER)


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def nora(cast):
    """A buyer with no part in anything."""
    return caller(make_member(cast.tenant, "Nora", "buyer", external_id="nora"))


def all_of(who: Any, path: str) -> list[dict[str, Any]]:
    rows, answer = [], who.get(path).json()
    while True:
        rows += answer["results"]
        if answer["next"] is None:
            return rows
        answer = who.get(answer["next"].split("/api/v1/")[1]).json()


def recounted(rows: list[dict[str, Any]], rating: dict[str, Any]) -> str | None:
    """The rate as a stranger's program counts it, by what the rating says of its formula and target."""
    counts = Counter(row["sentiment"] for row in rows)
    neutral = counts["neutral"] if rating["formula"] == "positive_of_all" else 0
    base = counts["positive"] + neutral + counts["negative"]
    target = Fraction(Decimal(str(rating["target"])))
    return str(shown(Fraction(counts["positive"], base), target)) if base else None


def rules(cast: Any, **feedback: Any) -> None:
    """From long ago on these rules are in force beside the others."""
    first, long_ago = policy_in_force(at=NOW), NOW - timedelta(days=800)
    document = {**first.document, "feedback": {**first.document["feedback"], **feedback}}
    dated = {"effective_from": long_ago, "published_at": long_ago}
    PolicyVersion.objects.create(tenant=cast.tenant, number=2, document=document, **dated)


def history(cast: Any, chance: random.Random) -> list[datetime]:
    """A random past of Bob's, with decisions and what was taken back; the moments at which something changed."""
    moments = []
    for number in range(14):
        at = NOW - timedelta(days=chance.randrange(0, 420), minutes=chance.randrange(1, 900))
        stars = chance.choice([ONES, FIVES, FIVES, MIDDLING])
        state = chance.choice(["published", "published", "struck", "removed", "withdrawn", "redacted"])
        if number % 5 == 0:
            order = finished_order(cast, closed_at=at - timedelta(days=1))
            rated = {"overall": chance.choice([1, 3, 5])}
            given = {"order": order, "stars": rated, "comment": "", "published_at": at, "now": NOW}
            import_review(tenant=cast.tenant, by=None, **given)
        elif state == "published":
            posted(cast, stars=stars, at=at)
        else:
            made = standing(cast, state, stars=stars, at=at)
            if state in ("struck", "removed") and chance.random() < 0.5:
                restore_review(tenant=cast.tenant, by=cast.dave, review=made, now=NOW)
        moments += [at, at + timedelta(days=1), at + timedelta(days=30)]
    return [each for each in moments if each < LATER] + [NOW - timedelta(minutes=30), NOW, LATER]


@pytest.mark.parametrize(
    ("seed", "feedback"),
    [
        (1, {}),
        (2, {"rate_formula": "positive_of_all", "minimum_ratings": 3}),
        (3, {"same_buyer_collapse_days": 20}),
        (4, {"same_buyer_collapse_days": 90, "target_rate": "0.5"}),
    ],
)
def test_a_program_recounts_the_rate_of_any_moment(cast, nora, seed, feedback):
    chance = random.Random(seed)
    with cast.inside():
        moments = history(cast, chance)
        rules(cast, **feedback)
    if seed % 2:
        recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=LATER)
    for moment in [*chance.sample(moments, 6), NOW, LATER]:
        at = f"at={show_instant(moment)}&page_size=7"
        rating = nora.get(f"sellers/bobs-store/rating?at={show_instant(moment)}").json()
        assert recounted(all_of(nora, f"{BEHIND}?{at}"), rating) == rating["rate"]
        for name, window in rating["windows"].items():
            rows = all_of(nora, f"{BEHIND}?{at}&window={name}")
            counts = Counter(row["sentiment"] for row in rows)
            assert counts == Counter({each: n for each, n in window.items() if each != "rate" and n}), (moment, name)
            assert recounted(rows, rating) == window["rate"]
        others = all_of(nora, f"{BEHIND}?{at}&window=lifetime&counted=false")
        assert sum(row["why_not"] == "struck" for row in others) == rating["struck"]
        removed = Counter(row["ground"] for row in others if row["why_not"] == "removed")
        assert removed == Counter(rating["removed"])


class TestReviewsBehind:
    def test_say_why_they_do_not_count(self, cast, nora):
        with cast.inside():
            for state in ("published", "struck", "removed", "withdrawn", "attributed"):
                standing(cast, state)
        rows = nora.get(f"{BEHIND}?counted=false").json()["results"]
        assert {row["why_not"] for row in rows} == {"struck", "removed", "withdrawn", "attributed"}
        taken_down = next(row for row in rows if row["why_not"] == "removed")
        assert (taken_down["stars"], taken_down["order"], taken_down["ground"]) == (None, None, "blackmail")
        assert [row["why_not"] for row in nora.get(BEHIND).json()["results"]] == [None]

    def test_stay_with_one_moment_from_page_to_page(self, cast, nora, monkeypatch):
        with cast.inside():
            for _ in range(3):
                posted(cast)
        first = nora.get(f"{BEHIND}?page_size=2").json()
        with cast.inside():
            posted(cast, at=LATER + timedelta(minutes=1), closed_at=NOW)
        monkeypatch.setattr("django.utils.timezone.now", lambda: LATER + timedelta(hours=1))
        rest = nora.get(first["next"].split("/api/v1/")[1]).json()
        assert len(first["results"]) + len(rest["results"]) == 3

    def test_name_the_later_one_of_the_same_buyer(self, cast, nora):
        with cast.inside():
            rules(cast, same_buyer_collapse_days=10)
            posted(cast, at=NOW - timedelta(days=3))
            posted(cast, stars=FIVES)
        assert [row["sentiment"] for row in nora.get(BEHIND).json()["results"]] == ["positive"]
        assert [row["why_not"] for row in nora.get(f"{BEHIND}?counted=false").json()["results"]] == ["same_buyer"]

    def test_refuse_what_is_no_moment_and_no_window(self, cast, nora):
        for query, pointer in (
            ("at=2027-01-01T00:00:00Z", "/at"),
            ("window=31", "/window"),
            ("counted=no", "/counted"),
        ):
            assert_problem(nora.get(f"{BEHIND}?{query}"), 422, "validation_failed", pointer)
        assert_problem(nora.get("sellers/none/rating/reviews"), 404, "not_found")


class TestRatingAtTheEdges:
    @pytest.mark.parametrize(
        "at", ["0001-01-01T00:00:00Z", "0002-12-31T23:59:59-11:00", "1970-01-01T00:00:00Z", "2016-12-31T23:59:60Z"]
    )
    def test_nothing_was_rated_long_ago(self, cast, nora, at):
        with cast.inside():
            posted(cast)
        for path in ("sellers/bobs-store/rating", BEHIND):
            answer = nora.get(f"{path}?at={at}")
            assert answer.status_code == 200, answer.content
            assert answer.json().get("rate") is None
            assert answer.json().get("results", []) == []

    def test_a_moment_is_the_same_in_every_zone(self, cast, nora):
        with cast.inside():
            posted(cast, at=NOW)
        forms = ("2026-06-15T12:00:00Z", "2026-06-15T14:00:00%2B02:00", "2026-06-15t07:00:00.000000-05:00")
        assert {nora.get(f"sellers/bobs-store/rating?at={form}").json()["rate"] for form in forms} == {"0.0000"}
        before = nora.get("sellers/bobs-store/rating?at=2026-06-15T11:59:59.999999Z").json()
        assert before["rate"] is None


class TestDecisions:
    @pytest.fixture
    def decided(self, cast):
        """Removed three days after NOW, and restored five days later on Alice's appeal."""
        with cast.inside():
            case, when = ready(cast, review_of(cast, comment="Slow, said I."))
            removed = decide(cast, case, when)
            day = timedelta(days=1)
            given = {"tenant": cast.tenant, "decision": removed, "now": when + day}
            appeal = lodge_appeal(by=cast.alice, body="It was slow.", **given)
            appeal = claim_appeal(tenant=cast.tenant, by=cast.dave, appeal=appeal, now=when + 2 * day)
            given = {"tenant": cast.tenant, "by": cast.dave, "appeal": appeal, "now": when + 5 * day}
            decide_appeal(version=appeal.version, outcome="upheld", reason="It was.", **given)
            return removed, when

    def test_are_named_with_what_they_changed(self, cast, nora, decided):
        removed, when = decided
        at = show_instant(when + timedelta(days=1))
        (row,) = nora.get(f"{BEHIND}?at={at}&counted=false").json()["results"]
        assert (row["decision"], row["why_not"]) == (str(removed.pk), "removed")
        (row,) = nora.get(BEHIND).json()["results"]
        later = nora.get(f"decisions/{row['decision']}").json()
        assert (later["outcome"], later["supersedes"]) == ("keep", str(removed.pk))
        first = nora.get(f"decisions/{removed.pk}").json()
        assert (first["outcome"], first["ground"], first["superseded_by"]) == ("remove", "unrelated", later["id"])
        assert first["policy"].endswith("/api/v1/policy/versions/1")
        assert "reason" not in first and "findings" not in first

    def test_tell_the_sides_more_and_the_desk_most(self, cast, decided):
        removed, _ = decided
        alice, bob, carol = (caller(each).get(f"decisions/{removed.pk}").json() for each in (
            cast.alice, cast.bob, cast.carol
        ))  # fmt: skip
        assert alice["reason"] == bob["reason"] == "The chat shows it plainly."
        assert "findings" not in alice and bob["findings"] == {"unrelated": "met"}
        assert len(alice["appeals"]) == 1 and bob["appeals"] == []
        assert len(alice["statements"]) == len(bob["statements"]) == 1 and len(carol["statements"]) == 2
        assert alice["facts_digest"] == carol["facts_digest"] and len(carol["facts_digest"]) == 64
        assert "decided_by_name" not in bob and carol["decided_by_name"] == cast.carol.email
        assert bob["decided_by"] == "agent"

    def test_that_changed_nothing_are_nobody_elses(self, cast, nora):
        with cast.inside():
            case, when = ready(cast)
            kept = decide(cast, case, when, "keep")
        assert_problem(nora.get(f"decisions/{kept.pk}"), 404, "not_found")
        assert caller(cast.bob).get(f"decisions/{kept.pk}").status_code == 200

    def test_that_wait_for_a_lead_are_the_desks(self, cast, nora, monkeypatch):
        monkeypatch.setattr("disputes.actions.decide_request.must_wait", lambda judged, now: True)
        with cast.inside():
            case, when = ready(cast)
            held = decide(cast, case, when)
        for member in (cast.alice, cast.bob):
            assert_problem(caller(member).get(f"decisions/{held.pk}"), 404, "not_found")
        told = caller(cast.dave).get(f"decisions/{held.pk}").json()
        assert (told["held"], told["approved"], told["in_effect_at"]) == (True, None, None)

    def test_stand_in_the_history_of_the_review(self, cast, nora, decided):
        removed, _ = decided
        rows = nora.get(f"reviews/{removed.review_id}/history").json()["results"]
        assert [(row["kind"], row["by"]) for row in rows] == [
            ("posted", "author"), ("removed", "desk"), ("restored", "desk"),
        ]  # fmt: skip
        assert rows[0]["decision"] is None and rows[1]["decision"] == str(removed.pk)
        assert rows[2]["decision"] not in (None, str(removed.pk))
        assert "Slow" not in str(rows)

    def test_history_of_what_was_taken_down_is_not_there(self, cast, nora):
        with cast.inside():
            removed = standing(cast, "removed")
        assert_problem(nora.get(f"reviews/{removed.pk}/history"), 404, "not_found")
        rows = caller(cast.bob).get(f"reviews/{removed.pk}/history").json()["results"]
        assert [row["stars"] for row in rows] == [None, None]
