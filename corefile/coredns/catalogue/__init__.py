"""How a plugin is described, and what descriptions share."""
