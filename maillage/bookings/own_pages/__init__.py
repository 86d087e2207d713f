"""A person's own pages: found by a reference, opened by a signed link, without an account."""
