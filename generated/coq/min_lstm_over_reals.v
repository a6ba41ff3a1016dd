(* min_lstm: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require min_lstm.

Definition min_lstm_over_reals :=
  @min_lstm.min_lstm_gradients_right _ _ curves log_sigmoid sigmoid slope_log_sigmoid slope_sigmoid.

Print Assumptions min_lstm_over_reals.
