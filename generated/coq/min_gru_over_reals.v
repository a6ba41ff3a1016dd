(* min_gru: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require min_gru.

Definition min_gru_over_reals :=
  @min_gru.min_gru_gradients_right _ _ curves sigmoid slope_sigmoid.

Print Assumptions min_gru_over_reals.
