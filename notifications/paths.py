"""Which addresses a notification may lead to: pages of the marketplace that it belongs to, and nowhere else."""

from __future__ import annotations

import re

from django.utils.http import url_has_allowed_host_and_scheme

_CONTROLS = re.compile("[\x00-\x20\x7f-\x9f\\\\]")


def is_path_of_ours(path: str) -> bool:
    """Whether it is an absolute path without a host: a browser would read "//elsewhere" and "/\\elsewhere" as one."""
    plain = path.startswith("/") and not path.startswith("//") and _CONTROLS.search(path) is None
    return plain and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
