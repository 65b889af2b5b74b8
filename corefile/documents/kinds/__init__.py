"""The kinds of files that Corefiles are found in: one module or folder for each."""
