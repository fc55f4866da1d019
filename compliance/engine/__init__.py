"""The rule engine: patterns, compilation, matching, context, judgement."""
