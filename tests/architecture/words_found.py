"""Finds every sentence of templates and code that is to be said in several languages, with Python alone."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.utils.translation.template import templatize

_SAYING = {"say": 1, "say_number": 2, "gettext": 1, "gettext_lazy": 1, "ngettext": 2, "_": 1}
_CALL = re.compile(r"\b(?P<name>u?n?p?gettext|_)\((?P<rest>.*)", re.DOTALL)


class Words(NamedTuple):
    """`many` is empty where no number decides on the form; `at` is "file:line"."""

    one: str
    many: str
    at: str


def words_of(path: Path) -> Iterator[Words]:
    text = path.read_text()
    if path.suffix == ".py":
        yield from _calls(text, path, 1)
    else:
        # Blocks of Django's become calls of gettext in a text that is otherwise crossed out.
        for number, line in enumerate(_calls_of_template(text, path), 1):
            yield from _calls(line, path, number)


def _calls_of_template(text: str, path: Path) -> Iterator[str]:
    crossed = templatize(text, origin=str(path))
    for found in re.finditer(r"(?<![\w.])(gettext|ngettext|pgettext|npgettext|_)\(", crossed):
        yield _balanced(crossed, found.start())


def _balanced(text: str, start: int) -> str:
    """From `start` on until the text is a whole expression."""
    end = start
    while (end := text.find(")", end) + 1) > 0:
        try:
            ast.parse(text[start:end].strip(), mode="eval")
        except SyntaxError:
            continue
        return text[start:end].strip()
    raise ValueError(f"no end of {text[start : start + 60]!r}")


def _calls(text: str, path: Path, line: int) -> Iterator[Words]:
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        # What a terminal says (`terminal.say`) is for operators.
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        forms = [each.value for each in node.args[: _SAYING.get(name, 0)] if isinstance(each, ast.Constant)]
        if name in _SAYING and len(forms) == _SAYING[name] and all(isinstance(each, str) for each in forms):
            at = f"{path}:{node.lineno if path.suffix == '.py' else line}"
            yield Words(forms[0], forms[1] if len(forms) > 1 else "", at)
