"""The kernels to run.  Each module needs NumPy, and runtime.py beside it.

    rnn                      Elman network with tanh.
    rnn_relu                 Elman network with relu, whose slope is 0 on the kink.
    lstm                     LSTM with forget gate.
    lstm_1997                LSTM without forget gate: what is in the cell stays.
    lstm_1997_truncated      LSTM of 1997 with the truncated gradient that it was trained by.
    peephole_lstm            LSTM with diagonal peepholes, the vanilla of the Search Space Odyssey.
    dense_peephole_lstm      LSTM with peepholes of full matrices: every gate sees the whole cell.
    lstmp                    LSTM with projection: its output is a shorter vector than its cell.
    lstm_nig                 No input gate: the cell takes in whatever the block input says.
    lstm_nfg                 No forget gate: the cell keeps all that it has.
    lstm_nog                 No output gate: the cell is always read.
    lstm_niaf                No input activation function: the block input is linear.
    lstm_noaf                No output activation function: the cell is read as it is.
    lstm_cifg                Coupled input and forget gate: f = 1 - i.
    lstm_np                  No peepholes: the LSTM with forget gate.
    lstm_fgr                 Full gate recurrence: every gate sees all gates of the step before.
    gru                      GRU, reset after: the gate r acts on R_n h, which has its own bias.
    gru_reset_before         GRU, reset before: the gate r acts on h, and R_n on what is left of it.
    min_gru                  minGRU: gate and candidate see the input alone.
    layer_norm_lstm          LSTM that normalises what its gates see and what it reads from the cell.
    slstm                    sLSTM: exponential gates, a normaliser n and a stabiliser m.
    mlstm                    mLSTM: a matrix memory of values v under keys k, read by queries q.
"""
