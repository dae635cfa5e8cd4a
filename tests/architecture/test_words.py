"""Every sentence that people read is there in every language, with the same places to fill in."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import polib
import pytest
from django.conf import settings

from tests.architecture.test_rooms import ROOT
from tests.architecture.words_found import Words, words_of

LANGUAGES = [code for code, _ in settings.LANGUAGES if code != "en"]
PLACES = ("policy", "evidence", "wire", "accounts", "tenants", "notifications", "orders", "feedback", "disputes")
PLACES = (*PLACES, "integrations", "marketplace", "templates")
HOLE = re.compile(r"%\(\w+\)[sd]|\{\w*(?:[.:!][^}]*)?\}")
TAG = re.compile(r"</?[a-z][^>]*>")


@lru_cache
def sentences() -> dict[str, Words]:
    files = (path for place in PLACES for path in sorted((ROOT / place).rglob("*")) if path.is_file())
    read = [path for path in files if path.suffix in (".py", ".html", ".txt") and "migrations" not in path.parts]
    found = [words for path in read for words in words_of(path)]
    return {words.one: words for words in found}


@lru_cache
def catalogue(language: str) -> dict[str, polib.POEntry]:
    entries = polib.pofile(str(place_of(language).with_suffix(".po")))
    return {entry.msgid: entry for entry in entries if not entry.obsolete}


def place_of(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django"


def said(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


@pytest.mark.parametrize("language", LANGUAGES)
class TestTheCatalogue:
    def test_has_every_sentence(self, language):
        missing = [f"{words.at}: {one!r}" for one, words in sentences().items() if one not in catalogue(language)]
        empty = [one for one, entry in catalogue(language).items() if not all(said(entry)) or entry.fuzzy]
        assert not missing and not empty, "\n".join([*missing, *empty])

    def test_has_no_sentence_that_nobody_says(self, language):
        # Django itself and its libraries bring their own catalogues.
        assert not [one for one in catalogue(language) if one not in sentences()]

    def test_has_a_form_for_one_and_for_many_wherever_a_number_decides(self, language):
        known = catalogue(language)
        differ = [one for one, words in sentences().items() if one in known and words.many != known[one].msgid_plural]
        assert not differ

    def test_fills_in_what_the_english_does(self, language):
        wrong = []
        for one, entry in catalogue(language).items():
            english = set(HOLE.findall(one)) | set(HOLE.findall(entry.msgid_plural))
            for text in said(entry):
                filled = set(HOLE.findall(text))
                # "One day is left" needs no number; every other sentence says all that it is given.
                if not filled <= english or (filled != english and not entry.msgid_plural):
                    wrong.append(f"{one!r}: {text!r}")
        assert not wrong, "\n".join(wrong)

    def test_keeps_the_markup_of_the_english(self, language):
        wrong = [
            f"{one!r}: {text!r}"
            for one, entry in catalogue(language).items()
            for text in said(entry)
            if sorted(TAG.findall(text)) not in (sorted(TAG.findall(one)), sorted(TAG.findall(entry.msgid_plural)))
        ]
        assert not wrong, "\n".join(wrong)

    def test_is_compiled_as_it_is_written(self, language):
        compiled = {entry.msgid: said(entry) for entry in polib.mofile(str(place_of(language).with_suffix(".mo")))}
        assert compiled == {one: said(entry) for one, entry in catalogue(language).items()}
