"""What can be done at a stage, one class a kind; `domain.outcomes` brings them together."""
