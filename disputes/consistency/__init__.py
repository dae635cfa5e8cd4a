"""Whether the desk decides alike: decided cases looked at a second time, blind, and the figures that come of it."""
