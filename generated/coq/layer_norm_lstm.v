(* layer_norm_lstm: LSTM that normalises what its gates see and what it reads from the cell.
   Source of the forward equations: Ba, Kiros & Hinton 2016, arXiv 1607.06450, supplement; ε is ours.
   Its gradients are right for all sizes. Written by derive from the equations; see its README.md. *)
From mathcomp Require Import all_ssreflect all_algebra zify.
From derive Require Import calculus.
Import GRing.Theory. Local Open Scope ring_scope.

Section Certificate.
(* A: numbers as they depend on whatever is perturbed; ev: their value where the gradient is taken; D: their directional
   derivative there. Over the reals A is a ring of curves, ev f = f 0 and D f = f' 0. *)
Variables (A B : comRingType) (d : derivation A B).
Local Notation ev := (value d).
Local Notation D := (slope d).

Variable over_4 : A.  (* 1/4 *)
Hypothesis slope_over_4 : D over_4 = 0.
Hypothesis law_over_4 : 4%:R * over_4 = 1.
Variable over_H : A.  (* 1/H *)
Hypothesis slope_over_H : D over_H = 0.
Variable over_100000 : A.  (* 1/100000 *)
Hypothesis slope_over_100000 : D over_100000 = 0.
Variable inv : A -> A.
Variable sigmoid : A -> A.
Variable sqrt : A -> A.
Variable tanh : A -> A.
Hypothesis slope_inv : forall x0, D (inv x0) = (- ((ev (inv (x0))) * (ev (inv (x0))))) * D x0.
Hypothesis slope_sigmoid : forall x0, D (sigmoid x0) = (1 - ev (sigmoid (x0))) * ev (sigmoid (x0)) * D x0.
Hypothesis slope_sqrt : forall x0, D (sqrt x0) = (2%:R * ev (over_4)) * ev (inv (sqrt (x0))) * D x0.
Hypothesis slope_tanh : forall x0, D (tanh x0) = (1 - ev (tanh (x0)) * ev (tanh (x0))) * D x0.
Variables T N M H : nat.
Hypothesis one_step : (0 < T)%N.
Variable x : nat -> nat -> nat -> A.
Variable h_0 : nat -> nat -> A.
Variable c_0 : nat -> nat -> A.
Variable R_i : nat -> nat -> A.
Variable W_i : nat -> nat -> A.
Variable R_f : nat -> nat -> A.
Variable W_f : nat -> nat -> A.
Variable R_g : nat -> nat -> A.
Variable W_g : nat -> nat -> A.
Variable R_o : nat -> nat -> A.
Variable W_o : nat -> nat -> A.
Variable alpha_u_i : nat -> A.
Variable beta_u_i : nat -> A.
Variable alpha_u_f : nat -> A.
Variable beta_u_f : nat -> A.
Variable alpha_u_g : nat -> A.
Variable beta_u_g : nat -> A.
Variable alpha_u_o : nat -> A.
Variable beta_u_o : nat -> A.
Variable alpha_v_i : nat -> A.
Variable beta_v_i : nat -> A.
Variable alpha_v_f : nat -> A.
Variable beta_v_f : nat -> A.
Variable alpha_v_g : nat -> A.
Variable beta_v_g : nat -> A.
Variable alpha_v_o : nat -> A.
Variable beta_v_o : nat -> A.
Variable b_i : nat -> A.
Variable b_f : nat -> A.
Variable b_g : nat -> A.
Variable b_o : nat -> A.
Variable alpha_c : nat -> A.
Variable beta_c : nat -> A.
Variable dc_T : nat -> nat -> B.
Variable dh_T : nat -> nat -> B.
Variable dy : nat -> nat -> nat -> B.

(* What the cell computes. *)
Inductive signal : Set :=
  | u_i (t n j : nat)
  | v_i (t n j : nat)
  | u_f (t n j : nat)
  | v_f (t n j : nat)
  | u_g (t n j : nat)
  | v_g (t n j : nat)
  | u_o (t n j : nat)
  | v_o (t n j : nat)
  | mu_u (t n : nat)
  | a_s_u (t n : nat)
  | s_u (t n : nat)
  | u_i_hat (t n j : nat)
  | u_f_hat (t n j : nat)
  | u_g_hat (t n j : nat)
  | u_o_hat (t n j : nat)
  | mu_v (t n : nat)
  | a_s_v (t n : nat)
  | s_v (t n : nat)
  | v_i_hat (t n j : nat)
  | v_f_hat (t n j : nat)
  | v_g_hat (t n j : nat)
  | v_o_hat (t n j : nat)
  | a_i (t n j : nat)
  | i (t n j : nat)
  | a_f (t n j : nat)
  | f (t n j : nat)
  | a_g (t n j : nat)
  | g (t n j : nat)
  | a_o (t n j : nat)
  | o (t n j : nat)
  | c (t n j : nat)
  | mu_c (t n : nat)
  | a_s_c (t n : nat)
  | s_c (t n : nat)
  | c_hat (t n j : nat)
  | a_h (t n j : nat)
  | h (t n j : nat).
Definition forward (v : signal -> A) (what : signal) : A :=
  match what with
  | u_i t n j => if (1 <= t < T.+1)%N then \sum_(1 <= r < H.+1) R_i j r * v (h t.-1 n r) else 0
  | v_i t n j => if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) W_i j k * x t n k else 0
  | u_f t n j => if (1 <= t < T.+1)%N then \sum_(1 <= r < H.+1) R_f j r * v (h t.-1 n r) else 0
  | v_f t n j => if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) W_f j k * x t n k else 0
  | u_g t n j => if (1 <= t < T.+1)%N then \sum_(1 <= r < H.+1) R_g j r * v (h t.-1 n r) else 0
  | v_g t n j => if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) W_g j k * x t n k else 0
  | u_o t n j => if (1 <= t < T.+1)%N then \sum_(1 <= r < H.+1) R_o j r * v (h t.-1 n r) else 0
  | v_o t n j => if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) W_o j k * x t n k else 0
  | mu_u t n => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) over_4 * over_H * v (u_i t n j))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * v (u_f t n j))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * v (u_g t n j))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * v (u_o t n j)) else 0
  | a_s_u t n => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_u t n))) + v (u_i t n j)) * ((- (v (mu_u t n))) + v (u_i t n j)))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_u t n))) + v (u_f t n j)) * ((- (v (mu_u t n))) + v (u_f t n j)))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_u t n))) + v (u_g t n j)) * ((- (v (mu_u t n))) + v (u_g t n j)))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_u t n))) + v (u_o t n j)) * ((- (v (mu_u t n))) + v (u_o t n j)))
      + (over_100000) else 0
  | s_u t n => if (1 <= t < T.+1)%N then sqrt (v (a_s_u t n)) else 0
  | u_i_hat t n j => if (1 <= t < T.+1)%N then inv (v (s_u t n)) * ((- (v (mu_u t n))) + v (u_i t n j)) else 0
  | u_f_hat t n j => if (1 <= t < T.+1)%N then inv (v (s_u t n)) * ((- (v (mu_u t n))) + v (u_f t n j)) else 0
  | u_g_hat t n j => if (1 <= t < T.+1)%N then inv (v (s_u t n)) * ((- (v (mu_u t n))) + v (u_g t n j)) else 0
  | u_o_hat t n j => if (1 <= t < T.+1)%N then inv (v (s_u t n)) * ((- (v (mu_u t n))) + v (u_o t n j)) else 0
  | mu_v t n => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) over_4 * over_H * v (v_i t n j))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * v (v_f t n j))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * v (v_g t n j))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * v (v_o t n j)) else 0
  | a_s_v t n => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_v t n))) + v (v_i t n j)) * ((- (v (mu_v t n))) + v (v_i t n j)))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_v t n))) + v (v_f t n j)) * ((- (v (mu_v t n))) + v (v_f t n j)))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_v t n))) + v (v_g t n j)) * ((- (v (mu_v t n))) + v (v_g t n j)))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_v t n))) + v (v_o t n j)) * ((- (v (mu_v t n))) + v (v_o t n j)))
      + (over_100000) else 0
  | s_v t n => if (1 <= t < T.+1)%N then sqrt (v (a_s_v t n)) else 0
  | v_i_hat t n j => if (1 <= t < T.+1)%N then inv (v (s_v t n)) * ((- (v (mu_v t n))) + v (v_i t n j)) else 0
  | v_f_hat t n j => if (1 <= t < T.+1)%N then inv (v (s_v t n)) * ((- (v (mu_v t n))) + v (v_f t n j)) else 0
  | v_g_hat t n j => if (1 <= t < T.+1)%N then inv (v (s_v t n)) * ((- (v (mu_v t n))) + v (v_g t n j)) else 0
  | v_o_hat t n j => if (1 <= t < T.+1)%N then inv (v (s_v t n)) * ((- (v (mu_v t n))) + v (v_o t n j)) else 0
  | a_i t n j => if (1 <= t < T.+1)%N then (alpha_u_i j * v (u_i_hat t n j))
      + (beta_u_i j)
      + (alpha_v_i j * v (v_i_hat t n j))
      + (beta_v_i j)
      + (b_i j) else 0
  | i t n j => if (1 <= t < T.+1)%N then sigmoid (v (a_i t n j)) else 0
  | a_f t n j => if (1 <= t < T.+1)%N then (alpha_u_f j * v (u_f_hat t n j))
      + (beta_u_f j)
      + (alpha_v_f j * v (v_f_hat t n j))
      + (beta_v_f j)
      + (b_f j) else 0
  | f t n j => if (1 <= t < T.+1)%N then sigmoid (v (a_f t n j)) else 0
  | a_g t n j => if (1 <= t < T.+1)%N then (alpha_u_g j * v (u_g_hat t n j))
      + (beta_u_g j)
      + (alpha_v_g j * v (v_g_hat t n j))
      + (beta_v_g j)
      + (b_g j) else 0
  | g t n j => if (1 <= t < T.+1)%N then tanh (v (a_g t n j)) else 0
  | a_o t n j => if (1 <= t < T.+1)%N then (alpha_u_o j * v (u_o_hat t n j))
      + (beta_u_o j)
      + (alpha_v_o j * v (v_o_hat t n j))
      + (beta_v_o j)
      + (b_o j) else 0
  | o t n j => if (1 <= t < T.+1)%N then sigmoid (v (a_o t n j)) else 0
  | c t n j => if (1 <= t < T.+1)%N then (v (c t.-1 n j) * v (f t n j))
      + (v (g t n j) * v (i t n j)) else c_0 n j
  | mu_c t n => if (1 <= t < T.+1)%N then \sum_(1 <= j < H.+1) over_H * v (c t n j) else 0
  | a_s_c t n => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) over_H * ((- (v (mu_c t n))) + v (c t n j)) * ((- (v (mu_c t n))) + v (c t n j)))
      + (over_100000) else 0
  | s_c t n => if (1 <= t < T.+1)%N then sqrt (v (a_s_c t n)) else 0
  | c_hat t n j => if (1 <= t < T.+1)%N then inv (v (s_c t n)) * ((- (v (mu_c t n))) + v (c t n j)) else 0
  | a_h t n j => if (1 <= t < T.+1)%N then (alpha_c j * v (c_hat t n j))
      + (beta_c j) else 0
  | h t n j => if (1 <= t < T.+1)%N then v (o t n j) * tanh (v (a_h t n j)) else h_0 n j
  end.

(* Its gradients. *)
Inductive gradient : Set :=
  | dh (t n j : nat)
  | da_h (t n j : nat)
  | dc_hat (t n j : nat)
  | ds_c (t n : nat)
  | da_s_c (t n : nat)
  | dmu_c (t n : nat)
  | dc (t n j : nat)
  | do_ (t n j : nat)
  | da_o (t n j : nat)
  | dg (t n j : nat)
  | da_g (t n j : nat)
  | df (t n j : nat)
  | da_f (t n j : nat)
  | di (t n j : nat)
  | da_i (t n j : nat)
  | dv_o_hat (t n j : nat)
  | dv_g_hat (t n j : nat)
  | dv_f_hat (t n j : nat)
  | dv_i_hat (t n j : nat)
  | ds_v (t n : nat)
  | da_s_v (t n : nat)
  | dmu_v (t n : nat)
  | du_o_hat (t n j : nat)
  | du_g_hat (t n j : nat)
  | du_f_hat (t n j : nat)
  | du_i_hat (t n j : nat)
  | ds_u (t n : nat)
  | da_s_u (t n : nat)
  | dmu_u (t n : nat)
  | dv_o (t n j : nat)
  | du_o (t n j : nat)
  | dv_g (t n j : nat)
  | du_g (t n j : nat)
  | dv_f (t n j : nat)
  | du_f (t n j : nat)
  | dv_i (t n j : nat)
  | du_i (t n j : nat)
  | dx (t n k : nat)
  | dR_i (j r : nat)
  | dW_i (j k : nat)
  | dR_f (j r : nat)
  | dW_f (j k : nat)
  | dR_g (j r : nat)
  | dW_g (j k : nat)
  | dR_o (j r : nat)
  | dW_o (j k : nat)
  | dalpha_u_i (j : nat)
  | dbeta_u_i (j : nat)
  | dalpha_u_f (j : nat)
  | dbeta_u_f (j : nat)
  | dalpha_u_g (j : nat)
  | dbeta_u_g (j : nat)
  | dalpha_u_o (j : nat)
  | dbeta_u_o (j : nat)
  | dalpha_v_i (j : nat)
  | dbeta_v_i (j : nat)
  | dalpha_v_f (j : nat)
  | dbeta_v_f (j : nat)
  | dalpha_v_g (j : nat)
  | dbeta_v_g (j : nat)
  | dalpha_v_o (j : nat)
  | dbeta_v_o (j : nat)
  | db_i (j : nat)
  | db_f (j : nat)
  | db_g (j : nat)
  | db_o (j : nat)
  | dalpha_c (j : nat)
  | dbeta_c (j : nat).
Definition backward (v : signal -> A) (w : gradient -> B) (what : gradient) : B :=
  match what with
  | dh t n j => if (0 <= t < T.+1)%N then (if (1 <= t < T.+1)%N then dy t n j else 0)
      + (if (T <= t < T.+1)%N then dh_T n j else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_i r j) * w (du_i t.+1 n r) else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_f r j) * w (du_f t.+1 n r) else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_g r j) * w (du_g t.+1 n r) else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_o r j) * w (du_o t.+1 n r) else 0) else 0
  | da_h t n j => if (1 <= t < T.+1)%N then (1 - ev (tanh (v (a_h t n j))) * ev (tanh (v (a_h t n j)))) * w (dh t n j) * ev (v (o t n j)) else 0
  | dc_hat t n j => if (1 <= t < T.+1)%N then ev (alpha_c j) * w (da_h t n j) else 0
  | ds_c t n => if (1 <= t < T.+1)%N then \sum_(1 <= j < H.+1) (- (ev (inv (v (s_c t n))) * ev (inv (v (s_c t n))) * ((- (ev (v (mu_c t n)))) + ev (v (c t n j))) * w (dc_hat t n j))) else 0
  | da_s_c t n => if (1 <= t < T.+1)%N then (2%:R * ev (over_4)) * ev (inv (v (s_c t n))) * w (ds_c t n) else 0
  | dmu_c t n => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) (- (2%:R * ev (over_H) * ((- (ev (v (mu_c t n)))) + ev (v (c t n j))) * w (da_s_c t n))))
      + (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_c t n))) * w (dc_hat t n j)))) else 0
  | dc t n j => if (0 <= t < T.+1)%N then (if (T <= t < T.+1)%N then dc_T n j else 0)
      + (if (1 <= t < T.+1)%N then ev (over_H) * w (dmu_c t n) else 0)
      + (if (1 <= t < T.+1)%N then 2%:R * ev (over_H) * ((- (ev (v (mu_c t n)))) + ev (v (c t n j))) * w (da_s_c t n) else 0)
      + (if (1 <= t < T.+1)%N then ev (inv (v (s_c t n))) * w (dc_hat t n j) else 0)
      + (if (0 <= t < T)%N then w (dc t.+1 n j) * ev (v (f t.+1 n j)) else 0) else 0
  | do_ t n j => if (1 <= t < T.+1)%N then w (dh t n j) * ev (tanh (v (a_h t n j))) else 0
  | da_o t n j => if (1 <= t < T.+1)%N then (1 - ev (v (o t n j))) * w (do_ t n j) * ev (v (o t n j)) else 0
  | dg t n j => if (1 <= t < T.+1)%N then w (dc t n j) * ev (v (i t n j)) else 0
  | da_g t n j => if (1 <= t < T.+1)%N then (1 - ev (v (g t n j)) * ev (v (g t n j))) * w (dg t n j) else 0
  | df t n j => if (1 <= t < T.+1)%N then ev (v (c t.-1 n j)) * w (dc t n j) else 0
  | da_f t n j => if (1 <= t < T.+1)%N then (1 - ev (v (f t n j))) * w (df t n j) * ev (v (f t n j)) else 0
  | di t n j => if (1 <= t < T.+1)%N then w (dc t n j) * ev (v (g t n j)) else 0
  | da_i t n j => if (1 <= t < T.+1)%N then (1 - ev (v (i t n j))) * w (di t n j) * ev (v (i t n j)) else 0
  | dv_o_hat t n j => if (1 <= t < T.+1)%N then ev (alpha_v_o j) * w (da_o t n j) else 0
  | dv_g_hat t n j => if (1 <= t < T.+1)%N then ev (alpha_v_g j) * w (da_g t n j) else 0
  | dv_f_hat t n j => if (1 <= t < T.+1)%N then ev (alpha_v_f j) * w (da_f t n j) else 0
  | dv_i_hat t n j => if (1 <= t < T.+1)%N then ev (alpha_v_i j) * w (da_i t n j) else 0
  | ds_v t n => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * ev (inv (v (s_v t n))) * ((- (ev (v (mu_v t n)))) + ev (v (v_i t n j))) * w (dv_i_hat t n j))))
      + (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * ev (inv (v (s_v t n))) * ((- (ev (v (mu_v t n)))) + ev (v (v_f t n j))) * w (dv_f_hat t n j))))
      + (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * ev (inv (v (s_v t n))) * ((- (ev (v (mu_v t n)))) + ev (v (v_g t n j))) * w (dv_g_hat t n j))))
      + (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * ev (inv (v (s_v t n))) * ((- (ev (v (mu_v t n)))) + ev (v (v_o t n j))) * w (dv_o_hat t n j)))) else 0
  | da_s_v t n => if (1 <= t < T.+1)%N then (2%:R * ev (over_4)) * ev (inv (v (s_v t n))) * w (ds_v t n) else 0
  | dmu_v t n => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_i t n j))) * w (da_s_v t n))))
      + (\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_f t n j))) * w (da_s_v t n))))
      + (\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_g t n j))) * w (da_s_v t n))))
      + (\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_o t n j))) * w (da_s_v t n))))
      + (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * w (dv_i_hat t n j))))
      + (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * w (dv_f_hat t n j))))
      + (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * w (dv_g_hat t n j))))
      + (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * w (dv_o_hat t n j)))) else 0
  | du_o_hat t n j => if (1 <= t < T.+1)%N then ev (alpha_u_o j) * w (da_o t n j) else 0
  | du_g_hat t n j => if (1 <= t < T.+1)%N then ev (alpha_u_g j) * w (da_g t n j) else 0
  | du_f_hat t n j => if (1 <= t < T.+1)%N then ev (alpha_u_f j) * w (da_f t n j) else 0
  | du_i_hat t n j => if (1 <= t < T.+1)%N then ev (alpha_u_i j) * w (da_i t n j) else 0
  | ds_u t n => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * ev (inv (v (s_u t n))) * ((- (ev (v (mu_u t n)))) + ev (v (u_i t n j))) * w (du_i_hat t n j))))
      + (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * ev (inv (v (s_u t n))) * ((- (ev (v (mu_u t n)))) + ev (v (u_f t n j))) * w (du_f_hat t n j))))
      + (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * ev (inv (v (s_u t n))) * ((- (ev (v (mu_u t n)))) + ev (v (u_g t n j))) * w (du_g_hat t n j))))
      + (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * ev (inv (v (s_u t n))) * ((- (ev (v (mu_u t n)))) + ev (v (u_o t n j))) * w (du_o_hat t n j)))) else 0
  | da_s_u t n => if (1 <= t < T.+1)%N then (2%:R * ev (over_4)) * ev (inv (v (s_u t n))) * w (ds_u t n) else 0
  | dmu_u t n => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_i t n j))) * w (da_s_u t n))))
      + (\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_f t n j))) * w (da_s_u t n))))
      + (\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_g t n j))) * w (da_s_u t n))))
      + (\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_o t n j))) * w (da_s_u t n))))
      + (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * w (du_i_hat t n j))))
      + (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * w (du_f_hat t n j))))
      + (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * w (du_g_hat t n j))))
      + (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * w (du_o_hat t n j)))) else 0
  | dv_o t n j => if (1 <= t < T.+1)%N then (ev (over_4) * ev (over_H) * w (dmu_v t n))
      + ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_o t n j))) * w (da_s_v t n))
      + (ev (inv (v (s_v t n))) * w (dv_o_hat t n j)) else 0
  | du_o t n j => if (1 <= t < T.+1)%N then (ev (over_4) * ev (over_H) * w (dmu_u t n))
      + ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_o t n j))) * w (da_s_u t n))
      + (ev (inv (v (s_u t n))) * w (du_o_hat t n j)) else 0
  | dv_g t n j => if (1 <= t < T.+1)%N then (ev (over_4) * ev (over_H) * w (dmu_v t n))
      + ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_g t n j))) * w (da_s_v t n))
      + (ev (inv (v (s_v t n))) * w (dv_g_hat t n j)) else 0
  | du_g t n j => if (1 <= t < T.+1)%N then (ev (over_4) * ev (over_H) * w (dmu_u t n))
      + ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_g t n j))) * w (da_s_u t n))
      + (ev (inv (v (s_u t n))) * w (du_g_hat t n j)) else 0
  | dv_f t n j => if (1 <= t < T.+1)%N then (ev (over_4) * ev (over_H) * w (dmu_v t n))
      + ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_f t n j))) * w (da_s_v t n))
      + (ev (inv (v (s_v t n))) * w (dv_f_hat t n j)) else 0
  | du_f t n j => if (1 <= t < T.+1)%N then (ev (over_4) * ev (over_H) * w (dmu_u t n))
      + ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_f t n j))) * w (da_s_u t n))
      + (ev (inv (v (s_u t n))) * w (du_f_hat t n j)) else 0
  | dv_i t n j => if (1 <= t < T.+1)%N then (ev (over_4) * ev (over_H) * w (dmu_v t n))
      + ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_i t n j))) * w (da_s_v t n))
      + (ev (inv (v (s_v t n))) * w (dv_i_hat t n j)) else 0
  | du_i t n j => if (1 <= t < T.+1)%N then (ev (over_4) * ev (over_H) * w (dmu_u t n))
      + ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_i t n j))) * w (da_s_u t n))
      + (ev (inv (v (s_u t n))) * w (du_i_hat t n j)) else 0
  | dx t n k => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) ev (W_i j k) * w (dv_i t n j))
      + (\sum_(1 <= j < H.+1) ev (W_f j k) * w (dv_f t n j))
      + (\sum_(1 <= j < H.+1) ev (W_g j k) * w (dv_g t n j))
      + (\sum_(1 <= j < H.+1) ev (W_o j k) * w (dv_o t n j)) else 0
  | dR_i j r => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (du_i t n j) * ev (v (h t.-1 n r))
  | dW_i j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv_i t n j) * ev (x t n k)
  | dR_f j r => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (du_f t n j) * ev (v (h t.-1 n r))
  | dW_f j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv_f t n j) * ev (x t n k)
  | dR_g j r => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (du_g t n j) * ev (v (h t.-1 n r))
  | dW_g j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv_g t n j) * ev (x t n k)
  | dR_o j r => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (du_o t n j) * ev (v (h t.-1 n r))
  | dW_o j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv_o t n j) * ev (x t n k)
  | dalpha_u_i j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j) * ev (v (u_i_hat t n j))
  | dbeta_u_i j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j)
  | dalpha_u_f j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (v (u_f_hat t n j))
  | dbeta_u_f j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j)
  | dalpha_u_g j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j) * ev (v (u_g_hat t n j))
  | dbeta_u_g j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j)
  | dalpha_u_o j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j) * ev (v (u_o_hat t n j))
  | dbeta_u_o j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j)
  | dalpha_v_i j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j) * ev (v (v_i_hat t n j))
  | dbeta_v_i j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j)
  | dalpha_v_f j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (v (v_f_hat t n j))
  | dbeta_v_f j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j)
  | dalpha_v_g j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j) * ev (v (v_g_hat t n j))
  | dbeta_v_g j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j)
  | dalpha_v_o j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j) * ev (v (v_o_hat t n j))
  | dbeta_v_o j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j)
  | db_i j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j)
  | db_f j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j)
  | db_g j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j)
  | db_o j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j)
  | dalpha_c j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (c_hat t n j)) * w (da_h t n j)
  | dbeta_c j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_h t n j)
  end.

