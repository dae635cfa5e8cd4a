"""Every address × every role × whose id: nothing of another marketplace can be told from what does not exist."""

from __future__ import annotations

import pytest

from accounts.models import User
from tests.cast import browser, sign_in
from tests.conftest import empty_every_table
from tests.matrix.addresses import PLATFORM, addresses
from tests.matrix.rows import Row, roles
from tests.matrix.table import ACCOUNT_PAGES, BODIES, ROWS
from tests.matrix.visit import alike, send, text_of
from tests.matrix.world import ROLES, SECRET, SHARED, made_up, make_world, visitors


@pytest.fixture(scope="module")
def worlds(django_db_setup, django_db_blocker, tmp_path_factory):
    """Made once; the tests only look, and what their writes would change is rolled back."""
    with django_db_blocker.unblock():
        home, elsewhere = make_world("game-goods", "home"), make_world("elsewhere", SECRET)
        clients = visitors(home, elsewhere)
        yield home, elsewhere, clients
        empty_every_table()


BY_PATH = {row.path: row for row in ROWS}
WITH_IDS = [row for row in ROWS if row.ids and not row.shared]


def each(rows):
    return pytest.mark.parametrize("row", rows, ids=lambda row: row.path)


class TestTheTable:
    def test_has_a_row_for_every_address(self):
        account_pages = {path for path, name in addresses().items() if name in ACCOUNT_PAGES}
        missing = set(addresses()) - set(BY_PATH) - account_pages
        assert missing == set(), "add a row to tests/matrix/table.py"

    def test_has_no_row_for_what_is_gone(self):
        assert set(BY_PATH) - set(addresses()) == set()

    def test_fills_every_bracket(self):
        assert [row.path for row in ROWS if row.path.count("<") != len(row.ids)] == []


@pytest.mark.django_db
class TestOnesOwn:
    @each(ROWS)
    def test_is_seen_by_whom_the_table_says_and_tells_nothing_of_elsewhere(self, row: Row, worlds):
        home, elsewhere, clients = worlds
        foreign = [SECRET, *(value for kind, value in elsewhere.ids.items() if kind not in SHARED)]
        seen = {}
        for role in ROLES:
            response = send(clients[role], "GET", row, home.ids)
            seen[role] = response.status_code
            text = text_of(response)
            assert not [value for value in foreign if value in text], f"{role} reads of elsewhere"
        assert seen == expected(row)


@pytest.mark.django_db
class TestAnothersIds:
    @each(WITH_IDS)
    def test_answer_like_made_up_ones(self, row: Row, worlds):
        home, elsewhere, clients = worlds
        nobody = {kind: made_up(kind) for kind in home.ids}
        for role in ROLES:
            for method in ("GET", *row.writes):
                real = send(clients[role], method, row, elsewhere.ids)
                imagined = send(clients[role], method, row, nobody)
                told = f"{role}, {method}"
                kinds = [kind for kind in home.ids if kind in row.ids or kind.replace(" ", "_") in row.query]
                assert alike(real, elsewhere.ids, kinds) == alike(imagined, nobody, kinds), told
                assert real.status_code in (302, 401, 403, 404, 405, 422), told
                if real.status_code == 302:
                    assert real["Location"].startswith("/accounts/login/"), told
                if method == "GET" and role in roles(row.sees):
                    assert real.status_code in (404, 422), told

    @pytest.mark.parametrize("case", BODIES, ids=lambda case: case[0])
    def test_in_a_body_answer_like_made_up_ones(self, case, worlds):
        _, role, row, kind, body = case
        home, elsewhere, clients = worlds
        nobody = made_up(kind)
        real = send(clients[role], "POST", row, home.ids, body(home.ids, elsewhere.ids[kind]))
        imagined = send(clients[role], "POST", row, home.ids, body(home.ids, nobody))
        assert real.status_code == imagined.status_code == 422
        assert real.json()["code"] == "validation_failed"
        assert alike(real, elsewhere.ids, [kind]) == alike(imagined, {kind: nobody}, [kind])


@pytest.mark.django_db
class TestAccountPages:
    @pytest.mark.parametrize("role", ROLES)
    def test_break_for_nobody(self, role, worlds):
        _, _, clients = worlds
        for path, name in addresses().items():
            if name in ACCOUNT_PAGES and "<" not in path and name != "account_logout":
                assert clients[role].get(path).status_code < 500, path


def expected(row: Row) -> dict[str, int]:
    sees = roles(row.sees)
    api, desk = row.path.startswith("/api/"), row.path.startswith("/admin/")
    gate = 401 if api else 302
    found = {}
    for role in ROLES:
        nobody = role == "anonymous" or (role == "key" and not api)
        found[role] = 200 if role in sees else gate if nobody else 404
        # Operators are no members: to a marketplace's API their session is nobody's.
        if role == "operator" and api and role not in sees:
            found[role] = 401
        if desk and role not in sees and not nobody:
            found[role] = 404
    return {**found, **row.other}


@pytest.mark.django_db
class TestThePlatformsAddress:
    def test_shows_nothing_of_any_marketplace_even_to_operators(self, worlds):
        home, _, clients = worlds
        operator, stranger = browser(), browser()
        sign_in(operator, User.objects.get(is_operator=True), second_factor=True)
        for row in ROWS:
            for client in (operator, stranger):
                response = send(client, "GET", row, home.ids)
                assert response.status_code < 500 or row.path == "/readyz", row.path
                if row.ids and not row.shared and row.path not in PLATFORM:
                    assert response.status_code in (302, 401, 404, 405), row.path
                if row.path not in (*PLATFORM, "/"):
                    text = text_of(response)
                    assert not [kind for kind, value in home.ids.items() if kind not in SHARED and value in text]

    def test_lets_operators_look_after_accounts_and_marketplaces(self, worlds):
        home, _, _ = worlds
        operator = browser()
        sign_in(operator, User.objects.get(is_operator=True), second_factor=True)
        for path in PLATFORM:
            assert send(operator, "GET", BY_PATH[path], home.ids).status_code == 200, path
