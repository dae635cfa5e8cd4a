"""Whatever happens, decisions can be found again from what they rest on, and reviews are what they made them."""

from __future__ import annotations

from collections import Counter

import pytest
from django.db import connection
from django.db.models import Count, Q
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from audit.verify import verify_chain
from disputes.finding.facts import from_snapshot
from disputes.models import Appeal, Decision, Letter, MisuseStep, RemovalRequest, Statement
from disputes.queries import deciders_of
from feedback.actions.take_measure import merged
from feedback.jobs.reconcile_rates import reconcile_rates
from feedback.jobs.slide_windows import slide_windows
from feedback.jobs.sweep_stale_rates import sweep_stale_rates
from feedback.models import Review, StaleDay
from feedback.queries import partner_rating_of, penalties_of
from policy.grounds import find
from policy.lifecycle import URGENT_GROUNDS
from policy.outcomes import allowed_outcomes, weight
from policy.responsibility import penalty_points
from policy.terms import FeedbackType, GroundKey, Outcome
from tests.properties.due_process import DueProcess
from tests.properties.histories import counted_slowly, states_now

pytestmark = pytest.mark.django_db

STATUS_OF = {Outcome.STRIKE: "struck", Outcome.REMOVE: "removed", Outcome.ATTRIBUTE: "attributed"}
IN_EFFECT = Q(held=False) | Q(approval__approved=True)


class Watched(DueProcess):
    """Looks at everything once a history is over."""

    def teardown(self) -> None:
        try:
            with self.cast.inside():
                check_decisions()
                check_reviews()
                check_letters_and_appeals()
                check_misuse(self)
                check_partner(self)
                with connection.cursor() as cursor:
                    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                assert verify_chain(self.cast.tenant.pk).first_break == ""
            check_rates(self)
        finally:
            super().teardown()


def check_decisions() -> None:
    """Each can be found again from its stored facts and version, and does no more than its grounds allow."""
    for decision in Decision.objects.select_related("policy_version", "request"):
        policy, facts = decision.policy_version.policy, from_snapshot(decision.facts)
        assert decision.policy_version == decision.request.policy_version
        for key, proposed in decision.proposed.items():
            ground = GroundKey(key)
            assert find(ground, facts, policy.removal.grounds[ground].parameters).to_json() == proposed
            answer = decision.findings[key]
            assert answer in ("met", "not_met")
            agrees = proposed["verdict"] in ("UNKNOWN", answer.upper())
            assert agrees or decision.departure_reason
        met = {GroundKey(key) for key, answer in decision.findings.items() if answer == "met"}
        assert Outcome(decision.outcome) in allowed_outcomes(met, policy)
        assert decision.reason
        if decision.outcome != Outcome.KEEP:
            assert decision.ground in met


def standing_decisions():
    return Decision.objects.filter(IN_EFFECT, superseded_by__isnull=True)


def check_reviews() -> None:
    """A review's standing is the heaviest of what the decisions that stand made of it."""
    standing = standing_decisions()
    for review in Review.objects.prefetch_related("removal_requests__claims"):
        measures = list(standing.filter(review=review).exclude(outcome=Outcome.KEEP))
        whole = [Outcome(each.outcome) for each in measures if not each.criteria]
        heaviest = max(whole, key=weight, default=Outcome.KEEP)
        if review.status != "withdrawn":
            assert review.status == STATUS_OF.get(heaviest, "published")
        hidden = [span for each in measures if each.outcome == Outcome.REDACT for span in each.spans]
        assert review.redactions == merged(hidden)
        struck = Counter(name for each in measures for name in each.criteria or ())
        assert set(struck) == set(review.struck_criteria or ()) and set(struck.values()) <= {1}
        assert (review.attributed_to_id is not None) == (review.status == "attributed")
        if review.hidden_at is not None:
            open_cases = [each for each in review.removal_requests.all() if each.is_open]
            assert {claim.ground for each in open_cases for claim in each.claims.all()} & URGENT_GROUNDS
    # Nothing that is held has done anything, and nothing that was sent back.
    waiting = Decision.objects.exclude(IN_EFFECT)
    assert not Statement.objects.filter(decision__in=waiting).exists()
    for case in RemovalRequest.objects.filter(status="decided"):
        assert standing.filter(request=case).count() == 1


