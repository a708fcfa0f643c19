"""The dialog “Select by list”: a pasted text or a file on one side, what it names on the other."""
