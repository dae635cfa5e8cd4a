"""Hands out a file of a chat or a case to those who may read it."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from orders.files.downloads import as_attachment
from orders.queries import visible_upload
from wire.entry import for_members


@require_safe
@for_members
def file(request: HttpRequest, file_id: UUID) -> FileResponse:
    return as_attachment(visible_upload(request.member, file_id))
