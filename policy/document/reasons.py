"""Why one field of a policy document is wrong, as a sentence for whoever wrote it."""

import re
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final, get_args

from pydantic import BaseModel
from pydantic_core import ErrorDetails

_PLAIN: Final[Mapping[str, str]] = {
    "missing": "this field is missing",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
    "finite_number": "must be a number that is not infinite",
    "bool_type": "must be true or false",
    "string_type": "must be a text",
    "string_pattern_mismatch": 'must be a share in quotes with up to four decimals, such as "0.95"',
    "tuple_type": "must be a list",
    "dict_type": "must be a table of names and values",
    "model_type": "must be a section with its own fields",
    "too_short": "must name at least one",
}
_WITH_A_BOUND: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "less_than_equal": lambda bound: f"must be at most {bound['le']:,.10g}",
    "greater_than_equal": lambda bound: f"must be at least {bound['ge']:,.10g}",
    "greater_than": lambda bound: f"must be more than {bound['gt']:,.10g}",
}


def reason(error: ErrorDetails, document: type[BaseModel]) -> str:
    """The sentence for one error; a misspelt name is answered with the one that was meant, where one is near."""
    kind, given = error["type"], error["input"]
    context: Mapping[str, Any] = error.get("ctx", {})
    if kind == "extra_forbidden":
        name, known = str(error["loc"][-1]), _fields_beside(error["loc"], document)
        return f"there is no such field here{_did_you_mean(name, known)}"
    if kind == "enum":
        choices = re.findall(r"'([^']*)'", context["expected"])
        return f"{_shown(given)} is none of the choices{_did_you_mean(str(given), choices)}: {', '.join(choices)}"
    if kind in _WITH_A_BOUND:
        return _WITH_A_BOUND[kind](context)
    return _PLAIN.get(kind, error["msg"].removeprefix("Value error, "))


def _did_you_mean(name: str, known: Sequence[str]) -> str:
    near = get_close_matches(name.lower(), known, n=1)
    return f' (did you mean "{near[0]}"?)' if near else ""


def _shown(given: object) -> str:
    text = str(given)
    return f'"{text}"' if len(text) <= 40 else f'"{text[:40]}…"'


def _fields_beside(location: Sequence[int | str], document: type[BaseModel]) -> tuple[str, ...]:
    """The names that the section knows in which that field was written."""
    section = document
    for step in location[:-1]:
        field = section.model_fields.get(str(step))
        # A step that is no field is a key of a table, whose section was entered with the table.
        inner = _section_in(field.annotation) if field else section
        if inner is None:
            return ()
        section = inner
    return tuple(section.model_fields)


def _section_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = (_section_in(each) for each in get_args(annotation))
    return next((each for each in found if each is not None), None)
