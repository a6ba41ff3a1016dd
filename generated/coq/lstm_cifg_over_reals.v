(* lstm_cifg: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require lstm_cifg.

Definition lstm_cifg_over_reals :=
  @lstm_cifg.lstm_cifg_gradients_right _ _ curves sigmoid tanh slope_sigmoid slope_tanh.

Print Assumptions lstm_cifg_over_reals.
