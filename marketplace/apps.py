"""Names the project shell as an application, and the desk as its admin site."""

from django.apps import AppConfig
from django.conf import settings
from django.contrib.admin.apps import AdminConfig

from marketplace.paying import check_providers
from policy.saying import speak_with
from wire.speaking import SPEAKER


class MarketplaceConfig(AppConfig):
    name = "marketplace"
    verbose_name = "Marketplace"

    def ready(self) -> None:
        """Payment providers are looked at now, not when the first buyer pays. Sentences find their languages."""
        check_providers(settings.PAYMENT_VARIANTS)
        speak_with(SPEAKER)


class DeskConfig(AdminConfig):
    """Django's admin with the desk as its one site: what apps register lands there."""

    default = False
    default_site = "marketplace.admin_site.Desk"
