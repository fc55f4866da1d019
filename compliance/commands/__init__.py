"""The commands, one module a verb: each parses, calls the functions beneath, writes and exits."""
