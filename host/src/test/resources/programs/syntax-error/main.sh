echo never; for
