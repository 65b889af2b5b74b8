"""Expressions of expr-lang, which `view` and `template` take."""
