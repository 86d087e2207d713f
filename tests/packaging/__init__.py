"""The wheel, as a host that knows nothing of this repository installs it."""
