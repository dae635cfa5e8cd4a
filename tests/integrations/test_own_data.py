"""The page of one's own data: what it says, what the ZIP holds and does not hold, and the erasure at the end."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from disputes.models import Evidence, Notice
from integrations.exports.kinds import LEFT_OUT, tables_of_marketplaces
from integrations.exports.person import PARTS
from tenants.models import Member
from tests.cast import NOW, browser, finished_order, make_cast
from tests.disputes.acts import filed, review_of
from tests.integrations.past_of_alice import NAME, past_of_alice

pytestmark = pytest.mark.django_db
HERE = "/account/data"


@pytest.fixture
def cast(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return make_cast()


@pytest.fixture
def past(cast):
    with cast.inside():
        past = past_of_alice(cast)
        Notice.objects.update(status="dismissed", answered_at=NOW, answered_by=cast.carol, answer="No.")
        return past


def downloaded(cast, member) -> dict[str, bytes]:
    answer = browser(cast.tenant, member).get(f"{HERE}/download")
    assert answer["Content-Disposition"].startswith("attachment")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))
    return {name: archive.read(name) for name in archive.namelist()}


def test_the_page_names_what_is_kept_and_the_menu_leads_there(cast, past):
    page = browser(cast.tenant, cast.alice).get(HERE).content.decode()
    assert "Orders that you placed" in page
    assert "1,095 days" in page
    assert f'href="{HERE}"' in browser(cast.tenant, cast.bob).get("/orders").content.decode()


class TestDownload:
    def test_holds_all_of_hers_with_her_files(self, cast, past):
        held = downloaded(cast, cast.alice)
        (profile,) = json.loads(held["profile.json"])
        assert profile["name"] == NAME
        reviews = json.loads(held["reviews.json"])
        assert {each["comment"] for each in reviews} == {past.plain.comment, past.judged.comment}
        assert len(json.loads(held["messages.json"])) == 3
        assert len(json.loads(held["statements.json"])) == 1
        assert f"files/{past.upload.pk}-alicia.png" in held
        assert "Orders that you placed" in held["README.txt"].decode()

    def test_does_not_hold_what_the_other_side_showed_or_the_desk_keeps(self, cast, past):
        with cast.inside():
            shown = Evidence.objects.get(added_by=cast.bob)
        everything = b"".join(downloaded(cast, cast.alice).values())
        assert shown.text.encode() not in everything
        assert b"digest" not in everything
        for other in (cast.carol, cast.dave, cast.bob):
            assert str(other.pk).encode() not in everything

    def test_holds_nothing_of_anybody_else(self, cast, past):
        assert b"zebrafish" not in b"".join(downloaded(cast, cast.laura).values())

    def test_says_of_each_part_what_it_is(self):
        assert {part.label for part in PARTS} - tables_of_marketplaces() == set()
        assert {part.label for part in PARTS} & set(LEFT_OUT) == {"tenants.Fingerprint"}


class TestErasure:
    def send(self, client, **form):
        return client.post(f"{HERE}/erase", form)

    def test_asks_for_the_tick(self, cast):
        answer = self.send(browser(cast.tenant, cast.alice))
        assert answer.status_code == 422
        assert "Please tick that you understand" in answer.content.decode()

    def test_asks_for_the_password_after_a_while(self, cast, settings):
        client = browser(cast.tenant, cast.alice)
        session = client.session
        session["account_authentication_methods"] = [
            {**each, "at": each["at"] - 4000} for each in session["account_authentication_methods"]
        ]
        session.save()
        answer = self.send(client, sure="on")
        assert (answer.status_code, answer["Location"]) == (302, f"/accounts/reauthenticate/?next={HERE}/erase")

    def test_erases_and_signs_out(self, cast, past):
        client = browser(cast.tenant, cast.alice)
        answer = self.send(client, sure="on")
        assert answer.status_code == 200
        assert f"Good-bye, {NAME}" in answer.content.decode()
        with cast.inside():
            assert Member.objects.get(pk=cast.alice.pk).erased_at is not None
        assert client.get(HERE).status_code == 302
        page = browser(cast.tenant).get(f"/reviews/{past.plain.pk}").content.decode()
        assert "The author's account was erased; the stars stay." in page
        assert "A buyer" in page

    def test_says_what_stands_in_the_way(self, cast):
        with cast.inside():
            finished_order(cast, status="in_progress", closed_at=None)
            filed(cast, review_of(cast))
        client = browser(cast.tenant, cast.alice)
        page = client.get(f"{HERE}/erase").content.decode()
        assert "1 order of yours still runs" in page
        assert "1 case that concerns you is still open" in page
        assert "Erase my data" not in page
        assert self.send(client, sure="on").status_code == 422

    def test_the_demos_shared_accounts_stay(self, cast, settings):
        settings.DEMO = True
        client = browser(cast.tenant, cast.alice)
        assert "share this account" in client.get(f"{HERE}/erase").content.decode()
        assert self.send(client, sure="on").status_code == 422
