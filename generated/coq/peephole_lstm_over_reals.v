(* peephole_lstm: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require peephole_lstm.

Definition peephole_lstm_over_reals :=
  @peephole_lstm.peephole_lstm_gradients_right _ _ curves sigmoid tanh slope_sigmoid slope_tanh.

Print Assumptions peephole_lstm_over_reals.
