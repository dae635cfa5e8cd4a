"""Collects the sentences of templates and code into the catalogues, those of `policy.saying` included."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import makemessages

OTHERS = (".venv", "var", "tests", "bench", "marketplace/servers", "marketplace/management", "marketplace/demo")
"""Not ours, not shown, or said to operators."""


class Command(makemessages.Command):
    """As Django's, for what people read in this project, without line numbers. It needs GNU gettext."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=say:1", "--keyword=say_number:1,2"]

    def handle(self, *args: Any, **options: Any) -> None:
        options["ignore_patterns"] += [*OTHERS, "marketplace/scale*.py"]
        options["no_location"] = True
        super().handle(*args, **options)
