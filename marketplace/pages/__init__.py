"""Pages of the shell: directory, home, health, errors."""
