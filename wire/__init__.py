"""Wire: how refusals, bodies and pages of results travel; what every app's interfaces stand on."""
