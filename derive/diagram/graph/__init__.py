"""What is drawn, read off the equations: the graph of one step, and a plan of columns and rows for each picture."""
