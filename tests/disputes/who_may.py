"""Who could press a button, and the check of a whole table: every status x act x person, allowed or refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction

from orders.models import SellerSeat
from policy.lifecycle import StatusTable
from tests.cast import NOW, Cast, make_mallory, make_member, make_seller
from tests.disputes.acts import REPLY_OVER
from wire.refusals import NotPermitted, NotThere, Refused

DAY = timedelta(days=1)
LATER = NOW + REPLY_OVER


@dataclass
class People:
    """Everybody who could press a button. Eve is an agent, and Lou a lead, who also run Bob's store."""

    cast: Cast
    by_name: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, cast: Cast) -> People:
        tenant = cast.tenant
        named = {
            "nobody": None,
            "author": cast.alice,
            "other buyer": make_member(tenant, "Ann", "buyer"),
            "seller": cast.bob,
            "other seller": make_member(tenant, "Ben", "seller"),
            "partner": make_member(tenant, "Nora", "partner"),
            "agent": cast.dave,
            "first agent": cast.carol,
            "agent with a stake": make_member(tenant, "Eve", "agent"),
            "lead": make_member(tenant, "Lena", "lead"),
            "first lead": cast.laura,
            "lead with a stake": make_member(tenant, "Lou", "lead"),
            "stranger": make_mallory().carol,
        }
        with cast.inside():
            make_seller(tenant, "second", runs=named["other seller"])
            for name in ("agent with a stake", "lead with a stake"):
                SellerSeat.objects.create(tenant=tenant, seller=cast.seller, member=named[name])
        return cls(cast, named)


RUN_THE_STORE = {"seller", "agent with a stake", "lead with a stake"}
AGENTS = {"agent", "first agent"}
LEADS = {"lead", "first lead"}
EVERYBODY = (
    *("nobody", "author", "other buyer", "seller", "other seller", "partner", "agent", "first agent"),
    *("agent with a stake", "lead", "first lead", "lead with a stake", "stranger"),
)


@dataclass(frozen=True)
class Rule:
    """Who may do it, and from which statuses."""

    act: Callable[..., Any]
    who: frozenset[str]
    statuses: frozenset[str]


def rule(act: Callable[..., Any], who: set[str], *statuses: str) -> Rule:
    return Rule(act, frozenset(who), frozenset(statuses))


class Undone(Exception):
    pass


def allowed(act: Callable[[], Any]) -> bool:
    """Whether the act goes through; what it did is taken back."""
    try:
        with transaction.atomic():
            act()
            raise Undone
    except Undone:
        return True
    except (Refused, NotPermitted, NotThere):
        return False
    except IntegrityError as error:
        # What nobody asked, the wall refuses: a row that names a member of another marketplace.
        assert "same_tenant" in str(error)
        return False


def check(table: dict[str, Rule], statuses: type, make: Callable, people: People) -> None:
    """The whole of status x act x person, told as the list of what is not as the table says."""
    wrong = []
    for status in statuses:
        with transaction.atomic():
            thing, now = make(people.cast, status)
            for name, rule in table.items():
                for who in EVERYBODY:
                    thing.refresh_from_db()
                    expected = who in rule.who and status in rule.statuses
                    by = people.by_name[who]
                    got = allowed(lambda rule=rule, by=by, thing=thing, now=now: rule.act(people.cast, by, thing, now))
                    if got != expected:
                        wrong.append(f"{status}: {name} by {who} is {'allowed' if got else 'refused'}")
            transaction.set_rollback(True)
    assert wrong == []


def names_only_known_statuses(table: dict[str, Rule], lifecycle: StatusTable) -> bool:
    known = {status.value for status in lifecycle.moves} | {
        status.value for nexts in lifecycle.moves.values() for status in nexts
    }
    return {status for rule in table.values() for status in rule.statuses} <= known
