"""The story of a case on paper: every line of it, names where they belong and nowhere else."""

from __future__ import annotations

import re

from django.db import connection

from audit.queries import entries_of
from disputes.actions.look_at_case import look_at_case
from disputes.actions.note_reading import note_reading
from disputes.actions.release_request import release_request
from disputes.queries import annals_of, story_of, visible_case
from tests.cast import browser
from tests.disputes.acts import decide, ready, review_of
from tests.disputes.notices import noticed_and_claimed


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def story(cast, case, who=None, **query):
    return browser(cast.tenant, who or cast.carol).get(f"/admin/disputes/removalrequest/{case.pk}/story/", query)


def told(case, cast) -> list[str]:
    return [line.what for line in annals_of(story_of(visible_case(cast.carol, case.pk)))]


class TestLines:
    def test_tell_who_did_saw_found_decided_and_was_told_in_order(self, cast):
        case, now = ready(cast)
        look_at_case(tenant=cast.tenant, request=case, now=now)
        note_reading(tenant=cast.tenant, by=cast.carol, request=case, now=now)
        decide(cast, case, now)

        lines = annals_of(story_of(visible_case(cast.carol, case.pk)))
        assert [line.at for line in lines] == sorted(line.at for line in lines)
        said = [line.what for line in lines]
        expected = ["The request was filed", "took the case", "Programs proposed", "opened the case", "Decided: "]
        places = [next(place for place, what in enumerate(said) if what.startswith(start)) for start in expected]
        assert places == sorted(places)

    def test_of_the_log_say_when_a_case_was_given_back(self, cast):
        case, now = ready(cast)
        release_request(tenant=cast.tenant, by=cast.carol, request=case, now=now)

        assert "gave the case back" in told(case, cast)


class TestThePage:
    def test_holds_the_decision_its_reason_and_the_entries_of_the_log(self, cast):
        case, now = ready(cast)
        decision = decide(cast, case, now)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # the log is chained as a transaction ends
        page = text_of(story(cast, case))

        assert decision.reason in page
        assert "Programs proposed" in page
        for entry in entries_of(case):
            assert entry.link.hash[:16] in page

    def test_calls_the_desk_by_its_roles_unless_asked_for_names(self, cast):
        case, now = ready(cast)
        decide(cast, case, now)

        without, with_them = text_of(story(cast, case)), text_of(story(cast, case, names="all"))
        assert "Agent 1" in without
        assert f"Decided {cast.carol}" not in without and str(cast.carol) in with_them
        assert "Agent 1" not in with_them

    def test_never_names_who_sent_a_notice(self, cast):
        case, _ = noticed_and_claimed(cast, review_of(cast))
        page = text_of(story(cast, case, names="all"))

        assert "Whoever sent the notice" in page
        assert case.filed_by.name not in page

    def test_is_for_the_desk(self, cast):
        case, _ = ready(cast)
        assert story(cast, case, cast.alice).status_code == 404
