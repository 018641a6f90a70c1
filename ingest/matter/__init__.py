"""What a page's lines are: headings, running text, lists, notes, captions, tables."""
