"""The project's plug-in for MiniStack: what the local AWS needs to run mm's stacks with real containers."""