(* For every perturbation: what the arriving gradients make of the movement of outputs and final
   states is what the gradients make of the movement of parameters, inputs and initial states. *)
Definition claim (v : signal -> A) (w : gradient -> B) : Prop :=
    (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dy t n j * D (v (h t n j))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dh_T n j * D (v (h T n j))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dc_T n j * D (v (c T n j)))
  = (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh 0 n j) * D (h_0 n j)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc 0 n j) * D (c_0 n j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_i j r) * D (R_i j r)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_i j k) * D (W_i j k)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_f j r) * D (R_f j r)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_f j k) * D (W_f j k)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_g j r) * D (R_g j r)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_g j k) * D (W_g j k)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_o j r) * D (R_o j r)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_o j k) * D (W_o j k)) +
    (\sum_(1 <= j < H.+1) w (dalpha_u_i j) * D (alpha_u_i j)) +
    (\sum_(1 <= j < H.+1) w (dbeta_u_i j) * D (beta_u_i j)) +
    (\sum_(1 <= j < H.+1) w (dalpha_u_f j) * D (alpha_u_f j)) +
    (\sum_(1 <= j < H.+1) w (dbeta_u_f j) * D (beta_u_f j)) +
    (\sum_(1 <= j < H.+1) w (dalpha_u_g j) * D (alpha_u_g j)) +
    (\sum_(1 <= j < H.+1) w (dbeta_u_g j) * D (beta_u_g j)) +
    (\sum_(1 <= j < H.+1) w (dalpha_u_o j) * D (alpha_u_o j)) +
    (\sum_(1 <= j < H.+1) w (dbeta_u_o j) * D (beta_u_o j)) +
    (\sum_(1 <= j < H.+1) w (dalpha_v_i j) * D (alpha_v_i j)) +
    (\sum_(1 <= j < H.+1) w (dbeta_v_i j) * D (beta_v_i j)) +
    (\sum_(1 <= j < H.+1) w (dalpha_v_f j) * D (alpha_v_f j)) +
    (\sum_(1 <= j < H.+1) w (dbeta_v_f j) * D (beta_v_f j)) +
    (\sum_(1 <= j < H.+1) w (dalpha_v_g j) * D (alpha_v_g j)) +
    (\sum_(1 <= j < H.+1) w (dbeta_v_g j) * D (beta_v_g j)) +
    (\sum_(1 <= j < H.+1) w (dalpha_v_o j) * D (alpha_v_o j)) +
    (\sum_(1 <= j < H.+1) w (dbeta_v_o j) * D (beta_v_o j)) +
    (\sum_(1 <= j < H.+1) w (db_i j) * D (b_i j)) +
    (\sum_(1 <= j < H.+1) w (db_f j) * D (b_f j)) +
    (\sum_(1 <= j < H.+1) w (db_g j) * D (b_g j)) +
    (\sum_(1 <= j < H.+1) w (db_o j) * D (b_o j)) +
    (\sum_(1 <= j < H.+1) w (dalpha_c j) * D (alpha_c j)) +
    (\sum_(1 <= j < H.+1) w (dbeta_c j) * D (beta_c j)).

(* ----------------------------------------------------------------------------------------------------
   The proof. Nothing below this line needs to be read: a wrong step can only make Coq refuse. *)

Definition forward'order (what : signal) : rank :=
  match what with
  | u_i t n j => (11, t, 2)%N
  | v_i t n j => (0, 0, 0)%N
  | u_f t n j => (11, t, 0)%N
  | v_f t n j => (1, 0, 0)%N
  | u_g t n j => (11, t, 1)%N
  | v_g t n j => (2, 0, 0)%N
  | u_o t n j => (11, t, 3)%N
  | v_o t n j => (3, 0, 0)%N
  | mu_u t n => (11, t, 4)%N
  | a_s_u t n => (11, t, 5)%N
  | s_u t n => (11, t, 6)%N
  | u_i_hat t n j => (11, t, 13)%N
  | u_f_hat t n j => (11, t, 7)%N
  | u_g_hat t n j => (11, t, 10)%N
  | u_o_hat t n j => (11, t, 22)%N
  | mu_v t n => (4, 0, 0)%N
  | a_s_v t n => (5, 0, 0)%N
  | s_v t n => (6, 0, 0)%N
  | v_i_hat t n j => (9, 0, 0)%N
  | v_f_hat t n j => (7, 0, 0)%N
  | v_g_hat t n j => (8, 0, 0)%N
  | v_o_hat t n j => (10, 0, 0)%N
  | a_i t n j => (11, t, 14)%N
  | i t n j => (11, t, 15)%N
  | a_f t n j => (11, t, 8)%N
  | f t n j => (11, t, 9)%N
  | a_g t n j => (11, t, 11)%N
  | g t n j => (11, t, 12)%N
  | a_o t n j => (11, t, 23)%N
  | o t n j => (11, t, 24)%N
  | c t n j => (11, t, 16)%N
  | mu_c t n => (11, t, 17)%N
  | a_s_c t n => (11, t, 18)%N
  | s_c t n => (11, t, 19)%N
  | c_hat t n j => (11, t, 20)%N
  | a_h t n j => (11, t, 21)%N
  | h t n j => (11, t, 25)%N
  end.

