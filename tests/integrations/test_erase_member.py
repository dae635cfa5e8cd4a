"""Erasing a person: nothing names them any more, and everything that was counted and decided stays."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command

from accounts.actions.create_api_key import create_api_key
from accounts.models import ApiKey, User
from audit.verify import verify_chain
from disputes.finding.facts import from_snapshot
from disputes.models import Decision, Finding, Notice, Statement
from feedback.jobs.recompute_rate import recompute_rate
from feedback.jobs.reconcile_rates import reconcile_rates
from feedback.models import Review, Revision, WordingBand
from feedback.queries import rate_at, rating_of
from integrations.actions.erase_person import erase_person, reasons_not_yet
from integrations.models import StoredAnswer, WebhookMessage
from notifications.models import Notification
from orders.jobs.delete_files import delete_files
from orders.models import Message, Payment, SellerSeat, Upload
from tenants.actions.erase_member import UnableToEraseMember
from tenants.models import Fingerprint, Member
from tests.cast import NOW, browser, finished_order, make_cast, make_member
from tests.disputes.acts import filed, review_of
from tests.integrations.past_of_alice import EMAIL, EXTERNAL, NAME, found_anywhere, past_of_alice

LATER = NOW + timedelta(days=1)


@pytest.fixture
def cast(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cast = make_cast()
    with cast.inside():
        yield cast


@pytest.fixture
def past(cast):
    past = past_of_alice(cast)
    Notice.objects.update(status="dismissed", answered_at=NOW, answered_by=cast.carol, answer=f"Dear {NAME}, no.")
    recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=NOW)
    return past


def erase(cast, member=None, at=LATER, by=None):
    return erase_person(tenant=cast.tenant, by=by, member=member or cast.alice, now=at)


def erase_all_of_her(cast):
    """The buyer, and the writer of notices under the same address."""
    for member in Member.objects.filter(email__iexact=EMAIL):
        erase(cast, member)


class TestErasePerson:
    def test_no_table_holds_the_name_the_address_or_the_words_any_more(self, cast, past):
        StoredAnswer.objects.create(
            tenant=cast.tenant,
            owner=cast.laura.user,
            route="r",
            key="k",
            body_digest="d",
            status=200,
            body={"buyer": {"external_id": EXTERNAL}},
            created_at=NOW,
        )
        assert len(found_anywhere("quexley", "zebrafish")) > 10

        erase_all_of_her(cast)

        assert found_anywhere("quexley", "alicia", "zebrafish") == []

    def test_rates_stay_to_the_digit(self, cast, past):
        before, then = rating_of(cast.seller, NOW), rate_at(cast.seller, NOW)
        standing = list(Review.objects.order_by("pk").values("stars", "sentiment", "status", "published_on", "ground"))

        erase(cast)
        recompute_rate(tenant=cast.tenant, seller_id=cast.seller.pk, now=NOW)

        after = rating_of(cast.seller, NOW)
        for name in ("rate", "status", "ratio", "windows", "histogram", "basis"):
            assert after[name] == before[name]
        assert rate_at(cast.seller, NOW) == then
        same = Review.objects.order_by("pk").values("stars", "sentiment", "status", "published_on", "ground")
        assert list(same) == standing
        assert reconcile_rates(tenant=cast.tenant, now=NOW, repair=False) == []

    def test_what_was_decided_stays_readable(self, cast, past):
        erase(cast)
        decision = Decision.objects.get(pk=past.decision.pk)
        assert (decision.outcome, decision.ground) == ("remove", "unrelated")
        assert decision.reason.endswith("wrote to the wrong shop, as her chat shows.")
        facts = from_snapshot(decision.facts)
        assert (facts.comment, [line.text for line in facts.chat]) == ("", [""])
        assert facts.order.order_id == past.judged.order.external_id
        assert all(from_snapshot(each.facts).comment == "" for each in Finding.objects.all())
        assert Statement.objects.filter(addressee=cast.alice).exists()

    def test_what_listeners_were_told_is_kept_as_that_it_was_told(self, cast, past):
        told = WebhookMessage.objects.get(kind="review.published", payload__contains=str(past.plain.pk))
        assert "zebrafish" in told.payload
        erase(cast)
        told.refresh_from_db()
        assert json.loads(told.payload)["data"] == {"id": str(past.plain.pk), "erased": True}
        changed = WebhookMessage.objects.filter(kind="rating.changed").values_list("payload", flat=True)
        assert all(json.loads(each)["data"]["seller"] == cast.seller.external_id for each in changed)

    def test_every_version_of_a_comment_goes_and_stars_stay(self, cast, past):
        erase(cast)
        past.plain.refresh_from_db()
        assert (past.plain.comment, past.plain.stars, past.plain.status) == ("", 5, "published")
        assert set(Revision.objects.values_list("comment", flat=True)) == {""}
        assert not WordingBand.objects.exists()

    def test_the_other_side_keeps_its_words_without_her_name(self, cast, past):
        erase(cast)
        hers, his = Message.objects.filter(order=past.plain.order).order_by("sent_at", "pk")
        assert hers.body == "[erased]"
        assert his.body == f"Dear {'█' * len(NAME)}, on its way. ██████, thank you!"

    def test_her_account_key_sessions_and_notifications_end(self, cast, past):
        user_id = cast.alice.user_id
        create_api_key(tenant=cast.tenant, user=cast.alice.user, scopes=["reviews:read"], now=NOW)
        erase(cast)
        assert not User.objects.filter(pk=user_id).exists()
        assert not ApiKey.objects.filter(user_id=user_id).exists()
        assert not Notification.objects.filter(member=cast.alice).exists()
        assert not Fingerprint.objects.filter(member=cast.alice).exists()
        assert not Payment.objects.exclude(billing_email="").exists()

    def test_an_account_with_a_place_elsewhere_lives_on_there(self, cast, past):
        other = make_cast(slug="elsewhere", preset="retail")
        with other.inside():
            Member.objects.create(
                tenant=other.tenant, user=cast.alice.user, name=NAME, email=EMAIL, roles=["buyer"], joined_at=NOW
            )
        erase(cast)
        assert User.objects.filter(pk=cast.alice.user_id).exists()
        assert browser(cast.tenant).get("/orders").status_code == 302

    def test_twice_changes_nothing_more(self, cast, past):
        first = erase(cast)
        again = erase(cast, at=LATER + timedelta(days=1))
        assert again.member.erased_at == first.member.erased_at
        assert sum(again.counts.values()) == 0

    def test_files_go_from_the_store_after_the_commit(self, cast, past):
        storage, name = past.upload.file.storage, past.upload.file.name
        erase(cast)
        assert storage.exists(name)
        assert delete_files(tenant=cast.tenant) == 1
        assert not storage.exists(name)
        assert delete_files(tenant=cast.tenant) == 0
        assert Upload.objects.get(pk=past.upload.pk).name == "[erased]"
        assert browser(cast.tenant, cast.carol).get(f"/files/{past.upload.pk}").status_code == 404

    def test_a_sellers_member_leaves_their_seat_and_the_shop_keeps_its_words(self, cast, past):
        cast.bob.name = "Robert Hummelfinch"
        cast.bob.save()
        erase(cast, cast.bob)
        assert not SellerSeat.objects.filter(member=cast.bob).exists()
        cast.seller.refresh_from_db()
        assert Message.objects.filter(sender="seller", body__contains="on its way").exists()
        assert found_anywhere("hummelfinch") == []


class TestNotYet:
    def test_while_an_order_runs(self, cast):
        order = finished_order(cast, status="in_progress", closed_at=None)
        with pytest.raises(UnableToEraseMember, match="1 order of yours still runs"):
            erase(cast)
        order.status, order.closed_at = "finished", NOW
        order.save()
        assert reasons_not_yet(cast.alice) == []

    def test_while_a_case_is_open(self, cast):
        filed(cast, review_of(cast))
        with pytest.raises(UnableToEraseMember, match="1 case that concerns you is still open"):
            erase(cast)
        cast.alice.refresh_from_db()
        assert cast.alice.name == "Alice"

    def test_the_only_lead_stays(self, cast):
        with pytest.raises(UnableToEraseMember, match="only lead"):
            erase(cast, cast.laura)
        make_member(cast.tenant, "Lena", "lead")
        erase(cast, cast.laura)


@pytest.mark.django_db(transaction=True)
class TestCommand:
    @pytest.fixture
    def outside(self, settings, tmp_path):
        settings.MEDIA_ROOT = tmp_path
        return make_cast()

    def run(self, cast, user):
        call_command("erase_member", tenant=cast.tenant.slug, user=user)

    def test_erases_by_address_and_says_what(self, outside, capsys):
        member = outside.alice
        self.run(outside, member.email)
        assert f"The place that stays is member {member.pk}" in capsys.readouterr().out
        self.run(outside, str(member.pk))
        assert "was erased on" in capsys.readouterr().out

    def test_leaves_the_chain_of_the_log_unbroken_and_no_session_of_hers(self, outside):
        with outside.inside():
            past_of_alice(outside)
            Notice.objects.update(status="dismissed", answered_at=NOW, answered_by=outside.carol, answer="No.")
        signed_in = browser(outside.tenant, outside.alice)
        assert signed_in.get("/orders").status_code == 200

        self.run(outside, EMAIL)

        with outside.inside():
            assert verify_chain(outside.tenant.pk)
            assert found_anywhere("quexley", "alicia", "zebrafish") == []
            assert not Upload.objects.exclude(file="").exists()
        assert signed_in.get("/orders").status_code == 302
        assert not Session.objects.exists()

    def test_stopped_half_way_it_never_was_and_can_be_run_again(self, outside, monkeypatch):
        with outside.inside():
            past_of_alice(outside)
            Notice.objects.update(status="dismissed", answered_at=NOW, answered_by=outside.carol, answer="No.")
            before = found_anywhere("quexley", "zebrafish")

        def killed(**_):
            raise KeyboardInterrupt

        with monkeypatch.context() as stopping:
            stopping.setattr("integrations.actions.erase_person.erase_account", killed)
            with pytest.raises(KeyboardInterrupt):
                self.run(outside, EMAIL)
        with outside.inside():
            assert found_anywhere("quexley", "zebrafish") == before

        with monkeypatch.context() as stopping:
            stopping.setattr("integrations.management.commands.erase_member.finish_erasure", killed)
            with pytest.raises(KeyboardInterrupt):
                call_command("erase_member", tenant=outside.tenant.slug, user=str(outside.alice.pk))
        with outside.inside():
            assert Upload.objects.exclude(file="").count() == 1
        self.run(outside, str(outside.alice.pk))
        self.run(outside, EMAIL)
        with outside.inside():
            assert not Upload.objects.exclude(file="").exists()
            assert found_anywhere("quexley", "zebrafish") == []

    def test_ends_with_2_for_nobody_and_1_for_not_yet(self, outside):
        with pytest.raises(CommandError) as nobody:
            self.run(outside, "nobody@nowhere.example")
        assert nobody.value.returncode == 2
        with pytest.raises(CommandError) as unknown:
            call_command("erase_member", tenant="nowhere", user="x@y.example")
        assert unknown.value.returncode == 2
        with outside.inside():
            finished_order(outside, status="in_progress", closed_at=None)
        with pytest.raises(CommandError, match="Not now. 1 order") as running:
            self.run(outside, outside.alice.email)
        assert running.value.returncode == 1
