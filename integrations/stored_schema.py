"""The copy of the published schema that is kept in docs/: a change of the API shows up as a change of that file."""

from __future__ import annotations

import json

from django.conf import settings

from integrations.openapi import schema_document
from wire.encoding import as_json

PLACE = settings.BASE_DIR / "docs" / "openapi.json"
COMMAND = ".venv/bin/python manage.py write_schema"


def written_schema() -> str:
    """The schema as the file has it: sorted names, two blanks, a line each, so that changes are easy to read."""
    return json.dumps(json.loads(as_json(schema_document())), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def is_up_to_date() -> bool:
    return PLACE.exists() and PLACE.read_text(encoding="utf-8") == written_schema()
