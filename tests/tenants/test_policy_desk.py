"""The desk's policy pages: versions, differences, the draft's form and text, replay, publishing; for leads alone."""

from __future__ import annotations

import json
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from policy.document import preset
from tenants.actions.change_draft import change_draft
from tenants.models import PolicyDraft, PolicyReplay, PolicyVersion
from tenants.policy_form import typed_of
from tests.cast import browser, make_cast, make_mallory

REPORT = {
    "replayed_at": "2026-06-15T12:00:00Z",
    "since": "2026-05-16T12:00:00Z",
    "days": 30,
    "in_force": 1,
    "listed_at_most": 500,
    "cases": {
        "looked_at": 12,
        "changed": 1,
        "refused": 1,
        "refused_by": {"cutoff_passed": 1},
        "recommendation_changed": 0,
        "listed": [
            {
                "case": "0197720e-0000-7000-8000-000000000001",
                "review": "0197720e-0000-7000-8000-000000000002",
                "order": "GA-1",
                "seller": "bobs-store",
                "filed_at": "2026-06-01T12:00:00Z",
                "status": "decided",
                "version": 1,
                "grounds": ["unrelated"],
                "decided": "remove",
                "refused": ["cutoff_passed"],
                "recommended": None,
                "held": None,
                "why": ["It was taken under version 1; the draft refuses it.", "The time to ask is over."],
            }
        ],
    },
    "queue": {
        "filed": {"before": 12, "after": 11, "a_day": {"before": 0.4, "after": 0.37}},
        "held": {"before": 0, "after": 2, "a_day": {"before": 0.0, "after": 0.07}},
        "months": [{"month": "2026-06", "filed": {"before": 12, "after": 11}, "held": {"before": 0, "after": 2}}],
    },
    "reviews": {"contestable": {"before": 30, "after": 20}, "sentiment_changed": 0, "sentiments": []},
    "sellers": {
        "looked_at": 3,
        "changed": 1,
        "status_changed": 1,
        "moves": [{"before": "healthy", "after": "at_risk", "sellers": 1}],
        "listed": [
            {
                "seller": "bobs-store",
                "name": "Bob's Store",
                "slug": "bobs-store",
                "rate": {"before": "0.9500", "after": "0.9121"},
                "status": {"before": "healthy", "after": "at_risk"},
                "ratings": {"before": 40, "after": 42},
            }
        ],
    },
}


@pytest.fixture
def cast(db):
    made = make_cast(timezone="Europe/Berlin")
    with made.inside():
        yield made


@pytest.fixture
def laura(cast):
    return browser(cast.tenant, cast.laura)


@pytest.fixture
def draft(cast, laura):
    """Begun from version 1 by the button on its page."""
    version = PolicyVersion.objects.get()
    answer = laura.post(reverse("admin:tenants_policyversion_draft", args=[version.pk]))
    draft = PolicyDraft.objects.get()
    assert answer["Location"] == at(draft, "edit")
    return draft


def at(draft, name="change") -> str:
    return reverse(f"admin:tenants_policydraft_{name}", args=[draft.pk])


def text(answer) -> str:
    return " ".join(unescape(answer.content.decode()).split())


def form(draft, **changed) -> dict:
    """The form as a browser sends it back, with some inputs changed; dots are written as two underscores."""
    draft.refresh_from_db()
    typed = {name: values for name, values in typed_of(draft.document).items() if values}
    typed |= {name.replace("__", "."): value for name, value in changed.items()}
    return {"version": draft.version, "title": draft.title, **typed}


def replayed(draft) -> PolicyReplay:
    draft.refresh_from_db()
    return PolicyReplay.objects.create(
        tenant=draft.tenant,
        draft=draft,
        document=draft.document,
        days=30,
        state="done",
        report=REPORT,
        asked_at=timezone.now(),
        finished_at=timezone.now(),
        done=15,
        total=15,
    )


