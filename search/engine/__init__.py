"""The Elasticsearch engine: French analysis, and answers from the database while it is away."""
