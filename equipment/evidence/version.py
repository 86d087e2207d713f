"""Which readers these are: kept beside each file, so that files read by older ones are read again."""

# One more each time that a reader sees a disk, or why one may be missing, where it did not before.
READERS_VERSION = 2