class TestVersions:
    LIST = "/admin/tenants/policyversion/"

    def test_the_list_says_which_is_in_force_and_which_comes(self, cast, laura):
        now = timezone.now()
        common = {"tenant": cast.tenant, "published_by": cast.laura, "document": preset("game_goods")}
        PolicyVersion.objects.create(
            **common, number=2, note="Shorter.", effective_from=now - timedelta(days=1), published_at=now
        )
        PolicyVersion.objects.create(**common, number=3, effective_from=now + timedelta(days=9), published_at=now)
        rows = {row["version"].number: row["standing"] for row in laura.get(self.LIST).context["rows"]}
        assert rows == {3: "Comes into force", 2: "In force", 1: "Past"}
        assert "Shorter." in text(laura.get(self.LIST))

    def test_a_version_reads_in_words_with_units(self, cast, laura):
        page = text(laura.get(f"{self.LIST}{PolicyVersion.objects.get().pk}/"))
        assert "Time to ask for removal" in page and "365 days" in page
        assert "72 hours (3 days)" in page
        assert "A message of the order's chat" in page

    def test_a_version_reads_as_json_as_well(self, cast, laura):
        answer = laura.get(f"{self.LIST}{PolicyVersion.objects.get().pk}/?view=json")
        assert '"cutoff_days": 365' in text(answer)
        assert json.loads(answer.context["json"]) == preset("game_goods")

    def test_agents_read_versions_and_begin_no_draft(self, cast):
        carol, version = browser(cast.tenant, cast.carol), PolicyVersion.objects.get()
        page = text(carol.get(f"{self.LIST}{version.pk}/"))
        assert "Version 1" in page and "Begin a draft" not in page
        carol.post(f"{self.LIST}{version.pk}/draft/")
        assert not PolicyDraft.objects.exists()

    def test_the_difference_of_one_with_itself_is_none(self, laura):
        assert "Nothing differs" in text(laura.get(f"{self.LIST}compare/"))

    def test_the_difference_of_version_and_draft(self, cast, laura, draft):
        laura.post(at(draft, "edit"), form(draft, removal__cutoff_days="90"))
        version = PolicyVersion.objects.get()
        page = text(laura.get(f"{self.LIST}compare/?before={version.pk}&after={draft.pk}"))
        assert "Time to ask for removal" in page
        assert "Before: </span>365 days" in page and "After: </span>90 days" in page

    def test_agents_compare_no_draft(self, cast, draft):
        carol = browser(cast.tenant, cast.carol)
        assert carol.get(f"{self.LIST}compare/?after={draft.pk}").status_code == 404


