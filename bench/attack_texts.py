"""What the simulated buyers of bench/attacks write: plain complaints, praise, and one text spun by many hands."""

from __future__ import annotations

from itertools import product

import numpy as np

_WHAT = ("the armour", "my order", "the code", "the second parcel", "the account", "the skin", "the boost", "one item")
_HOW = (
    "came {n} days later than promised",
    "was not the one in the picture",
    "stopped working after {n} days",
    "had to be sent back, and the refund took {n} weeks",
    "was delivered to the wrong server",
    "was only half of what I had paid for",
    "is still missing after {n} messages to support",
    "was locked again within {n} hours",
)
_AND = (
    "",
    " and nobody told me why",
    ", the chat was friendly at least",
    " so I will look elsewhere next time",
    ", a pity because the price was fair",
    " while my friend had no trouble at all",
)

COMPLAINTS = [
    f"{what} {how.format(n=2 + (place * 7) % 11)}{and_}".capitalize()
    for place, (what, how, and_) in enumerate(product(_WHAT, _HOW, _AND))
]
SHORT = [
    "scam!!!",
    "too late",
    "never arrived",
    "Bad",
    "never received my order",
    "no answer",
    "fake",
    "waste of money",
]
PRAISE = ["Great!", "fast and friendly", "All as described, thank you", "ok", "Would buy again", "Quick delivery", "👍"]

ATTACKS = [
    "This seller is a thief, he took my money and blocked me, do not ever buy from this shop",
    "Complete fraud, stolen accounts are sold here and support only laughs about it",
    "I was cheated out of fifty dollars and they threatened me when I asked for the goods",
    "Fake store run by scammers, everything is banned after one day, report them to the platform",
    "Dirty botted gold, my main character got suspended because of these criminals",
    "They sell hacked items and then report the buyer, the worst experience I have ever had",
]
_SWAPS = {
    "seller": "vendor", "thief": "crook", "money": "cash", "shop": "store", "fraud": "scam", "sold": "offered",
    "cheated": "tricked", "goods": "items", "fake": "bogus", "everything": "all of it", "worst": "most awful",
    "dirty": "filthy", "suspended": "banned", "hacked": "stolen", "buyer": "customer", "blocked": "muted",
}  # fmt: skip


def spun(chance: np.random.Generator, text: str) -> str:
    """The text as another hand would send it: words swapped, left out or mistyped, other case and stops."""
    words = []
    for word in text.split():
        luck = chance.random()
        bare = word.strip(",.").lower()
        if luck < 0.04 and len(bare) < 5:
            continue
        if luck < 0.4 and bare in _SWAPS:
            word = word.lower().replace(bare, _SWAPS[bare])
        elif luck > 0.97 and len(word) > 4:
            word = word[:2] + word[3:]
        words.append(word)
    sent = " ".join(words)
    style = chance.random()
    if style < 0.2:
        sent = sent.lower().replace(",", "")
    elif style < 0.3:
        sent = sent.upper()
    return sent + str(chance.choice(["", "!", "!!!", ".", " AVOID", " never again"]))
