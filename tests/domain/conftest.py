"""How many examples are drawn: a few at every run, many under the `soak` marker."""

from hypothesis import settings

# A machine that is busy with a server is slow: no example fails for the time that it took.
settings.register_profile("house", max_examples=40, deadline=None)
settings.load_profile("house")
