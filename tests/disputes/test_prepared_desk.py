"""Deciding at the desk: the card with the time that is left, taking it back, and what an agent finds when it failed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from disputes.actions.claim_request import claim_request
from disputes.actions.open_group_cases import open_group_cases
from disputes.jobs.apply_prepared import apply_prepared
from disputes.models import Decision, GroupCase, PreparedDecision, RemovalRequest
from feedback.actions.edit_review import edit_review
from policy.document import preset
from tests.cast import browser
from tests.disputes.groups import attack, contested, published
from tests.disputes.prepared import prepare, time_runs_out
from tests.disputes.test_admin_case import QUEUE, REASON, act, filed_ago, typed
from tests.disputes.test_admin_groups import GROUPS, press
from tests.disputes.test_admin_groups import typed as typed_for_all


@pytest.fixture
def case(cast):
    return filed_ago(cast)


@pytest.fixture
def carol(cast):
    return browser(cast.tenant, cast.carol)


@pytest.fixture
def dave(cast):
    return browser(cast.tenant, cast.dave)


def page(client, case) -> str:
    return client.get(f"{QUEUE}{case.pk}/").content.decode()


def decided(client, case, **changes):
    client.post(act(case, "claim"))
    return client.post(act(case, "decide"), typed(case, **changes), follow=True)


class TestTheCard:
    def test_tells_the_agent_what_they_decided_and_leads_them_on(self, carol, case):
        text = decided(carol, case).content.decode()

        assert "Decided, and not yet in effect" in text
        assert "You chose <strong>Remove</strong>" in text
        assert 'role="timer" data-countdown="' in text
        assert act(case, "take-back") in text
        assert f"{QUEUE}claim-next/" in text
        assert 'data-key="u"' in text
        assert '<form method="post" action="' + act(case, "decide") not in text
        assert not Decision.objects.exists()

    def test_tells_others_who_decided_and_offers_them_nothing_of_it(self, cast, carol, dave, case):
        decided(carol, case)

        text = page(dave, case)

        assert "Carol chose <strong>Remove</strong>" in text
        assert act(case, "take-back") not in text
        assert act(case, "claim") not in text
        lead = page(browser(cast.tenant, cast.laura), case)
        assert "Carol chose <strong>Remove</strong>" in lead
        assert "Claim next" not in lead

    def test_is_gone_when_the_decision_is_in_effect(self, cast, carol, case):
        decided(carol, case)
        time_runs_out(cast, timezone.now())

        text = page(carol, case)

        assert "Decided, and not yet in effect" not in text
        assert "Decided: remove" in text

    def test_says_that_a_lead_must_approve(self, carol, case, monkeypatch):
        monkeypatch.setattr("disputes.deciding.judging.must_be_approved", lambda *_, **__: True)

        text = decided(carol, case).content.decode()

        assert "and then waits for a lead to approve it" in text

    def test_a_late_worker_is_no_error(self, cast, carol, case):
        decided(carol, case)
        PreparedDecision.objects.update(takes_effect_at=timezone.now() - timedelta(minutes=1))

        assert "It takes effect within seconds." in page(carol, case)


class TestTakingBack:
    def test_shows_the_form_with_the_words_as_they_were_typed(self, carol, case):
        changes = {"outcome": "redact", "span_start": ["0"], "span_end": ["4"], "good_faith": ""}
        given = {key: value for key, value in changes.items() if value}
        carol.post(act(case, "claim"))
        words = typed(case, **given)
        del words["good_faith"]
        carol.post(act(case, "decide"), words)

        answer = carol.post(act(case, "take-back"))

        form = answer.context["form"]
        assert "nothing has happened, and the case is yours" in answer.content.decode()
        assert (form.outcome, form.reason, form.good_faith) == ("redact", REASON, False)
        assert form.departure_reason == "I read the chat beside it."
        assert form.spans == [("0", "4")]
        assert answer.context["is_mine"]
        assert carol.post(act(case, "decide"), typed(case)).status_code == 302

    def test_ticks_the_proposed_passages_again(self, cast, carol):
        comment = "Call me on +44 20 7946 0958 or write to bob@example.org, never again."
        case = filed_ago(cast, "personal_information", comment=comment)
        first, second = carol.get(f"{QUEUE}{case.pk}/").context["redactions"]
        carol.post(act(case, "claim"))
        words = typed(case, outcome="redact", finding_personal_information="met", accept=[second.value])
        words |= {"span_start": ["0"], "span_end": ["4"]}
        del words["finding_unrelated"]
        carol.post(act(case, "decide"), words)

        form = carol.post(act(case, "take-back")).context["form"]

        assert (form.accepted, form.spans) == ([second.value], [("0", "4")])

    def test_is_refused_to_others_and_too_late(self, cast, carol, dave, case):
        assert carol.post(act(case, "take-back")).status_code == 409
        decided(carol, case)
        assert "Only Carol, who decided, can take this back." in dave.post(act(case, "take-back")).content.decode()
        time_runs_out(cast, timezone.now())

        late = carol.post(act(case, "take-back"))

        assert late.status_code == 409
        assert "already decided: Carol chose remove" in late.content.decode()


class TestBadInput:
    def test_a_stale_page_after_a_colleagues_decision(self, carol, dave, case):
        seen = typed(case, reason="My own view of it.")
        decided(carol, case)

        answer = dave.post(act(case, "decide"), seen)

        text = answer.content.decode()
        assert answer.status_code == 409
        assert "Carol decided this at" in text and "until then Carol can take it back" in text
        assert "My own view of it." in text

    def test_a_lease_that_ran_out_while_typing(self, carol, case):
        carol.post(act(case, "claim"))
        RemovalRequest.objects.update(claimed_until=timezone.now() - timedelta(seconds=1))

        answer = carol.post(act(case, "decide"), typed(case))

        assert answer.status_code == 422
        assert "Claim the case first" in answer.content.decode()
        assert REASON in answer.content.decode()
        kept = carol.post(act(case, "claim"), typed(case))
        assert kept.context["form"].reason == REASON
        assert carol.post(act(case, "decide"), typed(case)).status_code == 302

    def test_an_empty_reason_and_a_passage_over_the_end(self, carol, case):
        carol.post(act(case, "claim"))
        empty = carol.post(act(case, "decide"), typed(case, reason="  "))
        far = {"outcome": "redact", "span_start": ["0"], "span_end": ["4000"]}
        over = carol.post(act(case, "decide"), typed(case, **far))

        assert (empty.status_code, over.status_code) == (422, 422)
        assert "reason" in empty.context["wrong"]
        assert "spans" in over.context["wrong"]
        assert over.context["form"].spans == [("0", "4000")]
        assert not PreparedDecision.objects.exists()

    def test_a_role_taken_away_a_second_ago(self, cast, carol, case):
        decided(carol, case)
        cast.carol.roles = ["lead"]
        cast.carol.save(update_fields=["roles"])

        answer = carol.post(act(case, "take-back"))
        time_runs_out(cast, timezone.now())

        assert "Only agents of this marketplace" in answer.content.decode()
        assert not Decision.objects.exists()


class TestARefusalLater:
    @pytest.fixture
    def refused(self, cast, carol):
        """Alice edits her review while Carol's decision about it waits."""
        case = filed_ago(cast)
        decided(carol, case)
        review = case.review
        review.refresh_from_db()
        words = {"version": review.version, "stars": {}, "comment": "It came in the end."}
        edit_review(tenant=cast.tenant, by=cast.alice, review=review, now=timezone.now(), **words)
        time_runs_out(cast, timezone.now())
        return case

    def test_is_told_with_the_words_kept_in_the_form(self, carol, dave, refused):
        answer = carol.get(f"{QUEUE}{refused.pk}/")

        text = answer.content.decode()
        assert "Your decision did not take effect" in text
        assert "has edited the review since" in text
        assert (answer.context["form"].reason, answer.context["form"].outcome) == (REASON, "remove")
        assert "Your decision did not take effect" not in page(dave, refused)
        assert "did not take effect" in carol.get(QUEUE).content.decode()
        assert "did not take effect" not in dave.get(QUEUE).content.decode()
        carol.post(act(refused, "claim"))
        assert REASON in page(carol, refused)
        assert carol.post(act(refused, "decide"), typed(refused)).status_code == 302
        assert "Your decision did not take effect" not in page(carol, refused)

    def test_is_put_away(self, carol, refused):
        carol.post(act(refused, "put-away"))

        assert "Your decision did not take effect" not in page(carol, refused)
        assert carol.post(act(refused, "put-away")).status_code == 409

    def test_is_told_in_a_closed_case_too(self, cast, carol, refused):
        claim_request(tenant=cast.tenant, by=cast.dave, request=refused, now=timezone.now())
        RemovalRequest.objects.update(status="withdrawn", closed_at=timezone.now(), claimed_by=None, claimed_until=None)

        text = page(carol, refused)

        assert "Your decision did not take effect" in text
        assert REASON in text
        assert "Put away" in text


