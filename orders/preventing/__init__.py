"""Which orders and offers are at risk of a bad review now, and which of the past were."""
