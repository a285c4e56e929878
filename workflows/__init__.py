"""The clerks: one Temporal workflow for each appointment, which waits and keeps order.

A clerk knows no law. It takes an act, has it recorded, keeps the agenda that comes back, and wakes
at the next alarm. What an act means is decided where the ledger is written, so that the law may be
corrected while a procedure of a year and more is under way.

This module stays free of temporalio, which takes over half a second to import: a command that only
reads names from here must not pay for it.
"""

TASK_QUEUE = "calends"
"""The queue on which clerks and activities are found, on every server."""
