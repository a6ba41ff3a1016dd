"""Index form → matrix form.

tree          scalars, vectors and matrices, and what is done to them
reading       the order in which a paper writes factors and summands
reader        components → tree
conventions   vectors as rows, weights concatenated
"""
