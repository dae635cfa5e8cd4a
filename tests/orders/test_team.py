"""Who runs a seller: colleagues come and go, customers never run it, and somebody always stays."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from audit.models import Entry
from notifications.queries import notifications_of
from orders.actions.seat_colleague import NOBODY, UnableToSeatColleague, seat_colleague
from orders.actions.unseat_colleague import UnableToUnseatColleague, unseat_colleague
from orders.models import SellerSeat
from orders.sellers.teams import seats_of
from tenants.models import Member
from tests.cast import NOW, browser, finished_order, make_cast, make_mallory, make_member, make_seller
from wire.refusals import NotThere, Refused

HOUR = timedelta(hours=1)
PAGE = "/selling/team"


@pytest.fixture
def cast(db):
    return make_cast()


def add(cast, email, by=None, seller=None):
    with cast.inside():
        return seat_colleague(tenant=cast.tenant, by=by or cast.bob, seller=seller or cast.seller, email=email, now=NOW)


def take_out(cast, seat, by=None):
    with cast.inside():
        return unseat_colleague(
            tenant=cast.tenant, by=by or cast.bob, seller=cast.seller, seat_id=seat.pk, now=NOW + HOUR
        )


def told(cast, member) -> list[str]:
    with cast.inside():
        return [each.title for each in notifications_of(member).filter(kind="team_changed")]


def team(cast) -> list[str]:
    with cast.inside():
        return [seat.member.name for seat in seats_of(cast.seller)]


class TestAdding:
    def test_gives_a_member_the_seat_and_the_role(self, cast):
        anna = make_member(cast.tenant, "Anna", "buyer")
        add(cast, " ANNA@game-goods.example ")
        assert team(cast) == ["Anna", "Bob"]
        with cast.inside():
            assert Member.objects.get(pk=anna.pk).has_role("seller")
            assert Entry.objects.filter(action="seller.member_seated", subject_id=anna.pk).exists()
        assert told(cast, anna) == ["You run Bob's Store now"]
        assert told(cast, cast.bob) == []

    def test_refuses_a_stranger_and_a_customer_in_the_same_words(self, cast):
        with cast.inside():
            finished_order(cast)
        for email in ("alice@game-goods.example", "nobody@game-goods.example"):
            with pytest.raises(UnableToSeatColleague) as refusal:
                add(cast, email)
            assert [each.detail for each in refusal.value.problems] == [NOBODY]
        assert team(cast) == ["Bob"]

    def test_refuses_a_member_of_another_marketplace(self, cast):
        make_mallory()
        with pytest.raises(UnableToSeatColleague, match="Nobody can be added"):
            add(cast, "bob@elsewhere.example")

    def test_refuses_who_is_in_the_team(self, cast):
        with pytest.raises(UnableToSeatColleague, match="Bob is in the team already"):
            add(cast, "bob@game-goods.example")

    def test_is_not_there_for_others(self, cast):
        make_member(cast.tenant, "Anna", "buyer")
        for member in (cast.alice, cast.carol, cast.laura):
            with pytest.raises(NotThere):
                add(cast, "anna@game-goods.example", by=member)
        with cast.inside():
            theirs = make_seller(cast.tenant, "annas", "Anna's")
        with pytest.raises(NotThere):
            add(cast, "anna@game-goods.example", seller=theirs)


class TestTakingOut:
    def test_takes_the_seat_and_where_it_was_the_last_the_role(self, cast):
        anna = make_member(cast.tenant, "Anna", "buyer")
        seat = add(cast, "anna@game-goods.example")
        take_out(cast, seat)
        assert team(cast) == ["Bob"]
        with cast.inside():
            assert Member.objects.get(pk=anna.pk).roles == ["buyer"]
            done = Entry.objects.filter(subject_id=anna.pk).values_list("action", flat=True)
            assert {"seller.member_unseated", "member.roles_taken"} <= set(done)
        assert sorted(told(cast, anna)) == ["You do not run Bob's Store any more", "You run Bob's Store now"]

    def test_leaves_the_role_to_who_runs_another_seller(self, cast):
        anna = make_member(cast.tenant, "Anna", "seller")
        with cast.inside():
            make_seller(cast.tenant, "annas", "Anna's", runs=anna)
        take_out(cast, add(cast, "anna@game-goods.example"))
        with cast.inside():
            assert Member.objects.get(pk=anna.pk).has_role("seller")

    def test_never_takes_the_last_one(self, cast):
        with cast.inside():
            seat = SellerSeat.objects.get(seller=cast.seller)
        with pytest.raises(UnableToUnseatColleague, match="Somebody has to run this shop"):
            take_out(cast, seat)

    def test_says_that_somebody_is_gone_already(self, cast):
        make_member(cast.tenant, "Anna", "buyer")
        seat = add(cast, "anna@game-goods.example")
        take_out(cast, seat)
        with pytest.raises(UnableToUnseatColleague, match="not in the team any more"):
            take_out(cast, seat)

    def test_knows_no_seat_of_another_seller(self, cast):
        anna = make_member(cast.tenant, "Anna", "seller")
        with cast.inside():
            theirs = make_seller(cast.tenant, "annas", "Anna's", runs=anna)
            seat = SellerSeat.objects.get(seller=theirs)
        with pytest.raises(UnableToUnseatColleague):
            take_out(cast, seat)
        with cast.inside():
            assert SellerSeat.objects.filter(pk=seat.pk).exists()


class TestPage:
    def test_adds_and_takes_out(self, cast):
        make_member(cast.tenant, "Anna", "buyer")
        client = browser(cast.tenant, cast.bob)
        answer = client.post(PAGE, {"email": "anna@game-goods.example"}, follow=True)
        assert "Anna runs Bob&#x27;s Store now." in answer.content.decode()
        with cast.inside():
            seat = SellerSeat.objects.get(member__name="Anna")
        answer = client.post(PAGE, {"remove": str(seat.pk)}, follow=True)
        assert "Anna does not run Bob&#x27;s Store any more." in answer.content.decode()
        assert team(cast) == ["Bob"]

    def test_keeps_what_was_typed_when_it_refuses(self, cast):
        answer = browser(cast.tenant, cast.bob).post(PAGE, {"email": "nobody@game-goods.example"})
        page = answer.content.decode()
        assert answer.status_code == 422
        assert 'value="nobody@game-goods.example"' in page
        assert NOBODY in page

    def test_leads_home_who_left(self, cast):
        make_member(cast.tenant, "Anna", "buyer")
        add(cast, "anna@game-goods.example")
        with cast.inside():
            seat = SellerSeat.objects.get(member=cast.bob)
        answer = browser(cast.tenant, cast.bob).post(PAGE, {"remove": str(seat.pk)})
        assert (answer.status_code, answer["Location"]) == (302, "/")

    def test_is_not_there_for_who_runs_no_seller(self, cast):
        for member in (cast.alice, cast.carol):
            assert browser(cast.tenant, member).get(PAGE).status_code == 404
        assert browser(cast.tenant, cast.bob).get(f"{PAGE}?seller=another").status_code == 404


@pytest.fixture
def house(transactional_db):
    return make_cast()


def together(*acts) -> list[str]:
    """What became of acts that began at one moment, each on a connection of its own."""
    start = threading.Barrier(len(acts))

    def run(act) -> str:
        try:
            start.wait(timeout=20)
            act()
        except (Refused, NotThere) as error:
            return type(error).__name__
        finally:
            connection.close()
        return "done"

    with ThreadPoolExecutor(len(acts)) as threads:
        return sorted(threads.map(run, acts))


class TestTwoAtOnce:
    def test_adding_the_same_colleague_makes_one_seat(self, house):
        make_member(house.tenant, "Anna", "buyer")
        outcomes = together(*[lambda: add(house, "anna@game-goods.example")] * 2)
        assert outcomes == ["UnableToSeatColleague", "done"]
        assert team(house) == ["Anna", "Bob"]

    def test_taking_out_one_another_leaves_one(self, house):
        anna = make_member(house.tenant, "Anna", "buyer")
        annas = add(house, "anna@game-goods.example")
        with house.inside():
            bobs = SellerSeat.objects.get(member=house.bob)
        outcomes = together(lambda: take_out(house, annas), lambda: take_out(house, bobs, by=anna))
        assert outcomes == ["NotThere", "done"]
        assert len(team(house)) == 1
