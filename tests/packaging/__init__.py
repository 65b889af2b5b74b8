"""The tests of the package as people install it."""
