"""The first step of contesting a review: which ones a seller may choose from, and what is said of each."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from feedback.actions.withdraw_review import withdraw_review
from orders.models import SellerSeat
from tests.cast import browser, make_mallory, make_member, make_seller
from tests.disputes.acts import decide, filed, ready, review_of
from tests.disputes.test_pages_sides import text_of

PATH = "/selling/requests/new"


def left(cast, comment, *, days=10, stars=1, **order):
    closed = timezone.now() - timedelta(days=days)
    return review_of(cast, comment, stars, at=closed + timedelta(days=1), closed_at=closed, **order)


@pytest.fixture
def bob(cast):
    return browser(cast.tenant, cast.bob)


def chosen(page):
    return re.findall(r'class="card-link" href="/selling/requests/new\?review=([0-9a-f-]{36})"', page.content.decode())


class TestChooseReview:
    def test_lists_negative_and_neutral_ones_newest_first_with_the_days_left(self, cast, bob):
        old = left(cast, "Late and rude.", days=20)
        new = left(cast, "So-so.", stars=3)
        left(cast, "Lovely.", stars=5)

        page = bob.get(PATH)
        assert chosen(page) == [str(new.pk), str(old.pk)]
        assert "356 days left" in text_of(page)
        assert "346 days left" in text_of(page)
        assert "Lovely." not in text_of(page)

    def test_leaves_out_what_is_withdrawn_or_removed(self, cast, bob):
        gone = left(cast, "I take it back.")
        withdraw_review(tenant=cast.tenant, by=cast.alice, review=gone, version=1, now=timezone.now())
        case, now = ready(cast, left(cast, "Away with it."), at=timezone.now() - timedelta(days=4))
        decide(cast, case, now)
        assert chosen(bob.get(PATH)) == []
        assert "There is nothing to contest" in text_of(bob.get(PATH))

    def test_says_why_not_where_a_request_is_open_or_was_decided(self, cast, bob):
        running = filed(cast, left(cast, "Late."), at=timezone.now())
        kept, now = ready(cast, left(cast, "Rude."), at=timezone.now() - timedelta(days=4))
        decide(cast, kept, now, outcome="keep")
        page = bob.get(PATH)
        said = text_of(page)
        assert "A request about it is open since" in said
        assert "Another one cannot be filed until then." in said
        assert "Contested before , decided" in said or "Contested before, decided" in said
        for case in (running, kept):
            assert f'href="/cases/{case.pk}"' in page.content.decode()

    def test_says_when_it_is_too_late(self, cast, bob):
        left(cast, "Long ago.", days=380)
        assert "only personal information and illegal content" in text_of(bob.get(PATH))

    def test_narrows_by_kind_time_history_and_order(self, cast, bob):
        bad = left(cast, "Bad.", external_id="GG-7")
        neutral = left(cast, "So-so.", stars=3, days=11)
        late = left(cast, "Long ago.", days=380)
        filed(cast, neutral, at=timezone.now())

        def listed(**query):
            return chosen(bob.get(PATH, query))

        assert listed(kind="negative") == [str(bad.pk), str(late.pk)]
        assert listed(kind="neutral") == [str(neutral.pk)]
        assert listed(which="in_time") == [str(bad.pk), str(neutral.pk)]
        assert listed(which="asked") == [str(neutral.pk)]
        assert listed(which="new") == [str(bad.pk), str(late.pk)]
        assert listed(order="gg-7") == [str(bad.pk)]
        assert listed(order="none") == []
        assert "No review is like that" in text_of(bob.get(PATH, {"order": "none"}))

    @pytest.mark.parametrize(
        "query", ["kind=x", "which=x", "seller=x", "order=%00", "order=" + "9" * 5000, "kind=positive"]
    )
    def test_nonsense_is_as_if_not_given(self, cast, bob, query):
        review = left(cast, "Bad.")
        page = bob.get(f"{PATH}?{query}")
        assert page.status_code == 200
        if "999" not in query:
            assert chosen(page) == [str(review.pk)]

    def test_a_cursor_of_elsewhere_leads_to_the_beginning(self, bob):
        assert bob.get(f"{PATH}?cursor=x")["Location"] == PATH

    def test_is_for_those_who_sell(self, cast):
        review = left(cast, "Bad.")
        eve = make_member(cast.tenant, "Eve", "seller")
        make_seller(cast.tenant, "eves-store", runs=eve)
        for member in (cast.alice, cast.carol, cast.laura):
            assert browser(cast.tenant, member).get(PATH).status_code == 404
        assert chosen(browser(cast.tenant, eve).get(PATH)) == []
        mallory = make_mallory()
        assert str(review.pk) not in browser(mallory.tenant, mallory.bob).get(PATH).content.decode()
        assert browser(cast.tenant).get(PATH).status_code == 302

    def test_a_member_of_two_sellers_tells_them_apart(self, cast, bob):
        second = make_seller(cast.tenant, "bobs-other", "Bob's other")
        SellerSeat.objects.create(tenant=cast.tenant, seller=second, member=cast.bob)
        here, there = left(cast, "Here."), left(cast, "There.", days=12, seller=second, offer=None)
        assert chosen(bob.get(PATH)) == [str(here.pk), str(there.pk)]
        assert chosen(bob.get(PATH, {"seller": "bobs-other"})) == [str(there.pk)]
        assert "Bob&#x27;s other" in bob.get(PATH).content.decode()

    def test_pages_without_repeating_and_asks_no_more_for_more(self, cast, bob):
        def queries():
            with CaptureQueriesContext(connection) as seen:
                page = bob.get(PATH)
            return len(seen), page

        for number in range(3):
            filed(cast, left(cast, f"Bad {number}.", days=30 + number), at=timezone.now())
        few, _ = queries()
        nora = make_member(cast.tenant, "Nora", "buyer")
        for number in range(19):
            left(cast, f"Bad {number}.", days=40 + number, buyer=nora)
        many, first = queries()
        assert many <= few
        older = re.search(r'rel="next" href="([^"]+)"', first.content.decode())[1].replace("&amp;", "&")
        second = bob.get(older)
        assert len(chosen(first)) == 20
        assert len(chosen(second)) == 2
        assert not set(chosen(first)) & set(chosen(second))
