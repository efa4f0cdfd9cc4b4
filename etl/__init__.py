"""The only writer of ledgers and marts."""
