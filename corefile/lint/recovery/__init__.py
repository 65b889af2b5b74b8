"""Finds the slip in a Corefile that CoreDNS refuses or reads as something else than was meant.

`slip` says what a slip is, `braces` and `habits` propose slips with their repairs, `judge` asks
how much sense a text makes, and `recover` chooses.
"""
