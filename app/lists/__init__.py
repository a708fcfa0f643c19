"""Lists of businesses as people have them: pasted texts and files, split into entries. Knows no database."""
