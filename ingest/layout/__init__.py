"""Where a page's words stand: reading order in columns, tables as rows."""
