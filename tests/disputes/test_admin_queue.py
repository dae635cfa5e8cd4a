"""The desk's queue: what waits, in which order, for whom; and that nothing in the desk is edited by hand."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disputes.actions.claim_request import claim_request
from disputes.models import RemovalRequest
from orders.models import SellerSeat
from policy.grounds import GROUNDS
from tests.cast import browser, make_mallory
from tests.disputes.acts import REPLY_OVER, filed, review_of

QUEUE = "/admin/disputes/removalrequest/"


def filed_ago(cast, ago: timedelta, comment: str = "Slow, and rude to me.", **filing):
    """Bob's case about a review of its own, filed that long ago."""
    at = timezone.now() - ago
    review = review_of(cast, comment, at=at - timedelta(days=1), closed_at=at - timedelta(days=2))
    return filed(cast, review, at=at, **filing)


def shown(page) -> list[str]:
    return [row.subject for row in page.context["rows"]]


def without_tokens(page) -> bytes:
    """The page but for its CSRF tokens, which are masked anew each time."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page.content)


def order_of(case: RemovalRequest) -> str:
    return case.review.order.external_id


class TestQueue:
    def test_begins_with_what_is_due_first(self, cast):
        late, soon = filed_ago(cast, timedelta(days=8)), filed_ago(cast, timedelta(days=5, hours=20))
        fresh = filed_ago(cast, timedelta(hours=1))
        page = browser(cast.tenant, cast.carol).get(QUEUE)
        assert shown(page) == [order_of(late), order_of(soon), order_of(fresh)]
        text = page.content.decode()
        assert "Overdue" in text
        assert "in 3 hours, 59 minutes" in text

    def test_asks_no_more_questions_for_more_cases(self, cast):
        carol = browser(cast.tenant, cast.carol)
        filed_ago(cast, timedelta(days=4))
        with CaptureQueriesContext(connection) as few:
            carol.get(QUEUE)
        for day in range(6):
            filed_ago(cast, timedelta(days=day, hours=2))
        with CaptureQueriesContext(connection) as many:
            assert len(shown(carol.get(QUEUE))) == 7
        assert len(many) == len(few)
        assert len(many) <= 25  # of which nine find the marketplace, the member and their rights

    def test_says_who_works_on_a_case_and_whether_the_buyer_replied(self, cast):
        case = filed_ago(cast, timedelta(days=4))
        claim_request(tenant=cast.tenant, by=cast.dave, request=case, now=timezone.now())
        row = browser(cast.tenant, cast.carol).get(QUEUE).context["rows"][0]
        assert (row.worker, row.mine, row.replied) == ("Dave", False, False)
        assert row.grounds == (GROUNDS["unrelated"].text.name,)
        assert browser(cast.tenant, cast.dave).get(QUEUE).context["rows"][0].mine

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"which": "mine"}, ["mine"]),
            ({"which": "unclaimed"}, ["overdue", "fresh"]),
            ({"which": "overdue"}, ["overdue"]),
            ({"which": "held"}, []),
            ({"which": "appealed"}, []),
            ({"status": "awaiting_buyer"}, ["fresh"]),
            ({"status": "decided"}, []),
            ({"ground": "unrelated"}, ["overdue", "mine", "fresh"]),
            ({"ground": "duplicate"}, []),
        ],
    )
    def test_can_be_narrowed(self, cast, asked, found):
        now = timezone.now()
        cases = {
            "overdue": filed_ago(cast, timedelta(days=8)),
            "mine": filed_ago(cast, timedelta(days=4)),
            "fresh": filed_ago(cast, timedelta(hours=1)),
        }
        claim_request(tenant=cast.tenant, by=cast.carol, request=cases["mine"], now=now)
        RemovalRequest.objects.exclude(pk=cases["fresh"].pk).update(status="in_review")
        page = browser(cast.tenant, cast.carol).get(QUEUE, asked)
        assert shown(page) == [order_of(cases[name]) for name in found]

    def test_hides_cases_on_whose_side_the_agent_is(self, cast):
        case = filed_ago(cast, timedelta(days=4))
        SellerSeat.objects.create(tenant=cast.tenant, seller=cast.seller, member=cast.carol)
        carol = browser(cast.tenant, cast.carol)
        assert shown(carol.get(QUEUE)) == []
        assert carol.get(f"{QUEUE}{case.pk}/").status_code == 404
        assert carol.post(f"{QUEUE}{case.pk}/claim/").status_code == 404


class TestClaimNext:
    def test_takes_the_most_urgent_case(self, cast):
        urgent = filed_ago(cast, timedelta(days=5))
        filed_ago(cast, timedelta(days=4))
        answer = browser(cast.tenant, cast.carol).post(f"{QUEUE}claim-next/")
        assert answer["Location"] == f"{QUEUE}{urgent.pk}/"
        urgent.refresh_from_db()
        assert urgent.claimed_by == cast.carol

    def test_says_so_when_nothing_waits(self, cast):
        page = browser(cast.tenant, cast.carol).post(f"{QUEUE}claim-next/", follow=True)
        assert "Nothing waits that you could decide now." in page.content.decode()

    def test_is_a_button_and_no_link(self, cast):
        assert browser(cast.tenant, cast.carol).get(f"{QUEUE}claim-next/").status_code == 405


class TestWhoHasADesk:
    def test_buyers_and_sellers_have_none(self, cast):
        for member in (cast.alice, cast.bob):
            assert browser(cast.tenant, member).get(QUEUE).status_code == 404
            assert browser(cast.tenant, member).get("/admin/").status_code == 404

    def test_strangers_are_led_to_the_sign_in(self, cast):
        answer = browser(cast.tenant).get(QUEUE)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/login/?next=%2Fadmin%2F")

    def test_agents_need_their_second_factor(self, cast):
        answer = browser(cast.tenant, cast.carol, second_factor=False).get(QUEUE)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/accounts/")

    def test_another_marketplace_answers_as_if_nothing_were_there(self, cast):
        case = filed_ago(cast, timedelta(days=REPLY_OVER.days))
        elsewhere = make_mallory()
        stranger = browser(elsewhere.tenant, elsewhere.carol)
        theirs = stranger.get(f"{QUEUE}{case.pk}/")
        made_up = stranger.get(f"{QUEUE}01890000-0000-7000-8000-000000000000/")
        assert theirs.status_code == made_up.status_code == 404
        assert without_tokens(theirs) == without_tokens(made_up)
        assert not stranger.get(QUEUE).context["rows"]
        for act in ("claim", "release", "ask", "preview", "decide", "approve", "send-back"):
            assert stranger.post(f"{QUEUE}{case.pk}/{act}/").status_code == 404

    def test_an_agent_of_one_marketplace_has_no_desk_in_another(self, cast):
        elsewhere = make_mallory()
        assert browser(elsewhere.tenant, cast.carol).get(QUEUE).status_code == 404


class TestNothingIsEditable:
    def test_no_model_can_be_added_changed_or_deleted(self, cast, rf):
        request = rf.get("/admin/")
        request.tenant, request.member, request.user = cast.tenant, cast.carol, cast.carol.user
        assert len(admin.site._registry) >= 8
        for room in admin.site._registry.values():
            assert not room.has_add_permission(request)
            assert not room.has_change_permission(request)
            assert not room.has_delete_permission(request)

    def test_every_list_and_page_answers_get_and_refuses_post(self, cast, rf):
        case = filed_ago(cast, timedelta(days=4))
        carol, laura = browser(cast.tenant, cast.carol), browser(cast.tenant, cast.laura)
        agents = rf.get("/admin/")
        agents.tenant, agents.member, agents.user = cast.tenant, cast.carol, cast.carol.user
        rows = {"removalrequest": case, "review": case.review, "order": case.review.order}
        for room in admin.site._registry.values():
            if f"{room.base}_changelist" not in {url.name for url in room.get_urls()}:
                continue  # read where its subject is, so it has no list
            # Some rooms are kept for leads: agents are told that they are not there.
            asker = carol if room.has_view_permission(agents) else laura
            if asker is laura:
                assert carol.get(room.list_href()).status_code == 404, room
            if room.platform:
                assert laura.get(room.list_href()).status_code == 404, room
                continue
            assert asker.get(room.list_href()).status_code == 200, room
            assert asker.post(room.list_href(), {"action": "delete_selected"}).status_code == 405
            row = rows.get(room.opts.model_name) or room.model.objects.first()
            if row is not None:
                assert asker.get(room.row_href(row)).status_code == 200, room
                assert asker.post(room.row_href(row), {"comment": "changed"}).status_code == 405

    def test_there_are_no_pages_to_add_or_delete(self, cast):
        case = filed_ago(cast, timedelta(days=4))
        carol = browser(cast.tenant, cast.carol)
        for path in ("add/", f"{case.pk}/delete/", f"{case.pk}/history/", f"{case.pk}/change/"):
            assert carol.post(f"{QUEUE}{path}").status_code in (404, 405)
            assert carol.get(f"{QUEUE}{path}").status_code == 404

    def test_the_desk_keeps_the_strict_content_policy(self, cast):
        answer = browser(cast.tenant, cast.carol).get(QUEUE)
        assert "unsafe" not in answer["Content-Security-Policy"]
        assert b"<style" not in answer.content and b" style=" not in answer.content


class TestThePlatformsDesk:
    def test_operators_see_marketplaces_and_accounts_and_nothing_else(self, cast):
        operator = cast.laura.user
        operator.is_operator = True
        operator.save()
        cast.laura.user = operator
        client = browser(None, cast.laura)
        assert client.get("/admin/", follow=True).status_code == 200
        assert b"Game Goods" in client.get("/admin/tenants/tenant/").content
        assert client.get("/admin/accounts/user/").status_code == 200
        assert client.get(QUEUE).status_code == 404
        assert client.get("/admin/audit/entry/").status_code == 404
