"""Says in the app that a case was decided; the letter with the reasons goes out besides, as the law asks."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse

from disputes.models import Origin, RemovalRequest, Statement
from notifications.actions.notify import Told, notify_all
from orders.queries import members_who_run
from policy.saying import say
from tenants.models import Tenant


def tell_in_app(statement: Statement, *, case: RemovalRequest, tenant: Tenant, now: datetime) -> None:
    """The review's author, or everyone who runs the seller; a notice of somebody else is none of the seller's."""
    order = case.review.order.external_id
    if statement.kind == Statement.Kind.STATEMENT:
        to = [statement.addressee]
        title = say("A decision about your review of order {order}", order=order)
    elif case.origin != Origin.NOTICE:
        to = list(members_who_run(case.seller))
        title = say("A decision about the review of order {order}", order=order)
    else:
        return
    path = reverse("statement_page", args=[statement.pk])
    told = [Told(member, "request_decided", f"statement:{statement.pk}", title, path) for member in to]
    notify_all(tenant=tenant, told=told, now=now)
