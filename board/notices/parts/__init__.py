"""What a paper is made of: each part drafts its paragraphs, tables, charts and maps from the listings of a release."""
