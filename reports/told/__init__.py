"""A report on one appointment in words: its facts, its stages, its chapters."""
