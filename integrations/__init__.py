"""Integrations: the API's shell, and what comes in and goes out in foreign formats."""
