"""Pictures of a seller's rate: the badge as SVG, the social card as PNG."""
