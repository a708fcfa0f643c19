"""The table of businesses: model, filter, painting and the page that holds them."""
