"""Pages of notifications: the list, the preferences, and the end of e-mails."""