class TestGroups:
    @pytest.fixture
    def group(self, cast, carol):
        begins = timezone.now() - timedelta(days=4)
        reviews = attack(cast, 4, begins=begins)
        contested(cast, reviews[0], begins + timedelta(hours=1))
        group = GroupCase.objects.get()
        open_group_cases(tenant=cast.tenant, by=cast.carol, group=group, now=begins + timedelta(hours=2))
        press(carol, group, "claim")
        return group

    def test_decide_wait_and_take_back(self, cast, carol, dave, group):
        text = press(carol, group, "decide", **typed_for_all()).content.decode()

        assert "4 cases decided. It takes effect at" in text
        assert "You chose <strong>Remove</strong> for 4 cases" in text
        assert text.count("Takes effect soon") == 4
        assert "Take it back" not in dave.get(f"{GROUPS}{group.pk}/").content.decode()
        assert "nothing of" not in text
        back = press(carol, group, "take-back")
        assert "nothing has happened. The 4 cases are yours." in back.content.decode()
        assert back.context["form"].outcome == "remove"
        assert all(each["ticked"] for each in back.context["ready"])
        assert press(carol, group, "take-back").status_code == 409

    def test_one_that_is_decided_already_stops_all(self, cast, carol, group):
        words = typed_for_all()
        case = RemovalRequest.objects.first()
        prepare(cast, case, timezone.now(), "keep")
        apply_prepared(tenant=cast.tenant, now=timezone.now() + timedelta(minutes=1))

        answer = press(carol, group, "decide", **words)

        assert answer.status_code == 409
        assert "already decided: Carol chose keep" in answer.content.decode()
        assert not PreparedDecision.objects.exists()

    def test_why_it_could_not_take_effect_is_told_once_for_all(self, cast, carol, group):
        press(carol, group, "decide", **typed_for_all())
        review = RemovalRequest.objects.first().review
        words = {"version": review.version, "stars": {}, "comment": "It came in the end."}
        edit_review(tenant=cast.tenant, by=review.buyer, review=review, now=timezone.now(), **words)
        time_runs_out(cast, timezone.now())

        text = carol.get(f"{GROUPS}{group.pk}/").content.decode()

        assert text.count("Your decision did not take effect") == 1
        assert f"Order {review.order.external_id}: The author has edited the review since" in text

    def test_a_lead_approves_all_at_once(self, cast, carol, group):
        document = preset("game_goods")
        document["removal"]["second_approval"] = preset("retail")["removal"]["second_approval"] | {"group_size": 4}
        version = published(cast, document, timezone.now() - timedelta(days=30))
        RemovalRequest.objects.update(policy_version=version)
        press(carol, group, "decide", **typed_for_all())
        time_runs_out(cast, timezone.now())
        laura = browser(cast.tenant, cast.laura)

        page = laura.get(f"{GROUPS}{group.pk}/")

        assert "Approve all 4" in page.content.decode()
        assert "Approve all" not in carol.get(f"{GROUPS}{group.pk}/").content.decode()
        values = [each["value"] for each in page.context["to_approve"]]
        stale = press(laura, group, "approve", case=[f"{values[0].split(':')[0]}:0", *values[1:]])
        assert stale.status_code == 409
        answer = press(laura, group, "approve", case=values, reason="Plainly one person.")
        assert "4 decisions approved and in effect." in answer.content.decode()
        assert set(RemovalRequest.objects.values_list("status", flat=True)) == {"decided"}
