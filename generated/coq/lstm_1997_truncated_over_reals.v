(* lstm_1997_truncated: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require lstm_1997_truncated.

Definition lstm_1997_truncated_over_reals :=
  @lstm_1997_truncated.lstm_1997_truncated_gradients_right _ _ curves sigmoid stop_gradient slope_sigmoid slope_stop_gradient.

Print Assumptions lstm_1997_truncated_over_reals.
