"""Tells what a file really is, by its content, and makes it safe to keep: images anew, PDFs as they are.

Sources: PNG (ISO/IEC 15948) 5.2, JPEG (ISO/IEC 10918-1) B.1.1.3, WebP (RFC 9649) 2.4, PDF (ISO 32000-2)
7.5.2.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO

from PIL import Image, ImageOps

from policy.saying import Said, joined, say

LARGEST_FILE = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
"""Of width times height: what a good phone takes, and 160 MB once decoded."""
LONGEST_NAME = 120
DROPPED = "touchstone.file_too_large"
"""In a request's META where a file in it was thrown away as it came in, because of its size."""

_IMAGES = {"JPEG": ("image/jpeg", ".jpg"), "PNG": ("image/png", ".png"), "WEBP": ("image/webp", ".webp")}
_PDF = ("application/pdf", ".pdf")
_IMAGE_ENDINGS = frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp"})
_BROKEN = (
    OSError,
    ValueError,
    SyntaxError,
    EOFError,
    IndexError,
    KeyError,
    TypeError,
    OverflowError,
    MemoryError,
)
_ONLY = say("Send a JPEG, PNG or WebP image or a PDF.")


class FileRefused(Exception):
    """The file is not kept; the message is a sentence for its sender."""


@dataclass(frozen=True, slots=True)
class SafeFile:
    """What is kept: the bytes, their type, the name that is shown, and the ending of the stored name."""

    content: bytes
    content_type: str
    name: str
    ending: str


def make_safe(name: str, file: IO[bytes], size: int | None) -> SafeFile:
    """Check the file and strip it of metadata. Raises FileRefused; reads no more than LARGEST_FILE bytes."""
    if size is not None and size > LARGEST_FILE:
        raise too_large()
    file.seek(0)
    content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise too_large()
    if not content:
        raise FileRefused(say("This file is empty."))
    kind = _kind(content)
    if kind is None:
        raise FileRefused(joined(say("By its content this is none of the files that are taken."), _ONLY))
    said = PurePath(name.replace("\\", "/")).suffix.lower()
    if (said == ".pdf" and kind != "PDF") or (said in _IMAGE_ENDINGS and kind == "PDF"):
        wrong = say("The name ends in {ending}, but the content is {kind}.", ending=said, kind=_article(kind))
        raise FileRefused(joined(wrong, _ONLY))
    if kind == "PDF":
        _check_pdf(content)
        content_type, ending = _PDF
    else:
        content = _anew(content, kind)
        content_type, ending = _IMAGES[kind]
    return SafeFile(content, content_type, shown_name(name, ending), ending)


def too_large() -> FileRefused:
    return FileRefused(say("A file has at most {size} MB.", size=LARGEST_FILE // 1024 // 1024))


def shown_name(name: str, ending: str) -> str:
    """The sender's name for the file, without folders and odd characters, ending in what it is."""
    path = PurePath(name.replace("\\", "/"))
    ending_fits = path.suffix.lower() in (_IMAGE_ENDINGS if ending != ".pdf" else {".pdf"})
    stem = "".join(c if c.isprintable() and c not in '<>:"|?*/%;' else " " for c in path.stem)
    stem = " ".join(stem.split()).strip(". ")[:LONGEST_NAME] or "file"
    fits = ending_fits and (ending == path.suffix.lower() or (ending, path.suffix.lower()) == (".jpg", ".jpeg"))
    return stem + (path.suffix.lower() if fits else ending)


def _kind(content: bytes) -> str | None:
    if content.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "WEBP"
    return "PDF" if content.startswith(b"%PDF-") else None


def _article(kind: str) -> Said:
    return say("a PDF") if kind == "PDF" else say("a {kind} image", kind="WebP" if kind == "WEBP" else kind)


def _check_pdf(content: bytes) -> None:
    """A PDF begins with its version and ends with its marker; anything longer is another file in its coat."""
    if not content[5:8].replace(b".", b"0").isdigit() or b"%%EOF" not in content[-1024:]:
        raise FileRefused(say("This PDF is damaged or cut short."))


def _anew(content: bytes, kind: str) -> bytes:
    """The picture drawn anew: upright, without EXIF, comments, profiles, more frames or bytes behind it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=(kind,))
        width, height = image.size
        if width * height > MOST_PIXELS:
            raise _too_many_pixels(width, height)
        image.load()
        image = ImageOps.exif_transpose(image)
        image = _plain(image, kind)
        out = io.BytesIO()
        image.save(out, kind, **({"quality": 90} if kind != "PNG" else {"optimize": False}))
    except Image.DecompressionBombError:
        raise FileRefused(say("An image has at most {most} million pixels.", most=MOST_PIXELS // 1_000_000)) from None
    except (*_BROKEN, struct.error, zlib.error):
        raise FileRefused(say("This image is damaged and cannot be opened.")) from None
    return out.getvalue()


def _plain(image: Image.Image, kind: str) -> Image.Image:
    """In a mode that the format keeps, with nothing beside the pixels."""
    see_through = kind != "JPEG" and ("A" in image.getbands() or "transparency" in image.info)
    if image.mode in ("I", "I;16", "I;16B", "I;16L", "F"):
        image = image.point(lambda value: value / 256).convert("L")
    mode = "RGBA" if see_through else "L" if image.mode in ("1", "L") else "RGB"
    plain = image.convert(mode) if image.mode != mode else image
    plain.info = {}
    return plain


def _too_many_pixels(width: int, height: int) -> FileRefused:
    size = {"width": width, "height": height, "most": MOST_PIXELS // 1_000_000}
    return FileRefused(say("This image has {width} × {height} pixels; at most {most} million are taken.", **size))
