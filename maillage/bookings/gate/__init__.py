"""What stands before a form: limits, sizes, and what keeps programs out without a puzzle."""
