"""The list, the bell, and the choices; each member's own and nobody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from notifications.actions.mark_all_read import mark_all_read
from notifications.models import Notification, Preference
from notifications.queries import unread_count
from tests.cast import NOW, browser, make_mallory
from tests.notifications.telling import tell

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return " ".join(answer.content.decode().split())


class TestTheList:
    def test_shows_the_newest_first_and_marks_what_is_unread(self, cast):
        with cast.inside():
            tell(cast, cast.alice, "old", title="The older one")
            tell(cast, cast.alice, "new", title="The newer one", at=NOW + timedelta(hours=1))
            tell(cast, cast.bob, "his", title="For Bob alone")
            Notification.objects.filter(key="old").update(read_at=NOW)

        page = text(browser(cast.tenant, cast.alice).get("/notifications"))

        assert page.index("The newer one") < page.index("The older one")
        assert "For Bob alone" not in page
        assert "1 is unread" in page
        assert page.count(">New<") == 1

    def test_says_in_which_language_they_were_told_where_the_page_speaks_another(self, cast):
        with cast.inside():
            tell(cast, cast.alice, "old", title="A thing")
        alice = browser(cast.tenant, cast.alice)

        german = text(alice.get("/notifications", headers={"accept-language": "de"}))
        english = text(alice.get("/notifications", headers={"accept-language": "en"}))

        assert '<h2 class="told-title" lang="en">' in german
        assert '<h2 class="told-title"><a' in english
        with cast.inside():
            cast.alice.language = "de"
            cast.alice.save(update_fields=["language"])
        assert '<h2 class="told-title"><a' in text(alice.get("/notifications", headers={"accept-language": "es"}))

    def test_has_pages_that_stand_still(self, cast):
        with cast.inside():
            for number in range(25):
                tell(cast, cast.alice, f"key-{number}", title=f"Thing {number:02}", at=NOW + timedelta(minutes=number))
        client = browser(cast.tenant, cast.alice)

        first = client.get("/notifications")
        older = client.get(first.context["older_href"])

        assert [row["title"] for row in older.context["rows"]] == [f"Thing {number:02}" for number in (4, 3, 2, 1, 0)]
        assert client.get("/notifications?cursor=made-up").status_code == 302

    def test_asks_no_more_of_the_database_when_there_is_more_to_show(self, cast):
        def queries() -> int:
            with CaptureQueriesContext(connection) as asked:
                assert client.get("/notifications").status_code == 200
            return len(asked)

        client = browser(cast.tenant, cast.alice)
        with cast.inside():
            tell(cast, cast.alice)
        few = queries()
        with cast.inside():
            for number in range(30):
                tell(cast, cast.alice, f"key-{number}", kind=("payment", "order_moved")[number % 2])
        assert queries() <= few

    def test_says_kindly_that_there_is_nothing(self, cast):
        assert "Nothing yet" in text(browser(cast.tenant, cast.alice).get("/notifications"))

    def test_of_an_email_alone_does_not_stand_there(self, cast):
        with cast.inside():
            tell(cast, cast.alice)
            Notification.objects.update(shown=False)

        assert "Bob wrote to you" not in text(browser(cast.tenant, cast.alice).get("/notifications"))


class TestOpening:
    def test_leads_to_its_page_and_marks_it_read(self, cast):
        with cast.inside():
            told = tell(cast, cast.alice, path="/orders/order-1#chat")

        answer = browser(cast.tenant, cast.alice).get(f"/notifications/{told.pk}")

        assert (answer.status_code, answer["Location"]) == (302, "/orders/order-1#chat")
        with cast.inside():
            told.refresh_from_db()
            assert told.read_at is not None
            assert told.email_due_at is None

    def test_never_leads_out_of_the_marketplace(self, cast):
        with cast.inside():
            told = tell(cast, cast.alice)
            Notification.objects.update(path="//elsewhere.example/")

        assert browser(cast.tenant, cast.alice).get(f"/notifications/{told.pk}")["Location"] == "/notifications"

    def test_of_somebody_else_is_not_there_and_stays_unread(self, cast):
        mallory = make_mallory()
        with cast.inside():
            told = tell(cast, cast.alice)

        assert browser(cast.tenant, cast.bob).get(f"/notifications/{told.pk}").status_code == 404
        assert browser(mallory.tenant, mallory.alice).get(f"/notifications/{told.pk}").status_code == 404
        with cast.inside():
            assert Notification.objects.get().read_at is None

    def test_asks_strangers_to_sign_in_first(self, cast):
        with cast.inside():
            told = tell(cast, cast.alice)

        answer = browser(cast.tenant).get(f"/notifications/{told.pk}")

        assert answer.status_code == 302
        assert f"next=/notifications/{told.pk}" in answer["Location"]


class TestMarkingAll:
    def test_marks_what_the_page_showed_and_nothing_newer(self, cast):
        with cast.inside():
            tell(cast, cast.alice, "seen")
            tell(cast, cast.alice, "came since", at=NOW + timedelta(hours=1))
            tell(cast, cast.bob)

            assert mark_all_read(tenant=cast.tenant, by=cast.alice, until=NOW, now=NOW) == 1
            assert set(Notification.objects.filter(read_at=None).values_list("key", flat=True)) == {"came since", "one"}

    def test_leaves_the_email_of_what_is_hidden_in_the_app(self, cast):
        with cast.inside():
            tell(cast, cast.alice)
            Notification.objects.update(shown=False)

            mark_all_read(tenant=cast.tenant, by=cast.alice, until=NOW, now=NOW)

            assert Notification.objects.get().email_due_at is not None

    def test_is_a_button_that_works_twice(self, cast):
        with cast.inside():
            tell(cast, cast.alice)
        client = browser(cast.tenant, cast.alice)

        for until in ("2099-01-01T00:00:00Z", "nonsense"):
            assert client.post("/notifications/read", {"until": until}).status_code == 302
        with cast.inside():
            assert unread_count(cast.alice) == 0


class TestTheBell:
    @pytest.mark.parametrize(
        ("number", "label", "badge"),
        [
            (0, "Notifications, none unread", None),
            (3, "Notifications, 3 unread", ">3<"),
            (120, "Notifications, more than 99 unread", ">99+<"),
        ],
    )
    def test_says_how_many_are_unread(self, cast, number, label, badge):
        with cast.inside():
            for each in range(number):
                tell(cast, cast.alice, f"key-{each}")

        page = text(browser(cast.tenant, cast.alice).get("/orders"))

        assert label in page
        assert badge is None or badge in page

    def test_counts_with_one_query_at_most_a_hundred_rows(self, cast, django_assert_num_queries):
        with cast.inside():
            for each in range(105):
                tell(cast, cast.alice, f"key-{each}")
            with django_assert_num_queries(1) as asked:
                assert unread_count(cast.alice) == 100
        assert "LIMIT 100" in asked.captured_queries[0]["sql"]

    def test_is_not_drawn_for_strangers(self, cast):
        assert 'class="bell"' not in text(browser(cast.tenant).get("/"))


class TestPreferences:
    def test_offer_the_kinds_of_the_members_roles(self, cast):
        buyer = text(browser(cast.tenant, cast.alice).get("/notifications/preferences"))
        seller = text(browser(cast.tenant, cast.bob).get("/notifications/preferences"))

        assert "<legend>Responses</legend>" in buyer
        assert "<legend>Low stock</legend>" not in buyer
        assert "<legend>Low stock</legend>" in seller
        assert "<legend>Responses</legend>" not in seller

    def test_say_which_letters_always_come(self, cast):
        page = text(browser(cast.tenant, cast.alice).get("/notifications/preferences"))

        assert "cannot be switched off" in page
        assert "By e-mail: always, as a letter" in page
        assert 'name="request_decided-email"' not in page

    def test_are_kept_without_javascript(self, cast):
        client = browser(cast.tenant, cast.alice)
        form = {f"{kind}-email": "daily" for kind in ("message_received", "order_moved")}

        answer = client.post("/notifications/preferences", {**form, "order_moved-app": "on"}, follow=True)

        assert "Kept." in text(answer)
        with cast.inside():
            kept = {each.kind: (each.in_app, each.email) for each in Preference.objects.filter(member=cast.alice)}
        assert kept["message_received"] == (False, "daily")
        assert kept["order_moved"] == (True, "daily")
        assert kept["request_decided"] == (False, "never")

    def test_refuse_a_choice_that_does_not_exist_and_keep_the_others_typed(self, cast):
        form = {"message_received-email": "hourly", "order_moved-email": "daily"}

        answer = browser(cast.tenant, cast.alice).post("/notifications/preferences", form)

        assert answer.status_code == 422
        assert "Choose whether e-mails come never" in text(answer)
        with cast.inside():
            assert not Preference.objects.exists()

    def test_of_an_agent_say_that_there_is_nothing_to_choose(self, cast):
        assert "No kind of notification" in text(browser(cast.tenant, cast.carol).get("/notifications/preferences"))
