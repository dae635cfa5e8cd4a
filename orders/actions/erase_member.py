"""Takes a person out of orders, chats and files: what they bought stays, what they wrote and sent in goes."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from orders.models import (
    RUNNING,
    Compensation,
    CustomOrder,
    Message,
    Order,
    PartnerSeat,
    Payment,
    Refund,
    SellerMute,
    SellerReport,
    SellerSeat,
    Settlement,
    Upload,
)
from policy.saying import Said, say, say_number
from policy.terms import OrderStatus
from tenants.actions.erase_member import refuse_while
from tenants.erasing import ERASED, Person, drop, unname
from tenants.models import Member, Tenant

UNDER_WAY = (OrderStatus.AWAITING_PAYMENT, OrderStatus.IN_PROGRESS, OrderStatus.DELIVERED)
_BILLING = (
    "billing_first_name",
    "billing_last_name",
    "billing_address_1",
    "billing_address_2",
    "billing_city",
    "billing_postcode",
    "billing_country_code",
    "billing_country_area",
    "billing_email",
    "billing_phone",
    "fraud_message",
    "extra_data",
    "message",
)


def reasons_to_keep_buyer(member: Member) -> list[Said]:
    """What runs and needs the buyer: orders, settlements, money on its way back."""
    reasons = []
    if running := Order.objects.filter(buyer=member, status__in=UNDER_WAY).count():
        reasons.append(
            say_number(
                "{number} order of yours still runs. It can be erased once it is finished, refunded or canceled.",
                "{number} orders of yours still run. They can be erased once they are finished, refunded or canceled.",
                running,
            )
        )
    if Settlement.objects.filter(order__buyer=member, status__in=RUNNING).exists():
        reasons.append(say("A settlement with a seller still runs. It ends by the days that it names."))
    if Refund.objects.filter(payment__order__buyer=member, done_at__isnull=True, failed_because="").exists():
        reasons.append(say("Money is still on its way back to you. Please come back when it has arrived."))
    return reasons


@transaction.atomic
def erase_member(*, tenant: Tenant, member: Member) -> dict[str, int]:
    """How many rows lost words. What was written for a shop stays the shop's, without the person's name.

    Raises UnableToEraseMember while something runs. The bytes of files are deleted by `orders.jobs.delete_files`.
    """
    refuse_while(reasons_to_keep_buyer(member))
    person = Person.of(member)
    bought = Order.objects.filter(tenant=tenant, buyer=member)
    SellerSeat.objects.filter(member=member).delete()
    PartnerSeat.objects.filter(member=member).delete()
    SellerMute.objects.filter(buyer=member).delete()
    counts = {
        "messages": drop(Message.objects.filter(order__buyer=member, sender=Message.Sender.BUYER), body=ERASED),
        "orders": drop(bought, tracking_number=""),
        "payments": drop(Payment.objects.filter(order__buyer=member), **dict.fromkeys(_BILLING, "")),
        "reports": drop(SellerReport.objects.filter(by=member), words=ERASED),
        "settlements": drop(Settlement.objects.filter(order__buyer=member, proposed_by=member), terms=ERASED),
        "files": drop(_own_files(member), name=ERASED, sha256=""),
    }
    counts["named"] = _unname(person, member)
    return counts


def _own_files(member: Member):
    return Upload.objects.filter(uploaded_by=member, seller__isnull=True, partner__isnull=True)


def _unname(person: Person, member: Member) -> int:
    theirs = Q(order__buyer=member)
    return sum(
        (
            unname(Message.objects.filter(theirs | Q(author=member)), person, "body"),
            unname(Settlement.objects.filter(theirs | Q(proposed_by=member)), person, "terms", "performance"),
            unname(Compensation.objects.filter(theirs | Q(given_by=member)), person, "description"),
            unname(SellerReport.objects.filter(theirs | Q(looked_at_by=member)), person, "words", "answer"),
            unname(Refund.objects.filter(Q(payment__order__buyer=member) | Q(by=member)), person, "reason"),
            unname(CustomOrder.objects.filter(Q(buyer=member) | Q(made_by=member)), person, "title", "description"),
            unname(Payment.objects.filter(theirs), person, "description"),
            unname(Upload.objects.filter(Q(uploaded_by=member)), person, "name"),
        )
    )


def pages_of_buyer(member: Member) -> set[str]:
    """How pages about the person's orders are addressed, for what others were told of them."""
    return set(Order.objects.filter(buyer=member).values_list("external_id", flat=True))
