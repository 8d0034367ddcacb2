"""The commands, one module each: they read arguments, call one thing and show what it gives."""
