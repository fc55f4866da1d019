"""Immutable values every stage speaks in; imports nothing but `compliance.errors`."""
