"""Other reviews that findings point at, side by side with the contested one."""

from __future__ import annotations

from typing import Any

from disputes.admin.marking import has_place, marks_by_ref, pieces_of, references_of, why_of
from disputes.queries import CaseStory
from feedback.queries import reviews_of_ids

SHOWN = 12


def compared_with(story: CaseStory) -> dict[str, Any]:
    """Each with the words that it shares marked, in the order of the findings; the rest are counted."""
    own = str(story.case.review.pk)
    notes: dict[str, dict[str, None]] = {}
    for _, reference in references_of(story.claims):
        if reference["kind"] == "review" and reference["ref"] != own:
            said = notes.setdefault(reference["ref"], {})
            if why_of(reference) and not (has_place(reference) and said):
                said[why_of(reference)] = None
    wanted, marks = list(notes)[:SHOWN], marks_by_ref(story.claims, "review")
    found = {str(each.pk): each for each in reviews_of_ids(wanted)} if wanted else {}
    return {
        "compared": [
            {
                "review": found[pk],
                "href": f"/reviews/{pk}",
                "notes": list(notes[pk]),
                "pieces": pieces_of(found[pk].comment, marks.get(pk, [])),
            }
            for pk in wanted
            if pk in found
        ],
        "compared_left_out": max(0, len(notes) - SHOWN),
    }
