"""Diffusion models with exact scores: no network, nothing trained."""
