"""What a person typed into a form with times of the marketplace's own clock, with money and with numbers."""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo
from decimal import Decimal

from policy.problems import Problem
from policy.saying import say
from policy.terms import ProblemCode
from wire.typed import Typed

# As browsers send a local date and time, with or without seconds.
_MONEY = re.compile(r"[0-9]{1,12}([.,][0-9]{1,2})?", re.ASCII)
_LOCAL = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?", re.ASCII)


class TypedWithTimes(Typed):
    def moment(self, name: str, zone: tzinfo) -> datetime | None:
        """A local date and time of `zone` as a moment in UTC; None where there is none, and its error is kept.

        In the hour that comes twice when clocks go back the first one is meant; the hour that is skipped is refused.
        """
        text = self.values.get(name, "").strip()
        try:
            local = datetime.fromisoformat(text).replace(tzinfo=zone) if _LOCAL.fullmatch(text) else None
            moment = local and local.astimezone(UTC)
        except (ValueError, OverflowError):
            local = moment = None
        if moment is None:
            if text:
                self._wrong(name, say("Please give a date and a time, as in 2027-03-01T14:00."))
        elif moment.astimezone(zone).replace(tzinfo=None) != local.replace(tzinfo=None):
            self._wrong(name, say("The clocks skip this hour on that day. Please choose another time."))
            return None
        return moment

    def amount(self, name: str) -> Decimal | None:
        """Money as people write it, "12.50" or "12,50"; None where there is none, and its error is kept."""
        text = self.values.get(name, "").strip()
        if text and not _MONEY.fullmatch(text):
            self._wrong(name, say("Please write an amount such as 12.50."))
        return Decimal(text.replace(",", ".")) if _MONEY.fullmatch(text) else None

    def number(self, name: str) -> int | None:
        """A whole number, or None where there is none, and its error is kept."""
        text = self.values.get(name, "").strip()
        if text and self.whole(name) is None:
            self._wrong(name, say("Please write a whole number, or leave this empty."))
        return self.whole(name)

    def _wrong(self, name: str, detail: str) -> None:
        self.refuse([Problem(ProblemCode.VALIDATION_FAILED, f"/{name}", detail)])
