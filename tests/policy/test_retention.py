"""How long what is kept: borders, the year of ISO 20488, and that nothing goes while somebody can appeal."""

from datetime import timedelta
from typing import Any

import pytest

from policy import retention
from policy.document import PRESETS, PolicyInvalid, RetentionPolicy, parse_policy, preset
from policy.words import policy_in_words
from tests.policy.cast import policy


def problems(name: str, value: Any) -> list[str]:
    data = preset("retail")
    data["retention"][name] = value
    try:
        parse_policy(data)
    except PolicyInvalid as error:
        return [where for where, _ in error.problems]
    return []


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("removed_reviews_days", 365, 3650),
        ("case_files_days", 184, 3650),
        ("notifiers_days", 184, 3650),
        ("notifications_days", 1, 3650),
    ],
)
def test_days_have_a_least_and_a_most(name: str, least: int, most: int) -> None:
    assert problems(name, least) == problems(name, most) == []
    for outside in (least - 1, most + 1):
        assert problems(name, outside) == [f"/retention/{name}"]


@pytest.mark.parametrize("name", ["removed_reviews_days", "case_files_days", "notifiers_days"])
def test_nothing_that_an_appeal_may_need_goes_on_the_last_day_to_appeal(name: str) -> None:
    assert policy("retail", appeals__window_days=400, **kept(name, 401)).appeals.window_days == 400
    with pytest.raises(PolicyInvalid) as caught:
        policy("retail", appeals__window_days=400, **kept(name, 400))
    assert caught.value.problems == [
        (f"/retention/{name}", "must be more than the 400 days in which a decision can be appealed")
    ]


def kept(name: str, days: int) -> dict[str, int]:
    """One thing for so many days, and the others long enough for every appeal."""
    names = ("removed_reviews_days", "case_files_days", "notifiers_days")
    return {f"retention__{each}": days if each == name else 1000 for each in names}


def test_what_may_stay_without_an_end() -> None:
    for name in ("removed_reviews_days", "case_files_days", "notifiers_days"):
        assert problems(name, None) == []
    assert problems("notifications_days", None) == ["/retention/notifications_days"]


@pytest.mark.parametrize("name", PRESETS)
def test_a_document_from_before_goes_by_what_is_usual(name: str) -> None:
    data = preset(name)
    del data["retention"]
    assert parse_policy(data).retention == RetentionPolicy() == parse_policy(preset(name)).retention


def test_a_document_from_before_with_a_long_time_to_appeal_stays_valid_and_nothing_goes_too_early() -> None:
    data = preset("retail")
    del data["retention"]
    data["appeals"]["window_days"] = 2000
    old = parse_policy(data)
    assert retention.removed_reviews(old) == retention.case_files(old) == timedelta(days=2001)
    assert retention.notifiers(old) == timedelta(days=2001)
    data["retention"] = {}
    with pytest.raises(PolicyInvalid):
        parse_policy(data)


def test_days_become_spans() -> None:
    set_up = policy("retail", retention__removed_reviews_days=400, retention__case_files_days=None)
    assert retention.removed_reviews(set_up) == timedelta(days=400)
    assert retention.case_files(set_up) is None
    assert retention.notifications(set_up) == timedelta(days=180)


def test_the_public_page_says_each_of_them() -> None:
    (said,) = (each for each in policy_in_words(policy("retail")) if each.key == "retention")
    words = " ".join(str(sentence) for sentence in said.sentences)
    for days in ("1,095 days", "730 days", "365 days", "180 days"):
        assert days in words
    (less,) = (
        each for each in policy_in_words(policy("retail", retention__notifiers_days=None)) if each.key == "retention"
    )
    assert "365 days" not in " ".join(str(sentence) for sentence in less.sentences)
