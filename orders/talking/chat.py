"""An order's chat as light lines, for pages that show very long ones."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, TextField, Value
from django.db.models.functions import Coalesce, NullIf

from orders.models import Attachment, Message, Order, Upload

_NOTHING = Value("")


class ChatLine(NamedTuple):
    """One message of a chat as it is shown; `who` is None where nobody said which of the people wrote it."""

    id: UUID
    sender: str
    who: str | None
    body: str
    sent_at: datetime
    attached: bool
    files: tuple[Upload, ...] = ()


def lines_of_chat(order: Order) -> list[ChatLine]:
    """All of the order's chat, oldest first, in one light query; one more for files, where any are attached."""
    attached = Exists(Attachment.objects.filter(message=OuterRef("pk")))
    author = Coalesce(
        NullIf("author__name", _NOTHING),
        NullIf("author__email", _NOTHING),
        "author__external_id",
        output_field=TextField(),
    )
    rows = Message.objects.filter(order=order).annotate(who=author, attached=attached).order_by("sent_at", "id")
    lines = [ChatLine(*row) for row in rows.values_list("id", "sender", "who", "body", "sent_at", "attached")]
    if any(line.attached for line in lines):
        files: dict[UUID, list[Upload]] = {}
        kept = Attachment.objects.filter(message__order=order).select_related("upload__uploaded_by").order_by("id")
        for each in kept:
            files.setdefault(each.message_id, []).append(each.upload)
        lines = [line._replace(files=tuple(files.get(line.id, ()))) for line in lines]
    return lines
