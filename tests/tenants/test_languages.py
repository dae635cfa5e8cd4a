"""What language people are spoken to: chosen, asked for, or the marketplace's."""

from __future__ import annotations

import pytest

from audit.models import Entry
from tenants.actions.choose_language import UnableToChooseLanguage, choose_language
from tenants.actions.create_tenant import UnableToCreateTenant
from tenants.actions.set_language import UnableToSetLanguage, set_language
from tenants.languages import language_of
from tenants.models import Member, Tenant
from tests.cast import NOW, browser, make_cast, make_mallory
from wire.refusals import NotPermitted

pytestmark = pytest.mark.django_db

GERMAN = "de-CH, de;q=0.9, en;q=0.5"


@pytest.fixture
def cast():
    return make_cast()


def language_at(client, path="/language", **headers):
    return client.get(path, headers=headers).headers["Content-Language"]


class TestAPage:
    def test_is_english_where_nobody_asks_for_anything_else(self, cast):
        assert language_at(browser(cast.tenant)) == "en"

    def test_is_in_the_first_language_of_the_browser_that_is_spoken_here(self, cast):
        client = browser(cast.tenant)
        assert language_at(client, **{"Accept-Language": GERMAN}) == "de"
        assert language_at(client, **{"Accept-Language": "fr, pt;q=0.8, es-MX;q=0.7, de;q=0.1"}) == "es"
        assert 'lang="de"' in client.get("/", headers={"Accept-Language": GERMAN}).content.decode()

    @pytest.mark.parametrize("header", ["*", "xx", "de;q=zero", ";;;,", "e" * 5000])
    def test_bears_any_header(self, cast, header):
        assert language_at(browser(cast.tenant), **{"Accept-Language": header}) == "en"

    def test_is_in_what_the_marketplace_speaks_where_the_browser_asks_for_nothing_known(self, cast):
        Tenant.objects.filter(pk=cast.tenant.pk).update(language="es")
        assert language_at(browser(cast.tenant), **{"Accept-Language": "fr"}) == "es"

    def test_is_in_what_a_member_chose_wherever_they_sign_in(self, cast):
        with cast.inside():
            choose_language(tenant=cast.tenant, by=cast.alice, language="de", now=NOW)
        assert language_at(browser(cast.tenant, cast.alice), **{"Accept-Language": "es"}) == "de"
        assert language_at(browser(cast.tenant, cast.bob), **{"Accept-Language": "es"}) == "es"

    def test_tells_caches_what_it_depends_on(self, cast):
        assert "Accept-Language" in browser(cast.tenant).get("/").headers["Vary"]

    def test_of_the_api_and_of_the_desk_stays_english(self, cast):
        assert language_at(browser(cast.tenant), "/api/v1/policy", **{"Accept-Language": "de"}) == "en"
        assert language_at(browser(cast.tenant, cast.laura), "/admin/", **{"Accept-Language": "de"}) == "en"


class TestChoosing:
    def test_holds_on_this_device_and_leads_back(self, cast):
        client = browser(cast.tenant)
        answer = client.post("/language", {"language": "de", "next": "/sellers?q=north"})
        assert answer.status_code == 302 and answer.headers["Location"] == "/sellers?q=north"
        assert language_at(client) == "de"

    def test_holds_for_a_members_letters(self, cast):
        browser(cast.tenant, cast.alice).post("/language", {"language": "es", "next": "/"})
        with cast.inside():
            assert language_of(Member.objects.get(pk=cast.alice.pk), cast.tenant) == "es"
            assert language_of(Member.objects.get(pk=cast.bob.pk), cast.tenant) == "en"

    @pytest.mark.parametrize(
        "elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"]
    )
    def test_never_leads_elsewhere(self, cast, elsewhere):
        answer = browser(cast.tenant).post("/language", {"language": "de", "next": elsewhere})
        assert answer.headers["Location"] == "/"

    def test_of_a_language_that_is_not_spoken_changes_nothing_and_says_so(self, cast):
        client = browser(cast.tenant, cast.alice)
        answer = client.post("/language", {"language": "tlh", "next": "/"})
        assert answer.status_code == 422 and "not spoken here" in answer.content.decode()
        assert "language" not in client.cookies
        with cast.inside():
            assert Member.objects.get(pk=cast.alice.pk).language == ""
            with pytest.raises(UnableToChooseLanguage):
                choose_language(tenant=cast.tenant, by=cast.alice, language="tlh", now=NOW)

    def test_is_for_members_of_this_marketplace(self, cast):
        mallory = make_mallory()
        with cast.inside(), pytest.raises(NotPermitted):
            choose_language(tenant=cast.tenant, by=mallory.alice, language="de", now=NOW)


class TestAMarketplacesLanguage:
    def test_is_set_by_leads_and_logged(self, cast):
        with cast.inside():
            set_language(tenant=cast.tenant, by=cast.laura, language="de", now=NOW)
            set_language(tenant=cast.tenant, by=cast.laura, language="de", now=NOW)
            entry = Entry.objects.get(action="tenant.language_set")
            assert entry.data == {"from": "en", "to": "de"}
        assert language_at(browser(cast.tenant)) == "de"

    def test_is_set_on_the_page_of_its_look(self, cast):
        client = browser(cast.tenant, cast.laura)
        assert client.post("/admin/tenants/tenant/look/", {"language": "es"}).status_code == 302
        assert client.post("/admin/tenants/tenant/look/", {"language": "tlh"}).status_code == 422
        assert Tenant.objects.get(pk=cast.tenant.pk).language == "es"

    @pytest.mark.parametrize("who", ["alice", "bob", "carol"])
    def test_is_not_set_by_others(self, cast, who):
        with cast.inside(), pytest.raises(NotPermitted):
            set_language(tenant=cast.tenant, by=getattr(cast, who), language="de", now=NOW)

    def test_is_one_that_is_spoken(self, cast):
        with cast.inside(), pytest.raises(UnableToSetLanguage):
            set_language(tenant=cast.tenant, by=cast.laura, language="tlh", now=NOW)
        with pytest.raises(UnableToCreateTenant, match="'tlh' is not spoken here; choose from en, de, es"):
            make_cast("other", language="tlh")


class TestWhoeverJoins:
    def test_is_written_to_in_the_language_of_their_browser(self, cast):
        mallory = make_mallory()
        client = browser(cast.tenant, mallory.alice)
        client.get("/", headers={"Accept-Language": GERMAN})
        with cast.inside():
            assert Member.objects.get(user=mallory.alice.user).language == "de"
