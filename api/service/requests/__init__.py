"""An employer's request: one form, its origins, its states with who and when, its proof, its roster."""
