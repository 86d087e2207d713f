"""What dates and calls are, in the words that people say."""
