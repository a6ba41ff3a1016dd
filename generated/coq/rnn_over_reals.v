(* rnn: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require rnn.

Definition rnn_over_reals :=
  @rnn.rnn_gradients_right _ _ curves tanh slope_tanh.

Print Assumptions rnn_over_reals.
