"""Whoever misuses notices: what counts, the caution, the suspension, and the page and appeal behind their own link."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone

from disputes.actions.decide_step_appeal import decide_step_appeal
from disputes.actions.dismiss_notice import dismiss_notice
from disputes.actions.submit_notice import UnableToSubmitNotice
from disputes.models import Letter, MisuseStep, Notice, StepAppeal
from disputes.queries import Whose, steps_told_with
from disputes.tasks import propose_steps
from disputes.telling.mail import message_of
from disputes.waking import PROPOSE_STEPS
from policy.terms import MisuseSubject
from tests.cast import NOW, browser, make_mallory
from tests.disputes.acts import codes, decide, review_of
from tests.disputes.misuse import DAY, confirmed, proposed, second_lead, swept
from tests.disputes.notices import noticed, noticed_and_claimed

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def dismissed(cast, number: int = 1, *, at: datetime = NOW, unfounded: bool = True, **given) -> list[Notice]:
    """So many notices of Nora's that Carol answers an hour later without a case."""
    notices = [noticed(cast, at=at, address=f"192.0.2.{n}", **given).notice for n in range(number)]
    return [
        dismiss_notice(
            tenant=cast.tenant,
            by=cast.carol,
            notice=each,
            answer="The page holds no review.",
            version=1,
            now=at + HOUR,
            manifestly_unfounded=unfounded,
        )
        for each in notices
    ]


def kept(cast, review=None, *, at: datetime = NOW, good_faith: bool = False, **given) -> Notice:
    """A notice of Nora's whose case Carol decides soon: the review stays."""
    review = review or review_of(cast, at=at, closed_at=at - DAY)
    case, receipt = noticed_and_claimed(cast, review, at=at, **given)
    decide(cast, case, at + HOUR / 6, "keep", good_faith=good_faith)
    return receipt.notice


def nora() -> Whose:
    return Whose(MisuseSubject.NOTICE_AUTHOR, Notice.objects.first().author_id)


def cautioned(cast, *, at: datetime = NOW) -> MisuseStep:
    dismissed(cast, 3, at=at)
    return confirmed(cast, proposed(cast, nora(), at=at + HOUR), at=at + HOUR)


def suspended(cast, *, at: datetime = NOW) -> MisuseStep:
    """A caution at an hour, two more unfounded notices, and the suspension at three hours."""
    cautioned(cast, at=at)
    dismissed(cast, 2, at=at + 2 * HOUR)
    return confirmed(cast, proposed(cast, nora(), at=at + 3 * HOUR), at=at + 3 * HOUR)


def letter_of(cast, step: MisuseStep, kind: str = "step_confirmed"):
    return message_of(Letter.objects.get(step=step, kind=kind), tenant=cast.tenant)


def link_in(message) -> str:
    return re.search(r"(/notices/[\w-]+)#step-", message.body).group(1)


class TestWhatCounts:
    def test_is_unfounded_on_its_face_or_kept_and_not_in_good_faith(self, cast):
        unfounded, in_bad_faith = dismissed(cast, 2), kept(cast)
        dismissed(cast, 1, unfounded=False)
        kept(cast, good_faith=True)
        (step,) = swept(cast, NOW + HOUR)
        assert (step.subject, step.kind, step.counted, step.decided) == ("notice_author", "caution", 3, 5)
        assert step.reasons == ["3 manifestly unfounded notices in 90 days."]
        assert set(step.cases) == {str(each.pk) for each in (*unfounded, in_bad_faith)}

    def test_only_honest_losses_call_for_nothing(self, cast):
        dismissed(cast, 4, unfounded=False)
        kept(cast, good_faith=True)
        assert swept(cast, NOW + HOUR) == []

    def test_of_one_author_is_not_anothers(self, cast):
        dismissed(cast, 2)
        dismissed(cast, 2, email="other@outside.example", at=NOW + HOUR)
        assert swept(cast, NOW + 3 * HOUR) == []

    def test_names_the_same_review_by_notice_and_never_by_order(self, cast):
        review = review_of(cast)
        first = kept(cast, review)
        kept(cast, review, at=NOW + DAY)
        (step,) = swept(cast, NOW + 2 * DAY)
        (reason,) = step.reasons
        assert f"about the same review, the one of notice {first.number}." in reason
        assert review.order.external_id not in reason

    def test_is_looked_at_as_soon_as_an_agent_says_so(self, cast, monkeypatch, django_capture_on_commit_callbacks):
        asked = []

        def send(name, kwargs, **how):
            if name == PROPOSE_STEPS:
                asked.append(kwargs)

        monkeypatch.setattr("tenants.nudge.current_app", SimpleNamespace(send_task=send))
        at = timezone.now() - DAY
        with django_capture_on_commit_callbacks(execute=True):
            dismissed(cast, 1, unfounded=False, at=at)
        assert asked == []
        with django_capture_on_commit_callbacks(execute=True):
            dismissed(cast, 3, at=at)
        who = {"subject": "notice_author", "subject_id": str(nora().id)}
        assert asked == [{"tenant_id": str(cast.tenant.pk), **who}] * 3
        propose_steps(**asked[-1])
        step = MisuseStep.objects.get()
        assert (step.member_id, step.kind, step.status, step.counted) == (nora().id, "caution", "proposed", 3)


