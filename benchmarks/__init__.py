"""How fast the library is, beside others of its kind. Run on demand: python -m benchmarks.run."""
