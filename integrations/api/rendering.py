"""Every answer is JSON in UTF-8, whatever the caller says it would rather have."""

from __future__ import annotations

from typing import Any

from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.utils.mediatypes import media_type_matches

from wire.encoding import as_json


class JSONRenderer(BaseRenderer):
    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, media_type: str | None = None, renderer_context: Any = None) -> bytes:
        if data is None:
            return b""
        return as_json(data).encode()


class AlwaysJSON(BaseContentNegotiation):
    def select_parser(self, request: Request, parsers: list[Any]) -> Any:
        sent = request.content_type
        return next((parser for parser in parsers if media_type_matches(parser.media_type, sent)), None)

    def select_renderer(self, request: Request, renderers: list[Any], format_suffix: Any = None) -> Any:
        return renderers[0], renderers[0].media_type