class TestEditor:
    def test_saves_what_was_filled_in(self, laura, draft):
        answer = laura.post(
            at(draft, "edit"),
            form(draft, title="Stricter", removal__cutoff_days="90", removal__grounds__blackmail__enabled=[]),
        )
        assert answer["Location"] == at(draft)
        draft.refresh_from_db()
        assert draft.title == "Stricter"
        assert draft.document["removal"]["cutoff_days"] == 90
        assert draft.document["removal"]["grounds"]["blackmail"]["enabled"] is False

    def test_opened_and_saved_it_is_what_it_was(self, laura, draft):
        laura.post(at(draft, "edit"), form(draft))
        draft.refresh_from_db()
        assert draft.document == preset("game_goods")

    def test_what_cannot_be_read_is_said_beside_its_input_and_nothing_typed_is_lost(self, laura, draft):
        answer = laura.post(
            at(draft, "edit"), form(draft, title="Mine", removal__cutoff_days="soon", misuse__within_days="45")
        )
        assert answer.status_code == 422
        page = text(answer)
        assert 'href="#rule-removal-cutoff_days"' in page
        assert "Asking for removal, Time to ask for removal: Write a whole number from 1 to 3,650 days." in page
        assert 'value="soon"' in page and 'value="45"' in page and 'value="Mine"' in page
        assert 'aria-invalid="true"' in page

    def test_what_cannot_work_together_is_said_at_its_field(self, laura, draft):
        answer = laura.post(at(draft, "edit"), form(draft, removal__cutoff_days="1"))
        assert answer.status_code == 422
        rule = next(
            rule
            for group in answer.context["groups"]
            for rule in group.rules
            if rule.field.name == "removal.cutoff_days"
        )
        assert "shorter than the buyer's time to reply" in rule.error

    def test_a_ground_with_an_error_is_open(self, laura, draft):
        name = "removal__grounds__mutual_agreement__enabled"
        answer = laura.post(at(draft, "edit"), form(draft, orders__settlements_allowed=[], **{name: ["on"]}))
        group = next(each for each in answer.context["groups"] if each.section.title == "Mutual agreement not kept")
        assert group.wrong
        assert "no settlement can be shown" in text(answer).lower()

    def test_a_draft_changed_meanwhile_is_not_written_over_unseen(self, cast, laura, draft):
        mine = form(draft, removal__cutoff_days="90")
        other = preset("game_goods")
        other["removal"]["cutoff_days"] = 100
        change_draft(
            tenant=cast.tenant, by=cast.laura, draft=draft, version=draft.version, document=other, now=timezone.now()
        )
        answer = laura.post(at(draft, "edit"), mine)
        assert answer.status_code == 409
        page = text(answer)
        assert "Somebody else changed this draft meanwhile" in page
        assert "100 days" in page and 'value="90"' in page
        again = form(draft, removal__cutoff_days="90")
        assert laura.post(at(draft, "edit"), again).status_code == 302

    def test_as_text_it_is_checked_by_the_server(self, laura, draft):
        for sent, told in (
            ("{", "This is not JSON in line 1, at character 2."),
            ("[]", "A policy is a JSON object"),
            (json.dumps({**preset("game_goods"), "surprise": 1}), "surprise"),
        ):
            answer = laura.post(at(draft, "json"), {"version": draft.version, "document": sent})
            assert answer.status_code == 422
            assert told in text(answer)
            assert answer.context["text"] == sent

    def test_as_text_it_is_saved(self, laura, draft):
        changed = preset("game_goods")
        changed["appeals"]["window_days"] = 200
        laura.post(at(draft, "json"), {"version": draft.version, "document": json.dumps(changed)})
        draft.refresh_from_db()
        assert draft.document == changed


