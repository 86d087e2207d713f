"""Files that tell of a machine or of an erasure, read into facts. Nothing here writes to the database.

`reading` bounds the bytes, `recognize` finds the format, one module a format makes a `Snapshot` or
`Finding`s. Names of people and of computers are left where they are: no reader takes
them out of the file.
"""
