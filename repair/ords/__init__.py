"""The Open Repair Data Standard 0.3: its words, its files read and written.

Source: https://openrepair.org/open-data/open-standard/. Where the published schema and the published
files disagree, the files are followed: they are what circulates.
"""
