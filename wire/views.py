"""The base of every API view: which scope each method takes, how it reads a body and shows a dict."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar, NoReturn
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.module_loading import import_string
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from wire.bodies import NoFields, Query, StrictBody, UnableToRead, read_body, wrong
from wire.calls import ACTING_FOR, ANY_SCOPE, PUBLIC, WRITES, Limit
from wire.entity_tags import entity_tag, is_known, version_in
from wire.forms import BoundedFormParser
from wire.ids import read_id
from wire.pages import CursorPages
from wire.refusals import NotThere
from wire.text import is_showable

__all__ = ["ANY_SCOPE", "PUBLIC", "ApiView", "Limit", "UploadView"]


class ApiView(APIView):
    """A view of the API. `request.tenant`, `request.member` (who acts) and `self.now` are set before it runs.

    A method returns a dict (200), `self.created(dict)` (201), another Response, or None (204). Refused,
    NotThere and NotPermitted are left to rise: the shell turns them into problem documents. Writes run in a
    savepoint, so those leave nothing behind. A write that never asks for its body takes no fields.
    """

    http_method_names = ["get", "head", "post", "put", "patch", "delete"]

    scopes: ClassVar[Mapping[str, str]] = {}
    # Roles a method is kept for; one not named here takes every role that its scope takes.
    roles: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    bodies: ClassVar[Mapping[str, type[StrictBody]]] = {}
    queries: ClassVar[Mapping[str, type[Query]]] = {}
    # For the published schema: serializers of answers (several: one of them; wire.calls.FILE: a file), whether GET
    # answers a page of a list, the statuses of what was done where they are not the usual one (200, and 204 for a
    # DELETE without an answer), and the codes of 409 where they are not the usual ones (any for writes, else none).
    answers: ClassVar[Mapping[str, Any]] = {}
    lists: ClassVar[bool] = False
    statuses: ClassVar[Mapping[str, tuple[int, ...]]] = {}
    conflicts: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    # Whether what is wrong with a body is the answer, so that any body is taken.
    takes_any: ClassVar[bool] = False
    # Calls counted together across keys, e.g. {"POST": Limit("notices", calls=20, seconds=3600)}.
    limits: ClassVar[Mapping[str, Limit]] = {}

    now: datetime
    _read = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.args, self.kwargs = args, kwargs
        self.request = request = self.initialize_request(request, *args, **kwargs)
        self.headers = self.default_response_headers
        self.now = timezone.now()
        try:
            self.initial(request, *args, **kwargs)
            known = request.method.lower() in self.http_method_names
            handler = getattr(self, request.method.lower(), None) if known else None
            handler = handler or self.http_method_not_allowed
            response = _shell()(self, request, lambda: self._answered(handler, request, *args, **kwargs))
        except Exception as error:  # every error becomes a problem document
            response = self.handle_exception(error)
        self.response = self.finalize_response(request, response, *args, **kwargs)
        return self.response

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        if getattr(request, "tenant", None) is None:
            raise NotThere
        super().initial(request, *args, **kwargs)
        if not all(is_showable(value) for value in kwargs.values() if isinstance(value, str)):
            raise NotThere

    def _answered(self, handler: Callable[..., Any], request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        result = handler(request, *args, **kwargs)
        if request.method in WRITES and not self._read:
            self.body(NoFields)
        if isinstance(result, HttpResponseBase):
            return result
        return Response(status=204) if result is None else Response(result)

    def finalize_response(
        self, request: Request, response: HttpResponseBase, *args: Any, **kwargs: Any
    ) -> HttpResponseBase:
        response = super().finalize_response(request, response, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store"
        tag = entity_tag(getattr(response, "data", None)) if response.status_code < 300 else ""
        if tag:
            response.headers.setdefault("ETag", tag)
            if request.method in ("GET", "HEAD") and is_known(tag, request.headers.get("If-None-Match", "")):
                response.data, response.status_code = None, 304
        return response

    def body(self, fields: type[StrictBody] | None = None) -> dict[str, Any]:
        """The body as `fields` (or what `bodies` says for this method) declares it. Raises UnableToRead.

        A `version` that the body leaves out is taken from `If-Match`.
        """
        self._read = True
        declared = fields or self.bodies.get(self.request.method, NoFields)
        data = self.request.data
        if isinstance(data, Mapping):
            if isinstance(data, QueryDict):
                files = self.request.FILES
                data = {name: data[name] for name in data if name not in files}
            data = {name: value for name, value in data.items() if name != ACTING_FOR}
            if "version" in declared._declared_fields:
                data = version_in(data, self.request.headers.get("If-Match", ""))
        return read_body(declared, data)

    def query(self) -> dict[str, Any]:
        """What stands behind the question mark, as `queries` declares it for this method."""
        return read_body(self.queries[self.request.method], self.request.GET)

    def page(self, rows: QuerySet[Any], *, ordering: tuple[str, ...], show: Callable[[Any], Any]) -> dict[str, Any]:
        """One page of `rows`, each as `show` makes it, with the addresses of the pages beside it."""
        return CursorPages(*ordering).answer(rows, self.request, show)

    def id_of(self, text: str) -> UUID:
        """The id in a path; a malformed one becomes an id that nothing has."""
        return read_id(text)

    def created(self, data: Any, *, is_new: bool = True) -> Response:
        """201 with `data`, or 200 where it was there before."""
        return Response(data, status=201 if is_new else 200)

    def not_there(self) -> NoReturn:
        raise NotThere


class UploadView(ApiView):
    """A view that takes a form with files (multipart/form-data)."""

    parser_classes = [BoundedFormParser]

    def upload(self, name: str = "file") -> UploadedFile:
        """The one file of the form, under `name`. Raises UnableToRead where it is missing or not alone."""
        files = self.request.FILES
        others = [other for other in files if other != name]
        if name not in files:
            raise UnableToRead(wrong(f"/{name}", "Send a file in this field of a multipart form."))
        if others or len(files.getlist(name)) != 1:
            raise UnableToRead(wrong(f"/{(others or [name])[0]}", f"Send one file, in the field {name}."))
        return files[name]


def _shell() -> Callable[..., HttpResponseBase]:
    """What every call passes through; it stands above this room, so a setting names it."""
    return import_string(settings.API_SHELL)
