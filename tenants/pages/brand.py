"""The marketplace's own look for browsers: a stylesheet of its colours, and its logo."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from tenants.look import dark_shades, light_shades, look_version
from wire.caching import A_YEAR, FIVE_MINUTES, kept
from wire.entry import of_a_marketplace
from wire.refusals import NotThere

# As in the tokens: light, dark.
_PAIR = "  --{name}: light-dark({light}, {dark});\n"


@require_safe
@of_a_marketplace
def brand_css(request: HttpRequest) -> HttpResponse:
    """Sets the accent's tokens; a marketplace without colours of its own has no such sheet."""
    accent = request.tenant.accent
    if not accent:
        raise NotThere

    def make() -> HttpResponse:
        light, dark = light_shades(accent), dark_shades(accent)
        tokens = "".join(
            _PAIR.format(name=name, light=getattr(light, field), dark=getattr(dark, field))
            for name, field in (
                ("accent", "accent"),
                ("accent-strong", "strong"),
                ("accent-soft", "soft"),
                ("on-accent", "on_accent"),
            )
        )
        return HttpResponse(f"[data-theme-tenant] {{\n{tokens}}}\n", content_type="text/css; charset=utf-8")

    return _kept(request, ("css", accent), make)


@require_safe
@of_a_marketplace
def brand_logo(request: HttpRequest) -> HttpResponse:
    """The image as it was drawn anew; it may be shown on other sites too, and nothing in it can run."""
    logo = request.tenant.logo
    if not logo:
        raise NotThere

    def make() -> HttpResponse:
        try:
            with logo.open("rb") as file:
                content = file.read()
        except FileNotFoundError:
            raise NotThere from None
        answer = HttpResponse(content, content_type="image/png")
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return answer

    return _kept(request, ("logo", logo.name), make)


def _kept(request: HttpRequest, made_from: tuple[str, str], make) -> HttpResponse:
    """For good where the address names the look as it is now; under any other for a while."""
    current = request.GET.get("v") == look_version(request.tenant)
    return kept(request, made_from, make, seconds=A_YEAR if current else FIVE_MINUTES, immutable=current)
