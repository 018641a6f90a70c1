"""One protocol, one file an engine; all of them derived from the library."""
