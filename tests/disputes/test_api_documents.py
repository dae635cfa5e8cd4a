"""Types, document requests and the partner's rating over HTTP."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.cast import browser
from tests.disputes.partners import HOUR, Network, make_network, picture

DAY = timedelta(days=1)


@pytest.fixture
def network(db) -> Network:
    made = make_network()
    with made.cast.inside():
        yield made


@pytest.fixture
def recent(network):
    at = timezone.now() - HOUR
    return network.review(at=at, closed_at=at - DAY)


def call(network, member, method, path, body=None):
    client = browser(network.tenant, member)
    data = json.dumps(body) if body is not None else ""
    return client.generic(method, f"/api/v1/{path}", data, content_type="application/json")


class TestTypes:
    def test_are_given_by_the_seller_and_by_agents(self, network, recent):
        body = {"feedback_type": "mistake", "note": "Five stars meant."}
        answer = call(network, network.cast.bob, "POST", f"reviews/{recent.pk}/type", body)
        assert answer.status_code == 201
        assert answer.json()["side"] == "seller"
        case, _ = network.case(recent, "other", at=timezone.now() - HOUR / 2)
        answer = call(
            network, network.cast.carol, "POST", f"removal-requests/{case.pk}/type", {"feedback_type": "other"}
        )
        assert answer.json()["side"] == "agent"
        refused = call(network, network.cast.alice, "POST", f"reviews/{recent.pk}/type", {"feedback_type": "other"})
        assert refused.status_code == 403


class TestDocumentRequests:
    def test_are_asked_given_and_judged(self, network, recent):
        carol, petra = network.cast.carol, network.petra
        body = {"review": str(recent.pk), "feedback_type": "wrong_item"}
        asked = call(network, carol, "POST", "document-requests", body)
        assert asked.status_code == 201
        made = asked.json()
        assert (made["partner"], made["order"], made["answer"]) == ("petras", recent.order.external_id, None)
        assert call(network, carol, "POST", "document-requests", body).json()["code"] == "conflict"

        file = browser(network.tenant, petra).post("/api/v1/files", {"file": picture_file()}).json()
        given = call(
            network,
            petra,
            "POST",
            f"document-requests/{made['id']}/give",
            {"answer": "The list.", "files": [file["id"]]},
        )
        assert given.status_code == 200
        assert given.json()["files"] == [{"id": file["id"], "name": "list.png"}]
        assert given.json()["late"] is False

        words = {"version": given.json()["version"], "proves_it_right": False, "judgement": "Blank."}
        judged = call(network, carol, "POST", f"document-requests/{made['id']}/judge", words)
        assert (judged.json()["proves_it_right"], judged.json()["judgement"]) == (False, "Blank.")
        again = call(network, carol, "POST", f"document-requests/{made['id']}/judge", words)
        assert again.status_code == 409

    def test_are_listed_for_the_partner_and_the_desk_alone(self, network, recent):
        asked = network.ask(recent, "wrong_item", timezone.now())
        for member, count in ((network.petra, 1), (network.cast.carol, 1), (network.cast.laura, 1)):
            assert len(call(network, member, "GET", "document-requests").json()["results"]) == count
            assert call(network, member, "GET", f"document-requests/{asked.pk}").status_code == 200
        for member in (network.cast.alice, network.cast.bob):
            assert call(network, member, "GET", "document-requests").json()["results"] == []
            assert call(network, member, "GET", f"document-requests/{asked.pk}").status_code == 404
        found = call(network, network.cast.carol, "GET", f"document-requests?state=given&review={recent.pk}").json()
        assert found["results"] == []

    def test_refuse_what_is_not_there(self, network, recent):
        carol = network.cast.carol
        unknown = {"review": "0190d3a5-0000-7000-8000-000000000000", "feedback_type": "other"}
        assert call(network, carol, "POST", "document-requests", unknown).json()["errors"][0]["pointer"] == "/review"
        nobody = {"review": str(recent.pk), "feedback_type": "mistake"}
        refused = call(network, carol, "POST", "document-requests", nobody)
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["pointer"] == "/feedback_type"
        asked = network.ask(recent, "wrong_item", timezone.now())
        body = {"answer": "Here.", "files": ["0190d3a5-0000-7000-8000-000000000000"]}
        refused = call(network, network.petra, "POST", f"document-requests/{asked.pk}/give", body)
        assert refused.json()["errors"][0]["pointer"] == "/files/0"


class TestPartners:
    def test_are_described_and_rated(self, network):
        partner = call(network, network.cast.alice, "GET", "partners/petras").json()
        assert partner["slug"] == "petras-hall"
        assert partner["url"].endswith("/partners/petras-hall")
        rating = call(network, network.cast.alice, "GET", "partners/petras/rating").json()
        assert (rating["partner"], rating["rate"], rating["penalties"]) == ("petras", None, [])
        assert call(network, network.cast.alice, "GET", "partners/nobody/rating").status_code == 404


def picture_file():
    stream = picture()
    stream.name = "list.png"
    return stream
