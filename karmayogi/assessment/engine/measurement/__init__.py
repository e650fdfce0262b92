"""What answers say about questions and persons: classical statistics, item response theory, adaptive tests."""
