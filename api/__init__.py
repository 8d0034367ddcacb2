"""How people and machines reach the product. Today: the command line, ``fangang``."""
