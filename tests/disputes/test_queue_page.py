"""The head of the queue: filters with their counts, what narrows it, and views that are kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from disputes.admin.cases import CaseDesk
from disputes.models import QueueMark, RemovalRequest, SavedView
from tests.cast import browser
from tests.disputes.test_admin_queue import QUEUE, filed_ago, order_of, shown


def labels(page, name: str) -> dict[str, str]:
    fields = [*page.context["fields"], *page.context["more_fields"]]
    (field,) = [each for each in fields if each["name"] == name]
    return {each["value"]: each["label"] for each in field["options"]}


class TestFilters:
    def test_say_how_many_cases_each_choice_leaves(self, cast):
        filed_ago(cast, timedelta(days=4))
        filed_ago(cast, timedelta(hours=1), "Slow again, and nobody answered any of my questions about it.")
        page = browser(cast.tenant, cast.carol).get(QUEUE)

        assert labels(page, "ground")["unrelated"].endswith("(2)")
        assert labels(page, "ground")["duplicate"].endswith("(0)")
        assert labels(page, "older_than")["3"].endswith("(1)")
        assert labels(page, "language")["en"] == "en (1)"

    @pytest.mark.parametrize(
        ("asked", "found"),
        [
            ({"language": "en"}, ["long"]),
            ({"language": "none"}, ["short"]),
            ({"older_than": "3"}, ["short"]),
            ({"older_than": "2"}, []),
            ({"value": "10_to_50"}, ["short", "long"]),
            ({"value": "under_10"}, []),
            ({"grouped": "yes"}, []),
            ({"seller": "nonsense"}, []),
            ({"assigned": "nonsense"}, []),
            ({"q": "nobody answered"}, ["long"]),
            ({"q": "nobody answered", "ground": "duplicate"}, []),
        ],
    )
    def test_narrow_alone_and_together(self, cast, asked, found):
        words = "Slow again, and nobody answered any of my questions about it."
        cases = {"short": filed_ago(cast, timedelta(days=4)), "long": filed_ago(cast, timedelta(hours=1), words)}
        page = browser(cast.tenant, cast.carol).get(QUEUE, asked)

        assert page.status_code == 200
        assert shown(page) == [order_of(cases[name]) for name in found]

    @pytest.mark.parametrize("asked", [{}, {"ground": "unrelated"}])
    def test_hold_on_every_page(self, cast, monkeypatch, asked):
        monkeypatch.setattr(CaseDesk, "list_per_page", 2)
        words = "Slow again, and nobody answered any of my questions about it."
        cases = [filed_ago(cast, timedelta(days=4 - number), words) for number in range(3)]
        late = filed_ago(cast, timedelta(days=5))
        QueueMark.objects.filter(request=late, name="ground").delete()
        expected = [order_of(case) for case in ([late, *cases] if not asked else cases)]
        client = browser(cast.tenant, cast.carol)

        pages = [client.get(QUEUE, {**asked, "p": number}) for number in (1, 2)]
        assert [order for page in pages for order in shown(page)] == expected

    def test_of_the_seller_come_from_a_row(self, cast):
        case = filed_ago(cast, timedelta(days=4))
        page = browser(cast.tenant, cast.carol).get(QUEUE, {"seller": str(case.seller_id)})

        assert shown(page) == [order_of(case)]
        assert [chip["label"] for chip in page.context["chips"]] == [f"Seller: {case.seller.name}"]

    def test_are_taken_away_one_by_one(self, cast):
        page = browser(cast.tenant, cast.carol).get(QUEUE, {"ground": "unrelated", "q": "slow", "which": "overdue"})

        chips = {chip["label"].split(":")[0]: chip["href"] for chip in page.context["chips"]}
        assert chips["Ground"] == "?q=slow&which=overdue"
        assert 'name="which" value="overdue"' in page.content.decode()

    def test_find_an_order_whatever_became_of_its_case(self, cast):
        case = filed_ago(cast, timedelta(days=4))
        RemovalRequest.objects.update(status="decided", closed_at=timezone.now())
        QueueMark.objects.all().delete()

        assert shown(browser(cast.tenant, cast.carol).get(QUEUE)) == []
        assert shown(browser(cast.tenant, cast.carol).get(QUEUE, {"q": order_of(case)})) == [order_of(case)]


class TestTheOrder:
    def test_explains_itself(self, cast):
        filed_ago(cast, timedelta(hours=1))
        filed_ago(cast, timedelta(days=4))
        rows = browser(cast.tenant, cast.carol).get(QUEUE).context["rows"]

        assert [row.why for row in rows] == [("The time to reply is over",), ("Due after the buyer's time to reply",)]


class TestViews:
    def test_are_kept_and_lead_back(self, cast):
        carol = browser(cast.tenant, cast.carol)
        carol.post(f"{QUEUE}save-view/", {"name": "German duplicates", "query": "ground=duplicate&language=de&p=3&x=1"})

        (view,) = SavedView.objects.all()
        assert view.query == "ground=duplicate&language=de"
        page = carol.get(f"{QUEUE}?{view.query}")
        assert [each["label"] for each in page.context["views"] if each["current"]] == ["German duplicates"]

    def test_of_one_agent_are_not_anothers_unless_a_lead_shares_them(self, cast):
        carol, laura = browser(cast.tenant, cast.carol), browser(cast.tenant, cast.laura)
        carol.post(f"{QUEUE}save-view/", {"name": "Mine alone", "query": "ground=duplicate"})
        laura.post(f"{QUEUE}save-view/", {"name": "For all", "query": "ground=unrelated", "shared": "on"})
        dave = browser(cast.tenant, cast.dave).get(QUEUE).context["views"]

        assert [each["label"] for each in dave if "view" in each] == ["For all"]

    def test_are_shared_by_leads_only(self, cast):
        answer = browser(cast.tenant, cast.carol).post(
            f"{QUEUE}save-view/", {"name": "For all", "query": "ground=unrelated", "shared": "on"}, follow=True
        )

        assert "Only leads of this marketplace keep views for everybody." in answer.content.decode()
        assert not SavedView.objects.exists()

    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"name": "", "query": "ground=duplicate"}, "Please name the view."),
            ({"name": "All", "query": ""}, "Narrow the queue first"),
            ({"name": "x" * 61, "query": "ground=duplicate"}, "At most 60 characters."),
        ],
    )
    def test_that_say_nothing_are_refused(self, cast, given, said):
        answer = browser(cast.tenant, cast.carol).post(f"{QUEUE}save-view/", given, follow=True)

        assert said in answer.content.decode()
        assert not SavedView.objects.exists()

    def test_are_dropped_by_who_kept_them(self, cast):
        carol, dave = browser(cast.tenant, cast.carol), browser(cast.tenant, cast.dave)
        carol.post(f"{QUEUE}save-view/", {"name": "Mine", "query": "ground=duplicate"})
        view = SavedView.objects.get()

        assert dave.post(f"{QUEUE}drop-view/", {"view": str(view.pk)}).status_code == 404
        carol.post(f"{QUEUE}drop-view/", {"view": str(view.pk)})
        assert not SavedView.objects.exists()
