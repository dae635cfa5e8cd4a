"""The servers beside the web: embedded PostgreSQL and Valkey, under the supervisor of `./run`.

Nothing in this folder needs Django: settings read the addresses from here before Django is configured.
"""
