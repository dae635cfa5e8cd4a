"""Units of background work on notifications; each may run twice and does its work once."""
