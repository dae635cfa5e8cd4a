"""The public page says the policy in words, with the numbers of the document and no others."""

import pytest

from policy.document import PRESETS
from policy.grounds import GROUNDS
from policy.terms import GroundKey
from policy.words import policy_in_words
from tests.policy.cast import policy


def page(name: str = "game_goods", **changes: object) -> str:
    return "\n".join(sentence for section in policy_in_words(policy(name, **changes)) for sentence in section.sentences)


def test_the_cutoff_is_said_with_its_number() -> None:
    assert "A request can be filed for 365 days after the review was first published." in page()
    assert "filed for 1 day after" in page(removal__cutoff_days=1, removal__buyer_reply_hours=24)


def test_the_reply_time_is_said_in_days_where_they_are_whole() -> None:
    assert "has 3 days to reply" in page()
    assert "has 30 hours to reply" in page(removal__buyer_reply_hours=30)


@pytest.mark.parametrize("name", PRESETS)
def test_every_offered_ground_is_explained_and_no_other(name: str) -> None:
    (grounds,) = [section for section in policy_in_words(policy(name)) if section.key == "grounds"]
    offered = policy(name).removal.offered
    assert [words.split(":")[0] for words in grounds.sentences] == [GROUNDS[key].text.name for key in offered]


@pytest.mark.parametrize(
    ("path", "value", "words"),
    [
        ("feedback__leave_within_days", 17, "17 days after the order closed"),
        ("feedback__edit_within_days", None, "can edit it at any time"),
        ("feedback__comment_max_length", 1234, "1,234 characters"),
        ("feedback__comment_max_length", 1, "The comment can have up to 1 character."),
        ("feedback__target_rate", "0.975", "97.5 %"),
        ("feedback__minimum_ratings", 13, "fewer than 13 ratings"),
        ("feedback__minimum_ratings", 1, "or of the seller's lifetime while those hold fewer than 1 rating."),
        ("feedback__one_star_caps", "neutral", "never positive"),
        ("feedback__same_buyer_collapse_days", 14, "within 14 days"),
        ("removal__decision_due_hours", 50, "within 50 hours"),
        ("removal__more_information_hours", 30, "Who is asked for more information has 30 hours to give it."),
        ("appeals__window_days", 200, "200 days after being informed"),
        ("appeals__decision_due_hours", 40, "Somebody else decides the appeal within 40 hours."),
        ("misuse__suspension_days", 31, "for 31 days"),
        ("contact__messages_after_negative", 1, "1 time in 7 days"),
        ("contact__within_days", 1, "can write to the buyer about it 5 times in 1 day."),
        ("orders__custom_order_link_hours", 36, "36 hours"),
        ("orders__finish_after_days", 45, "45 days after it was delivered"),
    ],
)
def test_a_changed_number_changes_its_sentence(path: str, value: object, words: str) -> None:
    assert words not in page()
    assert words in page(**{path: value})


def test_retail_says_when_a_second_person_must_agree() -> None:
    assert "at least 20 ratings by 2 points or more, or that concerns 10 reviews or more" in page("retail")
    assert "second person" not in page("game_goods")
    assert "every decision to" not in page("retail")
    listed = page("retail", removal__second_approval__outcomes=["strike", "remove"])
    assert "every decision to strike or remove" in listed
    every = ["remove", "redact", "strike", "attribute", "keep"]
    listed = page("retail", removal__second_approval__outcomes=every)
    assert "every decision to remove, redact, strike, attribute or keep" in listed
    from_the_first = page("retail", removal__second_approval__minimum_ratings=1)
    assert "a seller with at least 1 rating by 2 points or more" in from_the_first


def test_single_criteria_can_be_struck_only_where_some_offered_ground_strikes() -> None:
    single = "Where a review can be struck through, single criteria can be struck instead; the rest goes on counting."
    assert single in page("retail")
    striking = ("product_review", "platform_fulfilment", "shipped_on_time", "illegal_content")
    assert single not in page("retail", **{f"removal__grounds__{ground}__enabled": False for ground in striking})


def test_a_marketplace_without_partners_says_nothing_of_them() -> None:
    assert "partner" not in page("retail")
    assert "Poor packaging: 10 points off the partner's rating" in page("fulfilment_network")


def test_what_is_never_a_ground_is_said_everywhere() -> None:
    for name in PRESETS:
        assert "Low stars." in page(name)


def test_every_ground_has_a_name_a_meaning_and_what_it_is_not() -> None:
    assert set(GROUNDS) == set(GroundKey)
    for ground in GROUNDS.values():
        for words in (ground.text.meaning, ground.text.not_this):
            assert words.endswith(".")
            assert words[0].isupper()
