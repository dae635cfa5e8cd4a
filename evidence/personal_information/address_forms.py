"""The forms of addresses, made into patterns from their list."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from evidence.personal_information.reading import Reading

_PARTS: Final = {
    "{part}": r"[^\W\d_][\w-]{1,30}",
    "{name}": r"[^\W\d_][\w'-]{0,30}\.?",
    "{names}": r"[^\W\d_][\w'-]{0,30}\.?(?:[\s-](?:[^\W\d_][\w'-]{0,30}\.?|[0-9]{1,3}(?:st|nd|rd|th))){0,2}",
    "{of}": (
        r"(?:(?:de las|de los|de la|de l'|della|delle|dello|dei|dos|das|del|des|de|da|do|du|di|la|le|el|d')"
        r"(?:\s|(?<=')))?"
    ),
    "{number}": (
        r"(?:n[.º°]\s?|nº\s?|no\.?:?\s?|nr\.?\s?|num\.?\s?|número\s|numero\s|д\.?\s?|дом\s)?"
        r"[0-9]{1,5}(?:[a-z]|\s[a-f](?=[,.\n]|$))?(?![\w%€$£]|[.,:][0-9])"
    ),
}

TOWN: Final = re.compile(
    r",?\s{1,2}(?:"
    r"[^\W\d_][\w-]{2,30},?\s[a-z]{1,2}[0-9][a-z0-9]?\s[0-9][a-z]{2}(?!\w)"
    r"|(?:[a-z]{1,2}-)?(?:[0-9]{4,6}|[0-9]{2}-[0-9]{3}|[0-9]{4}-[0-9]{3}|[0-9]{5}-[0-9]{3}|[0-9]{4}\s?[a-z]{2}),?"
    r"\s[^\W\d_][\w-]{2,30})"
)
"""A post code and a town that follow a street, the code after the town in Britain."""

UK_CODE: Final = re.compile(r"(?<![\w#-])[a-z]{1,2}[0-9][a-z0-9]?\s[0-9][abd-hjlnp-uw-z]{2}(?![\w-])")
DUTCH_CODE: Final = re.compile(
    r"(?<![\w.,/#-])[1-9][0-9]{3}\s?(?P<letters>[a-z]{2}),?\s(?P<called>[^\W\d_][\w-]{2,30})"
)
CODE_AND_TOWN: Final = re.compile(r"(?<![\w.,/#-])[0-9]{4,5}\s(?P<called>[^\W\d_][\w-]{2,30})")


@dataclass(frozen=True, slots=True)
class Form:
    """One way of writing an address."""

    pattern: re.Pattern[str]
    words: frozenset[str]
    """The words of which one must be there; empty for a form without any."""
    ends_words: bool
    """Whether they are the ends of longer words."""

    def find(self, reading: Reading) -> Iterator[re.Match[str]]:
        """Where the form stands."""
        if self.words and not (
            reading.ends_with(tuple(sorted(self.words))) if self.ends_words else reading.holds(self.words)
        ):
            return iter(())
        return self.pattern.finditer(reading.text)


@cache
def forms(kind: str) -> tuple[Form, ...]:
    """The forms of one kind: "plain", "capital", "told", "addressed" or "town"."""
    return tuple(_form(each["form"], each["word"].split()) for each in _listed()[kind])


def _form(form: str, words: list[str]) -> Form:
    pattern = form.replace("{word}", "|".join(sorted(words, key=lambda word: -len(word))))
    for name, part in _PARTS.items():
        pattern = pattern.replace(name, part)
    letters = frozenset(re.split(r"\\|[^\w-]", word)[0] for word in words)
    return Form(re.compile(rf"(?<!\w){pattern}"), letters, "{part}" in form)


@cache
def _listed() -> dict[str, list[dict[str, str]]]:
    source = resources.files("evidence.personal_information") / "streets.toml"
    return tomllib.loads(source.read_text(encoding="utf-8"))
