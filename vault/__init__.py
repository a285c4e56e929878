"""The vault: the keys under which personal values are sealed, apart from the record.

A key removed here makes unreadable what was sealed with it, wherever copies of that lie. So the
vault is kept and copied apart from the ledger, and knows nothing of it.
"""
