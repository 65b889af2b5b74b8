"""The playground, a page that runs this package in the browser: README.md says how it is built."""
