"""How much a page weighs on the wire: itself, its style sheets and its scripts, each compressed."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

STATIC = Path(__file__).resolve().parent.parent / "static"
_LOADED = re.compile(r'<(?:link rel="stylesheet" href|script src)="/static/([^"]+)"')
_HASH = re.compile(r"\.[0-9a-f]{12}(?=\.\w+$)")


def weight(page: bytes) -> int:
    """Bytes that a first visitor fetches before the page stands as it should; pictures come later."""
    files = {_HASH.sub("", name) for name in _LOADED.findall(page.decode())}
    assert files, "a page without a style sheet: the pattern is out of date"
    return compressed(page) + sum(compressed((STATIC / name).read_bytes()) for name in files)


def compressed(content: bytes) -> int:
    return len(gzip.compress(content, 6))
