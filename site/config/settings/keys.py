"""A key that everybody can read protects nothing: production refuses to start with it."""

DEVELOPMENT_SECRET_KEY = "development-only-key-that-production-refuses"  # noqa: S105
