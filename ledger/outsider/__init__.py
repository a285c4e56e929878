"""What an outsider is given to check a bundle with: it runs alone, and imports nothing of ours."""
