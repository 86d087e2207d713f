"""« Établi »: what is noted of an object once somebody looks at it, and how it goes back to its owner."""
