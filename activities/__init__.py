"""The clerk's hands: fetch, ask, store, answer. What is asked and answered is decided elsewhere."""
