"""Migrates as the owner of the tables, then lets the application's role use them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.commands.migrate import Command as Migrate
from django.db import connections


class Command(Migrate):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        application = dict(connection.settings_dict)
        owner = {key: settings.OWNER_DATABASE[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")}
        connection.close()
        connection.settings_dict.update(owner)
        try:
            super().handle(*args, **options)
            if application["USER"] != owner["USER"]:
                self._let_the_application_in(connection, application["USER"])
        finally:
            connection.close()
            connection.settings_dict.clear()
            connection.settings_dict.update(application)

    def _let_the_application_in(self, connection: Any, role: str) -> None:
        with connection.cursor() as cursor:
            name = connection.ops.quote_name(role)
            cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name}")
            cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}")
