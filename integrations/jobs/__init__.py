"""Background work of the API."""
