"""The live day at the front: intake, the queue, the wall screen, each owner's own page."""
