"""The policy as JSON text, for those who copy and paste it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

NO_OBJECT = "A policy is a JSON object: it begins with { and ends with }."


def as_json(document: Mapping[str, Any]) -> str:
    """The document as people copy it."""
    return json.dumps(document, indent=2, ensure_ascii=False)


def read_json(text: str) -> tuple[dict[str, Any] | None, list[dict[str, str]]]:
    """What was pasted, or None and why it cannot be read. Whether it is a policy is for the action to say."""
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        return None, [_wrong(f"This is not JSON in line {error.lineno}, at character {error.colno}.")]
    except (ValueError, RecursionError):
        return None, [_wrong("This is not JSON that can be read.")]
    return (document, []) if isinstance(document, dict) else (None, [_wrong(NO_OBJECT)])


def _wrong(sentence: str) -> dict[str, str]:
    return {"pointer": "", "text": sentence, "code": "validation_failed"}
