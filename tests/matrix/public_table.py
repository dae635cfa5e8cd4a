"""The rows of the table for what everybody may see: the directory, badges, cards, widgets, the marketplace's look."""

from __future__ import annotations

from tests.matrix.rows import API_MEMBERS, EVERYONE, Row, admin, api

# Nobody gave these marketplaces a look of their own.
NO_LOOK = {"anonymous": 404, "key": 404, "operator": 404}

PUBLIC_ROWS = (
    Row("/sellers", EVERYONE),
    # Whoever chooses a language is led back; nothing of anybody else is touched.
    Row("/language", EVERYONE, writes={"POST": {"language": "en", "next": "/"}}),
    Row("/transparency", EVERYONE),
    Row("/transparency.csv", EVERYONE),
    Row("/transparency/<int:year>", EVERYONE, ("year",), shared=True),
    Row("/transparency/<int:year>.csv", EVERYONE, ("year",), shared=True),
    Row("/robots.txt", EVERYONE),
    Row("/sitemap.xml", EVERYONE),
    Row("/sitemap-<int:number>.xml", EVERYONE, ("policy number",), shared=True),
    Row("/sellers/<slug:slug>/card.png", EVERYONE, ("seller slug",)),
    Row("/badge/<path:seller>.svg", EVERYONE, ("seller",)),
    Row("/embed/<path:seller>", EVERYONE, ("seller",)),
    Row("/widget/<path:seller>.json", EVERYONE, ("seller",)),
    Row("/selling/badge", "seller"),
    Row("/brand.css", other=NO_LOOK),
    Row("/brand/logo", other=NO_LOOK),
    admin("tenants/tenant/look/", sees="lead"),
    api("transparency", API_MEMBERS),
    api("transparency/<str:year>", API_MEMBERS, "year", shared=True),
)
