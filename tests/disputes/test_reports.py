"""Statements on their way to the Transparency Database: each arrives once, whatever is lost, refused or broken."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from disputes.actions.send_again import UnableToSendAgain, send_again
from disputes.actions.set_reporting import UnableToSetReporting, set_reporting
from disputes.jobs import send_reports as sending
from disputes.jobs.send_reports import HOLD, LONGEST_PAUSE
from disputes.models import Report
from disputes.queries.reporting import account_of, report_counts
from disputes.reporting import databases
from disputes.reporting.sending import NOT_OURS, NOT_SHOWN
from tests.cast import NOW, make_cast, make_mallory
from tests.disputes.acts import codes, pointers
from tests.disputes.dsa_server import TOKEN, Serving
from tests.disputes.reports import many, sent, stated, states, turned_on
from wire.refusals import NotPermitted, NotThere

pytestmark = pytest.mark.django_db(transaction=True)

LATER = NOW + timedelta(days=5)


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def database(monkeypatch):
    with Serving() as serving:
        monkeypatch.setitem(databases.ADDRESSES, "production", serving.address)
        yield serving


@pytest.fixture
def on(cast, database):
    with cast.inside():
        turned_on(cast)
    return cast


def ids(statements) -> set[str]:
    return {str(each.pk) for each in statements}


def account(cast):
    with cast.inside():
        return account_of()


class KilledHere(BaseException):
    """Stands for kill -9: nothing after it runs."""


class TestWhatGoesOut:
    def test_every_restriction_and_nothing_else(self, on, database):
        with on.inside():
            told = [stated(on), stated(on, "strike"), stated(on, "redact", spans=[[0, 4]])]
            stated(on, "keep")

        assert sent(on) == 3
        assert set(database.kept) == ids(told) and states(on) == {"sent": 3}
        assert account(on).last_success_at == LATER

    def test_names_nobody(self, on, database):
        with on.inside():
            stated(on, reason="Alice says that Bob, bob@shop.example, was rude; call +49 30 1234567.")
        sent(on)

        said = " ".join(map(str, next(iter(database.kept.values())).values()))
        for secret in ("Alice", "Bob", "@", "1234567", "order-"):
            assert secret not in said

    def test_once_however_often_it_is_looked_for(self, on, database):
        with on.inside():
            stated(on)
        for day in range(4):
            sent(on, LATER + timedelta(days=day))

        assert database.posts == [1] and states(on) == {"sent": 1}

    def test_in_batches_of_a_hundred(self, on, database):
        with on.inside():
            told = many(on, 250)
        while sent(on):
            pass

        assert database.posts == [100, 100, 50] and set(database.kept) == ids(told)

    def test_only_from_the_moment_that_was_chosen(self, cast, database):
        with cast.inside():
            old, new = many(cast, 2)
            turned_on(cast, since=new.created_at, now=LATER)

        assert sent(cast) == 1 and set(database.kept) == {str(new.pk)} != {str(old.pk)}

    def test_nothing_while_it_is_off(self, cast, database):
        with cast.inside():
            stated(cast)
        assert sent(cast) == 0
        with cast.inside():
            turned_on(cast, on=False)
        assert sent(cast) == 0 and database.posts == []

    def test_of_one_marketplace_alone(self, on, database):
        mallory = make_mallory()
        with mallory.inside():
            stated(mallory)
        with on.inside():
            stated(on)
        assert sent(mallory) == 0 and sent(on) == 1
        with mallory.inside():
            assert Report.objects.count() == 0 and account_of() is None

    def test_again_to_the_other_database(self, on, database, monkeypatch):
        with on.inside():
            stated(on)
        sent(on)
        with Serving() as sandbox:
            monkeypatch.setitem(databases.ADDRESSES, "sandbox", sandbox.address)
            with on.inside():
                turned_on(on, database="sandbox")
            assert sent(on) == 1 and set(sandbox.kept) == set(database.kept)
        with on.inside():
            assert report_counts(account_of())["sent"] == 1


class TestLostAnswers:
    @pytest.mark.parametrize("shows", [True, False])
    @pytest.mark.parametrize("how", ["lose", "garble", "hang up"])
    def test_are_asked_again_and_double_nothing(self, on, database, how, shows):
        database.shows = shows
        with on.inside():
            told = many(on, 3)
        database.next.append(how)

        assert sent(on) == 0 and states(on) == {"waiting": 3}
        assert sent(on, LATER + timedelta(seconds=5)) == 0, "it waits first"
        assert sent(on, LATER + timedelta(minutes=2)) == 3
        assert set(database.kept) == ids(told) and states(on) == {"sent": 3}
        with on.inside():
            assert not Report.objects.filter(in_doubt=True).exists()

    def test_of_a_killed_worker_go_out_word_for_word(self, on, database, monkeypatch):
        with on.inside():
            told = many(on, 2)
        with monkeypatch.context() as patch:
            patch.setattr(sending, "_keep", lambda *_: (_ for _ in ()).throw(KilledHere()))
            with pytest.raises(KilledHere):
                sent(on)
        first = {puid: each["decision_facts"] for puid, each in database.kept.items()}
        with on.inside():
            on.tenant.name = "Another Name"
            on.tenant.save(update_fields=["name"])

        assert sent(on, LATER + timedelta(minutes=1)) == 0, "the dead run still holds the account"
        assert sent(on, LATER + HOLD) == 2
        assert {p: e["decision_facts"] for p, e in database.kept.items()} == first and set(first) == ids(told)
        assert states(on) == {"sent": 2}


class TestDoubles:
    @pytest.mark.parametrize(("shows", "reason"), [(True, NOT_OURS), (False, NOT_SHOWN)])
    def test_that_are_not_ours_are_refused_and_told(self, on, database, shows, reason):
        database.shows = shows
        with on.inside():
            mine, theirs = many(on, 2)
        database.kept[str(theirs.pk)] = {
            "puid": str(theirs.pk),
            "uuid": "1",
            "decision_facts": "Something else.",
            "decision_ground": "DECISION_GROUND_ILLEGAL_CONTENT",
            "application_date": "2026-06-15",
        }
        assert sent(on) == 2
        with on.inside():
            assert Report.objects.get(statement=mine).state == "sent"
            refused = Report.objects.get(statement=theirs)
        assert (refused.state, refused.reasons) == ("refused", [reason])
        assert database.kept[str(theirs.pk)]["decision_facts"] == "Something else."

    def test_that_are_ours_are_done(self, on, database):
        with on.inside():
            told = many(on, 2)
        sent(on)
        with on.inside():
            Report.objects.update(state="waiting", sent_at=None, payload=None)

        assert sent(on) == 2 and states(on) == {"sent": 2} and set(database.kept) == ids(told)
        assert sorted(database.asked) == sorted(ids(told))


class TestWhatIsWrong:
    def test_by_the_databases_rules_is_refused_alone(self, on, database):
        with on.inside():
            told = many(on, 5)
        wrong = {str(each.pk): "category is not for today" for each in told[1:3]}
        database.wrong |= wrong

        assert sent(on) == 5 and states(on) == {"refused": 2, "sent": 3}
        with on.inside():
            reasons = [each.reasons for each in Report.objects.filter(state="refused")]
        assert reasons == [["category: The category is not for today."]] * 2

    def test_by_our_own_rules_is_held_and_never_sent(self, on, database, monkeypatch):
        with on.inside():
            told = many(on, 3)
        real = sending.payload_of

        def spoilt(statement, *, tenant):
            made = real(statement, tenant=tenant)
            if statement.pk == told[0].pk:
                return {**made, "decision_facts": "x" * 5001}
            if statement.pk == told[1].pk:
                raise KeyError("nobody thought of this")
            return made

        monkeypatch.setattr(sending, "payload_of", spoilt)
        assert sent(on) == 1 and states(on) == {"held": 2, "sent": 1} and set(database.kept) == {str(told[2].pk)}
        with on.inside():
            reasons = {each.statement_id: each.reasons for each in Report.objects.filter(state="held")}
        assert reasons[told[0].pk] == ["decision_facts: it must be a text of 1 to 5000 characters."]
        assert reasons[told[1].pk] == ["It could not be put together (KeyError)."]

    def test_goes_out_again_after_mending(self, on, database):
        with on.inside():
            told = many(on, 2)
        database.wrong[str(told[0].pk)] = "category is not for today"
        sent(on)
        database.wrong.clear()
        with on.inside():
            report = Report.objects.get(state="refused")
            assert send_again(tenant=on.tenant, by=on.laura, now=LATER, report_id=report.pk) == 1
            with pytest.raises(UnableToSendAgain) as refusal:
                send_again(tenant=on.tenant, by=on.laura, now=LATER, report_id=report.pk)
        assert codes(refusal) == ["conflict"]
        assert sent(on) == 1 and states(on) == {"sent": 2}

    def test_is_found_by_halving_where_the_database_names_nothing(self, on, database, monkeypatch):
        with on.inside():
            told = many(on, 7)
        bad, store = str(told[4].pk), database.store

        def mute(statements):
            if any(each["puid"] == bad for each in statements):
                return 422, {"message": "Something is wrong."}
            return store(statements)

        monkeypatch.setattr(database, "store", mute)
        assert sent(on) == 7 and states(on) == {"refused": 1, "sent": 6}
        with on.inside():
            assert Report.objects.get(state="refused").reasons == ["Something is wrong."]


class TestTrouble:
    @pytest.mark.parametrize(
        ("how", "pause", "said"),
        [
            ("busy", timedelta(seconds=900), "fewer calls"),
            ("fail", timedelta(minutes=1), "out of order (500)"),
            ("move", timedelta(minutes=1), "not followed"),
        ],
    )
    def test_is_waited_for(self, on, database, how, pause, said):
        with on.inside():
            stated(on)
        database.next.append(how)
        assert sent(on) == 0
        held = account(on)
        assert held.next_attempt_at == LATER + pause and said in held.last_error and held.failures == 1
        assert sent(on, LATER + pause - timedelta(seconds=1)) == 0 and database.kept == {}
        assert sent(on, LATER + pause) == 1
        held = account(on)
        assert (held.failures, held.last_error, held.next_attempt_at) == (0, "", None)

    def test_is_waited_for_longer_and_longer(self, on, database):
        with on.inside():
            stated(on)
        at, pauses = LATER, []
        for _ in range(12):
            database.next.append("fail")
            sent(on, at)
            pauses.append(account(on).next_attempt_at - at)
            at += pauses[-1]
        assert pauses == sorted(pauses) and pauses[-1] == LONGEST_PAUSE and states(on) == {"waiting": 1}

    def test_of_a_server_that_is_away(self, cast, database, monkeypatch):
        monkeypatch.setitem(databases.ADDRESSES, "production", "http://127.0.0.1:9")
        with cast.inside():
            turned_on(cast)
            stated(cast)
        assert sent(cast) == 0 and "No answer" in account(cast).last_error

    def test_of_a_token_that_is_not_accepted_is_told_and_ends_with_a_new_one(self, cast, database):
        with cast.inside():
            turned_on(cast, token="9|wrong")  # noqa: S106
            stated(cast)
        assert sent(cast) == 0 and "does not accept the token" in account(cast).last_error
        with cast.inside():
            turned_on(cast)
        assert sent(cast) == 1

    def test_of_a_token_sealed_with_another_key(self, on, database, settings):
        with on.inside():
            stated(on)
        settings.SECRET_KEY = "another" * 10
        assert sent(on) == 0 and "cannot be read" in account(on).last_error and database.posts == []


class TestAtOnce:
    def test_two_runs_send_each_statement_once(self, on, database):
        with on.inside():
            told = many(on, 120)
        start = threading.Barrier(4)

        def work(_):
            try:
                start.wait(timeout=20)
                for _ in range(3):
                    sent(on)
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as workers:
            list(workers.map(work, range(4)))
        while sent(on):
            pass
        assert sum(database.posts) == 120 and set(database.kept) == ids(told) and states(on) == {"sent": 120}

    def test_the_database_of_our_own_holds_one_row_a_statement(self, on, database):
        with on.inside():
            stated(on)
        sent(on)
        with on.inside():
            report = Report.objects.get()
            report.pk = None
            with pytest.raises(IntegrityError), transaction.atomic():
                Report.objects.bulk_create([report])


class TestTheAccount:
    def test_is_set_by_leads_alone(self, cast):
        with cast.inside():
            for by, refusal in ((cast.carol, NotPermitted), (cast.alice, NotThere), (None, NotThere)):
                acting = {"tenant": cast.tenant, "by": by, "now": NOW}
                with pytest.raises(refusal):
                    set_reporting(**acting, on=True, database="production", token=TOKEN, since=None, version=0)
                with pytest.raises(refusal):
                    send_again(**acting)

    def test_keeps_its_token_sealed(self, on):
        assert TOKEN not in account(on).sealed_token and account(on).sealed_token

    @pytest.mark.parametrize(
        ("given", "pointer"),
        [
            ({"token": ""}, "/token"),
            ({"token": "two words"}, "/token"),
            ({"token": "x" * 501}, "/token"),
            ({"token": "ключ"}, "/token"),
            ({"database": "http://127.0.0.1"}, "/database"),
            ({"since": NOW + timedelta(days=1)}, "/since"),
            ({"version": 7}, "/version"),
            ({"version": None}, "/version"),
        ],
    )
    def test_refuses_what_is_wrong(self, cast, given, pointer):
        usual = {"token": TOKEN, "database": "production", "since": None, "version": 0}
        with cast.inside(), pytest.raises(UnableToSetReporting) as refusal:
            set_reporting(tenant=cast.tenant, by=cast.laura, on=True, now=NOW, **(usual | given))
        assert pointers(refusal) == [pointer]
        assert account(cast) is None, "nothing is left behind"

    def test_wants_a_token_of_its_own_for_each_database(self, on):
        with on.inside(), pytest.raises(UnableToSetReporting) as refusal:
            turned_on(on, database="sandbox", token="")  # noqa: S106
        assert pointers(refusal) == ["/token"]
