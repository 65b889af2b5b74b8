"""How well the linter finds one slip: python -m benchmarks.slips [FOLDER]."""
