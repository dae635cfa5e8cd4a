"""Units of background work on marketplaces and members; each may run twice and does its work once."""
