"""Searches for the minimum of an objective, counted in evaluations of ζ."""
