"""Learning from labelled texts. Nothing here is needed to tag one."""
