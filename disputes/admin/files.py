"""Files on the desk: a picture is shown in place, from our own address; anything else is a link that downloads."""

from __future__ import annotations

from typing import Any

SHOWN_IN_PLACE = frozenset({"image/jpeg", "image/png", "image/webp"})
"""All of them were drawn anew when they came in, so that nothing but pixels is left."""
LARGEST_IN_PLACE = 4 * 1024 * 1024
"""In bytes; larger ones are opened by whoever wants to see them."""


def file_of(upload: Any) -> dict[str, Any]:
    """As `components/file_list.html` takes it; `by` where the uploader was read with it."""
    by = str(upload.uploaded_by) if "uploaded_by" in upload._state.fields_cache else ""
    href = f"/api/v1/files/{upload.pk}"
    in_place = upload.content_type in SHOWN_IN_PLACE and upload.size <= LARGEST_IN_PLACE
    return {
        "name": upload.name,
        "href": href,
        "size_text": size_text(upload.size),
        "kind": upload.content_type,
        "note": f"sent in by {by}" if by else "",
        "picture": href if in_place else "",
        "alt": f"The picture {upload.name}" + (f", sent in by {by}" if by else ""),
    }


def size_text(size: int) -> str:
    return f"{size / 1024:,.0f} kB" if size >= 1024 else f"{size} bytes"
