"""The app: one file a page."""
