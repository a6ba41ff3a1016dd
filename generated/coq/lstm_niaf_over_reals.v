(* lstm_niaf: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require lstm_niaf.

Definition lstm_niaf_over_reals :=
  @lstm_niaf.lstm_niaf_gradients_right _ _ curves sigmoid tanh slope_sigmoid slope_tanh.

Print Assumptions lstm_niaf_over_reals.
