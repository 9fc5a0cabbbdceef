"""The figures as pictures, with type that needs no font of the machine."""
