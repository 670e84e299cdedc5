"""Effects behind one interface: everything that is read from the outside comes through here."""
