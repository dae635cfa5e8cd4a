"""Stops e-mails by the link that came in one of them; whoever holds the link may, without signing in."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from audit.actions.record_entry import record_entry
from notifications.kinds import kinds_for
from notifications.preferring import put_preferences
from notifications.queries import wishes_of
from notifications.subscriptions import Subscription, read_token
from tenants.models import Tenant


@transaction.atomic
def unsubscribe(*, tenant: Tenant, token: str, only_these: bool = False, now: datetime) -> Subscription:
    """No e-mail about any kind goes to the link's member any more; `only_these`: about the kinds of that e-mail.

    E-mails that wait already are not sent either; the app goes on as it was, and so do the letters of the law.
    The same again changes nothing. Raises NotThere and LinkEnded as `read_token`.
    """
    subscription = read_token(token, tenant=tenant, now=now)
    member = subscription.member
    kinds = subscription.kinds if only_these else (*kinds_for(member), *subscription.kinds)
    wishes = wishes_of([member.pk], kinds)
    chosen = {kind: (in_app, "never") for (_, kind), (in_app, email) in wishes.items() if email != "never"}
    if chosen:
        put_preferences(tenant=tenant, member=member, chosen=chosen, now=now)
        data = {"stopped": sorted(chosen)}
        record_entry(tenant=tenant, by=None, action="notifications.unsubscribed", subject=member, now=now, data=data)
    return subscription
