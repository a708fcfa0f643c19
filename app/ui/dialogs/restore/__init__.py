"""The dialog in which what was deleted is given back."""
