"""French holidays: public ones, and those of schools by zone."""
