"""How a seller deals with a buyer: muting, reporting, and a look at words before they are sent."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.actions.count_attempt import count_attempt
from orders.actions.mute_seller import mute_seller
from orders.actions.report_seller import LONGEST_WORDS, report_seller
from orders.actions.unmute_seller import unmute_seller
from orders.models import Message, Order, SellerReport
from orders.permissions import sides_of
from orders.queries import seller_of_id, visible_order_with_chat
from orders.talking.conduct import RULES, muted_by, reports_of_order, seller_messages, words_to_think_over
from orders.talking.content import LONGEST_BODY
from policy.saying import say
from wire.entry import for_members
from wire.ids import read_id
from wire.refusals import NotThere, Refused
from wire.speaking import short_day
from wire.typed import LINE_ENDS, Typed

CHECKS, CHECKS_WITHIN = 60, timedelta(minutes=1)
_FIELDS = {"kind": say("What the seller did"), "words": say("What happened"), "message": say("Message")}
KINDS = {
    "over_contact": (say("Writes too much"), say("Many messages, or messages after you asked for none.")),
    "inducement": (
        say("Offers something for a review"),
        say("Money, goods or a discount for leaving, changing or removing one."),
    ),
    "pressure": (
        say("Presses me about a review"),
        say("Threats, blame, or the same request again and again."),
    ),
    "other": (say("Something else"), say("Anything that an agent should know.")),
}


@require_POST
@for_members
def seller_mute(request: HttpRequest, external_id: str) -> HttpResponse:
    """The buyer's switch on the order's page; `muted` says which way."""
    order = _on_side(request, external_id, Message.Sender.BUYER)
    act, said = (
        (
            mute_seller,
            say("You hear nothing more of {seller}, but about orders that still run.", seller=order.seller.name),
        )
        if request.POST.get("muted") == "yes"
        else (unmute_seller, say("You hear of {seller} again.", seller=order.seller.name))
    )
    act(tenant=request.tenant, by=request.member, seller=order.seller, now=timezone.now())
    messages.success(request, str(said))
    return redirect(reverse("order_page", args=[external_id]) + "#conduct")


@require_safe
@for_members
def muted_sellers(request: HttpRequest) -> HttpResponse:
    return render(request, "orders/muted_sellers.html", {"rows": list(muted_by(request.member)[:500])})


@require_POST
@for_members
def seller_unmute(request: HttpRequest, seller_id: UUID) -> HttpResponse:
    seller = seller_of_id(seller_id)
    if seller is None or not muted_by(request.member).filter(seller=seller).exists():
        raise NotThere
    unmute_seller(tenant=request.tenant, by=request.member, seller=seller, now=timezone.now())
    messages.success(request, str(say("You hear of {seller} again.", seller=seller.name)))
    return redirect("muted_sellers")


@require_http_methods(["GET", "HEAD", "POST"])
@for_members
def seller_report(request: HttpRequest, external_id: str) -> HttpResponse:
    order = _on_side(request, external_id, Message.Sender.BUYER)
    typed = Typed.from_post(request.POST, _FIELDS)
    if request.method == "POST":
        about = typed.values["message"].strip()
        try:
            report_seller(
                tenant=request.tenant,
                by=request.member,
                order=order,
                kind=typed.values["kind"],
                words=typed.values["words"],
                message=read_id(about) if about else None,
                now=timezone.now(),
            )
        except Refused as refusal:
            typed.refuse(refusal.problems)
        else:
            messages.success(request, str(say("Thank you. An agent looks at it, and you are told what comes of it.")))
            return redirect("seller_report", external_id)
    else:
        typed.values["message"] = request.GET.get("message", "")
    return _report_page(request, order, typed)


def _report_page(request: HttpRequest, order: Order, typed: Typed) -> HttpResponse:
    said = [{"value": str(each.pk), "label": _opening(each)} for each in seller_messages(order)]
    page = {
        "order": order,
        "typed": typed,
        "errors": typed.summary(_FIELDS),
        "kinds": [
            {"value": value, "label": label, "help": words, "checked": value == typed.values["kind"]}
            for value, (label, words) in KINDS.items()
        ],
        "said": [{"value": "", "label": say("No single message")}, *said] if said else [],
        "reports": [
            {"kind": KINDS[each.kind][0], "report": each, "open": each.status == SellerReport.Status.OPEN}
            for each in reports_of_order(order, request.member)
        ],
        "longest": LONGEST_WORDS,
    }
    return render(request, "orders/report_form.html", page, status=422 if typed.wrong else 200)


def _opening(message: Message) -> str:
    words = " ".join(message.body.split()) or str(say("A file"))
    at = timezone.localtime(message.sent_at)
    return f"{short_day(at)}, {at:%H:%M}: {words if len(words) <= 60 else words[:59] + '…'}"


@require_POST
@for_members
def conduct_check(request: HttpRequest, external_id: str) -> HttpResponse:
    """What the desk's readers find in the words that the seller types, as JSON; nothing is kept."""
    order = _on_side(request, external_id, Message.Sender.SELLER)
    now = timezone.now()
    allowance = count_attempt(subject=f"conduct-check:{request.member.pk}", limit=CHECKS, span=CHECKS_WITHIN, now=now)
    if not allowance:
        return JsonResponse({}, status=429, headers={"Retry-After": str(allowance.retry_after)})
    text = LINE_ENDS.sub("\n", request.POST.get("body", ""))[:LONGEST_BODY]
    rules = [rule for rule in RULES if rule in request.POST.getlist("rule")] or list(RULES)
    found = words_to_think_over(text, order, now=now, rules=rules)
    if found is None:
        return JsonResponse({"rule": ""})
    return JsonResponse(
        {
            "rule": found.rule,
            "sentence": str(found.sentence),
            "passages": [list(place) for place in found.passages],
            "words": found.quoted(text),
        }
    )


def _on_side(request: HttpRequest, external_id: str, side: Message.Sender) -> Order:
    order = visible_order_with_chat(request.member, external_id)
    if side.value not in sides_of(request.member, order):
        raise NotThere
    return order