def check_letters_and_appeals() -> None:
    told = Statement.objects.values("decision", "kind").annotate(times=Count("id"))
    in_effect = Decision.objects.filter(IN_EFFECT).values_list("id", flat=True)
    assert Counter((row["decision"], row["kind"]) for row in told) == Counter(
        (decision, kind) for decision in in_effect for kind in ("statement", "notice")
    )
    assert all(row["times"] == 1 for row in told)
    assert Letter.objects.filter(statement__isnull=False).count() == Statement.objects.count()
    for appeal in Appeal.objects.filter(decided_at__isnull=False).select_related("decision__request"):
        case = appeal.decision.request
        earlier = Decision.objects.filter(request=case, decided_at__lt=appeal.decided_at)
        assert not earlier.filter(decided_by=appeal.decided_by).exists()
        assert str(appeal.decided_by_id) in deciders_of(case) or appeal.status == "rejected"
        assert (appeal.status == "upheld") == Decision.objects.filter(appeal=appeal).exists()
        assert appeal.lodged_by_id in (case.review.buyer_id, case.filed_by_id)
    assert not Decision.objects.filter(supersedes__isnull=False, appeal__isnull=True).exists()


def check_misuse(world: DueProcess) -> None:
    """No suspension without a caution before it, none that nobody confirmed, and nothing filed during one."""
    steps = MisuseStep.objects.select_related("seller", "member")
    for step in steps.exclude(status__in=["proposed", "dismissed"]):
        whose = {"seller": step.seller, "member": step.member, "subject": step.subject}
        until = min(moment for moment in (step.ends_at, step.closed_at, world.now) if moment is not None)
        assert step.confirmed_by in world.leads
        if step.kind == "caution":
            continue
        cautions = steps.filter(**whose, kind="caution", confirmed_at__lt=step.confirmed_at)
        assert cautions.exists()
        during = {"gt": step.confirmed_at, "lt": until}
        if step.seller is not None:
            filed = RemovalRequest.objects.filter(seller=step.seller, origin="seller")
            assert not filed.filter(**{f"filed_at__{name}": at for name, at in during.items()}).exists()
        elif step.subject == "buyer":
            posted = Review.objects.filter(buyer=step.member)
            assert not posted.filter(**{f"published_at__{name}": at for name, at in during.items()}).exists()


def check_partner(world: DueProcess) -> None:
    """The partner answers for the attributed reviews, and for penalties of decisions that stand."""
    lifetime = partner_rating_of(world.partner, world.now)["windows"]["lifetime"]
    attributed = Review.objects.filter(status="attributed")
    assert lifetime["positive"] + lifetime["neutral"] + lifetime["negative"] == attributed.count()
    for decision in standing_decisions().filter(outcome=Outcome.ATTRIBUTE).select_related("policy_version", "review"):
        kind = decision.facts["feedback_type"] if decision.ground == GroundKey.PARTNER_AT_FAULT else None
        points = penalty_points(FeedbackType(kind), decision.policy_version.policy) if kind else 0
        if decision.review.status == "attributed":
            assert (decision.review.attributed_as, decision.review.penalty_points) == (kind or "", points)
    points = sum(each["points"] for each in penalties_of(world.partner))
    assert points == sum(each.penalty_points for each in attributed)


def check_rates(world: DueProcess) -> None:
    at = {"tenant": world.cast.tenant, "now": world.now}
    sweep_stale_rates(**at)
    slide_windows(**at)
    with world.cast.inside():
        assert not StaleDay.objects.exists()
        for seller in world.sellers:
            expected = counted_slowly(states_now(seller), world.now.astimezone(world.cast.tenant.zone).date(), 0)
            assert seller.rate.windows == expected
    assert reconcile_rates(**at, repair=False) == []


REACHED = (
    *("post", "edit", "withdraw", "respond", "file", "notice", "reply", "take back", "ask", "answer"),
    *(f"decide {outcome}" for outcome in Outcome),
    *("hold", "take effect", "approve", "send back", "appeal", "uphold", "reject", "twice"),
    *("propose caution", "propose suspension", "confirm step", "dismiss step", "appeal step", "publish"),
    *("propose settlement", "accept settlement", "perform settlement", "case of a breach"),
    *("type documents", "ask for documents", "give documents", "judge documents"),
    *("edit refused", "file refused", "decide remove refused", "meddle refused"),
)


class TestRandomHistories:
    def test_hold_every_invariant(self, db):
        DueProcess.done.clear()
        run_state_machine_as_test(
            Watched,
            settings=settings(
                max_examples=20,
                stateful_step_count=100,
                deadline=None,
                derandomize=True,
                # A history of a hundred acts takes seconds; shrinking one would take minutes and say little more.
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            ),
        )
        missing = [name for name in REACHED if not DueProcess.done[name]]
        assert not missing, f"never happened: {missing}; what did: {dict(DueProcess.done)}"
