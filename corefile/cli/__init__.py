"""The programs `corefile` and `corefile-lint`.

What they import decides how fast they start, so each module here imports only what it needs, and
what not every run needs is imported where it is used.
"""
