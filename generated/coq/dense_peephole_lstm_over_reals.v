(* dense_peephole_lstm: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require dense_peephole_lstm.

Definition dense_peephole_lstm_over_reals :=
  @dense_peephole_lstm.dense_peephole_lstm_gradients_right _ _ curves sigmoid tanh slope_sigmoid slope_tanh.

Print Assumptions dense_peephole_lstm_over_reals.
