"""Makes a logo fit to be kept: an image by its content, drawn anew, no larger than pages show it."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import IO

from PIL import Image

from wire.file_checks import FileRefused, SafeFile, make_safe

LARGEST_LOGO = 512 * 1024
LONGEST_SIDE = 512
"""In pixels; four times as large as any page shows it."""


def make_logo(name: str, file: IO[bytes], size: int | None) -> SafeFile:
    """The logo as a PNG of at most LONGEST_SIDE. Raises FileRefused with a sentence for the sender."""
    file.seek(0)
    if (size or 0) > LARGEST_LOGO or len(file.read(LARGEST_LOGO + 1)) > LARGEST_LOGO:
        raise FileRefused(f"A logo has at most {LARGEST_LOGO // 1024} kB.")
    safe = make_safe(name, file, size)
    if not safe.content_type.startswith("image/"):
        raise FileRefused("A logo is an image: send a PNG, JPEG or WebP.")
    with Image.open(io.BytesIO(safe.content)) as image:
        picture = image.convert("RGBA")
    picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    picture.save(out, "PNG", optimize=True)
    return replace(safe, content=out.getvalue(), content_type="image/png", ending=".png")
