"""Takes a person out of what was told to listeners: of an event about them its kind, time and id are left."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from integrations.models import WebhookMessage
from tenants.erasing import BATCH, Person, rewriting
from wire.encoding import as_json


def silence_messages(person: Person, about: Collection[str]) -> int:
    """How many messages lost what they told. `about` are ids of the person's reviews, orders and cases.

    What was sent is with its receivers; the log, and whatever is sent from now on, holds nothing of it.
    """
    told = []
    for pk, payload in WebhookMessage.objects.values_list("pk", "payload").iterator(chunk_size=BATCH):
        said = json.loads(payload)
        if "erased" in said["data"]:
            continue
        if _is_about(said["data"], about) or person.out_of(said["data"]) != said["data"]:
            told.append((pk, as_json(said | {"data": {"id": said["data"].get("id"), "erased": True}})))
    with rewriting(WebhookMessage):
        for pk, payload in told:
            WebhookMessage.objects.filter(pk=pk).update(payload=payload)
    return len(told)


def _is_about(data: dict[str, Any], about: Collection[str]) -> bool:
    return any(isinstance(value, str) and value in about for value in data.values())
