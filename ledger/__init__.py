"""The ledger: every entry of every appointment, written once and never changed."""
