(* gru_reset_before: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require gru_reset_before.

Definition gru_reset_before_over_reals :=
  @gru_reset_before.gru_reset_before_gradients_right _ _ curves sigmoid tanh slope_sigmoid slope_tanh.

Print Assumptions gru_reset_before_over_reals.
