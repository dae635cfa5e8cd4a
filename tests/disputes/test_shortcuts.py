"""The shortcuts that the dialog names are those of docs/desk.md, and the page's own keys are among them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from disputes.admin.shortcuts import ANYWHERE, APPEAL, CASE, GROUP, PLACES, QUEUE
from tests.cast import browser
from tests.disputes.test_admin_appeals import APPEALS, appealed
from tests.disputes.test_admin_case import QUEUE as ADDRESS
from tests.disputes.test_admin_case import act, filed_ago
from tests.disputes.test_admin_groups import GROUPS, group_of, press

HEADINGS = [("In the queue", QUEUE), ("On a case", CASE), ("On an appeal", APPEAL), ("On a group case", GROUP)]
DOCS = Path(__file__).resolve().parents[2] / "docs" / "desk.md"


def documented(heading: str) -> list[tuple[tuple[str, ...], str]]:
    """The rows of the table under a heading: their keys, and what they do."""
    section = DOCS.read_text().split(f"### {heading}\n")[1].split("\n#")[0]
    rows = [line.strip("|").rsplit("|", 1) for line in section.splitlines() if line.startswith("| `")]
    return [(tuple(re.findall(r"`([^`]+)`", keys)), does.strip()) for keys, does in rows]


class TestDocumentation:
    @pytest.mark.parametrize(("heading", "page"), HEADINGS)
    def test_names_every_key_of_a_page(self, heading, page):
        assert documented(heading) == [(each.keys, each.does) for each in page]

    def test_names_the_keys_of_every_page_and_the_places(self):
        places = [(("g", key), label) for key, label, _, _ in PLACES]
        assert documented("Everywhere at the desk") == [*((each.keys, each.does) for each in ANYWHERE), *places]


class TestPages:
    def test_have_no_key_that_nobody_is_told_of(self, cast):
        case, carol = filed_ago(cast), browser(cast.tenant, cast.carol)
        carol.post(act(case, "claim"))
        for address, page in ((f"{ADDRESS}{case.pk}/", CASE), (ADDRESS, QUEUE)):
            used = set(re.findall(r'data-key="([^"]+)"', carol.get(address).content.decode()))
            told = {key for each in (*page, *ANYWHERE) for key in each.keys}
            assert {key for key in used if not key.startswith("g ")} <= told

    def test_of_appeals_and_groups_tell_of_every_key(self, cast):
        group, _, _ = group_of(cast)
        carol, appeal = browser(cast.tenant, cast.carol), appealed(cast)
        press(carol, group, "claim")
        dave = browser(cast.tenant, cast.dave)
        for client, address, page, least in (
            (dave, f"{APPEALS}{appeal.pk}/", APPEAL, {"c", "1", "2", "e"}),
            (carol, f"{GROUPS}{group.pk}/", GROUP, {"c", "1", "e", "w"}),
        ):
            text = client.get(address).content.decode()
            used = {key for key in re.findall(r'data-key="([^"]+)"', text) if not key.startswith("g ")}
            assert least <= used <= {key for each in (*page, *ANYWHERE) for key in each.keys}
            assert "js/shortcuts.js" in text and "data-shortcuts-open" in text and "data-decide" in text

    def test_lead_to_the_team_only_for_leads(self, cast):
        for member, sees in ((cast.carol, False), (cast.laura, True)):
            text = browser(cast.tenant, member).get(ADDRESS).content.decode()
            assert ('data-key="g t"' in text) is sees
