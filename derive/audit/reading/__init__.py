"""Reading: files to claims, LaTeX, plain text and Python to one tree.

document     a file: front matter, table of symbols, marked equations
latex        LaTeX to boxes, by a grammar of our own (latex.lark);   plain   plain text and Unicode to the same boxes
symbols      the symbols of the table as patterns of boxes
expression   boxes to a tree;   python   the syntax tree of Python to the same tree
tree         what an equation is once it has been read

No text is ever evaluated.
"""
