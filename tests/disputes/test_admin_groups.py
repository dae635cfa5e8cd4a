"""The desk's pages of group cases: what they show, what each button does, and what they cost."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disputes.actions.claim_request import claim_request
from disputes.actions.open_group_cases import open_group_cases
from disputes.actions.reply_to_request import reply_to_request
from disputes.models import Decision, GroupCase, RemovalRequest
from policy.document import preset
from tests.cast import browser
from tests.disputes.groups import attack, contested, published
from tests.disputes.prepared import time_runs_out

GROUPS = "/admin/disputes/groupcase/"
AGO = timedelta(days=4)
REASON = "The accounts share one telephone, and no order was ever used."


def group_of(cast, size: int = 4, ago: timedelta = AGO, **words: Any) -> tuple[GroupCase, list[Any], RemovalRequest]:
    begins = timezone.now() - ago
    reviews = attack(cast, size, begins=begins, **words)
    case = contested(cast, reviews[0], begins + timedelta(hours=1))
    return GroupCase.objects.get(members__review=reviews[0]), reviews, case


def opened(cast, group) -> list[RemovalRequest]:
    at = timezone.now() - AGO + timedelta(hours=2)
    return open_group_cases(tenant=cast.tenant, by=cast.carol, group=group, now=at).cases


@pytest.fixture
def carol(cast):
    return browser(cast.tenant, cast.carol)


def page_of(client, group) -> str:
    return client.get(f"{GROUPS}{group.pk}/").content.decode()


def press(client, group, name: str, **typed: Any):
    return client.post(f"{GROUPS}{group.pk}/{name}/", typed, follow=True)


def typed(**changes: Any) -> dict[str, Any]:
    """What an agent who removes all of them types."""
    ticked = [f"{pk}:{version}" for pk, version in RemovalRequest.objects.values_list("pk", "version")]
    words = {"outcome": "remove", "finding_feedback_bombing": "met", "reason": REASON, "good_faith": "1"}
    return {"case": ticked, **words, **changes}


class TestList:
    def test_shows_each_group_with_what_is_open_decided_and_missing(self, cast, carol):
        group, reviews, _ = group_of(cast, 5)
        contested(cast, reviews[1], timezone.now())

        page = carol.get(GROUPS)

        [row] = page.context["rows"]
        assert (row["group"].size, row["group"].open_cases, row["group"].decided_cases, row["without"]) == (5, 2, 0, 3)
        assert "Bob&#x27;s Store" in page.content.decode()

    @pytest.mark.parametrize(("show", "shown"), [("", 1), ("open", 1), ("closed", 0), ("nonsense", 1)])
    def test_narrows_to_those_with_an_open_case(self, cast, carol, show, shown):
        group_of(cast)

        page = carol.get(GROUPS, {"show": show}, follow=True)

        assert len(page.context["rows"]) == shown

    def test_costs_the_same_however_many_there_are(self, cast, carol):
        group_of(cast)
        with CaptureQueriesContext(connection) as few:
            carol.get(GROUPS)
        for number in range(4):
            group_of(cast, 3, device=f"tablet {number}")
        with CaptureQueriesContext(connection) as many:
            carol.get(GROUPS)

        assert GroupCase.objects.count() == 5
        assert len(many) == len(few)


class TestPage:
    def test_shows_every_review_with_what_links_it_and_where_its_case_stands(self, cast, carol):
        group, reviews, case = group_of(cast)

        text = page_of(carol, group)

        for review in reviews:
            assert review.order.external_id in text
            assert review.comment.replace("'", "&#x27;") in text
        assert "4 reviews of Bob&#x27;s Store" in text
        assert "The review is one of a set of 4" in text
        assert "4 of 4 reviews share it with another one" in text
        assert "Same device as 2, 3 and 4" in text
        assert "3 of 4 reviews have no case yet" in text
        assert f"/admin/disputes/removalrequest/{case.pk}/" in text
        assert 'role="img"' in text
        assert "Open 3 cases" in text and "Claim 1 case" in text

    def test_marks_the_words_that_two_have_in_common(self, cast, carol):
        begins = timezone.now() - AGO
        reviews = attack(cast, 3, begins=begins)
        for each in reviews[:2]:
            each.comment = "Stay away from this shop, they took my money and laughed at me."
            each.save()
        contested(cast, reviews[0], begins + timedelta(hours=1))

        text = page_of(carol, GroupCase.objects.get())

        assert 'class="tone-copy"' in text
        assert 'title="as in 2"' in text and 'title="as in 1"' in text
        assert "Nearly the same words as 2" in text

    def test_tells_whether_each_author_was_heard(self, cast, carol):
        group, reviews, _ = group_of(cast, 3, ago=timedelta(days=2))
        [second, third] = open_group_cases(
            tenant=cast.tenant, by=cast.carol, group=group, now=timezone.now() - timedelta(days=1)
        ).cases
        reply_to_request(
            tenant=cast.tenant, by=second.review.buyer, request=second, body="It is mine.", now=timezone.now()
        )

        text = page_of(carol, group)

        assert "Its author replied" in text
        assert text.count("Its author may reply until") == 2
        assert "What must wait" in text

    def test_escapes_what_people_write(self, cast, carol):
        group, reviews, _ = group_of(cast)
        reviews[1].comment = "<script>alert(1)</script>"
        reviews[1].save()

        text = page_of(carol, group)

        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(1)" in text

    def test_costs_the_same_however_large_the_group_is(self, cast, carol):
        small, _, _ = group_of(cast, 3)
        large, _, _ = group_of(cast, 9, device="tablet")
        for group in (small, large):
            opened(cast, group)
            press(carol, group, "claim")
        with CaptureQueriesContext(connection) as few:
            page_of(carol, small)
        with CaptureQueriesContext(connection) as many:
            page_of(carol, large)

        assert len(many) == len(few)
        assert len(many) <= 24

    def test_is_not_there_for_who_runs_the_seller_or_wrote_one_of_them(self, cast):
        group, _, _ = group_of(cast)

        for other in (cast.bob, cast.alice):
            assert browser(cast.tenant, other).get(f"{GROUPS}{group.pk}/").status_code == 404

    def test_leads_read_and_press_nothing(self, cast):
        group, _, _ = group_of(cast)
        laura = browser(cast.tenant, cast.laura)

        assert '<form method="post" action="/admin/disputes/groupcase/' not in page_of(laura, group)
        answer = press(laura, group, "claim")
        assert answer.status_code == 422
        assert "Only agents" in answer.content.decode()

    def test_a_cases_own_page_leads_to_it(self, cast, carol):
        group, _, case = group_of(cast)

        text = carol.get(f"/admin/disputes/removalrequest/{case.pk}/").content.decode()

        assert "This review is one of a set of 4" in text
        assert f"{GROUPS}{group.pk}/" in text


class TestButtons:
    def test_open_the_missing_cases(self, cast, carol):
        group, _, _ = group_of(cast)

        answer = press(carol, group, "open-cases")

        assert "3 cases opened; their authors are invited to reply." in answer.content.decode()
        assert RemovalRequest.objects.filter(origin="group").count() == 3
        again = press(carol, group, "open-cases")
        assert again.status_code == 409
        assert "It has an open case already." in again.content.decode()

    def test_claim_what_is_free_and_say_who_holds_the_rest(self, cast, carol):
        group, _, case = group_of(cast)
        opened(cast, group)
        claim_request(tenant=cast.tenant, by=cast.dave, request=case, now=timezone.now())

        text = press(carol, group, "claim").content.decode()

        assert "You hold 3 cases of this group now." in text
        assert f"Order {case.review.order.external_id}: Dave is working on this until" in text
        assert "You hold 3 of 4 cases." in text

    def test_count_the_time_down_and_keep_what_was_typed(self, cast, carol):
        group, _, _ = group_of(cast)
        assert "data-countdown" not in page_of(carol, group)
        press(carol, group, "claim")
        held = page_of(carol, group)
        assert "data-countdown" in held and "Your time with it ends at" in held and "Keep them longer" in held

        kept = press(carol, group, "claim", **typed(reason="Half a reason"))

        assert kept.status_code == 200
        assert "Half a reason" in kept.content.decode()
        assert kept.context["form"].outcome == "remove"

    def test_decide_those_that_are_ticked(self, cast, carol):
        group, _, case = group_of(cast)
        opened(cast, group)
        page = press(carol, group, "claim")
        assert (page.context["form"].outcome, page.context["form"].findings) == ("", {})
        some = typed()["case"][:3]

        answer = press(carol, group, "decide", **typed(case=some))

        assert "3 cases decided. It takes effect at" in answer.content.decode()
        assert not Decision.objects.exists()
        assert time_runs_out(cast, timezone.now()) == 3
        assert {f"{each.request_id}" for each in Decision.objects.all()} == {each.split(":")[0] for each in some}

    def test_the_form_opens_with_what_was_found_in_all_of_them(self, cast, carol):
        group, reviews, _ = group_of(cast, 3)
        for each in reviews[1:]:
            contested(cast, each, timezone.now() - AGO + timedelta(hours=1))

        form = press(carol, group, "claim").context["form"]

        assert (form.outcome, form.findings) == ("remove", {"feedback_bombing": "met"})
        assert "one of a set of 3" in form.reason

    def test_a_refusal_keeps_what_was_typed_and_says_which_case(self, cast, carol):
        group, _, case = group_of(cast)
        opened(cast, group)
        press(carol, group, "claim")
        stale = [each if not each.startswith(str(case.pk)) else f"{case.pk}:0" for each in typed()["case"]]

        answer = press(carol, group, "decide", **typed(case=stale[:2] if str(case.pk) in "".join(stale[:2]) else stale))

        text = answer.content.decode()
        assert answer.status_code == 409
        assert f"Order {case.review.order.external_id}: This has changed since you opened it" in text
        assert REASON in text
        assert not Decision.objects.exists()

    def test_a_field_that_is_wrong_is_told_beside_it(self, cast, carol):
        group, _, _ = group_of(cast)
        opened(cast, group)
        press(carol, group, "claim")

        answer = press(carol, group, "decide", **typed(reason="", outcome="keep"))

        assert answer.status_code == 422
        assert set(answer.context["wrong"]) >= {"reason"}

    def test_odd_ticks_are_no_error_of_ours(self, cast, carol):
        group, _, _ = group_of(cast)

        for ticks in ([], ["nonsense"], [":"], ["::"], ["a:b:c"]):
            assert press(carol, group, "decide", **typed(case=ticks)).status_code in (409, 422)

    def test_say_when_a_lead_must_agree(self, cast, carol):
        document = preset("game_goods")
        document["removal"]["second_approval"] = preset("retail")["removal"]["second_approval"] | {"group_size": 4}
        published(cast, document, timezone.now() - timedelta(days=30))
        group, _, _ = group_of(cast)
        opened(cast, group)

        page = press(carol, group, "claim").content.decode()
        answer = press(carol, group, "decide", **typed()).content.decode()

        assert "The group has 4 reviews, and from 4 on a lead must agree" in page
        assert "4 decisions will be held: a lead must approve before anything changes." in answer
