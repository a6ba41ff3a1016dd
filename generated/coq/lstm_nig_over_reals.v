(* lstm_nig: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require lstm_nig.

Definition lstm_nig_over_reals :=
  @lstm_nig.lstm_nig_gradients_right _ _ curves sigmoid tanh slope_sigmoid slope_tanh.

Print Assumptions lstm_nig_over_reals.
