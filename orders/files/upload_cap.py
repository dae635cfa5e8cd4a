"""Drops a file that is too large as it comes in, for every form and call: no byte of it is kept."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest

from wire.file_checks import DROPPED, LARGEST_FILE

# What may surround a file in a form: other fields, boundaries, headers; and a message carries several files.
LARGEST_FORM = 6 * LARGEST_FILE
# Up to here the rest is read and thrown away, so that the sender gets the answer and not a broken connection.
LARGEST_LISTENED_TO = 300 * 1024 * 1024


class UploadCap(FileUploadHandler):
    """First in FILE_UPLOAD_HANDLERS. The request then has no file, and `file_was_too_large` answers True."""

    def __init__(self, request: HttpRequest | None = None) -> None:
        super().__init__(request)
        self.form_size = 0

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],
        content_length: int,
        boundary: bytes,
        encoding: Any = None,
    ) -> None:
        self.form_size = content_length

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        if self.form_size > LARGEST_FORM:
            self._stop()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        if start + len(raw_data) > LARGEST_FILE:
            self._stop()
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None

    def _stop(self) -> None:
        if self.request is not None:
            self.request.META[DROPPED] = True
        raise StopUpload(connection_reset=self.form_size > LARGEST_LISTENED_TO)


def file_was_too_large(request: HttpRequest) -> bool:
    """Whether a file of this request was dropped because of its size. Reads the request's body."""
    request.POST  # noqa: B018 - the handler speaks while the form is read
    return bool(request.META.get(DROPPED))
