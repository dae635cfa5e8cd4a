"""Cases, decisions, appeals and statements over HTTP."""
