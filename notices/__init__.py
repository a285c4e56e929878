"""What staff are told: directory, letters, post, calendars. Settings are handed in."""
