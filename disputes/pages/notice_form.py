"""The form by which anybody reports a review as unlawful, without an account (DSA Art. 16)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.address import client_address, neighbourhood
from disputes.actions.submit_notice import submit_notice
from disputes.notices.locating import review_at
from disputes.pages.contested import CRITERIA, first_name
from disputes.pages.typed import Errors, text_in
from disputes.refusals import LONGEST_TEXT
from feedback.queries import Sight, shown_comment, sight_of
from policy.saying import say
from policy.terms import GroundKey
from wire.entry import of_a_marketplace
from wire.refusals import Refused

FIELDS = ("url", "about", "explanation", "law", "name", "email", "good_faith")
LABELS = {
    "url": say("The page"),
    "about": say("What it is about"),
    "explanation": say("Why it is unlawful"),
    "law": say("The law"),
    "name": say("Your name"),
    "email": say("Your e-mail address"),
    "good_faith": say("Your word"),
}
ABOUT = (
    {
        "value": GroundKey.ILLEGAL_CONTENT.value,
        "label": say("Illegal content"),
        "help": say("Something in the review breaks a law: a threat, hatred, defamation, a stolen text."),
    },
    {
        "value": GroundKey.PERSONAL_INFORMATION.value,
        "label": say("Personal information"),
        "help": say("The review gives away somebody's name with contact data, address, account or card number."),
    },
)


@require_http_methods(["GET", "HEAD", "POST"])
@of_a_marketplace
def notice_form(request: HttpRequest) -> HttpResponse:
    typed = dict.fromkeys(FIELDS, "") | {"url": request.GET.get("url", "")[:2000], "about": ABOUT[0]["value"]}
    errors = Errors()
    if request.method == "POST":
        typed = {name: text_in(request.POST, name) for name in FIELDS}
        try:
            receipt = submit_notice(
                tenant=request.tenant,
                by=request.member,
                **{name: typed[name] for name in FIELDS if name != "good_faith"},
                good_faith=typed["good_faith"] == "on",
                address=neighbourhood(client_address(request)),
                language=request.language,
                now=timezone.now(),
            )
        except Refused as refusal:
            errors.put(refusal.problems, FIELDS)
        else:
            messages.success(request, str(say("Thank you. Your notice is received, and this is your receipt.")))
            return redirect("notice_page", receipt.token)
    page = {
        "typed": typed,
        "about": [{**each, "checked": each["value"] == typed["about"]} for each in ABOUT],
        "review": _review(typed["url"]),
        "errors": errors.beside,
        "summary": errors.summary(LABELS),
        "longest": LONGEST_TEXT,
    }
    return render(request, "disputes/notice_form.html", page, status=422 if errors else 200)


def _review(url: str) -> dict[str, Any] | None:
    """The review that the address names, as everybody reads it; None for one that not everybody does."""
    review = review_at(url)
    if review is None or sight_of(None, review) is not Sight.PUBLIC:
        return None
    rated = [getattr(review, name) for name, _ in CRITERIA if getattr(review, name)]
    return {
        "author": first_name(review.buyer.name),
        "at": review.published_at,
        "overall": review.overall or sum(rated) / len(rated),
        "comment": shown_comment(review, Sight.PUBLIC),
    }
