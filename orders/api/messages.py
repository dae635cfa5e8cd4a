"""The chat of one order: passed in by the marketplace or written by its sides, read by those who may."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from orders.actions.send_message import MOST_FILES, send_message
from orders.models import Message
from orders.queries import conversation_of, known_uploads, visible_order, visible_order_with_chat
from orders.talking.content import LONGEST_BODY
from wire.answers import AnswerOf
from wire.bodies import Choice, ExternalId, Id, Instant, Listing, StrictBody, Text, UnableToRead, wrong
from wire.instants import show_instant
from wire.views import ApiView


class MessageBody(StrictBody):
    external_id = ExternalId(required=False)
    sender = Choice(Message.Sender.values)
    body = Text(max_length=LONGEST_BODY, allow_blank=True)
    sent_at = Instant(required=False)
    files = Listing(child=Id(), max_length=MOST_FILES, required=False)


class FileAnswer(StrictBody):
    id = Id()
    name = serializers.CharField()
    content_type = serializers.CharField()
    size = serializers.IntegerField()


class MessageAnswer(AnswerOf, MessageBody):
    id = Id()
    order = ExternalId()
    files = FileAnswer(many=True)


class MessagesView(ApiView):
    scopes = {"GET": "requests:read", "POST": "messages:write"}
    bodies = {"POST": MessageBody}
    answers = {"GET": MessageAnswer, "POST": MessageAnswer}
    statuses = {"POST": (201, 200)}
    lists = True

    def get(self, request: Request, external_id: str) -> dict[str, Any]:
        order = visible_order_with_chat(request.member, external_id)
        return self.page(
            conversation_of(order),
            ordering=("sent_at", "id"),
            show=lambda row: show_message(row, external_id),
        )

    def post(self, request: Request, external_id: str) -> Response:
        order = visible_order(request.member, external_id)
        body = self.body()
        asked = list(dict.fromkeys(body.pop("files", [])))
        uploads = known_uploads(asked)
        if len(uploads) < len(asked):
            raise UnableToRead(wrong("/files", "There is no such file."))
        message, created = send_message(
            tenant=request.tenant, by=request.member, order=order, uploads=uploads, now=self.now, **body
        )
        return self.created(show_message(message, external_id), is_new=created)


def show_message(message: Message, order_external_id: str) -> dict[str, Any]:
    files = [attachment.upload for attachment in message.attachments.all()]
    return {
        "id": str(message.pk),
        "external_id": message.external_id,
        "order": order_external_id,
        "sender": message.sender,
        "body": message.body,
        "sent_at": show_instant(message.sent_at),
        "files": [
            {"id": str(file.pk), "name": file.name, "content_type": file.content_type, "size": file.size}
            for file in files
        ],
    }
