"""Names the project shell as an application, and the desk as its admin site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class MarketplaceConfig(AppConfig):
    name = "marketplace"
    verbose_name = "Marketplace"


class DeskConfig(AdminConfig):
    """Django's admin with the desk as its one site: what apps register lands there."""

    default = False
    default_site = "marketplace.admin_site.Desk"
