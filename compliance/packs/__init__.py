"""Rule packs: YAML files to checked, typed values."""
