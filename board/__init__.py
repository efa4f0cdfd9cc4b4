"""What pages, documents and the command line share; reads the database, never writes it."""
