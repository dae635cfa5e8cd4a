"""Accounts: users, sign-in, second factor, API keys."""
