"""What the tests stand on: databases, services, servers, a browser."""
