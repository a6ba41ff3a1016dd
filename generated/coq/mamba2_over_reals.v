(* mamba2: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require mamba2.

Definition mamba2_over_reals :=
  @mamba2.mamba2_gradients_right _ _ curves exp sigmoid softplus slope_exp slope_sigmoid slope_softplus.

Print Assumptions mamba2_over_reals.
