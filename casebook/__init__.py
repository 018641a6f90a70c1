"""The front doors: command line and app."""
