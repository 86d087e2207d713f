"""Write the content by the plugins' own services, one noun a file."""
