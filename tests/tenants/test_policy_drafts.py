"""Drafts: begun, changed, replayed, laid aside and published, each by a lead and nobody else."""

from __future__ import annotations

from copy import deepcopy
from datetime import timedelta

import pytest
from django.db import DatabaseError, transaction

from audit.queries import entries_of
from policy.document import preset
from tenants.actions.ask_replay import ask_replay
from tenants.actions.change_draft import change_draft
from tenants.actions.discard_draft import discard_draft
from tenants.actions.draft_policy import draft_policy
from tenants.actions.publish_policy import DAYS_AHEAD, publish_policy
from tenants.models import PolicyDraft, PolicyReplay, PolicyVersion
from tenants.queries import finished_replay_of, policy_in_force
from tests.cast import NOW, make_cast, make_mallory, make_member
from wire.refusals import NotPermitted, NotThere, Refused

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def cast(db):
    made = make_cast()
    with made.inside():
        yield made


def document(**removal):
    changed = preset("game_goods")
    changed["removal"] |= removal
    return changed


def drafted(cast, by=None, **removal) -> PolicyDraft:
    return draft_policy(
        tenant=cast.tenant, by=by or cast.laura, document=document(**removal), title="A new cut-off", now=NOW
    )


def replayed(cast, draft, *, days=30) -> PolicyReplay:
    """A replay that a worker finished."""
    replay = ask_replay(tenant=cast.tenant, by=cast.laura, draft=draft, days=days, now=NOW)
    PolicyReplay.objects.filter(pk=replay.pk).update(state="done", report={}, finished_at=NOW)
    return replay


def publish(cast, draft, **how):
    how = {"by": cast.laura, "version": draft.version, "effective_from": None, "now": LATER, **how}
    return publish_policy(tenant=cast.tenant, draft=draft, **how)


def problems(refusal) -> list[tuple[str, str]]:
    return [(str(each.code), each.pointer) for each in refusal.value.problems]


class TestDrafting:
    def test_keeps_the_document_and_what_it_is_based_on(self, cast):
        draft = drafted(cast, cutoff_days=90)
        assert draft.document["removal"]["cutoff_days"] == 90
        assert (draft.based_on.number, draft.state, draft.version) == (1, "open", 1)
        assert [entry.action for entry in entries_of(draft)] == ["policy.drafted"]

    def test_names_every_wrong_field_by_its_path(self, cast):
        wrong = document(cutoff_days=0)
        wrong["removal"]["cutof_days"] = 3
        with pytest.raises(Refused) as refusal:
            draft_policy(tenant=cast.tenant, by=cast.laura, document=wrong, now=NOW)
        assert problems(refusal) == [
            ("validation_failed", "/document/removal/cutoff_days"),
            ("validation_failed", "/document/removal/cutof_days"),
        ]
        assert not PolicyDraft.objects.exists()

    def test_refuses_what_cannot_work_together(self, cast):
        with pytest.raises(Refused) as refusal:
            drafted(cast, cutoff_days=2, buyer_reply_hours=72)
        assert problems(refusal) == [("validation_failed", "/document/removal/cutoff_days")]
        assert "shorter than the buyer's time to reply" in str(refusal.value)

    @pytest.mark.parametrize("name", ["alice", "bob", "carol"])
    def test_is_for_leads(self, cast, name):
        with pytest.raises(NotPermitted):
            drafted(cast, by=getattr(cast, name))


