"""The rules, one module each; :mod:`corefile.lint.registry` finds them here."""
