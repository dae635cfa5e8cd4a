"""Hands out kept files: as attachments, never to be shown or run inside the site."""

from __future__ import annotations

from django.http import FileResponse

from orders.models import Upload
from wire.refusals import NotThere


def as_attachment(upload: Upload) -> FileResponse:
    """The answer that carries the file. The caller has checked that the asker may read it."""
    if not upload.sha256:
        # Its time is over, or its sender was erased; the bytes may still be on their way out.
        raise NotThere
    try:
        content = upload.file.open("rb")
    except FileNotFoundError:
        raise NotThere from None
    response = FileResponse(content, as_attachment=True, filename=upload.name, content_type=upload.content_type)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "sandbox"
    response.headers["Cache-Control"] = "private, no-store"
    return response
