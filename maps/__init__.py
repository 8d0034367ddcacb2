"""What is drawn: a plan on its map and as GeoJSON, its timeline, plans side by side on a page."""
