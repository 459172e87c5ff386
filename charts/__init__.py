"""Solutions turned into what a browser draws: packed clips, a player's data, a page."""
