"""The eight variants of "LSTM: A Search Space Odyssey", each a change to the vanilla (peephole) LSTM.

Source: Greff, Srivastava, Koutník, Steunebrink & Schmidhuber 2015, arXiv 1503.04069, section III.
"""

from derive.cells.lstm import peephole_lstm
from derive.language import Cell, identity


def _variant(letters: str, doc: str, **options: object) -> Cell:
    source = f"Greff et al. 2015, arXiv 1503.04069, section III: {letters}"
    return peephole_lstm.variant(f"lstm_{letters.lower()}", source, doc, **options)


lstm_nig = _variant("NIG", "No input gate: the cell takes in whatever the block input says.", gates="fo")
lstm_nfg = _variant("NFG", "No forget gate: the cell keeps all that it has.", gates="io")
lstm_nog = _variant("NOG", "No output gate: the cell is always read.", gates="if")
lstm_niaf = _variant("NIAF", "No input activation function: the block input is linear.", squash_in=identity)
lstm_noaf = _variant("NOAF", "No output activation function: the cell is read as it is.", squash_out=identity)
lstm_cifg = _variant("CIFG", "Coupled input and forget gate: f = 1 - i.", gates="io", coupled=True)
lstm_np = _variant("NP", "No peepholes: the LSTM with forget gate.", peepholes=False)
lstm_fgr = _variant(
    "FGR",
    "Full gate recurrence: every gate sees all gates of the step before.",
    gates_see_gates=True,
)
