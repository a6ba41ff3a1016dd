(* lstm_nfg: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require lstm_nfg.

Definition lstm_nfg_over_reals :=
  @lstm_nfg.lstm_nfg_gradients_right _ _ curves sigmoid tanh slope_sigmoid slope_tanh.

Print Assumptions lstm_nfg_over_reals.
