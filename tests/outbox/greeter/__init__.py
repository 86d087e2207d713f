"""A plugin that only these tests install: it sends « Bonjour »."""
