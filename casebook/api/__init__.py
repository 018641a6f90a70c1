"""The HTTP API: the library, searched and read by other programs."""
