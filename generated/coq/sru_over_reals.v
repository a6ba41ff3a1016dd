(* sru: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require sru.

Definition sru_over_reals :=
  @sru.sru_gradients_right _ _ curves sigmoid slope_sigmoid.

Print Assumptions sru_over_reals.
