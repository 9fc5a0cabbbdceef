"""Pictures and papers about the service."""
