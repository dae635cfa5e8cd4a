"""The last value that a policy may hold is taken and the first that it may not is refused, at its own address."""

import math
from typing import Annotated, Any, get_args

import pytest
from pydantic import AfterValidator, TypeAdapter, ValidationError

from policy.document import FeedbackPolicy, PolicyInvalid, parse_policy, preset
from policy.document.fields import Section, Share
from policy.grounds import GROUNDS
from policy.terms import GroundKey


def problems(path: str, value: Any, name: str = "retail") -> list[tuple[str, str]]:
    """Every problem of a preset with one value exchanged, by its path."""
    data = preset(name)
    *steps, last = path.strip("/").split("/")
    part = data
    for step in steps:
        part = part[step]
    part[last] = value
    try:
        parse_policy(data)
    except PolicyInvalid as error:
        return error.problems
    return []


@pytest.mark.parametrize(
    ("path", "least", "most"),
    [
        ("/feedback/edit_within_days", 1, 3650),
        ("/removal/more_information_hours", 1, 8760),
        ("/removal/second_approval/minimum_ratings", 1, 1_000_000),
    ],
)
def test_numbers_have_a_least_and_a_most(path: str, least: int, most: int) -> None:
    assert problems(path, least) == problems(path, most) == []
    for outside in (least - 1, most + 1):
        assert [where for where, _ in problems(path, outside)] == [path]


@pytest.mark.parametrize(
    ("ground", "name", "least", "most", "silent"),
    [
        ("blackmail", "least_confidence", 0.5, 1, 0.8),
        ("feedback_bombing", "least_reviews", 2, 1000, 3),
        ("feedback_bombing", "least_linked", 2, 1000, 2),
        ("feedback_bombing", "burst_likelihood", 0.0001, 0.2, 0.01),
        ("duplicate", "likeness", 50, 100, 62),
        ("unrelated", "least_confidence", 0.5, 1, 0.8),
        ("unrelated", "unrelated_up_to", 0, 0.3, 0.05),
        ("unrelated", "related_from", 0.3, 1, 0.4),
        ("wrong_order", "likeness", 70, 100, 90),
        ("obscene_language", "least_confidence", 0.5, 1, 0.8),
    ],
)
def test_what_each_threshold_may_be_and_is_where_a_policy_is_silent(
    ground: str, name: str, least: float, most: float, silent: float
) -> None:
    path = f"/removal/grounds/{ground}/parameters"
    assert problems(path, {name: least}) == problems(path, {name: most}) == []
    for outside in (least - 0.0001, most + 0.0001):
        assert [where for where, _ in problems(path, {name: outside})] == [f"{path}/{name}"]
    assert GROUNDS[GroundKey(ground)].parameter(name, {}) == silent


@pytest.mark.parametrize("endless", [math.inf, -math.inf, math.nan])
def test_a_threshold_is_a_number_with_an_end(endless: float) -> None:
    path = "/removal/grounds/duplicate/parameters/likeness"
    assert problems(path, endless) == [(path, "must be a number that is not infinite")]


def test_a_threshold_may_lie_on_either_bound() -> None:
    path = "/removal/grounds/duplicate/parameters/likeness"
    assert problems(path, 50) == problems(path, 100) == []
    assert problems(path, 49.9) == problems(path, 100.1) == [(path, "must be from 50 to 100")]


@pytest.mark.parametrize("share", ["0.0", "0.0000"])
def test_a_share_of_nothing_says_why_it_is_refused(share: str) -> None:
    assert problems("/feedback/target_rate", share) == [
        ("/feedback/target_rate", "must be more than 0 and less than 1")
    ]
    assert problems("/feedback/target_rate", "0.0001") == problems("/feedback/target_rate", "0.9999") == []


@pytest.mark.parametrize("share", ["1", "1.0", "1.5", "2"])
def test_a_whole_share_and_more_would_be_refused_even_if_they_could_be_written(share: str) -> None:
    """The pattern takes nothing that does not begin with "0."; whoever widens it still has this check."""
    (check,) = (each for each in get_args(Share) if isinstance(each, AfterValidator))
    unwritten: TypeAdapter[str] = TypeAdapter(Annotated[str, check])
    assert unwritten.validate_python("0.95") == "0.95"
    with pytest.raises(ValidationError, match="must be more than 0 and less than 1"):
        unwritten.validate_python(share)


def test_a_list_that_repeats_itself_says_so() -> None:
    path = "/feedback/reviewable_statuses"
    assert problems(path, ["refund", "refund"]) == [(path, "names the same thing twice")]


def test_a_cutoff_of_exactly_the_time_to_reply_is_possible() -> None:
    data = preset("retail")
    data["removal"].update(cutoff_days=30, buyer_reply_hours=721)
    with pytest.raises(PolicyInvalid, match="shorter than the buyer's time to reply"):
        parse_policy(data)
    data["removal"]["buyer_reply_hours"] = 720
    assert parse_policy(data).removal.cutoff_days == 30


class TestAddresses:
    """JSON Pointer, RFC 6901: "~" and "/" in a key are written ~0 and ~1."""

    def test_a_key_with_a_slash_or_a_tilde(self) -> None:
        data = preset("retail")
        data["feedback"]["edit/leave~days"] = 1
        with pytest.raises(PolicyInvalid) as caught:
            parse_policy(data)
        assert [where for where, _ in caught.value.problems] == ["/feedback/edit~1leave~0days"]

    def test_a_ground_that_does_not_exist(self) -> None:
        data = preset("retail")
        data["removal"]["grounds"]["low_stars"] = data["removal"]["grounds"]["blackmail"]
        with pytest.raises(PolicyInvalid) as caught:
            parse_policy(data)
        assert [where for where, _ in caught.value.problems] == ["/removal/grounds/low_stars"]

    def test_the_message_joins_every_address_and_reason(self) -> None:
        error = PolicyInvalid([("", "is no policy"), ("/appeals", "Field required")])
        assert str(error) == "/: is no policy; /appeals: Field required"


def test_what_a_field_means_can_be_shown_beside_it() -> None:
    """Editors write forms from the document, with each field's own words as its help text."""

    class Example(Section):
        days: int
        """Days from the order's closing."""

    assert Example.model_fields["days"].description == "Days from the order's closing."
    assert FeedbackPolicy.model_json_schema()["properties"]["target_rate"]["examples"] == ["0.95"]
