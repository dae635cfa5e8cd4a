"""Clauses that insult a person and say nothing else."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Final, NamedTuple

from evidence.folding import fold
from evidence.relation.trained import insults_only, speaks_of_a_purchase, trained
from evidence.relation.vocabulary import LANGUAGES, Lexicon, Word, bare, entries, lexicon, phrases_of, words
from policy.gathered import FoundSpan

KIND: Final = "insult"
SURE: Final = 0.9
"""A word that is only ever an insult, or a curse."""
FAIRLY_SURE: Final = 0.85
"""A bad quality that is said of a person."""
UNSURE: Final = 0.6
"""A word that judges a purchase in another language."""

_BETWEEN_CLAUSES: Final = re.compile(r"[.!?…,;:()\[\]\"“”«»\n|/]|\s[-–—]+\s")
_WORD: Final = re.compile(r"[^\W_](?:[^\W_]|[@$!*](?=[^\W_*]|\*[^\W_]))*")
_MASKED: Final = str.maketrans("013457@$!", "oieastasi")
_STRETCHED: Final = re.compile(r"(.)\1+")
_SPELLED_OUT: Final = re.compile(r"(?:(?<!\w)\w[\W_]{1,2}){3}\w(?!\w)")
_COVER: Final = re.compile(r"[*#$%&]")
_CURSES: Final = {"f": "fuck", "s": "shit", "b": "bitch", "a": "asshole", "c": "cunt"}
_COVERED: Final = re.compile(
    r"(?P<f>f[*#$%&u@][*#$%&c@][*#$%&k@])|(?P<s>s[*#$%&h][*#$%&i][*#$%&t])|(?P<b>b[*#$%&][*#$%&t][*#$%&c]h)"
    r"|(?P<a>a[*#$%&s][*#$%&s][*#$%&h][*#$%&o][*#$%&l][*#$%&e])|(?P<c>c[*#$%&]nt)"
)
_LONGEST_CLAUSE: Final = 30
_SHORT: Final = 200
"""Characters; longer texts without a word of the lists are not read further."""
_SPELLED: Final = 4
"""So many letters that stand alone in a row are one word."""


class _Clause(NamedTuple):
    words: tuple[Word, ...]

    @property
    def start(self) -> int:
        return self.words[0].start

    @property
    def end(self) -> int:
        return self.words[-1].end


def insult_spans(comment: str, names: Sequence[str] = (), offer: str = "") -> tuple[FoundSpan, ...]:
    """The insults in a comment, by characters of it; outcries and laughter beside one belong to it.

    `names` are those of the people concerned; words of `offer` are what was sold and insult nobody.
    """
    known = frozenset(word.text for name in names for word in words(name))
    sold = frozenset(word.text for word in words(offer))
    text = _uncovered(bare(comment))
    if not _may_hold_one(text) and len(text) > _SHORT:
        return ()
    clauses = _clauses(text)
    sure = [_insults(text, clause, known, sold) or _sounds_like_one(clause, sold) for clause in clauses]
    if not any(sure):
        return ()
    found: list[FoundSpan] = []
    beside: _Clause | None = None
    for clause, confidence in zip(clauses, sure, strict=True):
        outcry = not confidence and _only_outcry(clause, known)
        if confidence:
            found.append(_span(comment, (beside or clause).start, clause.end, confidence))
        elif outcry and found:
            found[-1] = replace(found[-1], end=_span(comment, clause.start, clause.end, 1.0).end)
        beside = (beside or clause) if outcry and not found else None
    return tuple(found)


def _span(comment: str, at: int, until: int, confidence: float) -> FoundSpan:
    start, end = fold(comment).span(at, until)
    return FoundSpan(start, end, KIND, confidence)


def _uncovered(text: str) -> str:
    """The text with the commonest curses written out, letter for letter: "f***" is "fuck"."""
    return _COVERED.sub(lambda match: _CURSES[match.lastgroup or ""], text) if _COVER.search(text) else text


def _may_hold_one(text: str) -> bool:
    """Whether any word could begin an insult, or letters stand alone in a row: a quick look."""
    if any(_may_insult(_unmasked(match.group())) for match in _WORD.finditer(text)):
        return True
    return _SPELLED_OUT.search(text) is not None


def _clauses(text: str) -> list[_Clause]:
    found: list[list[Word]] = [[]]
    before = 0
    for match in _WORD.finditer(text):
        start, end = match.span()
        between = text[before:start]
        if found[-1] and between != " " and _BETWEEN_CLAUSES.search(between):
            found.append([])
        found[-1].append(Word(start, end, _unmasked(match.group())))
        before = end
    return [_Clause(_joined(clause)) for clause in found if clause]


@lru_cache(maxsize=4096)
def _unmasked(word: str) -> str:
    """Digits and signs that stand for letters made letters; a number stays one."""
    return word.translate(_MASKED) if any(char.isalpha() for char in word) else word


def _joined(clause: Sequence[Word]) -> tuple[Word, ...]:
    """Letters that stand alone put together: "i d i o t"."""
    found: list[Word] = []
    at = 0
    while at < len(clause):
        until = at
        while until < len(clause) and len(clause[until].text) == 1 and clause[until].text.isalpha():
            until += 1
        if until - at >= _SPELLED:
            found.append(Word(clause[at].start, clause[until - 1].end, "".join(word.text for word in clause[at:until])))
            at = until
        else:
            found.append(clause[at])
            at += 1
    return tuple(found)


def _insults(text: str, clause: _Clause, known: frozenset[str], sold: frozenset[str]) -> float:
    """How sure it is that the clause is an insult in one of the languages; 0 where it is none."""
    if len(clause.words) > _LONGEST_CLAUSE:
        return 0.0
    languages = {language for word in clause.words for language in _may_insult(word.text)}
    return max((_insults_in(language, text, clause, known, sold) for language in languages), default=0.0)


def _sounds_like_one(clause: _Clause, sold: frozenset[str]) -> float:
    """How sure it is that the clause insults, by what the trained reader hears; 0 where it does not say so."""
    said = [word.text for word in clause.words]
    if len(said) > _LONGEST_CLAUSE or not sold.isdisjoint(said) or _points(said):
        return 0.0
    learnt = trained()
    insults = insults_only(said) >= learnt.insult_from and speaks_of_a_purchase(said) <= learnt.unrelated_up_to
    return FAIRLY_SURE if insults else 0.0


def _points(said: Sequence[str]) -> bool:
    """Whether a thing is meant, not a person: "This is stupid"."""
    return any(word in lexicon("pointing_words") for word in said) and not any(
        word in lexicon("persons") for word in said
    )


@lru_cache(maxsize=8192)
def _may_insult(word: str) -> tuple[str, ...]:
    """The languages in which the word is an insult or begins one."""
    return tuple(language for language in LANGUAGES if _is_in(_first_words(language), word))


@cache
def _first_words(language: str) -> Lexicon:
    whole, stems = set[str](), set[str]()
    for entry in (*entries("insults")[language], *entries("insult_qualities")[language]):
        first = re.split(r"[\s-]", entry)[0]
        (stems if first.endswith("*") else whole).add(first.rstrip("*"))
    return Lexicon(frozenset(whole), frozenset(stems))


def _insults_in(language: str, text: str, clause: _Clause, known: frozenset[str], sold: frozenset[str]) -> float:
    curses, qualities = lexicon("insults", (language,)), lexicon("insult_qualities", (language,))
    around, persons = lexicon("person_words", (language,)), lexicon("persons", (language,))
    pattern = phrases_of("insults", language)
    sayings = [match.span(1) for match in pattern.finditer(text, clause.start, clause.end)] if pattern else []
    cursed, called, person, unsure = bool(sayings), False, False, False
    for word in clause.words:
        if any(start <= word.start and word.end <= end for start, end in sayings):
            continue
        person = person or word.text in persons
        if _is_in(curses, word.text) and word.text not in sold:
            cursed, unsure = True, unsure or _judges_elsewhere(word.text, language)
        elif _is_in(qualities, word.text) and word.text not in sold:
            called = True
        elif word.text not in around and word.text not in known:
            return 0.0
    if not cursed and not (called and person):
        return 0.0
    if unsure and not person and all(_judges_elsewhere(word.text, language) for word in clause.words):
        return UNSURE
    return SURE if cursed else FAIRLY_SURE


@lru_cache(maxsize=4096)
def _judges_elsewhere(word: str, language: str) -> bool:
    others = tuple(each for each in LANGUAGES if each != language)
    return word in lexicon("verdict_words", others) or word in lexicon("function_words", others)


def _is_in(listed: Lexicon, word: str) -> bool:
    """Whether the list has the word, with letters drawn out or a sign in place of a letter."""
    if word in listed:
        return True
    short = _STRETCHED.sub(r"\1", word)
    if short != word and (short in listed or _STRETCHED.sub(r"\1\1", word) in listed):
        return True
    return "*" in word and any(_fits(word, each) for each in listed.whole | listed.stems)


def _fits(masked: str, word: str) -> bool:
    return len(masked) == len(word) and all(one in ("*", other) for one, other in zip(masked, word, strict=True))


def _only_outcry(clause: _Clause, known: frozenset[str]) -> bool:
    """Whether the clause says nothing; "never again" does."""
    if any(word.text in lexicon("verdict_words") for word in clause.words):
        return False
    return any(
        all(word.text in lexicon("person_words", (language,)) or word.text in known for word in clause.words)
        for language in LANGUAGES
    )
