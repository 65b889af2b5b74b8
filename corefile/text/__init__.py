"""Text without a meaning yet: places in it, edits of it, and what is printed of it."""
