"""The front page, the directory, health and errors: what a visitor meets first."""

from __future__ import annotations

import gzip

import pytest
from django.core.cache import cache

from feedback.models import SellerRate
from marketplace.tasks import HEARTBEAT, heartbeat
from tests.cast import browser, finished_order, make_cast, make_mallory, make_seller

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    return make_cast()


class TestDirectory:
    def test_names_every_marketplace_with_its_address(self, cast):
        make_mallory("retail")
        page = browser().get("/", SERVER_PORT="8000").content.decode()
        for host in ("game-goods.localhost", "retail.localhost"):
            assert f'href="http://{host}:8000/"' in page

    def test_says_so_when_there_is_none(self):
        assert "No marketplace is open yet" in browser().get("/").content.decode()

    def test_is_not_shown_at_an_unknown_host(self, cast):
        response = browser().get("/", SERVER_NAME="nowhere.example")
        assert response.status_code == 404 and "Game Goods" not in response.content.decode()

    @pytest.mark.parametrize("path", ["/", "/admin/", "/accounts/login/", "/sellers/bobs-store", "/api/v1/policy"])
    def test_leaves_an_unknown_host_nothing_at_all(self, cast, path):
        assert browser().get(path, SERVER_NAME="game-goods.localhost.evil.example").status_code == 404

    def test_holds_no_marketplaces_pages(self, cast):
        assert browser().get("/sellers/bobs-store").status_code == 404


class TestFrontPage:
    def test_says_what_the_place_is_and_how_to_get_in(self, cast):
        page = browser(cast.tenant).get("/").content.decode()
        assert "Game Goods" in page and "/accounts/login/" in page

    def test_orders_sellers_by_how_good_they_surely_are(self, cast):
        with cast.inside():
            for name, bound in (("Sure", 0.95), ("Lucky", 0.40)):
                seller = make_seller(cast.tenant, name.lower(), name)
                SellerRate.objects.create(tenant=cast.tenant, seller=seller, lower_bound=bound)
        page = browser(cast.tenant).get("/").content.decode()
        assert page.index(">Sure<") < page.index(">Lucky<") < page.index(">Bob&#x27;s Store<")

    def test_shows_a_buyer_what_waits_for_a_review(self, cast, freezer_now):
        with cast.inside():
            order = finished_order(cast, closed_at=freezer_now)
            finished_order(cast, status="in_progress", closed_at=None)
        page = browser(cast.tenant, cast.alice).get("/").content.decode()
        assert "Waiting for your review" in page and page.count(f"/orders/{order.external_id}/review") == 1

    def test_shows_a_stranger_nothing_of_it(self, cast, freezer_now):
        with cast.inside():
            finished_order(cast, closed_at=freezer_now)
        for client in (browser(cast.tenant), browser(cast.tenant, cast.bob)):
            assert "Waiting for your review" not in client.get("/").content.decode()

    def test_opens_the_desk_for_agents_alone(self, cast):
        assert 'href="/admin/"' in browser(cast.tenant, cast.carol).get("/").content.decode()
        assert 'href="/admin/"' not in browser(cast.tenant, cast.bob).get("/").content.decode()

    def test_costs_no_more_queries_with_more_sellers(self, cast, django_assert_max_num_queries):
        with cast.inside():
            for number in range(20):
                make_seller(cast.tenant, f"seller-{number}")
        with django_assert_max_num_queries(12):
            browser(cast.tenant).get("/")


class TestHealth:
    def test_needs_no_marketplace_and_no_known_host(self):
        assert browser().get("/healthz", SERVER_NAME="10.0.0.7").json() == {"ok": True}

    def test_is_not_ready_while_no_worker_answers(self):
        cache.delete(HEARTBEAT)
        response = browser().get("/readyz")
        assert response.status_code == 503
        assert response.json() == {
            "ok": False,
            "database": True,
            "migrations": True,
            "cache": True,
            "worker": False,
        }

    def test_is_ready_when_everything_answers(self):
        heartbeat()
        ready = browser().get("/readyz").status_code
        cache.delete(HEARTBEAT)  # no worker runs beside the tests that follow
        assert ready == 200

    def test_keeps_the_figures_from_the_public(self):
        assert browser().get("/metrics").status_code == 200
        assert browser().get("/metrics", HTTP_X_FORWARDED_FOR="203.0.113.7").status_code == 404
        assert browser().get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 404


class TestErrors:
    def test_answers_pages_in_words_and_the_api_in_problems(self, cast):
        page = browser(cast.tenant).get("/no/such/page")
        assert page.status_code == 404 and "There is nothing here" in page.content.decode()
        problem = browser(cast.tenant).get("/api/v1/no-such-thing")
        assert problem.status_code == 404 and problem.json()["code"] == "not_found"
        assert problem["Content-Type"] == "application/problem+json"

    def test_asks_for_a_fresh_page_when_the_token_is_missing(self, cast):
        from django.test import Client

        strict = Client(enforce_csrf_checks=True, SERVER_NAME=cast.tenant.host)
        assert strict.post("/accounts/login/", {"login": "x"}).status_code == 403

    def test_lets_no_style_or_script_in_from_elsewhere(self, cast):
        policy = browser(cast.tenant).get("/")["Content-Security-Policy"]
        assert "default-src 'self'" in policy and "unsafe-inline" not in policy and "http" not in policy


@pytest.fixture
def freezer_now():
    from django.utils import timezone

    return timezone.now()


class TestCompression:
    def test_is_of_pages_for_browsers_that_take_it(self, cast):
        client = browser(cast.tenant)
        plain = client.get("/policy")
        packed = client.get("/policy", headers={"Accept-Encoding": "gzip"})
        assert packed.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
        assert gzip.decompress(packed.content).decode() == plain.content.decode()
        assert len(packed.content) < len(plain.content) / 2

    def test_leaves_the_api_its_entity_tags(self, cast):
        answer = browser(cast.tenant, cast.alice).get("/api/v1/policy", headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200 and "Content-Encoding" not in answer.headers
