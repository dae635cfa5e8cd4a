"""Policy over HTTP."""
