"""Telling other systems what happened: signed, tried again for days, and replayed when they want it."""
