"""Caching, access, logging and what operators watch."""
