"""The words of this package by section and list, loaded once."""

import re
import tomllib
from collections.abc import Iterable
from functools import cache
from importlib import resources


@cache
def words(section: str, name: str) -> frozenset[str]:
    """One list as a set."""
    return frozenset(_listed()[section][name].split())


@cache
def letters_of(section: str, *names: str) -> frozenset[str]:
    """The first run of letters of each word of the lists: what a text that holds the word must hold too."""
    runs = (re.search(r"[^\W\d_]+", word) for name in names for word in words(section, name))
    return frozenset(run.group() for run in runs if run)


@cache
def any_of(section: str, *names: str) -> str:
    """A regular expression for any word of the lists, the longest first."""
    return alternatives(word for name in names for word in words(section, name))


def alternatives(listed: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first; "word*" may go on, "_" is a blank."""
    return "(?:" + "|".join(map(_pattern_of, sorted(listed, key=lambda word: (-len(word), word)))) + ")"


def _pattern_of(word: str) -> str:
    ending = r"\w{0,12}" if word.endswith("*") else ""
    return re.escape(word.rstrip("*")).replace("_", r"\s{1,2}") + ending


@cache
def _listed() -> dict[str, dict[str, str]]:
    source = resources.files("evidence.personal_information") / "words.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))
