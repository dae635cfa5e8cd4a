"""Units of background work of this app; each may run again without harm."""
