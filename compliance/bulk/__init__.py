"""Shards of many adverts screened on one machine, in parts that are finished once and for all: `compliance bulk`."""
