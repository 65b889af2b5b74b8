"""The language: text to lossless tree and back. Knows nothing of DNS."""
