(* lstm_1997_blocks: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require lstm_1997_blocks.

Definition lstm_1997_blocks_over_reals :=
  @lstm_1997_blocks.lstm_1997_blocks_gradients_right _ _ curves sigmoid slope_sigmoid.

Print Assumptions lstm_1997_blocks_over_reals.
