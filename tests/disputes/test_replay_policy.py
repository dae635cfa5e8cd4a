"""A replay is run by whoever takes it, tells how far it is, and names each case that would be otherwise and why."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from disputes.actions.replay_draft import replay_draft
from disputes.jobs import replay_policy as job
from disputes.jobs.gather_findings import gather_findings
from disputes.jobs.replay_policy import PAUSE, replay_next
from disputes.models import RemovalRequest
from disputes.replay import past_cases, replaying
from disputes.replay import report as reporting
from disputes.replay.replaying import replay
from feedback.models import Review
from policy.document import parse_policy, preset
from tenants.actions.change_draft import change_draft
from tenants.actions.draft_policy import draft_policy
from tenants.actions.publish_policy import publish_policy
from tenants.actions.work_on_replay import LEASE, MOST_ATTEMPTS, take_replay
from tenants.models import PolicyReplay
from tenants.queries import finished_replay_of
from tests.cast import NOW, make_seller
from tests.disputes.acts import decide, filed, ready, review_of
from wire.refusals import NotPermitted

LATER = NOW + timedelta(days=10)


def document(name="game_goods", grounds=None, **sections):
    made = preset(name)
    for section, values in sections.items():
        made[section] |= values
    for ground, values in (grounds or {}).items():
        made["removal"]["grounds"][ground] |= values
    return made


def report_of(cast, drafted, days=365, now=LATER):
    told = []
    report = replay(
        tenant=cast.tenant,
        draft=parse_policy(drafted),
        days=days,
        now=now,
        progress=lambda done, total: told.append((done, total)),
    )
    assert told[-1][0] == told[-1][1]
    return json.loads(json.dumps(report))


class TestCases:
    def test_filed_after_the_drafts_cut_off_are_refused_with_the_date(self, cast):
        case = filed(cast, review_of(cast), at=NOW + timedelta(days=5))
        report = report_of(cast, document(removal={"cutoff_days": 3}))
        (row,) = report["cases"]["listed"]
        assert (row["case"], row["refused"], row["version"]) == (str(case.pk), ["cutoff_passed"], 1)
        assert row["why"][0] == "It was taken under version 1; the draft refuses it."
        assert "through 18 June 2026" in row["why"][1]
        assert report["queue"]["filed"] == {"before": 1, "after": 0, "a_day": {"before": 0.0, "after": 0.0}}

    def test_on_the_last_day_are_taken(self, cast):
        filed(cast, review_of(cast), at=NOW + timedelta(days=3))
        assert report_of(cast, document(removal={"cutoff_days": 3}))["cases"]["changed"] == 0

    def test_on_a_ground_that_is_not_offered_any_more_are_refused(self, cast):
        filed(cast)
        report = report_of(cast, document(grounds={"unrelated": {"enabled": False}}))
        assert report["cases"]["refused_by"] == {"ground_not_offered": 1}

    def test_without_the_evidence_that_it_asks_for_are_refused(self, cast):
        filed(cast)
        report = report_of(cast, document(grounds={"unrelated": {"required_evidence": ["file"]}}))
        assert report["cases"]["refused_by"] == {"evidence_missing": 1}

    def test_get_another_recommendation_by_another_outcome(self, retail):
        case = filed(retail, review_of(retail, comment="Call me: +49 30 901820 now."), "personal_information")
        drafted = document("retail", grounds={"personal_information": {"outcome": "remove"}})
        drafted["removal"]["grounds"]["personal_information"]["outcomes"] = ["redact", "remove"]
        (row,) = report_of(retail, drafted)["cases"]["listed"]
        assert (row["case"], row["recommended"]) == (str(case.pk), {"before": "redact", "after": "remove"})
        assert row["why"][0] == 'Recommended would be "remove" instead of "redact".'

    def test_get_another_recommendation_by_another_threshold(self, cast):
        first = review_of(cast, comment="They took the gold and never came back to me.")
        again = review_of(
            cast, comment="They took the gold and never came back to us, twice.", at=NOW + timedelta(hours=1)
        )
        case = filed(cast, again, "duplicate", at=NOW + timedelta(hours=2))
        gather_findings(tenant=cast.tenant, request_id=case.pk, now=NOW + timedelta(hours=2))
        report = report_of(cast, document(grounds={"duplicate": {"parameters": {"likeness": 100}}}))
        (row,) = report["cases"]["listed"]
        assert row["recommended"] == {"before": "remove", "after": "keep"}
        assert '"Duplicate' in row["why"][1] and "is not met instead of met" in row["why"][1]
        assert report["cases"]["recommendation_changed"] == 1
        assert first.pk != again.pk

    def test_would_be_held_for_a_lead(self, cast):
        case, now = ready(cast)
        decide(cast, case, now)
        drafted = document()
        drafted["removal"]["second_approval"] = {
            "rate_impact_points": 1,
            "minimum_ratings": 1,
            "outcomes": ["remove"],
            "group_size": None,
        }
        report = report_of(cast, drafted)
        (row,) = report["cases"]["listed"]
        assert row["held"] == {"before": False, "after": True}
        assert report["queue"]["held"]["after"] == 1
        assert row["why"] == ["A lead would have to approve the decision before it takes effect."]

    def test_outside_the_span_are_not_looked_at(self, cast):
        filed(cast)
        assert report_of(cast, document(), days=9)["cases"]["looked_at"] == 0
        assert report_of(cast, document(), days=10)["cases"]["looked_at"] == 1

    def test_are_read_in_batches_and_listed_up_to_a_limit(self, cast, monkeypatch):
        monkeypatch.setattr(past_cases, "BATCH", 2)
        monkeypatch.setattr(reporting, "LISTED", 3)
        cases = [filed(cast, at=NOW + timedelta(days=5, hours=hour), review=review_of(cast)) for hour in range(5)]
        report = report_of(cast, document(removal={"cutoff_days": 3}))
        assert (report["cases"]["looked_at"], report["cases"]["refused"]) == (5, 5)
        newest_first = [str(case.pk) for case in reversed(cases)]
        assert [row["case"] for row in report["cases"]["listed"]] == newest_first[:3]


class TestSellers:
    def test_stand_with_the_largest_change_first(self, cast, monkeypatch):
        monkeypatch.setattr(replaying, "SELLERS", 1)
        other = make_seller(cast.tenant, "second")
        make_seller(cast.tenant, "unrated")
        for stars, seller in ((5, cast.seller), (3, cast.seller), (5, other), (3, other), (3, other)):
            review_of(cast, stars=stars, seller=seller)
        report = report_of(cast, document(feedback={"rate_formula": "positive_of_all", "minimum_ratings": 1}))
        assert [(row["seller"], row["rate"]) for row in report["sellers"]["listed"]] == [
            ("second", {"before": "1.0000", "after": "0.3333"}),
            ("bobs-store", {"before": "1.0000", "after": "0.5000"}),
        ]
        assert (report["sellers"]["looked_at"], report["sellers"]["status_changed"]) == (3, 2)
        assert report["sellers"]["moves"] == [{"before": "healthy", "after": "critical", "sellers": 2}]


class TestTheJob:
    def asked(self, cast, **sections):
        draft = draft_policy(tenant=cast.tenant, by=cast.laura, document=document(**sections), now=NOW)
        return draft, replay_draft(tenant=cast.tenant, by=cast.laura, draft=draft, days=30, now=NOW)

    def run(self, cast, at=LATER):
        return replay_next(tenant=cast.tenant, clock=lambda: at)

    def test_keeps_the_report_and_the_draft_can_be_published(self, cast):
        filed(cast, at=NOW + timedelta(days=5), review=review_of(cast))
        draft, asked = self.asked(cast, removal={"cutoff_days": 3})
        self.run(cast)
        asked.refresh_from_db()
        assert (asked.state, asked.done, asked.total, asked.finished_at) == ("done", 2, 2, LATER)
        assert finished_replay_of(draft).report["cases"]["refused"] == 1
        assert self.run(cast) is None
        published = publish_policy(
            tenant=cast.tenant, by=cast.laura, draft=draft, version=1, effective_from=None, now=LATER
        )
        assert published.number == 2

    def test_is_of_the_document_as_it_was_when_asked_for(self, cast):
        draft, asked = self.asked(cast)
        changed = change_draft(
            tenant=cast.tenant,
            by=cast.laura,
            draft=draft,
            version=1,
            document=document(removal={"cutoff_days": 9}),
            now=NOW,
        )
        self.run(cast)
        asked.refresh_from_db()
        assert asked.state == "done"
        assert finished_replay_of(changed) is None

    def test_of_a_dead_worker_is_taken_when_its_lease_has_run_out(self, cast):
        _, asked = self.asked(cast)
        take_replay(now=LATER)
        assert self.run(cast, LATER + LEASE - timedelta(seconds=1)) is None
        again = self.run(cast, LATER + LEASE)
        again.refresh_from_db()
        assert (again.pk, again.state, again.attempts) == (asked.pk, "done", 2)

    def test_that_another_took_writes_nothing(self, cast, monkeypatch):
        _, asked = self.asked(cast)

        def slow(*, progress, **how):
            PolicyReplay.objects.filter(pk=asked.pk).update(leased_until=NOW)
            assert take_replay(now=LATER).attempts == 2
            progress(1, 2)
            raise AssertionError("It should have been told.")

        monkeypatch.setattr(job, "run", slow)
        self.run(cast)
        asked.refresh_from_db()
        assert (asked.state, asked.attempts, asked.done, asked.error) == ("running", 2, 0, "")

    def test_that_fails_is_tried_three_times_and_then_says_so(self, cast, monkeypatch):
        _, asked = self.asked(cast)

        def breaks(**how):
            raise ZeroDivisionError

        monkeypatch.setattr(job, "run", breaks)
        at = LATER
        for _ in range(MOST_ATTEMPTS):
            self.run(cast, at)
            assert self.run(cast, at) is None, "it waits a while first"
            at += PAUSE
        asked.refresh_from_db()
        assert (asked.state, asked.attempts) == ("failed", 3)
        assert asked.error.startswith("We tried 3 times and could not finish: an error came up (ZeroDivisionError).")
        # And can be asked for anew.
        replay_draft(tenant=cast.tenant, by=cast.laura, draft=asked.draft, days=30, now=at)

    def test_whose_workers_all_die_fails_as_well(self, cast):
        _, asked = self.asked(cast)
        at = LATER
        for _ in range(MOST_ATTEMPTS):
            assert take_replay(now=at)
            at += LEASE
        assert take_replay(now=at) is None
        asked.refresh_from_db()
        assert asked.state == "failed"
        assert "its worker stopped" in asked.error

    def test_tells_how_far_it_is_while_it_runs(self, cast, monkeypatch):
        monkeypatch.setattr(past_cases, "BATCH", 1)
        for _ in range(3):
            filed(cast, review_of(cast))
        _, asked = self.asked(cast)
        seen, real = [], job.note_progress

        def note(**how):
            real(**how)
            row = PolicyReplay.objects.get(pk=asked.pk)
            seen.append((row.state, row.done, row.total))

        monkeypatch.setattr(job, "note_progress", note)
        self.run(cast)
        assert seen == [("running", done, 4) for done in (0, 1, 2, 3, 4)]

    def test_is_for_leads_to_ask(self, cast):
        draft, _ = self.asked(cast)
        with pytest.raises(NotPermitted):
            replay_draft(tenant=cast.tenant, by=cast.carol, draft=draft, days=30, now=NOW)

    def test_may_not_write_while_it_reads(self, cast):
        with pytest.raises(DatabaseError), replaying._reading(cast.tenant):
            Review.objects.update(stars=1)


class TestTheCommand:
    def replayed(self, cast, tmp_path, drafted, *more) -> str:
        file = tmp_path / "draft.json"
        file.write_text(drafted if isinstance(drafted, str) else json.dumps(drafted))
        out = StringIO()
        call_command(
            "replay_policy", "--tenant", cast.tenant.slug, "--draft", str(file), *more, stdout=out, stderr=StringIO()
        )
        return out.getvalue()

    def test_prints_the_report_and_writes_nothing(self, cast, tmp_path):
        filed(cast, review_of(cast), at=NOW + timedelta(days=5))
        drafted = document(removal={"cutoff_days": 3})
        told = self.replayed(cast, tmp_path, drafted, "--days", "3650")
        assert "Cases: 1 of 1 would change" in told
        assert "refused: 1, cutoff_passed 1" in told
        assert json.loads(self.replayed(cast, tmp_path, drafted, "--days", "3650", "--json"))["cases"]["refused"] == 1
        assert not PolicyReplay.objects.exists()
        assert RemovalRequest.objects.count() == 1

    def test_names_what_is_wrong_by_its_path(self, cast, tmp_path):
        wrong = deepcopy(document())
        wrong["removal"]["cutof_days"] = wrong["removal"].pop("cutoff_days")
        with pytest.raises(CommandError, match="/removal/cutof_days") as refusal:
            self.replayed(cast, tmp_path, wrong)
        assert refusal.value.returncode == 2

    @pytest.mark.parametrize(("text", "word"), [("{", "no JSON"), ("[]", "no valid policy"), ("{}", "/feedback")])
    def test_refuses_what_is_no_policy(self, cast, tmp_path, text, word):
        with pytest.raises(CommandError, match=word) as refusal:
            self.replayed(cast, tmp_path, text)
        assert refusal.value.returncode == 2

    def test_refuses_a_marketplace_or_file_that_is_not_there(self, cast, tmp_path):
        for tenant, file in (("nowhere", "x.json"), (cast.tenant.slug, str(tmp_path / "none.json"))):
            with pytest.raises(CommandError) as refusal:
                call_command("replay_policy", "--tenant", tenant, "--draft", file)
            assert refusal.value.returncode == 2
