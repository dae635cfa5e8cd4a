"""Collects the sentences of templates and code into the catalogues, those of `policy.saying` included."""

from django.core.management.commands import makemessages


class Command(makemessages.Command):
    """As Django's, for files of this project only. It needs GNU gettext."""

    xgettext_options = [*makemessages.Command.xgettext_options, "--keyword=say:1", "--keyword=say_number:1,2"]
