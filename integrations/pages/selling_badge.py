"""The page on which sellers find their badge and widget, with the lines that put them on another site."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from integrations.drawing.fonts import plain
from integrations.pages.shown_seller import address, name_in_links
from orders.queries import sellers_run_by
from policy.saying import say
from wire.entry import for_members
from wire.refusals import NotThere

SCRIPT = "js/embed.js"


@require_safe
@for_members
def selling_badge(request: HttpRequest) -> HttpResponse:
    sellers = list(sellers_run_by(request.member).order_by("name", "id")[:50])
    if not sellers:
        raise NotThere
    asked = request.GET.get("seller", sellers[0].slug)
    seller = next((each for each in sellers if each.slug == asked), None)
    if seller is None:
        raise NotThere
    others = [{"value": each.slug, "label": each.name} for each in sellers] if len(sellers) > 1 else []
    return render(
        request,
        "integrations/selling_badge.html",
        {
            "seller": seller,
            "origin": f"{request.scheme}://{request.get_host()}",
            "language": get_language(),
            "fields": [{"name": "seller", "label": say("Seller"), "value": seller.slug, "options": others}]
            if others
            else [],
            **_snippets(request, seller),
        },
    )


def _snippets(request: HttpRequest, seller: Any) -> dict[str, Any]:
    whole = request.build_absolute_uri
    page, badge = reverse("seller_page", args=[seller.slug]), address("seller_badge", seller)
    name = plain(seller.name)
    said = say("Ratings of {seller}", seller=name)
    # Not the file's name of this release: the line stays on other sites for years.
    script = f"{settings.STATIC_URL}{SCRIPT}"
    picture = '<a href="{}"><img src="{}" alt="{}" height="32"></a>'
    return {
        "badge_href": badge,
        "embed_href": address("seller_embed", seller),
        "card_href": reverse("seller_card", args=[seller.slug]),
        "script_href": static(SCRIPT),
        "badge_light": format_html(picture, whole(page), whole(badge), said),
        "badge_dark": format_html(picture, whole(page), f"{whole(badge)}?theme=dark", said),
        "embed": format_html(
            '<div data-touchstone="{}"><a href="{}">{}</a></div>\n<script src="{}" async></script>',
            name_in_links(seller),
            whole(page),
            said,
            whole(script),
        ),
    }
