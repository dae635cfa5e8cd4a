"""Units of background work on cases; each may run twice and does its work once."""