class TestDraftPage:
    def test_shows_what_it_changes_and_why_it_cannot_be_published_yet(self, laura, draft):
        laura.post(at(draft, "edit"), form(draft, removal__cutoff_days="90"))
        page = text(laura.get(at(draft)))
        assert "1 rule differs from version 1" in page
        assert "Replay the draft as it stands now" in page
        assert "disabled" in page

    def test_a_replay_is_asked_for_and_shows_how_far_it_is(self, laura, draft):
        answer = laura.post(f"/admin/tenants/policyreplay/{draft.pk}/ask/", {"days": "30"})
        assert answer["Location"].startswith(at(draft))
        replay = PolicyReplay.objects.get()
        assert replay.days == 30
        page = text(laura.get(at(draft)))
        assert "Waiting for a worker" in page and 'hx-trigger="every 3s"' in page
        PolicyReplay.objects.update(state="running", done=3, total=15)
        assert "3 of 15 cases and sellers looked at" in text(laura.get(at(draft)))

    def test_a_failed_replay_says_so_and_can_be_asked_for_again(self, laura, draft):
        replayed(draft)
        PolicyReplay.objects.update(state="failed", error="Its worker stopped.", report=None)
        page = text(laura.get(at(draft)))
        assert "Its worker stopped." in page and "Replay again" in page

    @pytest.mark.parametrize("days", ["", "many", "0", "99999"])
    def test_a_span_that_is_none_is_refused(self, laura, draft, days):
        answer = laura.post(f"/admin/tenants/policyreplay/{draft.pk}/ask/", {"days": days}, follow=True)
        assert "days" in " ".join(str(each) for each in answer.context["messages"])
        assert not PolicyReplay.objects.exists()

    def test_the_report_names_cases_sellers_and_load_with_their_base(self, laura, draft):
        replayed(draft)
        page = text(laura.get(at(draft)))
        assert "of 12 cases filed in 30 days" in page
        assert "of 3 sellers, as they stand now" in page
        assert "/admin/disputes/removalrequest/0197720e-0000-7000-8000-000000000001/" in page
        assert "The time to ask is over." in page
        assert "/sellers/bobs-store" in page and "95.00 %" in page and "91.21 %" in page
        assert "0.4 → 0.37" in page
        assert "1 filed after the cut-off" in page

    def test_publishing_takes_a_moment_on_the_marketplaces_clock(self, laura, draft):
        replayed(draft)
        later = (timezone.now() + timedelta(days=400)).strftime("%Y-07-01T09:30")
        sent = {"version": draft.version, "note": "A note for all.", "effective_from": later}
        answer = laura.post(at(draft, "publish"), sent)
        published = PolicyVersion.objects.get(number=2)
        assert answer["Location"] == reverse("admin:tenants_policyversion_change", args=[published.pk])
        assert published.note == "A note for all."
        assert published.effective_from.isoformat().endswith("-07-01T07:30:00+00:00")

    def test_publishing_without_a_moment_is_at_once(self, laura, draft):
        replayed(draft)
        laura.post(at(draft, "publish"), {"version": draft.version, "note": "", "effective_from": ""})
        assert PolicyVersion.objects.get(number=2).effective_from <= timezone.now()

    @pytest.mark.parametrize(
        ("moment", "told"),
        [
            ("2027-03-28T02:30", "the clocks are put forward"),
            ("tomorrow", "Give a day and a time"),
            ("2020-01-01T00:00", "cannot come into force in the past"),
        ],
    )
    def test_a_moment_that_cannot_be_is_said_beside_it(self, laura, draft, moment, told):
        replayed(draft)
        answer = laura.post(at(draft, "publish"), {"version": draft.version, "note": "Kept", "effective_from": moment})
        assert answer.status_code == 422
        page = text(answer)
        assert told in page and "Kept" in page
        assert PolicyVersion.objects.count() == 1

    def test_without_a_replay_nothing_is_published(self, laura, draft):
        assert laura.post(at(draft, "publish"), {"version": draft.version}).status_code == 409
        assert PolicyVersion.objects.count() == 1

    def test_a_replay_of_another_document_does_not_count(self, laura, draft):
        replayed(draft)
        laura.post(at(draft, "edit"), form(draft, removal__cutoff_days="90"))
        page = text(laura.get(at(draft)))
        assert "Of an earlier state of the draft" in page
        assert laura.post(at(draft, "publish"), {"version": form(draft)["version"]}).status_code == 409

    def test_a_version_published_since_is_pointed_out(self, cast, laura, draft):
        now = timezone.now()
        PolicyVersion.objects.create(
            tenant=cast.tenant, number=2, document=preset("retail"), effective_from=now, published_at=now
        )
        assert "Another version was published since" in text(laura.get(at(draft)))

    def test_a_discarded_draft_stays_to_be_read(self, laura, draft):
        assert laura.post(at(draft, "discard"), {"version": draft.version}).status_code == 302
        page = text(laura.get(at(draft)))
        assert "Discarded" in page and "Publish as version" not in page


class TestWhoMay:
    def test_agents_find_no_drafts(self, cast, draft):
        carol = browser(cast.tenant, cast.carol)
        for path in ("/admin/tenants/policydraft/", at(draft), at(draft, "edit"), at(draft, "json")):
            assert carol.get(path).status_code == 404
        for path in (at(draft, "edit"), at(draft, "publish"), at(draft, "discard")):
            assert carol.post(path).status_code == 404
        assert carol.post(f"/admin/tenants/policyreplay/{draft.pk}/ask/", {"days": "30"}).status_code == 404

    def test_leads_elsewhere_find_none_either(self, cast, draft):
        mallory = make_mallory()
        stranger = browser(mallory.tenant, mallory.laura)
        assert stranger.get(at(draft)).status_code == 404
        assert stranger.post(f"/admin/tenants/policyreplay/{draft.pk}/ask/", {"days": "30"}).status_code == 404
