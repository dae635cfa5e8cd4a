"""The words by which a case is found: folded alike when they are kept and when somebody searches."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from evidence.folding import fold, without_accents

SHORTEST: Final = 3
LONGEST: Final = 40
_WORD: Final = re.compile(r"[^\W_]+")

_STOP: Final = frozenset(
    # Words that nearly every text of a language has find nothing.
    "and are but for from had has have her him his its not our out she that the their them then there they this was "
    "were what when which who will with would you your "
    "aber als auch auf aus bei das dem den der des die ein eine einem einen einer eines fur hat ich ihr ist mein mich "
    "mir mit nach nicht noch nur oder sehr sich sie sind und uns von vor war wie wir zum zur "
    "avec ces cette dans des elle est etait les leur mais mes mon nous par pas plus pour que qui sans ses son sur tres "
    "une vous "
    "como con del ella ellos era esta este las los mas muy nada para pero por porque sin sus una "
    "che con del della delle gli hanno mia mio molto nel non per piu piuttosto quello questo sono sua suo una "
    "aan ben dat een het hij ook niet van voor was zijn "
    "com das dos ela ele foi isso mais meu minha muito nao para pela pelo por que sem seu sua uma "
    "ale bardzo byl byla dla jak jest mnie nie oraz sie tak tego ten tym "
    "bir bana ben bunu cok daha degil gibi icin ile "
    "без был была было вас для его как мне мой нас она они при так также того что это".split()
)


def words_of(texts: Iterable[str], *, most: int | None = None) -> list[str]:
    """The distinct words of the texts in their order, without accents and capitals; no short ones and none that
    says nothing. At most `most`."""
    found: dict[str, None] = {}
    for text in texts:
        for word in _WORD.findall(without_accents(fold(text).text)):
            if len(word) >= SHORTEST and word not in _STOP:
                found[word[:LONGEST]] = None
                if most is not None and len(found) == most:
                    return list(found)
    return list(found)
