"""What makes the weights that the project ships; needs the ``train`` dependencies, and nothing at run time needs it."""