class TestChanging:
    def test_a_lead_changes_what_they_saw(self, cast):
        draft = drafted(cast)
        changed = change_draft(
            tenant=cast.tenant, by=cast.laura, draft=draft, version=1, document=document(cutoff_days=30), now=LATER
        )
        assert (changed.version, changed.changed_at) == (2, LATER)
        with pytest.raises(Refused) as refusal:
            change_draft(tenant=cast.tenant, by=cast.laura, draft=draft, version=1, title="Mine", now=LATER)
        assert problems(refusal) == [("stale_version", "/version")]

    def test_what_changes_nothing_is_no_change(self, cast):
        draft = drafted(cast)
        same = change_draft(
            tenant=cast.tenant, by=cast.laura, draft=draft, version=1, document=deepcopy(draft.document), now=LATER
        )
        assert (same.version, same.changed_at) == (1, NOW)

    def test_a_wrong_document_changes_nothing(self, cast):
        draft = drafted(cast)
        with pytest.raises(Refused) as refusal:
            change_draft(tenant=cast.tenant, by=cast.laura, draft=draft, version=1, document={}, now=LATER)
        assert ("validation_failed", "/document/feedback") in problems(refusal)
        assert PolicyDraft.objects.get().document == draft.document

    def test_another_marketplace_has_no_such_draft(self, cast):
        draft = drafted(cast)
        mallory = make_mallory()
        with mallory.inside(), pytest.raises(NotThere):
            change_draft(tenant=mallory.tenant, by=mallory.laura, draft=draft, version=1, title="Ours", now=LATER)


class TestDiscarding:
    def test_a_discarded_draft_is_left_alone(self, cast):
        draft = discard_draft(tenant=cast.tenant, by=cast.laura, draft=drafted(cast), version=1, now=LATER)
        for act in (
            lambda: change_draft(tenant=cast.tenant, by=cast.laura, draft=draft, version=2, title="No", now=LATER),
            lambda: ask_replay(tenant=cast.tenant, by=cast.laura, draft=draft, days=30, now=LATER),
            lambda: publish(cast, draft),
        ):
            with pytest.raises(Refused) as refusal:
                act()
            assert problems(refusal) == [("conflict", "")]


class TestAskingForAReplay:
    def test_waits_for_a_worker(self, cast):
        replay = ask_replay(tenant=cast.tenant, by=cast.laura, draft=drafted(cast), days=730, now=NOW)
        assert (replay.state, replay.days, replay.document["removal"]["cutoff_days"]) == ("waiting", 730, 365)

    def test_one_at_a_time(self, cast):
        draft = drafted(cast)
        ask_replay(tenant=cast.tenant, by=cast.laura, draft=draft, days=30, now=NOW)
        with pytest.raises(Refused) as refusal:
            ask_replay(tenant=cast.tenant, by=cast.laura, draft=draft, days=30, now=NOW)
        assert problems(refusal) == [("conflict", "")]

    @pytest.mark.parametrize("days", [0, 3651])
    def test_over_a_span_that_makes_sense(self, cast, days):
        with pytest.raises(Refused) as refusal:
            ask_replay(tenant=cast.tenant, by=cast.laura, draft=drafted(cast), days=days, now=NOW)
        assert problems(refusal) == [("validation_failed", "/days")]


