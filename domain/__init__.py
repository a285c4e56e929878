"""The law: scripts, stages, days, decisions. Pure: no clock, no I/O but two frozen tables."""
