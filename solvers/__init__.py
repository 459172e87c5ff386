"""Quantum dynamics of an objective landscape: numpy and scipy only, no front end."""