class TestASuspendedAuthor:
    def test_cannot_send_another_notice_and_is_told_until_when(self, cast):
        step = suspended(cast)
        with pytest.raises(UnableToSubmitNotice) as refusal:
            noticed(cast, at=step.ends_at - HOUR)
        assert codes(refusal) == ["request_right_suspended"]
        assert "15 July 2026" in str(refusal.value)
        assert noticed(cast, email="other@outside.example", at=step.confirmed_at).notice
        assert noticed(cast, at=step.ends_at).notice

    def test_can_again_when_the_appeal_is_upheld(self, cast):
        step = suspended(cast)
        client, page = browser(cast.tenant), link_in(letter_of(cast, step))
        MisuseStep.objects.filter(pk=step.pk).update(ends_at=timezone.now() + DAY)
        client.post(f"{page}/misuse/{step.pk}/appeal", {"body": "My notices were right."})
        answered(cast, step, "upheld")
        assert noticed(cast, at=timezone.now()).notice


def answered(cast, step: MisuseStep, outcome: str) -> None:
    decide_step_appeal(
        tenant=cast.tenant,
        by=second_lead(cast),
        step=step,
        version=1,
        outcome=outcome,
        reason="I read all five of them.",
        now=timezone.now(),
    )


class TestBehindTheirLink:
    @pytest.fixture
    def then(self):
        return timezone.now() - DAY

    @pytest.fixture
    def step(self, cast, then):
        return suspended(cast, at=then)

    def test_the_letter_leads_to_all_that_it_means_and_rests_on(self, cast, step):
        message = letter_of(cast, step)
        assert message.to == ["nora@outside.example"] and "You were given a suspension" in message.subject
        page = browser(cast.tenant).get(link_in(message)).content.decode()
        for said in (
            f'id="step-{step.pk}"',
            "Your right to send notices is suspended until",
            "Notices that you sent before are still decided.",
            "5 manifestly unfounded notices, out of 5 decided in the span: 100%.",
            "Minor: it takes several cases",
            "ends by itself",
            "Three requests had nothing to them.",
            "Appeal against it",
            *step.reasons,
            *Notice.objects.values_list("number", flat=True),
        ):
            assert said in page, said
        assert Letter.objects.get(step=step).read_at is not None

    def test_the_appeal_is_decided_by_another_lead_and_read_at_the_same_place(self, cast, step):
        client, page = browser(cast.tenant), link_in(letter_of(cast, step))
        done = client.post(f"{page}/misuse/{step.pk}/appeal", {"body": "My notices were right."}, follow=True)
        assert "Another lead decides it" in done.content.decode()
        appeal = StepAppeal.objects.get(step=step)
        assert (appeal.lodged_by.email, appeal.body) == ("nora@outside.example", "My notices were right.")

        answered(cast, step, "rejected")
        assert link_in(letter_of(cast, step, "step_appeal_rejected")) == page
        text = client.get(page).content.decode()
        assert "My notices were right." in text and "I read all five of them." in text

        again = client.post(f"{page}/misuse/{step.pk}/appeal", {"body": "Once more."})
        assert again.status_code == 422 and "appealed" in again.content.decode()

    def test_what_is_missing_is_said_beside_its_own_field(self, cast, step):
        client, page = browser(cast.tenant), link_in(letter_of(cast, step))
        empty = client.post(f"{page}/misuse/{step.pk}/appeal", {"body": " "})
        text = empty.content.decode()
        assert empty.status_code == 422
        assert text.count("Please say what you think is wrong with the suspension.") == 2
        assert f'href="#id_body_{step.pk}"' in text and f'id="id_body_{step.pk}_error"' in text
        long = client.post(f"{page}/misuse/{step.pk}/appeal", {"body": "x" * 5001 + "end"})
        assert long.status_code == 422 and "xend</textarea>" in long.content.decode()

    def test_others_see_and_appeal_nothing_of_it(self, cast, step, then):
        client = browser(cast.tenant)
        other = noticed(cast, email="other@outside.example", at=then)
        assert f"step-{step.pk}" not in client.get(f"/notices/{other.token}").content.decode()
        refused = client.post(f"/notices/{other.token}/misuse/{step.pk}/appeal", {"body": "Mine."})
        assert refused.status_code == 404
        page, mallory = link_in(letter_of(cast, step)), make_mallory()
        elsewhere = browser(mallory.tenant).post(f"{page}/misuse/{step.pk}/appeal", {"body": "Mine."})
        assert elsewhere.status_code == 404
        assert client.get(f"{page}/misuse/{step.pk}/appeal").status_code == 405
        assert not StepAppeal.objects.exists()

    def test_a_notice_sent_afterwards_in_their_name_shows_nothing(self, cast, then):
        step = cautioned(cast, at=then)
        later = noticed(cast, at=step.confirmed_at + HOUR)
        assert not steps_told_with(later.notice).exists()
        answer = browser(cast.tenant).post(f"/notices/{later.token}/misuse/{step.pk}/appeal", {"body": "Mine."})
        assert answer.status_code == 404

    def test_a_proposal_is_not_shown(self, cast, then):
        (*_, last) = dismissed(cast, 3, at=then)
        step = proposed(cast, nora(), at=then + HOUR)
        assert step.status == "proposed" and not steps_told_with(last).exists()
