"""The whole way, walked by a script on a fresh demo through the window's own buttons, with pictures."""
