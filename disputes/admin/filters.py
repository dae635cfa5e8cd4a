"""How an agent narrows a queue."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from disputes.admin.rows import ground_name
from disputes.models import ABOUT, Notice
from disputes.queries import DISAGREED, OPEN_APPEALS, assigned_to, standing_at
from evidence.gather import label_of
from policy.terms import (
    AppealStatus,
    GroundKey,
    MisuseKind,
    MisuseSubject,
    SuspensionStatus,
    Verdict,
)
from wire.admin import ChoiceFilter, DeskAdmin


class AppealStanding(ChoiceFilter):
    title = "Status"
    parameter_name = "status"
    any_label = "Any open"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return [(status.value, status.value.replace("_", " ").capitalize()) for status in AppealStatus]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        wanted = [self.value()] if self.value() else [status.value for status in OPEN_APPEALS]
        return queryset.filter(status__in=wanted)


class WhichAppeals(ChoiceFilter):
    title = "Show"
    parameter_name = "which"
    any_label = "All"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return [("mine", "Mine"), ("unclaimed", "Nobody's"), ("overdue", "Overdue")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        now = timezone.now()
        conditions: dict[Any, Q] = {
            "mine": assigned_to(request.member, now),
            "unclaimed": Q(claimed_until__isnull=True) | Q(claimed_until__lte=now),
            "overdue": Q(due_at__lte=now),
        }
        return queryset.filter(conditions[self.value()]) if self.value() in conditions else queryset


class StepStanding(ChoiceFilter):
    title = "Status"
    parameter_name = "status"
    any_label = "Proposed, active or appealed"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        words = [(status.value, status.value.capitalize()) for status in SuspensionStatus]
        return [*words, ("appealed", "Appealed")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        now, appealed = timezone.now(), Q(appeal__isnull=False, appeal__decided_at__isnull=True)
        if self.value() == "appealed":
            return queryset.filter(appealed)
        if self.value() in list(SuspensionStatus):
            return queryset.filter(standing_at(SuspensionStatus(self.value()), now))
        open_ones = standing_at(SuspensionStatus.PROPOSED, now) | standing_at(SuspensionStatus.ACTIVE, now)
        return queryset.filter(open_ones | appealed)


class StepKind(ChoiceFilter):
    title = "Step"
    parameter_name = "kind"
    any_label = "Any step"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return [(kind.value, kind.value.capitalize()) for kind in MisuseKind]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(kind=self.value()) if self.value() else queryset


class StepSubject(ChoiceFilter):
    title = "Against"
    parameter_name = "subject"
    any_label = "Anybody"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return [(subject.value, subject.value.replace("_", " ").capitalize()) for subject in MisuseSubject]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(subject=self.value()) if self.value() else queryset


class NoticeStanding(ChoiceFilter):
    title = "Status"
    parameter_name = "status"
    any_label = "Any"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        words = {
            Notice.Status.RECEIVED: "Waits for an agent",
            Notice.Status.CASE: "With a case",
            Notice.Status.DISMISSED: "Answered without a case",
        }
        return [(status.value, label) for status, label in words.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(status=self.value()) if self.value() else queryset


class NoticeAbout(ChoiceFilter):
    title = "About"
    parameter_name = "about"
    any_label = "Anything"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return [(key.value, ground_name(key)) for key in ABOUT]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(about=self.value()) if self.value() else queryset


class AnswerOf(ChoiceFilter):
    title = "Agents"
    parameter_name = "agents"
    any_label = "Disagreed"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return [("agreed", "Agreed"), ("alone", "Answered alone"), ("all", "Any answer")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "agreed":
                return queryset.filter(answer=F("proposed"))
            case "alone":
                return queryset.filter(proposed=Verdict.UNKNOWN)
            case "all":
                return queryset
            case _:
                return queryset.filter(DISAGREED)


class AnsweredGround(ChoiceFilter):
    title = "Ground"
    parameter_name = "ground"
    any_label = "Any ground"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        return [(key.value, ground_name(key)) for key in GroundKey]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(ground=self.value()) if self.value() else queryset


class ByGatherer(ChoiceFilter):
    title = "Program"
    parameter_name = "gatherer"
    any_label = "Any program"

    def lookups(self, request: HttpRequest, model_admin: DeskAdmin) -> list[tuple[str, str]]:
        """Those at work now; earlier versions stand in the table above the list."""
        return [(label, label) for label in sorted({label_of(ground) for ground in GroundKey} - {""})]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(gatherer=self.value()) if self.value() else queryset
