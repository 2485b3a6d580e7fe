"""The commands of scripts/local-aws."""
