"""What links the reviews of a group, kept once: as few links of each kind as join all that it joins."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence

from disputes.models import GroupReview
from policy.gathered import Link


def add_links(links: Iterable[Link], members: Sequence[GroupReview]) -> set[GroupReview]:
    """Put each link that joins two reviews anew at both of its ends; which of the members that changed.

    A look at a set tells the links as seen from the contested review, so looks at different ones tell different links
    of the same set. Whatever is joined by a kind already is not joined by it a second time.
    """
    by_id = {str(each.review_id): each for each in members}
    joined = Joined()
    for member in members:
        for link in member.links:
            joined.join((link["by"], str(member.review_id)), (link["by"], link["review"]))
    changed = set()
    for link in links:
        one, other = link.review_id, link.other_review_id
        if one not in by_id or other not in by_id or not joined.join((link.by, one), (link.by, other)):
            continue
        for here, there in ((one, other), (other, one)):
            member = by_id[here]
            ends = [*member.links, {"review": there, "by": link.by}]
            member.links = sorted(ends, key=lambda each: (each["review"], each["by"]))
            changed.add(member)
    return changed


class Joined:
    """Which things are one, by what was said to join them."""

    def __init__(self) -> None:
        self._towards: dict[Hashable, Hashable] = {}

    def join(self, one: Hashable, other: Hashable) -> bool:
        """Whether they were two until now."""
        here, there = self._root(one), self._root(other)
        self._towards[here] = there
        return here != there

    def _root(self, thing: Hashable) -> Hashable:
        while (onward := self._towards.get(thing, thing)) != thing:
            thing = onward
        return thing
