"""Articles: what is shared by all that has to do with them."""
