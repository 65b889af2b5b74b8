"""The colours of Corefiles: one description of the words, for Pygments, editors and the server."""
