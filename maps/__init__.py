"""Maps: a plan drawn on the country's outlines. The room is kept in the order of layers; no map is drawn yet."""
