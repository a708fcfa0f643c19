"""Colours, fonts, icons, and what is painted with them."""
