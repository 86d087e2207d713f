"""What two apps need to talk to people over HTTP: no model, no page of its own."""
