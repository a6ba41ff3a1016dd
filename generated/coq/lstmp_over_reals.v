(* lstmp: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require lstmp.

Definition lstmp_over_reals :=
  @lstmp.lstmp_gradients_right _ _ curves sigmoid tanh slope_sigmoid slope_tanh.

Print Assumptions lstmp_over_reals.
