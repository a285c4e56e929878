"""Measurements of Calends beside the plainest way to do the same. `make bench` runs them."""
