"""The small languages that occur inside a Corefile: regexps, templates and view expressions."""
