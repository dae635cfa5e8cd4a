"""The project shell: settings, addresses, Celery, admin site, middleware, embedded servers."""

from marketplace.celery import app as celery_app

__all__ = ["celery_app"]
