"""The policy in words, for everyone."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import make_cast
from tests.feedback.test_pages_reviews import text


@pytest.fixture
def public(db):
    return Client(SERVER_NAME=make_cast().tenant.host)


class TestPolicyPage:
    def test_says_the_rules_in_words_with_version_and_date(self, public):
        page = text(public.get("/policy"))
        assert "Version 1" in page
        assert "In force since" in page
        assert "Sellers are asked to keep it at 95 % or more." in page
        assert "How reviews are verified" in page

    def test_each_offered_ground_says_what_it_means_and_what_not(self, public):
        page = text(public.get("/policy"))
        assert "The buyer demanded goods, service, a discount or money under threat of feedback" in page
        assert "What it is not. A plain complaint, or a request for a refund alone, is not a threat." in page
        assert "Obscene" not in page
        assert "Low stars." in page

    @pytest.mark.parametrize("preset", ["game_services", "retail", "fulfilment_network"])
    def test_of_every_preset(self, db, preset):
        cast = make_cast(slug="another", preset=preset)
        page = Client(SERVER_NAME=cast.tenant.host).get("/policy")
        assert page.status_code == 200
        assert not page.cookies

    def test_the_directory_has_none(self, db):
        assert Client(SERVER_NAME="localhost").get("/policy").status_code == 404
