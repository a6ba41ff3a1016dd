(* qrnn: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require qrnn.

Definition qrnn_over_reals :=
  @qrnn.qrnn_gradients_right _ _ curves sigmoid tanh slope_sigmoid slope_tanh.

Print Assumptions qrnn_over_reals.
