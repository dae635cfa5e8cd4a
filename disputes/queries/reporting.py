"""How the reports to the Transparency Database stand."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from disputes.models import Report, Reporting
from tenants.models import Member, Role


def account_of() -> Reporting | None:
    """The marketplace's account with the database; None where nobody ever set one."""
    return Reporting.objects.first()


def report_counts(account: Reporting | None) -> dict[str, int]:
    """{state: reports} of the database in use."""
    found = {each.value: 0 for each in Report.State}
    if account is not None:
        rows = Report.objects.filter(database=account.database).values("state").order_by("state")
        found |= {row["state"]: row["number"] for row in rows.annotate(number=Count("pk"))}
    return found


def reports_visible_to(member: Member | None) -> QuerySet[Report]:
    """Leads see all of the database in use."""
    account = account_of() if member is not None and member.has_role(Role.LEAD) else None
    return Report.objects.filter(database=account.database) if account else Report.objects.none()
