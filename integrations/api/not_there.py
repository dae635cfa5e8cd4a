"""Answers addresses that no view took."""

from __future__ import annotations

from typing import Any, NoReturn

from rest_framework.request import Request

from wire.refusals import NotThere
from wire.views import ApiView


class NothingHere(ApiView):
    """404 for every method and everybody, in the words of every other 404."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> NoReturn:
        raise NotThere
