(* gru: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require gru.

Definition gru_over_reals :=
  @gru.gru_gradients_right _ _ curves sigmoid tanh slope_sigmoid slope_tanh.

Print Assumptions gru_over_reals.
