"""A basket as a file for another program: a module a format, all of the same brief."""
