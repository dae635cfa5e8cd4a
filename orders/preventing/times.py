"""The borders of `policy.prevention` as conditions of the database, for orders of the past."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, DurationField, Exists, ExpressionWrapper, F, Func, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Greatest, Least

from orders.models import Message
from policy.prevention import ANSWER_WITHIN, NEAR_COMPLETION, NEAR_SHARE, NEAR_START

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class _Share(Func):
    """NEAR_SHARE of a length of time."""

    template = f"((%(expressions)s) * {NEAR_SHARE.numerator} / {NEAR_SHARE.denominator})"
    output_field = DurationField()


def near_from(promised: str, placed: str, most: timedelta) -> Any:
    """`policy.prevention.near_from` of two columns."""
    span = ExpressionWrapper(F(promised) - F(placed), output_field=DurationField())
    before = Least(_Share(Greatest(span, Value(timedelta(0)))), Value(most))
    return ExpressionWrapper(F(promised) - before, output_field=DateTimeField())


def started(prefix: str = "") -> Any:
    """When work began, or what came instead of it."""
    return Coalesce(f"{prefix}started_at", f"{prefix}delivered_at", f"{prefix}closed_at")


def completed(prefix: str = "") -> Any:
    """When it was delivered; the end of the order where nobody said so."""
    return Coalesce(f"{prefix}delivered_at", f"{prefix}closed_at")


def pressed_columns() -> dict[str, Any]:
    """Of an order that has ended: from when its start and its completion pressed; empty without a promise."""
    return {
        "start_pressed_at": near_from("promised_start_at", "placed_at", NEAR_START),
        "completion_pressed_at": near_from("promised_completion_at", "placed_at", NEAR_COMPLETION),
    }


def was_pressed() -> Q:
    """With `pressed_columns`: what had not begun, or was not done, when its promise came near."""
    return Q(start_pressed_at__lt=started()) | Q(completion_pressed_at__lt=completed())


def waited_for_answer(*, order: Any, since: Any, until: Any) -> Exists:
    """Whether a buyer's message after a moment waited for ANSWER_WITHIN or longer, and had done so by `until`.

    All three may be expressions of the outer query.
    """
    due = ExpressionWrapper(F("sent_at") + Value(ANSWER_WITHIN), output_field=DateTimeField())
    asked = Message.objects.filter(order=order, sender=Message.Sender.BUYER, sent_at__gt=since).annotate(due=due)
    answers = Message.objects.filter(order=OuterRef("order"), sender=Message.Sender.SELLER)
    in_time = answers.filter(sent_at__gt=OuterRef("sent_at"), sent_at__lt=OuterRef("due"))
    return Exists(asked.filter(~Exists(in_time), due__lte=until))


def buyer_wrote(*, order: Any, until: Any) -> Exists:
    """Whether the buyer wrote in an order's chat before a moment; both may be expressions of the outer query."""
    return Exists(Message.objects.filter(order=order, sender=Message.Sender.BUYER, sent_at__lte=until))
