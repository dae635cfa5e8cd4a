"""The leads' page of the reports: the account is set, what was refused is read with its reasons and sent again."""

from __future__ import annotations

import pytest

from disputes.models import Report
from disputes.queries.reporting import account_of
from tests.cast import browser, make_cast
from tests.disputes.dsa_server import TOKEN
from tests.disputes.reports import refused, stated, turned_on
from wire.sealing import Unsealable, seal, unseal

pytestmark = pytest.mark.django_db

LIST = "/admin/disputes/report/"
TYPED = {"database": "sandbox", "token": TOKEN, "since": "2026-06-01", "on": "on", "version": "0"}


@pytest.fixture
def cast():
    return make_cast()


@pytest.fixture
def laura(cast):
    return browser(cast.tenant, cast.laura)


class TestTheAccount:
    def test_is_set_in_one_form_and_never_shows_its_token(self, cast, laura):
        assert "Not set up yet" in laura.get(LIST).content.decode()
        answer = laura.post(f"{LIST}set/", TYPED, follow=True)
        page = answer.content.decode()
        assert "What waits goes out within a minute" in page and "On: The sandbox" in page and TOKEN not in page
        with cast.inside():
            account = account_of()
            assert (account.on, account.database, account.version) == (True, "sandbox", 1)
            assert f"{account.since:%Y-%m-%d}" == "2026-06-01" and unseal(account.sealed_token) == TOKEN

    @pytest.mark.parametrize(
        ("typed", "sentence", "status"),
        [
            ({"token": ""}, "Please enter the token", 422),
            ({"since": "soon"}, "Please write the day as in 2027-03-01.", 422),
            ({"since": "0001-01-01"}, "", 302),
            ({"since": "2999-01-01"}, "Please choose today or a day before.", 422),
            ({"database": "https://evil.example"}, "Please choose one of the two databases.", 422),
            ({"version": "3"}, "This has changed since you opened it", 409),
            ({"version": "x"}, "Say which version you have seen", 422),
            ({"token": "\0\n"}, "This is no token", 422),
        ],
    )
    def test_says_what_is_wrong_and_keeps_what_was_typed(self, cast, laura, typed, sentence, status):
        answer = laura.post(f"{LIST}set/", {**TYPED, **typed})
        assert answer.status_code == status, answer.content.decode()[-2000:]
        if status != 302:
            page = answer.content.decode()
            assert sentence in page and TOKEN not in page and "checked" in page
            with cast.inside():
                assert account_of() is None

    def test_is_not_for_agents(self, cast):
        carol = browser(cast.tenant, cast.carol)
        assert carol.get(LIST).status_code == 404
        for path in ("set/", "all-again/"):
            assert carol.post(LIST + path, TYPED).status_code == 404

    def test_keeps_the_moment_of_the_day_that_is_chosen_again(self, cast, laura):
        with cast.inside():
            before = turned_on(cast).since
        laura.post(f"{LIST}set/", {**TYPED, "version": "1", "since": f"{before:%Y-%m-%d}"})
        with cast.inside():
            assert account_of().since == before


class TestRefusedOnes:
    def test_are_listed_with_the_reasons_and_sent_again(self, cast, laura):
        with cast.inside():
            report = refused(cast, stated(cast))
            refused(cast, stated(cast))
        page = laura.get(LIST).content.decode()
        assert "category: The selected category is invalid." in page and "Send all 2 again" in page
        assert "What is sent" in laura.get(f"{LIST}{report.pk}/").content.decode()
        assert "It waits again." in laura.post(f"{LIST}{report.pk}/again/", follow=True).content.decode()
        assert "nothing to send again" in laura.post(f"{LIST}{report.pk}/again/", follow=True).content.decode()
        laura.post(f"{LIST}all-again/")
        with cast.inside():
            assert set(Report.objects.values_list("state", flat=True)) == {"waiting"}
        assert "No report is refused" in laura.get(LIST).content.decode()


class TestSeals:
    def test_open_with_the_key_that_made_them_and_with_fallbacks(self, settings):
        sealed, first = seal("a secret"), settings.SECRET_KEY
        assert "secret" not in sealed and seal("a secret") != sealed
        settings.SECRET_KEY = "x" * 60
        with pytest.raises(Unsealable):
            unseal(sealed)
        settings.SECRET_KEY_FALLBACKS = [first]
        assert unseal(sealed) == "a secret"

    @pytest.mark.parametrize("what", ["", "nonsense", "gAAAAA==", "ключ"])
    def test_say_so_where_they_are_none(self, what):
        with pytest.raises(Unsealable):
            unseal(what)
