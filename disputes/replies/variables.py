"""The variables of saved replies: `{seller}` becomes the name of the case's seller. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

VARIABLES: Final[Mapping[str, str]] = {
    "order": "the order's number",
    "offer": "what was bought",
    "seller": "the seller's name",
    "marketplace": "this marketplace's name",
    "ground": "the first ground that was claimed",
    "filed": "the day on which the request was filed",
    "today": "the day of writing",
}
"""What may stand in braces, and what it becomes. People who are not named to both sides are none of them."""

_BRACED: Final = re.compile(r"\{([^{}\n]{0,40})\}")


def variable_problems(body: str) -> list[str]:
    """A sentence for each thing in braces that is no variable, in order, none twice; and for a brace left open."""
    unknown = dict.fromkeys(name for name in _BRACED.findall(body) if name not in VARIABLES)
    told = [f"There is no variable {{{name}}}; there are {_listed()}." for name in unknown]
    left = _BRACED.sub("", body)
    if "{" in left or "}" in left:
        told.append("A brace has no partner. Variables are written like {seller}; other braces cannot be used.")
    return told


def filled(body: str, values: Mapping[str, str]) -> str:
    """The words with every variable replaced; one without a value becomes nothing."""
    return _BRACED.sub(lambda found: values.get(found.group(1), ""), body)


def _listed() -> str:
    return ", ".join(f"{{{name}}}" for name in VARIABLES)