Lemma order'u_i (t n j : nat) : looks_back forward'order (forward) (u_i t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'v_i (t n j : nat) : looks_back forward'order (forward) (v_i t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'u_f (t n j : nat) : looks_back forward'order (forward) (u_f t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'v_f (t n j : nat) : looks_back forward'order (forward) (v_f t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'u_g (t n j : nat) : looks_back forward'order (forward) (u_g t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'v_g (t n j : nat) : looks_back forward'order (forward) (v_g t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'u_o (t n j : nat) : looks_back forward'order (forward) (u_o t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'v_o (t n j : nat) : looks_back forward'order (forward) (v_o t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'mu_u (t n : nat) : looks_back forward'order (forward) (mu_u t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_s_u (t n : nat) : looks_back forward'order (forward) (a_s_u t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order's_u (t n : nat) : looks_back forward'order (forward) (s_u t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'u_i_hat (t n j : nat) : looks_back forward'order (forward) (u_i_hat t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'u_f_hat (t n j : nat) : looks_back forward'order (forward) (u_f_hat t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'u_g_hat (t n j : nat) : looks_back forward'order (forward) (u_g_hat t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'u_o_hat (t n j : nat) : looks_back forward'order (forward) (u_o_hat t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'mu_v (t n : nat) : looks_back forward'order (forward) (mu_v t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_s_v (t n : nat) : looks_back forward'order (forward) (a_s_v t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order's_v (t n : nat) : looks_back forward'order (forward) (s_v t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'v_i_hat (t n j : nat) : looks_back forward'order (forward) (v_i_hat t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'v_f_hat (t n j : nat) : looks_back forward'order (forward) (v_f_hat t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'v_g_hat (t n j : nat) : looks_back forward'order (forward) (v_g_hat t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'v_o_hat (t n j : nat) : looks_back forward'order (forward) (v_o_hat t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_i (t n j : nat) : looks_back forward'order (forward) (a_i t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'i (t n j : nat) : looks_back forward'order (forward) (i t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_f (t n j : nat) : looks_back forward'order (forward) (a_f t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'f (t n j : nat) : looks_back forward'order (forward) (f t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_g (t n j : nat) : looks_back forward'order (forward) (a_g t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'g (t n j : nat) : looks_back forward'order (forward) (g t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_o (t n j : nat) : looks_back forward'order (forward) (a_o t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'o (t n j : nat) : looks_back forward'order (forward) (o t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'c (t n j : nat) : looks_back forward'order (forward) (c t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'mu_c (t n : nat) : looks_back forward'order (forward) (mu_c t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_s_c (t n : nat) : looks_back forward'order (forward) (a_s_c t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order's_c (t n : nat) : looks_back forward'order (forward) (s_c t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'c_hat (t n j : nat) : looks_back forward'order (forward) (c_hat t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_h (t n j : nat) : looks_back forward'order (forward) (a_h t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'h (t n j : nat) : looks_back forward'order (forward) (h t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma forward'solvable : exists f, the_solution (forward) f.
Proof.
exact: (solvable (order := forward'order) (fun what => match what with
  | u_i t n j => order'u_i t n j
  | v_i t n j => order'v_i t n j
  | u_f t n j => order'u_f t n j
  | v_f t n j => order'v_f t n j
  | u_g t n j => order'u_g t n j
  | v_g t n j => order'v_g t n j
  | u_o t n j => order'u_o t n j
  | v_o t n j => order'v_o t n j
  | mu_u t n => order'mu_u t n
  | a_s_u t n => order'a_s_u t n
  | s_u t n => order's_u t n
  | u_i_hat t n j => order'u_i_hat t n j
  | u_f_hat t n j => order'u_f_hat t n j
  | u_g_hat t n j => order'u_g_hat t n j
  | u_o_hat t n j => order'u_o_hat t n j
  | mu_v t n => order'mu_v t n
  | a_s_v t n => order'a_s_v t n
  | s_v t n => order's_v t n
  | v_i_hat t n j => order'v_i_hat t n j
  | v_f_hat t n j => order'v_f_hat t n j
  | v_g_hat t n j => order'v_g_hat t n j
  | v_o_hat t n j => order'v_o_hat t n j
  | a_i t n j => order'a_i t n j
  | i t n j => order'i t n j
  | a_f t n j => order'a_f t n j
  | f t n j => order'f t n j
  | a_g t n j => order'a_g t n j
  | g t n j => order'g t n j
  | a_o t n j => order'a_o t n j
  | o t n j => order'o t n j
  | c t n j => order'c t n j
  | mu_c t n => order'mu_c t n
  | a_s_c t n => order'a_s_c t n
  | s_c t n => order's_c t n
  | c_hat t n j => order'c_hat t n j
  | a_h t n j => order'a_h t n j
  | h t n j => order'h t n j
  end)).
Qed.

Definition backward'order (what : gradient) : rank :=
  match what with
  | dh t n j => (0, T.+1 - t, 0)%N
  | da_h t n j => (0, T.+1 - t, 1)%N
  | dc_hat t n j => (0, T.+1 - t, 2)%N
  | ds_c t n => (0, T.+1 - t, 5)%N
  | da_s_c t n => (0, T.+1 - t, 6)%N
  | dmu_c t n => (0, T.+1 - t, 7)%N
  | dc t n j => (0, T.+1 - t, 8)%N
  | do_ t n j => (0, T.+1 - t, 3)%N
  | da_o t n j => (0, T.+1 - t, 4)%N
  | dg t n j => (0, T.+1 - t, 11)%N
  | da_g t n j => (0, T.+1 - t, 12)%N
  | df t n j => (0, T.+1 - t, 9)%N
  | da_f t n j => (0, T.+1 - t, 10)%N
  | di t n j => (0, T.+1 - t, 13)%N
  | da_i t n j => (0, T.+1 - t, 14)%N
  | dv_o_hat t n j => (1, 0, 0)%N
  | dv_g_hat t n j => (2, 0, 0)%N
  | dv_f_hat t n j => (3, 0, 0)%N
  | dv_i_hat t n j => (4, 0, 0)%N
  | ds_v t n => (5, 0, 0)%N
  | da_s_v t n => (6, 0, 0)%N
  | dmu_v t n => (7, 0, 0)%N
  | du_o_hat t n j => (0, T.+1 - t, 18)%N
  | du_g_hat t n j => (0, T.+1 - t, 16)%N
  | du_f_hat t n j => (0, T.+1 - t, 15)%N
  | du_i_hat t n j => (0, T.+1 - t, 17)%N
  | ds_u t n => (0, T.+1 - t, 19)%N
  | da_s_u t n => (0, T.+1 - t, 20)%N
  | dmu_u t n => (0, T.+1 - t, 21)%N
  | dv_o t n j => (8, 0, 0)%N
  | du_o t n j => (0, T.+1 - t, 25)%N
  | dv_g t n j => (9, 0, 0)%N
  | du_g t n j => (0, T.+1 - t, 23)%N
  | dv_f t n j => (10, 0, 0)%N
  | du_f t n j => (0, T.+1 - t, 22)%N
  | dv_i t n j => (11, 0, 0)%N
  | du_i t n j => (0, T.+1 - t, 24)%N
  | dx t n k => (12, 0, 0)%N
  | dR_i j r => (13, 0, 0)%N
  | dW_i j k => (14, 0, 0)%N
  | dR_f j r => (15, 0, 0)%N
  | dW_f j k => (16, 0, 0)%N
  | dR_g j r => (17, 0, 0)%N
  | dW_g j k => (18, 0, 0)%N
  | dR_o j r => (19, 0, 0)%N
  | dW_o j k => (20, 0, 0)%N
  | dalpha_u_i j => (21, 0, 0)%N
  | dbeta_u_i j => (22, 0, 0)%N
  | dalpha_u_f j => (23, 0, 0)%N
  | dbeta_u_f j => (24, 0, 0)%N
  | dalpha_u_g j => (25, 0, 0)%N
  | dbeta_u_g j => (26, 0, 0)%N
  | dalpha_u_o j => (27, 0, 0)%N
  | dbeta_u_o j => (28, 0, 0)%N
  | dalpha_v_i j => (29, 0, 0)%N
  | dbeta_v_i j => (30, 0, 0)%N
  | dalpha_v_f j => (31, 0, 0)%N
  | dbeta_v_f j => (32, 0, 0)%N
  | dalpha_v_g j => (33, 0, 0)%N
  | dbeta_v_g j => (34, 0, 0)%N
  | dalpha_v_o j => (35, 0, 0)%N
  | dbeta_v_o j => (36, 0, 0)%N
  | db_i j => (37, 0, 0)%N
  | db_f j => (38, 0, 0)%N
  | db_g j => (39, 0, 0)%N
  | db_o j => (40, 0, 0)%N
  | dalpha_c j => (41, 0, 0)%N
  | dbeta_c j => (42, 0, 0)%N
  end.

Lemma order'dh (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dh t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_h (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_h t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dc_hat (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dc_hat t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'ds_c (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (ds_c t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_s_c (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (da_s_c t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dmu_c (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (dmu_c t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dc (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dc t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'do_ (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (do_ t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_o (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_o t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dg (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dg t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_g (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_g t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'df (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (df t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_f (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_f t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'di (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (di t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_i (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_i t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dv_o_hat (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dv_o_hat t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dv_g_hat (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dv_g_hat t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dv_f_hat (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dv_f_hat t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dv_i_hat (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dv_i_hat t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'ds_v (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (ds_v t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_s_v (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (da_s_v t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dmu_v (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (dmu_v t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'du_o_hat (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (du_o_hat t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'du_g_hat (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (du_g_hat t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'du_f_hat (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (du_f_hat t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'du_i_hat (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (du_i_hat t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'ds_u (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (ds_u t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_s_u (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (da_s_u t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dmu_u (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (dmu_u t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dv_o (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dv_o t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'du_o (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (du_o t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dv_g (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dv_g t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'du_g (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (du_g t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dv_f (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dv_f t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'du_f (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (du_f t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dv_i (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dv_i t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'du_i (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (du_i t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dx (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (dx t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dR_i (v : signal -> A) (j r : nat) : looks_back backward'order (backward v) (dR_i j r).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_i (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_i j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dR_f (v : signal -> A) (j r : nat) : looks_back backward'order (backward v) (dR_f j r).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_f (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_f j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dR_g (v : signal -> A) (j r : nat) : looks_back backward'order (backward v) (dR_g j r).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_g (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_g j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dR_o (v : signal -> A) (j r : nat) : looks_back backward'order (backward v) (dR_o j r).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_o (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_o j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dalpha_u_i (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dalpha_u_i j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dbeta_u_i (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dbeta_u_i j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dalpha_u_f (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dalpha_u_f j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dbeta_u_f (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dbeta_u_f j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dalpha_u_g (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dalpha_u_g j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dbeta_u_g (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dbeta_u_g j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dalpha_u_o (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dalpha_u_o j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dbeta_u_o (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dbeta_u_o j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dalpha_v_i (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dalpha_v_i j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dbeta_v_i (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dbeta_v_i j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dalpha_v_f (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dalpha_v_f j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dbeta_v_f (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dbeta_v_f j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dalpha_v_g (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dalpha_v_g j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dbeta_v_g (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dbeta_v_g j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dalpha_v_o (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dalpha_v_o j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dbeta_v_o (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dbeta_v_o j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_i (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_i j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_f (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_f j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_g (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_g j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_o (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_o j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dalpha_c (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dalpha_c j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dbeta_c (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dbeta_c j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma backward'solvable (v : signal -> A) : exists f, the_solution (backward v) f.
Proof.
exact: (solvable (order := backward'order) (fun what => match what with
  | dh t n j => order'dh v t n j
  | da_h t n j => order'da_h v t n j
  | dc_hat t n j => order'dc_hat v t n j
  | ds_c t n => order'ds_c v t n
  | da_s_c t n => order'da_s_c v t n
  | dmu_c t n => order'dmu_c v t n
  | dc t n j => order'dc v t n j
  | do_ t n j => order'do_ v t n j
  | da_o t n j => order'da_o v t n j
  | dg t n j => order'dg v t n j
  | da_g t n j => order'da_g v t n j
  | df t n j => order'df v t n j
  | da_f t n j => order'da_f v t n j
  | di t n j => order'di v t n j
  | da_i t n j => order'da_i v t n j
  | dv_o_hat t n j => order'dv_o_hat v t n j
  | dv_g_hat t n j => order'dv_g_hat v t n j
  | dv_f_hat t n j => order'dv_f_hat v t n j
  | dv_i_hat t n j => order'dv_i_hat v t n j
  | ds_v t n => order'ds_v v t n
  | da_s_v t n => order'da_s_v v t n
  | dmu_v t n => order'dmu_v v t n
  | du_o_hat t n j => order'du_o_hat v t n j
  | du_g_hat t n j => order'du_g_hat v t n j
  | du_f_hat t n j => order'du_f_hat v t n j
  | du_i_hat t n j => order'du_i_hat v t n j
  | ds_u t n => order'ds_u v t n
  | da_s_u t n => order'da_s_u v t n
  | dmu_u t n => order'dmu_u v t n
  | dv_o t n j => order'dv_o v t n j
  | du_o t n j => order'du_o v t n j
  | dv_g t n j => order'dv_g v t n j
  | du_g t n j => order'du_g v t n j
  | dv_f t n j => order'dv_f v t n j
  | du_f t n j => order'du_f v t n j
  | dv_i t n j => order'dv_i v t n j
  | du_i t n j => order'du_i v t n j
  | dx t n k => order'dx v t n k
  | dR_i j r => order'dR_i v j r
  | dW_i j k => order'dW_i v j k
  | dR_f j r => order'dR_f v j r
  | dW_f j k => order'dW_f v j k
  | dR_g j r => order'dR_g v j r
  | dW_g j k => order'dW_g v j k
  | dR_o j r => order'dR_o v j r
  | dW_o j k => order'dW_o v j k
  | dalpha_u_i j => order'dalpha_u_i v j
  | dbeta_u_i j => order'dbeta_u_i v j
  | dalpha_u_f j => order'dalpha_u_f v j
  | dbeta_u_f j => order'dbeta_u_f v j
  | dalpha_u_g j => order'dalpha_u_g v j
  | dbeta_u_g j => order'dbeta_u_g v j
  | dalpha_u_o j => order'dalpha_u_o v j
  | dbeta_u_o j => order'dbeta_u_o v j
  | dalpha_v_i j => order'dalpha_v_i v j
  | dbeta_v_i j => order'dbeta_v_i v j
  | dalpha_v_f j => order'dalpha_v_f v j
  | dbeta_v_f j => order'dbeta_v_f v j
  | dalpha_v_g j => order'dalpha_v_g v j
  | dbeta_v_g j => order'dbeta_v_g v j
  | dalpha_v_o j => order'dalpha_v_o v j
  | dbeta_v_o j => order'dbeta_v_o v j
  | db_i j => order'db_i v j
  | db_f j => order'db_f v j
  | db_g j => order'db_g v j
  | db_o j => order'db_o v j
  | dalpha_c j => order'dalpha_c v j
  | dbeta_c j => order'dbeta_c v j
  end)).
Qed.

Section Any'.
Variables (v : signal -> A) (w : gradient -> B).
Hypotheses (Hv' : solves forward v) (Hw' : solves (backward v) w).
Lemma call'inv x0 e0 : D x0 = e0 -> D (inv x0) = (- ((ev (inv (x0))) * (ev (inv (x0))))) * e0.
Proof. move=> <-; exact: slope_inv. Qed.
Lemma call'sigmoid x0 e0 : D x0 = e0 -> D (sigmoid x0) = (1 - ev (sigmoid (x0))) * ev (sigmoid (x0)) * e0.
Proof. move=> <-; exact: slope_sigmoid. Qed.
Lemma call'sqrt x0 e0 : D x0 = e0 -> D (sqrt x0) = (2%:R * ev (over_4)) * ev (inv (sqrt (x0))) * e0.
Proof. move=> <-; exact: slope_sqrt. Qed.
Lemma call'tanh x0 e0 : D x0 = e0 -> D (tanh x0) = (1 - ev (tanh (x0)) * ev (tanh (x0))) * e0.
Proof. move=> <-; exact: slope_tanh. Qed.
Lemma law'0 : (4%:R) * (ev over_4 * ev over_4) = (1%:R) * (ev over_4).
Proof.
transitivity ((1%:R) * (ev over_4) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'1 : - (4%:R) * (ev over_4 * ev over_4) = - (1%:R) * (ev over_4).
Proof.
transitivity (- (1%:R) * (ev over_4) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'2 : (8%:R) * (ev over_4 * ev over_4) = (2%:R) * (ev over_4).
Proof.
transitivity ((2%:R) * (ev over_4) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'3 : - (8%:R) * (ev over_4 * ev over_4) = - (2%:R) * (ev over_4).
Proof.
transitivity (- (2%:R) * (ev over_4) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'4 : (12%:R) * (ev over_4 * ev over_4) = (3%:R) * (ev over_4).
Proof.
transitivity ((3%:R) * (ev over_4) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'5 : - (12%:R) * (ev over_4 * ev over_4) = - (3%:R) * (ev over_4).
Proof.
transitivity (- (3%:R) * (ev over_4) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'6 : (16%:R) * (ev over_4 * ev over_4) = (4%:R) * (ev over_4).
Proof.
transitivity ((4%:R) * (ev over_4) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'7 : - (16%:R) * (ev over_4 * ev over_4) = - (4%:R) * (ev over_4).
Proof.
transitivity (- (4%:R) * (ev over_4) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'8 : (24%:R) * (ev over_4 * ev over_4) = (6%:R) * (ev over_4).
Proof.
transitivity ((6%:R) * (ev over_4) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'9 : - (24%:R) * (ev over_4 * ev over_4) = - (6%:R) * (ev over_4).
Proof.
transitivity (- (6%:R) * (ev over_4) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'10 : (32%:R) * (ev over_4 * ev over_4) = (8%:R) * (ev over_4).
Proof.
transitivity ((8%:R) * (ev over_4) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'11 : - (32%:R) * (ev over_4 * ev over_4) = - (8%:R) * (ev over_4).
Proof.
transitivity (- (8%:R) * (ev over_4) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'12 : (4%:R) * (ev over_4) = (1%:R) * (1).
Proof.
transitivity ((1%:R) * (1) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'13 : - (4%:R) * (ev over_4) = - (1%:R) * (1).
Proof.
transitivity (- (1%:R) * (1) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'14 : (8%:R) * (ev over_4) = (2%:R) * (1).
Proof.
transitivity ((2%:R) * (1) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'15 : - (8%:R) * (ev over_4) = - (2%:R) * (1).
Proof.
transitivity (- (2%:R) * (1) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'16 : (12%:R) * (ev over_4) = (3%:R) * (1).
Proof.
transitivity ((3%:R) * (1) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'17 : - (12%:R) * (ev over_4) = - (3%:R) * (1).
Proof.
transitivity (- (3%:R) * (1) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'18 : (16%:R) * (ev over_4) = (4%:R) * (1).
Proof.
transitivity ((4%:R) * (1) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'19 : - (16%:R) * (ev over_4) = - (4%:R) * (1).
Proof.
transitivity (- (4%:R) * (1) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'20 : (24%:R) * (ev over_4) = (6%:R) * (1).
Proof.
transitivity ((6%:R) * (1) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'21 : - (24%:R) * (ev over_4) = - (6%:R) * (1).
Proof.
transitivity (- (6%:R) * (1) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'22 : (32%:R) * (ev over_4) = (8%:R) * (1).
Proof.
transitivity ((8%:R) * (1) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Lemma law'23 : - (32%:R) * (ev over_4) = - (8%:R) * (1).
Proof.
transitivity (- (8%:R) * (1) * (4%:R * ev over_4)); first by ring.
by rewrite (unit_law d law_over_4) mulr1.
Qed.
Ltac align' := repeat match goal with
  | |- context [sqrt ?a] => match goal with |- context [sqrt ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [inv ?a] => match goal with |- context [inv ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [sigmoid ?a] => match goal with |- context [sigmoid ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [tanh ?a] => match goal with |- context [tanh ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  end.
Ltac algebra' := rewrite /=; first [first [ring | ring: law'0 law'1 law'2 law'3 law'4 law'5 law'6 law'7 law'8 law'9 law'10 law'11 law'12 law'13 law'14 law'15 law'16 law'17 law'18 law'19 law'20 law'21 law'22 law'23] | align'; first [ring | ring: law'0 law'1 law'2 law'3 law'4 law'5 law'6 law'7 law'8 law'9 law'10 law'11 law'12 law'13 law'14 law'15 law'16 law'17 law'18 law'19 law'20 law'21 law'22 law'23]].
Ltac calls' := first [apply: call'inv | apply: call'sigmoid | apply: call'sqrt | apply: call'tanh | exact: slope_over_4 | exact: slope_over_H | exact: slope_over_100000].
Definition F'0 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dy t n j * D (v (h t n j)).
Definition F'1 : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dh_T n j * D (v (h T n j)).
Definition F'12 : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dc_T n j * D (v (c T n j)).

Lemma E'u_i (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (u_i t n j) = \sum_(1 <= r < H.+1) R_i j r * v (h t.-1 n r).
Proof. exact: (if_true (Hv' (u_i t n j)) R't). Qed.

Lemma tan'u_i'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= r < H.+1) R_i j r * v (h t.-1 n r)) = (\sum_(1 <= r < H.+1) x' * ev (R_i j r) * D (v (h t.-1 n r))) + (\sum_(1 <= r < H.+1) x' * ev (v (h t.-1 n r)) * D (R_i j r)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => r R'r. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (du_i t n j) * ev (R_i j r) * D (v (h t.-1 n r)).
Definition F'87 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (du_i t n j) * ev (v (h t.-1 n r)) * D (R_i j r).
Definition P'u_i : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_i t n j) * D (v (u_i t n j)).
Lemma fwd'u_i : P'u_i = (F'2 + F'87).
Proof.
rewrite /P'u_i /F'2 /F'87. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'u_i t n j R't). exact: (tan'u_i'0 t n j R't R'n R'j).
Qed.

Lemma E'v_i (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (v_i t n j) = \sum_(1 <= k < M.+1) W_i j k * x t n k.
Proof. exact: (if_true (Hv' (v_i t n j)) R't). Qed.

Lemma tan'v_i'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_i j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_i j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_i j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'83 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dv_i t n j) * ev (W_i j k) * D (x t n k).
Definition F'88 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dv_i t n j) * ev (x t n k) * D (W_i j k).
Definition P'v_i : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_i t n j) * D (v (v_i t n j)).
Lemma fwd'v_i : P'v_i = (F'83 + F'88).
Proof.
rewrite /P'v_i /F'83 /F'88. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'v_i t n j R't). exact: (tan'v_i'0 t n j R't R'n R'j).
Qed.

Lemma E'u_f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (u_f t n j) = \sum_(1 <= r < H.+1) R_f j r * v (h t.-1 n r).
Proof. exact: (if_true (Hv' (u_f t n j)) R't). Qed.

Lemma tan'u_f'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= r < H.+1) R_f j r * v (h t.-1 n r)) = (\sum_(1 <= r < H.+1) x' * ev (R_f j r) * D (v (h t.-1 n r))) + (\sum_(1 <= r < H.+1) x' * ev (v (h t.-1 n r)) * D (R_f j r)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => r R'r. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (du_f t n j) * ev (R_f j r) * D (v (h t.-1 n r)).
Definition F'89 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (du_f t n j) * ev (v (h t.-1 n r)) * D (R_f j r).
Definition P'u_f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_f t n j) * D (v (u_f t n j)).
Lemma fwd'u_f : P'u_f = (F'3 + F'89).
Proof.
rewrite /P'u_f /F'3 /F'89. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'u_f t n j R't). exact: (tan'u_f'0 t n j R't R'n R'j).
Qed.

Lemma E'v_f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (v_f t n j) = \sum_(1 <= k < M.+1) W_f j k * x t n k.
Proof. exact: (if_true (Hv' (v_f t n j)) R't). Qed.

Lemma tan'v_f'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_f j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_f j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_f j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'84 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dv_f t n j) * ev (W_f j k) * D (x t n k).
Definition F'90 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dv_f t n j) * ev (x t n k) * D (W_f j k).
Definition P'v_f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_f t n j) * D (v (v_f t n j)).
Lemma fwd'v_f : P'v_f = (F'84 + F'90).
Proof.
rewrite /P'v_f /F'84 /F'90. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'v_f t n j R't). exact: (tan'v_f'0 t n j R't R'n R'j).
Qed.

Lemma E'u_g (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (u_g t n j) = \sum_(1 <= r < H.+1) R_g j r * v (h t.-1 n r).
Proof. exact: (if_true (Hv' (u_g t n j)) R't). Qed.

Lemma tan'u_g'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= r < H.+1) R_g j r * v (h t.-1 n r)) = (\sum_(1 <= r < H.+1) x' * ev (R_g j r) * D (v (h t.-1 n r))) + (\sum_(1 <= r < H.+1) x' * ev (v (h t.-1 n r)) * D (R_g j r)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => r R'r. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (du_g t n j) * ev (R_g j r) * D (v (h t.-1 n r)).
Definition F'91 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (du_g t n j) * ev (v (h t.-1 n r)) * D (R_g j r).
Definition P'u_g : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_g t n j) * D (v (u_g t n j)).
Lemma fwd'u_g : P'u_g = (F'4 + F'91).
Proof.
rewrite /P'u_g /F'4 /F'91. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'u_g t n j R't). exact: (tan'u_g'0 t n j R't R'n R'j).
Qed.

Lemma E'v_g (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (v_g t n j) = \sum_(1 <= k < M.+1) W_g j k * x t n k.
Proof. exact: (if_true (Hv' (v_g t n j)) R't). Qed.

Lemma tan'v_g'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_g j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_g j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_g j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'85 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dv_g t n j) * ev (W_g j k) * D (x t n k).
Definition F'92 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dv_g t n j) * ev (x t n k) * D (W_g j k).
Definition P'v_g : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_g t n j) * D (v (v_g t n j)).
Lemma fwd'v_g : P'v_g = (F'85 + F'92).
Proof.
rewrite /P'v_g /F'85 /F'92. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'v_g t n j R't). exact: (tan'v_g'0 t n j R't R'n R'j).
Qed.

Lemma E'u_o (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (u_o t n j) = \sum_(1 <= r < H.+1) R_o j r * v (h t.-1 n r).
Proof. exact: (if_true (Hv' (u_o t n j)) R't). Qed.

Lemma tan'u_o'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= r < H.+1) R_o j r * v (h t.-1 n r)) = (\sum_(1 <= r < H.+1) x' * ev (R_o j r) * D (v (h t.-1 n r))) + (\sum_(1 <= r < H.+1) x' * ev (v (h t.-1 n r)) * D (R_o j r)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => r R'r. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (du_o t n j) * ev (R_o j r) * D (v (h t.-1 n r)).
Definition F'93 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (du_o t n j) * ev (v (h t.-1 n r)) * D (R_o j r).
Definition P'u_o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_o t n j) * D (v (u_o t n j)).
Lemma fwd'u_o : P'u_o = (F'5 + F'93).
Proof.
rewrite /P'u_o /F'5 /F'93. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'u_o t n j R't). exact: (tan'u_o'0 t n j R't R'n R'j).
Qed.

Lemma E'v_o (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (v_o t n j) = \sum_(1 <= k < M.+1) W_o j k * x t n k.
Proof. exact: (if_true (Hv' (v_o t n j)) R't). Qed.

Lemma tan'v_o'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_o j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_o j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_o j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'86 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dv_o t n j) * ev (W_o j k) * D (x t n k).
Definition F'94 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dv_o t n j) * ev (x t n k) * D (W_o j k).
Definition P'v_o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_o t n j) * D (v (v_o t n j)).
Lemma fwd'v_o : P'v_o = (F'86 + F'94).
Proof.
rewrite /P'v_o /F'86 /F'94. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'v_o t n j R't). exact: (tan'v_o'0 t n j R't R'n R'j).
Qed.

Lemma E'mu_u (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (mu_u t n) = (\sum_(1 <= j < H.+1) over_4 * over_H * v (u_i t n j))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * v (u_f t n j))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * v (u_g t n j))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * v (u_o t n j)).
Proof. exact: (if_true (Hv' (mu_u t n)) R't). Qed.

Lemma tan'mu_u'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) over_4 * over_H * v (u_i t n j)) = (\sum_(1 <= j < H.+1) x' * ev (over_4) * ev (over_H) * D (v (u_i t n j))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'mu_u'1 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) over_4 * over_H * v (u_f t n j)) = (\sum_(1 <= j < H.+1) x' * ev (over_4) * ev (over_H) * D (v (u_f t n j))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'mu_u'2 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) over_4 * over_H * v (u_g t n j)) = (\sum_(1 <= j < H.+1) x' * ev (over_4) * ev (over_H) * D (v (u_g t n j))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'mu_u'3 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) over_4 * over_H * v (u_o t n j)) = (\sum_(1 <= j < H.+1) x' * ev (over_4) * ev (over_H) * D (v (u_o t n j))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'80 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dmu_u t n) * ev (over_4) * ev (over_H) * D (v (u_i t n j)).
Definition F'74 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dmu_u t n) * ev (over_4) * ev (over_H) * D (v (u_f t n j)).
Definition F'68 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dmu_u t n) * ev (over_4) * ev (over_H) * D (v (u_g t n j)).
Definition F'62 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dmu_u t n) * ev (over_4) * ev (over_H) * D (v (u_o t n j)).
Definition P'mu_u : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dmu_u t n) * D (v (mu_u t n)).
Lemma fwd'mu_u : P'mu_u = (F'80) + (F'74) + (F'68) + (F'62).
Proof.
rewrite /P'mu_u /F'80 /F'74 /F'68 /F'62. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E'mu_u t n R't). apply: weigh_add; [apply: weigh_add; [apply: weigh_add; [exact: (tan'mu_u'0 t n R't R'n) | exact: (tan'mu_u'1 t n R't R'n)] | exact: (tan'mu_u'2 t n R't R'n)] | exact: (tan'mu_u'3 t n R't R'n)].
Qed.

Lemma E'a_s_u (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_s_u t n) = (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_u t n))) + v (u_i t n j)) * ((- (v (mu_u t n))) + v (u_i t n j)))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_u t n))) + v (u_f t n j)) * ((- (v (mu_u t n))) + v (u_f t n j)))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_u t n))) + v (u_g t n j)) * ((- (v (mu_u t n))) + v (u_g t n j)))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_u t n))) + v (u_o t n j)) * ((- (v (mu_u t n))) + v (u_o t n j)))
      + (over_100000).
Proof. exact: (if_true (Hv' (a_s_u t n)) R't). Qed.

Lemma tan'a_s_u'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_u t n))) + v (u_i t n j)) * ((- (v (mu_u t n))) + v (u_i t n j))) = (\sum_(1 <= j < H.+1) x' * (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_i t n j))))) * D (v (mu_u t n))) + (\sum_(1 <= j < H.+1) x' * (2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_i t n j))) * D (v (u_i t n j))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_s_u'1 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_u t n))) + v (u_f t n j)) * ((- (v (mu_u t n))) + v (u_f t n j))) = (\sum_(1 <= j < H.+1) x' * (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_f t n j))))) * D (v (mu_u t n))) + (\sum_(1 <= j < H.+1) x' * (2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_f t n j))) * D (v (u_f t n j))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_s_u'2 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_u t n))) + v (u_g t n j)) * ((- (v (mu_u t n))) + v (u_g t n j))) = (\sum_(1 <= j < H.+1) x' * (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_g t n j))))) * D (v (mu_u t n))) + (\sum_(1 <= j < H.+1) x' * (2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_g t n j))) * D (v (u_g t n j))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_s_u'3 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_u t n))) + v (u_o t n j)) * ((- (v (mu_u t n))) + v (u_o t n j))) = (\sum_(1 <= j < H.+1) x' * (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_o t n j))))) * D (v (mu_u t n))) + (\sum_(1 <= j < H.+1) x' * (2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_o t n j))) * D (v (u_o t n j))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_s_u'4 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (over_100000) = 0.
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'51 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_s_u t n) * (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_i t n j))))) * D (v (mu_u t n)).
Definition F'81 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_s_u t n) * (2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_i t n j))) * D (v (u_i t n j)).
Definition F'52 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_s_u t n) * (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_f t n j))))) * D (v (mu_u t n)).
Definition F'75 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_s_u t n) * (2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_f t n j))) * D (v (u_f t n j)).
Definition F'53 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_s_u t n) * (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_g t n j))))) * D (v (mu_u t n)).
Definition F'69 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_s_u t n) * (2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_g t n j))) * D (v (u_g t n j)).
Definition F'54 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_s_u t n) * (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_o t n j))))) * D (v (mu_u t n)).
Definition F'63 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_s_u t n) * (2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_o t n j))) * D (v (u_o t n j)).
Definition P'a_s_u : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_s_u t n) * D (v (a_s_u t n)).
Lemma fwd'a_s_u : P'a_s_u = (F'51 + F'81) + (F'52 + F'75) + (F'53 + F'69) + (F'54 + F'63).
Proof.
rewrite /P'a_s_u /F'51 /F'81 /F'52 /F'75 /F'53 /F'69 /F'54 /F'63. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E'a_s_u t n R't). apply: weigh_left; [apply: weigh_add; [apply: weigh_add; [apply: weigh_add; [exact: (tan'a_s_u'0 t n R't R'n) | exact: (tan'a_s_u'1 t n R't R'n)] | exact: (tan'a_s_u'2 t n R't R'n)] | exact: (tan'a_s_u'3 t n R't R'n)] | exact: (tan'a_s_u'4 t n R't R'n)].
Qed.

Lemma E's_u (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (s_u t n) = sqrt (v (a_s_u t n)).
Proof. exact: (if_true (Hv' (s_u t n)) R't). Qed.

Lemma tan's_u'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (sqrt (v (a_s_u t n))) = (x' * (2%:R * ev (over_4)) * ev (inv (v (s_u t n))) * D (v (a_s_u t n))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E's_u t n R't). algebra'. Qed.

Definition F'50 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (ds_u t n) * (2%:R * ev (over_4)) * ev (inv (v (s_u t n))) * D (v (a_s_u t n)).
Definition P's_u : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (ds_u t n) * D (v (s_u t n)).
Lemma fwd's_u : P's_u = (F'50).
Proof.
rewrite /P's_u /F'50. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E's_u t n R't). exact: (tan's_u'0 t n R't R'n).
Qed.

Lemma E'u_i_hat (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (u_i_hat t n j) = inv (v (s_u t n)) * ((- (v (mu_u t n))) + v (u_i t n j)).
Proof. exact: (if_true (Hv' (u_i_hat t n j)) R't). Qed.

Lemma tan'u_i_hat'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (inv (v (s_u t n)) * ((- (v (mu_u t n))) + v (u_i t n j))) = (x' * (- (ev (inv (v (s_u t n))) * ev (inv (v (s_u t n))) * ((- (ev (v (mu_u t n)))) + ev (v (u_i t n j))))) * D (v (s_u t n))) + (x' * (- ((ev (inv (v (s_u t n)))))) * D (v (mu_u t n))) + (x' * ev (inv (v (s_u t n))) * D (v (u_i t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'46 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_i_hat t n j) * (- (ev (inv (v (s_u t n))) * ev (inv (v (s_u t n))) * ((- (ev (v (mu_u t n)))) + ev (v (u_i t n j))))) * D (v (s_u t n)).
Definition F'55 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_i_hat t n j) * (- ((ev (inv (v (s_u t n)))))) * D (v (mu_u t n)).
Definition F'82 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_i_hat t n j) * ev (inv (v (s_u t n))) * D (v (u_i t n j)).
Definition P'u_i_hat : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_i_hat t n j) * D (v (u_i_hat t n j)).
Lemma fwd'u_i_hat : P'u_i_hat = (F'46 + F'55 + F'82).
Proof.
rewrite /P'u_i_hat /F'46 /F'55 /F'82. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'u_i_hat t n j R't). exact: (tan'u_i_hat'0 t n j R't R'n R'j).
Qed.

Lemma E'u_f_hat (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (u_f_hat t n j) = inv (v (s_u t n)) * ((- (v (mu_u t n))) + v (u_f t n j)).
Proof. exact: (if_true (Hv' (u_f_hat t n j)) R't). Qed.

Lemma tan'u_f_hat'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (inv (v (s_u t n)) * ((- (v (mu_u t n))) + v (u_f t n j))) = (x' * (- (ev (inv (v (s_u t n))) * ev (inv (v (s_u t n))) * ((- (ev (v (mu_u t n)))) + ev (v (u_f t n j))))) * D (v (s_u t n))) + (x' * (- ((ev (inv (v (s_u t n)))))) * D (v (mu_u t n))) + (x' * ev (inv (v (s_u t n))) * D (v (u_f t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'47 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_f_hat t n j) * (- (ev (inv (v (s_u t n))) * ev (inv (v (s_u t n))) * ((- (ev (v (mu_u t n)))) + ev (v (u_f t n j))))) * D (v (s_u t n)).
Definition F'56 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_f_hat t n j) * (- ((ev (inv (v (s_u t n)))))) * D (v (mu_u t n)).
Definition F'76 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_f_hat t n j) * ev (inv (v (s_u t n))) * D (v (u_f t n j)).
Definition P'u_f_hat : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_f_hat t n j) * D (v (u_f_hat t n j)).
Lemma fwd'u_f_hat : P'u_f_hat = (F'47 + F'56 + F'76).
Proof.
rewrite /P'u_f_hat /F'47 /F'56 /F'76. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'u_f_hat t n j R't). exact: (tan'u_f_hat'0 t n j R't R'n R'j).
Qed.

Lemma E'u_g_hat (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (u_g_hat t n j) = inv (v (s_u t n)) * ((- (v (mu_u t n))) + v (u_g t n j)).
Proof. exact: (if_true (Hv' (u_g_hat t n j)) R't). Qed.

Lemma tan'u_g_hat'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (inv (v (s_u t n)) * ((- (v (mu_u t n))) + v (u_g t n j))) = (x' * (- (ev (inv (v (s_u t n))) * ev (inv (v (s_u t n))) * ((- (ev (v (mu_u t n)))) + ev (v (u_g t n j))))) * D (v (s_u t n))) + (x' * (- ((ev (inv (v (s_u t n)))))) * D (v (mu_u t n))) + (x' * ev (inv (v (s_u t n))) * D (v (u_g t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'48 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_g_hat t n j) * (- (ev (inv (v (s_u t n))) * ev (inv (v (s_u t n))) * ((- (ev (v (mu_u t n)))) + ev (v (u_g t n j))))) * D (v (s_u t n)).
Definition F'57 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_g_hat t n j) * (- ((ev (inv (v (s_u t n)))))) * D (v (mu_u t n)).
Definition F'70 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_g_hat t n j) * ev (inv (v (s_u t n))) * D (v (u_g t n j)).
Definition P'u_g_hat : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_g_hat t n j) * D (v (u_g_hat t n j)).
Lemma fwd'u_g_hat : P'u_g_hat = (F'48 + F'57 + F'70).
Proof.
rewrite /P'u_g_hat /F'48 /F'57 /F'70. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'u_g_hat t n j R't). exact: (tan'u_g_hat'0 t n j R't R'n R'j).
Qed.

Lemma E'u_o_hat (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (u_o_hat t n j) = inv (v (s_u t n)) * ((- (v (mu_u t n))) + v (u_o t n j)).
Proof. exact: (if_true (Hv' (u_o_hat t n j)) R't). Qed.

Lemma tan'u_o_hat'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (inv (v (s_u t n)) * ((- (v (mu_u t n))) + v (u_o t n j))) = (x' * (- (ev (inv (v (s_u t n))) * ev (inv (v (s_u t n))) * ((- (ev (v (mu_u t n)))) + ev (v (u_o t n j))))) * D (v (s_u t n))) + (x' * (- ((ev (inv (v (s_u t n)))))) * D (v (mu_u t n))) + (x' * ev (inv (v (s_u t n))) * D (v (u_o t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'49 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_o_hat t n j) * (- (ev (inv (v (s_u t n))) * ev (inv (v (s_u t n))) * ((- (ev (v (mu_u t n)))) + ev (v (u_o t n j))))) * D (v (s_u t n)).
Definition F'58 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_o_hat t n j) * (- ((ev (inv (v (s_u t n)))))) * D (v (mu_u t n)).
Definition F'64 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_o_hat t n j) * ev (inv (v (s_u t n))) * D (v (u_o t n j)).
Definition P'u_o_hat : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_o_hat t n j) * D (v (u_o_hat t n j)).
Lemma fwd'u_o_hat : P'u_o_hat = (F'49 + F'58 + F'64).
Proof.
rewrite /P'u_o_hat /F'49 /F'58 /F'64. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'u_o_hat t n j R't). exact: (tan'u_o_hat'0 t n j R't R'n R'j).
Qed.

Lemma E'mu_v (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (mu_v t n) = (\sum_(1 <= j < H.+1) over_4 * over_H * v (v_i t n j))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * v (v_f t n j))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * v (v_g t n j))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * v (v_o t n j)).
Proof. exact: (if_true (Hv' (mu_v t n)) R't). Qed.

Lemma tan'mu_v'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) over_4 * over_H * v (v_i t n j)) = (\sum_(1 <= j < H.+1) x' * ev (over_4) * ev (over_H) * D (v (v_i t n j))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'mu_v'1 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) over_4 * over_H * v (v_f t n j)) = (\sum_(1 <= j < H.+1) x' * ev (over_4) * ev (over_H) * D (v (v_f t n j))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'mu_v'2 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) over_4 * over_H * v (v_g t n j)) = (\sum_(1 <= j < H.+1) x' * ev (over_4) * ev (over_H) * D (v (v_g t n j))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'mu_v'3 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) over_4 * over_H * v (v_o t n j)) = (\sum_(1 <= j < H.+1) x' * ev (over_4) * ev (over_H) * D (v (v_o t n j))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'77 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dmu_v t n) * ev (over_4) * ev (over_H) * D (v (v_i t n j)).
Definition F'71 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dmu_v t n) * ev (over_4) * ev (over_H) * D (v (v_f t n j)).
Definition F'65 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dmu_v t n) * ev (over_4) * ev (over_H) * D (v (v_g t n j)).
Definition F'59 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dmu_v t n) * ev (over_4) * ev (over_H) * D (v (v_o t n j)).
Definition P'mu_v : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dmu_v t n) * D (v (mu_v t n)).
Lemma fwd'mu_v : P'mu_v = (F'77) + (F'71) + (F'65) + (F'59).
Proof.
rewrite /P'mu_v /F'77 /F'71 /F'65 /F'59. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E'mu_v t n R't). apply: weigh_add; [apply: weigh_add; [apply: weigh_add; [exact: (tan'mu_v'0 t n R't R'n) | exact: (tan'mu_v'1 t n R't R'n)] | exact: (tan'mu_v'2 t n R't R'n)] | exact: (tan'mu_v'3 t n R't R'n)].
Qed.

Lemma E'a_s_v (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_s_v t n) = (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_v t n))) + v (v_i t n j)) * ((- (v (mu_v t n))) + v (v_i t n j)))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_v t n))) + v (v_f t n j)) * ((- (v (mu_v t n))) + v (v_f t n j)))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_v t n))) + v (v_g t n j)) * ((- (v (mu_v t n))) + v (v_g t n j)))
      + (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_v t n))) + v (v_o t n j)) * ((- (v (mu_v t n))) + v (v_o t n j)))
      + (over_100000).
Proof. exact: (if_true (Hv' (a_s_v t n)) R't). Qed.

Lemma tan'a_s_v'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_v t n))) + v (v_i t n j)) * ((- (v (mu_v t n))) + v (v_i t n j))) = (\sum_(1 <= j < H.+1) x' * (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_i t n j))))) * D (v (mu_v t n))) + (\sum_(1 <= j < H.+1) x' * (2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_i t n j))) * D (v (v_i t n j))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_s_v'1 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_v t n))) + v (v_f t n j)) * ((- (v (mu_v t n))) + v (v_f t n j))) = (\sum_(1 <= j < H.+1) x' * (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_f t n j))))) * D (v (mu_v t n))) + (\sum_(1 <= j < H.+1) x' * (2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_f t n j))) * D (v (v_f t n j))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_s_v'2 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_v t n))) + v (v_g t n j)) * ((- (v (mu_v t n))) + v (v_g t n j))) = (\sum_(1 <= j < H.+1) x' * (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_g t n j))))) * D (v (mu_v t n))) + (\sum_(1 <= j < H.+1) x' * (2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_g t n j))) * D (v (v_g t n j))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_s_v'3 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) over_4 * over_H * ((- (v (mu_v t n))) + v (v_o t n j)) * ((- (v (mu_v t n))) + v (v_o t n j))) = (\sum_(1 <= j < H.+1) x' * (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_o t n j))))) * D (v (mu_v t n))) + (\sum_(1 <= j < H.+1) x' * (2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_o t n j))) * D (v (v_o t n j))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_s_v'4 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (over_100000) = 0.
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'34 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_s_v t n) * (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_i t n j))))) * D (v (mu_v t n)).
Definition F'78 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_s_v t n) * (2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_i t n j))) * D (v (v_i t n j)).
Definition F'35 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_s_v t n) * (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_f t n j))))) * D (v (mu_v t n)).
Definition F'72 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_s_v t n) * (2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_f t n j))) * D (v (v_f t n j)).
Definition F'36 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_s_v t n) * (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_g t n j))))) * D (v (mu_v t n)).
Definition F'66 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_s_v t n) * (2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_g t n j))) * D (v (v_g t n j)).
Definition F'37 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_s_v t n) * (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_o t n j))))) * D (v (mu_v t n)).
Definition F'60 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_s_v t n) * (2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_o t n j))) * D (v (v_o t n j)).
Definition P'a_s_v : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_s_v t n) * D (v (a_s_v t n)).
Lemma fwd'a_s_v : P'a_s_v = (F'34 + F'78) + (F'35 + F'72) + (F'36 + F'66) + (F'37 + F'60).
Proof.
rewrite /P'a_s_v /F'34 /F'78 /F'35 /F'72 /F'36 /F'66 /F'37 /F'60. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E'a_s_v t n R't). apply: weigh_left; [apply: weigh_add; [apply: weigh_add; [apply: weigh_add; [exact: (tan'a_s_v'0 t n R't R'n) | exact: (tan'a_s_v'1 t n R't R'n)] | exact: (tan'a_s_v'2 t n R't R'n)] | exact: (tan'a_s_v'3 t n R't R'n)] | exact: (tan'a_s_v'4 t n R't R'n)].
Qed.

Lemma E's_v (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (s_v t n) = sqrt (v (a_s_v t n)).
Proof. exact: (if_true (Hv' (s_v t n)) R't). Qed.

Lemma tan's_v'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (sqrt (v (a_s_v t n))) = (x' * (2%:R * ev (over_4)) * ev (inv (v (s_v t n))) * D (v (a_s_v t n))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E's_v t n R't). algebra'. Qed.

Definition F'33 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (ds_v t n) * (2%:R * ev (over_4)) * ev (inv (v (s_v t n))) * D (v (a_s_v t n)).
Definition P's_v : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (ds_v t n) * D (v (s_v t n)).
Lemma fwd's_v : P's_v = (F'33).
Proof.
rewrite /P's_v /F'33. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E's_v t n R't). exact: (tan's_v'0 t n R't R'n).
Qed.

Lemma E'v_i_hat (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (v_i_hat t n j) = inv (v (s_v t n)) * ((- (v (mu_v t n))) + v (v_i t n j)).
Proof. exact: (if_true (Hv' (v_i_hat t n j)) R't). Qed.

Lemma tan'v_i_hat'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (inv (v (s_v t n)) * ((- (v (mu_v t n))) + v (v_i t n j))) = (x' * (- (ev (inv (v (s_v t n))) * ev (inv (v (s_v t n))) * ((- (ev (v (mu_v t n)))) + ev (v (v_i t n j))))) * D (v (s_v t n))) + (x' * (- ((ev (inv (v (s_v t n)))))) * D (v (mu_v t n))) + (x' * ev (inv (v (s_v t n))) * D (v (v_i t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'29 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_i_hat t n j) * (- (ev (inv (v (s_v t n))) * ev (inv (v (s_v t n))) * ((- (ev (v (mu_v t n)))) + ev (v (v_i t n j))))) * D (v (s_v t n)).
Definition F'38 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_i_hat t n j) * (- ((ev (inv (v (s_v t n)))))) * D (v (mu_v t n)).
Definition F'79 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_i_hat t n j) * ev (inv (v (s_v t n))) * D (v (v_i t n j)).
Definition P'v_i_hat : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_i_hat t n j) * D (v (v_i_hat t n j)).
Lemma fwd'v_i_hat : P'v_i_hat = (F'29 + F'38 + F'79).
Proof.
rewrite /P'v_i_hat /F'29 /F'38 /F'79. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'v_i_hat t n j R't). exact: (tan'v_i_hat'0 t n j R't R'n R'j).
Qed.

Lemma E'v_f_hat (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (v_f_hat t n j) = inv (v (s_v t n)) * ((- (v (mu_v t n))) + v (v_f t n j)).
Proof. exact: (if_true (Hv' (v_f_hat t n j)) R't). Qed.

Lemma tan'v_f_hat'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (inv (v (s_v t n)) * ((- (v (mu_v t n))) + v (v_f t n j))) = (x' * (- (ev (inv (v (s_v t n))) * ev (inv (v (s_v t n))) * ((- (ev (v (mu_v t n)))) + ev (v (v_f t n j))))) * D (v (s_v t n))) + (x' * (- ((ev (inv (v (s_v t n)))))) * D (v (mu_v t n))) + (x' * ev (inv (v (s_v t n))) * D (v (v_f t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'30 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_f_hat t n j) * (- (ev (inv (v (s_v t n))) * ev (inv (v (s_v t n))) * ((- (ev (v (mu_v t n)))) + ev (v (v_f t n j))))) * D (v (s_v t n)).
Definition F'39 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_f_hat t n j) * (- ((ev (inv (v (s_v t n)))))) * D (v (mu_v t n)).
Definition F'73 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_f_hat t n j) * ev (inv (v (s_v t n))) * D (v (v_f t n j)).
Definition P'v_f_hat : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_f_hat t n j) * D (v (v_f_hat t n j)).
Lemma fwd'v_f_hat : P'v_f_hat = (F'30 + F'39 + F'73).
Proof.
rewrite /P'v_f_hat /F'30 /F'39 /F'73. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'v_f_hat t n j R't). exact: (tan'v_f_hat'0 t n j R't R'n R'j).
Qed.

Lemma E'v_g_hat (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (v_g_hat t n j) = inv (v (s_v t n)) * ((- (v (mu_v t n))) + v (v_g t n j)).
Proof. exact: (if_true (Hv' (v_g_hat t n j)) R't). Qed.

Lemma tan'v_g_hat'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (inv (v (s_v t n)) * ((- (v (mu_v t n))) + v (v_g t n j))) = (x' * (- (ev (inv (v (s_v t n))) * ev (inv (v (s_v t n))) * ((- (ev (v (mu_v t n)))) + ev (v (v_g t n j))))) * D (v (s_v t n))) + (x' * (- ((ev (inv (v (s_v t n)))))) * D (v (mu_v t n))) + (x' * ev (inv (v (s_v t n))) * D (v (v_g t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'31 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_g_hat t n j) * (- (ev (inv (v (s_v t n))) * ev (inv (v (s_v t n))) * ((- (ev (v (mu_v t n)))) + ev (v (v_g t n j))))) * D (v (s_v t n)).
Definition F'40 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_g_hat t n j) * (- ((ev (inv (v (s_v t n)))))) * D (v (mu_v t n)).
Definition F'67 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_g_hat t n j) * ev (inv (v (s_v t n))) * D (v (v_g t n j)).
Definition P'v_g_hat : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_g_hat t n j) * D (v (v_g_hat t n j)).
Lemma fwd'v_g_hat : P'v_g_hat = (F'31 + F'40 + F'67).
Proof.
rewrite /P'v_g_hat /F'31 /F'40 /F'67. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'v_g_hat t n j R't). exact: (tan'v_g_hat'0 t n j R't R'n R'j).
Qed.

Lemma E'v_o_hat (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (v_o_hat t n j) = inv (v (s_v t n)) * ((- (v (mu_v t n))) + v (v_o t n j)).
Proof. exact: (if_true (Hv' (v_o_hat t n j)) R't). Qed.

Lemma tan'v_o_hat'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (inv (v (s_v t n)) * ((- (v (mu_v t n))) + v (v_o t n j))) = (x' * (- (ev (inv (v (s_v t n))) * ev (inv (v (s_v t n))) * ((- (ev (v (mu_v t n)))) + ev (v (v_o t n j))))) * D (v (s_v t n))) + (x' * (- ((ev (inv (v (s_v t n)))))) * D (v (mu_v t n))) + (x' * ev (inv (v (s_v t n))) * D (v (v_o t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'32 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_o_hat t n j) * (- (ev (inv (v (s_v t n))) * ev (inv (v (s_v t n))) * ((- (ev (v (mu_v t n)))) + ev (v (v_o t n j))))) * D (v (s_v t n)).
Definition F'41 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_o_hat t n j) * (- ((ev (inv (v (s_v t n)))))) * D (v (mu_v t n)).
Definition F'61 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_o_hat t n j) * ev (inv (v (s_v t n))) * D (v (v_o t n j)).
Definition P'v_o_hat : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_o_hat t n j) * D (v (v_o_hat t n j)).
Lemma fwd'v_o_hat : P'v_o_hat = (F'32 + F'41 + F'61).
Proof.
rewrite /P'v_o_hat /F'32 /F'41 /F'61. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'v_o_hat t n j R't). exact: (tan'v_o_hat'0 t n j R't R'n R'j).
Qed.

Lemma E'a_i (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_i t n j) = (alpha_u_i j * v (u_i_hat t n j))
      + (beta_u_i j)
      + (alpha_v_i j * v (v_i_hat t n j))
      + (beta_v_i j)
      + (b_i j).
Proof. exact: (if_true (Hv' (a_i t n j)) R't). Qed.

Lemma tan'a_i'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (alpha_u_i j * v (u_i_hat t n j)) = (x' * ev (alpha_u_i j) * D (v (u_i_hat t n j))) + (x' * ev (v (u_i_hat t n j)) * D (alpha_u_i j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_i'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (beta_u_i j) = (x' * D (beta_u_i j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_i'2 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (alpha_v_i j * v (v_i_hat t n j)) = (x' * ev (alpha_v_i j) * D (v (v_i_hat t n j))) + (x' * ev (v (v_i_hat t n j)) * D (alpha_v_i j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_i'3 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (beta_v_i j) = (x' * D (beta_v_i j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_i'4 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_i j) = (x' * D (b_i j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'45 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_i t n j) * ev (alpha_u_i j) * D (v (u_i_hat t n j)).
Definition F'95 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_i t n j) * ev (v (u_i_hat t n j)) * D (alpha_u_i j).
Definition F'96 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_i t n j) * D (beta_u_i j).
Definition F'28 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_i t n j) * ev (alpha_v_i j) * D (v (v_i_hat t n j)).
Definition F'103 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_i t n j) * ev (v (v_i_hat t n j)) * D (alpha_v_i j).
Definition F'104 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_i t n j) * D (beta_v_i j).
Definition F'111 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_i t n j) * D (b_i j).
Definition P'a_i : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_i t n j) * D (v (a_i t n j)).
Lemma fwd'a_i : P'a_i = (F'45 + F'95) + (F'96) + (F'28 + F'103) + (F'104) + (F'111).
Proof.
rewrite /P'a_i /F'45 /F'95 /F'96 /F'28 /F'103 /F'104 /F'111. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_i t n j R't). apply: weigh_add; [apply: weigh_add; [apply: weigh_add; [apply: weigh_add; [exact: (tan'a_i'0 t n j R't R'n R'j) | exact: (tan'a_i'1 t n j R't R'n R'j)] | exact: (tan'a_i'2 t n j R't R'n R'j)] | exact: (tan'a_i'3 t n j R't R'n R'j)] | exact: (tan'a_i'4 t n j R't R'n R'j)].
Qed.

Lemma E'i (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (i t n j) = sigmoid (v (a_i t n j)).
Proof. exact: (if_true (Hv' (i t n j)) R't). Qed.

Lemma tan'i'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (sigmoid (v (a_i t n j))) = (x' * (1 - ev (v (i t n j))) * ev (v (i t n j)) * D (v (a_i t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'i t n j R't). algebra'. Qed.

Definition F'24 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (di t n j) * (1 - ev (v (i t n j))) * ev (v (i t n j)) * D (v (a_i t n j)).
Definition P'i : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (di t n j) * D (v (i t n j)).
Lemma fwd'i : P'i = (F'24).
Proof.
rewrite /P'i /F'24. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'i t n j R't). exact: (tan'i'0 t n j R't R'n R'j).
Qed.

Lemma E'a_f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_f t n j) = (alpha_u_f j * v (u_f_hat t n j))
      + (beta_u_f j)
      + (alpha_v_f j * v (v_f_hat t n j))
      + (beta_v_f j)
      + (b_f j).
Proof. exact: (if_true (Hv' (a_f t n j)) R't). Qed.

Lemma tan'a_f'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (alpha_u_f j * v (u_f_hat t n j)) = (x' * ev (alpha_u_f j) * D (v (u_f_hat t n j))) + (x' * ev (v (u_f_hat t n j)) * D (alpha_u_f j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_f'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (beta_u_f j) = (x' * D (beta_u_f j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_f'2 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (alpha_v_f j * v (v_f_hat t n j)) = (x' * ev (alpha_v_f j) * D (v (v_f_hat t n j))) + (x' * ev (v (v_f_hat t n j)) * D (alpha_v_f j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_f'3 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (beta_v_f j) = (x' * D (beta_v_f j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_f'4 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_f j) = (x' * D (b_f j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'44 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * ev (alpha_u_f j) * D (v (u_f_hat t n j)).
Definition F'97 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * ev (v (u_f_hat t n j)) * D (alpha_u_f j).
Definition F'98 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * D (beta_u_f j).
Definition F'27 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * ev (alpha_v_f j) * D (v (v_f_hat t n j)).
Definition F'105 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * ev (v (v_f_hat t n j)) * D (alpha_v_f j).
Definition F'106 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * D (beta_v_f j).
Definition F'112 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * D (b_f j).
Definition P'a_f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * D (v (a_f t n j)).
Lemma fwd'a_f : P'a_f = (F'44 + F'97) + (F'98) + (F'27 + F'105) + (F'106) + (F'112).
Proof.
rewrite /P'a_f /F'44 /F'97 /F'98 /F'27 /F'105 /F'106 /F'112. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_f t n j R't). apply: weigh_add; [apply: weigh_add; [apply: weigh_add; [apply: weigh_add; [exact: (tan'a_f'0 t n j R't R'n R'j) | exact: (tan'a_f'1 t n j R't R'n R'j)] | exact: (tan'a_f'2 t n j R't R'n R'j)] | exact: (tan'a_f'3 t n j R't R'n R'j)] | exact: (tan'a_f'4 t n j R't R'n R'j)].
Qed.

Lemma E'f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (f t n j) = sigmoid (v (a_f t n j)).
Proof. exact: (if_true (Hv' (f t n j)) R't). Qed.

Lemma tan'f'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (sigmoid (v (a_f t n j))) = (x' * (1 - ev (v (f t n j))) * ev (v (f t n j)) * D (v (a_f t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'f t n j R't). algebra'. Qed.

Definition F'22 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df t n j) * (1 - ev (v (f t n j))) * ev (v (f t n j)) * D (v (a_f t n j)).
Definition P'f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df t n j) * D (v (f t n j)).
Lemma fwd'f : P'f = (F'22).
Proof.
rewrite /P'f /F'22. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'f t n j R't). exact: (tan'f'0 t n j R't R'n R'j).
Qed.

Lemma E'a_g (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_g t n j) = (alpha_u_g j * v (u_g_hat t n j))
      + (beta_u_g j)
      + (alpha_v_g j * v (v_g_hat t n j))
      + (beta_v_g j)
      + (b_g j).
Proof. exact: (if_true (Hv' (a_g t n j)) R't). Qed.

Lemma tan'a_g'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (alpha_u_g j * v (u_g_hat t n j)) = (x' * ev (alpha_u_g j) * D (v (u_g_hat t n j))) + (x' * ev (v (u_g_hat t n j)) * D (alpha_u_g j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_g'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (beta_u_g j) = (x' * D (beta_u_g j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_g'2 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (alpha_v_g j * v (v_g_hat t n j)) = (x' * ev (alpha_v_g j) * D (v (v_g_hat t n j))) + (x' * ev (v (v_g_hat t n j)) * D (alpha_v_g j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_g'3 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (beta_v_g j) = (x' * D (beta_v_g j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_g'4 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_g j) = (x' * D (b_g j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'43 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_g t n j) * ev (alpha_u_g j) * D (v (u_g_hat t n j)).
Definition F'99 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_g t n j) * ev (v (u_g_hat t n j)) * D (alpha_u_g j).
Definition F'100 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_g t n j) * D (beta_u_g j).
Definition F'26 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_g t n j) * ev (alpha_v_g j) * D (v (v_g_hat t n j)).
Definition F'107 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_g t n j) * ev (v (v_g_hat t n j)) * D (alpha_v_g j).
Definition F'108 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_g t n j) * D (beta_v_g j).
Definition F'113 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_g t n j) * D (b_g j).
Definition P'a_g : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_g t n j) * D (v (a_g t n j)).
Lemma fwd'a_g : P'a_g = (F'43 + F'99) + (F'100) + (F'26 + F'107) + (F'108) + (F'113).
Proof.
rewrite /P'a_g /F'43 /F'99 /F'100 /F'26 /F'107 /F'108 /F'113. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_g t n j R't). apply: weigh_add; [apply: weigh_add; [apply: weigh_add; [apply: weigh_add; [exact: (tan'a_g'0 t n j R't R'n R'j) | exact: (tan'a_g'1 t n j R't R'n R'j)] | exact: (tan'a_g'2 t n j R't R'n R'j)] | exact: (tan'a_g'3 t n j R't R'n R'j)] | exact: (tan'a_g'4 t n j R't R'n R'j)].
Qed.

Lemma E'g (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (g t n j) = tanh (v (a_g t n j)).
Proof. exact: (if_true (Hv' (g t n j)) R't). Qed.

Lemma tan'g'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (tanh (v (a_g t n j))) = (x' * (1 - ev (v (g t n j)) * ev (v (g t n j))) * D (v (a_g t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'g t n j R't). algebra'. Qed.

Definition F'20 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dg t n j) * (1 - ev (v (g t n j)) * ev (v (g t n j))) * D (v (a_g t n j)).
Definition P'g : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dg t n j) * D (v (g t n j)).
Lemma fwd'g : P'g = (F'20).
Proof.
rewrite /P'g /F'20. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'g t n j R't). exact: (tan'g'0 t n j R't R'n R'j).
Qed.

Lemma E'a_o (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_o t n j) = (alpha_u_o j * v (u_o_hat t n j))
      + (beta_u_o j)
      + (alpha_v_o j * v (v_o_hat t n j))
      + (beta_v_o j)
      + (b_o j).
Proof. exact: (if_true (Hv' (a_o t n j)) R't). Qed.

Lemma tan'a_o'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (alpha_u_o j * v (u_o_hat t n j)) = (x' * ev (alpha_u_o j) * D (v (u_o_hat t n j))) + (x' * ev (v (u_o_hat t n j)) * D (alpha_u_o j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_o'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (beta_u_o j) = (x' * D (beta_u_o j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_o'2 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (alpha_v_o j * v (v_o_hat t n j)) = (x' * ev (alpha_v_o j) * D (v (v_o_hat t n j))) + (x' * ev (v (v_o_hat t n j)) * D (alpha_v_o j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_o'3 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (beta_v_o j) = (x' * D (beta_v_o j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_o'4 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_o j) = (x' * D (b_o j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'42 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_o t n j) * ev (alpha_u_o j) * D (v (u_o_hat t n j)).
Definition F'101 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_o t n j) * ev (v (u_o_hat t n j)) * D (alpha_u_o j).
Definition F'102 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_o t n j) * D (beta_u_o j).
Definition F'25 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_o t n j) * ev (alpha_v_o j) * D (v (v_o_hat t n j)).
Definition F'109 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_o t n j) * ev (v (v_o_hat t n j)) * D (alpha_v_o j).
Definition F'110 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_o t n j) * D (beta_v_o j).
Definition F'114 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_o t n j) * D (b_o j).
Definition P'a_o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_o t n j) * D (v (a_o t n j)).
Lemma fwd'a_o : P'a_o = (F'42 + F'101) + (F'102) + (F'25 + F'109) + (F'110) + (F'114).
Proof.
rewrite /P'a_o /F'42 /F'101 /F'102 /F'25 /F'109 /F'110 /F'114. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_o t n j R't). apply: weigh_add; [apply: weigh_add; [apply: weigh_add; [apply: weigh_add; [exact: (tan'a_o'0 t n j R't R'n R'j) | exact: (tan'a_o'1 t n j R't R'n R'j)] | exact: (tan'a_o'2 t n j R't R'n R'j)] | exact: (tan'a_o'3 t n j R't R'n R'j)] | exact: (tan'a_o'4 t n j R't R'n R'j)].
Qed.

Lemma E'o (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (o t n j) = sigmoid (v (a_o t n j)).
Proof. exact: (if_true (Hv' (o t n j)) R't). Qed.

Lemma tan'o'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (sigmoid (v (a_o t n j))) = (x' * (1 - ev (v (o t n j))) * ev (v (o t n j)) * D (v (a_o t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'o t n j R't). algebra'. Qed.

Definition F'18 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (do_ t n j) * (1 - ev (v (o t n j))) * ev (v (o t n j)) * D (v (a_o t n j)).
Definition P'o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (do_ t n j) * D (v (o t n j)).
Lemma fwd'o : P'o = (F'18).
Proof.
rewrite /P'o /F'18. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'o t n j R't). exact: (tan'o'0 t n j R't R'n R'j).
Qed.

Lemma E'c (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (c t n j) = (v (c t.-1 n j) * v (f t n j))
      + (v (g t n j) * v (i t n j)).
Proof. exact: (if_true (Hv' (c t n j)) R't). Qed.

Lemma tan'c'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v (c t.-1 n j) * v (f t n j)) = (x' * ev (v (f t n j)) * D (v (c t.-1 n j))) + (x' * ev (v (c t.-1 n j)) * D (v (f t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'c'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v (g t n j) * v (i t n j)) = (x' * ev (v (i t n j)) * D (v (g t n j))) + (x' * ev (v (g t n j)) * D (v (i t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * ev (v (f t n j)) * D (v (c t.-1 n j)).
Definition F'21 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * ev (v (c t.-1 n j)) * D (v (f t n j)).
Definition F'19 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * ev (v (i t n j)) * D (v (g t n j)).
Definition F'23 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * ev (v (g t n j)) * D (v (i t n j)).
Definition P'c : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * D (v (c t n j)).
Lemma fwd'c : P'c = (F'16 + F'21) + (F'19 + F'23).
Proof.
rewrite /P'c /F'16 /F'21 /F'19 /F'23. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'c t n j R't). apply: weigh_add; [exact: (tan'c'0 t n j R't R'n R'j) | exact: (tan'c'1 t n j R't R'n R'j)].
Qed.

Lemma E'mu_c (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (mu_c t n) = \sum_(1 <= j < H.+1) over_H * v (c t n j).
Proof. exact: (if_true (Hv' (mu_c t n)) R't). Qed.

Lemma tan'mu_c'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) over_H * v (c t n j)) = (\sum_(1 <= j < H.+1) x' * ev (over_H) * D (v (c t n j))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dmu_c t n) * ev (over_H) * D (v (c t n j)).
Definition P'mu_c : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dmu_c t n) * D (v (mu_c t n)).
Lemma fwd'mu_c : P'mu_c = (F'13).
Proof.
rewrite /P'mu_c /F'13. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E'mu_c t n R't). exact: (tan'mu_c'0 t n R't R'n).
Qed.

Lemma E'a_s_c (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_s_c t n) = (\sum_(1 <= j < H.+1) over_H * ((- (v (mu_c t n))) + v (c t n j)) * ((- (v (mu_c t n))) + v (c t n j)))
      + (over_100000).
Proof. exact: (if_true (Hv' (a_s_c t n)) R't). Qed.

Lemma tan'a_s_c'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) over_H * ((- (v (mu_c t n))) + v (c t n j)) * ((- (v (mu_c t n))) + v (c t n j))) = (\sum_(1 <= j < H.+1) x' * (- (2%:R * ev (over_H) * ((- (ev (v (mu_c t n)))) + ev (v (c t n j))))) * D (v (mu_c t n))) + (\sum_(1 <= j < H.+1) x' * 2%:R * ev (over_H) * ((- (ev (v (mu_c t n)))) + ev (v (c t n j))) * D (v (c t n j))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_s_c'1 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (over_100000) = 0.
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_s_c t n) * (- (2%:R * ev (over_H) * ((- (ev (v (mu_c t n)))) + ev (v (c t n j))))) * D (v (mu_c t n)).
Definition F'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_s_c t n) * 2%:R * ev (over_H) * ((- (ev (v (mu_c t n)))) + ev (v (c t n j))) * D (v (c t n j)).
Definition P'a_s_c : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_s_c t n) * D (v (a_s_c t n)).
Lemma fwd'a_s_c : P'a_s_c = (F'10 + F'14).
Proof.
rewrite /P'a_s_c /F'10 /F'14. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E'a_s_c t n R't). apply: weigh_left; [exact: (tan'a_s_c'0 t n R't R'n) | exact: (tan'a_s_c'1 t n R't R'n)].
Qed.

Lemma E's_c (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (s_c t n) = sqrt (v (a_s_c t n)).
Proof. exact: (if_true (Hv' (s_c t n)) R't). Qed.

Lemma tan's_c'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (sqrt (v (a_s_c t n))) = (x' * (2%:R * ev (over_4)) * ev (inv (v (s_c t n))) * D (v (a_s_c t n))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E's_c t n R't). algebra'. Qed.

Definition F'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (ds_c t n) * (2%:R * ev (over_4)) * ev (inv (v (s_c t n))) * D (v (a_s_c t n)).
Definition P's_c : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (ds_c t n) * D (v (s_c t n)).
Lemma fwd's_c : P's_c = (F'9).
Proof.
rewrite /P's_c /F'9. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E's_c t n R't). exact: (tan's_c'0 t n R't R'n).
Qed.

Lemma E'c_hat (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (c_hat t n j) = inv (v (s_c t n)) * ((- (v (mu_c t n))) + v (c t n j)).
Proof. exact: (if_true (Hv' (c_hat t n j)) R't). Qed.

Lemma tan'c_hat'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (inv (v (s_c t n)) * ((- (v (mu_c t n))) + v (c t n j))) = (x' * (- (ev (inv (v (s_c t n))) * ev (inv (v (s_c t n))) * ((- (ev (v (mu_c t n)))) + ev (v (c t n j))))) * D (v (s_c t n))) + (x' * (- ((ev (inv (v (s_c t n)))))) * D (v (mu_c t n))) + (x' * ev (inv (v (s_c t n))) * D (v (c t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc_hat t n j) * (- (ev (inv (v (s_c t n))) * ev (inv (v (s_c t n))) * ((- (ev (v (mu_c t n)))) + ev (v (c t n j))))) * D (v (s_c t n)).
Definition F'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc_hat t n j) * (- ((ev (inv (v (s_c t n)))))) * D (v (mu_c t n)).
Definition F'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc_hat t n j) * ev (inv (v (s_c t n))) * D (v (c t n j)).
Definition P'c_hat : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc_hat t n j) * D (v (c_hat t n j)).
Lemma fwd'c_hat : P'c_hat = (F'8 + F'11 + F'15).
Proof.
rewrite /P'c_hat /F'8 /F'11 /F'15. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'c_hat t n j R't). exact: (tan'c_hat'0 t n j R't R'n R'j).
Qed.

Lemma E'a_h (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_h t n j) = (alpha_c j * v (c_hat t n j))
      + (beta_c j).
Proof. exact: (if_true (Hv' (a_h t n j)) R't). Qed.

Lemma tan'a_h'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (alpha_c j * v (c_hat t n j)) = (x' * ev (alpha_c j) * D (v (c_hat t n j))) + (x' * ev (v (c_hat t n j)) * D (alpha_c j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_h'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (beta_c j) = (x' * D (beta_c j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_h t n j) * ev (alpha_c j) * D (v (c_hat t n j)).
Definition F'115 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_h t n j) * ev (v (c_hat t n j)) * D (alpha_c j).
Definition F'116 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_h t n j) * D (beta_c j).
Definition P'a_h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_h t n j) * D (v (a_h t n j)).
Lemma fwd'a_h : P'a_h = (F'7 + F'115) + (F'116).
Proof.
rewrite /P'a_h /F'7 /F'115 /F'116. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_h t n j R't). apply: weigh_add; [exact: (tan'a_h'0 t n j R't R'n R'j) | exact: (tan'a_h'1 t n j R't R'n R'j)].
Qed.

Lemma E'h (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (h t n j) = v (o t n j) * tanh (v (a_h t n j)).
Proof. exact: (if_true (Hv' (h t n j)) R't). Qed.

Lemma tan'h'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v (o t n j) * tanh (v (a_h t n j))) = (x' * (1 - ev (tanh (v (a_h t n j))) * ev (tanh (v (a_h t n j)))) * ev (v (o t n j)) * D (v (a_h t n j))) + (x' * ev (tanh (v (a_h t n j))) * D (v (o t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'6 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * (1 - ev (tanh (v (a_h t n j))) * ev (tanh (v (a_h t n j)))) * ev (v (o t n j)) * D (v (a_h t n j)).
Definition F'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * ev (tanh (v (a_h t n j))) * D (v (o t n j)).
Definition P'h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * D (v (h t n j)).
Lemma fwd'h : P'h = (F'6 + F'17).
Proof.
rewrite /P'h /F'6 /F'17. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'h t n j R't). exact: (tan'h'0 t n j R't R'n R'j).
Qed.

Definition B'0 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (1 <= t < T.+1)%N then dy t n j else 0) * D (v (h t n j)).
Lemma path'0 : F'0 = B'0.
Proof.
rewrite /F'0 /B'0.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'1 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (T <= t < T.+1)%N then dh_T n j else 0) * D (v (h t n j)).
Lemma path'1 : F'1 = B'1.
Proof.
rewrite /F'1 /B'1.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dh_T n j * D (v (h t n j))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'2 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_i r j) * w (du_i t.+1 n r) else 0) * D (v (h t n j)).
Lemma path'2 : F'2 = B'2.
Proof.
rewrite /F'2 /B'2.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => r _.
algebra'.
Qed.

Definition B'3 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_f r j) * w (du_f t.+1 n r) else 0) * D (v (h t n j)).
Lemma path'3 : F'3 = B'3.
Proof.
rewrite /F'3 /B'3.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => r _.
algebra'.
Qed.

Definition B'4 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_g r j) * w (du_g t.+1 n r) else 0) * D (v (h t n j)).
Lemma path'4 : F'4 = B'4.
Proof.
rewrite /F'4 /B'4.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => r _.
algebra'.
Qed.

Definition B'5 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_o r j) * w (du_o t.+1 n r) else 0) * D (v (h t n j)).
Lemma path'5 : F'5 = B'5.
Proof.
rewrite /F'5 /B'5.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => r _.
algebra'.
Qed.

Lemma adj'h (t n j : nat) (R't : (0 <= t < T.+1)%N) :
  w (dh t n j) = ((if (1 <= t < T.+1)%N then dy t n j else 0)) + ((if (T <= t < T.+1)%N then dh_T n j else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_i r j) * w (du_i t.+1 n r) else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_f r j) * w (du_f t.+1 n r) else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_g r j) * w (du_g t.+1 n r) else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_o r j) * w (du_o t.+1 n r) else 0)).
Proof. apply: (etrans (if_true (Hw' (dh t n j)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'h : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * D (v (h t n j)).
Lemma bwd'h : Q'h = (B'0) + (B'1) + (B'2) + (B'3) + (B'4) + (B'5).
Proof.
rewrite /Q'h /B'0 /B'1 /B'2 /B'3 /B'4 /B'5. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'h t n j R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'6 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (tanh (v (a_h t n j))) * ev (tanh (v (a_h t n j)))) * w (dh t n j) * ev (v (o t n j))) * D (v (a_h t n j)).
Lemma path'6 : F'6 = B'6.
Proof.
rewrite /F'6 /B'6.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_h (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_h t n j) = (((1 - ev (tanh (v (a_h t n j))) * ev (tanh (v (a_h t n j)))) * w (dh t n j) * ev (v (o t n j)))).
Proof. apply: (etrans (if_true (Hw' (da_h t n j)) R't)). exact: erefl. Qed.

Definition Q'a_h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_h t n j) * D (v (a_h t n j)).
Lemma bwd'a_h : Q'a_h = (B'6).
Proof.
rewrite /Q'a_h /B'6. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_h t n j R't). exact: erefl.
Qed.

Definition B'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (alpha_c j) * w (da_h t n j)) * D (v (c_hat t n j)).
Lemma path'7 : F'7 = B'7.
Proof.
rewrite /F'7 /B'7.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'c_hat (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dc_hat t n j) = ((ev (alpha_c j) * w (da_h t n j))).
Proof. apply: (etrans (if_true (Hw' (dc_hat t n j)) R't)). exact: erefl. Qed.

Definition Q'c_hat : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc_hat t n j) * D (v (c_hat t n j)).
Lemma bwd'c_hat : Q'c_hat = (B'7).
Proof.
rewrite /Q'c_hat /B'7. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'c_hat t n j R't). exact: erefl.
Qed.

Definition B'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_c t n))) * ev (inv (v (s_c t n))) * ((- (ev (v (mu_c t n)))) + ev (v (c t n j))) * w (dc_hat t n j)))) * D (v (s_c t n)).
Lemma path'8 : F'8 = B'8.
Proof.
rewrite /F'8 /B'8.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj's_c (t n : nat) (R't : (1 <= t < T.+1)%N) :
  w (ds_c t n) = ((\sum_(1 <= j < H.+1) (- (ev (inv (v (s_c t n))) * ev (inv (v (s_c t n))) * ((- (ev (v (mu_c t n)))) + ev (v (c t n j))) * w (dc_hat t n j))))).
Proof. apply: (etrans (if_true (Hw' (ds_c t n)) R't)). exact: erefl. Qed.

Definition Q's_c : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (ds_c t n) * D (v (s_c t n)).
Lemma bwd's_c : Q's_c = (B'8).
Proof.
rewrite /Q's_c /B'8. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj's_c t n R't). exact: erefl.
Qed.

Definition B'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((2%:R * ev (over_4)) * ev (inv (v (s_c t n))) * w (ds_c t n)) * D (v (a_s_c t n)).
Lemma path'9 : F'9 = B'9.
Proof.
rewrite /F'9 /B'9.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'a_s_c (t n : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_s_c t n) = (((2%:R * ev (over_4)) * ev (inv (v (s_c t n))) * w (ds_c t n))).
Proof. apply: (etrans (if_true (Hw' (da_s_c t n)) R't)). exact: erefl. Qed.

Definition Q'a_s_c : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_s_c t n) * D (v (a_s_c t n)).
Lemma bwd'a_s_c : Q'a_s_c = (B'9).
Proof.
rewrite /Q'a_s_c /B'9. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj'a_s_c t n R't). exact: erefl.
Qed.

Definition B'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- (2%:R * ev (over_H) * ((- (ev (v (mu_c t n)))) + ev (v (c t n j))) * w (da_s_c t n)))) * D (v (mu_c t n)).
Lemma path'10 : F'10 = B'10.
Proof.
rewrite /F'10 /B'10.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_c t n))) * w (dc_hat t n j)))) * D (v (mu_c t n)).
Lemma path'11 : F'11 = B'11.
Proof.
rewrite /F'11 /B'11.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'mu_c (t n : nat) (R't : (1 <= t < T.+1)%N) :
  w (dmu_c t n) = ((\sum_(1 <= j < H.+1) (- (2%:R * ev (over_H) * ((- (ev (v (mu_c t n)))) + ev (v (c t n j))) * w (da_s_c t n))))) + ((\sum_(1 <= j < H.+1) (- (ev (inv (v (s_c t n))) * w (dc_hat t n j))))).
Proof. apply: (etrans (if_true (Hw' (dmu_c t n)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'mu_c : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dmu_c t n) * D (v (mu_c t n)).
Lemma bwd'mu_c : Q'mu_c = (B'10) + (B'11).
Proof.
rewrite /Q'mu_c /B'10 /B'11. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj'mu_c t n R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'12 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (T <= t < T.+1)%N then dc_T n j else 0) * D (v (c t n j)).
Lemma path'12 : F'12 = B'12.
Proof.
rewrite /F'12 /B'12.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dc_T n j * D (v (c t n j))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'13 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (1 <= t < T.+1)%N then ev (over_H) * w (dmu_c t n) else 0) * D (v (c t n j)).
Lemma path'13 : F'13 = B'13.
Proof.
rewrite /F'13 /B'13.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'14 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (1 <= t < T.+1)%N then 2%:R * ev (over_H) * ((- (ev (v (mu_c t n)))) + ev (v (c t n j))) * w (da_s_c t n) else 0) * D (v (c t n j)).
Lemma path'14 : F'14 = B'14.
Proof.
rewrite /F'14 /B'14.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'15 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (1 <= t < T.+1)%N then ev (inv (v (s_c t n))) * w (dc_hat t n j) else 0) * D (v (c t n j)).
Lemma path'15 : F'15 = B'15.
Proof.
rewrite /F'15 /B'15.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'16 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then w (dc t.+1 n j) * ev (v (f t.+1 n j)) else 0) * D (v (c t n j)).
Lemma path'16 : F'16 = B'16.
Proof.
rewrite /F'16 /B'16.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'c (t n j : nat) (R't : (0 <= t < T.+1)%N) :
  w (dc t n j) = ((if (T <= t < T.+1)%N then dc_T n j else 0)) + ((if (1 <= t < T.+1)%N then ev (over_H) * w (dmu_c t n) else 0)) + ((if (1 <= t < T.+1)%N then 2%:R * ev (over_H) * ((- (ev (v (mu_c t n)))) + ev (v (c t n j))) * w (da_s_c t n) else 0)) + ((if (1 <= t < T.+1)%N then ev (inv (v (s_c t n))) * w (dc_hat t n j) else 0)) + ((if (0 <= t < T)%N then w (dc t.+1 n j) * ev (v (f t.+1 n j)) else 0)).
Proof. apply: (etrans (if_true (Hw' (dc t n j)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'c : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * D (v (c t n j)).
Lemma bwd'c : Q'c = (B'12) + (B'13) + (B'14) + (B'15) + (B'16).
Proof.
rewrite /Q'c /B'12 /B'13 /B'14 /B'15 /B'16. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'c t n j R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (w (dh t n j) * ev (tanh (v (a_h t n j)))) * D (v (o t n j)).
Lemma path'17 : F'17 = B'17.
Proof.
rewrite /F'17 /B'17.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'o (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (do_ t n j) = ((w (dh t n j) * ev (tanh (v (a_h t n j))))).
Proof. apply: (etrans (if_true (Hw' (do_ t n j)) R't)). exact: erefl. Qed.

Definition Q'o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (do_ t n j) * D (v (o t n j)).
Lemma bwd'o : Q'o = (B'17).
Proof.
rewrite /Q'o /B'17. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'o t n j R't). exact: erefl.
Qed.

Definition B'18 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (o t n j))) * w (do_ t n j) * ev (v (o t n j))) * D (v (a_o t n j)).
Lemma path'18 : F'18 = B'18.
Proof.
rewrite /F'18 /B'18.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_o (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_o t n j) = (((1 - ev (v (o t n j))) * w (do_ t n j) * ev (v (o t n j)))).
Proof. apply: (etrans (if_true (Hw' (da_o t n j)) R't)). exact: erefl. Qed.

Definition Q'a_o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_o t n j) * D (v (a_o t n j)).
Lemma bwd'a_o : Q'a_o = (B'18).
Proof.
rewrite /Q'a_o /B'18. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_o t n j R't). exact: erefl.
Qed.

Definition B'19 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (w (dc t n j) * ev (v (i t n j))) * D (v (g t n j)).
Lemma path'19 : F'19 = B'19.
Proof.
rewrite /F'19 /B'19.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'g (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dg t n j) = ((w (dc t n j) * ev (v (i t n j)))).
Proof. apply: (etrans (if_true (Hw' (dg t n j)) R't)). exact: erefl. Qed.

Definition Q'g : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dg t n j) * D (v (g t n j)).
Lemma bwd'g : Q'g = (B'19).
Proof.
rewrite /Q'g /B'19. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'g t n j R't). exact: erefl.
Qed.

Definition B'20 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (g t n j)) * ev (v (g t n j))) * w (dg t n j)) * D (v (a_g t n j)).
Lemma path'20 : F'20 = B'20.
Proof.
rewrite /F'20 /B'20.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_g (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_g t n j) = (((1 - ev (v (g t n j)) * ev (v (g t n j))) * w (dg t n j))).
Proof. apply: (etrans (if_true (Hw' (da_g t n j)) R't)). exact: erefl. Qed.

Definition Q'a_g : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_g t n j) * D (v (a_g t n j)).
Lemma bwd'a_g : Q'a_g = (B'20).
Proof.
rewrite /Q'a_g /B'20. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_g t n j R't). exact: erefl.
Qed.

Definition B'21 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (v (c t.-1 n j)) * w (dc t n j)) * D (v (f t n j)).
Lemma path'21 : F'21 = B'21.
Proof.
rewrite /F'21 /B'21.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (df t n j) = ((ev (v (c t.-1 n j)) * w (dc t n j))).
Proof. apply: (etrans (if_true (Hw' (df t n j)) R't)). exact: erefl. Qed.

Definition Q'f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df t n j) * D (v (f t n j)).
Lemma bwd'f : Q'f = (B'21).
Proof.
rewrite /Q'f /B'21. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'f t n j R't). exact: erefl.
Qed.

Definition B'22 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (f t n j))) * w (df t n j) * ev (v (f t n j))) * D (v (a_f t n j)).
Lemma path'22 : F'22 = B'22.
Proof.
rewrite /F'22 /B'22.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_f t n j) = (((1 - ev (v (f t n j))) * w (df t n j) * ev (v (f t n j)))).
Proof. apply: (etrans (if_true (Hw' (da_f t n j)) R't)). exact: erefl. Qed.

Definition Q'a_f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * D (v (a_f t n j)).
Lemma bwd'a_f : Q'a_f = (B'22).
Proof.
rewrite /Q'a_f /B'22. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_f t n j R't). exact: erefl.
Qed.

Definition B'23 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (w (dc t n j) * ev (v (g t n j))) * D (v (i t n j)).
Lemma path'23 : F'23 = B'23.
Proof.
rewrite /F'23 /B'23.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'i (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (di t n j) = ((w (dc t n j) * ev (v (g t n j)))).
Proof. apply: (etrans (if_true (Hw' (di t n j)) R't)). exact: erefl. Qed.

Definition Q'i : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (di t n j) * D (v (i t n j)).
Lemma bwd'i : Q'i = (B'23).
Proof.
rewrite /Q'i /B'23. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'i t n j R't). exact: erefl.
Qed.

Definition B'24 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (i t n j))) * w (di t n j) * ev (v (i t n j))) * D (v (a_i t n j)).
Lemma path'24 : F'24 = B'24.
Proof.
rewrite /F'24 /B'24.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_i (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_i t n j) = (((1 - ev (v (i t n j))) * w (di t n j) * ev (v (i t n j)))).
Proof. apply: (etrans (if_true (Hw' (da_i t n j)) R't)). exact: erefl. Qed.

Definition Q'a_i : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_i t n j) * D (v (a_i t n j)).
Lemma bwd'a_i : Q'a_i = (B'24).
Proof.
rewrite /Q'a_i /B'24. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_i t n j R't). exact: erefl.
Qed.

Definition B'25 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (alpha_v_o j) * w (da_o t n j)) * D (v (v_o_hat t n j)).
Lemma path'25 : F'25 = B'25.
Proof.
rewrite /F'25 /B'25.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'v_o_hat (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dv_o_hat t n j) = ((ev (alpha_v_o j) * w (da_o t n j))).
Proof. apply: (etrans (if_true (Hw' (dv_o_hat t n j)) R't)). exact: erefl. Qed.

Definition Q'v_o_hat : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_o_hat t n j) * D (v (v_o_hat t n j)).
Lemma bwd'v_o_hat : Q'v_o_hat = (B'25).
Proof.
rewrite /Q'v_o_hat /B'25. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'v_o_hat t n j R't). exact: erefl.
Qed.

Definition B'26 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (alpha_v_g j) * w (da_g t n j)) * D (v (v_g_hat t n j)).
Lemma path'26 : F'26 = B'26.
Proof.
rewrite /F'26 /B'26.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'v_g_hat (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dv_g_hat t n j) = ((ev (alpha_v_g j) * w (da_g t n j))).
Proof. apply: (etrans (if_true (Hw' (dv_g_hat t n j)) R't)). exact: erefl. Qed.

Definition Q'v_g_hat : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_g_hat t n j) * D (v (v_g_hat t n j)).
Lemma bwd'v_g_hat : Q'v_g_hat = (B'26).
Proof.
rewrite /Q'v_g_hat /B'26. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'v_g_hat t n j R't). exact: erefl.
Qed.

Definition B'27 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (alpha_v_f j) * w (da_f t n j)) * D (v (v_f_hat t n j)).
Lemma path'27 : F'27 = B'27.
Proof.
rewrite /F'27 /B'27.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'v_f_hat (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dv_f_hat t n j) = ((ev (alpha_v_f j) * w (da_f t n j))).
Proof. apply: (etrans (if_true (Hw' (dv_f_hat t n j)) R't)). exact: erefl. Qed.

Definition Q'v_f_hat : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_f_hat t n j) * D (v (v_f_hat t n j)).
Lemma bwd'v_f_hat : Q'v_f_hat = (B'27).
Proof.
rewrite /Q'v_f_hat /B'27. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'v_f_hat t n j R't). exact: erefl.
Qed.

Definition B'28 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (alpha_v_i j) * w (da_i t n j)) * D (v (v_i_hat t n j)).
Lemma path'28 : F'28 = B'28.
Proof.
rewrite /F'28 /B'28.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'v_i_hat (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dv_i_hat t n j) = ((ev (alpha_v_i j) * w (da_i t n j))).
Proof. apply: (etrans (if_true (Hw' (dv_i_hat t n j)) R't)). exact: erefl. Qed.

Definition Q'v_i_hat : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_i_hat t n j) * D (v (v_i_hat t n j)).
Lemma bwd'v_i_hat : Q'v_i_hat = (B'28).
Proof.
rewrite /Q'v_i_hat /B'28. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'v_i_hat t n j R't). exact: erefl.
Qed.

Definition B'29 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * ev (inv (v (s_v t n))) * ((- (ev (v (mu_v t n)))) + ev (v (v_i t n j))) * w (dv_i_hat t n j)))) * D (v (s_v t n)).
Lemma path'29 : F'29 = B'29.
Proof.
rewrite /F'29 /B'29.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'30 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * ev (inv (v (s_v t n))) * ((- (ev (v (mu_v t n)))) + ev (v (v_f t n j))) * w (dv_f_hat t n j)))) * D (v (s_v t n)).
Lemma path'30 : F'30 = B'30.
Proof.
rewrite /F'30 /B'30.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'31 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * ev (inv (v (s_v t n))) * ((- (ev (v (mu_v t n)))) + ev (v (v_g t n j))) * w (dv_g_hat t n j)))) * D (v (s_v t n)).
Lemma path'31 : F'31 = B'31.
Proof.
rewrite /F'31 /B'31.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'32 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * ev (inv (v (s_v t n))) * ((- (ev (v (mu_v t n)))) + ev (v (v_o t n j))) * w (dv_o_hat t n j)))) * D (v (s_v t n)).
Lemma path'32 : F'32 = B'32.
Proof.
rewrite /F'32 /B'32.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj's_v (t n : nat) (R't : (1 <= t < T.+1)%N) :
  w (ds_v t n) = ((\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * ev (inv (v (s_v t n))) * ((- (ev (v (mu_v t n)))) + ev (v (v_i t n j))) * w (dv_i_hat t n j))))) + ((\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * ev (inv (v (s_v t n))) * ((- (ev (v (mu_v t n)))) + ev (v (v_f t n j))) * w (dv_f_hat t n j))))) + ((\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * ev (inv (v (s_v t n))) * ((- (ev (v (mu_v t n)))) + ev (v (v_g t n j))) * w (dv_g_hat t n j))))) + ((\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * ev (inv (v (s_v t n))) * ((- (ev (v (mu_v t n)))) + ev (v (v_o t n j))) * w (dv_o_hat t n j))))).
Proof. apply: (etrans (if_true (Hw' (ds_v t n)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q's_v : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (ds_v t n) * D (v (s_v t n)).
Lemma bwd's_v : Q's_v = (B'29) + (B'30) + (B'31) + (B'32).
Proof.
rewrite /Q's_v /B'29 /B'30 /B'31 /B'32. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj's_v t n R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'33 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((2%:R * ev (over_4)) * ev (inv (v (s_v t n))) * w (ds_v t n)) * D (v (a_s_v t n)).
Lemma path'33 : F'33 = B'33.
Proof.
rewrite /F'33 /B'33.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'a_s_v (t n : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_s_v t n) = (((2%:R * ev (over_4)) * ev (inv (v (s_v t n))) * w (ds_v t n))).
Proof. apply: (etrans (if_true (Hw' (da_s_v t n)) R't)). exact: erefl. Qed.

Definition Q'a_s_v : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_s_v t n) * D (v (a_s_v t n)).
Lemma bwd'a_s_v : Q'a_s_v = (B'33).
Proof.
rewrite /Q'a_s_v /B'33. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj'a_s_v t n R't). exact: erefl.
Qed.

Definition B'34 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_i t n j))) * w (da_s_v t n)))) * D (v (mu_v t n)).
Lemma path'34 : F'34 = B'34.
Proof.
rewrite /F'34 /B'34.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'35 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_f t n j))) * w (da_s_v t n)))) * D (v (mu_v t n)).
Lemma path'35 : F'35 = B'35.
Proof.
rewrite /F'35 /B'35.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'36 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_g t n j))) * w (da_s_v t n)))) * D (v (mu_v t n)).
Lemma path'36 : F'36 = B'36.
Proof.
rewrite /F'36 /B'36.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'37 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_o t n j))) * w (da_s_v t n)))) * D (v (mu_v t n)).
Lemma path'37 : F'37 = B'37.
Proof.
rewrite /F'37 /B'37.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'38 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * w (dv_i_hat t n j)))) * D (v (mu_v t n)).
Lemma path'38 : F'38 = B'38.
Proof.
rewrite /F'38 /B'38.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'39 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * w (dv_f_hat t n j)))) * D (v (mu_v t n)).
Lemma path'39 : F'39 = B'39.
Proof.
rewrite /F'39 /B'39.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'40 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * w (dv_g_hat t n j)))) * D (v (mu_v t n)).
Lemma path'40 : F'40 = B'40.
Proof.
rewrite /F'40 /B'40.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'41 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * w (dv_o_hat t n j)))) * D (v (mu_v t n)).
Lemma path'41 : F'41 = B'41.
Proof.
rewrite /F'41 /B'41.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'mu_v (t n : nat) (R't : (1 <= t < T.+1)%N) :
  w (dmu_v t n) = ((\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_i t n j))) * w (da_s_v t n))))) + ((\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_f t n j))) * w (da_s_v t n))))) + ((\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_g t n j))) * w (da_s_v t n))))) + ((\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_o t n j))) * w (da_s_v t n))))) + ((\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * w (dv_i_hat t n j))))) + ((\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * w (dv_f_hat t n j))))) + ((\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * w (dv_g_hat t n j))))) + ((\sum_(1 <= j < H.+1) (- (ev (inv (v (s_v t n))) * w (dv_o_hat t n j))))).
Proof. apply: (etrans (if_true (Hw' (dmu_v t n)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'mu_v : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dmu_v t n) * D (v (mu_v t n)).
Lemma bwd'mu_v : Q'mu_v = (B'34) + (B'35) + (B'36) + (B'37) + (B'38) + (B'39) + (B'40) + (B'41).
Proof.
rewrite /Q'mu_v /B'34 /B'35 /B'36 /B'37 /B'38 /B'39 /B'40 /B'41. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj'mu_v t n R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'42 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (alpha_u_o j) * w (da_o t n j)) * D (v (u_o_hat t n j)).
Lemma path'42 : F'42 = B'42.
Proof.
rewrite /F'42 /B'42.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'u_o_hat (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (du_o_hat t n j) = ((ev (alpha_u_o j) * w (da_o t n j))).
Proof. apply: (etrans (if_true (Hw' (du_o_hat t n j)) R't)). exact: erefl. Qed.

Definition Q'u_o_hat : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_o_hat t n j) * D (v (u_o_hat t n j)).
Lemma bwd'u_o_hat : Q'u_o_hat = (B'42).
Proof.
rewrite /Q'u_o_hat /B'42. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'u_o_hat t n j R't). exact: erefl.
Qed.

Definition B'43 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (alpha_u_g j) * w (da_g t n j)) * D (v (u_g_hat t n j)).
Lemma path'43 : F'43 = B'43.
Proof.
rewrite /F'43 /B'43.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'u_g_hat (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (du_g_hat t n j) = ((ev (alpha_u_g j) * w (da_g t n j))).
Proof. apply: (etrans (if_true (Hw' (du_g_hat t n j)) R't)). exact: erefl. Qed.

Definition Q'u_g_hat : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_g_hat t n j) * D (v (u_g_hat t n j)).
Lemma bwd'u_g_hat : Q'u_g_hat = (B'43).
Proof.
rewrite /Q'u_g_hat /B'43. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'u_g_hat t n j R't). exact: erefl.
Qed.

Definition B'44 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (alpha_u_f j) * w (da_f t n j)) * D (v (u_f_hat t n j)).
Lemma path'44 : F'44 = B'44.
Proof.
rewrite /F'44 /B'44.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'u_f_hat (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (du_f_hat t n j) = ((ev (alpha_u_f j) * w (da_f t n j))).
Proof. apply: (etrans (if_true (Hw' (du_f_hat t n j)) R't)). exact: erefl. Qed.

Definition Q'u_f_hat : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_f_hat t n j) * D (v (u_f_hat t n j)).
Lemma bwd'u_f_hat : Q'u_f_hat = (B'44).
Proof.
rewrite /Q'u_f_hat /B'44. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'u_f_hat t n j R't). exact: erefl.
Qed.

Definition B'45 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (alpha_u_i j) * w (da_i t n j)) * D (v (u_i_hat t n j)).
Lemma path'45 : F'45 = B'45.
Proof.
rewrite /F'45 /B'45.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'u_i_hat (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (du_i_hat t n j) = ((ev (alpha_u_i j) * w (da_i t n j))).
Proof. apply: (etrans (if_true (Hw' (du_i_hat t n j)) R't)). exact: erefl. Qed.

Definition Q'u_i_hat : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_i_hat t n j) * D (v (u_i_hat t n j)).
Lemma bwd'u_i_hat : Q'u_i_hat = (B'45).
Proof.
rewrite /Q'u_i_hat /B'45. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'u_i_hat t n j R't). exact: erefl.
Qed.

Definition B'46 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * ev (inv (v (s_u t n))) * ((- (ev (v (mu_u t n)))) + ev (v (u_i t n j))) * w (du_i_hat t n j)))) * D (v (s_u t n)).
Lemma path'46 : F'46 = B'46.
Proof.
rewrite /F'46 /B'46.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'47 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * ev (inv (v (s_u t n))) * ((- (ev (v (mu_u t n)))) + ev (v (u_f t n j))) * w (du_f_hat t n j)))) * D (v (s_u t n)).
Lemma path'47 : F'47 = B'47.
Proof.
rewrite /F'47 /B'47.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'48 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * ev (inv (v (s_u t n))) * ((- (ev (v (mu_u t n)))) + ev (v (u_g t n j))) * w (du_g_hat t n j)))) * D (v (s_u t n)).
Lemma path'48 : F'48 = B'48.
Proof.
rewrite /F'48 /B'48.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'49 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * ev (inv (v (s_u t n))) * ((- (ev (v (mu_u t n)))) + ev (v (u_o t n j))) * w (du_o_hat t n j)))) * D (v (s_u t n)).
Lemma path'49 : F'49 = B'49.
Proof.
rewrite /F'49 /B'49.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj's_u (t n : nat) (R't : (1 <= t < T.+1)%N) :
  w (ds_u t n) = ((\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * ev (inv (v (s_u t n))) * ((- (ev (v (mu_u t n)))) + ev (v (u_i t n j))) * w (du_i_hat t n j))))) + ((\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * ev (inv (v (s_u t n))) * ((- (ev (v (mu_u t n)))) + ev (v (u_f t n j))) * w (du_f_hat t n j))))) + ((\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * ev (inv (v (s_u t n))) * ((- (ev (v (mu_u t n)))) + ev (v (u_g t n j))) * w (du_g_hat t n j))))) + ((\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * ev (inv (v (s_u t n))) * ((- (ev (v (mu_u t n)))) + ev (v (u_o t n j))) * w (du_o_hat t n j))))).
Proof. apply: (etrans (if_true (Hw' (ds_u t n)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q's_u : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (ds_u t n) * D (v (s_u t n)).
Lemma bwd's_u : Q's_u = (B'46) + (B'47) + (B'48) + (B'49).
Proof.
rewrite /Q's_u /B'46 /B'47 /B'48 /B'49. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj's_u t n R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'50 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((2%:R * ev (over_4)) * ev (inv (v (s_u t n))) * w (ds_u t n)) * D (v (a_s_u t n)).
Lemma path'50 : F'50 = B'50.
Proof.
rewrite /F'50 /B'50.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'a_s_u (t n : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_s_u t n) = (((2%:R * ev (over_4)) * ev (inv (v (s_u t n))) * w (ds_u t n))).
Proof. apply: (etrans (if_true (Hw' (da_s_u t n)) R't)). exact: erefl. Qed.

Definition Q'a_s_u : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_s_u t n) * D (v (a_s_u t n)).
Lemma bwd'a_s_u : Q'a_s_u = (B'50).
Proof.
rewrite /Q'a_s_u /B'50. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj'a_s_u t n R't). exact: erefl.
Qed.

Definition B'51 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_i t n j))) * w (da_s_u t n)))) * D (v (mu_u t n)).
Lemma path'51 : F'51 = B'51.
Proof.
rewrite /F'51 /B'51.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'52 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_f t n j))) * w (da_s_u t n)))) * D (v (mu_u t n)).
Lemma path'52 : F'52 = B'52.
Proof.
rewrite /F'52 /B'52.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'53 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_g t n j))) * w (da_s_u t n)))) * D (v (mu_u t n)).
Lemma path'53 : F'53 = B'53.
Proof.
rewrite /F'53 /B'53.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'54 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_o t n j))) * w (da_s_u t n)))) * D (v (mu_u t n)).
Lemma path'54 : F'54 = B'54.
Proof.
rewrite /F'54 /B'54.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'55 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * w (du_i_hat t n j)))) * D (v (mu_u t n)).
Lemma path'55 : F'55 = B'55.
Proof.
rewrite /F'55 /B'55.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'56 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * w (du_f_hat t n j)))) * D (v (mu_u t n)).
Lemma path'56 : F'56 = B'56.
Proof.
rewrite /F'56 /B'56.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'57 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * w (du_g_hat t n j)))) * D (v (mu_u t n)).
Lemma path'57 : F'57 = B'57.
Proof.
rewrite /F'57 /B'57.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'58 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * w (du_o_hat t n j)))) * D (v (mu_u t n)).
Lemma path'58 : F'58 = B'58.
Proof.
rewrite /F'58 /B'58.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'mu_u (t n : nat) (R't : (1 <= t < T.+1)%N) :
  w (dmu_u t n) = ((\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_i t n j))) * w (da_s_u t n))))) + ((\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_f t n j))) * w (da_s_u t n))))) + ((\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_g t n j))) * w (da_s_u t n))))) + ((\sum_(1 <= j < H.+1) (- ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_o t n j))) * w (da_s_u t n))))) + ((\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * w (du_i_hat t n j))))) + ((\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * w (du_f_hat t n j))))) + ((\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * w (du_g_hat t n j))))) + ((\sum_(1 <= j < H.+1) (- (ev (inv (v (s_u t n))) * w (du_o_hat t n j))))).
Proof. apply: (etrans (if_true (Hw' (dmu_u t n)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'mu_u : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dmu_u t n) * D (v (mu_u t n)).
Lemma bwd'mu_u : Q'mu_u = (B'51) + (B'52) + (B'53) + (B'54) + (B'55) + (B'56) + (B'57) + (B'58).
Proof.
rewrite /Q'mu_u /B'51 /B'52 /B'53 /B'54 /B'55 /B'56 /B'57 /B'58. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj'mu_u t n R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'59 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (over_4) * ev (over_H) * w (dmu_v t n)) * D (v (v_o t n j)).
Lemma path'59 : F'59 = B'59.
Proof.
rewrite /F'59 /B'59.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'60 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_o t n j))) * w (da_s_v t n)) * D (v (v_o t n j)).
Lemma path'60 : F'60 = B'60.
Proof.
rewrite /F'60 /B'60.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'61 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (inv (v (s_v t n))) * w (dv_o_hat t n j)) * D (v (v_o t n j)).
Lemma path'61 : F'61 = B'61.
Proof.
rewrite /F'61 /B'61.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'v_o (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dv_o t n j) = ((ev (over_4) * ev (over_H) * w (dmu_v t n))) + (((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_o t n j))) * w (da_s_v t n))) + ((ev (inv (v (s_v t n))) * w (dv_o_hat t n j))).
Proof. apply: (etrans (if_true (Hw' (dv_o t n j)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'v_o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_o t n j) * D (v (v_o t n j)).
Lemma bwd'v_o : Q'v_o = (B'59) + (B'60) + (B'61).
Proof.
rewrite /Q'v_o /B'59 /B'60 /B'61. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'v_o t n j R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'62 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (over_4) * ev (over_H) * w (dmu_u t n)) * D (v (u_o t n j)).
Lemma path'62 : F'62 = B'62.
Proof.
rewrite /F'62 /B'62.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'63 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_o t n j))) * w (da_s_u t n)) * D (v (u_o t n j)).
Lemma path'63 : F'63 = B'63.
Proof.
rewrite /F'63 /B'63.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'64 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (inv (v (s_u t n))) * w (du_o_hat t n j)) * D (v (u_o t n j)).
Lemma path'64 : F'64 = B'64.
Proof.
rewrite /F'64 /B'64.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'u_o (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (du_o t n j) = ((ev (over_4) * ev (over_H) * w (dmu_u t n))) + (((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_o t n j))) * w (da_s_u t n))) + ((ev (inv (v (s_u t n))) * w (du_o_hat t n j))).
Proof. apply: (etrans (if_true (Hw' (du_o t n j)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'u_o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_o t n j) * D (v (u_o t n j)).
Lemma bwd'u_o : Q'u_o = (B'62) + (B'63) + (B'64).
Proof.
rewrite /Q'u_o /B'62 /B'63 /B'64. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'u_o t n j R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'65 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (over_4) * ev (over_H) * w (dmu_v t n)) * D (v (v_g t n j)).
Lemma path'65 : F'65 = B'65.
Proof.
rewrite /F'65 /B'65.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'66 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_g t n j))) * w (da_s_v t n)) * D (v (v_g t n j)).
Lemma path'66 : F'66 = B'66.
Proof.
rewrite /F'66 /B'66.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'67 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (inv (v (s_v t n))) * w (dv_g_hat t n j)) * D (v (v_g t n j)).
Lemma path'67 : F'67 = B'67.
Proof.
rewrite /F'67 /B'67.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'v_g (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dv_g t n j) = ((ev (over_4) * ev (over_H) * w (dmu_v t n))) + (((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_g t n j))) * w (da_s_v t n))) + ((ev (inv (v (s_v t n))) * w (dv_g_hat t n j))).
Proof. apply: (etrans (if_true (Hw' (dv_g t n j)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'v_g : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_g t n j) * D (v (v_g t n j)).
Lemma bwd'v_g : Q'v_g = (B'65) + (B'66) + (B'67).
Proof.
rewrite /Q'v_g /B'65 /B'66 /B'67. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'v_g t n j R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'68 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (over_4) * ev (over_H) * w (dmu_u t n)) * D (v (u_g t n j)).
Lemma path'68 : F'68 = B'68.
Proof.
rewrite /F'68 /B'68.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'69 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_g t n j))) * w (da_s_u t n)) * D (v (u_g t n j)).
Lemma path'69 : F'69 = B'69.
Proof.
rewrite /F'69 /B'69.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'70 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (inv (v (s_u t n))) * w (du_g_hat t n j)) * D (v (u_g t n j)).
Lemma path'70 : F'70 = B'70.
Proof.
rewrite /F'70 /B'70.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'u_g (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (du_g t n j) = ((ev (over_4) * ev (over_H) * w (dmu_u t n))) + (((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_g t n j))) * w (da_s_u t n))) + ((ev (inv (v (s_u t n))) * w (du_g_hat t n j))).
Proof. apply: (etrans (if_true (Hw' (du_g t n j)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'u_g : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_g t n j) * D (v (u_g t n j)).
Lemma bwd'u_g : Q'u_g = (B'68) + (B'69) + (B'70).
Proof.
rewrite /Q'u_g /B'68 /B'69 /B'70. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'u_g t n j R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'71 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (over_4) * ev (over_H) * w (dmu_v t n)) * D (v (v_f t n j)).
Lemma path'71 : F'71 = B'71.
Proof.
rewrite /F'71 /B'71.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'72 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_f t n j))) * w (da_s_v t n)) * D (v (v_f t n j)).
Lemma path'72 : F'72 = B'72.
Proof.
rewrite /F'72 /B'72.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'73 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (inv (v (s_v t n))) * w (dv_f_hat t n j)) * D (v (v_f t n j)).
Lemma path'73 : F'73 = B'73.
Proof.
rewrite /F'73 /B'73.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'v_f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dv_f t n j) = ((ev (over_4) * ev (over_H) * w (dmu_v t n))) + (((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_f t n j))) * w (da_s_v t n))) + ((ev (inv (v (s_v t n))) * w (dv_f_hat t n j))).
Proof. apply: (etrans (if_true (Hw' (dv_f t n j)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'v_f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_f t n j) * D (v (v_f t n j)).
Lemma bwd'v_f : Q'v_f = (B'71) + (B'72) + (B'73).
Proof.
rewrite /Q'v_f /B'71 /B'72 /B'73. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'v_f t n j R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'74 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (over_4) * ev (over_H) * w (dmu_u t n)) * D (v (u_f t n j)).
Lemma path'74 : F'74 = B'74.
Proof.
rewrite /F'74 /B'74.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'75 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_f t n j))) * w (da_s_u t n)) * D (v (u_f t n j)).
Lemma path'75 : F'75 = B'75.
Proof.
rewrite /F'75 /B'75.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'76 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (inv (v (s_u t n))) * w (du_f_hat t n j)) * D (v (u_f t n j)).
Lemma path'76 : F'76 = B'76.
Proof.
rewrite /F'76 /B'76.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'u_f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (du_f t n j) = ((ev (over_4) * ev (over_H) * w (dmu_u t n))) + (((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_f t n j))) * w (da_s_u t n))) + ((ev (inv (v (s_u t n))) * w (du_f_hat t n j))).
Proof. apply: (etrans (if_true (Hw' (du_f t n j)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'u_f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_f t n j) * D (v (u_f t n j)).
Lemma bwd'u_f : Q'u_f = (B'74) + (B'75) + (B'76).
Proof.
rewrite /Q'u_f /B'74 /B'75 /B'76. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'u_f t n j R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'77 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (over_4) * ev (over_H) * w (dmu_v t n)) * D (v (v_i t n j)).
Lemma path'77 : F'77 = B'77.
Proof.
rewrite /F'77 /B'77.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'78 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_i t n j))) * w (da_s_v t n)) * D (v (v_i t n j)).
Lemma path'78 : F'78 = B'78.
Proof.
rewrite /F'78 /B'78.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'79 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (inv (v (s_v t n))) * w (dv_i_hat t n j)) * D (v (v_i t n j)).
Lemma path'79 : F'79 = B'79.
Proof.
rewrite /F'79 /B'79.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'v_i (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dv_i t n j) = ((ev (over_4) * ev (over_H) * w (dmu_v t n))) + (((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_v t n)))) + ev (v (v_i t n j))) * w (da_s_v t n))) + ((ev (inv (v (s_v t n))) * w (dv_i_hat t n j))).
Proof. apply: (etrans (if_true (Hw' (dv_i t n j)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'v_i : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv_i t n j) * D (v (v_i t n j)).
Lemma bwd'v_i : Q'v_i = (B'77) + (B'78) + (B'79).
Proof.
rewrite /Q'v_i /B'77 /B'78 /B'79. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'v_i t n j R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'80 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (over_4) * ev (over_H) * w (dmu_u t n)) * D (v (u_i t n j)).
Lemma path'80 : F'80 = B'80.
Proof.
rewrite /F'80 /B'80.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'81 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_i t n j))) * w (da_s_u t n)) * D (v (u_i t n j)).
Lemma path'81 : F'81 = B'81.
Proof.
rewrite /F'81 /B'81.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'82 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (inv (v (s_u t n))) * w (du_i_hat t n j)) * D (v (u_i t n j)).
Lemma path'82 : F'82 = B'82.
Proof.
rewrite /F'82 /B'82.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'u_i (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (du_i t n j) = ((ev (over_4) * ev (over_H) * w (dmu_u t n))) + (((2%:R * ev (over_4)) * ev (over_H) * ((- (ev (v (mu_u t n)))) + ev (v (u_i t n j))) * w (da_s_u t n))) + ((ev (inv (v (s_u t n))) * w (du_i_hat t n j))).
Proof. apply: (etrans (if_true (Hw' (du_i t n j)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'u_i : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du_i t n j) * D (v (u_i t n j)).
Lemma bwd'u_i : Q'u_i = (B'80) + (B'81) + (B'82).
Proof.
rewrite /Q'u_i /B'80 /B'81 /B'82. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'u_i t n j R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'83 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_i j k) * w (dv_i t n j)) * D (x t n k).
Lemma path'83 : F'83 = B'83.
Proof.
rewrite /F'83 /B'83.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'84 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_f j k) * w (dv_f t n j)) * D (x t n k).
Lemma path'84 : F'84 = B'84.
Proof.
rewrite /F'84 /B'84.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'85 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_g j k) * w (dv_g t n j)) * D (x t n k).
Lemma path'85 : F'85 = B'85.
Proof.
rewrite /F'85 /B'85.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'86 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_o j k) * w (dv_o t n j)) * D (x t n k).
Lemma path'86 : F'86 = B'86.
Proof.
rewrite /F'86 /B'86.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'x (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (dx t n k) = ((\sum_(1 <= j < H.+1) ev (W_i j k) * w (dv_i t n j))) + ((\sum_(1 <= j < H.+1) ev (W_f j k) * w (dv_f t n j))) + ((\sum_(1 <= j < H.+1) ev (W_g j k) * w (dv_g t n j))) + ((\sum_(1 <= j < H.+1) ev (W_o j k) * w (dv_o t n j))).
Proof. apply: (etrans (if_true (Hw' (dx t n k)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'x : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k).
Lemma bwd'x : Q'x = (B'83) + (B'84) + (B'85) + (B'86).
Proof.
rewrite /Q'x /B'83 /B'84 /B'85 /B'86. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'x t n k R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'87 : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (du_i t n j) * ev (v (h t.-1 n r))) * D (R_i j r).
Lemma path'87 : F'87 = B'87.
Proof.
rewrite /F'87 /B'87.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => r _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'R_i (j r : nat) :
  w (dR_i j r) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (du_i t n j) * ev (v (h t.-1 n r)))).
Proof. apply: (etrans (Hw' (dR_i j r))). exact: erefl. Qed.

Definition Q'R_i : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_i j r) * D (R_i j r).
Lemma bwd'R_i : Q'R_i = (B'87).
Proof.
rewrite /Q'R_i /B'87. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => r R'r.
rewrite [X in X * _](adj'R_i j r). exact: erefl.
Qed.

Definition B'88 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv_i t n j) * ev (x t n k)) * D (W_i j k).
Lemma path'88 : F'88 = B'88.
Proof.
rewrite /F'88 /B'88.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_i (j k : nat) :
  w (dW_i j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv_i t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_i j k))). exact: erefl. Qed.

Definition Q'W_i : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_i j k) * D (W_i j k).
Lemma bwd'W_i : Q'W_i = (B'88).
Proof.
rewrite /Q'W_i /B'88. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_i j k). exact: erefl.
Qed.

Definition B'89 : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (du_f t n j) * ev (v (h t.-1 n r))) * D (R_f j r).
Lemma path'89 : F'89 = B'89.
Proof.
rewrite /F'89 /B'89.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => r _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'R_f (j r : nat) :
  w (dR_f j r) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (du_f t n j) * ev (v (h t.-1 n r)))).
Proof. apply: (etrans (Hw' (dR_f j r))). exact: erefl. Qed.

Definition Q'R_f : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_f j r) * D (R_f j r).
Lemma bwd'R_f : Q'R_f = (B'89).
Proof.
rewrite /Q'R_f /B'89. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => r R'r.
rewrite [X in X * _](adj'R_f j r). exact: erefl.
Qed.

Definition B'90 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv_f t n j) * ev (x t n k)) * D (W_f j k).
Lemma path'90 : F'90 = B'90.
Proof.
rewrite /F'90 /B'90.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_f (j k : nat) :
  w (dW_f j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv_f t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_f j k))). exact: erefl. Qed.

Definition Q'W_f : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_f j k) * D (W_f j k).
Lemma bwd'W_f : Q'W_f = (B'90).
Proof.
rewrite /Q'W_f /B'90. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_f j k). exact: erefl.
Qed.

Definition B'91 : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (du_g t n j) * ev (v (h t.-1 n r))) * D (R_g j r).
Lemma path'91 : F'91 = B'91.
Proof.
rewrite /F'91 /B'91.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => r _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'R_g (j r : nat) :
  w (dR_g j r) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (du_g t n j) * ev (v (h t.-1 n r)))).
Proof. apply: (etrans (Hw' (dR_g j r))). exact: erefl. Qed.

Definition Q'R_g : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_g j r) * D (R_g j r).
Lemma bwd'R_g : Q'R_g = (B'91).
Proof.
rewrite /Q'R_g /B'91. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => r R'r.
rewrite [X in X * _](adj'R_g j r). exact: erefl.
Qed.

Definition B'92 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv_g t n j) * ev (x t n k)) * D (W_g j k).
Lemma path'92 : F'92 = B'92.
Proof.
rewrite /F'92 /B'92.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_g (j k : nat) :
  w (dW_g j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv_g t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_g j k))). exact: erefl. Qed.

Definition Q'W_g : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_g j k) * D (W_g j k).
Lemma bwd'W_g : Q'W_g = (B'92).
Proof.
rewrite /Q'W_g /B'92. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_g j k). exact: erefl.
Qed.

Definition B'93 : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (du_o t n j) * ev (v (h t.-1 n r))) * D (R_o j r).
Lemma path'93 : F'93 = B'93.
Proof.
rewrite /F'93 /B'93.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => r _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'R_o (j r : nat) :
  w (dR_o j r) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (du_o t n j) * ev (v (h t.-1 n r)))).
Proof. apply: (etrans (Hw' (dR_o j r))). exact: erefl. Qed.

Definition Q'R_o : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_o j r) * D (R_o j r).
Lemma bwd'R_o : Q'R_o = (B'93).
Proof.
rewrite /Q'R_o /B'93. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => r R'r.
rewrite [X in X * _](adj'R_o j r). exact: erefl.
Qed.

Definition B'94 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv_o t n j) * ev (x t n k)) * D (W_o j k).
Lemma path'94 : F'94 = B'94.
Proof.
rewrite /F'94 /B'94.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_o (j k : nat) :
  w (dW_o j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv_o t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_o j k))). exact: erefl. Qed.

Definition Q'W_o : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_o j k) * D (W_o j k).
Lemma bwd'W_o : Q'W_o = (B'94).
Proof.
rewrite /Q'W_o /B'94. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_o j k). exact: erefl.
Qed.

Definition B'95 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j) * ev (v (u_i_hat t n j))) * D (alpha_u_i j).
Lemma path'95 : F'95 = B'95.
Proof.
rewrite /F'95 /B'95.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'alpha_u_i (j : nat) :
  w (dalpha_u_i j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j) * ev (v (u_i_hat t n j)))).
Proof. apply: (etrans (Hw' (dalpha_u_i j))). exact: erefl. Qed.

Definition Q'alpha_u_i : B := \sum_(1 <= j < H.+1) w (dalpha_u_i j) * D (alpha_u_i j).
Lemma bwd'alpha_u_i : Q'alpha_u_i = (B'95).
Proof.
rewrite /Q'alpha_u_i /B'95. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'alpha_u_i j). exact: erefl.
Qed.

Definition B'96 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j)) * D (beta_u_i j).
Lemma path'96 : F'96 = B'96.
Proof.
rewrite /F'96 /B'96.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'beta_u_i (j : nat) :
  w (dbeta_u_i j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j))).
Proof. apply: (etrans (Hw' (dbeta_u_i j))). exact: erefl. Qed.

Definition Q'beta_u_i : B := \sum_(1 <= j < H.+1) w (dbeta_u_i j) * D (beta_u_i j).
Lemma bwd'beta_u_i : Q'beta_u_i = (B'96).
Proof.
rewrite /Q'beta_u_i /B'96. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'beta_u_i j). exact: erefl.
Qed.

Definition B'97 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (v (u_f_hat t n j))) * D (alpha_u_f j).
Lemma path'97 : F'97 = B'97.
Proof.
rewrite /F'97 /B'97.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'alpha_u_f (j : nat) :
  w (dalpha_u_f j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (v (u_f_hat t n j)))).
Proof. apply: (etrans (Hw' (dalpha_u_f j))). exact: erefl. Qed.

Definition Q'alpha_u_f : B := \sum_(1 <= j < H.+1) w (dalpha_u_f j) * D (alpha_u_f j).
Lemma bwd'alpha_u_f : Q'alpha_u_f = (B'97).
Proof.
rewrite /Q'alpha_u_f /B'97. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'alpha_u_f j). exact: erefl.
Qed.

Definition B'98 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j)) * D (beta_u_f j).
Lemma path'98 : F'98 = B'98.
Proof.
rewrite /F'98 /B'98.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'beta_u_f (j : nat) :
  w (dbeta_u_f j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j))).
Proof. apply: (etrans (Hw' (dbeta_u_f j))). exact: erefl. Qed.

Definition Q'beta_u_f : B := \sum_(1 <= j < H.+1) w (dbeta_u_f j) * D (beta_u_f j).
Lemma bwd'beta_u_f : Q'beta_u_f = (B'98).
Proof.
rewrite /Q'beta_u_f /B'98. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'beta_u_f j). exact: erefl.
Qed.

Definition B'99 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j) * ev (v (u_g_hat t n j))) * D (alpha_u_g j).
Lemma path'99 : F'99 = B'99.
Proof.
rewrite /F'99 /B'99.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'alpha_u_g (j : nat) :
  w (dalpha_u_g j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j) * ev (v (u_g_hat t n j)))).
Proof. apply: (etrans (Hw' (dalpha_u_g j))). exact: erefl. Qed.

Definition Q'alpha_u_g : B := \sum_(1 <= j < H.+1) w (dalpha_u_g j) * D (alpha_u_g j).
Lemma bwd'alpha_u_g : Q'alpha_u_g = (B'99).
Proof.
rewrite /Q'alpha_u_g /B'99. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'alpha_u_g j). exact: erefl.
Qed.

Definition B'100 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j)) * D (beta_u_g j).
Lemma path'100 : F'100 = B'100.
Proof.
rewrite /F'100 /B'100.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'beta_u_g (j : nat) :
  w (dbeta_u_g j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j))).
Proof. apply: (etrans (Hw' (dbeta_u_g j))). exact: erefl. Qed.

Definition Q'beta_u_g : B := \sum_(1 <= j < H.+1) w (dbeta_u_g j) * D (beta_u_g j).
Lemma bwd'beta_u_g : Q'beta_u_g = (B'100).
Proof.
rewrite /Q'beta_u_g /B'100. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'beta_u_g j). exact: erefl.
Qed.

Definition B'101 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j) * ev (v (u_o_hat t n j))) * D (alpha_u_o j).
Lemma path'101 : F'101 = B'101.
Proof.
rewrite /F'101 /B'101.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'alpha_u_o (j : nat) :
  w (dalpha_u_o j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j) * ev (v (u_o_hat t n j)))).
Proof. apply: (etrans (Hw' (dalpha_u_o j))). exact: erefl. Qed.

Definition Q'alpha_u_o : B := \sum_(1 <= j < H.+1) w (dalpha_u_o j) * D (alpha_u_o j).
Lemma bwd'alpha_u_o : Q'alpha_u_o = (B'101).
Proof.
rewrite /Q'alpha_u_o /B'101. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'alpha_u_o j). exact: erefl.
Qed.

Definition B'102 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j)) * D (beta_u_o j).
Lemma path'102 : F'102 = B'102.
Proof.
rewrite /F'102 /B'102.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'beta_u_o (j : nat) :
  w (dbeta_u_o j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j))).
Proof. apply: (etrans (Hw' (dbeta_u_o j))). exact: erefl. Qed.

Definition Q'beta_u_o : B := \sum_(1 <= j < H.+1) w (dbeta_u_o j) * D (beta_u_o j).
Lemma bwd'beta_u_o : Q'beta_u_o = (B'102).
Proof.
rewrite /Q'beta_u_o /B'102. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'beta_u_o j). exact: erefl.
Qed.

Definition B'103 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j) * ev (v (v_i_hat t n j))) * D (alpha_v_i j).
Lemma path'103 : F'103 = B'103.
Proof.
rewrite /F'103 /B'103.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'alpha_v_i (j : nat) :
  w (dalpha_v_i j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j) * ev (v (v_i_hat t n j)))).
Proof. apply: (etrans (Hw' (dalpha_v_i j))). exact: erefl. Qed.

Definition Q'alpha_v_i : B := \sum_(1 <= j < H.+1) w (dalpha_v_i j) * D (alpha_v_i j).
Lemma bwd'alpha_v_i : Q'alpha_v_i = (B'103).
Proof.
rewrite /Q'alpha_v_i /B'103. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'alpha_v_i j). exact: erefl.
Qed.

Definition B'104 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j)) * D (beta_v_i j).
Lemma path'104 : F'104 = B'104.
Proof.
rewrite /F'104 /B'104.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'beta_v_i (j : nat) :
  w (dbeta_v_i j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j))).
Proof. apply: (etrans (Hw' (dbeta_v_i j))). exact: erefl. Qed.

Definition Q'beta_v_i : B := \sum_(1 <= j < H.+1) w (dbeta_v_i j) * D (beta_v_i j).
Lemma bwd'beta_v_i : Q'beta_v_i = (B'104).
Proof.
rewrite /Q'beta_v_i /B'104. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'beta_v_i j). exact: erefl.
Qed.

Definition B'105 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (v (v_f_hat t n j))) * D (alpha_v_f j).
Lemma path'105 : F'105 = B'105.
Proof.
rewrite /F'105 /B'105.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'alpha_v_f (j : nat) :
  w (dalpha_v_f j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (v (v_f_hat t n j)))).
Proof. apply: (etrans (Hw' (dalpha_v_f j))). exact: erefl. Qed.

Definition Q'alpha_v_f : B := \sum_(1 <= j < H.+1) w (dalpha_v_f j) * D (alpha_v_f j).
Lemma bwd'alpha_v_f : Q'alpha_v_f = (B'105).
Proof.
rewrite /Q'alpha_v_f /B'105. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'alpha_v_f j). exact: erefl.
Qed.

Definition B'106 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j)) * D (beta_v_f j).
Lemma path'106 : F'106 = B'106.
Proof.
rewrite /F'106 /B'106.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'beta_v_f (j : nat) :
  w (dbeta_v_f j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j))).
Proof. apply: (etrans (Hw' (dbeta_v_f j))). exact: erefl. Qed.

Definition Q'beta_v_f : B := \sum_(1 <= j < H.+1) w (dbeta_v_f j) * D (beta_v_f j).
Lemma bwd'beta_v_f : Q'beta_v_f = (B'106).
Proof.
rewrite /Q'beta_v_f /B'106. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'beta_v_f j). exact: erefl.
Qed.

Definition B'107 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j) * ev (v (v_g_hat t n j))) * D (alpha_v_g j).
Lemma path'107 : F'107 = B'107.
Proof.
rewrite /F'107 /B'107.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'alpha_v_g (j : nat) :
  w (dalpha_v_g j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j) * ev (v (v_g_hat t n j)))).
Proof. apply: (etrans (Hw' (dalpha_v_g j))). exact: erefl. Qed.

Definition Q'alpha_v_g : B := \sum_(1 <= j < H.+1) w (dalpha_v_g j) * D (alpha_v_g j).
Lemma bwd'alpha_v_g : Q'alpha_v_g = (B'107).
Proof.
rewrite /Q'alpha_v_g /B'107. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'alpha_v_g j). exact: erefl.
Qed.

Definition B'108 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j)) * D (beta_v_g j).
Lemma path'108 : F'108 = B'108.
Proof.
rewrite /F'108 /B'108.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'beta_v_g (j : nat) :
  w (dbeta_v_g j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j))).
Proof. apply: (etrans (Hw' (dbeta_v_g j))). exact: erefl. Qed.

Definition Q'beta_v_g : B := \sum_(1 <= j < H.+1) w (dbeta_v_g j) * D (beta_v_g j).
Lemma bwd'beta_v_g : Q'beta_v_g = (B'108).
Proof.
rewrite /Q'beta_v_g /B'108. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'beta_v_g j). exact: erefl.
Qed.

Definition B'109 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j) * ev (v (v_o_hat t n j))) * D (alpha_v_o j).
Lemma path'109 : F'109 = B'109.
Proof.
rewrite /F'109 /B'109.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'alpha_v_o (j : nat) :
  w (dalpha_v_o j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j) * ev (v (v_o_hat t n j)))).
Proof. apply: (etrans (Hw' (dalpha_v_o j))). exact: erefl. Qed.

Definition Q'alpha_v_o : B := \sum_(1 <= j < H.+1) w (dalpha_v_o j) * D (alpha_v_o j).
Lemma bwd'alpha_v_o : Q'alpha_v_o = (B'109).
Proof.
rewrite /Q'alpha_v_o /B'109. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'alpha_v_o j). exact: erefl.
Qed.

Definition B'110 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j)) * D (beta_v_o j).
Lemma path'110 : F'110 = B'110.
Proof.
rewrite /F'110 /B'110.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'beta_v_o (j : nat) :
  w (dbeta_v_o j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j))).
Proof. apply: (etrans (Hw' (dbeta_v_o j))). exact: erefl. Qed.

Definition Q'beta_v_o : B := \sum_(1 <= j < H.+1) w (dbeta_v_o j) * D (beta_v_o j).
Lemma bwd'beta_v_o : Q'beta_v_o = (B'110).
Proof.
rewrite /Q'beta_v_o /B'110. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'beta_v_o j). exact: erefl.
Qed.

Definition B'111 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j)) * D (b_i j).
Lemma path'111 : F'111 = B'111.
Proof.
rewrite /F'111 /B'111.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_i (j : nat) :
  w (db_i j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j))).
Proof. apply: (etrans (Hw' (db_i j))). exact: erefl. Qed.

Definition Q'b_i : B := \sum_(1 <= j < H.+1) w (db_i j) * D (b_i j).
Lemma bwd'b_i : Q'b_i = (B'111).
Proof.
rewrite /Q'b_i /B'111. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_i j). exact: erefl.
Qed.

Definition B'112 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j)) * D (b_f j).
Lemma path'112 : F'112 = B'112.
Proof.
rewrite /F'112 /B'112.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_f (j : nat) :
  w (db_f j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j))).
Proof. apply: (etrans (Hw' (db_f j))). exact: erefl. Qed.

Definition Q'b_f : B := \sum_(1 <= j < H.+1) w (db_f j) * D (b_f j).
Lemma bwd'b_f : Q'b_f = (B'112).
Proof.
rewrite /Q'b_f /B'112. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_f j). exact: erefl.
Qed.

Definition B'113 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j)) * D (b_g j).
Lemma path'113 : F'113 = B'113.
Proof.
rewrite /F'113 /B'113.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_g (j : nat) :
  w (db_g j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j))).
Proof. apply: (etrans (Hw' (db_g j))). exact: erefl. Qed.

Definition Q'b_g : B := \sum_(1 <= j < H.+1) w (db_g j) * D (b_g j).
Lemma bwd'b_g : Q'b_g = (B'113).
Proof.
rewrite /Q'b_g /B'113. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_g j). exact: erefl.
Qed.

Definition B'114 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j)) * D (b_o j).
Lemma path'114 : F'114 = B'114.
Proof.
rewrite /F'114 /B'114.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_o (j : nat) :
  w (db_o j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j))).
Proof. apply: (etrans (Hw' (db_o j))). exact: erefl. Qed.

Definition Q'b_o : B := \sum_(1 <= j < H.+1) w (db_o j) * D (b_o j).
Lemma bwd'b_o : Q'b_o = (B'114).
Proof.
rewrite /Q'b_o /B'114. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_o j). exact: erefl.
Qed.

Definition B'115 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (c_hat t n j)) * w (da_h t n j)) * D (alpha_c j).
Lemma path'115 : F'115 = B'115.
Proof.
rewrite /F'115 /B'115.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'alpha_c (j : nat) :
  w (dalpha_c j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (c_hat t n j)) * w (da_h t n j))).
Proof. apply: (etrans (Hw' (dalpha_c j))). exact: erefl. Qed.

Definition Q'alpha_c : B := \sum_(1 <= j < H.+1) w (dalpha_c j) * D (alpha_c j).
Lemma bwd'alpha_c : Q'alpha_c = (B'115).
Proof.
rewrite /Q'alpha_c /B'115. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'alpha_c j). exact: erefl.
Qed.

Definition B'116 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_h t n j)) * D (beta_c j).
Lemma path'116 : F'116 = B'116.
Proof.
rewrite /F'116 /B'116.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'beta_c (j : nat) :
  w (dbeta_c j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_h t n j))).
Proof. apply: (etrans (Hw' (dbeta_c j))). exact: erefl. Qed.

Definition Q'beta_c : B := \sum_(1 <= j < H.+1) w (dbeta_c j) * D (beta_c j).
Lemma bwd'beta_c : Q'beta_c = (B'116).
Proof.
rewrite /Q'beta_c /B'116. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'beta_c j). exact: erefl.
Qed.

Lemma mov'u_i : P'u_i = (B'2 + B'87).
Proof. by rewrite fwd'u_i path'2 path'87. Qed.
Lemma all'u_i : Q'u_i = P'u_i.
Proof. exact: erefl. Qed.

Lemma mov'v_i : P'v_i = (B'83 + B'88).
Proof. by rewrite fwd'v_i path'83 path'88. Qed.
Lemma all'v_i : Q'v_i = P'v_i.
Proof. exact: erefl. Qed.

Lemma mov'u_f : P'u_f = (B'3 + B'89).
Proof. by rewrite fwd'u_f path'3 path'89. Qed.
Lemma all'u_f : Q'u_f = P'u_f.
Proof. exact: erefl. Qed.

Lemma mov'v_f : P'v_f = (B'84 + B'90).
Proof. by rewrite fwd'v_f path'84 path'90. Qed.
Lemma all'v_f : Q'v_f = P'v_f.
Proof. exact: erefl. Qed.

Lemma mov'u_g : P'u_g = (B'4 + B'91).
Proof. by rewrite fwd'u_g path'4 path'91. Qed.
Lemma all'u_g : Q'u_g = P'u_g.
Proof. exact: erefl. Qed.

Lemma mov'v_g : P'v_g = (B'85 + B'92).
Proof. by rewrite fwd'v_g path'85 path'92. Qed.
Lemma all'v_g : Q'v_g = P'v_g.
Proof. exact: erefl. Qed.

Lemma mov'u_o : P'u_o = (B'5 + B'93).
Proof. by rewrite fwd'u_o path'5 path'93. Qed.
Lemma all'u_o : Q'u_o = P'u_o.
Proof. exact: erefl. Qed.

Lemma mov'v_o : P'v_o = (B'86 + B'94).
Proof. by rewrite fwd'v_o path'86 path'94. Qed.
Lemma all'v_o : Q'v_o = P'v_o.
Proof. exact: erefl. Qed.

Lemma mov'mu_u : P'mu_u = (B'80) + (B'74) + (B'68) + (B'62).
Proof. by rewrite fwd'mu_u path'80 path'74 path'68 path'62. Qed.
Lemma all'mu_u : Q'mu_u = P'mu_u.
Proof. exact: erefl. Qed.

Lemma mov'a_s_u : P'a_s_u = (B'51 + B'81) + (B'52 + B'75) + (B'53 + B'69) + (B'54 + B'63).
Proof. by rewrite fwd'a_s_u path'51 path'81 path'52 path'75 path'53 path'69 path'54 path'63. Qed.
Lemma all'a_s_u : Q'a_s_u = P'a_s_u.
Proof. exact: erefl. Qed.

Lemma mov's_u : P's_u = (B'50).
Proof. by rewrite fwd's_u path'50. Qed.
Lemma all's_u : Q's_u = P's_u.
Proof. exact: erefl. Qed.

Lemma mov'u_i_hat : P'u_i_hat = (B'46 + B'55 + B'82).
Proof. by rewrite fwd'u_i_hat path'46 path'55 path'82. Qed.
Lemma all'u_i_hat : Q'u_i_hat = P'u_i_hat.
Proof. exact: erefl. Qed.

Lemma mov'u_f_hat : P'u_f_hat = (B'47 + B'56 + B'76).
Proof. by rewrite fwd'u_f_hat path'47 path'56 path'76. Qed.
Lemma all'u_f_hat : Q'u_f_hat = P'u_f_hat.
Proof. exact: erefl. Qed.

Lemma mov'u_g_hat : P'u_g_hat = (B'48 + B'57 + B'70).
Proof. by rewrite fwd'u_g_hat path'48 path'57 path'70. Qed.
Lemma all'u_g_hat : Q'u_g_hat = P'u_g_hat.
Proof. exact: erefl. Qed.

Lemma mov'u_o_hat : P'u_o_hat = (B'49 + B'58 + B'64).
Proof. by rewrite fwd'u_o_hat path'49 path'58 path'64. Qed.
Lemma all'u_o_hat : Q'u_o_hat = P'u_o_hat.
Proof. exact: erefl. Qed.

Lemma mov'mu_v : P'mu_v = (B'77) + (B'71) + (B'65) + (B'59).
Proof. by rewrite fwd'mu_v path'77 path'71 path'65 path'59. Qed.
Lemma all'mu_v : Q'mu_v = P'mu_v.
Proof. exact: erefl. Qed.

Lemma mov'a_s_v : P'a_s_v = (B'34 + B'78) + (B'35 + B'72) + (B'36 + B'66) + (B'37 + B'60).
Proof. by rewrite fwd'a_s_v path'34 path'78 path'35 path'72 path'36 path'66 path'37 path'60. Qed.
Lemma all'a_s_v : Q'a_s_v = P'a_s_v.
Proof. exact: erefl. Qed.

Lemma mov's_v : P's_v = (B'33).
Proof. by rewrite fwd's_v path'33. Qed.
Lemma all's_v : Q's_v = P's_v.
Proof. exact: erefl. Qed.

Lemma mov'v_i_hat : P'v_i_hat = (B'29 + B'38 + B'79).
Proof. by rewrite fwd'v_i_hat path'29 path'38 path'79. Qed.
Lemma all'v_i_hat : Q'v_i_hat = P'v_i_hat.
Proof. exact: erefl. Qed.

Lemma mov'v_f_hat : P'v_f_hat = (B'30 + B'39 + B'73).
Proof. by rewrite fwd'v_f_hat path'30 path'39 path'73. Qed.
Lemma all'v_f_hat : Q'v_f_hat = P'v_f_hat.
Proof. exact: erefl. Qed.

Lemma mov'v_g_hat : P'v_g_hat = (B'31 + B'40 + B'67).
Proof. by rewrite fwd'v_g_hat path'31 path'40 path'67. Qed.
Lemma all'v_g_hat : Q'v_g_hat = P'v_g_hat.
Proof. exact: erefl. Qed.

Lemma mov'v_o_hat : P'v_o_hat = (B'32 + B'41 + B'61).
Proof. by rewrite fwd'v_o_hat path'32 path'41 path'61. Qed.
Lemma all'v_o_hat : Q'v_o_hat = P'v_o_hat.
Proof. exact: erefl. Qed.

Lemma mov'a_i : P'a_i = (B'45 + B'95) + (B'96) + (B'28 + B'103) + (B'104) + (B'111).
Proof. by rewrite fwd'a_i path'45 path'95 path'96 path'28 path'103 path'104 path'111. Qed.
Lemma all'a_i : Q'a_i = P'a_i.
Proof. exact: erefl. Qed.

Lemma mov'i : P'i = (B'24).
Proof. by rewrite fwd'i path'24. Qed.
Lemma all'i : Q'i = P'i.
Proof. exact: erefl. Qed.

Lemma mov'a_f : P'a_f = (B'44 + B'97) + (B'98) + (B'27 + B'105) + (B'106) + (B'112).
Proof. by rewrite fwd'a_f path'44 path'97 path'98 path'27 path'105 path'106 path'112. Qed.
Lemma all'a_f : Q'a_f = P'a_f.
Proof. exact: erefl. Qed.

Lemma mov'f : P'f = (B'22).
Proof. by rewrite fwd'f path'22. Qed.
Lemma all'f : Q'f = P'f.
Proof. exact: erefl. Qed.

Lemma mov'a_g : P'a_g = (B'43 + B'99) + (B'100) + (B'26 + B'107) + (B'108) + (B'113).
Proof. by rewrite fwd'a_g path'43 path'99 path'100 path'26 path'107 path'108 path'113. Qed.
Lemma all'a_g : Q'a_g = P'a_g.
Proof. exact: erefl. Qed.

Lemma mov'g : P'g = (B'20).
Proof. by rewrite fwd'g path'20. Qed.
Lemma all'g : Q'g = P'g.
Proof. exact: erefl. Qed.

Lemma mov'a_o : P'a_o = (B'42 + B'101) + (B'102) + (B'25 + B'109) + (B'110) + (B'114).
Proof. by rewrite fwd'a_o path'42 path'101 path'102 path'25 path'109 path'110 path'114. Qed.
Lemma all'a_o : Q'a_o = P'a_o.
Proof. exact: erefl. Qed.

Lemma mov'o : P'o = (B'18).
Proof. by rewrite fwd'o path'18. Qed.
Lemma all'o : Q'o = P'o.
Proof. exact: erefl. Qed.

Lemma mov'c : P'c = (B'16 + B'21) + (B'19 + B'23).
Proof. by rewrite fwd'c path'16 path'21 path'19 path'23. Qed.
Definition I'c : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc 0 n j) * D (c_0 n j).
Lemma all'c : Q'c = I'c + P'c.
Proof. rewrite /Q'c /I'c /P'c first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => j R'j. congr (_ * D _). exact: (Hv' (c 0 n j)). Qed.

Lemma mov'mu_c : P'mu_c = (B'13).
Proof. by rewrite fwd'mu_c path'13. Qed.
Lemma all'mu_c : Q'mu_c = P'mu_c.
Proof. exact: erefl. Qed.

Lemma mov'a_s_c : P'a_s_c = (B'10 + B'14).
Proof. by rewrite fwd'a_s_c path'10 path'14. Qed.
Lemma all'a_s_c : Q'a_s_c = P'a_s_c.
Proof. exact: erefl. Qed.

Lemma mov's_c : P's_c = (B'9).
Proof. by rewrite fwd's_c path'9. Qed.
Lemma all's_c : Q's_c = P's_c.
Proof. exact: erefl. Qed.

Lemma mov'c_hat : P'c_hat = (B'8 + B'11 + B'15).
Proof. by rewrite fwd'c_hat path'8 path'11 path'15. Qed.
Lemma all'c_hat : Q'c_hat = P'c_hat.
Proof. exact: erefl. Qed.

Lemma mov'a_h : P'a_h = (B'7 + B'115) + (B'116).
Proof. by rewrite fwd'a_h path'7 path'115 path'116. Qed.
Lemma all'a_h : Q'a_h = P'a_h.
Proof. exact: erefl. Qed.

Lemma mov'h : P'h = (B'6 + B'17).
Proof. by rewrite fwd'h path'6 path'17. Qed.
Definition I'h : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh 0 n j) * D (h_0 n j).
Lemma all'h : Q'h = I'h + P'h.
Proof. rewrite /Q'h /I'h /P'h first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => j R'j. congr (_ * D _). exact: (Hv' (h 0 n j)). Qed.

Lemma telescope' (b'0 b'1 b'2 b'3 b'4 b'5 b'6 b'7 b'8 b'9 b'10 b'11 b'12 b'13 b'14 b'15 b'16 b'17 b'18 b'19 b'20 b'21 b'22 b'23 b'24 b'25 b'26 b'27 b'28 b'29 b'30 b'31 b'32 b'33 b'34 b'35 b'36 b'37 b'38 b'39 b'40 b'41 b'42 b'43 b'44 b'45 b'46 b'47 b'48 b'49 b'50 b'51 b'52 b'53 b'54 b'55 b'56 b'57 b'58 b'59 b'60 b'61 b'62 b'63 b'64 b'65 b'66 b'67 b'68 b'69 b'70 b'71 b'72 b'73 b'74 b'75 b'76 b'77 b'78 b'79 b'80 b'81 b'82 b'83 b'84 b'85 b'86 b'87 b'88 b'89 b'90 b'91 b'92 b'93 b'94 b'95 b'96 b'97 b'98 b'99 b'100 b'101 b'102 b'103 b'104 b'105 b'106 b'107 b'108 b'109 b'110 b'111 b'112 b'113 b'114 b'115 b'116 q'h q'a_h q'c_hat q's_c q'a_s_c q'mu_c q'c q'o q'a_o q'g q'a_g q'f q'a_f q'i q'a_i q'v_o_hat q'v_g_hat q'v_f_hat q'v_i_hat q's_v q'a_s_v q'mu_v q'u_o_hat q'u_g_hat q'u_f_hat q'u_i_hat q's_u q'a_s_u q'mu_u q'v_o q'u_o q'v_g q'u_g q'v_f q'u_f q'v_i q'u_i q'x q'R_i q'W_i q'R_f q'W_f q'R_g q'W_g q'R_o q'W_o q'alpha_u_i q'beta_u_i q'alpha_u_f q'beta_u_f q'alpha_u_g q'beta_u_g q'alpha_u_o q'beta_u_o q'alpha_v_i q'beta_v_i q'alpha_v_f q'beta_v_f q'alpha_v_g q'beta_v_g q'alpha_v_o q'beta_v_o q'b_i q'b_f q'b_g q'b_o q'alpha_c q'beta_c p'u_i p'v_i p'u_f p'v_f p'u_g p'v_g p'u_o p'v_o p'mu_u p'a_s_u p's_u p'u_i_hat p'u_f_hat p'u_g_hat p'u_o_hat p'mu_v p'a_s_v p's_v p'v_i_hat p'v_f_hat p'v_g_hat p'v_o_hat p'a_i p'i p'a_f p'f p'a_g p'g p'a_o p'o p'c p'mu_c p'a_s_c p's_c p'c_hat p'a_h p'h i'h i'c : B) :
  q'h = (b'0) + (b'1) + (b'2) + (b'3) + (b'4) + (b'5) ->
  q'a_h = (b'6) ->
  q'c_hat = (b'7) ->
  q's_c = (b'8) ->
  q'a_s_c = (b'9) ->
  q'mu_c = (b'10) + (b'11) ->
  q'c = (b'12) + (b'13) + (b'14) + (b'15) + (b'16) ->
  q'o = (b'17) ->
  q'a_o = (b'18) ->
  q'g = (b'19) ->
  q'a_g = (b'20) ->
  q'f = (b'21) ->
  q'a_f = (b'22) ->
  q'i = (b'23) ->
  q'a_i = (b'24) ->
  q'v_o_hat = (b'25) ->
  q'v_g_hat = (b'26) ->
  q'v_f_hat = (b'27) ->
  q'v_i_hat = (b'28) ->
  q's_v = (b'29) + (b'30) + (b'31) + (b'32) ->
  q'a_s_v = (b'33) ->
  q'mu_v = (b'34) + (b'35) + (b'36) + (b'37) + (b'38) + (b'39) + (b'40) + (b'41) ->
  q'u_o_hat = (b'42) ->
  q'u_g_hat = (b'43) ->
  q'u_f_hat = (b'44) ->
  q'u_i_hat = (b'45) ->
  q's_u = (b'46) + (b'47) + (b'48) + (b'49) ->
  q'a_s_u = (b'50) ->
  q'mu_u = (b'51) + (b'52) + (b'53) + (b'54) + (b'55) + (b'56) + (b'57) + (b'58) ->
  q'v_o = (b'59) + (b'60) + (b'61) ->
  q'u_o = (b'62) + (b'63) + (b'64) ->
  q'v_g = (b'65) + (b'66) + (b'67) ->
  q'u_g = (b'68) + (b'69) + (b'70) ->
  q'v_f = (b'71) + (b'72) + (b'73) ->
  q'u_f = (b'74) + (b'75) + (b'76) ->
  q'v_i = (b'77) + (b'78) + (b'79) ->
  q'u_i = (b'80) + (b'81) + (b'82) ->
  q'x = (b'83) + (b'84) + (b'85) + (b'86) ->
  q'R_i = (b'87) ->
  q'W_i = (b'88) ->
  q'R_f = (b'89) ->
  q'W_f = (b'90) ->
  q'R_g = (b'91) ->
  q'W_g = (b'92) ->
  q'R_o = (b'93) ->
  q'W_o = (b'94) ->
  q'alpha_u_i = (b'95) ->
  q'beta_u_i = (b'96) ->
  q'alpha_u_f = (b'97) ->
  q'beta_u_f = (b'98) ->
  q'alpha_u_g = (b'99) ->
  q'beta_u_g = (b'100) ->
  q'alpha_u_o = (b'101) ->
  q'beta_u_o = (b'102) ->
  q'alpha_v_i = (b'103) ->
  q'beta_v_i = (b'104) ->
  q'alpha_v_f = (b'105) ->
  q'beta_v_f = (b'106) ->
  q'alpha_v_g = (b'107) ->
  q'beta_v_g = (b'108) ->
  q'alpha_v_o = (b'109) ->
  q'beta_v_o = (b'110) ->
  q'b_i = (b'111) ->
  q'b_f = (b'112) ->
  q'b_g = (b'113) ->
  q'b_o = (b'114) ->
  q'alpha_c = (b'115) ->
  q'beta_c = (b'116) ->
  p'u_i = (b'2 + b'87) ->
  p'v_i = (b'83 + b'88) ->
  p'u_f = (b'3 + b'89) ->
  p'v_f = (b'84 + b'90) ->
  p'u_g = (b'4 + b'91) ->
  p'v_g = (b'85 + b'92) ->
  p'u_o = (b'5 + b'93) ->
  p'v_o = (b'86 + b'94) ->
  p'mu_u = (b'80) + (b'74) + (b'68) + (b'62) ->
  p'a_s_u = (b'51 + b'81) + (b'52 + b'75) + (b'53 + b'69) + (b'54 + b'63) ->
  p's_u = (b'50) ->
  p'u_i_hat = (b'46 + b'55 + b'82) ->
  p'u_f_hat = (b'47 + b'56 + b'76) ->
  p'u_g_hat = (b'48 + b'57 + b'70) ->
  p'u_o_hat = (b'49 + b'58 + b'64) ->
  p'mu_v = (b'77) + (b'71) + (b'65) + (b'59) ->
  p'a_s_v = (b'34 + b'78) + (b'35 + b'72) + (b'36 + b'66) + (b'37 + b'60) ->
  p's_v = (b'33) ->
  p'v_i_hat = (b'29 + b'38 + b'79) ->
  p'v_f_hat = (b'30 + b'39 + b'73) ->
  p'v_g_hat = (b'31 + b'40 + b'67) ->
  p'v_o_hat = (b'32 + b'41 + b'61) ->
  p'a_i = (b'45 + b'95) + (b'96) + (b'28 + b'103) + (b'104) + (b'111) ->
  p'i = (b'24) ->
  p'a_f = (b'44 + b'97) + (b'98) + (b'27 + b'105) + (b'106) + (b'112) ->
  p'f = (b'22) ->
  p'a_g = (b'43 + b'99) + (b'100) + (b'26 + b'107) + (b'108) + (b'113) ->
  p'g = (b'20) ->
  p'a_o = (b'42 + b'101) + (b'102) + (b'25 + b'109) + (b'110) + (b'114) ->
  p'o = (b'18) ->
  p'c = (b'16 + b'21) + (b'19 + b'23) ->
  p'mu_c = (b'13) ->
  p'a_s_c = (b'10 + b'14) ->
  p's_c = (b'9) ->
  p'c_hat = (b'8 + b'11 + b'15) ->
  p'a_h = (b'7 + b'115) + (b'116) ->
  p'h = (b'6 + b'17) ->
  q'u_i = p'u_i ->
  q'v_i = p'v_i ->
  q'u_f = p'u_f ->
  q'v_f = p'v_f ->
  q'u_g = p'u_g ->
  q'v_g = p'v_g ->
  q'u_o = p'u_o ->
  q'v_o = p'v_o ->
  q'mu_u = p'mu_u ->
  q'a_s_u = p'a_s_u ->
  q's_u = p's_u ->
  q'u_i_hat = p'u_i_hat ->
  q'u_f_hat = p'u_f_hat ->
  q'u_g_hat = p'u_g_hat ->
  q'u_o_hat = p'u_o_hat ->
  q'mu_v = p'mu_v ->
  q'a_s_v = p'a_s_v ->
  q's_v = p's_v ->
  q'v_i_hat = p'v_i_hat ->
  q'v_f_hat = p'v_f_hat ->
  q'v_g_hat = p'v_g_hat ->
  q'v_o_hat = p'v_o_hat ->
  q'a_i = p'a_i ->
  q'i = p'i ->
  q'a_f = p'a_f ->
  q'f = p'f ->
  q'a_g = p'a_g ->
  q'g = p'g ->
  q'a_o = p'a_o ->
  q'o = p'o ->
  q'c = i'c + p'c ->
  q'mu_c = p'mu_c ->
  q'a_s_c = p'a_s_c ->
  q's_c = p's_c ->
  q'c_hat = p'c_hat ->
  q'a_h = p'a_h ->
  q'h = i'h + p'h ->
  b'0 + b'1 + b'12 = q'x + i'h + i'c + q'R_i + q'W_i + q'R_f + q'W_f + q'R_g + q'W_g + q'R_o + q'W_o + q'alpha_u_i + q'beta_u_i + q'alpha_u_f + q'beta_u_f + q'alpha_u_g + q'beta_u_g + q'alpha_u_o + q'beta_u_o + q'alpha_v_i + q'beta_v_i + q'alpha_v_f + q'beta_v_f + q'alpha_v_g + q'beta_v_g + q'alpha_v_o + q'beta_v_o + q'b_i + q'b_f + q'b_g + q'b_o + q'alpha_c + q'beta_c.
Proof.
move=> K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24 K'25 K'26 K'27 K'28 K'29 K'30 K'31 K'32 K'33 K'34 K'35 K'36 K'37 K'38 K'39 K'40 K'41 K'42 K'43 K'44 K'45 K'46 K'47 K'48 K'49 K'50 K'51 K'52 K'53 K'54 K'55 K'56 K'57 K'58 K'59 K'60 K'61 K'62 K'63 K'64 K'65 K'66 K'67 K'68 K'69 K'70 K'71 K'72 K'73 K'74 K'75 K'76 K'77 K'78 K'79 K'80 K'81 K'82 K'83 K'84 K'85 K'86 K'87 K'88 K'89 K'90 K'91 K'92 K'93 K'94 K'95 K'96 K'97 K'98 K'99 K'100 K'101 K'102 K'103 K'104 K'105 K'106 K'107 K'108 K'109 K'110 K'111 K'112 K'113 K'114 K'115 K'116 K'117 K'118 K'119 K'120 K'121 K'122 K'123 K'124 K'125 K'126 K'127 K'128 K'129 K'130 K'131 K'132 K'133 K'134 K'135 K'136 K'137 K'138 K'139 K'140 K'141.
have all'q : q'h + q'a_h + q'c_hat + q's_c + q'a_s_c + q'mu_c + q'c + q'o + q'a_o + q'g + q'a_g + q'f + q'a_f + q'i + q'a_i + q'v_o_hat + q'v_g_hat + q'v_f_hat + q'v_i_hat + q's_v + q'a_s_v + q'mu_v + q'u_o_hat + q'u_g_hat + q'u_f_hat + q'u_i_hat + q's_u + q'a_s_u + q'mu_u + q'v_o + q'u_o + q'v_g + q'u_g + q'v_f + q'u_f + q'v_i + q'u_i + q'x + q'R_i + q'W_i + q'R_f + q'W_f + q'R_g + q'W_g + q'R_o + q'W_o + q'alpha_u_i + q'beta_u_i + q'alpha_u_f + q'beta_u_f + q'alpha_u_g + q'beta_u_g + q'alpha_u_o + q'beta_u_o + q'alpha_v_i + q'beta_v_i + q'alpha_v_f + q'beta_v_f + q'alpha_v_g + q'beta_v_g + q'alpha_v_o + q'beta_v_o + q'b_i + q'b_f + q'b_g + q'b_o + q'alpha_c + q'beta_c = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 + b'26 + b'27 + b'28 + b'29 + b'30 + b'31 + b'32 + b'33 + b'34 + b'35 + b'36 + b'37 + b'38 + b'39 + b'40 + b'41 + b'42 + b'43 + b'44 + b'45 + b'46 + b'47 + b'48 + b'49 + b'50 + b'51 + b'52 + b'53 + b'54 + b'55 + b'56 + b'57 + b'58 + b'59 + b'60 + b'61 + b'62 + b'63 + b'64 + b'65 + b'66 + b'67 + b'68 + b'69 + b'70 + b'71 + b'72 + b'73 + b'74 + b'75 + b'76 + b'77 + b'78 + b'79 + b'80 + b'81 + b'82 + b'83 + b'84 + b'85 + b'86 + b'87 + b'88 + b'89 + b'90 + b'91 + b'92 + b'93 + b'94 + b'95 + b'96 + b'97 + b'98 + b'99 + b'100 + b'101 + b'102 + b'103 + b'104 + b'105 + b'106 + b'107 + b'108 + b'109 + b'110 + b'111 + b'112 + b'113 + b'114 + b'115 + b'116 by rewrite K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24 K'25 K'26 K'27 K'28 K'29 K'30 K'31 K'32 K'33 K'34 K'35 K'36 K'37 K'38 K'39 K'40 K'41 K'42 K'43 K'44 K'45 K'46 K'47 K'48 K'49 K'50 K'51 K'52 K'53 K'54 K'55 K'56 K'57 K'58 K'59 K'60 K'61 K'62 K'63 K'64 K'65 K'66 K'67; ring.
have all'p : (b'0 + b'1 + b'12) + (p'u_i + p'v_i + p'u_f + p'v_f + p'u_g + p'v_g + p'u_o + p'v_o + p'mu_u + p'a_s_u + p's_u + p'u_i_hat + p'u_f_hat + p'u_g_hat + p'u_o_hat + p'mu_v + p'a_s_v + p's_v + p'v_i_hat + p'v_f_hat + p'v_g_hat + p'v_o_hat + p'a_i + p'i + p'a_f + p'f + p'a_g + p'g + p'a_o + p'o + p'c + p'mu_c + p'a_s_c + p's_c + p'c_hat + p'a_h + p'h) = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 + b'26 + b'27 + b'28 + b'29 + b'30 + b'31 + b'32 + b'33 + b'34 + b'35 + b'36 + b'37 + b'38 + b'39 + b'40 + b'41 + b'42 + b'43 + b'44 + b'45 + b'46 + b'47 + b'48 + b'49 + b'50 + b'51 + b'52 + b'53 + b'54 + b'55 + b'56 + b'57 + b'58 + b'59 + b'60 + b'61 + b'62 + b'63 + b'64 + b'65 + b'66 + b'67 + b'68 + b'69 + b'70 + b'71 + b'72 + b'73 + b'74 + b'75 + b'76 + b'77 + b'78 + b'79 + b'80 + b'81 + b'82 + b'83 + b'84 + b'85 + b'86 + b'87 + b'88 + b'89 + b'90 + b'91 + b'92 + b'93 + b'94 + b'95 + b'96 + b'97 + b'98 + b'99 + b'100 + b'101 + b'102 + b'103 + b'104 + b'105 + b'106 + b'107 + b'108 + b'109 + b'110 + b'111 + b'112 + b'113 + b'114 + b'115 + b'116 by rewrite K'68 K'69 K'70 K'71 K'72 K'73 K'74 K'75 K'76 K'77 K'78 K'79 K'80 K'81 K'82 K'83 K'84 K'85 K'86 K'87 K'88 K'89 K'90 K'91 K'92 K'93 K'94 K'95 K'96 K'97 K'98 K'99 K'100 K'101 K'102 K'103 K'104; ring.
apply: (addIr (p'u_i + p'v_i + p'u_f + p'v_f + p'u_g + p'v_g + p'u_o + p'v_o + p'mu_u + p'a_s_u + p's_u + p'u_i_hat + p'u_f_hat + p'u_g_hat + p'u_o_hat + p'mu_v + p'a_s_v + p's_v + p'v_i_hat + p'v_f_hat + p'v_g_hat + p'v_o_hat + p'a_i + p'i + p'a_f + p'f + p'a_g + p'g + p'a_o + p'o + p'c + p'mu_c + p'a_s_c + p's_c + p'c_hat + p'a_h + p'h)); rewrite all'p -all'q K'105 K'106 K'107 K'108 K'109 K'110 K'111 K'112 K'113 K'114 K'115 K'116 K'117 K'118 K'119 K'120 K'121 K'122 K'123 K'124 K'125 K'126 K'127 K'128 K'129 K'130 K'131 K'132 K'133 K'134 K'135 K'136 K'137 K'138 K'139 K'140 K'141; ring.
Qed.
Lemma for'any : claim v w.
Proof.
apply: (etrans (y := B'0 + B'1 + B'12)).
  by rewrite /claim -path'0 -path'1 -path'12.
exact: (telescope' B'0 B'1 B'2 B'3 B'4 B'5 B'6 B'7 B'8 B'9 B'10 B'11 B'12 B'13 B'14 B'15 B'16 B'17 B'18 B'19 B'20 B'21 B'22 B'23 B'24 B'25 B'26 B'27 B'28 B'29 B'30 B'31 B'32 B'33 B'34 B'35 B'36 B'37 B'38 B'39 B'40 B'41 B'42 B'43 B'44 B'45 B'46 B'47 B'48 B'49 B'50 B'51 B'52 B'53 B'54 B'55 B'56 B'57 B'58 B'59 B'60 B'61 B'62 B'63 B'64 B'65 B'66 B'67 B'68 B'69 B'70 B'71 B'72 B'73 B'74 B'75 B'76 B'77 B'78 B'79 B'80 B'81 B'82 B'83 B'84 B'85 B'86 B'87 B'88 B'89 B'90 B'91 B'92 B'93 B'94 B'95 B'96 B'97 B'98 B'99 B'100 B'101 B'102 B'103 B'104 B'105 B'106 B'107 B'108 B'109 B'110 B'111 B'112 B'113 B'114 B'115 B'116 Q'h Q'a_h Q'c_hat Q's_c Q'a_s_c Q'mu_c Q'c Q'o Q'a_o Q'g Q'a_g Q'f Q'a_f Q'i Q'a_i Q'v_o_hat Q'v_g_hat Q'v_f_hat Q'v_i_hat Q's_v Q'a_s_v Q'mu_v Q'u_o_hat Q'u_g_hat Q'u_f_hat Q'u_i_hat Q's_u Q'a_s_u Q'mu_u Q'v_o Q'u_o Q'v_g Q'u_g Q'v_f Q'u_f Q'v_i Q'u_i Q'x Q'R_i Q'W_i Q'R_f Q'W_f Q'R_g Q'W_g Q'R_o Q'W_o Q'alpha_u_i Q'beta_u_i Q'alpha_u_f Q'beta_u_f Q'alpha_u_g Q'beta_u_g Q'alpha_u_o Q'beta_u_o Q'alpha_v_i Q'beta_v_i Q'alpha_v_f Q'beta_v_f Q'alpha_v_g Q'beta_v_g Q'alpha_v_o Q'beta_v_o Q'b_i Q'b_f Q'b_g Q'b_o Q'alpha_c Q'beta_c P'u_i P'v_i P'u_f P'v_f P'u_g P'v_g P'u_o P'v_o P'mu_u P'a_s_u P's_u P'u_i_hat P'u_f_hat P'u_g_hat P'u_o_hat P'mu_v P'a_s_v P's_v P'v_i_hat P'v_f_hat P'v_g_hat P'v_o_hat P'a_i P'i P'a_f P'f P'a_g P'g P'a_o P'o P'c P'mu_c P'a_s_c P's_c P'c_hat P'a_h P'h I'h I'c bwd'h bwd'a_h bwd'c_hat bwd's_c bwd'a_s_c bwd'mu_c bwd'c bwd'o bwd'a_o bwd'g bwd'a_g bwd'f bwd'a_f bwd'i bwd'a_i bwd'v_o_hat bwd'v_g_hat bwd'v_f_hat bwd'v_i_hat bwd's_v bwd'a_s_v bwd'mu_v bwd'u_o_hat bwd'u_g_hat bwd'u_f_hat bwd'u_i_hat bwd's_u bwd'a_s_u bwd'mu_u bwd'v_o bwd'u_o bwd'v_g bwd'u_g bwd'v_f bwd'u_f bwd'v_i bwd'u_i bwd'x bwd'R_i bwd'W_i bwd'R_f bwd'W_f bwd'R_g bwd'W_g bwd'R_o bwd'W_o bwd'alpha_u_i bwd'beta_u_i bwd'alpha_u_f bwd'beta_u_f bwd'alpha_u_g bwd'beta_u_g bwd'alpha_u_o bwd'beta_u_o bwd'alpha_v_i bwd'beta_v_i bwd'alpha_v_f bwd'beta_v_f bwd'alpha_v_g bwd'beta_v_g bwd'alpha_v_o bwd'beta_v_o bwd'b_i bwd'b_f bwd'b_g bwd'b_o bwd'alpha_c bwd'beta_c mov'u_i mov'v_i mov'u_f mov'v_f mov'u_g mov'v_g mov'u_o mov'v_o mov'mu_u mov'a_s_u mov's_u mov'u_i_hat mov'u_f_hat mov'u_g_hat mov'u_o_hat mov'mu_v mov'a_s_v mov's_v mov'v_i_hat mov'v_f_hat mov'v_g_hat mov'v_o_hat mov'a_i mov'i mov'a_f mov'f mov'a_g mov'g mov'a_o mov'o mov'c mov'mu_c mov'a_s_c mov's_c mov'c_hat mov'a_h mov'h all'u_i all'v_i all'u_f all'v_f all'u_g all'v_g all'u_o all'v_o all'mu_u all'a_s_u all's_u all'u_i_hat all'u_f_hat all'u_g_hat all'u_o_hat all'mu_v all'a_s_v all's_v all'v_i_hat all'v_f_hat all'v_g_hat all'v_o_hat all'a_i all'i all'a_f all'f all'a_g all'g all'a_o all'o all'c all'mu_c all'a_s_c all's_c all'c_hat all'a_h all'h).
Qed.
End Any'.

Theorem layer_norm_lstm_gradients_right : exists v w, [/\ the_solution forward v, the_solution (backward v) w & claim v w].
Proof using All.
have [v Hv'] := forward'solvable; have [w Hw'] := backward'solvable v.
by exists v, w; split=> //; apply: for'any; [case: Hv' | case: Hw'].
Qed.

End Certificate.

Print Assumptions layer_norm_lstm_gradients_right.
