(* mgu: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require mgu.

Definition mgu_over_reals :=
  @mgu.mgu_gradients_right _ _ curves sigmoid tanh slope_sigmoid slope_tanh.

Print Assumptions mgu_over_reals.
