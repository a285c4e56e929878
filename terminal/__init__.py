"""The desk of those who prefer a terminal: the same acts, the same record, in text and in JSON.

Nothing here imports Temporal's library before it is needed: it takes over half a second, and a
command that only reads never needs it.
"""
