"""What marketplaces state of their orders: read, checked, and held against what is there."""
