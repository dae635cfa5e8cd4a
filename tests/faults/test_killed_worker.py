"""Workers are killed and Valkey emptied in the middle: rates still become right, and nobody is told twice."""

from __future__ import annotations

import email
import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from tests.running_house import House, eventually, running_house

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

HOST = "faults.localhost"
REVIEWS = 40
STATEMENT = "your review of order f-900, and why"


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("faults")
    folder.chmod(0o755)
    folder.parent.chmod(0o755)
    folder.parent.parent.chmod(0o755)
    with running_house(folder, demo=False) as house:
        house.manage("create_tenant", "faults", "--name", "Faults", "--host", HOST, "--preset", "game_goods")
        member = ("create_member", "--tenant", "faults", "--password", "a-long-quiet-evening")
        house.manage(*member, "--email", "shop@faults.example", "--roles", "integrator")
        house.manage(*member, "--email", "carol@faults.example", "--roles", "agent")
        yield house


def key_of(house: House, who: str, *scopes: str) -> str:
    done = house.manage("create_api_key", "--tenant", "faults", "--user", who, "--scopes", ",".join(scopes))
    return done.stdout.strip().splitlines()[-1]


@pytest.fixture(scope="module")
def shop(house):
    return key_of(
        house,
        "shop@faults.example",
        "orders:write",
        "reviews:write",
        "reviews:read",
        "ratings:read",
        "requests:read",
        "requests:write",
    )


def put_order(house: House, shop: str, number: int, seller: str = "bob") -> None:
    closed = datetime.now(UTC) - timedelta(days=1)
    status, body = house.call(
        "PUT",
        HOST,
        f"/api/v1/orders/f-{number}",
        {
            "buyer": {"external_id": f"b-{number}", "email": f"b{number}@faults.example", "name": f"Buyer {number}"},
            "seller": {"external_id": seller, "name": seller.title()},
            "offer": {"external_id": f"{seller}-1", "title": "Gold"},
            "status": "finished",
            "placed_at": (closed - timedelta(days=2)).isoformat(),
            "closed_at": closed.isoformat(),
            "fulfilled_by": "seller",
        },
        key=shop,
    )
    assert status == 201, body


def post_review(house: House, shop: str, number: int, stars: int) -> str:
    body = {
        "fulfilment": stars,
        "start_time": stars,
        "communication": stars,
        "comment": f"Review {number}",
        "acting_for": {"buyer": f"b-{number}"},
    }
    status, answer = house.call("POST", HOST, f"/api/v1/orders/f-{number}/review", body, key=shop)
    assert status == 201, answer
    return answer["id"]


def lifetime(house: House, shop: str, seller: str = "bob") -> dict[str, int]:
    status, answer = house.call("GET", HOST, f"/api/v1/sellers/{seller}/rating", key=shop)
    assert status == 200, answer
    return {name: answer["windows"]["lifetime"][name] for name in ("positive", "neutral", "negative")}


class TestKilledWorker:
    def test_rates_become_right_after_kills_and_an_emptied_valkey(self, house, shop):
        for number in range(REVIEWS):
            put_order(house, shop, number)
        stars = (5, 4, 3, 1)

        def post_all() -> None:
            for number in range(REVIEWS):
                post_review(house, shop, number, stars[number % 4])

        posting = threading.Thread(target=post_all)
        posting.start()
        for _ in range(3):
            posting.join(0.4)
            house.kill("worker")
            house.empty_valkey()
            eventually(lambda: house.parts["worker"]["pid"], within=30)
        posting.join(120)
        assert not posting.is_alive()
        expected = {"positive": REVIEWS // 2, "neutral": REVIEWS // 4, "negative": REVIEWS // 4}
        assert eventually(lambda: lifetime(house, shop) == expected, within=120), lifetime(house, shop)
        assert house.manage("reconcile_rates", "--tenant", "faults", "--check", check=False).returncode == 0

    def test_each_side_is_told_once_although_the_worker_is_killed(self, house, shop):
        put_order(house, shop, 900, seller="rita")
        review = post_review(house, shop, 900, 1)
        filed = {
            "review": review,
            "claims": [{"ground": "unrelated", "statement": "The comment is about something else entirely."}],
            "evidence": [{"kind": "text", "text": "We never sold this."}],
            "acting_for": {"seller": "rita"},
        }
        status, request = house.call("POST", HOST, "/api/v1/removal-requests", filed, key=shop)
        assert status == 201, request
        reply = {"body": "It is about my order.", "acting_for": {"buyer": "b-900"}}
        status, answer = house.call("POST", HOST, f"/api/v1/removal-requests/{request['id']}/reply", reply, key=shop)
        assert status in (200, 201), answer
        carol = key_of(house, "carol@faults.example", "requests:read", "decisions:write")
        path = f"/api/v1/removal-requests/{request['id']}"
        status, claimed = house.call("POST", HOST, f"{path}/claim", {}, key=carol)
        assert status == 200, claimed
        house.kill("worker")
        status, decided = house.call(
            "POST",
            HOST,
            f"{path}/decide",
            {
                "version": claimed["version"],
                "outcome": "remove",
                "findings": {"unrelated": "met"},
                "reason": "The comment does not concern this order.",
                "good_faith": True,
                "departure_reason": "Read by an agent.",
            },
            key=carol,
        )
        assert status == 200, decided
        house.empty_valkey()
        eventually(lambda: house.parts["worker"]["pid"], within=30)
        house.kill("worker")
        wanted = {"b900@faults.example"}
        arrived = eventually(lambda: wanted <= set(self.letters(house, STATEMENT)), within=120)
        assert arrived, self.subjects(house)
        told = self.letters(house, STATEMENT)
        # Delivery may repeat under the same Message-ID; the letter itself exists once.
        assert len(set(told["b900@faults.example"])) == 1
        assert house.manage("verify_audit", "--tenant", "faults", check=False).returncode == 0

    def mails(self, house: House) -> list:
        return [
            message
            for file in (house.folder / "mail").glob("*.log")
            for text in file.read_text().split("-" * 79)
            if (message := email.message_from_string(text.lstrip()))["To"]
        ]

    def subjects(self, house: House) -> Counter:
        return Counter(f"{mail['To']}: {mail['Subject']}" for mail in self.mails(house))

    def letters(self, house: House, subject: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for mail in self.mails(house):
            if subject.lower() in str(mail["Subject"]).lower():
                found.setdefault(mail["To"], []).append(mail["Message-ID"])
        return found
