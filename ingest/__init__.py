"""PDFs to passages, and writing them to the library."""
