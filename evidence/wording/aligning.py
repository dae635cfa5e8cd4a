"""Which passages two texts have in common, in characters of both, for the agent to see side by side."""

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from rapidfuzz.distance import LCSseq

from evidence.wording.plain import Word, words
from policy.gathered import Passage

FEWEST_WORDS: Final = 3
"""A passage has at least so many words in common, or all of them where a text has fewer."""
WIDEST_GAP: Final = 2
"""So many changed words in a row do not end a passage."""
MOST_WORDS: Final = 5_000
"""Of each text; 10,000 characters hold no more."""
MOST_PASSAGES: Final = 30
_ROUNDS: Final = 4
"""Passages that changed places are found by looking again at what is left over."""


class _Block(NamedTuple):
    """Words in common, by their numbers in each text; the ends not included."""

    start: int
    end: int
    there_start: int
    there_end: int
    same: int
    """How many of the words are the same."""


def passages(one: str, other: str) -> tuple[Passage, ...]:
    """What both texts hold, in the order of the first; word by word, so that a moved sentence is found too."""
    here, there = words(one)[:MOST_WORDS], words(other)[:MOST_WORDS]
    fewest = min(FEWEST_WORDS, len(here), len(there))
    blocks = sorted(_common(here, there, fewest))[:MOST_PASSAGES] if fewest else []
    return tuple(
        Passage(
            here[block.start].start,
            here[block.end - 1].end,
            there[block.there_start].start,
            there[block.there_end - 1].end,
        )
        for block in blocks
    )


def share_in(found: Sequence[Passage], one: str, other: str) -> float:
    """The share of both texts, taken together, that stands in these passages: from 0 to 1."""
    held = sum(each.end - each.start + each.there_end - each.there_start for each in found)
    return min(held / max(1, len(one.strip()) + len(other.strip())), 1.0)


def _common(here: Sequence[Word], there: Sequence[Word], fewest: int) -> list[_Block]:
    numbers: dict[str, int] = {}
    left = [numbers.setdefault(word.form, len(numbers)) for word in here]
    right = [numbers.setdefault(word.form, len(numbers)) for word in there]
    found: list[_Block] = []
    for _ in range(_ROUNDS):
        new = [block for block in _merged(_aligned(left, right)) if block.same >= fewest]
        if not new:
            break
        found += new
        for block in new:
            left[block.start : block.end] = [-1] * (block.end - block.start)
            right[block.there_start : block.there_end] = [-2] * (block.there_end - block.there_start)
    return found


def _aligned(left: Sequence[int], right: Sequence[int]) -> Iterator[_Block]:
    """The longest common subsequence, as runs of equal words."""
    for run in LCSseq.opcodes(left, right):
        if run.tag == "equal":
            yield _Block(run.src_start, run.src_end, run.dest_start, run.dest_end, run.src_end - run.src_start)


def _merged(blocks: Iterator[_Block]) -> Iterator[_Block]:
    """Neighbouring runs as one, over a few changed words."""
    held: _Block | None = None
    for block in blocks:
        if held is not None and _close(held, block):
            held = _Block(held.start, block.end, held.there_start, block.there_end, held.same + block.same)
            continue
        if held is not None:
            yield held
        held = block
    if held is not None:
        yield held


def _close(one: _Block, following: _Block) -> bool:
    return following.start - one.end <= WIDEST_GAP and following.there_start - one.there_end <= WIDEST_GAP
