(* lstm_fgr: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require lstm_fgr.

Definition lstm_fgr_over_reals :=
  @lstm_fgr.lstm_fgr_gradients_right _ _ curves sigmoid tanh slope_sigmoid slope_tanh.

Print Assumptions lstm_fgr_over_reals.
