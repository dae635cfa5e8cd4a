"""Where payment providers send people back to: the address of the marketplace whose request or task this is."""


def payment_host() -> str:
    """Host and port. Outside of any marketplace there is nothing to pay: LookupError."""
    from django.conf import settings
    from django_scopes import get_scope

    tenant = get_scope()["tenant"]
    return f"{tenant.host}:{settings.PUBLIC_PORT}" if settings.PUBLIC_PORT else tenant.host
