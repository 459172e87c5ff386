"""The front end beside the pages: widgets, cached solving, the link, the player."""
