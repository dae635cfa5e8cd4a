"""No page and no list asks the database more often because there is more to show."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_settings

from accounts.models import User
from tests.cast import browser, sign_in
from tests.conftest import empty_every_table
from tests.matrix.addresses import NO_PAGES, PLATFORM, addresses, only_takes_forms, readers
from tests.matrix.crowd import crowd, waiting_order
from tests.matrix.rows import Row
from tests.matrix.table import ACCOUNT_PAGES, ROWS
from tests.matrix.visit import send, text_of
from tests.matrix.world import SECRET, World, make_world, visitors

QUICK = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Those whose pages differ; an operator stands for the platform's own address.
MEASURED = ("anonymous", "buyer", "seller", "agent", "integrator")
DRAFTS = {row.path: row.sees for row in ROWS if row.sees in ("lead", "partner")}
# Pages that only one of these sees, and whom the table does not name because they are elsewhere or led on.
ALSO = {"/": "operator", "/orders/<str:external_id>/review": "buyer", **dict.fromkeys(PLATFORM, "operator"), **DRAFTS}
# Other ids worth a look: {address: [{kind: which id stands for it}]}.
OTHERS = {
    "/orders/<str:external_id>/review": [{"order": "waiting order"}],
    "/reviews/<uuid:review_id>": [{}, {"review": "fresh review"}],
    "/reviews/<uuid:review_id>/edit": [{"review": "fresh review"}],
    "/reviews/<uuid:review_id>/response": [{}, {"review": "fresh review"}],
    "/api/v1/reviews/<str:review_id>": [{}, {"review": "fresh review"}],
    "/cases/<uuid:request_id>": [{}, {"request": "decided request"}],
    "/admin/disputes/removalrequest/<str:object_id>/": [{}, {"request": "decided request"}],
    "/api/v1/removal-requests/<str:request_id>": [{}, {"request": "decided request"}],
}
# These have a length of their own, however much there is; the log fills its page from the start.
OF_ONE_LENGTH = {
    "/admin/disputes/savedreply/new/",
    "/admin/tenants/tenant/look/",
    "/admin/audit/entry/",
    "/api/docs",
    "/developers",
    "/developers/keys/new",
    "/developers/webhooks/new",
    "/api/v1/policy",
    "/api/v1/transparency",
    "/notices/new",
    "/notifications/preferences",
    # Full from the first crowd on.
    "/selling/orders",
    "/selling/prevention/pause",
    "/selling/requests/new",
    "/policy",
}

Counts = dict[tuple[str, str, int], tuple[list[str], int]]


def watchers(row: Row) -> list[str]:
    seen = readers(row) | {ALSO.get(row.path, "")}
    also = ALSO.get(row.path, "")
    everybody = (*MEASURED, "lead", "partner", "operator")
    return [role for role in everybody if role in seen and (role in MEASURED or role == also)]


ASKED = [row for row in ROWS if row.path not in NO_PAGES and watchers(row)]
LISTS = [row for row in ASKED if not row.ids]


def measure(world: World, clients: dict[str, Client]) -> Counts:
    """The queries and the length of every page for each who sees it."""
    found: Counts = {}
    for row in ASKED:
        for role in watchers(row):
            for number, other in enumerate(OTHERS.get(row.path, [{}])):
                ids = {**world.ids, **{kind: world.ids[name] for kind, name in other.items()}}
                with CaptureQueriesContext(connection) as queries:
                    response = send(clients[role], "GET", row, ids)
                assert response.status_code == 200, f"{row.path}, {role}: {response.status_code}"
                asked = [each["sql"] for each in queries.captured_queries]
                found[row.path, role, number] = asked, len(text_of(response))
    for path in account_pages():
        with CaptureQueriesContext(connection) as queries:
            send(clients["buyer"], "GET", Row(path), {})
        found[path, "buyer", 0] = [each["sql"] for each in queries.captured_queries], 0
    return found


def account_pages() -> list[str]:
    known = addresses().items()
    return [path for path, name in known if name in ACCOUNT_PAGES and "<" not in path and name != "account_logout"]


@pytest.fixture(scope="module")
def counts(django_db_setup, django_db_blocker) -> Iterator[tuple[Counts, Counts]]:
    with django_db_blocker.unblock(), override_settings(PASSWORD_HASHERS=QUICK):
        home, elsewhere = make_world("game-goods", "home"), make_world("elsewhere", SECRET)
        home.ids["waiting order"] = waiting_order(home)
        clients = visitors(home, elsewhere)
        clients["operator"] = browser()
        sign_in(clients["operator"], User.objects.get(is_operator=True), second_factor=True)
        crowd(home, 1, 1)
        few = measure(home, clients)
        crowd(home, 2, 14)
        many = measure(home, clients)
        yield few, many
        empty_every_table()


class TestWhatIsMeasured:
    def test_is_every_address_that_shows_something(self):
        forgotten = [
            row.path
            for row in ROWS
            if row not in ASKED and row.path not in NO_PAGES and not only_takes_forms(row) and not _shows_nothing(row)
        ]
        assert forgotten == [], "say in ALSO who sees it"

    @pytest.mark.parametrize("row", LISTS, ids=lambda row: row.path)
    def test_has_more_to_show_the_second_time(self, row: Row, counts):
        few, many = counts
        grew = [role for role in watchers(row) if many[row.path, role, 0][1] > few[row.path, role, 0][1]]
        assert grew or row.path in OF_ONE_LENGTH, "tests/matrix/crowd.py makes nothing that this list shows"


class TestQueries:
    @pytest.mark.parametrize("path", [*(row.path for row in ASKED), *account_pages()])
    def test_do_not_grow_with_the_rows(self, path: str, counts):
        few, many = counts
        for key in (key for key in few if key[0] == path):
            before, after = few[key][0], many[key][0]
            assert len(after) <= len(before), f"{key[1]}: {len(before)} -> {len(after)}\n{_repeated(after)}"


def _shows_nothing(row: Row) -> bool:
    return not readers(row) and set(row.other.values()) <= {302, 404}


def _repeated(queries: list[str]) -> str:
    """The queries that were asked more than once, without their values."""
    shapes = [sql.split(" WHERE ")[0][-300:] for sql in queries]
    return "\n".join(f"{shapes.count(shape)} x {shape}" for shape in dict.fromkeys(shapes) if shapes.count(shape) > 1)
