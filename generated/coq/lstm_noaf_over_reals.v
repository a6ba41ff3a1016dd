(* lstm_noaf: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require lstm_noaf.

Definition lstm_noaf_over_reals :=
  @lstm_noaf.lstm_noaf_gradients_right _ _ curves sigmoid tanh slope_sigmoid slope_tanh.

Print Assumptions lstm_noaf_over_reals.
