"""The README of an export: what each file is, what was left out, and how to tell that it is whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from integrations.exports.kinds import ACCOUNTS, KINDS, LEFT_OUT

IMPORTABLE = {
    "import/orders.csv": "Every order, as `manage.py import_orders` reads it.",
    "import/reviews.csv": "Every review that readers see, with its answer, as `manage.py import_feedback` reads it. "
    "What a decision removed, struck, hid or attributed is not in it, and redacted words are blacked out.",
    "import/messages.csv": "Every message of a chat, as `manage.py import_messages` reads it.",
}


def readme(*, name: str, slug: str, taken_at: datetime, files: Mapping[str, Mapping[str, Any]]) -> str:
    """The text, in Markdown."""
    kinds = "\n".join(
        f"| `{kind.name}` | {files.get(f'{kind.name}.jsonl', {}).get('rows', 0):,} | {kind.what} |" for kind in KINDS
    )
    imports = "\n".join(f"- `{path}`: {what}" for path, what in IMPORTABLE.items())
    secrets = "\n".join(
        f"- `{column}` of {kind.name}: {why}." for kind in KINDS for column, why in sorted(kind.secret.items())
    )
    left_out = "\n".join(f"- `{label}`: {why}." for label, why in sorted(LEFT_OUT.items()))
    return f"""# {name}

Everything of the marketplace `{slug}` as it was at {taken_at:%Y-%m-%d %H:%M:%S} UTC: all files are of that one
moment. It holds personal data of members; keep it as carefully as the database itself.

The export is whole when there is a `manifest.json`, which is written last and names every file with its rows, bytes
and SHA-256. `files/SHA256SUMS` does the same for the files that people sent in (`sha256sum -c` reads it).

## Tables

Each is there twice: as JSON Lines (`NAME.jsonl`, one object a line, UTF-8) and as CSV (`NAME.csv`, RFC 4180). Times
are ISO 8601 in UTC, money is decimal text, columns that end in `_id` name the `id` of a row elsewhere. In CSV files
lists and tables are JSON, and a text that a spreadsheet would take for a formula begins with an apostrophe.

| file | rows | one row is |
| --- | --- | --- |
| `tenant` | 1 | The marketplace itself, with its look. |
{kinds}

`files/` holds what people sent in, under the name that `file` of `files.jsonl` gives, and the logo.

## For another installation

{imports}

## The log

`audit_entries` and `audit_links` hold the chain: the hash of an entry is the SHA-256 of the hash before it and of the
entry's canonical text, and `audit_heads` says where it ends.

## Left out

{ACCOUNTS}

{secrets}
{left_out}
"""
