"""Looks at the past as a drafted policy would have treated it. Nothing here writes."""
