"""Loads the four demo marketplaces."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from io import StringIO
from itertools import count

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.db import transaction

from accounts.actions.enrol_demo_factor import enrol_demo_factor
from accounts.actions.ensure_user import ensure_user
from feedback.actions.import_reviews import import_reviews
from marketplace.demo import history
from marketplace.demo.agreements import write_compensation, write_settlement
from marketplace.demo.attacks import write_attack
from marketplace.demo.cases import CaseWriter
from marketplace.demo.catalog import OPERATOR, PASSWORD, SLUGS, Catalog, catalog
from marketplace.demo.dealings import write_dealings
from marketplace.demo.integrating import write_integrating
from marketplace.demo.looks import give_look
from marketplace.demo.misuse import write_steps
from marketplace.demo.news import catch_up
from marketplace.demo.notices import write_notice
from marketplace.demo.prevention import write_prevention
from marketplace.demo.replies import write_replies
from marketplace.demo.routine import write_routine
from marketplace.demo.second_looks import draw_all_or_none, write_second_looks
from marketplace.demo.shop import write_shop
from orders.actions.ensure_partner import ensure_partner
from orders.actions.ensure_seller import ensure_seller
from orders.actions.import_orders import import_orders
from orders.actions.seat_member import seat_member
from orders.actions.seat_partner import seat_partner
from orders.actions.send_message import send_message
from orders.queries import order_of_external_id
from tenants.actions.create_tenant import create_tenant
from tenants.actions.ensure_member import ensure_member
from tenants.models import Member, Tenant
from tenants.queries import tenant_of_slug
from tenants.scope import tenant_scope

Say = Callable[[str], None]


def load_demo(*, now: datetime, say: Say) -> None:
    """Create what is not there yet; a marketplace that exists is left as it is. Each is all or nothing."""
    _operator()
    for slug in SLUGS:
        if tenant_of_slug(slug) is None:
            _load_marketplace(catalog(slug), now, say)


def _operator() -> None:
    user = ensure_user(email=OPERATOR, name="Olga Petrov", password=PASSWORD, verified=True, operator=True)
    enrol_demo_factor(user=user)


def _load_marketplace(texts: Catalog, now: datetime, say: Say) -> None:
    with transaction.atomic():
        tenant = create_tenant(
            slug=texts.slug,
            name=texts.texts["name"],
            host=f"{texts.slug}.{settings.BASE_DOMAIN}",
            preset=texts.texts["preset"],
            timezone=texts.texts["timezone"],
            now=now,
        )
        with tenant_scope(tenant):
            people = _people(tenant, texts, now)
            orders, reviews = _history(tenant, texts, now)
            tenant = draw_all_or_none(tenant, texts, people["lead"], now)
            writer = CaseWriter(tenant, texts, people, now)
            write_routine(writer)
            for number, case in enumerate(texts.texts["cases"], 1):
                writer.write(number, case)
            for number, told in enumerate(texts.texts.get("settlements", []), 1):
                write_settlement(writer, number, told)
            for number, told in enumerate(texts.texts.get("compensations", []), 1):
                write_compensation(writer, number, told)
            for number, told in enumerate(texts.texts.get("notices", []), 1):
                write_notice(writer, number, told)
            if attacks := texts.texts.get("attacks", []):
                _count(tenant)  # what is usual for the seller is read from the counts of their past
            for told in attacks:
                write_attack(writer, told)
            write_second_looks(writer)
            write_replies(tenant, texts.texts.get("replies", []), people["lead"], now)
            write_steps(tenant, people, now)
            if texts.texts.get("dealings"):
                write_dealings(writer)
            write_shop(writer)
            write_prevention(writer)
            give_look(tenant=tenant, lead=people["lead"], now=now)
            write_integrating(tenant=tenant, lead=people["lead"], now=now)
            catch_up(tenant, people.values(), now)
    _count(tenant)
    say(f"{tenant.name}: {orders} orders, {reviews} reviews, {len(texts.texts['cases'])} cases")


def _count(tenant: Tenant) -> None:
    call_command("reconcile_rates", "--tenant", tenant.slug, stdout=StringIO())


def _people(tenant: Tenant, texts: Catalog, now: datetime) -> dict[str, Member]:
    """The demo's logins as members, seated at the first seller and the first partner."""
    people = {}
    password = make_password(PASSWORD)  # slow on purpose, so made once for all
    for login in texts.logins:
        user = ensure_user(email=login.email, name=login.name, verified=True)
        user.password = password
        user.save(update_fields=["password"])
        member = ensure_member(
            tenant=tenant, user=user, external_id=login.external_id, name=login.name, roles=login.roles, now=now
        )
        if member.at_the_desk:
            enrol_demo_factor(user=user)
        people[login.email.split("@")[0]] = member
    for index, each in enumerate(texts.texts["sellers"]):
        seller = ensure_seller(tenant=tenant, external_id=texts.seller_id(each["name"]), name=each["name"], now=now)
        # The demo's seller runs the first storefront and those that its cases name.
        if index == 0 or any(case.get("seller") == each["name"] for case in texts.texts["cases"]):
            seat_member(tenant=tenant, seller=seller, member=people["seller"], now=now)
    for name in texts.texts.get("partners", [])[:1]:
        partner = ensure_partner(tenant=tenant, external_id=texts.seller_id(name), name=name, now=now)
        seat_partner(tenant=tenant, partner=partner, member=people["partner"], now=now)
    return people


def _history(tenant: Tenant, texts: Catalog, now: datetime) -> tuple[int, int]:
    def refuse(line: int, *why: object) -> None:
        raise RuntimeError(f"The demo's own data was refused: line {line}: {why}")

    rows = list(history.orders(texts, now))
    import_orders(tenant=tenant, by=None, rows=zip(count(2), rows), now=now, on_reject=refuse)
    reviews = list(history.reviews(texts, rows, now))
    import_reviews(tenant=tenant, by=None, rows=zip(count(2), reviews), now=now, on_reject=refuse)
    for external_id, lines in history.chats(texts, rows, now):
        order = order_of_external_id(external_id)
        for sender, body, at in lines:
            send_message(tenant=tenant, by=None, order=order, sender=sender, body=body, sent_at=at, now=now)
    return len(rows), len(reviews)
