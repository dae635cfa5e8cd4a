"""Words that views and the shell round them share: scopes that are none, limits, writes."""

from __future__ import annotations

from dataclasses import dataclass

ANY_SCOPE = "*"
"""Any key and any member may call."""
PUBLIC = ""
"""Nobody needs to sign in."""

# Names for whom an integrator's key acts; the shell has read it before the view is called (api.md).
ACTING_FOR = "acting_for"
FILE = "file"
"""Says in a view's `answers` that it answers with the bytes of a file."""
WRITES = frozenset({"POST", "PUT", "PATCH", "DELETE"})


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `calls` in `seconds` for one address, counted under `name`."""

    name: str
    calls: int
    seconds: int
