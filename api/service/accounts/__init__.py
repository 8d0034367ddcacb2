"""Who may come in: accounts, their passwords, sessions and keys, one-time links, and the parties that they act for."""
