"""Everything of one marketplace as files, of one moment, in bounded memory, whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, transaction

from integrations.exports.importable import importable_files
from integrations.exports.kinds import KINDS, Kind
from integrations.exports.readme import readme
from integrations.exports.writing import Written, copy_hashed
from tenants.models import Tenant
from tenants.scope import tenant_scope

FORMAT = 1
CHUNK = 2000
"""Rows that the database hands over at a time; with a file's megabyte all that is held in memory."""
Progress = Callable[[str, int], None]


class UnableToExport(Exception):
    """The directory cannot take it; the message is a sentence."""


def export_tenant(*, tenant: Tenant, directory: Path, now: datetime, progress: Progress) -> dict[str, Any]:
    """Write the export into `directory`, which must be empty or not be there; its manifest.

    It is made beside the directory and takes its name when it is whole. Call it outside of a transaction: all
    tables are read in one of its own, which sees one moment (REPEATABLE READ) and can write nothing.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise UnableToExport(f"{directory} is not empty. Name a new directory.")
    directory = directory.absolute()
    try:
        directory.parent.mkdir(parents=True, exist_ok=True)
        unfinished = Path(tempfile.mkdtemp(prefix=f".{directory.name}.unfinished-", dir=directory.parent))
    except OSError as error:
        raise UnableToExport(f"{directory} cannot be written: {error.strerror}.") from None
    try:
        manifest = _write(tenant, unfinished, now, progress)
        unfinished.chmod(0o700)
        # An empty directory gives way to one that takes its name; a full one would not.
        unfinished.replace(directory)
    except BaseException as error:
        shutil.rmtree(unfinished, ignore_errors=True)
        if isinstance(error, OSError):
            raise UnableToExport(f"{directory} could not be written: {error.strerror}.") from None
        raise
    return manifest


def _write(tenant: Tenant, directory: Path, now: datetime, progress: Progress) -> dict[str, Any]:
    written = Written(directory)
    with _one_moment(tenant):
        _tenant_row(written, tenant, progress)
        for kind in KINDS:
            columns = kind.columns
            for count in written.table(kind.name, columns, _rows(kind, tenant, columns)):
                progress(kind.name, count)
        for path, count in importable_files(written):
            progress(path, count)
        missing = _copy_files(written, tenant, progress)
    with written.open("README.md") as text:
        text.write(readme(name=tenant.name, slug=tenant.slug, taken_at=now, files=written.files))
    manifest = {
        "format": FORMAT,
        "tenant": {"id": str(tenant.pk), "slug": tenant.slug, "name": tenant.name},
        "taken_at": now.isoformat(),
        "files": dict(sorted(written.files.items())),
        "missing_files": missing,
    }
    with (directory / "manifest.json").open("x", encoding="utf-8") as file:
        json.dump(manifest, file, indent=2, ensure_ascii=False)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    return manifest


@contextmanager
def _one_moment(tenant: Tenant) -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        with tenant_scope(tenant):
            yield


def _rows(kind: Kind, tenant: Tenant, columns: tuple[str, ...]) -> Iterator[tuple[Any, ...]]:
    rows: Any = kind.model.objects  # type: ignore[attr-defined]
    return rows.filter(tenant_id=tenant.pk).order_by("pk").values_list(*columns).iterator(chunk_size=CHUNK)


def _tenant_row(written: Written, tenant: Tenant, progress: Progress) -> None:
    columns = [field.attname for field in Tenant._meta.concrete_fields]
    row = Tenant.objects.filter(pk=tenant.pk).values_list(*columns).get()
    for count in written.table("tenant", columns, [row]):
        progress("tenant", count)


def _copy_files(written: Written, tenant: Tenant, progress: Progress) -> int:
    """Copy what people sent in, and the logo; how many the store does not have any more."""
    uploads: Any = apps.get_model("orders.Upload").objects  # type: ignore[attr-defined]
    names = uploads.filter(tenant_id=tenant.pk).exclude(file="").order_by("pk").values_list("file", flat=True)
    missing = count = 0
    with written.open("files/SHA256SUMS") as sums:
        for name in _with_logo(tenant, names.iterator(chunk_size=CHUNK)):
            # The store's own names are random and ours; still none of them may lead out of the directory.
            target = written.directory / "files" / name
            if not target.resolve().is_relative_to((written.directory / "files").resolve()):
                raise UnableToExport(f"The file {name!r} has a name that leads elsewhere.")
            try:
                with default_storage.open(name, "rb") as source:
                    digest, _ = copy_hashed(source, target)
            except FileNotFoundError:
                missing += 1
                continue
            sums.write(f"{digest}  {name}\n")
            count += 1
            progress("files/", count)
    written.files["files/SHA256SUMS"]["rows"] = count
    return missing


def _with_logo(tenant: Tenant, names: Iterator[str]) -> Iterator[str]:
    if tenant.logo:
        yield tenant.logo.name
    yield from names
