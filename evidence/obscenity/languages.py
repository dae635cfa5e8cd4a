"""A guess at a comment's language from its small words, for words that are obscene in one language only."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources


def languages_of(words: Iterable[str]) -> frozenset[str]:
    """The languages whose small words are the most among the (folded) words; empty where none is known.

    Several tie in a short text.
    """
    telling = _small_words()
    counts = Counter(language for word in words for language in telling.get(word, ()))
    most = max(counts.values(), default=0)
    return frozenset(language for language, count in counts.items() if count == most)


@cache
def _small_words() -> Mapping[str, tuple[str, ...]]:
    source = resources.files("evidence.obscenity") / "languages.toml"
    listed = tomllib.loads(source.read_text(encoding="utf-8"))
    languages: dict[str, list[str]] = {}
    for language, words in listed.items():
        for word in words.split():
            languages.setdefault(word, []).append(language)
    return {word: tuple(several) for word, several in languages.items()}
