"""Every kind of event is announced by something that happens, and tells what an integrator may see."""

from __future__ import annotations

import ast
import json
import re
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from feedback.actions.edit_review import edit_review
from feedback.actions.import_review import import_review
from feedback.actions.put_response import put_response
from feedback.actions.withdraw_response import withdraw_response
from feedback.jobs.recompute_rate import recompute_rate
from integrations.jobs.pass_on import pass_on
from integrations.models import WebhookMessage
from notifications.events import EVENTS
from notifications.models import Announcement
from tests.cast import NOW, finished_order
from tests.disputes.acts import decide, ready, review_of
from tests.integrations.calls import caller
from tests.integrations.receiver import receiving
from tests.integrations.webhooks import STARS, listening, reviewed, sent

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def messages(cast):
    """What was told since, as (kind, data)."""
    listening(cast, "https://hooks.example")

    def told() -> list[tuple[str, dict]]:
        pass_on(tenant=cast.tenant, now=NOW)
        with cast.inside():
            rows = WebhookMessage.objects.order_by("at", "id")
            return [(each.kind, json.loads(each.payload)["data"]) for each in rows]

    return told


def announced_in_the_source() -> set[str]:
    """Kinds that stand in a call of announce, or in a table that one reads."""
    found = set()
    for app in ("feedback", "disputes", "orders"):
        for path in (ROOT / app).rglob("*.py"):
            text = path.read_text()
            if "import announce" in text:
                names = (n.value for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Constant))
                found |= {n for n in names if isinstance(n, str) and n in EVENTS}
    return found


class TestTheList:
    def test_names_what_is_announced_and_nothing_else(self):
        assert announced_in_the_source() == set(EVENTS)

    def test_explains_each_in_one_line(self):
        for kind, explanation in EVENTS.items():
            assert re.fullmatch(r"[a-z]+\.[a-z]+", kind)
            assert str(explanation).endswith(".")
            assert "\n" not in explanation

    def test_is_in_the_documentation(self):
        text = (ROOT / "docs" / "webhooks.md").read_text()
        assert [kind for kind in EVENTS if f"`{kind}`" not in text] == []


class TestReviews:
    def test_tell_what_the_api_gives_an_integrator(self, cast, ida, messages):
        review = reviewed(cast)
        ((kind, data),) = messages()
        assert kind == "review.published"
        assert data == caller(ida).get(f"reviews/{review.pk}").json()

    def test_that_are_edited_and_answered(self, cast, messages):
        review = reviewed(cast)
        with cast.inside():
            put_response(tenant=cast.tenant, by=cast.bob, review=review, body="Thank you.", now=NOW)
            withdraw_response(tenant=cast.tenant, by=cast.bob, review=review, now=NOW)
            edit_review(
                tenant=cast.tenant, by=cast.alice, review=review, version=1, stars={}, comment="Better.", now=NOW
            )
        kinds = [kind for kind, _ in messages()]
        assert kinds == ["review.published", "response.published", "response.withdrawn", "review.edited"]

    def test_that_are_imported_are_history_and_not_news(self, cast, messages):
        with cast.inside():
            order = finished_order(cast)
            import_review(tenant=cast.tenant, by=None, order=order, stars=STARS, comment="", published_at=NOW, now=NOW)
            assert not Announcement.objects.exists()


class TestRatings:
    def test_tell_when_they_are_another(self, cast, ida, messages):
        reviewed(cast)
        for _ in range(2):
            recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=NOW)
        told = [data for kind, data in messages() if kind == "rating.changed"]
        assert len(told) == 1
        assert (told[0]["seller"], told[0]["windows"]["30"]["positive"]) == ("bobs-store", 1)


class TestCases:
    def test_tell_where_they_stand_and_what_was_decided(self, cast, messages):
        with cast.inside():
            case, now = ready(cast, review_of(cast))
            decide(cast, case, now)
        told = dict(messages())
        data = told["request.decided"]
        assert (data["id"], data["status"], data["seller"]) == (str(case.pk), "decided", "bobs-store")
        assert data["outcome"] == data["decision"]["outcome"]
        assert not {"findings", "decided_by", "good_faith", "departure_reason"} & set(data["decision"])
        assert data["claimed_by"] is None


class TestTheDocumentation:
    def test_shows_how_to_verify(self, cast, settings, capsys):
        """The example takes what is sent now, and nothing that was changed."""
        settings.WEBHOOK_NETWORKS = [ip_network("127.0.0.0/8")]
        (example,) = re.findall(r"```python\n(.*?)```", (ROOT / "docs" / "webhooks.md").read_text(), re.S)
        names: dict[str, Any] = {}
        exec(example, names)
        with receiving() as receiver:
            secret = listening(cast, receiver.url).secret
            reviewed(cast)
            sent(cast, timezone.now())
        (got,) = receiver.got
        assert names["receive"](got.body, got.headers, secret) == 204
        assert "review.published" in capsys.readouterr().out
        assert names["receive"](got.body + b" ", got.headers, secret) == 400
