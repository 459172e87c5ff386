"""Scenes: a problem and a view, the string that names them, and the words about them."""
