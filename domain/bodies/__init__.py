"""What each body does in a procedure: verbs that make stages, with the clauses they obey."""
