"""The workshop at a glance: what waits, what is ready, what is in doubt, what left and to whom."""
