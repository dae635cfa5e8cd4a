"""Every address of the application; each app brings its own."""

from django.urls import include, path

from marketplace.admin_site import site
from marketplace.pages import errors, found, health, home, language, sellers, style

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", health.metrics, name="metrics"),
    path("", home.home, name="home"),
    path("sellers", sellers.sellers, name="sellers"),
    path("robots.txt", found.robots, name="robots"),
    path("sitemap.xml", found.sitemap, name="sitemap"),
    path("sitemap-<int:number>.xml", found.sitemap_part, name="sitemap_part"),
    path("language", language.language, name="language"),
    path("style", style.style, name="style"),
    path("accounts/", include("allauth.urls")),
    path("admin/", site.urls),
    path("", include("tenants.urls")),
    path("", include("notifications.urls")),
    path("", include("orders.urls")),
    path("", include("feedback.urls")),
    path("", include("disputes.urls")),
    path("", include("integrations.site_urls")),
    path("", include("integrations.developer_urls")),
    path("api/", include("integrations.urls")),
]
