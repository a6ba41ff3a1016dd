(* lstm_np: its gradients are right over the reals, where D is the derivative along any curve. *)
From derive Require Import calculus reals.
Require lstm_np.

Definition lstm_np_over_reals :=
  @lstm_np.lstm_np_gradients_right _ _ curves sigmoid tanh slope_sigmoid slope_tanh.

Print Assumptions lstm_np_over_reals.
