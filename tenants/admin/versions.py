"""The published versions: the list, one in plain words or as JSON, and the difference of any two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tenants.actions.draft_policy import draft_policy
from tenants.admin.text import as_json
from tenants.models import PolicyDraft, PolicyVersion, Role
from tenants.policy_form import difference, readable
from tenants.queries import open_drafts, policy_versions
from tenants.versions import Standing, in_time
from wire.admin import DeskAdmin, one_action

SHOWN = {
    Standing.IN_FORCE: ("In force", "success"),
    Standing.COMING: ("Comes into force", "accent"),
    Standing.PAST: ("Past", "neutral"),
    Standing.NEVER: ("Never in force", "neutral"),
}


@dataclass(frozen=True, slots=True)
class Side:
    """What can be compared: a version, or an open draft."""

    value: str
    label: str
    document: dict[str, Any]
    href: str


@admin.register(PolicyVersion)
class PolicyVersionDesk(DeskAdmin):
    list_title = "Policy"
    acts = ("draft",)
    list_note = "Published versions. The one in force when a case was filed governs it to its end."
    list_display = ("number",)
    ordering = ("-number", "-id")
    change_list_template = "tenants/admin/versions.html"

    def desk_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        compare = path("compare/", view(require_safe(self.compare)), name=f"{self.base}_compare")
        return [compare, *super().desk_urls()]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        answer = super().changelist_view(request, extra_context)
        if cl := getattr(answer, "context_data", {}).get("cl"):
            shown = {version.pk for version in cl.result_list}
            everything = in_time(list(policy_versions()), timezone.now())
            leads = request.member.has_role(Role.LEAD)
            answer.context_data |= {
                "rows": [self._row(each) for each in everything if each.version.pk in shown],
                "tabs": policy_tabs("versions") if leads else [],
                "start_href": self._draft_href(everything[0].version) if leads else "",
                "compare_href": reverse(f"admin:{self.base}_compare") if len(everything) > 1 else "",
                "sides": [(str(each.version.pk), f"Version {each.version.number}") for each in everything],
            }
        return answer

    def row_page(self, request: HttpRequest, version: PolicyVersion) -> HttpResponse:
        everything = in_time(list(policy_versions()), timezone.now())
        place = next(place for place, each in enumerate(everything) if each.version.pk == version.pk)
        earlier = everything[place + 1].version if place + 1 < len(everything) else None
        here, as_text = self.row_href(version), request.GET.get("view") == "json"
        context = {
            **self._row(everything[place]),
            "tabs": [
                {"label": "In words", "href": here, "current": not as_text},
                {"label": "As JSON", "href": f"{here}?view=json", "current": as_text},
            ],
            "json": as_json(version.document) if as_text else "",
            "policy": None if as_text else readable(version.document),
            "compare_href": self._compare_href(earlier, version) if earlier else "",
            "draft_href": self._draft_href(version) if request.member.has_role(Role.LEAD) else "",
        }
        return self.page(request, "tenants/admin/version.html", f"Version {version.number}", context)

    def compare(self, request: HttpRequest) -> HttpResponse:
        """The difference of any two; without a choice, of the newest and the one before it."""
        if not self.has_view_permission(request):
            raise Http404
        sides = self._sides(request)
        usual = [side for side in sides if side.label.startswith("Version")]
        after = self._chosen(request, "after", sides) or usual[0]
        before = self._chosen(request, "before", sides) or usual[min(1, len(usual) - 1)]
        context = {
            "sides": [(side.value, side.label) for side in sides],
            "before": before,
            "after": after,
            "changes": difference(before.document, after.document),
        }
        return self.page(request, "tenants/admin/compare.html", "Difference", context)

    def draft(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """A new draft that opens with what this version says."""
        version = self.the_row(request, object_id)
        draft, refused = one_action(
            lambda: draft_policy(
                tenant=request.tenant, by=request.member, document=version.document, now=timezone.now()
            )
        )
        if draft is not None:
            return HttpResponseRedirect(reverse("admin:tenants_policydraft_edit", args=[draft.pk]))
        for each in refused:
            messages.warning(request, each["text"])
        return HttpResponseRedirect(self.row_href(version))

    def _row(self, each: Any) -> dict[str, Any]:
        label, tone = SHOWN[each.standing]
        return {
            "version": each.version,
            "since": each.since,
            "until": each.until,
            "standing": label,
            "tone": tone,
            "href": self.row_href(each.version),
        }

    def _sides(self, request: HttpRequest) -> list[Side]:
        found = [
            Side(str(each.pk), f"Version {each.number}", each.document, self.row_href(each))
            for each in policy_versions()
        ]
        if request.member.has_role(Role.LEAD):
            found += [Side(str(each.pk), f"Draft: {each}", each.document, _draft_page(each)) for each in open_drafts()]
        return found

    def _chosen(self, request: HttpRequest, name: str, sides: list[Side]) -> Side | None:
        """The side that was asked for, None without a wish; 404 for what is not there to compare."""
        asked = request.GET.get(name, "")
        if not asked:
            return None
        try:
            wanted = str(UUID(asked))
        except ValueError:
            raise Http404 from None
        side = next((side for side in sides if side.value == wanted), None)
        if side is None:
            raise Http404
        return side

    def _compare_href(self, before: PolicyVersion, after: PolicyVersion) -> str:
        return f"{reverse(f'admin:{self.base}_compare')}?before={before.pk}&after={after.pk}"

    def _draft_href(self, version: PolicyVersion) -> str:
        return reverse(f"admin:{self.base}_draft", args=[version.pk])


def _draft_page(draft: PolicyDraft) -> str:
    return reverse("admin:tenants_policydraft_change", args=[draft.pk])


def policy_tabs(current: str) -> list[dict[str, Any]]:
    """What a lead goes between: the published versions and the drafts."""
    places = (("versions", "Versions", "policyversion"), ("drafts", "Drafts", "policydraft"))
    return [
        {"label": label, "href": reverse(f"admin:tenants_{model}_changelist"), "current": key == current}
        for key, label, model in places
    ]
