"""Files as Calends writes them, for whichever room: there whole, or not at all."""
