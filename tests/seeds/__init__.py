"""What the marketplaces of the seeds publish as their rules, sentence by sentence; docs/seeds.md is the index."""
