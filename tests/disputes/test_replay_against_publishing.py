"""A replay over the demo's two years says what really publishing the draft on a copy then shows."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from disputes.actions.check_request import check_request
from disputes.actions.file_request import file_request
from disputes.models import Evidence as EvidenceRow
from disputes.models import RemovalRequest
from disputes.replay.replaying import replay
from feedback.jobs.derive_sentiments import derive_sentiments
from feedback.jobs.reconcile_rates import reconcile_rates
from feedback.jobs.slide_windows import slide_windows
from feedback.jobs.sweep_stale_rates import sweep_stale_rates
from feedback.models import Derivation, Review, SellerRate, StaleDay
from feedback.queries import rating_of
from marketplace.demo.load import load_demo
from orders.models import Seller
from policy.document import parse_policy
from policy.eligibility import Claim, Evidence
from policy.terms import OneStarCaps, Sentiment
from policy.windows import local_day
from tenants.actions.ask_replay import ask_replay
from tenants.actions.draft_policy import draft_policy
from tenants.actions.publish_policy import publish_policy
from tenants.models import Member, PolicyReplay, PolicyVersion
from tenants.queries import policy_in_force, tenant_of_slug
from tenants.scope import tenant_scope
from tests.conftest import empty_every_table

DAYS = 730
NOW = datetime.fromisoformat("2026-06-15T12:00:00+00:00")
WHY = "This has nothing to do with what we sold; it speaks of something else."


@pytest.fixture(scope="module")
def two_years(django_db_setup, django_db_blocker):
    """The marketplace of game goods as the demo loads it: once, and every test's changes are rolled back."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setattr("marketplace.demo.load.SLUGS", ("game-goods",))
        patch.setattr(settings, "DEMO", True)
        load_demo(now=NOW, say=lambda said: None)
        tenant = tenant_of_slug("game-goods")
        with tenant_scope(tenant):
            file_late(tenant)
            rate_one_criterion_low(tenant)
        yield tenant
        empty_every_table()


@pytest.fixture
def demo(two_years, db):
    with tenant_scope(two_years):
        SellerRate.objects.update(counted_on=None)  # the loader counted by the clock on the wall
        slide_windows(tenant=two_years, now=NOW)
        sweep_stale_rates(tenant=two_years, now=NOW)
        yield two_years


def acting(seller_id) -> Member:
    """The demo's seller, for whichever storefront."""
    bob = Member.objects.filter(roles__contains=["seller"]).first()
    bob.acting_for_seller_id = seller_id
    return bob


def file_late(tenant) -> None:
    """Requests about old reviews, each a week later than the one before."""
    negative = Review.objects.filter(sentiment=Sentiment.NEGATIVE, status="published", removal_requests=None)
    for index, review in enumerate(list(negative.order_by("published_at"))[::3]):
        filed_at = review.published_at + timedelta(days=7 * index)
        if filed_at > NOW:
            continue
        file_request(
            tenant=tenant,
            by=acting(review.seller_id),
            review=review,
            claims=[Claim("unrelated", WHY)],
            evidence=[Evidence("text", text=WHY)],
            now=filed_at,
        )


def rate_one_criterion_low(tenant) -> None:
    """Positive reviews with one star for communication, which the demo has none of."""
    positive = Review.objects.filter(sentiment=Sentiment.POSITIVE, status="published").order_by("published_at")
    some = list(positive)[::6]
    Review.objects.filter(pk__in=[review.pk for review in some]).update(
        fulfilment=5, start_time=5, communication=1, stars=4
    )
    StaleDay.objects.bulk_create(
        StaleDay(tenant=tenant, seller_id=review.seller_id, day=review.published_on, marked_at=NOW) for review in some
    )


def changed(tenant, **sections):
    document = policy_in_force(at=NOW).document
    return {**document, **{name: {**document[name], **values} for name, values in sections.items()}}


def really_published(tenant, document):
    """Drafted, replayed and published by a lead, and everything derived and counted anew."""
    lead = Member.objects.filter(roles__contains=["lead"]).first()
    draft = draft_policy(tenant=tenant, by=lead, document=document, now=NOW)
    asked = ask_replay(tenant=tenant, by=lead, draft=draft, days=DAYS, now=NOW)
    PolicyReplay.objects.filter(pk=asked.pk).update(state="done", report={})
    publish_policy(tenant=tenant, by=lead, draft=draft, version=1, effective_from=None, now=NOW)
    derive_sentiments(tenant=tenant, clock=lambda: NOW)
    sweep_stale_rates(tenant=tenant, now=NOW)
    slide_windows(tenant=tenant, now=NOW)


def report_of(tenant, document):
    return replay(tenant=tenant, draft=parse_policy(document), days=DAYS, now=NOW, progress=lambda done, total: None)


def can_be_contested(tenant) -> int:
    """Reviews about which their seller could file right now, asked one by one of the real check."""
    found = 0
    for review in Review.objects.filter(sentiment=Sentiment.NEGATIVE, status="published").select_related("seller"):
        checked = check_request(
            tenant=tenant,
            by=acting(review.seller_id),
            review=review,
            claims=[Claim("unrelated", WHY)],
            evidence=[Evidence("text", text=WHY)],
            now=NOW,
        )
        found += checked.ok
    return found


