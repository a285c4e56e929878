"""The annual report, over all appointments."""
