"""Keys are the same for ever, edited copies meet under one of them, and everyday words do not."""

import random
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.wording import band_keys

ORIGINAL = "The gold arrived two days late and the seller never answered my messages."
FROZEN_KEYS = (
    -3934713307341272480,
    -6437974039253935727,
    -7759913495145990574,
    -4905800125136431037,
    3616670698687252132,
    -1295489761401508507,
    -3151235957720438538,
    1568494210425268647,
    6820018039458791864,
    765335512004650713,
    -2614001255166160822,
    -4220709781487553109,
    -370945203367542404,
    -9131254822876598019,
    6402548532209765582,
    -1773667059205677233,
)
FROZEN_RUSSIAN = (6765910720995824800, -2060748120777063167)


def test_keys_once_written_to_a_database_are_found_again() -> None:
    assert band_keys(ORIGINAL) == FROZEN_KEYS
    assert band_keys("Товар пришёл сломанный, продавец не отвечает.")[:2] == FROZEN_RUSSIAN


def test_another_process_computes_the_same() -> None:
    code = f"from evidence.wording import band_keys; print(band_keys({ORIGINAL!r}))"
    run = [sys.executable, "-c", code]
    assert eval(subprocess.run(run, capture_output=True, text=True, check=True).stdout) == band_keys(ORIGINAL)  # noqa: S307


def test_there_is_one_for_each_band_told_by_its_last_bits() -> None:
    assert [key & 15 for key in band_keys(ORIGINAL)] == list(range(16))


@pytest.mark.parametrize("text", ["", "   ", "...", "scam", "Very bad seller!", "😡😡"])
def test_texts_too_short_to_look_for_have_none(text: str) -> None:
    assert band_keys(text) == ()


@pytest.mark.parametrize(
    "copy",
    [
        ORIGINAL.upper(),
        "The gold arived two days late and the seler never answered my mesages",
        "The seller never answered my messages and the gold arrived two days late.",
        ORIGINAL + " Avoid him, and tell all of your friends!",
        "The gold arrived two days late, and this seller never answered my mails.",
        "The g\u043eld arrived tw\u043e d\u0430ys l\u0430te \u0430nd the seller never \u0430nswered my mess\u0430ges.",
    ],
)
def test_edited_copies_share_a_key(copy: str) -> None:
    assert set(band_keys(ORIGINAL)) & set(band_keys(copy))


def test_of_five_hundred_edited_copies_nine_in_ten_share_a_key_and_strangers_do_not() -> None:
    rng = random.Random(4)  # noqa: S311
    vocabulary = ["".join(rng.choices("abcdefghilmnoprstu", k=rng.randint(2, 9))) for _ in range(3000)]
    texts = [" ".join(rng.choices(vocabulary, k=rng.randint(10, 60))) for _ in range(500)]
    keys = [set(band_keys(text)) for text in texts]
    found = sum(bool(own & set(band_keys(_edited(text, rng)))) for own, text in zip(keys, texts, strict=True))
    assert found >= 450
    assert not any(one & other for place, one in enumerate(keys) for other in keys[:place])


def _edited(text: str, rng: random.Random) -> str:
    """One word in ten replaced, one letter in a hundred lost, and cut in two halves that change places."""
    words = [word if rng.random() > 0.1 else "another" for word in text.split()]
    cut = len(words) // 2
    moved = " ".join(words[cut:] + words[:cut])
    return "".join(char for char in moved if rng.random() > 0.01)


@given(st.text(max_size=400))
def test_any_text_has_all_keys_or_none_and_the_same_ones_again(text: str) -> None:
    keys = band_keys(text)
    assert len(keys) in (0, 16)
    assert all(-(2**63) <= key < 2**63 for key in keys)
    assert keys == band_keys(text)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", ["a@" * 5000, "(" * 10_000, "😡" * 10_000, "e\u0301" * 5000, "\u200b" * 10_000])
def test_extreme_texts_are_no_trouble(text: str) -> None:
    assert len(band_keys(text)) in (0, 16)
