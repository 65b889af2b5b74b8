"""Templates of other kinds: their marks, what they may render to, and the Corefiles in that."""
