"""The kernels to run.  They need NumPy and nothing else.

    rnn                      Elman network with tanh.
    rnn_relu                 Elman network with relu, whose slope is 0 on the kink.
    lstm                     LSTM with forget gate.
    lstm_1997                LSTM without forget gate: what is in the cell stays.
    lstm_1997_truncated      LSTM of 1997 with the truncated gradient that it was trained by.
    lstm_1997_blocks         LSTM of 1997 in memory blocks: the cells of a block share their gates.
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
    mgu                      Minimal gated unit: one gate forgets and resets.
    min_gru                  minGRU: gate and candidate see the input alone.
    layer_norm_lstm          LSTM that normalises what its gates see and what it reads from the cell.
    slstm                    sLSTM: exponential gates, a normaliser n and a stabiliser m.
    slstm_heads              sLSTM with several heads, each a block of the recurrent matrices.
    mlstm                    mLSTM: a matrix memory of values v under keys k, read by queries q.
    mlstm_heads              mLSTM with several heads, each with a memory of its own.
    sru                      SRU: gates see the old state through a vector; a highway around it.
    qrnn                     Quasi-recurrent network: gates see two steps of the input.
    min_lstm                 minLSTM: forget and input gate are normalised to add up to 1.
    lru                      Linear recurrent unit: a complex diagonal, as two reals.
    mamba2                   Mamba-2: a state space that decays by one number for each head.
    gated_delta_net          Gated DeltaNet: a memory that decays, and replaces what it overwrites.
    rwkv7                    RWKV-7: a memory that decays by a vector, and forgets under a key.
    ntm                      Neural Turing machine: rows of memory, addressed by cosine with a key.
    conv_lstm                ConvLSTM: channels over a row of places, every product a convolution.
"""
