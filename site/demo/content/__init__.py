"""What the demo says: plain data, in French. The facts come from the collective's own project sheet."""
