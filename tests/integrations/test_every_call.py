"""What holds for every call that there is, found through the published schema so that none is forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from accounts.models import Scope
from integrations.openapi import schema_document
from tests.integrations.calls import Caller, assert_problem, caller
from wire.calls import PUBLIC, WRITES
from wire.views import ApiView

MADE_UP = "01890a5d-ac96-774b-bcce-b302099a8057"
MALFORMED = ("x", "0", "%00", "%F0%9F%91%8D", "x" * 3000, "..%2e", "' or 1=1 --", MADE_UP.upper())


def calls() -> Iterator[tuple[str, str, str]]:
    """Method, path below /api/v1/ and description of each call."""
    for path, item in schema_document()["paths"].items():
        for method, call in item.items():
            yield method.upper(), path.removeprefix("/api/v1/"), call["description"]


def at(path: str, identifier: str = MADE_UP) -> str:
    return re.sub(r"\{[^}]+\}", identifier, path.replace("{year}", "2025"))


def scope_of(description: str) -> str | None:
    found = re.search(r"Scope `(.+?)`", description)
    return found and found[1]


def test_without_a_key_every_call_is_401(cast):
    nobody = Caller(cast.tenant)
    for method, path, description in calls():
        if "No key needed" not in description:
            assert_problem(nobody(method, at(path)), 401, "not_authenticated")


def test_without_the_scope_every_call_is_403_and_looks_nothing_up(cast, ida):
    for method, path, description in calls():
        scope = scope_of(description)
        if scope is None:
            continue
        others = [each for each in Scope.values if each != scope]
        refused = caller(ida, *others)(method, at(path), {"oops": 1} if method in WRITES else None)
        assert scope in assert_problem(refused, 403, "permission_denied")["detail"]


@pytest.mark.parametrize("who", ["alice", "bob", "carol", "laura"])
def test_malformed_ids_answer_like_made_up_ones(cast, who):
    key = caller(getattr(cast, who))
    for method, path, _ in calls():
        if method != "GET" or "{" not in path or "{year}" in path:  # a year is nobody's id
            continue
        made_up = key.get(at(path))
        if made_up.status_code == 422:  # it asks for something behind the question mark first
            continue
        # What is kept for other roles is refused before anything is looked up.
        kept = made_up.status_code == 403
        assert_problem(made_up, *((403, "permission_denied") if kept else (404, "not_found")))
        for malformed in MALFORMED:
            answer = key.get(at(path, malformed))
            if kept:
                assert answer.status_code in (403, 404), f"{path} {malformed[:20]}"
            else:
                assert answer.content == made_up.content, f"{path} {malformed[:20]}"


def test_every_write_refuses_fields_that_it_does_not_know(cast, ida):
    for member in (cast.alice, cast.bob, cast.carol, cast.laura, ida):
        key = caller(member)
        for method, path, _ in calls():
            # A check tells what filing would refuse, and so refuses nothing itself.
            if method in WRITES and not path.endswith("/check"):
                refused = key(method, at(path), {"oops": 1})
                assert refused.status_code in (400, 403, 404, 422), f"{method} {path}: {refused.content}"


def test_every_view_names_a_scope_that_there_is_for_each_method():
    def views(base: type) -> Iterator[type]:
        for each in base.__subclasses__():
            yield each
            yield from views(each)

    schema_document()  # loads every view
    for view in views(ApiView):
        if view.__module__.split(".")[0] in ("tenants", "orders", "feedback", "disputes", "integrations"):
            assert set(view.scopes.values()) <= {*Scope.values, "*", PUBLIC}, view
            assert set(view.bodies) <= set(view.scopes), view
