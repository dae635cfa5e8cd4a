"""Units of background work: idempotent, each safe to run twice, late, or beside another."""
