"""The queue on Redis that product, consoles and workers on servers share."""