def would_be_refused(tenant, code: str) -> int:
    """Past cases that the policy in force, had it been so all along, refuses for that reason."""
    with transaction.atomic():
        point = transaction.savepoint()
        PolicyVersion.objects.create(
            tenant=tenant,
            number=99,
            document=policy_in_force(at=NOW).document,
            effective_from=NOW - timedelta(days=2 * DAYS),
            published_at=NOW,
        )
        refused = 0
        for case in RemovalRequest.objects.select_related("review"):
            shown = EvidenceRow.objects.filter(request=case)
            checked = check_request(
                tenant=tenant,
                by=acting(case.seller_id),
                review=case.review,
                claims=[Claim(each.ground, each.statement) for each in case.claims.all()],
                evidence=[Evidence(each.kind, ref=str(each.pk), text=each.text or None) for each in shown],
                now=case.filed_at,
            )
            refused += code in [problem.code for problem in checked.problems]
        transaction.savepoint_rollback(point)
    return refused


def standings(tenant):
    return {
        seller.external_id: (rating["rate"], rating["status"], rating["basis"]["ratings"])
        for seller in Seller.objects.all()
        for rating in (rating_of(seller, NOW),)
    }


def listed_changes(report):
    return {
        row["seller"]: tuple((row[name]["before"], row[name]["after"]) for name in ("rate", "status", "ratings"))
        for row in report["sellers"]["listed"]
    }


def observed_changes(before, after):
    return {
        seller: tuple(zip(before[seller], after[seller], strict=True))
        for seller in before
        if before[seller][:2] != after[seller][:2]
    }


class TestAChangedCutOff:
    @pytest.mark.parametrize("days", [20, 90, 700])
    def test_gives_the_figures_that_publishing_it_gives(self, demo, days):
        document = changed(demo, removal={"cutoff_days": days})
        report = report_of(demo, document)
        before = can_be_contested(demo)
        really_published(demo, document)
        after = can_be_contested(demo)
        assert report["reviews"]["contestable"] == {"before": before, "after": after}
        assert before != after
        assert report["cases"]["refused_by"].get("cutoff_passed", 0) == would_be_refused(demo, "cutoff_passed")
        assert report["queue"]["filed"]["after"] == RemovalRequest.objects.count() - report["cases"]["refused"]
        assert (report["sellers"]["changed"], report["reviews"]["sentiment_changed"]) == (0, 0)

    def test_names_each_case_that_was_filed_too_late_for_it(self, demo):
        report = report_of(demo, changed(demo, removal={"cutoff_days": 20}))
        late = {str(case.pk) for case in RemovalRequest.objects.filter(cutoff_at__isnull=False) if lateness(case) > 20}
        assert {row["case"] for row in report["cases"]["listed"]} == late
        assert len(late) == report["cases"]["refused"] > 0
        assert "Removal can be requested for 20 days" in report["cases"]["listed"][0]["why"][1]


def lateness(case) -> int:
    """Days between publication and filing on the marketplace's calendar."""
    return (local_day(case.filed_at, case.tenant.zone) - case.review.published_on).days


class TestChangedFigures:
    @pytest.mark.parametrize(
        "feedback",
        [
            {"one_star_caps": "neutral"},
            {"rate_formula": "positive_of_all"},
            {"target_rate": "0.85"},
            {"minimum_ratings": 60},
            {"same_buyer_collapse_days": 200},
            {"one_star_caps": "neutral", "rate_formula": "positive_of_all", "same_buyer_collapse_days": 90},
        ],
        ids=lambda values: ",".join(values),
    )
    def test_are_those_that_publishing_gives(self, demo, feedback):
        document = changed(demo, feedback=feedback)
        before = standings(demo)
        report = report_of(demo, document)
        really_published(demo, document)
        after = standings(demo)
        assert listed_changes(report) == observed_changes(before, after)
        derived = Derivation.objects.get()
        assert report["reviews"]["sentiment_changed"] == derived.changed
        assert (derived.changed > 0) == (feedback.get("one_star_caps") == OneStarCaps.NEUTRAL)
        assert report["reviews"]["contestable"]["after"] == can_be_contested(demo)
        assert reconcile_rates(tenant=demo, now=NOW, repair=False) == []


class TestAReplay:
    def test_writes_nothing(self, demo):
        counts = {model: model.objects.count() for model in (Review, RemovalRequest, PolicyVersion, PolicyReplay)}
        stamps = sorted(Review.objects.values_list("pk", "version", "sentiment"))
        report_of(demo, changed(demo, feedback={"one_star_caps": "neutral"}, removal={"cutoff_days": 5}))
        assert counts == {model: model.objects.count() for model in counts}
        assert stamps == sorted(Review.objects.values_list("pk", "version", "sentiment"))

    def test_of_what_is_in_force_changes_nothing(self, demo):
        report = report_of(demo, changed(demo))
        assert (report["cases"]["changed"], report["sellers"]["changed"]) == (0, 0)
        assert report["reviews"]["contestable"]["before"] == report["reviews"]["contestable"]["after"] > 0
        assert report["cases"]["looked_at"] == RemovalRequest.objects.count() > 0
        assert timezone.is_aware(datetime.fromisoformat(report["since"]))
