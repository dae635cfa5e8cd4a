"""One way to a page: who goes there, from where, and by which links."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Visit:
    """`follow` names the address of each link from `start` on; "text > address" means the one in a row with that text.

    `who` is a login of the demo at the marketplace `slug` ("" for the platform's own address), "newcomer" somebody
    who has just signed up, "half" somebody who owes the second factor.
    """

    address: str
    title: str
    who: str = ""
    slug: str = "game-goods"
    start: str = ""
    follow: tuple[str, ...] = ()
    status: int = 200
