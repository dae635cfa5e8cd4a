"""What programs found and wrote is read in the reader's language; what is kept as the record stays English."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from disputes.actions.open_group_cases import open_group_cases
from disputes.finding import findings, retelling
from disputes.finding.findings import append_findings
from disputes.finding.retelling import told, told_of_decision
from disputes.finding.time_limit import RanTooLong
from disputes.jobs.file_breaches import file_breaches
from disputes.jobs.gather_findings import gather_findings
from disputes.misuse.step_words import reasons_told
from disputes.models import Claim, Evidence, Finding, Letter, MisuseStep, RemovalRequest, Statement
from disputes.queries import findings_of
from disputes.telling.mail import message_of
from disputes.telling.opened import claim_told, evidence_told
from policy.terms import GroundKey
from tests.cast import NOW, browser
from tests.disputes.acts import UNREAD, WHY, decide, filed, ready, review_of
from tests.disputes.groups import FILED, grouped
from tests.disputes.misuse import blackmail, buyer, cautioned, confirmed, groundless, proposed, suspended
from tests.disputes.test_breaches import LATER, breached
from wire.speaking import speaking

pytestmark = pytest.mark.django_db
ENGLISH = re.compile(r"\b(the|of|and|this|that|with|must|found)\b", re.IGNORECASE)
OTHERS = [ground for ground in GroundKey if ground is not GroundKey.FEEDBACK_BOMBING]


def page(member, path: str, language: str) -> str:
    answer = browser(member.tenant, member).get(path, headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def kept(finding: Finding) -> Finding:
    return Finding.objects.get(pk=finding.pk)


@pytest.fixture
def case(cast):
    """A case of these days, at which programs have looked."""
    closed = timezone.now() - timedelta(days=10)
    review = review_of(cast, at=closed + timedelta(days=1), closed_at=closed)
    case = filed(cast, review, "unrelated", "duplicate", at=timezone.now())
    gather_findings(tenant=cast.tenant, request_id=case.pk, now=timezone.now())
    return case


class TestWhatProgramsFound:
    @pytest.mark.parametrize("language", ["de", "es"])
    @pytest.mark.parametrize("comment", ["Slow, and rude to me.", "Call me on +49 30 901820, you thief.", UNREAD])
    def test_is_told_in_the_readers_language_for_every_ground(self, cast, language, comment):
        case = filed(cast, review_of(cast, comment), "feedback_bombing")
        claims = [Claim(tenant=cast.tenant, request=case, ground=ground) for ground in OTHERS]
        append_findings(case, Claim.objects.bulk_create(claims), at=NOW)
        found = [each.finding for each in findings_of(RemovalRequest.objects.get(pk=case.pk)) if each.finding]

        with speaking(language):
            for finding in found:
                said = str(told(finding))
                assert said != finding.explanation[:] and not ENGLISH.search(said), said
                assert kept(finding).explanation == finding.explanation

    def test_is_english_for_the_desk_and_for_programs(self, cast):
        (found,) = findings_of(filed(cast, None, "duplicate"))
        assert told(found.finding) == found.finding.explanation

    def test_is_the_record_where_the_rule_would_put_it_otherwise_today(self, cast, monkeypatch):
        (found,) = findings_of(filed(cast, None, "duplicate"))
        found.finding.explanation = "As an older program put it."
        with speaking("de"):
            assert told(found.finding) == "As an older program put it."

    @pytest.mark.parametrize("facts", [{}, {"comment": "of another day"}])
    def test_is_the_record_where_the_facts_cannot_be_read_any_more(self, cast, facts):
        (found,) = findings_of(filed(cast, None, "duplicate"))
        found.finding.facts = facts
        with speaking("de"):
            assert told(found.finding) == found.finding.explanation[:]

    def test_of_a_program_that_failed_is_told_with_the_cause(self, cast, monkeypatch):
        def broken(*_):
            raise LookupError("no words")

        monkeypatch.setattr(findings, "gather", broken)
        (found,) = findings_of(filed(cast, None, "duplicate"))
        assert found.finding.explanation == (
            "The program for this ground failed (LookupError); an agent must look at it."
        )
        with speaking("de"):
            assert "gescheitert (LookupError)" in str(told(found.finding))

    def test_of_a_program_that_ran_too_long_is_told_too(self, cast, monkeypatch):
        def endless(*_):
            raise RanTooLong(5)

        monkeypatch.setattr(findings, "gather", endless)
        (found,) = findings_of(filed(cast, None, "duplicate"))
        assert found.finding.explanation == (
            "The program for this ground was stopped after 5 seconds; an agent must look at it."
        )
        with speaking("es"):
            assert "se detuvo a los 5 segundos" in str(told(found.finding))


class TestTheCasesPage:
    @pytest.mark.parametrize("language", ["de", "es"])
    def test_tells_the_seller_in_their_language(self, cast, case, language):
        english = page(cast.bob, f"/cases/{case.pk}", "en")
        theirs = page(cast.bob, f"/cases/{case.pk}", language)

        for each in findings_of(case):
            assert each.finding.explanation in english.replace("&quot;", '"')
            assert each.finding.explanation not in theirs
        assert WHY in theirs
        assert '<span lang="en">' not in theirs + english

    def test_marks_the_record_as_english_for_screen_readers(self, cast, case, monkeypatch):
        monkeypatch.setattr(retelling, "find", lambda *_: (_ for _ in ()).throw(KeyError("older")))
        shown = page(cast.bob, f"/cases/{case.pk}", "de")

        for each in findings_of(case):
            assert f'<span lang="en">{each.finding.explanation}</span>' in shown

    def test_asks_the_database_as_often_as_in_english_and_reads_facts_only_where_they_are_needed(self, cast, case):
        asked = {}
        reader = browser(cast.tenant, cast.bob)
        for language in ("en", "en", "de"):
            with CaptureQueriesContext(connection) as queries:
                reader.get(f"/cases/{case.pk}", headers={"accept-language": language})
            asked[language] = [each["sql"] for each in queries.captured_queries]

        facts = {language: any('"disputes_finding"."facts"' in sql for sql in asked[language]) for language in asked}
        assert len(asked["de"]) == len(asked["en"])
        assert facts == {"en": False, "de": True}

    def test_reads_no_facts_for_the_author_who_is_not_told_of_findings(self, cast, case):
        reader = browser(cast.tenant, cast.alice)
        with CaptureQueriesContext(connection) as queries:
            reader.get(f"/cases/{case.pk}", headers={"accept-language": "de"})
        assert not any('"disputes_finding"."facts"' in each["sql"] for each in queries.captured_queries)


class TestStatements:
    def test_give_the_reasons_of_programs_in_the_language_of_each_side(self, cast):
        for member, language in ((cast.alice, "es"), (cast.bob, "de")):
            member.language = language
            member.save(update_fields=["language"])
        case, now = ready(cast, review_of(cast), "duplicate")
        decision = decide(cast, case, now, "keep")
        english = decision.proposed["duplicate"]["explanation"]

        facts = {each.kind: each.facts for each in Statement.objects.filter(decision=decision)}

        assert "No other standing review" in english
        for language, kind in (("es", "statement"), ("de", "notice")):
            with speaking(language):
                said = str(told_of_decision(decision, GroundKey.DUPLICATE))
            assert said in facts[kind] and english not in facts[kind]
        assert told_of_decision(decision, GroundKey.DUPLICATE) == english


class TestCasesThatThePlatformOpens:
    def test_of_a_group_say_why_in_the_readers_language(self, cast):
        group, _, _ = grouped(cast)
        opened = open_group_cases(tenant=cast.tenant, by=cast.carol, group=group, now=FILED + timedelta(hours=1))
        claim = Claim.objects.get(request=opened.cases[0])

        assert claim_told(claim) == claim.statement
        assert claim.statement.startswith("This review stands in one set with 3 other reviews of the same seller.")
        with speaking("de"):
            assert "3 weiteren Bewertungen desselben Verkäufers" in str(claim_told(claim))
        shown = page(cast.bob, f"/cases/{claim.request_id}", "es")
        assert "3 valoraciones más del mismo vendedor" in shown and "stands in one set" not in shown

    def test_of_a_settlement_quote_what_people_wrote(self, cast):
        breached(cast, review_of(cast))
        file_breaches(tenant=cast.tenant, now=LATER)
        case = RemovalRequest.objects.get()
        claim, texts = case.claims.get(), Evidence.objects.filter(request=case, kind="text").order_by("id")

        with speaking("de"):
            assert "15. Juni 2026, 13:00 (UTC)" in str(claim_told(claim))
            terms, performance = (str(evidence_told(each, case)) for each in texts)
        assert terms == f"Die Bedingungen, die der Käufer angenommen hat: {case.settlement.terms}"
        assert performance == f"Der Verkäufer dazu, was er getan hat: {case.settlement.performance}"
        assert [each.text for each in texts] == [
            f"The terms that the buyer accepted: {case.settlement.terms}",
            f"The seller on what they did: {case.settlement.performance}",
        ]

    def test_show_older_words_as_they_are_kept_and_mark_them(self, cast, monkeypatch):
        group, _, _ = grouped(cast)
        opened = open_group_cases(tenant=cast.tenant, by=cast.carol, group=group, now=FILED + timedelta(hours=1))
        monkeypatch.setattr("disputes.grouping.stating.statement_of", lambda _: "Other words.")

        shown = page(cast.bob, f"/cases/{opened.cases[0].pk}", "de")

        assert '<p class="said" lang="en">This review stands in one set' in shown

    def test_leave_what_a_seller_wrote_unmarked(self, cast, case):
        assert f'<p class="said">{WHY}</p>' in page(cast.bob, f"/cases/{case.pk}", "de")


class TestStepsAgainstMisuse:
    def test_give_their_reasons_to_a_seller_in_their_language(self, cast):
        step = suspended(cast)
        caution = MisuseStep.objects.get(kind="caution")

        english = page(cast.bob, f"/misuse/{step.pk}", "en")
        german = page(cast.bob, f"/misuse/{step.pk}", "de")
        spanish = page(cast.bob, f"/misuse/{caution.pk}", "es")

        assert step.reasons == [
            "5 groundless requests in 90 days: 100% of the decided removal requests, "
            "and after a caution on 18 June 2026."
        ]
        assert step.reasons[0] in english and step.reasons[0] not in german
        assert "5 unbegründete Anträge" in german and "nach einer Verwarnung am 18. Juni 2026" in german
        assert "3 solicitudes infundadas en 90 días" in spanish and '<li lang="en">' not in german + spanish
        assert MisuseStep.objects.get(pk=step.pk).reasons == step.reasons

    def test_name_the_order_of_a_review_that_was_contested_twice(self, cast):
        review = review_of(cast)
        groundless(cast, review=review)
        groundless(cast, review=review, at=NOW + timedelta(days=4))
        at = NOW + timedelta(days=8)
        step = confirmed(cast, proposed(cast, at=at), at=at)
        order = review.order.external_id

        assert step.reasons == [f"2 groundless requests about the same review, of order {order}."]
        with speaking("de"):
            assert [str(each) for each in reasons_told(step)] == [
                f"2 unbegründete Anträge zu derselben Bewertung, der zu Bestellung {order}."
            ]

    def test_give_their_reasons_to_a_buyer_who_speaks_spanish(self, cast):
        blackmail(cast)
        at = NOW + timedelta(days=4)
        step = confirmed(cast, proposed(cast, buyer(cast), at=at), at=at)

        assert "1 decision that found blackmail" in page(cast.alice, f"/misuse/{step.pk}", "en")
        assert "1 decisión que constató chantaje" in page(cast.alice, f"/misuse/{step.pk}", "es")

    def test_give_their_reasons_in_letters(self, cast):
        cast.bob.language = "de"
        cast.bob.save(update_fields=["language"])
        step = cautioned(cast)

        message = message_of(Letter.objects.get(step=step), tenant=cast.tenant)

        for body in (message.body, message.alternatives[0][0]):
            assert "3 unbegründete Anträge" in body and "groundless" not in body

    def test_show_reasons_as_they_are_kept_where_they_would_be_put_otherwise_today(self, cast):
        step = cautioned(cast)
        MisuseStep.objects.filter(pk=step.pk).update(reasons=["As an older rule put it."])

        assert '<li lang="en">As an older rule put it.</li>' in page(cast.bob, f"/misuse/{step.pk}", "de")
        assert "<li>As an older rule put it.</li>" in page(cast.bob, f"/misuse/{step.pk}", "en")
