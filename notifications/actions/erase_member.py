"""Deletes what a member was told, and takes their name out of what others were told about them."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction

from notifications.models import Notification, Preference
from tenants.erasing import Person, unname
from tenants.models import Member, Tenant


@transaction.atomic
def erase_member(*, tenant: Tenant, member: Member, about: Collection[str]) -> dict[str, int]:
    """How many rows went or changed. `about` are the pages of the person's orders, reviews and cases.

    A single first name is taken out of notifications of those pages alone: elsewhere it may be somebody else's.
    """
    person = Person.of(member)
    deleted, _ = Notification.objects.filter(tenant=tenant, member=member).delete()
    wishes, _ = Preference.objects.filter(tenant=tenant, member=member).delete()
    others = Notification.objects.filter(tenant=tenant).filter(person.named_in("title", "body"))
    full = Person(person.member_id, tuple(each for each in person.whole if " " in each or "@" in each), ())
    changed = unname(others, full, "title", "body")
    pages = dict(others.values_list("pk", "path"))
    theirs = [pk for pk, path in pages.items() if not set(path.split("?")[0].split("/")).isdisjoint(about)]
    changed += unname(Notification.objects.filter(pk__in=theirs), person, "title", "body")
    return {"notifications": deleted, "preferences": wishes, "notifications_changed": changed}
