"""All that the page of a case shows beside the case itself, and what it costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.case_page import MOST_QUERIES, asks_something
from disputes.actions.note_reading import note_reading
from disputes.deciding.approval import must_be_approved
from disputes.jobs.gather_findings import gather_findings
from disputes.models import Reading
from disputes.queries import findings_of
from orders.models import Attachment, Message, Upload
from policy.terms import Outcome
from tests.cast import browser
from tests.disputes.acts import decide, ready, review_of
from tests.disputes.test_admin_case import AGO, QUEUE, act, filed_ago, typed
from wire.refusals import NotThere

THREAT = "Give me 500 gold for free or I leave you one star."


@pytest.fixture
def case(cast):
    return filed_ago(cast)


@pytest.fixture
def carol(cast):
    return browser(cast.tenant, cast.carol)


def page_of(carol, case):
    answer = carol.get(f"{QUEUE}{case.pk}/")
    assert answer.status_code == 200
    return answer


def written(cast, case, number, *, threat_at=None):
    """A chat of so many messages, with a demand at one place."""
    at = case.review.published_at - timedelta(days=1)
    return Message.objects.bulk_create(
        Message(
            tenant=cast.tenant,
            order=case.review.order,
            sender="buyer" if place % 2 == 0 else "seller",
            author=cast.alice if place % 2 == 0 else cast.bob,
            body=THREAT if place == threat_at else f"Message number {place}.",
            sent_at=at + timedelta(seconds=place),
            recorded_at=at,
        )
        for place in range(number)
    )


class TestCost:
    def test_is_25_queries_with_a_chat_of_500_messages(self, cast, carol, case):
        written(cast, case, 500, threat_at=100)
        with CaptureQueriesContext(connection) as captured:
            page_of(carol, case)
        asked = [each["sql"] for each in captured.captured_queries if asks_something(each["sql"])]
        assert len(asked) <= MOST_QUERIES, "\n".join(sql[:120] for sql in asked)

    def test_does_not_grow_with_what_both_sides_did_before(self, cast, carol):
        case = filed_ago(cast)
        before, now = ready(cast, review_of(cast))
        decide(cast, before, now)
        with CaptureQueriesContext(connection) as few:
            page_of(carol, case)
        for _ in range(3):
            another, now = ready(cast, review_of(cast))
            decide(cast, another, now, "keep")
        with CaptureQueriesContext(connection) as many:
            page_of(carol, case)
        assert len(many) <= len(few)

    def test_reads_one_finding_a_claim_however_often_programs_looked(self, cast, case):
        for hours in range(1, 4):
            gather_findings(tenant=cast.tenant, request_id=case.pk, now=timezone.now() + timedelta(hours=hours))
        with CaptureQueriesContext(connection) as captured:
            (found,) = findings_of(case)
        assert found.finding == found.claim.findings.order_by("-found_at", "-id").first()
        assert any("DISTINCT ON" in each["sql"] for each in captured.captured_queries)


class TestChat:
    def test_shows_what_is_marked_with_its_neighbours_and_folds_the_rest(self, cast, carol):
        case = filed_ago(cast)
        written(cast, case, 60)
        context = page_of(carol, case).context
        folded = [each for each in context["chat"] if each["folded"]]
        assert [each["count"] for each in folded] == [48]
        assert context["chat_size"] == 60

    def test_carries_at_most_a_thousand_folded_messages(self, cast, carol, case):
        written(cast, case, 1100)
        answer = page_of(carol, case)
        (fold,) = [each for each in answer.context["chat"] if each["folded"]]
        assert (len(fold["lines"]), fold["elsewhere"]) == (1000, 88)
        assert "The first 88 of them are" in answer.content.decode()

    def test_shows_a_picture_in_place_and_a_document_as_a_link(self, cast, carol, case):
        (message,) = written(cast, case, 1)
        for name, kind, size in (("crate.png", "image/png", 2048), ("huge.png", "image/png", 9_000_000)):
            attach(cast, message, name, kind, size)
        attach(cast, message, "invoice.pdf", "application/pdf", 4096)
        text = page_of(carol, case).content.decode()
        assert text.count("<img ") == 1
        assert 'alt="The picture crate.png, sent in by Alice"' in text
        for words in ("huge.png", "invoice.pdf", "application/pdf, 4 kB", "sent in by Alice"):
            assert words in text


def content(cast, at):
    return review_of(cast, "Fine.", stars=5, at=at, closed_at=at - timedelta(days=1))


def attach(cast, message, name, kind, size):
    upload = Upload.objects.create(
        tenant=cast.tenant,
        uploaded_by=cast.alice,
        name=name,
        content_type=kind,
        size=size,
        sha256="0" * 64,
        file=f"uploads/{name}",
        created_at=timezone.now(),
    )
    Attachment.objects.create(tenant=cast.tenant, message=message, upload=upload)


class TestSides:
    def test_counts_what_the_buyer_and_the_seller_did_with_its_base(self, cast, carol):
        earlier, now = ready(cast, review_of(cast))
        decide(cast, earlier, now, "keep", good_faith=False)
        case = filed_ago(cast)
        context = page_of(carol, case).context
        assert context["buyer"]["purchases"] == 2
        assert context["buyer"]["sentiments"] == [("positive", 0), ("neutral", 0), ("negative", 2)]
        assert context["buyer"]["ends"] == [{"name": "kept", "number": 1}]
        assert context["seller"]["ends"] == [{"name": "kept", "number": 1}]
        assert [each["order"] for each in context["related"][0]["cases"]] == [earlier.review.order.external_id]

    def test_leave_out_cases_on_whose_side_the_reader_is(self, cast, carol):
        mine, now = ready(cast, review_of(cast, buyer=cast.carol), by=cast.dave)
        decide(cast, mine, now, by=cast.dave)
        case = filed_ago(cast)
        assert page_of(carol, case).context["seller"]["requests"] == 0
        dave = browser(cast.tenant, cast.dave)
        assert page_of(dave, case).context["seller"]["requests"] == 1


class TestEffects:
    def test_say_for_each_outcome_what_the_rate_would_be(self, cast, carol):
        content(cast, timezone.now() - AGO)
        case = filed_ago(cast)
        effects = page_of(carol, case).context["effects"]
        by = effects["by_choice"]
        assert (effects["now"]["rate"], effects["now"]["total"]) == ("50.00", 2)
        assert {name: row["then"]["rate"] for name, row in by.items()} == {
            "keep": "50.00",
            "redact": "50.00",
            "strike": "100.00",
            "remove": "100.00",
        }
        assert by["remove"]["by"] == "+50.00"
        assert not by["keep"]["changes"]

    def test_say_which_of_them_a_lead_must_approve(self, retail, monkeypatch):
        held = {"remove"}
        monkeypatch.setattr(
            "disputes.admin.effects.moves_too_far", lambda outcome, change, *, policy: outcome.value in held
        )
        case = filed_ago(retail, "obscene_language", comment="Fuck this shop.")
        by = page_of(browser(retail.tenant, retail.carol), case).context["effects"]["by_choice"]
        assert {name for name, row in by.items() if row["held"]} == held

    def test_agree_with_what_deciding_would_do(self, retail):
        for hours in range(15):
            content(retail, timezone.now() - AGO - timedelta(hours=hours))
        case = filed_ago(retail, "obscene_language", comment="Fuck this shop.")
        by = page_of(browser(retail.tenant, retail.carol), case).context["effects"]["by_choice"]
        asked = {"reviews": [case.review], "policy": case.policy_version.policy, "now": timezone.now()}
        assert {name: row["held"] for name, row in by.items()} == {
            name: must_be_approved(Outcome(name), **asked) for name in by
        }

    def test_are_not_there_once_it_is_decided(self, cast, carol):
        case, now = ready(cast, review_of(cast))
        decide(cast, case, now)
        context = page_of(carol, case).context
        assert context["effects"] is None and context["precedents"] is None


class TestPreview:
    def test_shows_what_each_side_would_read(self, carol, case):
        carol.post(act(case, "claim"))
        text = carol.post(act(case, "preview"), typed(case)).content.decode()
        for words in (
            "As the review's author will read it",
            "Your review is no longer shown",
            "As the seller will read it",
            "because of your request",
        ):
            assert words in text


class TestReadings:
    def test_are_kept_once_in_ten_minutes_for_each_person_and_version(self, cast, carol, case):
        page_of(carol, case)
        page_of(carol, case)
        (reading,) = Reading.objects.filter(request=case)
        assert (reading.by, reading.version) == (cast.carol, case.version)
        page_of(browser(cast.tenant, cast.dave), case)
        assert Reading.objects.filter(request=case).count() == 2
        later = timezone.now() + timedelta(minutes=10, seconds=1)
        assert note_reading(tenant=cast.tenant, by=cast.carol, request=case, now=later)

    def test_are_new_for_a_new_version(self, cast, carol, case):
        page_of(carol, case)
        case.version += 1
        assert note_reading(tenant=cast.tenant, by=cast.carol, request=case, now=timezone.now())

    def test_are_only_of_the_desk(self, cast, case):
        for somebody in (None, cast.alice, cast.bob):
            with pytest.raises(NotThere):
                note_reading(tenant=cast.tenant, by=somebody, request=case, now=timezone.now())
        assert not Reading.objects.exists()
