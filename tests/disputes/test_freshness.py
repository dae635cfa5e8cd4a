"""Programs look again when what a finding rests on has changed, and only then; an agent may ask them to."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import Any

import pytest

from disputes.actions.ask_to_look_again import UnableToLookAgain, ask_to_look_again
from disputes.finding.time_limit import RanTooLong, time_limit
from disputes.jobs.gather_findings import cases_to_look_at, gather_findings
from disputes.models import Finding
from feedback.actions.withdraw_review import withdraw_review
from orders.actions.accept_settlement import accept_settlement
from orders.actions.propose_settlement import propose_settlement
from orders.actions.put_order import put_order
from orders.actions.send_message import send_message
from policy.eligibility import Evidence
from tests.cast import NOW
from tests.disputes.acts import decide, filed, ready, review_of
from wire.refusals import NotPermitted, NotThere

LATER = NOW + timedelta(hours=1)


def looked_at(cast, review=None, *grounds: str, **filing: Any):
    """A case at which programs have looked, with nothing left to look at."""
    case = filed(cast, review, *grounds, **filing)
    gather_findings(tenant=cast.tenant, request_id=case.pk, now=NOW)
    assert cases_to_look_at(10, now=NOW) == []
    return case


def claimed_as_blackmail(cast):
    """A case about a chat in which a buyer only asks."""
    review = review_of(cast)
    words = {"sender": "buyer", "body": "Where is my sword?", "now": NOW}
    message, _ = send_message(tenant=cast.tenant, by=cast.alice, order=review.order, **words)
    return looked_at(cast, review, "blackmail", evidence=(Evidence("message", ref=str(message.pk)),))


class TestLooksAgain:
    def test_when_somebody_writes_in_the_chat(self, cast):
        case = claimed_as_blackmail(cast)
        told = {"sender": "buyer", "body": "Refund me or one star.", "external_id": "m-77"}
        order = case.review.order
        earlier = NOW - timedelta(days=3)  # the marketplace passes it in late
        send_message(tenant=cast.tenant, by=None, order=order, **told, sent_at=earlier, now=LATER)

        assert cases_to_look_at(10, now=LATER) == [case.pk]
        gather_findings(tenant=cast.tenant, request_id=case.pk, now=LATER)

        newest = Finding.objects.order_by("-found_at").first()
        assert newest.verdict == "MET"
        assert cases_to_look_at(10, now=LATER) == []

    def test_when_the_marketplace_tells_more_of_the_order(self, retail):
        review = review_of(retail, "It came ten days late.")
        case = looked_at(retail, review, "shipped_on_time")
        order = review.order
        facts = {
            "external_id": order.external_id,
            "buyer": {"external_id": "alice"},
            "seller": {"external_id": "bobs-store"},
            "status": order.status,
            "placed_at": order.placed_at.isoformat(),
            "fulfilled_by": order.fulfilled_by,
            "tracking_number": "TRK 1",
        }
        put_order(tenant=retail.tenant, by=None, facts=facts, now=LATER)

        assert cases_to_look_at(10, now=LATER) == [case.pk]

    def test_when_a_settlement_moves_or_its_time_passes(self, cast):
        review = review_of(cast)
        case = looked_at(cast, review, "mutual_agreement")
        days = {"perform_by": NOW + timedelta(days=2), "withdraw_by": NOW + timedelta(days=5)}
        who = {"tenant": cast.tenant}
        words = "Bob sends a second sword by Wednesday."
        settlement = propose_settlement(**who, by=cast.bob, order=review.order, terms=words, now=LATER, **days)
        assert cases_to_look_at(10, now=LATER) == [case.pk]
        gather_findings(tenant=cast.tenant, request_id=case.pk, now=LATER)

        accept_settlement(
            **who, by=cast.alice, settlement=settlement, version=settlement.version, now=LATER + timedelta(hours=1)
        )
        assert cases_to_look_at(10, now=LATER + timedelta(hours=1)) == [case.pk]
        gather_findings(tenant=cast.tenant, request_id=case.pk, now=LATER + timedelta(hours=2))

        assert cases_to_look_at(10, now=LATER + timedelta(hours=3)) == []
        assert cases_to_look_at(10, now=days["withdraw_by"]) == [case.pk]

    def test_when_the_buyer_takes_the_other_copy_back(self, cast):
        other = review_of(cast, "Awful, slow and late again, never answered me.", at=NOW - timedelta(hours=2))
        copy = review_of(cast, "Awful, slow and late again, never answered me!", at=NOW - timedelta(hours=1))
        case = looked_at(cast, copy, "duplicate")
        assert Finding.objects.get().verdict == "MET"
        version = case.version

        withdraw_review(tenant=cast.tenant, by=cast.alice, review=other, version=other.version, now=LATER)
        gather_findings(tenant=cast.tenant, request_id=case.pk, now=LATER)

        case.refresh_from_db()
        assert Finding.objects.order_by("-found_at").first().verdict == "NOT_MET"
        assert case.version == version + 1

    def test_an_hour_after_a_new_negative_review_where_a_set_is_claimed(self, cast):
        case = looked_at(cast, None, "feedback_bombing")
        review_of(cast, "Never again with this shop.", at=NOW + timedelta(minutes=5))

        assert cases_to_look_at(10, now=NOW + timedelta(minutes=10)) == []
        assert cases_to_look_at(10, now=NOW + timedelta(hours=1)) == [case.pk]

    def test_when_a_better_gatherer_came(self, cast, monkeypatch):
        case = looked_at(cast, None, "unrelated")
        monkeypatch.setattr("disputes.finding.freshness.label_of", lambda ground: "relation 99")

        assert cases_to_look_at(10, now=LATER) == [case.pk]

    def test_without_disturbing_an_agent_where_nothing_new_was_found(self, cast):
        case = claimed_as_blackmail(cast)
        version = case.version
        order = case.review.order
        send_message(tenant=cast.tenant, by=cast.bob, order=order, sender="seller", body="On its way.", now=LATER)

        gather_findings(tenant=cast.tenant, request_id=case.pk, now=LATER)

        case.refresh_from_db()
        assert case.version == version


class TestAskToLookAgain:
    def test_has_every_claim_looked_at_once_more(self, cast):
        case = looked_at(cast, None, "unrelated", "duplicate")

        ask_to_look_again(tenant=cast.tenant, by=cast.carol, request=case, now=LATER)

        assert cases_to_look_at(10, now=LATER) == [case.pk]
        assert gather_findings(tenant=cast.tenant, request_id=case.pk, now=LATER + timedelta(seconds=1)) == 2
        assert cases_to_look_at(10, now=LATER + timedelta(seconds=2)) == []

    def test_is_for_agents_without_a_stake(self, cast):
        case = looked_at(cast)
        with pytest.raises(NotPermitted):
            ask_to_look_again(tenant=cast.tenant, by=cast.laura, request=case, now=LATER)
        with pytest.raises(NotPermitted):
            ask_to_look_again(tenant=cast.tenant, by=cast.bob, request=case, now=LATER)
        with pytest.raises(NotThere):
            ask_to_look_again(tenant=cast.tenant, by=None, request=case, now=LATER)

    def test_leaves_a_colleagues_case_and_a_closed_one_alone(self, cast):
        case, now = ready(cast)
        with pytest.raises(UnableToLookAgain) as told:
            ask_to_look_again(tenant=cast.tenant, by=cast.dave, request=case, now=now)
        assert told.value.problems[0].code == "already_claimed"

        decide(cast, case, now)
        with pytest.raises(UnableToLookAgain) as told:
            ask_to_look_again(tenant=cast.tenant, by=cast.dave, request=case, now=now)
        assert told.value.problems[0].code == "conflict"


class TestTimeLimit:
    def test_stops_what_runs_too_long_and_says_so(self, cast, monkeypatch):
        def sleeps(*_):
            time.sleep(30)

        monkeypatch.setattr("disputes.finding.findings.gather", sleeps)
        monkeypatch.setattr("disputes.finding.findings.SECONDS", 0.05)
        case = filed(cast, None, "duplicate")

        finding = Finding.objects.get(claim__request=case)
        assert finding.verdict == "UNKNOWN"
        assert "stopped after 0.05 seconds" in finding.explanation

    def test_leaves_another_alarm_as_it_was(self):
        with pytest.raises(RanTooLong), time_limit(5), time_limit(0.01):
            time.sleep(30)

    def test_lets_a_servers_thread_run_to_its_end(self):
        ended = []

        def work() -> None:
            with time_limit(0.001):
                time.sleep(0.02)
            ended.append(True)

        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        assert ended
