"""How the shipped weights of the term finder were made; not imported by the program itself."""
