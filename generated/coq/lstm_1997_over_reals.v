(* lstm_1997: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require lstm_1997.

Definition lstm_1997_over_reals :=
  @lstm_1997.lstm_1997_gradients_right _ _ curves sigmoid slope_sigmoid.

Print Assumptions lstm_1997_over_reals.
