(* lstm_nog: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require lstm_nog.

Definition lstm_nog_over_reals :=
  @lstm_nog.lstm_nog_gradients_right _ _ curves sigmoid tanh slope_sigmoid slope_tanh.

Print Assumptions lstm_nog_over_reals.
