"""The base of every page of the desk: who may look, read-only lists and details, one POST for one action.

The desk is Django's admin. Nothing in it is edited by hand: lists and pages show, buttons call actions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import display_for_field, label_for_field, lookup_field
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.views.decorators.http import require_POST
from unfold.admin import ModelAdmin
from unfold.views import ChangeList

from wire.refusals import NotPermitted, NotThere, Refused


class CappedPaginator(Paginator):
    """Counts no further than `CAP`, so that the first page of a million rows costs what a page costs."""

    CAP = 1000

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by().values("pk")[: self.CAP + 1].count()


class ChoiceFilter(admin.SimpleListFilter):
    """A filter that is shown as a select; `any_label` is what no choice means."""

    any_label = "Any"

    def fields(self) -> dict[str, Any]:
        """What the filter bar shows for it."""
        options = [{"value": "", "label": self.any_label}]
        options += [{"value": value, "label": label} for value, label in self.lookup_choices]
        return {
            "name": self.parameter_name,
            "label": self.title,
            "value": self.value() or "",
            "options": options,
        }


class DeskList(ChangeList):
    """A list page; what it leads to keeps where one came from."""

    def filter_fields(self) -> list[dict[str, Any]]:
        fields = [spec.fields() for spec in self.filter_specs]
        if self.search_fields:
            label = self.search_help_text or "Search"
            fields.append({"name": "q", "label": label, "value": self.query, "type": "search"})
        return fields

    def newer_href(self) -> str:
        return self.get_query_string({"p": self.page_num - 1}) if self.page_num > 1 else ""

    def older_href(self) -> str:
        within_reach = min(self.result_count, CappedPaginator.CAP)
        more = self.page_num * self.list_per_page < within_reach
        return self.get_query_string({"p": self.page_num + 1}) if more else ""

    def summary(self) -> str:
        many = self.result_count > CappedPaginator.CAP
        total = f"more than {CappedPaginator.CAP:,}" if many else f"{self.result_count:,}"
        first = (self.page_num - 1) * self.list_per_page + 1
        last = first + len(self.result_list) - 1
        noun = self.opts.verbose_name if self.result_count == 1 else self.opts.verbose_name_plural
        return f"{first:,} to {last:,} of {total} {noun}" if self.result_list else f"No {noun}"


class DeskAdmin(ModelAdmin):
    """Agents and leads look at their marketplace's rows; nobody adds, changes or deletes one by hand.

    `details` names what a row's own page shows, `acts` its buttons. `list_title` and `list_note`
    head the list. With `platform` the rows are the platform's: operators see them at the base domain, and nobody
    else anywhere.
    """

    platform = False
    details: tuple[str, ...] = ()
    acts: tuple[str, ...] = ()
    list_title = ""
    list_note = ""
    empty_title = "Nothing here yet"
    empty_body = ""

    actions = None
    sortable_by = ()
    list_per_page = 50
    list_max_show_all = 0
    show_full_result_count = False
    paginator = CappedPaginator
    change_list_template = "admin/change_list.html"
    empty_value_display = "–"

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        if self.platform:
            return request.tenant is None and request.user.is_authenticated and request.user.is_operator
        return request.member is not None and request.member.at_the_desk

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return DeskList

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        rows = super().get_queryset(request)
        if any(field.name == "tenant" for field in self.opts.fields):
            rows = rows.filter(tenant=request.tenant)
        return rows

    @property
    def base(self) -> str:
        """The beginning of this model's URL names."""
        return f"{self.opts.app_label}_{self.opts.model_name}"

    def get_urls(self) -> list[URLPattern]:
        """A list and a page for each row, and what the model's own desk adds before them."""
        view = self.admin_site.admin_view
        return [
            *self.desk_urls(),
            path("", view(self.changelist_view), name=f"{self.base}_changelist"),
            path("<str:object_id>/", view(self.change_view), name=f"{self.base}_change"),
        ]

    def desk_urls(self) -> list[URLPattern]:
        """Each of `acts` has an address of its own that takes a POST, answered by the method of that name."""
        view = self.admin_site.admin_view
        return [
            path(
                f"<str:object_id>/{name}/",
                view(require_POST(getattr(self, name.replace("-", "_")))),
                name=f"{self.base}_{name}",
            )
            for name in self.acts
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_view_permission(request):
            raise Http404
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        context = {
            "title": self.list_title or str(self.opts.verbose_name_plural).capitalize(),
            "note": self.list_note,
            "empty": {"title": self.empty_title, "body": self.empty_body},
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        row = self.the_row(request, object_id)
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self.row_page(request, row)

    def row_page(self, request: HttpRequest, row: Any) -> HttpResponse:
        """The row's own page; its details, where a room draws nothing of its own."""
        items = [self._item(name, row) for name in self.details or self.list_display]
        context = {"items": items, "opts": self.opts}
        return self.page(request, "admin/details.html", str(row), context)

    def the_row(self, request: HttpRequest, object_id: str) -> Model:
        """The row of that id; 404 where there is none that the asker may see."""
        row = self.get_object(request, object_id) if self.has_view_permission(request) else None
        if row is None:
            raise Http404
        return row

    def page(
        self, request: HttpRequest, template: str, title: str, context: dict[str, Any], status: int = 200
    ) -> TemplateResponse:
        request.current_app = self.admin_site.name
        trail = [
            {
                "label": self.list_title or str(self.opts.verbose_name_plural).capitalize(),
                "href": self.list_href(),
            },
            {"label": title},
        ]
        shell = {**self.admin_site.each_context(request), "title": title, "trail": trail}
        return TemplateResponse(request, template, {**shell, **context}, status=status)

    def list_href(self) -> str:
        return reverse(f"admin:{self.base}_changelist")

    def row_href(self, row: Model) -> str:
        return reverse(f"admin:{self.base}_change", args=[row.pk])

    def _item(self, name: str, row: Model) -> dict[str, Any]:
        field, _, value = lookup_field(name, row, self)
        shown = value if field is None else self._shown(field, value)
        return {"key": label_for_field(name, self.model, self).capitalize(), "value": shown}

    def _shown(self, field: Any, value: Any) -> Any:
        if isinstance(value, list):
            return ", ".join(str(each).replace("_", " ") for each in value) or self.empty_value_display
        return display_for_field(value, field, self.empty_value_display)


def one_action(act: Callable[[], Any]) -> tuple[Any, list[dict[str, str]]]:
    """Call an action: its result, and what it refused as [{pointer, text, code}]. NotThere becomes a 404."""
    try:
        return act(), []
    except NotThere:
        raise Http404 from None
    except NotPermitted as refusal:
        return None, [{"pointer": "", "text": refusal.detail, "code": "permission_denied"}]
    except Refused as refusal:
        return None, told(refusal.problems)


def told(problems: Iterable[Any]) -> list[dict[str, str]]:
    return [{"pointer": each.pointer, "text": each.detail, "code": str(each.code)} for each in problems]
