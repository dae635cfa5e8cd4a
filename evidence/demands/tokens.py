"""Chat lines as tokens: plain words with their places in the original, stops, and no words of the other side."""

import re
import unicodedata
from collections.abc import Iterator
from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple

from evidence.folding import fold

STARS: Final = ":{}stars:"
"""How a count of stars is written as one token, from "1*", "★☆☆☆☆", "1/5" and "0/10" alike."""

_TOKEN: Final = re.compile(
    r"""
    (?P<of_five> [0-5] \s? (?:/|out\ of) \s? 5 (?![\d%]) )
    | (?P<of_ten> (?:10|[0-9]) \s? (?:/|out\ of) \s? 10 (?![\d%]) )
    | (?P<counted> [0-5] \s? (?: \*(?!\s?\d) | [⭐★🌟✭✮⋆] ) )
    | (?P<stars> [⭐★🌟✭✮☆✩] [⭐★🌟✭✮☆✩\s]{0,20} )
    | (?P<number> \d{1,9} (?:[.,]\d{1,3}){0,3} )
    | (?P<word> [^\W\d_]+ (?: ['’`´\d@$] [^\W\d_]+ )* )
    | (?P<sign> =>? | [%€$£₽₺¥] )
    """,
    re.VERBOSE,
)
_STOP: Final = re.compile(r"[.!?…;\n]|[。！？]")
_PAUSE: Final = re.compile(r"[,:=→>|/–—\-()]")
_QUOTED: Final = re.compile(r'"[^"\n]{1,600}"|“[^”\n]{1,600}”|„[^“”\n]{1,600}[“”]|«[^»\n]{1,600}»|‘[^’\n]{1,600}’')
_QUOTED_LINE: Final = re.compile(r"^[ \t]{0,8}>[^\n]*", re.MULTILINE)
_FEW_WORDS: Final = 3
"""Fewer words than this between quotation marks are stressed ("one star"), not quoted."""
_ELISIONS: Final = frozenset({"l", "d", "qu", "un", "dell", "nell", "all", "sull", "dall", "quell", "jusqu"})
"""What stands before an apostrophe and is a word of its own; "don't" and "j'ai" are one."""
_TOLD_BY_ACCENT: Final = frozenset({"où", "sí", "sì", "è", "é"})
"""Words that are others without their accent: "where" and "or", "yes" and "if", "is" and "and"."""
_LEET: Final = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s"})
_NOT_A_DIGIT: Final = re.compile(r"\D")
_SINGLE_LETTERS: Final = re.compile(r"(?<![^\W\d_])[^\W\d_](?:[\W_]+[^\W\d_](?![^\W\d_])){3}")
_APOSTROPHES: Final = re.compile("['’`´]")
SPELLED_OUT: Final = 4
"""So many single letters in a row are one word: "r e f u n d"."""


class Stop(IntEnum):
    """What stands before a token."""

    NONE = 0
    PAUSE = 1
    SENTENCE = 2


class Token(NamedTuple):
    """One word, number or count of stars, plain, with its place in the original message."""

    text: str
    start: int
    end: int
    stop: Stop
    asks: bool = False
    """Whether a question mark stands between the token before and this one."""


def tokens(text: str) -> list[Token]:
    """The message's own words; what is quoted leaves only a stop behind."""
    folded, same_places = fold(text), text.isascii()
    quoted = _quoted(folded.text)
    found: list[Token] = []
    last = 0
    for each in _TOKEN.finditer(folded.text):
        opening, closing = each.span()
        if quoted and any(start <= opening < end for start, end in quoted):
            continue
        between = folded.text[last:opening]
        if not found or (between != " " and _STOP.search(between)):
            stop = Stop.SENTENCE
        else:
            stop = Stop.PAUSE if between != " " and _PAUSE.search(between) else Stop.NONE
        last = closing
        if same_places and each.lastgroup == "word" and (word := each.group()).isalpha():
            found.append(Token(plain(word), opening, closing, stop, "?" in between))
            continue
        for part, start, end in _parts(each):
            first, beyond = folded.span(start, end)
            found.append(Token(part, first, beyond, stop, "?" in between))
            stop, between = Stop.NONE, ""
    letters = [len(token.text) for token in found].count(1)
    return found if letters < SPELLED_OUT else _spelled_out_together(found)


def ends_in_a_question(text: str) -> bool:
    """Whether the message's last sign is a question mark."""
    return text.rstrip(" )\"'”\n").endswith("?")


def is_spelled_out(folded: str) -> bool:
    """Whether single letters in a row may be one word."""
    return bool(_SINGLE_LETTERS.search(folded))


def _quoted(text: str) -> list[tuple[int, int]]:
    stretches = [each.span() for each in _QUOTED_LINE.finditer(text)] if ">" in text else []
    if text.isascii() and '"' not in text:
        return stretches
    for each in _QUOTED.finditer(text):
        if len(each.group().split()) >= _FEW_WORDS:
            stretches.append(each.span())
    return stretches


def _parts(match: re.Match[str]) -> Iterator[tuple[str, int, int]]:
    """One match as tokens: mostly one, two where a word was elided before another ("l'argent")."""
    kind, raw, (start, end) = match.lastgroup, match.group(), match.span()
    if kind == "of_five" or kind == "counted":
        yield STARS.format(raw[0]), start, end
    elif kind == "of_ten":
        yield STARS.format(int(_NOT_A_DIGIT.split(raw)[0]) // 2), start, end
    elif kind == "stars":
        stars = raw.rstrip()
        given = min(sum(char not in "☆✩ " and not char.isspace() for char in stars), 5)
        yield STARS.format(given), start, start + len(stars)
    elif kind == "word":
        head, rest = elided(raw)
        if head:
            yield plain(head), start, start + len(head)
        yield plain(rest), end - len(rest), end
    else:
        yield raw, start, end


def elided(word: str) -> tuple[str, str]:
    """A word that was elided before another, if there is one, and the other: "l" and "argent"."""
    mark = _APOSTROPHES.search(word)
    if mark and plain(word[: mark.start()]) in _ELISIONS and len(word) - mark.end() > 2:
        return word[: mark.start()], word[mark.end() :]
    return "", word


@lru_cache(maxsize=20_000)
def plain(word: str) -> str:
    """A word without marks, apostrophes and signs that stand for letters; "Größe" and "grosse" become one."""
    if word in _TOLD_BY_ACCENT:
        return word
    word = _APOSTROPHES.sub("", word)
    if word[:1].isalpha() and not word.isalpha():
        word = word.translate(_LEET)
    split = unicodedata.normalize("NFKD", word.casefold())
    bare = "".join(char for char in split if not unicodedata.combining(char))
    return bare.replace("ł", "l").replace("ı", "i").replace("æ", "ae").replace("ø", "o")


def _spelled_out_together(found: list[Token]) -> list[Token]:
    """Runs of single letters as one word."""
    joined: list[Token] = []
    run: list[Token] = []
    for token in [*found, None]:
        if token and len(token.text) == 1 and token.text.isalpha() and (not run or token.stop is not Stop.SENTENCE):
            run.append(token)
            continue
        if len(run) >= SPELLED_OUT:
            word = "".join(each.text for each in run)
            run = [Token(word, run[0].start, run[-1].end, run[0].stop, run[0].asks)]
        joined += run
        run = []
        if token:
            joined.append(token)
    return joined
