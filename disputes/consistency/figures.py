"""Reads what the consistency of the desk is judged by, each figure with the cases it rests on."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import CharField, Count, F, Func, Q, QuerySet

from disputes.consistency.impartial import decisions_to_look_at
from disputes.consistency.kappa import Kappa, cohens_kappa
from disputes.consistency.shares import Share
from disputes.models import Appeal, JudgedFinding, SecondLook
from disputes.queries import DISAGREED, judged_findings
from policy.terms import AppealStatus, Verdict
from tenants.models import Member

Answers = Counter[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Agreed:
    """How far first and second answers agree: of all, of a ground, or of two agents."""

    kappa: Kappa
    ground: str = ""
    one: Member | None = None
    other: Member | None = None

    @property
    def share(self) -> Share:
        return Share(self.kappa.agreed, self.kappa.cases)


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of one ground's or one agent's decisions or answers."""

    share: Share
    ground: str = ""
    by: Member | None = None


@dataclass(frozen=True, slots=True)
class Agreements:
    """`overall` and `by_pair` compare outcomes, `by_ground` whether the ground was found met."""

    overall: Agreed
    by_ground: list[Agreed]
    by_pair: list[Agreed]


@dataclass(frozen=True, slots=True)
class Span:
    """From when to when something was answered."""

    since: datetime
    until: datetime

    def of(self, field: str) -> Q:
        return Q(**{f"{field}__gte": self.since, f"{field}__lte": self.until})


def agreements(span: Span) -> Agreements:
    """Second looks answered in the span against the first decisions.

    Overall and by ground, the desk's first answers are the one rater and its second answers the other; of a pair of
    agents each is a rater, whoever of them was first in a case.
    """
    looks = SecondLook.objects.filter(span.of("answered_at"))
    rows = list(looks.values_list("decision__decided_by", "by", "decision__outcome", "outcome").annotate(Count("pk")))
    overall: Answers = Counter()
    pairs: dict[tuple[UUID, UUID], Answers] = defaultdict(Counter)
    for first, second, outcome, again, number in rows:
        overall[outcome, again] += number
        if first < second:
            pairs[first, second][outcome, again] += number
        else:
            pairs[second, first][again, outcome] += number
    people = _people(person for pair in pairs for person in pair)
    by_pair = [Agreed(cohens_kappa(found), one=people[a], other=people[b]) for (a, b), found in pairs.items()]
    by_pair.sort(key=lambda each: (-each.kappa.cases, str(each.one), str(each.other)))
    return Agreements(Agreed(cohens_kappa(overall)), _by_ground(span), by_pair)


def _by_ground(span: Span) -> list[Agreed]:
    again = Func(
        F("decision__second_look__findings"),
        F("ground"),
        template="(%(expressions)s)",
        arg_joiner=" ->> ",
        output_field=CharField(),
    )
    rows = (
        JudgedFinding.objects.filter(span.of("decision__second_look__answered_at"))
        .annotate(again=again)
        .values_list("ground", "answer", "again")
        .annotate(Count("pk"))
        .order_by("ground")
    )
    grounds: dict[str, Answers] = defaultdict(Counter)
    for ground, answer, second, number in rows:
        grounds[ground][answer.lower(), second] += number
    return [Agreed(cohens_kappa(found), ground=ground) for ground, found in grounds.items()]


def looks_that_disagree(span: Span) -> QuerySet[SecondLook]:
    """Those whose outcome or findings differ from the first, the newest first."""
    differ = ~Q(outcome=F("decision__outcome")) | ~Q(findings=F("decision__findings"))
    return (
        SecondLook.objects.filter(span.of("answered_at"), differ)
        .select_related("by", "decision__decided_by", "decision__review__order")
        .order_by("-answered_at", "-id")
    )


def waiting_looks() -> int:
    return SecondLook.objects.filter(answered_at__isnull=True).count()


def overturned(span: Span) -> tuple[Share, list[Rate], list[Rate]]:
    """First decisions whose appeal was decided in the span: how many of them were overturned; all, by each ground
    that was claimed in their case, and by who decided first. One that both sides appealed counts once.
    """
    appeals = Appeal.objects.filter(
        span.of("decided_at"),
        status__in=[AppealStatus.UPHELD, AppealStatus.REJECTED],
        decision__supersedes__isnull=True,
    )
    counted = {
        "base": Count("decision", distinct=True),
        "number": Count("decision", distinct=True, filter=Q(status=AppealStatus.UPHELD)),
    }
    every = appeals.aggregate(**counted)
    grounds = appeals.values("decision__request__claims__ground").annotate(**counted)
    deciders = list(appeals.values("decision__decided_by").annotate(**counted))
    people = _people(row["decision__decided_by"] for row in deciders)
    by_ground = [Rate(_share(row), ground=row["decision__request__claims__ground"]) for row in grounds]
    by_decider = [Rate(_share(row), by=people[row["decision__decided_by"]]) for row in deciders]
    return (
        _share(every),
        sorted(by_ground, key=lambda each: (-each.share.base, each.ground)),
        sorted(by_decider, key=lambda each: (-each.share.base, str(each.by))),
    )


def departures(span: Span) -> tuple[Share, list[Rate]]:
    """Of the findings that proposed something, how many an agent answered otherwise; all, and by agent."""
    answers = JudgedFinding.objects.filter(span.of("decided_at")).exclude(proposed=Verdict.UNKNOWN)
    counted = {"base": Count("pk"), "number": Count("pk", filter=DISAGREED)}
    rows = list(answers.values("decision__decided_by").annotate(**counted))
    people = _people(row["decision__decided_by"] for row in rows)
    by_agent = [Rate(_share(row), by=people[row["decision__decided_by"]]) for row in rows]
    by_agent.sort(key=lambda each: (-each.share.base, str(each.by)))
    return Share(sum(row["number"] for row in rows), sum(row["base"] for row in rows)), by_agent


def departed_findings(span: Span) -> QuerySet[JudgedFinding]:
    """The answers that departed, the newest first; none of a decision that still waits for its second look."""
    rows = judged_findings().filter(DISAGREED, span.of("decided_at")).exclude(decision__in=decisions_to_look_at())
    return rows.order_by("-decided_at", "-id")


def _share(row: dict[str, int]) -> Share:
    return Share(row["number"], row["base"])


def _people(ids: Iterable[UUID]) -> dict[UUID, Member]:
    return Member.objects.in_bulk(set(ids))
