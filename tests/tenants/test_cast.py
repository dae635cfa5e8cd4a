"""The cast of the tests stands as it should."""

import pytest

from tests.cast import browser, finished_order, make_cast, make_mallory

pytestmark = pytest.mark.django_db


class TestCast:
    def test_plays_on_one_stage(self):
        cast = make_cast()
        with cast.inside():
            order = finished_order(cast)
            assert order.buyer == cast.alice
            assert order.seller.seats.get().member == cast.bob
        assert cast.carol.at_the_desk and not cast.alice.at_the_desk

    def test_strangers_play_on_another(self):
        cast, elsewhere = make_cast(), make_mallory()
        assert cast.tenant.host != elsewhere.tenant.host
        assert elsewhere.alice.user != cast.alice.user

    def test_everyone_can_sign_in(self):
        cast = make_cast()
        assert browser(cast.tenant, cast.alice).session["_auth_user_id"] == str(cast.alice.user_id)
