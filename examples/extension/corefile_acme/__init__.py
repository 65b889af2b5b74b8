"""Acme's rules for Corefiles, and a description of its plugin `audit`."""
