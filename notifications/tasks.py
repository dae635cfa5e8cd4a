"""Celery names of this app's jobs; each reads the clock and steps into the marketplace."""