class TestPublishing:
    def test_makes_the_next_version(self, cast):
        draft = drafted(cast, cutoff_days=90)
        replayed(cast, draft)
        version = publish(cast, draft, note="Shorter.")
        assert (version.number, version.note, version.effective_from) == (2, "Shorter.", LATER)
        assert policy_in_force(at=NOW).number == 1
        assert policy_in_force(at=LATER).policy.removal.cutoff_days == 90
        draft.refresh_from_db()
        assert (draft.state, draft.published_as_id) == ("published", version.pk)
        assert [entry.action for entry in entries_of(version)] == ["policy.published"]

    def test_comes_into_force_when_it_says(self, cast):
        draft = drafted(cast)
        replayed(cast, draft)
        publish(cast, draft, effective_from=LATER + timedelta(days=7))
        assert policy_in_force(at=LATER + timedelta(days=6)).number == 1
        assert policy_in_force(at=LATER + timedelta(days=7)).number == 2

    def test_needs_a_replay(self, cast):
        draft = drafted(cast)
        ask_replay(tenant=cast.tenant, by=cast.laura, draft=draft, days=30, now=NOW)
        with pytest.raises(Refused) as refusal:
            publish(cast, draft)
        assert problems(refusal) == [("conflict", "")]

    def test_needs_a_replay_of_exactly_this_document(self, cast):
        draft = drafted(cast)
        replayed(cast, draft)
        draft = change_draft(
            tenant=cast.tenant, by=cast.laura, draft=draft, version=1, document=document(cutoff_days=30), now=LATER
        )
        with pytest.raises(Refused) as refusal:
            publish(cast, draft)
        assert problems(refusal) == [("conflict", "")]
        back = change_draft(tenant=cast.tenant, by=cast.laura, draft=draft, version=2, document=document(), now=LATER)
        assert publish(cast, back).number == 2

    def test_not_in_the_past(self, cast):
        draft = drafted(cast)
        replayed(cast, draft)
        with pytest.raises(Refused) as refusal:
            publish(cast, draft, effective_from=NOW)
        assert problems(refusal) == [("validation_failed", "/effective_from")]

    def test_not_so_far_ahead_that_nothing_else_could_be_published(self, cast):
        draft = drafted(cast)
        replayed(cast, draft)
        latest = LATER + timedelta(days=DAYS_AHEAD)
        with pytest.raises(Refused) as refusal:
            publish(cast, draft, effective_from=latest + timedelta(seconds=1))
        assert problems(refusal) == [("validation_failed", "/effective_from")]
        assert publish(cast, draft, effective_from=latest).number == 2

    def test_not_before_a_version_that_waits_for_its_day(self, cast):
        first, second = drafted(cast), None
        replayed(cast, first)
        publish(cast, first, effective_from=LATER + timedelta(days=7))
        second = draft_policy(tenant=cast.tenant, by=cast.laura, document=document(cutoff_days=30), now=LATER)
        replay = ask_replay(tenant=cast.tenant, by=cast.laura, draft=second, days=1, now=LATER)
        PolicyReplay.objects.filter(pk=replay.pk).update(state="done", report={})
        with pytest.raises(Refused) as refusal:
            publish(cast, second)
        assert problems(refusal) == [("validation_failed", "/effective_from")]
        assert publish(cast, second, effective_from=LATER + timedelta(days=7)).number == 3
        assert policy_in_force(at=LATER + timedelta(days=8)).number == 3

    def test_the_second_of_two_is_told_and_can_go_on(self, cast):
        lena = make_member(cast.tenant, "Lena", "lead")
        first, second = drafted(cast, cutoff_days=90), drafted(cast, cutoff_days=30)
        replayed(cast, first)
        replayed(cast, second)
        publish(cast, first)
        with pytest.raises(Refused) as refusal:
            publish(cast, second, by=lena)
        assert problems(refusal) == [("conflict", "")]
        assert "version 2 was published since" in str(refusal.value)
        again = change_draft(tenant=cast.tenant, by=lena, draft=second, version=1, document=second.document, now=LATER)
        assert (again.based_on.number, again.version) == (2, 2)
        # What was replayed against the first version says nothing about the second.
        assert finished_replay_of(again) is None

    def test_twice_is_once(self, cast):
        draft = drafted(cast)
        replayed(cast, draft)
        publish(cast, draft)
        with pytest.raises(Refused) as refusal:
            publish(cast, draft)
        assert problems(refusal) == [("conflict", "")]
        assert PolicyVersion.objects.count() == 2

    @pytest.mark.parametrize("name", ["alice", "bob", "carol"])
    def test_is_for_leads(self, cast, name):
        draft = drafted(cast)
        replayed(cast, draft)
        with pytest.raises(NotPermitted):
            publish(cast, draft, by=getattr(cast, name))
        assert PolicyVersion.objects.count() == 1

    def test_what_is_published_never_changes(self, cast):
        draft = drafted(cast)
        replayed(cast, draft)
        version = publish(cast, draft)
        with pytest.raises(DatabaseError), transaction.atomic():
            PolicyVersion.objects.filter(pk=version.pk).update(note="Something else")
