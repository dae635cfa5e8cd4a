"""The policy in words, for everyone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from policy.document import preset
from policy.responsibility import RESPONSIBILITIES
from tenants.models import PolicyVersion
from tenants.policy_form import FIELDS
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

    def test_says_that_the_quotient_is_no_rate(self, public):
        page = text(public.get("/policy"))
        assert '"19 to 1". That is a quotient and no percentage, so it is never shown as one.' in page

    def test_lists_the_thirteen_types_where_there_are_partners_and_nowhere_else(self, db, public):
        assert "thirteen types" not in text(public.get("/policy"))
        cast = make_cast(slug="relay", preset="fulfilment_network")
        page = text(Client(SERVER_NAME=cast.tenant.host).get("/policy"))
        assert all(duty.name in page for duty in RESPONSIBILITIES.values())
        assert "10 points off the partner's rating" in page

    def test_says_every_rule_one_by_one(self, public):
        page = text(public.get("/policy"))
        for field in FIELDS:
            if field.path[:2] != ("removal", "grounds"):
                assert field.label in page, field.name


class TestVersions:
    @pytest.fixture
    def cast(self, db):
        """Version 2 is in force, version 3 comes; 2 has a shorter cut-off."""
        cast, now = make_cast(), timezone.now()
        shorter = preset("game_goods")
        shorter["removal"]["cutoff_days"] = 90
        with cast.inside():
            for number, since, note in (
                (2, now - timedelta(days=5), "Shorter."),
                (3, now + timedelta(days=5), "As before."),
            ):
                document = shorter if number == 2 else preset("game_goods")
                PolicyVersion.objects.create(
                    tenant=cast.tenant,
                    number=number,
                    document=document,
                    note=note,
                    effective_from=since,
                    published_at=now - timedelta(days=6),
                )
        return cast

    @pytest.fixture
    def public(self, cast):
        return Client(SERVER_NAME=cast.tenant.host)

    def test_the_page_is_of_the_one_in_force_and_announces_the_next(self, public):
        page = text(public.get("/policy"))
        assert "filed for 90 days" in page
        assert "Version 3 comes into force" in page and "As before." in page

    def test_earlier_ones_stay_to_be_read(self, public):
        page = text(public.get("/policy/versions/1"))
        assert "filed for 365 days" in page
        assert "These rules hold only for cases that were filed under them." in page

    def test_one_to_come_says_so_and_what_it_changes(self, public):
        page = text(public.get("/policy/versions/3"))
        assert "These rules do not hold yet." in page
        assert "What version 3 changed from version 2" in page
        assert "Before: 90 days After: 365 days" in page

    @pytest.mark.parametrize("number", [0, 9])
    def test_others_are_not_there(self, public, number):
        assert public.get(f"/policy/versions/{number}").status_code == 404
