"""Named workers: sealed under a key each, shown masked, seated by run, forgotten when their time ends."""
