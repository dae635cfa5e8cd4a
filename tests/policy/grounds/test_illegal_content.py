"""Whether a comment breaks the law is for a person to judge; the finding says what the notice brought."""

import pytest

from policy.facts import NoticeFacts
from policy.grounds import find
from policy.terms import GroundKey, Verdict
from tests.policy.cast import contested


@pytest.mark.parametrize(
    ("notice", "told"),
    [
        (None, "There is no notice; an agent must judge it."),
        (
            NoticeFacts("notice-1", "It threatens me."),
            "The notice explains why the comment is said to be illegal; an agent must judge it.",
        ),
        (
            NoticeFacts("notice-1", "It threatens me.", law="§ 241 StGB"),
            "The notice explains why the comment is said to be illegal under § 241 StGB; an agent must judge it.",
        ),
    ],
)
def test_an_agent_is_told_what_the_notice_explains(notice: NoticeFacts | None, told: str) -> None:
    finding = find(GroundKey.ILLEGAL_CONTENT, contested(notice=notice))
    assert finding.verdict is Verdict.UNKNOWN
    assert finding.explanation == told
