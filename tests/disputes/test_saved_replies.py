"""Words that the desk uses again: who writes them, what stands in braces, where they are offered."""

from __future__ import annotations

from typing import Any

import pytest

from disputes.actions.retire_saved_reply import retire_saved_reply
from disputes.actions.write_saved_reply import UnableToWriteReply, write_saved_reply
from disputes.admin.reply_words import starts_of
from disputes.models import SavedReplyVersion
from disputes.queries import replies_for, story_of
from disputes.replies.variables import VARIABLES, filled, variable_problems
from tests.cast import NOW, browser
from tests.disputes.acts import ready, review_of
from wire.refusals import NotPermitted, NotThere

DESK = "/admin/disputes/savedreply/"
A_REPLY: dict[str, Any] = {
    "name": "About the delivery",
    "language": "en",
    "use": "reason",
    "ground": "",
    "body": "It is about order {order} of {seller}, so it stays.",
}


def written(cast, *, by=None, **fields) -> SavedReplyVersion:
    return write_saved_reply(tenant=cast.tenant, by=by or cast.laura, now=NOW, **{**A_REPLY, **fields})


class TestVariables:
    def test_become_what_they_name(self):
        assert filled("{seller}: {order} {order}", {"seller": "Ben", "order": "A-1"}) == "Ben: A-1 A-1"

    def test_without_a_value_become_nothing(self):
        assert filled("Of {offer}.", {}) == "Of ."

    @pytest.mark.parametrize("body", ["{buyer_name}", "{}", "{seler}", "{seller", "seller}", "{{seller}}"])
    def test_that_do_not_exist_are_named(self, body):
        assert variable_problems(body)

    def test_that_exist_are_no_problem(self):
        assert variable_problems(" ".join(f"{{{name}}}" for name in VARIABLES)) == []


class TestWriting:
    def test_keeps_every_version(self, cast):
        first = written(cast)
        second = written(cast, reply=first.reply, version=1, body="Shorter.")

        assert (first.number, second.number) == (1, 2)
        assert [each.body for each in first.reply.versions.order_by("number")] == [A_REPLY["body"], "Shorter."]

    def test_refuses_who_saw_an_older_version(self, cast):
        first = written(cast)
        written(cast, reply=first.reply, version=1, body="Shorter.")

        with pytest.raises(UnableToWriteReply) as refused:
            written(cast, reply=first.reply, version=1, body="Longer.")

        assert [each.code for each in refused.value.problems] == ["stale_version"]

    @pytest.mark.parametrize(
        ("fields", "pointer"),
        [
            ({"name": " "}, "/name"),
            ({"name": "x" * 81}, "/name"),
            ({"language": "english"}, "/language"),
            ({"use": "poem"}, "/use"),
            ({"ground": "nonsense"}, "/ground"),
            ({"body": ""}, "/body"),
            ({"body": "x" * 5001}, "/body"),
            ({"body": "Dear {customer}"}, "/body"),
        ],
    )
    def test_says_which_field_is_wrong(self, cast, fields, pointer):
        with pytest.raises(UnableToWriteReply) as refused:
            written(cast, **fields)

        assert [each.pointer for each in refused.value.problems] == [pointer]

    def test_refuses_a_name_that_is_taken_in_the_language(self, cast):
        written(cast)

        with pytest.raises(UnableToWriteReply) as refused:
            written(cast)
        assert [each.pointer for each in refused.value.problems] == ["/name"]

        assert written(cast, language="de").number == 1

    def test_is_for_leads(self, cast):
        with pytest.raises(NotPermitted):
            written(cast, by=cast.carol)
        with pytest.raises(NotThere):
            written(cast, by=cast.alice)


class TestUse:
    def test_is_offered_for_its_ground_with_its_newest_words(self, cast):
        first = written(cast, ground="unrelated")
        written(cast, reply=first.reply, version=1, ground="unrelated", body="Newer.")
        written(cast, name="For duplicates", ground="duplicate")

        assert [each.body for each in replies_for(["unrelated"])] == ["Newer."]

    def test_ends_when_it_is_retired_and_begins_again_with_a_version(self, cast):
        first = written(cast)
        retire_saved_reply(tenant=cast.tenant, by=cast.laura, reply=first.reply, now=NOW)
        assert replies_for(["unrelated"]) == []

        written(cast, reply=first.reply, version=1)
        assert [each.number for each in replies_for(["unrelated"])] == [2]

    def test_fills_the_case_in(self, cast):
        case, now = ready(cast)
        written(cast)
        written(cast, name="Show it", use="question", body="Please show that {seller} sent it.")
        starts = starts_of(story_of(case), tenant=cast.tenant, now=now)

        order, seller = case.review.order.external_id, case.seller.name
        assert starts.reasons[-1].text == f"It is about order {order} of {seller}, so it stays."
        assert [each.text for each in starts.questions] == [f"Please show that {seller} sent it."]

    def test_offers_those_in_the_language_of_the_comment_first(self, cast):
        case, now = ready(
            cast, review_of(cast, "Die Lieferung kam zu spät und niemand hat auf meine Fragen geantwortet.")
        )
        for language in ("en", "de"):
            written(cast, language=language)

        labels = [each.label for each in starts_of(story_of(case), tenant=cast.tenant, now=now).reasons]
        assert labels[-2:] == ["About the delivery (de)", "About the delivery (en)"]

    def test_fills_the_reason_without_a_script(self, cast):
        case, _ = ready(cast)
        reply = written(cast).reply
        page = browser(cast.tenant, cast.carol).post(
            f"/admin/disputes/removalrequest/{case.pk}/preview/", {"fill": "1", "draft": f"reply:{reply.pk}"}
        )

        assert "so it stays.</textarea>" in page.content.decode()


class TestItsDesk:
    def test_takes_a_new_reply_and_a_new_version(self, cast):
        lead = browser(cast.tenant, cast.laura)
        made = lead.post(f"{DESK}new/", A_REPLY)
        assert made.status_code == 302

        again = lead.post(f"{made.headers['Location']}write/", {**A_REPLY, "body": "Shorter.", "version": "1"})
        assert again.status_code == 302
        page = lead.get(made.headers["Location"]).content.decode()
        assert "Version 2" in page and "Version 1" in page

    def test_keeps_what_was_typed_when_it_refuses(self, cast):
        answer = browser(cast.tenant, cast.laura).post(f"{DESK}new/", {**A_REPLY, "body": "Dear {customer}, it stays."})

        assert answer.status_code == 422
        assert "Dear {customer}, it stays.</textarea>" in answer.content.decode()

    def test_is_read_by_agents_and_written_by_leads(self, cast):
        reply = written(cast).reply
        agent = browser(cast.tenant, cast.carol)

        assert "Leads write saved replies" in agent.get(f"{DESK}{reply.pk}/").content.decode()
        assert agent.get(f"{DESK}new/").status_code == 404
        assert agent.post(f"{DESK}{reply.pk}/retire/").status_code == 422
