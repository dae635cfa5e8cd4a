"""Public pages about the marketplace itself."""
