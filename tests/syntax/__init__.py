"""The tests of the language: text to tree and back."""
