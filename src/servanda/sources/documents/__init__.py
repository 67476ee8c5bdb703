"""Files to documents: HTML, PDF, Markdown, plain text, lists."""
