(* rwkv7: RWKV-7: a memory that decays by a vector, and forgets under a key.
   Source of the forward equations: Peng et al. 2025, arXiv 2503.14456; the time mixing, its low-rank maps as whole matrices, no value residual.
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

Variable constant_1 : A.  (* exp(-1/2) *)
Hypothesis slope_constant_1 : D constant_1 = 0.
Variable over_1000000000000 : A.  (* 1/1000000000000 *)
Hypothesis slope_over_1000000000000 : D over_1000000000000 = 0.
Variable over_D : A.  (* 1/D *)
Hypothesis slope_over_D : D over_D = 0.
Variable constant_4 : A.  (* 2/3125 *)
Hypothesis slope_constant_4 : D constant_4 = 0.
Variable over_2 : A.  (* 1/2 *)
Hypothesis slope_over_2 : D over_2 = 0.
Hypothesis law_over_2 : 2%:R * over_2 = 1.
Variable exp : A -> A.
Variable inv : A -> A.
Variable sigmoid : A -> A.
Variable sqrt : A -> A.
Variable tanh : A -> A.
Hypothesis slope_exp : forall x0, D (exp x0) = ev (exp (x0)) * D x0.
Hypothesis slope_inv : forall x0, D (inv x0) = (- ((ev (inv (x0))) * (ev (inv (x0))))) * D x0.
Hypothesis slope_sigmoid : forall x0, D (sigmoid x0) = (1 - ev (sigmoid (x0))) * ev (sigmoid (x0)) * D x0.
Hypothesis slope_sqrt : forall x0, D (sqrt x0) = ev (over_2) * ev (inv (sqrt (x0))) * D x0.
Hypothesis slope_tanh : forall x0, D (tanh x0) = (1 - ev (tanh (x0)) * ev (tanh (x0))) * D x0.
Variables T N M G D : nat.
Hypothesis one_step : (0 < T)%N.
Variable x : nat -> nat -> nat -> A.
Variable S_0 : nat -> nat -> nat -> nat -> A.
Variable mu_r : nat -> A.
Variable mu_w : nat -> A.
Variable mu_k : nat -> A.
Variable mu_v : nat -> A.
Variable mu_a : nat -> A.
Variable mu_g : nat -> A.
Variable W_r : nat -> nat -> nat -> A.
Variable W_w : nat -> nat -> nat -> A.
Variable b_w : nat -> nat -> A.
Variable W_k : nat -> nat -> nat -> A.
Variable W_v : nat -> nat -> nat -> A.
Variable W_a : nat -> nat -> nat -> A.
Variable b_a : nat -> nat -> A.
Variable W_g : nat -> nat -> nat -> A.
Variable x_lag0_0 : nat -> nat -> A.
Variable xi : nat -> nat -> A.
Variable alpha : nat -> nat -> A.
Variable gain : nat -> nat -> A.
Variable shift : nat -> nat -> A.
Variable rho : nat -> nat -> A.
Variable dS_T : nat -> nat -> nat -> nat -> B.
Variable dx_lag0_T : nat -> nat -> B.
Variable dy : nat -> nat -> nat -> nat -> B.

(* What the cell computes. *)
Inductive signal : Set :=
  | x_lag0 (t n k : nat)
  | a_r (t n k : nat)
  | r (t n g d : nat)
  | a_v (t n k : nat)
  | v_ (t n g d : nat)
  | a_k (t n k : nat)
  | k_ (t n g d : nat)
  | a_a2 (t n k : nat)
  | a_a (t n g d : nat)
  | a (t n g d : nat)
  | a_w2 (t n k : nat)
  | a_w (t n g d : nat)
  | w_ (t n g d : nat)
  | a_kappa (t n g : nat)
  | kappa (t n g d : nat)
  | k_tilde (t n g d : nat)
  | e (t n g d : nat)
  | S_ (t n g d d1 : nat)
  | a_o3 (t n g d : nat)
  | a_o2 (t n g : nat)
  | a_o (t n g d : nat)
  | a_o4 (t n g : nat)
  | o (t n g d : nat)
  | a_h (t n g : nat)
  | a_g2 (t n k : nat)
  | a_g (t n g d : nat)
  | h (t n g d : nat).
Definition forward (v : signal -> A) (what : signal) : A :=
  match what with
  | x_lag0 t n k => if (1 <= t < T.+1)%N then x t n k else x_lag0_0 n k
  | a_r t n k => if (1 <= t < T.+1)%N then (x t n k)
      + (((- (x t n k)) + v (x_lag0 t.-1 n k)) * mu_r k) else 0
  | r t n g d => if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) W_r g d k * v (a_r t n k) else 0
  | a_v t n k => if (1 <= t < T.+1)%N then (x t n k)
      + (((- (x t n k)) + v (x_lag0 t.-1 n k)) * mu_v k) else 0
  | v_ t n g d => if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) W_v g d k * v (a_v t n k) else 0
  | a_k t n k => if (1 <= t < T.+1)%N then (x t n k)
      + (((- (x t n k)) + v (x_lag0 t.-1 n k)) * mu_k k) else 0
  | k_ t n g d => if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) W_k g d k * v (a_k t n k) else 0
  | a_a2 t n k => if (1 <= t < T.+1)%N then (x t n k)
      + (((- (x t n k)) + v (x_lag0 t.-1 n k)) * mu_a k) else 0
  | a_a t n g d => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_a g d k * v (a_a2 t n k))
      + (b_a g d) else 0
  | a t n g d => if (1 <= t < T.+1)%N then sigmoid (v (a_a t n g d)) else 0
  | a_w2 t n k => if (1 <= t < T.+1)%N then (x t n k)
      + (((- (x t n k)) + v (x_lag0 t.-1 n k)) * mu_w k) else 0
  | a_w t n g d => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_w g d k * v (a_w2 t n k))
      + (b_w g d) else 0
  | w_ t n g d => if (1 <= t < T.+1)%N then exp (- (constant_1 * sigmoid (tanh (v (a_w t n g d))))) else 0
  | a_kappa t n g => if (1 <= t < T.+1)%N then (\sum_(1 <= d < D.+1) xi g d * xi g d * v (k_ t n g d) * v (k_ t n g d))
      + (over_1000000000000) else 0
  | kappa t n g d => if (1 <= t < T.+1)%N then inv (sqrt (v (a_kappa t n g))) * xi g d * v (k_ t n g d) else 0
  | k_tilde t n g d => if (1 <= t < T.+1)%N then (1 + ((- 1) + v (a t n g d)) * alpha g d) * v (k_ t n g d) else 0
  | e t n g d => if (1 <= t < T.+1)%N then \sum_(1 <= d1 < D.+1) v (kappa t n g d1) * v (S_ t.-1 n g d d1) else 0
  | S_ t n g d d1 => if (1 <= t < T.+1)%N then (v (w_ t n g d1) * v (S_ t.-1 n g d d1))
      + ((- (v (a t n g d1) * v (e t n g d) * v (kappa t n g d1))))
      + (v (k_tilde t n g d1) * v (v_ t n g d)) else S_0 n g d d1
  | a_o3 t n g d => if (1 <= t < T.+1)%N then \sum_(1 <= d1 < D.+1) v (r t n g d1) * v (S_ t n g d d1) else 0
  | a_o2 t n g => if (1 <= t < T.+1)%N then \sum_(1 <= d < D.+1) over_D * v (a_o3 t n g d) else 0
  | a_o t n g d => if (1 <= t < T.+1)%N then (\sum_(1 <= d1 < D.+1) v (r t n g d1) * v (S_ t n g d d1))
      + ((- (v (a_o2 t n g)))) else 0
  | a_o4 t n g => if (1 <= t < T.+1)%N then (\sum_(1 <= d < D.+1) over_D * v (a_o t n g d) * v (a_o t n g d))
      + (constant_4) else 0
  | o t n g d => if (1 <= t < T.+1)%N then (inv (sqrt (v (a_o4 t n g))) * gain g d * v (a_o t n g d))
      + (shift g d) else 0
  | a_h t n g => if (1 <= t < T.+1)%N then \sum_(1 <= d < D.+1) rho g d * v (k_tilde t n g d) * v (r t n g d) else 0
  | a_g2 t n k => if (1 <= t < T.+1)%N then (x t n k)
      + (((- (x t n k)) + v (x_lag0 t.-1 n k)) * mu_g k) else 0
  | a_g t n g d => if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) W_g g d k * v (a_g2 t n k) else 0
  | h t n g d => if (1 <= t < T.+1)%N then (v (a_h t n g) * v (v_ t n g d) + v (o t n g d)) * v (a_g t n g d) else 0
  end.

(* Its gradients. *)
Inductive gradient : Set :=
  | dh (t n g d : nat)
  | da_g (t n g d : nat)
  | da_g2 (t n k : nat)
  | da_h (t n g : nat)
  | do_ (t n g d : nat)
  | da_o4 (t n g : nat)
  | da_o (t n g d : nat)
  | da_o2 (t n g : nat)
  | da_o3 (t n g d : nat)
  | dS (t n g d d1 : nat)
  | de (t n g d : nat)
  | dk_tilde (t n g d : nat)
  | dkappa (t n g d : nat)
  | da_kappa (t n g : nat)
  | dw (t n g d : nat)
  | da_w (t n g d : nat)
  | da_w2 (t n k : nat)
  | da (t n g d : nat)
  | da_a (t n g d : nat)
  | da_a2 (t n k : nat)
  | dk (t n g d : nat)
  | da_k (t n k : nat)
  | dv (t n g d : nat)
  | da_v (t n k : nat)
  | dr (t n g d : nat)
  | da_r (t n k : nat)
  | dx_lag0 (t n k : nat)
  | dx (t n k : nat)
  | dmu_r (k : nat)
  | dmu_w (k : nat)
  | dmu_k (k : nat)
  | dmu_v (k : nat)
  | dmu_a (k : nat)
  | dmu_g (k : nat)
  | dW_r (g d k : nat)
  | dW_w (g d k : nat)
  | db_w (g d : nat)
  | dW_k (g d k : nat)
  | dW_v (g d k : nat)
  | dW_a (g d k : nat)
  | db_a (g d : nat)
  | dW_g (g d k : nat)
  | dxi (g d : nat)
  | dalpha (g d : nat)
  | dgain (g d : nat)
  | dshift (g d : nat)
  | drho (g d : nat).
Definition backward (v : signal -> A) (w : gradient -> B) (what : gradient) : B :=
  match what with
  | dh t n g d => if (1 <= t < T.+1)%N then dy t n g d else 0
  | da_g t n g d => if (1 <= t < T.+1)%N then (ev (v (a_h t n g)) * ev (v (v_ t n g d)) + ev (v (o t n g d))) * w (dh t n g d) else 0
  | da_g2 t n k => if (1 <= t < T.+1)%N then \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_g g d k) * w (da_g t n g d) else 0
  | da_h t n g => if (1 <= t < T.+1)%N then \sum_(1 <= d < D.+1) ev (v (a_g t n g d)) * w (dh t n g d) * ev (v (v_ t n g d)) else 0
  | do_ t n g d => if (1 <= t < T.+1)%N then ev (v (a_g t n g d)) * w (dh t n g d) else 0
  | da_o4 t n g => if (1 <= t < T.+1)%N then \sum_(1 <= d < D.+1) (- (ev (over_2) * ev (inv (sqrt (v (a_o4 t n g)))) * ev (inv (sqrt (v (a_o4 t n g)))) * ev (inv (sqrt (v (a_o4 t n g)))) * ev (gain g d) * ev (v (a_o t n g d)) * w (do_ t n g d))) else 0
  | da_o t n g d => if (1 <= t < T.+1)%N then (2%:R * ev (over_D) * w (da_o4 t n g) * ev (v (a_o t n g d)))
      + (ev (inv (sqrt (v (a_o4 t n g)))) * ev (gain g d) * w (do_ t n g d)) else 0
  | da_o2 t n g => if (1 <= t < T.+1)%N then \sum_(1 <= d < D.+1) (- (w (da_o t n g d))) else 0
  | da_o3 t n g d => if (1 <= t < T.+1)%N then ev (over_D) * w (da_o2 t n g) else 0
  | dS t n g d d1 => if (0 <= t < T.+1)%N then (if (T <= t < T.+1)%N then dS_T n g d d1 else 0)
      + (if (1 <= t < T.+1)%N then w (da_o3 t n g d) * ev (v (r t n g d1)) else 0)
      + (if (1 <= t < T.+1)%N then w (da_o t n g d) * ev (v (r t n g d1)) else 0)
      + (if (0 <= t < T)%N then w (de t.+1 n g d) * ev (v (kappa t.+1 n g d1)) else 0)
      + (if (0 <= t < T)%N then ev (v (w_ t.+1 n g d1)) * w (dS t.+1 n g d d1) else 0) else 0
  | de t n g d => if (1 <= t < T.+1)%N then \sum_(1 <= d1 < D.+1) (- (ev (v (a t n g d1)) * ev (v (kappa t n g d1)) * w (dS t n g d d1))) else 0
  | dk_tilde t n g d => if (1 <= t < T.+1)%N then (\sum_(1 <= d1 < D.+1) ev (v (v_ t n g d1)) * w (dS t n g d1 d))
      + (ev (rho g d) * w (da_h t n g) * ev (v (r t n g d))) else 0
  | dkappa t n g d => if (1 <= t < T.+1)%N then (\sum_(1 <= d1 < D.+1) w (de t n g d1) * ev (v (S_ t.-1 n g d1 d)))
      + (\sum_(1 <= d1 < D.+1) (- (ev (v (a t n g d)) * ev (v (e t n g d1)) * w (dS t n g d1 d)))) else 0
  | da_kappa t n g => if (1 <= t < T.+1)%N then \sum_(1 <= d < D.+1) (- (ev (over_2) * ev (inv (sqrt (v (a_kappa t n g)))) * ev (inv (sqrt (v (a_kappa t n g)))) * ev (inv (sqrt (v (a_kappa t n g)))) * ev (xi g d) * w (dkappa t n g d) * ev (v (k_ t n g d)))) else 0
  | dw t n g d => if (1 <= t < T.+1)%N then \sum_(1 <= d1 < D.+1) ev (v (S_ t.-1 n g d1 d)) * w (dS t n g d1 d) else 0
  | da_w t n g d => if (1 <= t < T.+1)%N then (- ((1 - ev (tanh (v (a_w t n g d))) * ev (tanh (v (a_w t n g d)))) * (1 - ev (sigmoid (tanh (v (a_w t n g d))))) * w (dw t n g d) * ev (v (w_ t n g d)) * ev (constant_1) * ev (sigmoid (tanh (v (a_w t n g d)))))) else 0
  | da_w2 t n k => if (1 <= t < T.+1)%N then \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_w g d k) * w (da_w t n g d) else 0
  | da t n g d => if (1 <= t < T.+1)%N then (ev (alpha g d) * w (dk_tilde t n g d) * ev (v (k_ t n g d)))
      + (\sum_(1 <= d1 < D.+1) (- (ev (v (e t n g d1)) * ev (v (kappa t n g d)) * w (dS t n g d1 d)))) else 0
  | da_a t n g d => if (1 <= t < T.+1)%N then (1 - ev (v (a t n g d))) * ev (v (a t n g d)) * w (da t n g d) else 0
  | da_a2 t n k => if (1 <= t < T.+1)%N then \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_a g d k) * w (da_a t n g d) else 0
  | dk t n g d => if (1 <= t < T.+1)%N then (2%:R * ev (xi g d) * ev (xi g d) * w (da_kappa t n g) * ev (v (k_ t n g d)))
      + (ev (inv (sqrt (v (a_kappa t n g)))) * ev (xi g d) * w (dkappa t n g d))
      + ((1 + ((- 1) + ev (v (a t n g d))) * ev (alpha g d)) * w (dk_tilde t n g d)) else 0
  | da_k t n k => if (1 <= t < T.+1)%N then \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_k g d k) * w (dk t n g d) else 0
  | dv t n g d => if (1 <= t < T.+1)%N then (\sum_(1 <= d1 < D.+1) ev (v (k_tilde t n g d1)) * w (dS t n g d d1))
      + (ev (v (a_h t n g)) * ev (v (a_g t n g d)) * w (dh t n g d)) else 0
  | da_v t n k => if (1 <= t < T.+1)%N then \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_v g d k) * w (dv t n g d) else 0
  | dr t n g d => if (1 <= t < T.+1)%N then (\sum_(1 <= d1 < D.+1) w (da_o3 t n g d1) * ev (v (S_ t n g d1 d)))
      + (\sum_(1 <= d1 < D.+1) w (da_o t n g d1) * ev (v (S_ t n g d1 d)))
      + (ev (rho g d) * w (da_h t n g) * ev (v (k_tilde t n g d))) else 0
  | da_r t n k => if (1 <= t < T.+1)%N then \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_r g d k) * w (dr t n g d) else 0
  | dx_lag0 t n k => if (0 <= t < T.+1)%N then (if (T <= t < T.+1)%N then dx_lag0_T n k else 0)
      + (if (0 <= t < T)%N then ev (mu_r k) * w (da_r t.+1 n k) else 0)
      + (if (0 <= t < T)%N then ev (mu_v k) * w (da_v t.+1 n k) else 0)
      + (if (0 <= t < T)%N then ev (mu_k k) * w (da_k t.+1 n k) else 0)
      + (if (0 <= t < T)%N then ev (mu_a k) * w (da_a2 t.+1 n k) else 0)
      + (if (0 <= t < T)%N then ev (mu_w k) * w (da_w2 t.+1 n k) else 0)
      + (if (0 <= t < T)%N then ev (mu_g k) * w (da_g2 t.+1 n k) else 0) else 0
  | dx t n k => if (1 <= t < T.+1)%N then (w (dx_lag0 t n k))
      + ((1 - ev (mu_r k)) * w (da_r t n k))
      + ((1 - ev (mu_v k)) * w (da_v t n k))
      + ((1 - ev (mu_k k)) * w (da_k t n k))
      + ((1 - ev (mu_a k)) * w (da_a2 t n k))
      + ((1 - ev (mu_w k)) * w (da_w2 t n k))
      + ((1 - ev (mu_g k)) * w (da_g2 t n k)) else 0
  | dmu_r k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * w (da_r t n k)
  | dmu_w k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * w (da_w2 t n k)
  | dmu_k k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * w (da_k t n k)
  | dmu_v k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * w (da_v t n k)
  | dmu_a k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * w (da_a2 t n k)
  | dmu_g k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * w (da_g2 t n k)
  | dW_r g d k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_r t n k)) * w (dr t n g d)
  | dW_w g d k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_w2 t n k)) * w (da_w t n g d)
  | db_w g d => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_w t n g d)
  | dW_k g d k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_k t n k)) * w (dk t n g d)
  | dW_v g d k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_v t n k)) * w (dv t n g d)
  | dW_a g d k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_a2 t n k)) * w (da_a t n g d)
  | db_a g d => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_a t n g d)
  | dW_g g d k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_g2 t n k)) * w (da_g t n g d)
  | dxi g d => (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) 2%:R * ev (v (k_ t n g d)) * ev (v (k_ t n g d)) * ev (xi g d) * w (da_kappa t n g))
      + (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (inv (sqrt (v (a_kappa t n g)))) * w (dkappa t n g d) * ev (v (k_ t n g d)))
  | dalpha g d => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- 1) + ev (v (a t n g d))) * w (dk_tilde t n g d) * ev (v (k_ t n g d))
  | dgain g d => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (inv (sqrt (v (a_o4 t n g)))) * ev (v (a_o t n g d)) * w (do_ t n g d)
  | dshift g d => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (do_ t n g d)
  | drho g d => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_h t n g) * ev (v (k_tilde t n g d)) * ev (v (r t n g d))
  end.

(* For every perturbation: what the arriving gradients make of the movement of outputs and final
   states is what the gradients make of the movement of parameters, inputs and initial states. *)
Definition claim (v : signal -> A) (w : gradient -> B) : Prop :=
    (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) dy t n g d * D (v (h t n g d))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) dS_T n g d d1 * D (v (S_ T n g d d1))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) dx_lag0_T n k * D (v (x_lag0 T n k)))
  = (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dS 0 n g d d1) * D (S_0 n g d d1)) +
    (\sum_(1 <= k < M.+1) w (dmu_r k) * D (mu_r k)) +
    (\sum_(1 <= k < M.+1) w (dmu_w k) * D (mu_w k)) +
    (\sum_(1 <= k < M.+1) w (dmu_k k) * D (mu_k k)) +
    (\sum_(1 <= k < M.+1) w (dmu_v k) * D (mu_v k)) +
    (\sum_(1 <= k < M.+1) w (dmu_a k) * D (mu_a k)) +
    (\sum_(1 <= k < M.+1) w (dmu_g k) * D (mu_g k)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_r g d k) * D (W_r g d k)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_w g d k) * D (W_w g d k)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (db_w g d) * D (b_w g d)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_k g d k) * D (W_k g d k)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_v g d k) * D (W_v g d k)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_a g d k) * D (W_a g d k)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (db_a g d) * D (b_a g d)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_g g d k) * D (W_g g d k)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx_lag0 0 n k) * D (x_lag0_0 n k)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dxi g d) * D (xi g d)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dalpha g d) * D (alpha g d)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dgain g d) * D (gain g d)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dshift g d) * D (shift g d)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (drho g d) * D (rho g d)).

(* ----------------------------------------------------------------------------------------------------
   The proof. Nothing below this line needs to be read: a wrong step can only make Coq refuse. *)

Definition forward'order (what : signal) : rank :=
  match what with
  | x_lag0 t n k => (0, 0, 0)%N
  | a_r t n k => (1, 0, 0)%N
  | r t n g d => (2, 0, 0)%N
  | a_v t n k => (3, 0, 0)%N
  | v_ t n g d => (4, 0, 0)%N
  | a_k t n k => (5, 0, 0)%N
  | k_ t n g d => (6, 0, 0)%N
  | a_a2 t n k => (7, 0, 0)%N
  | a_a t n g d => (8, 0, 0)%N
  | a t n g d => (9, 0, 0)%N
  | a_w2 t n k => (10, 0, 0)%N
  | a_w t n g d => (11, 0, 0)%N
  | w_ t n g d => (12, 0, 0)%N
  | a_kappa t n g => (13, 0, 0)%N
  | kappa t n g d => (14, 0, 0)%N
  | k_tilde t n g d => (15, 0, 0)%N
  | e t n g d => (16, t, 0)%N
  | S_ t n g d d1 => (16, t, 1)%N
  | a_o3 t n g d => (17, 0, 0)%N
  | a_o2 t n g => (18, 0, 0)%N
  | a_o t n g d => (19, 0, 0)%N
  | a_o4 t n g => (20, 0, 0)%N
  | o t n g d => (21, 0, 0)%N
  | a_h t n g => (22, 0, 0)%N
  | a_g2 t n k => (23, 0, 0)%N
  | a_g t n g d => (24, 0, 0)%N
  | h t n g d => (25, 0, 0)%N
  end.

Lemma order'x_lag0 (t n k : nat) : looks_back forward'order (forward) (x_lag0 t n k).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_r (t n k : nat) : looks_back forward'order (forward) (a_r t n k).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'r (t n g d : nat) : looks_back forward'order (forward) (r t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_v (t n k : nat) : looks_back forward'order (forward) (a_v t n k).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'v_ (t n g d : nat) : looks_back forward'order (forward) (v_ t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_k (t n k : nat) : looks_back forward'order (forward) (a_k t n k).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'k_ (t n g d : nat) : looks_back forward'order (forward) (k_ t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_a2 (t n k : nat) : looks_back forward'order (forward) (a_a2 t n k).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_a (t n g d : nat) : looks_back forward'order (forward) (a_a t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a (t n g d : nat) : looks_back forward'order (forward) (a t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_w2 (t n k : nat) : looks_back forward'order (forward) (a_w2 t n k).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_w (t n g d : nat) : looks_back forward'order (forward) (a_w t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'w_ (t n g d : nat) : looks_back forward'order (forward) (w_ t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_kappa (t n g : nat) : looks_back forward'order (forward) (a_kappa t n g).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'kappa (t n g d : nat) : looks_back forward'order (forward) (kappa t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'k_tilde (t n g d : nat) : looks_back forward'order (forward) (k_tilde t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'e (t n g d : nat) : looks_back forward'order (forward) (e t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'S_ (t n g d d1 : nat) : looks_back forward'order (forward) (S_ t n g d d1).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_o3 (t n g d : nat) : looks_back forward'order (forward) (a_o3 t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_o2 (t n g : nat) : looks_back forward'order (forward) (a_o2 t n g).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_o (t n g d : nat) : looks_back forward'order (forward) (a_o t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_o4 (t n g : nat) : looks_back forward'order (forward) (a_o4 t n g).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'o (t n g d : nat) : looks_back forward'order (forward) (o t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_h (t n g : nat) : looks_back forward'order (forward) (a_h t n g).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_g2 (t n k : nat) : looks_back forward'order (forward) (a_g2 t n k).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_g (t n g d : nat) : looks_back forward'order (forward) (a_g t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'h (t n g d : nat) : looks_back forward'order (forward) (h t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma forward'solvable : exists f, the_solution (forward) f.
Proof.
exact: (solvable (order := forward'order) (fun what => match what with
  | x_lag0 t n k => order'x_lag0 t n k
  | a_r t n k => order'a_r t n k
  | r t n g d => order'r t n g d
  | a_v t n k => order'a_v t n k
  | v_ t n g d => order'v_ t n g d
  | a_k t n k => order'a_k t n k
  | k_ t n g d => order'k_ t n g d
  | a_a2 t n k => order'a_a2 t n k
  | a_a t n g d => order'a_a t n g d
  | a t n g d => order'a t n g d
  | a_w2 t n k => order'a_w2 t n k
  | a_w t n g d => order'a_w t n g d
  | w_ t n g d => order'w_ t n g d
  | a_kappa t n g => order'a_kappa t n g
  | kappa t n g d => order'kappa t n g d
  | k_tilde t n g d => order'k_tilde t n g d
  | e t n g d => order'e t n g d
  | S_ t n g d d1 => order'S_ t n g d d1
  | a_o3 t n g d => order'a_o3 t n g d
  | a_o2 t n g => order'a_o2 t n g
  | a_o t n g d => order'a_o t n g d
  | a_o4 t n g => order'a_o4 t n g
  | o t n g d => order'o t n g d
  | a_h t n g => order'a_h t n g
  | a_g2 t n k => order'a_g2 t n k
  | a_g t n g d => order'a_g t n g d
  | h t n g d => order'h t n g d
  end)).
Qed.

Definition backward'order (what : gradient) : rank :=
  match what with
  | dh t n g d => (0, 0, 0)%N
  | da_g t n g d => (1, 0, 0)%N
  | da_g2 t n k => (2, 0, 0)%N
  | da_h t n g => (3, 0, 0)%N
  | do_ t n g d => (4, 0, 0)%N
  | da_o4 t n g => (5, 0, 0)%N
  | da_o t n g d => (6, 0, 0)%N
  | da_o2 t n g => (7, 0, 0)%N
  | da_o3 t n g d => (8, 0, 0)%N
  | dS t n g d d1 => (9, T.+1 - t, 0)%N
  | de t n g d => (9, T.+1 - t, 1)%N
  | dk_tilde t n g d => (10, 0, 0)%N
  | dkappa t n g d => (11, 0, 0)%N
  | da_kappa t n g => (12, 0, 0)%N
  | dw t n g d => (13, 0, 0)%N
  | da_w t n g d => (14, 0, 0)%N
  | da_w2 t n k => (15, 0, 0)%N
  | da t n g d => (16, 0, 0)%N
  | da_a t n g d => (17, 0, 0)%N
  | da_a2 t n k => (18, 0, 0)%N
  | dk t n g d => (19, 0, 0)%N
  | da_k t n k => (20, 0, 0)%N
  | dv t n g d => (21, 0, 0)%N
  | da_v t n k => (22, 0, 0)%N
  | dr t n g d => (23, 0, 0)%N
  | da_r t n k => (24, 0, 0)%N
  | dx_lag0 t n k => (25, 0, 0)%N
  | dx t n k => (26, 0, 0)%N
  | dmu_r k => (27, 0, 0)%N
  | dmu_w k => (28, 0, 0)%N
  | dmu_k k => (29, 0, 0)%N
  | dmu_v k => (30, 0, 0)%N
  | dmu_a k => (31, 0, 0)%N
  | dmu_g k => (32, 0, 0)%N
  | dW_r g d k => (33, 0, 0)%N
  | dW_w g d k => (34, 0, 0)%N
  | db_w g d => (35, 0, 0)%N
  | dW_k g d k => (36, 0, 0)%N
  | dW_v g d k => (37, 0, 0)%N
  | dW_a g d k => (38, 0, 0)%N
  | db_a g d => (39, 0, 0)%N
  | dW_g g d k => (40, 0, 0)%N
  | dxi g d => (41, 0, 0)%N
  | dalpha g d => (42, 0, 0)%N
  | dgain g d => (43, 0, 0)%N
  | dshift g d => (44, 0, 0)%N
  | drho g d => (45, 0, 0)%N
  end.

Lemma order'dh (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (dh t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_g (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_g t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_g2 (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (da_g2 t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_h (v : signal -> A) (t n g : nat) : looks_back backward'order (backward v) (da_h t n g).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'do_ (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (do_ t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_o4 (v : signal -> A) (t n g : nat) : looks_back backward'order (backward v) (da_o4 t n g).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_o (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_o t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_o2 (v : signal -> A) (t n g : nat) : looks_back backward'order (backward v) (da_o2 t n g).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_o3 (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_o3 t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dS (v : signal -> A) (t n g d d1 : nat) : looks_back backward'order (backward v) (dS t n g d d1).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'de (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (de t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dk_tilde (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (dk_tilde t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dkappa (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (dkappa t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_kappa (v : signal -> A) (t n g : nat) : looks_back backward'order (backward v) (da_kappa t n g).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dw (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (dw t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_w (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_w t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_w2 (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (da_w2 t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_a (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_a t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_a2 (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (da_a2 t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dk (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (dk t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_k (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (da_k t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dv (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (dv t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_v (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (da_v t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dr (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (dr t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_r (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (da_r t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dx_lag0 (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (dx_lag0 t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dx (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (dx t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dmu_r (v : signal -> A) (k : nat) : looks_back backward'order (backward v) (dmu_r k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dmu_w (v : signal -> A) (k : nat) : looks_back backward'order (backward v) (dmu_w k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dmu_k (v : signal -> A) (k : nat) : looks_back backward'order (backward v) (dmu_k k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dmu_v (v : signal -> A) (k : nat) : looks_back backward'order (backward v) (dmu_v k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dmu_a (v : signal -> A) (k : nat) : looks_back backward'order (backward v) (dmu_a k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dmu_g (v : signal -> A) (k : nat) : looks_back backward'order (backward v) (dmu_g k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_r (v : signal -> A) (g d k : nat) : looks_back backward'order (backward v) (dW_r g d k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_w (v : signal -> A) (g d k : nat) : looks_back backward'order (backward v) (dW_w g d k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_w (v : signal -> A) (g d : nat) : looks_back backward'order (backward v) (db_w g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_k (v : signal -> A) (g d k : nat) : looks_back backward'order (backward v) (dW_k g d k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_v (v : signal -> A) (g d k : nat) : looks_back backward'order (backward v) (dW_v g d k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_a (v : signal -> A) (g d k : nat) : looks_back backward'order (backward v) (dW_a g d k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_a (v : signal -> A) (g d : nat) : looks_back backward'order (backward v) (db_a g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_g (v : signal -> A) (g d k : nat) : looks_back backward'order (backward v) (dW_g g d k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dxi (v : signal -> A) (g d : nat) : looks_back backward'order (backward v) (dxi g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dalpha (v : signal -> A) (g d : nat) : looks_back backward'order (backward v) (dalpha g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dgain (v : signal -> A) (g d : nat) : looks_back backward'order (backward v) (dgain g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dshift (v : signal -> A) (g d : nat) : looks_back backward'order (backward v) (dshift g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'drho (v : signal -> A) (g d : nat) : looks_back backward'order (backward v) (drho g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma backward'solvable (v : signal -> A) : exists f, the_solution (backward v) f.
Proof.
exact: (solvable (order := backward'order) (fun what => match what with
  | dh t n g d => order'dh v t n g d
  | da_g t n g d => order'da_g v t n g d
  | da_g2 t n k => order'da_g2 v t n k
  | da_h t n g => order'da_h v t n g
  | do_ t n g d => order'do_ v t n g d
  | da_o4 t n g => order'da_o4 v t n g
  | da_o t n g d => order'da_o v t n g d
  | da_o2 t n g => order'da_o2 v t n g
  | da_o3 t n g d => order'da_o3 v t n g d
  | dS t n g d d1 => order'dS v t n g d d1
  | de t n g d => order'de v t n g d
  | dk_tilde t n g d => order'dk_tilde v t n g d
  | dkappa t n g d => order'dkappa v t n g d
  | da_kappa t n g => order'da_kappa v t n g
  | dw t n g d => order'dw v t n g d
  | da_w t n g d => order'da_w v t n g d
  | da_w2 t n k => order'da_w2 v t n k
  | da t n g d => order'da v t n g d
  | da_a t n g d => order'da_a v t n g d
  | da_a2 t n k => order'da_a2 v t n k
  | dk t n g d => order'dk v t n g d
  | da_k t n k => order'da_k v t n k
  | dv t n g d => order'dv v t n g d
  | da_v t n k => order'da_v v t n k
  | dr t n g d => order'dr v t n g d
  | da_r t n k => order'da_r v t n k
  | dx_lag0 t n k => order'dx_lag0 v t n k
  | dx t n k => order'dx v t n k
  | dmu_r k => order'dmu_r v k
  | dmu_w k => order'dmu_w v k
  | dmu_k k => order'dmu_k v k
  | dmu_v k => order'dmu_v v k
  | dmu_a k => order'dmu_a v k
  | dmu_g k => order'dmu_g v k
  | dW_r g d k => order'dW_r v g d k
  | dW_w g d k => order'dW_w v g d k
  | db_w g d => order'db_w v g d
  | dW_k g d k => order'dW_k v g d k
  | dW_v g d k => order'dW_v v g d k
  | dW_a g d k => order'dW_a v g d k
  | db_a g d => order'db_a v g d
  | dW_g g d k => order'dW_g v g d k
  | dxi g d => order'dxi v g d
  | dalpha g d => order'dalpha v g d
  | dgain g d => order'dgain v g d
  | dshift g d => order'dshift v g d
  | drho g d => order'drho v g d
  end)).
Qed.

Section Any'.
Variables (v : signal -> A) (w : gradient -> B).
Hypotheses (Hv' : solves forward v) (Hw' : solves (backward v) w).
Lemma call'exp x0 e0 : D x0 = e0 -> D (exp x0) = ev (exp (x0)) * e0.
Proof. move=> <-; exact: slope_exp. Qed.
Lemma call'inv x0 e0 : D x0 = e0 -> D (inv x0) = (- ((ev (inv (x0))) * (ev (inv (x0))))) * e0.
Proof. move=> <-; exact: slope_inv. Qed.
Lemma call'sigmoid x0 e0 : D x0 = e0 -> D (sigmoid x0) = (1 - ev (sigmoid (x0))) * ev (sigmoid (x0)) * e0.
Proof. move=> <-; exact: slope_sigmoid. Qed.
Lemma call'sqrt x0 e0 : D x0 = e0 -> D (sqrt x0) = ev (over_2) * ev (inv (sqrt (x0))) * e0.
Proof. move=> <-; exact: slope_sqrt. Qed.
Lemma call'tanh x0 e0 : D x0 = e0 -> D (tanh x0) = (1 - ev (tanh (x0)) * ev (tanh (x0))) * e0.
Proof. move=> <-; exact: slope_tanh. Qed.
Lemma law'0 : (2%:R) * (ev over_2 * ev over_2) = (1%:R) * (ev over_2).
Proof.
transitivity ((1%:R) * (ev over_2) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'1 : - (2%:R) * (ev over_2 * ev over_2) = - (1%:R) * (ev over_2).
Proof.
transitivity (- (1%:R) * (ev over_2) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'2 : (4%:R) * (ev over_2 * ev over_2) = (2%:R) * (ev over_2).
Proof.
transitivity ((2%:R) * (ev over_2) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'3 : - (4%:R) * (ev over_2 * ev over_2) = - (2%:R) * (ev over_2).
Proof.
transitivity (- (2%:R) * (ev over_2) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'4 : (6%:R) * (ev over_2 * ev over_2) = (3%:R) * (ev over_2).
Proof.
transitivity ((3%:R) * (ev over_2) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'5 : - (6%:R) * (ev over_2 * ev over_2) = - (3%:R) * (ev over_2).
Proof.
transitivity (- (3%:R) * (ev over_2) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'6 : (8%:R) * (ev over_2 * ev over_2) = (4%:R) * (ev over_2).
Proof.
transitivity ((4%:R) * (ev over_2) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'7 : - (8%:R) * (ev over_2 * ev over_2) = - (4%:R) * (ev over_2).
Proof.
transitivity (- (4%:R) * (ev over_2) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'8 : (12%:R) * (ev over_2 * ev over_2) = (6%:R) * (ev over_2).
Proof.
transitivity ((6%:R) * (ev over_2) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'9 : - (12%:R) * (ev over_2 * ev over_2) = - (6%:R) * (ev over_2).
Proof.
transitivity (- (6%:R) * (ev over_2) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'10 : (16%:R) * (ev over_2 * ev over_2) = (8%:R) * (ev over_2).
Proof.
transitivity ((8%:R) * (ev over_2) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'11 : - (16%:R) * (ev over_2 * ev over_2) = - (8%:R) * (ev over_2).
Proof.
transitivity (- (8%:R) * (ev over_2) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'12 : (2%:R) * (ev over_2) = (1%:R) * (1).
Proof.
transitivity ((1%:R) * (1) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'13 : - (2%:R) * (ev over_2) = - (1%:R) * (1).
Proof.
transitivity (- (1%:R) * (1) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'14 : (4%:R) * (ev over_2) = (2%:R) * (1).
Proof.
transitivity ((2%:R) * (1) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'15 : - (4%:R) * (ev over_2) = - (2%:R) * (1).
Proof.
transitivity (- (2%:R) * (1) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'16 : (6%:R) * (ev over_2) = (3%:R) * (1).
Proof.
transitivity ((3%:R) * (1) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'17 : - (6%:R) * (ev over_2) = - (3%:R) * (1).
Proof.
transitivity (- (3%:R) * (1) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'18 : (8%:R) * (ev over_2) = (4%:R) * (1).
Proof.
transitivity ((4%:R) * (1) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'19 : - (8%:R) * (ev over_2) = - (4%:R) * (1).
Proof.
transitivity (- (4%:R) * (1) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'20 : (12%:R) * (ev over_2) = (6%:R) * (1).
Proof.
transitivity ((6%:R) * (1) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'21 : - (12%:R) * (ev over_2) = - (6%:R) * (1).
Proof.
transitivity (- (6%:R) * (1) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'22 : (16%:R) * (ev over_2) = (8%:R) * (1).
Proof.
transitivity ((8%:R) * (1) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Lemma law'23 : - (16%:R) * (ev over_2) = - (8%:R) * (1).
Proof.
transitivity (- (8%:R) * (1) * (2%:R * ev over_2)); first by ring.
by rewrite (unit_law d law_over_2) mulr1.
Qed.
Ltac align' := repeat match goal with
  | |- context [sigmoid ?a] => match goal with |- context [sigmoid ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [exp ?a] => match goal with |- context [exp ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [tanh ?a] => match goal with |- context [tanh ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [inv ?a] => match goal with |- context [inv ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [sqrt ?a] => match goal with |- context [sqrt ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  end.
Ltac algebra' := rewrite /=; first [first [ring | ring: law'0 law'1 law'2 law'3 law'4 law'5 law'6 law'7 law'8 law'9 law'10 law'11 law'12 law'13 law'14 law'15 law'16 law'17 law'18 law'19 law'20 law'21 law'22 law'23] | align'; first [ring | ring: law'0 law'1 law'2 law'3 law'4 law'5 law'6 law'7 law'8 law'9 law'10 law'11 law'12 law'13 law'14 law'15 law'16 law'17 law'18 law'19 law'20 law'21 law'22 law'23]].
Ltac calls' := first [apply: call'exp | apply: call'inv | apply: call'sigmoid | apply: call'sqrt | apply: call'tanh | exact: slope_constant_1 | exact: slope_over_1000000000000 | exact: slope_over_D | exact: slope_constant_4 | exact: slope_over_2].
Definition F'0 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) dy t n g d * D (v (h t n g d)).
Definition F'10 : B := \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) dS_T n g d d1 * D (v (S_ T n g d d1)).
Definition F'39 : B := \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) dx_lag0_T n k * D (v (x_lag0 T n k)).

Lemma E'x_lag0 (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  v (x_lag0 t n k) = x t n k.
Proof. exact: (if_true (Hv' (x_lag0 t n k)) R't). Qed.

Lemma tan'x_lag0'0 (t n k : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'k : (1 <= k < M.+1)%N) (x' : B) :
  x' * D (x t n k) = (x' * D (x t n k)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'46 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx_lag0 t n k) * D (x t n k).
Definition P'x_lag0 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx_lag0 t n k) * D (v (x_lag0 t n k)).
Lemma fwd'x_lag0 : P'x_lag0 = (F'46).
Proof.
rewrite /P'x_lag0 /F'46. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [in LHS](E'x_lag0 t n k R't). exact: (tan'x_lag0'0 t n k R't R'n R'k).
Qed.

Lemma E'a_r (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_r t n k) = (x t n k)
      + (((- (x t n k)) + v (x_lag0 t.-1 n k)) * mu_r k).
Proof. exact: (if_true (Hv' (a_r t n k)) R't). Qed.

Lemma tan'a_r'0 (t n k : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'k : (1 <= k < M.+1)%N) (x' : B) :
  x' * D (x t n k) = (x' * D (x t n k)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_r'1 (t n k : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'k : (1 <= k < M.+1)%N) (x' : B) :
  x' * D (((- (x t n k)) + v (x_lag0 t.-1 n k)) * mu_r k) = (x' * ev (mu_r k) * D (v (x_lag0 t.-1 n k))) + (x' * (- (ev (mu_r k))) * D (x t n k)) + (x' * ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * D (mu_r k)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'47 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_r t n k) * D (x t n k).
Definition F'40 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_r t n k) * ev (mu_r k) * D (v (x_lag0 t.-1 n k)).
Definition F'48 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_r t n k) * (- (ev (mu_r k))) * D (x t n k).
Definition F'59 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_r t n k) * ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * D (mu_r k).
Definition P'a_r : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_r t n k) * D (v (a_r t n k)).
Lemma fwd'a_r : P'a_r = (F'47) + (F'40 + F'48 + F'59).
Proof.
rewrite /P'a_r /F'47 /F'40 /F'48 /F'59. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [in LHS](E'a_r t n k R't). apply: weigh_add; [exact: (tan'a_r'0 t n k R't R'n R'k) | exact: (tan'a_r'1 t n k R't R'n R'k)].
Qed.

Lemma E'r (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (r t n g d) = \sum_(1 <= k < M.+1) W_r g d k * v (a_r t n k).
Proof. exact: (if_true (Hv' (r t n g d)) R't). Qed.

Lemma tan'r'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_r g d k * v (a_r t n k)) = (\sum_(1 <= k < M.+1) x' * ev (W_r g d k) * D (v (a_r t n k))) + (\sum_(1 <= k < M.+1) x' * ev (v (a_r t n k)) * D (W_r g d k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'38 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dr t n g d) * ev (W_r g d k) * D (v (a_r t n k)).
Definition F'65 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dr t n g d) * ev (v (a_r t n k)) * D (W_r g d k).
Definition P'r : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dr t n g d) * D (v (r t n g d)).
Lemma fwd'r : P'r = (F'38 + F'65).
Proof.
rewrite /P'r /F'38 /F'65. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'r t n g d R't). exact: (tan'r'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_v (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_v t n k) = (x t n k)
      + (((- (x t n k)) + v (x_lag0 t.-1 n k)) * mu_v k).
Proof. exact: (if_true (Hv' (a_v t n k)) R't). Qed.

Lemma tan'a_v'0 (t n k : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'k : (1 <= k < M.+1)%N) (x' : B) :
  x' * D (x t n k) = (x' * D (x t n k)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_v'1 (t n k : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'k : (1 <= k < M.+1)%N) (x' : B) :
  x' * D (((- (x t n k)) + v (x_lag0 t.-1 n k)) * mu_v k) = (x' * ev (mu_v k) * D (v (x_lag0 t.-1 n k))) + (x' * (- (ev (mu_v k))) * D (x t n k)) + (x' * ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * D (mu_v k)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'49 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_v t n k) * D (x t n k).
Definition F'41 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_v t n k) * ev (mu_v k) * D (v (x_lag0 t.-1 n k)).
Definition F'50 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_v t n k) * (- (ev (mu_v k))) * D (x t n k).
Definition F'62 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_v t n k) * ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * D (mu_v k).
Definition P'a_v : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_v t n k) * D (v (a_v t n k)).
Lemma fwd'a_v : P'a_v = (F'49) + (F'41 + F'50 + F'62).
Proof.
rewrite /P'a_v /F'49 /F'41 /F'50 /F'62. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [in LHS](E'a_v t n k R't). apply: weigh_add; [exact: (tan'a_v'0 t n k R't R'n R'k) | exact: (tan'a_v'1 t n k R't R'n R'k)].
Qed.

Lemma E'v_ (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (v_ t n g d) = \sum_(1 <= k < M.+1) W_v g d k * v (a_v t n k).
Proof. exact: (if_true (Hv' (v_ t n g d)) R't). Qed.

Lemma tan'v_'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_v g d k * v (a_v t n k)) = (\sum_(1 <= k < M.+1) x' * ev (W_v g d k) * D (v (a_v t n k))) + (\sum_(1 <= k < M.+1) x' * ev (v (a_v t n k)) * D (W_v g d k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'34 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dv t n g d) * ev (W_v g d k) * D (v (a_v t n k)).
Definition F'69 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dv t n g d) * ev (v (a_v t n k)) * D (W_v g d k).
Definition P'v_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dv t n g d) * D (v (v_ t n g d)).
Lemma fwd'v_ : P'v_ = (F'34 + F'69).
Proof.
rewrite /P'v_ /F'34 /F'69. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'v_ t n g d R't). exact: (tan'v_'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_k (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_k t n k) = (x t n k)
      + (((- (x t n k)) + v (x_lag0 t.-1 n k)) * mu_k k).
Proof. exact: (if_true (Hv' (a_k t n k)) R't). Qed.

Lemma tan'a_k'0 (t n k : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'k : (1 <= k < M.+1)%N) (x' : B) :
  x' * D (x t n k) = (x' * D (x t n k)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_k'1 (t n k : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'k : (1 <= k < M.+1)%N) (x' : B) :
  x' * D (((- (x t n k)) + v (x_lag0 t.-1 n k)) * mu_k k) = (x' * ev (mu_k k) * D (v (x_lag0 t.-1 n k))) + (x' * (- (ev (mu_k k))) * D (x t n k)) + (x' * ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * D (mu_k k)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'51 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_k t n k) * D (x t n k).
Definition F'42 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_k t n k) * ev (mu_k k) * D (v (x_lag0 t.-1 n k)).
Definition F'52 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_k t n k) * (- (ev (mu_k k))) * D (x t n k).
Definition F'61 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_k t n k) * ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * D (mu_k k).
Definition P'a_k : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_k t n k) * D (v (a_k t n k)).
Lemma fwd'a_k : P'a_k = (F'51) + (F'42 + F'52 + F'61).
Proof.
rewrite /P'a_k /F'51 /F'42 /F'52 /F'61. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [in LHS](E'a_k t n k R't). apply: weigh_add; [exact: (tan'a_k'0 t n k R't R'n R'k) | exact: (tan'a_k'1 t n k R't R'n R'k)].
Qed.

Lemma E'k_ (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (k_ t n g d) = \sum_(1 <= k < M.+1) W_k g d k * v (a_k t n k).
Proof. exact: (if_true (Hv' (k_ t n g d)) R't). Qed.

Lemma tan'k_'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_k g d k * v (a_k t n k)) = (\sum_(1 <= k < M.+1) x' * ev (W_k g d k) * D (v (a_k t n k))) + (\sum_(1 <= k < M.+1) x' * ev (v (a_k t n k)) * D (W_k g d k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'31 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dk t n g d) * ev (W_k g d k) * D (v (a_k t n k)).
Definition F'68 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dk t n g d) * ev (v (a_k t n k)) * D (W_k g d k).
Definition P'k_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dk t n g d) * D (v (k_ t n g d)).
Lemma fwd'k_ : P'k_ = (F'31 + F'68).
Proof.
rewrite /P'k_ /F'31 /F'68. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'k_ t n g d R't). exact: (tan'k_'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_a2 (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_a2 t n k) = (x t n k)
      + (((- (x t n k)) + v (x_lag0 t.-1 n k)) * mu_a k).
Proof. exact: (if_true (Hv' (a_a2 t n k)) R't). Qed.

Lemma tan'a_a2'0 (t n k : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'k : (1 <= k < M.+1)%N) (x' : B) :
  x' * D (x t n k) = (x' * D (x t n k)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_a2'1 (t n k : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'k : (1 <= k < M.+1)%N) (x' : B) :
  x' * D (((- (x t n k)) + v (x_lag0 t.-1 n k)) * mu_a k) = (x' * ev (mu_a k) * D (v (x_lag0 t.-1 n k))) + (x' * (- (ev (mu_a k))) * D (x t n k)) + (x' * ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * D (mu_a k)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'53 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_a2 t n k) * D (x t n k).
Definition F'43 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_a2 t n k) * ev (mu_a k) * D (v (x_lag0 t.-1 n k)).
Definition F'54 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_a2 t n k) * (- (ev (mu_a k))) * D (x t n k).
Definition F'63 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_a2 t n k) * ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * D (mu_a k).
Definition P'a_a2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_a2 t n k) * D (v (a_a2 t n k)).
Lemma fwd'a_a2 : P'a_a2 = (F'53) + (F'43 + F'54 + F'63).
Proof.
rewrite /P'a_a2 /F'53 /F'43 /F'54 /F'63. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [in LHS](E'a_a2 t n k R't). apply: weigh_add; [exact: (tan'a_a2'0 t n k R't R'n R'k) | exact: (tan'a_a2'1 t n k R't R'n R'k)].
Qed.

Lemma E'a_a (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_a t n g d) = (\sum_(1 <= k < M.+1) W_a g d k * v (a_a2 t n k))
      + (b_a g d).
Proof. exact: (if_true (Hv' (a_a t n g d)) R't). Qed.

Lemma tan'a_a'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_a g d k * v (a_a2 t n k)) = (\sum_(1 <= k < M.+1) x' * ev (W_a g d k) * D (v (a_a2 t n k))) + (\sum_(1 <= k < M.+1) x' * ev (v (a_a2 t n k)) * D (W_a g d k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_a'1 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (b_a g d) = (x' * D (b_a g d)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'27 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_a t n g d) * ev (W_a g d k) * D (v (a_a2 t n k)).
Definition F'70 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_a t n g d) * ev (v (a_a2 t n k)) * D (W_a g d k).
Definition F'71 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_a t n g d) * D (b_a g d).
Definition P'a_a : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_a t n g d) * D (v (a_a t n g d)).
Lemma fwd'a_a : P'a_a = (F'27 + F'70) + (F'71).
Proof.
rewrite /P'a_a /F'27 /F'70 /F'71. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_a t n g d R't). apply: weigh_add; [exact: (tan'a_a'0 t n g d R't R'n R'g R'd) | exact: (tan'a_a'1 t n g d R't R'n R'g R'd)].
Qed.

Lemma E'a (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a t n g d) = sigmoid (v (a_a t n g d)).
Proof. exact: (if_true (Hv' (a t n g d)) R't). Qed.

Lemma tan'a'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (sigmoid (v (a_a t n g d))) = (x' * (1 - ev (v (a t n g d))) * ev (v (a t n g d)) * D (v (a_a t n g d))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'a t n g d R't). algebra'. Qed.

Definition F'26 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da t n g d) * (1 - ev (v (a t n g d))) * ev (v (a t n g d)) * D (v (a_a t n g d)).
Definition P'a : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da t n g d) * D (v (a t n g d)).
Lemma fwd'a : P'a = (F'26).
Proof.
rewrite /P'a /F'26. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a t n g d R't). exact: (tan'a'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_w2 (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_w2 t n k) = (x t n k)
      + (((- (x t n k)) + v (x_lag0 t.-1 n k)) * mu_w k).
Proof. exact: (if_true (Hv' (a_w2 t n k)) R't). Qed.

Lemma tan'a_w2'0 (t n k : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'k : (1 <= k < M.+1)%N) (x' : B) :
  x' * D (x t n k) = (x' * D (x t n k)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_w2'1 (t n k : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'k : (1 <= k < M.+1)%N) (x' : B) :
  x' * D (((- (x t n k)) + v (x_lag0 t.-1 n k)) * mu_w k) = (x' * ev (mu_w k) * D (v (x_lag0 t.-1 n k))) + (x' * (- (ev (mu_w k))) * D (x t n k)) + (x' * ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * D (mu_w k)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'55 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_w2 t n k) * D (x t n k).
Definition F'44 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_w2 t n k) * ev (mu_w k) * D (v (x_lag0 t.-1 n k)).
Definition F'56 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_w2 t n k) * (- (ev (mu_w k))) * D (x t n k).
Definition F'60 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_w2 t n k) * ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * D (mu_w k).
Definition P'a_w2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_w2 t n k) * D (v (a_w2 t n k)).
Lemma fwd'a_w2 : P'a_w2 = (F'55) + (F'44 + F'56 + F'60).
Proof.
rewrite /P'a_w2 /F'55 /F'44 /F'56 /F'60. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [in LHS](E'a_w2 t n k R't). apply: weigh_add; [exact: (tan'a_w2'0 t n k R't R'n R'k) | exact: (tan'a_w2'1 t n k R't R'n R'k)].
Qed.

Lemma E'a_w (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_w t n g d) = (\sum_(1 <= k < M.+1) W_w g d k * v (a_w2 t n k))
      + (b_w g d).
Proof. exact: (if_true (Hv' (a_w t n g d)) R't). Qed.

Lemma tan'a_w'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_w g d k * v (a_w2 t n k)) = (\sum_(1 <= k < M.+1) x' * ev (W_w g d k) * D (v (a_w2 t n k))) + (\sum_(1 <= k < M.+1) x' * ev (v (a_w2 t n k)) * D (W_w g d k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_w'1 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (b_w g d) = (x' * D (b_w g d)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'23 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_w t n g d) * ev (W_w g d k) * D (v (a_w2 t n k)).
Definition F'66 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_w t n g d) * ev (v (a_w2 t n k)) * D (W_w g d k).
Definition F'67 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_w t n g d) * D (b_w g d).
Definition P'a_w : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_w t n g d) * D (v (a_w t n g d)).
Lemma fwd'a_w : P'a_w = (F'23 + F'66) + (F'67).
Proof.
rewrite /P'a_w /F'23 /F'66 /F'67. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_w t n g d R't). apply: weigh_add; [exact: (tan'a_w'0 t n g d R't R'n R'g R'd) | exact: (tan'a_w'1 t n g d R't R'n R'g R'd)].
Qed.

Lemma E'w_ (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (w_ t n g d) = exp (- (constant_1 * sigmoid (tanh (v (a_w t n g d))))).
Proof. exact: (if_true (Hv' (w_ t n g d)) R't). Qed.

Lemma tan'w_'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (exp (- (constant_1 * sigmoid (tanh (v (a_w t n g d)))))) = (x' * (- ((1 - ev (tanh (v (a_w t n g d))) * ev (tanh (v (a_w t n g d)))) * (1 - ev (sigmoid (tanh (v (a_w t n g d))))) * ev (v (w_ t n g d)) * ev (constant_1) * ev (sigmoid (tanh (v (a_w t n g d)))))) * D (v (a_w t n g d))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'w_ t n g d R't). algebra'. Qed.

Definition F'22 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dw t n g d) * (- ((1 - ev (tanh (v (a_w t n g d))) * ev (tanh (v (a_w t n g d)))) * (1 - ev (sigmoid (tanh (v (a_w t n g d))))) * ev (v (w_ t n g d)) * ev (constant_1) * ev (sigmoid (tanh (v (a_w t n g d)))))) * D (v (a_w t n g d)).
Definition P'w_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dw t n g d) * D (v (w_ t n g d)).
Lemma fwd'w_ : P'w_ = (F'22).
Proof.
rewrite /P'w_ /F'22. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'w_ t n g d R't). exact: (tan'w_'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_kappa (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_kappa t n g) = (\sum_(1 <= d < D.+1) xi g d * xi g d * v (k_ t n g d) * v (k_ t n g d))
      + (over_1000000000000).
Proof. exact: (if_true (Hv' (a_kappa t n g)) R't). Qed.

Lemma tan'a_kappa'0 (t n g : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= d < D.+1) xi g d * xi g d * v (k_ t n g d) * v (k_ t n g d)) = (\sum_(1 <= d < D.+1) x' * 2%:R * ev (xi g d) * ev (xi g d) * ev (v (k_ t n g d)) * D (v (k_ t n g d))) + (\sum_(1 <= d < D.+1) x' * 2%:R * ev (v (k_ t n g d)) * ev (v (k_ t n g d)) * ev (xi g d) * D (xi g d)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => d R'd. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_kappa'1 (t n g : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (x' : B) :
  x' * D (over_1000000000000) = 0.
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'28 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_kappa t n g) * 2%:R * ev (xi g d) * ev (xi g d) * ev (v (k_ t n g d)) * D (v (k_ t n g d)).
Definition F'73 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_kappa t n g) * 2%:R * ev (v (k_ t n g d)) * ev (v (k_ t n g d)) * ev (xi g d) * D (xi g d).
Definition P'a_kappa : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_kappa t n g) * D (v (a_kappa t n g)).
Lemma fwd'a_kappa : P'a_kappa = (F'28 + F'73).
Proof.
rewrite /P'a_kappa /F'28 /F'73. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [in LHS](E'a_kappa t n g R't). apply: weigh_left; [exact: (tan'a_kappa'0 t n g R't R'n R'g) | exact: (tan'a_kappa'1 t n g R't R'n R'g)].
Qed.

Lemma E'kappa (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (kappa t n g d) = inv (sqrt (v (a_kappa t n g))) * xi g d * v (k_ t n g d).
Proof. exact: (if_true (Hv' (kappa t n g d)) R't). Qed.

Lemma tan'kappa'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (inv (sqrt (v (a_kappa t n g))) * xi g d * v (k_ t n g d)) = (x' * (- (ev (over_2) * ev (inv (sqrt (v (a_kappa t n g)))) * ev (inv (sqrt (v (a_kappa t n g)))) * ev (inv (sqrt (v (a_kappa t n g)))) * ev (xi g d) * ev (v (k_ t n g d)))) * D (v (a_kappa t n g))) + (x' * ev (inv (sqrt (v (a_kappa t n g)))) * ev (xi g d) * D (v (k_ t n g d))) + (x' * ev (inv (sqrt (v (a_kappa t n g)))) * ev (v (k_ t n g d)) * D (xi g d)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'20 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dkappa t n g d) * (- (ev (over_2) * ev (inv (sqrt (v (a_kappa t n g)))) * ev (inv (sqrt (v (a_kappa t n g)))) * ev (inv (sqrt (v (a_kappa t n g)))) * ev (xi g d) * ev (v (k_ t n g d)))) * D (v (a_kappa t n g)).
Definition F'29 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dkappa t n g d) * ev (inv (sqrt (v (a_kappa t n g)))) * ev (xi g d) * D (v (k_ t n g d)).
Definition F'74 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dkappa t n g d) * ev (inv (sqrt (v (a_kappa t n g)))) * ev (v (k_ t n g d)) * D (xi g d).
Definition P'kappa : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dkappa t n g d) * D (v (kappa t n g d)).
Lemma fwd'kappa : P'kappa = (F'20 + F'29 + F'74).
Proof.
rewrite /P'kappa /F'20 /F'29 /F'74. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'kappa t n g d R't). exact: (tan'kappa'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'k_tilde (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (k_tilde t n g d) = (1 + ((- 1) + v (a t n g d)) * alpha g d) * v (k_ t n g d).
Proof. exact: (if_true (Hv' (k_tilde t n g d)) R't). Qed.

Lemma tan'k_tilde'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D ((1 + ((- 1) + v (a t n g d)) * alpha g d) * v (k_ t n g d)) = (x' * ev (alpha g d) * ev (v (k_ t n g d)) * D (v (a t n g d))) + (x' * (1 + ((- 1) + ev (v (a t n g d))) * ev (alpha g d)) * D (v (k_ t n g d))) + (x' * ((- 1) + ev (v (a t n g d))) * ev (v (k_ t n g d)) * D (alpha g d)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'24 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dk_tilde t n g d) * ev (alpha g d) * ev (v (k_ t n g d)) * D (v (a t n g d)).
Definition F'30 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dk_tilde t n g d) * (1 + ((- 1) + ev (v (a t n g d))) * ev (alpha g d)) * D (v (k_ t n g d)).
Definition F'75 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dk_tilde t n g d) * ((- 1) + ev (v (a t n g d))) * ev (v (k_ t n g d)) * D (alpha g d).
Definition P'k_tilde : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dk_tilde t n g d) * D (v (k_tilde t n g d)).
Lemma fwd'k_tilde : P'k_tilde = (F'24 + F'30 + F'75).
Proof.
rewrite /P'k_tilde /F'24 /F'30 /F'75. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'k_tilde t n g d R't). exact: (tan'k_tilde'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'e (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (e t n g d) = \sum_(1 <= d1 < D.+1) v (kappa t n g d1) * v (S_ t.-1 n g d d1).
Proof. exact: (if_true (Hv' (e t n g d)) R't). Qed.

Lemma tan'e'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= d1 < D.+1) v (kappa t n g d1) * v (S_ t.-1 n g d d1)) = (\sum_(1 <= d1 < D.+1) x' * ev (v (kappa t n g d1)) * D (v (S_ t.-1 n g d d1))) + (\sum_(1 <= d1 < D.+1) x' * ev (v (S_ t.-1 n g d d1)) * D (v (kappa t n g d1))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => d1 R'd1. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (de t n g d) * ev (v (kappa t n g d1)) * D (v (S_ t.-1 n g d d1)).
Definition F'18 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (de t n g d) * ev (v (S_ t.-1 n g d d1)) * D (v (kappa t n g d1)).
Definition P'e : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (de t n g d) * D (v (e t n g d)).
Lemma fwd'e : P'e = (F'13 + F'18).
Proof.
rewrite /P'e /F'13 /F'18. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'e t n g d R't). exact: (tan'e'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'S_ (t n g d d1 : nat) (R't : (1 <= t < T.+1)%N) :
  v (S_ t n g d d1) = (v (w_ t n g d1) * v (S_ t.-1 n g d d1))
      + ((- (v (a t n g d1) * v (e t n g d) * v (kappa t n g d1))))
      + (v (k_tilde t n g d1) * v (v_ t n g d)).
Proof. exact: (if_true (Hv' (S_ t n g d d1)) R't). Qed.

Lemma tan'S_'0 (t n g d d1 : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (R'd1 : (1 <= d1 < D.+1)%N) (x' : B) :
  x' * D (v (w_ t n g d1) * v (S_ t.-1 n g d d1)) = (x' * ev (v (w_ t n g d1)) * D (v (S_ t.-1 n g d d1))) + (x' * ev (v (S_ t.-1 n g d d1)) * D (v (w_ t n g d1))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'S_'1 (t n g d d1 : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (R'd1 : (1 <= d1 < D.+1)%N) (x' : B) :
  x' * D ((- (v (a t n g d1) * v (e t n g d) * v (kappa t n g d1)))) = (x' * (- (ev (v (a t n g d1)) * ev (v (kappa t n g d1)))) * D (v (e t n g d))) + (x' * (- (ev (v (a t n g d1)) * ev (v (e t n g d)))) * D (v (kappa t n g d1))) + (x' * (- (ev (v (e t n g d)) * ev (v (kappa t n g d1)))) * D (v (a t n g d1))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'S_'2 (t n g d d1 : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (R'd1 : (1 <= d1 < D.+1)%N) (x' : B) :
  x' * D (v (k_tilde t n g d1) * v (v_ t n g d)) = (x' * ev (v (v_ t n g d)) * D (v (k_tilde t n g d1))) + (x' * ev (v (k_tilde t n g d1)) * D (v (v_ t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dS t n g d d1) * ev (v (w_ t n g d1)) * D (v (S_ t.-1 n g d d1)).
Definition F'21 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dS t n g d d1) * ev (v (S_ t.-1 n g d d1)) * D (v (w_ t n g d1)).
Definition F'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dS t n g d d1) * (- (ev (v (a t n g d1)) * ev (v (kappa t n g d1)))) * D (v (e t n g d)).
Definition F'19 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dS t n g d d1) * (- (ev (v (a t n g d1)) * ev (v (e t n g d)))) * D (v (kappa t n g d1)).
Definition F'25 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dS t n g d d1) * (- (ev (v (e t n g d)) * ev (v (kappa t n g d1)))) * D (v (a t n g d1)).
Definition F'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dS t n g d d1) * ev (v (v_ t n g d)) * D (v (k_tilde t n g d1)).
Definition F'32 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dS t n g d d1) * ev (v (k_tilde t n g d1)) * D (v (v_ t n g d)).
Definition P'S_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dS t n g d d1) * D (v (S_ t n g d d1)).
Lemma fwd'S_ : P'S_ = (F'14 + F'21) + (F'15 + F'19 + F'25) + (F'16 + F'32).
Proof.
rewrite /P'S_ /F'14 /F'21 /F'15 /F'19 /F'25 /F'16 /F'32. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => d1 R'd1.
rewrite [in LHS](E'S_ t n g d d1 R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'S_'0 t n g d d1 R't R'n R'g R'd R'd1) | exact: (tan'S_'1 t n g d d1 R't R'n R'g R'd R'd1)] | exact: (tan'S_'2 t n g d d1 R't R'n R'g R'd R'd1)].
Qed.

Lemma E'a_o3 (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_o3 t n g d) = \sum_(1 <= d1 < D.+1) v (r t n g d1) * v (S_ t n g d d1).
Proof. exact: (if_true (Hv' (a_o3 t n g d)) R't). Qed.

Lemma tan'a_o3'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= d1 < D.+1) v (r t n g d1) * v (S_ t n g d d1)) = (\sum_(1 <= d1 < D.+1) x' * ev (v (r t n g d1)) * D (v (S_ t n g d d1))) + (\sum_(1 <= d1 < D.+1) x' * ev (v (S_ t n g d d1)) * D (v (r t n g d1))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => d1 R'd1. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (da_o3 t n g d) * ev (v (r t n g d1)) * D (v (S_ t n g d d1)).
Definition F'35 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (da_o3 t n g d) * ev (v (S_ t n g d d1)) * D (v (r t n g d1)).
Definition P'a_o3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_o3 t n g d) * D (v (a_o3 t n g d)).
Lemma fwd'a_o3 : P'a_o3 = (F'11 + F'35).
Proof.
rewrite /P'a_o3 /F'11 /F'35. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_o3 t n g d R't). exact: (tan'a_o3'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_o2 (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_o2 t n g) = \sum_(1 <= d < D.+1) over_D * v (a_o3 t n g d).
Proof. exact: (if_true (Hv' (a_o2 t n g)) R't). Qed.

Lemma tan'a_o2'0 (t n g : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= d < D.+1) over_D * v (a_o3 t n g d)) = (\sum_(1 <= d < D.+1) x' * ev (over_D) * D (v (a_o3 t n g d))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => d R'd. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_o2 t n g) * ev (over_D) * D (v (a_o3 t n g d)).
Definition P'a_o2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_o2 t n g) * D (v (a_o2 t n g)).
Lemma fwd'a_o2 : P'a_o2 = (F'9).
Proof.
rewrite /P'a_o2 /F'9. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [in LHS](E'a_o2 t n g R't). exact: (tan'a_o2'0 t n g R't R'n R'g).
Qed.

Lemma E'a_o (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_o t n g d) = (\sum_(1 <= d1 < D.+1) v (r t n g d1) * v (S_ t n g d d1))
      + ((- (v (a_o2 t n g)))).
Proof. exact: (if_true (Hv' (a_o t n g d)) R't). Qed.

Lemma tan'a_o'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= d1 < D.+1) v (r t n g d1) * v (S_ t n g d d1)) = (\sum_(1 <= d1 < D.+1) x' * ev (v (r t n g d1)) * D (v (S_ t n g d d1))) + (\sum_(1 <= d1 < D.+1) x' * ev (v (S_ t n g d d1)) * D (v (r t n g d1))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => d1 R'd1. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_o'1 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D ((- (v (a_o2 t n g)))) = (x' * (- 1) * D (v (a_o2 t n g))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (da_o t n g d) * ev (v (r t n g d1)) * D (v (S_ t n g d d1)).
Definition F'36 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (da_o t n g d) * ev (v (S_ t n g d d1)) * D (v (r t n g d1)).
Definition F'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_o t n g d) * (- 1) * D (v (a_o2 t n g)).
Definition P'a_o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_o t n g d) * D (v (a_o t n g d)).
Lemma fwd'a_o : P'a_o = (F'12 + F'36) + (F'8).
Proof.
rewrite /P'a_o /F'12 /F'36 /F'8. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_o t n g d R't). apply: weigh_add; [exact: (tan'a_o'0 t n g d R't R'n R'g R'd) | exact: (tan'a_o'1 t n g d R't R'n R'g R'd)].
Qed.

Lemma E'a_o4 (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_o4 t n g) = (\sum_(1 <= d < D.+1) over_D * v (a_o t n g d) * v (a_o t n g d))
      + (constant_4).
Proof. exact: (if_true (Hv' (a_o4 t n g)) R't). Qed.

Lemma tan'a_o4'0 (t n g : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= d < D.+1) over_D * v (a_o t n g d) * v (a_o t n g d)) = (\sum_(1 <= d < D.+1) x' * 2%:R * ev (over_D) * ev (v (a_o t n g d)) * D (v (a_o t n g d))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => d R'd. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_o4'1 (t n g : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (x' : B) :
  x' * D (constant_4) = 0.
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'6 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_o4 t n g) * 2%:R * ev (over_D) * ev (v (a_o t n g d)) * D (v (a_o t n g d)).
Definition P'a_o4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_o4 t n g) * D (v (a_o4 t n g)).
Lemma fwd'a_o4 : P'a_o4 = (F'6).
Proof.
rewrite /P'a_o4 /F'6. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [in LHS](E'a_o4 t n g R't). apply: weigh_left; [exact: (tan'a_o4'0 t n g R't R'n R'g) | exact: (tan'a_o4'1 t n g R't R'n R'g)].
Qed.

Lemma E'o (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (o t n g d) = (inv (sqrt (v (a_o4 t n g))) * gain g d * v (a_o t n g d))
      + (shift g d).
Proof. exact: (if_true (Hv' (o t n g d)) R't). Qed.

Lemma tan'o'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (inv (sqrt (v (a_o4 t n g))) * gain g d * v (a_o t n g d)) = (x' * (- (ev (over_2) * ev (inv (sqrt (v (a_o4 t n g)))) * ev (inv (sqrt (v (a_o4 t n g)))) * ev (inv (sqrt (v (a_o4 t n g)))) * ev (gain g d) * ev (v (a_o t n g d)))) * D (v (a_o4 t n g))) + (x' * ev (inv (sqrt (v (a_o4 t n g)))) * ev (gain g d) * D (v (a_o t n g d))) + (x' * ev (inv (sqrt (v (a_o4 t n g)))) * ev (v (a_o t n g d)) * D (gain g d)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'o'1 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (shift g d) = (x' * D (shift g d)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (do_ t n g d) * (- (ev (over_2) * ev (inv (sqrt (v (a_o4 t n g)))) * ev (inv (sqrt (v (a_o4 t n g)))) * ev (inv (sqrt (v (a_o4 t n g)))) * ev (gain g d) * ev (v (a_o t n g d)))) * D (v (a_o4 t n g)).
Definition F'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (do_ t n g d) * ev (inv (sqrt (v (a_o4 t n g)))) * ev (gain g d) * D (v (a_o t n g d)).
Definition F'76 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (do_ t n g d) * ev (inv (sqrt (v (a_o4 t n g)))) * ev (v (a_o t n g d)) * D (gain g d).
Definition F'77 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (do_ t n g d) * D (shift g d).
Definition P'o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (do_ t n g d) * D (v (o t n g d)).
Lemma fwd'o : P'o = (F'5 + F'7 + F'76) + (F'77).
Proof.
rewrite /P'o /F'5 /F'7 /F'76 /F'77. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'o t n g d R't). apply: weigh_add; [exact: (tan'o'0 t n g d R't R'n R'g R'd) | exact: (tan'o'1 t n g d R't R'n R'g R'd)].
Qed.

Lemma E'a_h (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_h t n g) = \sum_(1 <= d < D.+1) rho g d * v (k_tilde t n g d) * v (r t n g d).
Proof. exact: (if_true (Hv' (a_h t n g)) R't). Qed.

Lemma tan'a_h'0 (t n g : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= d < D.+1) rho g d * v (k_tilde t n g d) * v (r t n g d)) = (\sum_(1 <= d < D.+1) x' * ev (rho g d) * ev (v (r t n g d)) * D (v (k_tilde t n g d))) + (\sum_(1 <= d < D.+1) x' * ev (rho g d) * ev (v (k_tilde t n g d)) * D (v (r t n g d))) + (\sum_(1 <= d < D.+1) x' * ev (v (k_tilde t n g d)) * ev (v (r t n g d)) * D (rho g d)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => d R'd. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_h t n g) * ev (rho g d) * ev (v (r t n g d)) * D (v (k_tilde t n g d)).
Definition F'37 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_h t n g) * ev (rho g d) * ev (v (k_tilde t n g d)) * D (v (r t n g d)).
Definition F'78 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_h t n g) * ev (v (k_tilde t n g d)) * ev (v (r t n g d)) * D (rho g d).
Definition P'a_h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_h t n g) * D (v (a_h t n g)).
Lemma fwd'a_h : P'a_h = (F'17 + F'37 + F'78).
Proof.
rewrite /P'a_h /F'17 /F'37 /F'78. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [in LHS](E'a_h t n g R't). exact: (tan'a_h'0 t n g R't R'n R'g).
Qed.

Lemma E'a_g2 (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_g2 t n k) = (x t n k)
      + (((- (x t n k)) + v (x_lag0 t.-1 n k)) * mu_g k).
Proof. exact: (if_true (Hv' (a_g2 t n k)) R't). Qed.

Lemma tan'a_g2'0 (t n k : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'k : (1 <= k < M.+1)%N) (x' : B) :
  x' * D (x t n k) = (x' * D (x t n k)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_g2'1 (t n k : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'k : (1 <= k < M.+1)%N) (x' : B) :
  x' * D (((- (x t n k)) + v (x_lag0 t.-1 n k)) * mu_g k) = (x' * ev (mu_g k) * D (v (x_lag0 t.-1 n k))) + (x' * (- (ev (mu_g k))) * D (x t n k)) + (x' * ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * D (mu_g k)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'57 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_g2 t n k) * D (x t n k).
Definition F'45 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_g2 t n k) * ev (mu_g k) * D (v (x_lag0 t.-1 n k)).
Definition F'58 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_g2 t n k) * (- (ev (mu_g k))) * D (x t n k).
Definition F'64 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_g2 t n k) * ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * D (mu_g k).
Definition P'a_g2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_g2 t n k) * D (v (a_g2 t n k)).
Lemma fwd'a_g2 : P'a_g2 = (F'57) + (F'45 + F'58 + F'64).
Proof.
rewrite /P'a_g2 /F'57 /F'45 /F'58 /F'64. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [in LHS](E'a_g2 t n k R't). apply: weigh_add; [exact: (tan'a_g2'0 t n k R't R'n R'k) | exact: (tan'a_g2'1 t n k R't R'n R'k)].
Qed.

Lemma E'a_g (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_g t n g d) = \sum_(1 <= k < M.+1) W_g g d k * v (a_g2 t n k).
Proof. exact: (if_true (Hv' (a_g t n g d)) R't). Qed.

Lemma tan'a_g'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_g g d k * v (a_g2 t n k)) = (\sum_(1 <= k < M.+1) x' * ev (W_g g d k) * D (v (a_g2 t n k))) + (\sum_(1 <= k < M.+1) x' * ev (v (a_g2 t n k)) * D (W_g g d k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_g t n g d) * ev (W_g g d k) * D (v (a_g2 t n k)).
Definition F'72 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_g t n g d) * ev (v (a_g2 t n k)) * D (W_g g d k).
Definition P'a_g : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_g t n g d) * D (v (a_g t n g d)).
Lemma fwd'a_g : P'a_g = (F'2 + F'72).
Proof.
rewrite /P'a_g /F'2 /F'72. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_g t n g d R't). exact: (tan'a_g'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'h (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (h t n g d) = (v (a_h t n g) * v (v_ t n g d) + v (o t n g d)) * v (a_g t n g d).
Proof. exact: (if_true (Hv' (h t n g d)) R't). Qed.

Lemma tan'h'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D ((v (a_h t n g) * v (v_ t n g d) + v (o t n g d)) * v (a_g t n g d)) = (x' * (ev (v (a_h t n g)) * ev (v (v_ t n g d)) + ev (v (o t n g d))) * D (v (a_g t n g d))) + (x' * ev (v (a_g t n g d)) * ev (v (v_ t n g d)) * D (v (a_h t n g))) + (x' * ev (v (a_g t n g d)) * D (v (o t n g d))) + (x' * ev (v (a_h t n g)) * ev (v (a_g t n g d)) * D (v (v_ t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'1 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dh t n g d) * (ev (v (a_h t n g)) * ev (v (v_ t n g d)) + ev (v (o t n g d))) * D (v (a_g t n g d)).
Definition F'3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dh t n g d) * ev (v (a_g t n g d)) * ev (v (v_ t n g d)) * D (v (a_h t n g)).
Definition F'4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dh t n g d) * ev (v (a_g t n g d)) * D (v (o t n g d)).
Definition F'33 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dh t n g d) * ev (v (a_h t n g)) * ev (v (a_g t n g d)) * D (v (v_ t n g d)).
Definition P'h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dh t n g d) * D (v (h t n g d)).
Lemma fwd'h : P'h = (F'1 + F'3 + F'4 + F'33).
Proof.
rewrite /P'h /F'1 /F'3 /F'4 /F'33. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'h t n g d R't). exact: (tan'h'0 t n g d R't R'n R'g R'd).
Qed.

Definition B'0 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (dy t n g d) * D (v (h t n g d)).
Lemma path'0 : F'0 = B'0.
Proof.
rewrite /F'0 /B'0.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'h (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (dh t n g d) = ((dy t n g d)).
Proof. apply: (etrans (if_true (Hw' (dh t n g d)) R't)). exact: erefl. Qed.

Definition Q'h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dh t n g d) * D (v (h t n g d)).
Lemma bwd'h : Q'h = (B'0).
Proof.
rewrite /Q'h /B'0. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'h t n g d R't). exact: erefl.
Qed.

Definition B'1 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ((ev (v (a_h t n g)) * ev (v (v_ t n g d)) + ev (v (o t n g d))) * w (dh t n g d)) * D (v (a_g t n g d)).
Lemma path'1 : F'1 = B'1.
Proof.
rewrite /F'1 /B'1.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_g (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_g t n g d) = (((ev (v (a_h t n g)) * ev (v (v_ t n g d)) + ev (v (o t n g d))) * w (dh t n g d))).
Proof. apply: (etrans (if_true (Hw' (da_g t n g d)) R't)). exact: erefl. Qed.

Definition Q'a_g : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_g t n g d) * D (v (a_g t n g d)).
Lemma bwd'a_g : Q'a_g = (B'1).
Proof.
rewrite /Q'a_g /B'1. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_g t n g d R't). exact: erefl.
Qed.

Definition B'2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_g g d k) * w (da_g t n g d)) * D (v (a_g2 t n k)).
Lemma path'2 : F'2 = B'2.
Proof.
rewrite /F'2 /B'2.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_g2 (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_g2 t n k) = ((\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_g g d k) * w (da_g t n g d))).
Proof. apply: (etrans (if_true (Hw' (da_g2 t n k)) R't)). exact: erefl. Qed.

Definition Q'a_g2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_g2 t n k) * D (v (a_g2 t n k)).
Lemma bwd'a_g2 : Q'a_g2 = (B'2).
Proof.
rewrite /Q'a_g2 /B'2. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'a_g2 t n k R't). exact: erefl.
Qed.

Definition B'3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) (\sum_(1 <= d < D.+1) ev (v (a_g t n g d)) * w (dh t n g d) * ev (v (v_ t n g d))) * D (v (a_h t n g)).
Lemma path'3 : F'3 = B'3.
Proof.
rewrite /F'3 /B'3.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_h (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_h t n g) = ((\sum_(1 <= d < D.+1) ev (v (a_g t n g d)) * w (dh t n g d) * ev (v (v_ t n g d)))).
Proof. apply: (etrans (if_true (Hw' (da_h t n g)) R't)). exact: erefl. Qed.

Definition Q'a_h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_h t n g) * D (v (a_h t n g)).
Lemma bwd'a_h : Q'a_h = (B'3).
Proof.
rewrite /Q'a_h /B'3. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [X in X * _](adj'a_h t n g R't). exact: erefl.
Qed.

Definition B'4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (ev (v (a_g t n g d)) * w (dh t n g d)) * D (v (o t n g d)).
Lemma path'4 : F'4 = B'4.
Proof.
rewrite /F'4 /B'4.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'o (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (do_ t n g d) = ((ev (v (a_g t n g d)) * w (dh t n g d))).
Proof. apply: (etrans (if_true (Hw' (do_ t n g d)) R't)). exact: erefl. Qed.

Definition Q'o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (do_ t n g d) * D (v (o t n g d)).
Lemma bwd'o : Q'o = (B'4).
Proof.
rewrite /Q'o /B'4. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'o t n g d R't). exact: erefl.
Qed.

Definition B'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) (\sum_(1 <= d < D.+1) (- (ev (over_2) * ev (inv (sqrt (v (a_o4 t n g)))) * ev (inv (sqrt (v (a_o4 t n g)))) * ev (inv (sqrt (v (a_o4 t n g)))) * ev (gain g d) * ev (v (a_o t n g d)) * w (do_ t n g d)))) * D (v (a_o4 t n g)).
Lemma path'5 : F'5 = B'5.
Proof.
rewrite /F'5 /B'5.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_o4 (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_o4 t n g) = ((\sum_(1 <= d < D.+1) (- (ev (over_2) * ev (inv (sqrt (v (a_o4 t n g)))) * ev (inv (sqrt (v (a_o4 t n g)))) * ev (inv (sqrt (v (a_o4 t n g)))) * ev (gain g d) * ev (v (a_o t n g d)) * w (do_ t n g d))))).
Proof. apply: (etrans (if_true (Hw' (da_o4 t n g)) R't)). exact: erefl. Qed.

Definition Q'a_o4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_o4 t n g) * D (v (a_o4 t n g)).
Lemma bwd'a_o4 : Q'a_o4 = (B'5).
Proof.
rewrite /Q'a_o4 /B'5. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [X in X * _](adj'a_o4 t n g R't). exact: erefl.
Qed.

Definition B'6 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (2%:R * ev (over_D) * w (da_o4 t n g) * ev (v (a_o t n g d))) * D (v (a_o t n g d)).
Lemma path'6 : F'6 = B'6.
Proof.
rewrite /F'6 /B'6.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (ev (inv (sqrt (v (a_o4 t n g)))) * ev (gain g d) * w (do_ t n g d)) * D (v (a_o t n g d)).
Lemma path'7 : F'7 = B'7.
Proof.
rewrite /F'7 /B'7.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_o (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_o t n g d) = ((2%:R * ev (over_D) * w (da_o4 t n g) * ev (v (a_o t n g d)))) + ((ev (inv (sqrt (v (a_o4 t n g)))) * ev (gain g d) * w (do_ t n g d))).
Proof. apply: (etrans (if_true (Hw' (da_o t n g d)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'a_o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_o t n g d) * D (v (a_o t n g d)).
Lemma bwd'a_o : Q'a_o = (B'6) + (B'7).
Proof.
rewrite /Q'a_o /B'6 /B'7. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_o t n g d R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) (\sum_(1 <= d < D.+1) (- (w (da_o t n g d)))) * D (v (a_o2 t n g)).
Lemma path'8 : F'8 = B'8.
Proof.
rewrite /F'8 /B'8.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_o2 (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_o2 t n g) = ((\sum_(1 <= d < D.+1) (- (w (da_o t n g d))))).
Proof. apply: (etrans (if_true (Hw' (da_o2 t n g)) R't)). exact: erefl. Qed.

Definition Q'a_o2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_o2 t n g) * D (v (a_o2 t n g)).
Lemma bwd'a_o2 : Q'a_o2 = (B'8).
Proof.
rewrite /Q'a_o2 /B'8. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [X in X * _](adj'a_o2 t n g R't). exact: erefl.
Qed.

Definition B'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (ev (over_D) * w (da_o2 t n g)) * D (v (a_o3 t n g d)).
Lemma path'9 : F'9 = B'9.
Proof.
rewrite /F'9 /B'9.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_o3 (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_o3 t n g d) = ((ev (over_D) * w (da_o2 t n g))).
Proof. apply: (etrans (if_true (Hw' (da_o3 t n g d)) R't)). exact: erefl. Qed.

Definition Q'a_o3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_o3 t n g d) * D (v (a_o3 t n g d)).
Lemma bwd'a_o3 : Q'a_o3 = (B'9).
Proof.
rewrite /Q'a_o3 /B'9. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_o3 t n g d R't). exact: erefl.
Qed.

Definition B'10 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) (if (T <= t < T.+1)%N then dS_T n g d d1 else 0) * D (v (S_ t n g d d1)).
Lemma path'10 : F'10 = B'10.
Proof.
rewrite /F'10 /B'10.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) dS_T n g d d1 * D (v (S_ t n g d d1))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
apply: eq_big_nat => d1 _.
algebra'.
Qed.

Definition B'11 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) (if (1 <= t < T.+1)%N then w (da_o3 t n g d) * ev (v (r t n g d1)) else 0) * D (v (S_ t n g d d1)).
Lemma path'11 : F'11 = B'11.
Proof.
rewrite /F'11 /B'11.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
apply: eq_big_nat => d1 _.
algebra'.
Qed.

Definition B'12 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) (if (1 <= t < T.+1)%N then w (da_o t n g d) * ev (v (r t n g d1)) else 0) * D (v (S_ t n g d d1)).
Lemma path'12 : F'12 = B'12.
Proof.
rewrite /F'12 /B'12.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
apply: eq_big_nat => d1 _.
algebra'.
Qed.

Definition B'13 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) (if (0 <= t < T)%N then w (de t.+1 n g d) * ev (v (kappa t.+1 n g d1)) else 0) * D (v (S_ t n g d d1)).
Lemma path'13 : F'13 = B'13.
Proof.
rewrite /F'13 /B'13.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
apply: eq_big_nat => d1 _.
algebra'.
Qed.

Definition B'14 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) (if (0 <= t < T)%N then ev (v (w_ t.+1 n g d1)) * w (dS t.+1 n g d d1) else 0) * D (v (S_ t n g d d1)).
Lemma path'14 : F'14 = B'14.
Proof.
rewrite /F'14 /B'14.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
apply: eq_big_nat => d1 _.
algebra'.
Qed.

Lemma adj'S_ (t n g d d1 : nat) (R't : (0 <= t < T.+1)%N) :
  w (dS t n g d d1) = ((if (T <= t < T.+1)%N then dS_T n g d d1 else 0)) + ((if (1 <= t < T.+1)%N then w (da_o3 t n g d) * ev (v (r t n g d1)) else 0)) + ((if (1 <= t < T.+1)%N then w (da_o t n g d) * ev (v (r t n g d1)) else 0)) + ((if (0 <= t < T)%N then w (de t.+1 n g d) * ev (v (kappa t.+1 n g d1)) else 0)) + ((if (0 <= t < T)%N then ev (v (w_ t.+1 n g d1)) * w (dS t.+1 n g d d1) else 0)).
Proof. apply: (etrans (if_true (Hw' (dS t n g d d1)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'S_ : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dS t n g d d1) * D (v (S_ t n g d d1)).
Lemma bwd'S_ : Q'S_ = (B'10) + (B'11) + (B'12) + (B'13) + (B'14).
Proof.
rewrite /Q'S_ /B'10 /B'11 /B'12 /B'13 /B'14. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => d1 R'd1.
rewrite [X in X * _](adj'S_ t n g d d1 R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= d1 < D.+1) (- (ev (v (a t n g d1)) * ev (v (kappa t n g d1)) * w (dS t n g d d1)))) * D (v (e t n g d)).
Lemma path'15 : F'15 = B'15.
Proof.
rewrite /F'15 /B'15.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d1 _.
algebra'.
Qed.

Lemma adj'e (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (de t n g d) = ((\sum_(1 <= d1 < D.+1) (- (ev (v (a t n g d1)) * ev (v (kappa t n g d1)) * w (dS t n g d d1))))).
Proof. apply: (etrans (if_true (Hw' (de t n g d)) R't)). exact: erefl. Qed.

Definition Q'e : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (de t n g d) * D (v (e t n g d)).
Lemma bwd'e : Q'e = (B'15).
Proof.
rewrite /Q'e /B'15. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'e t n g d R't). exact: erefl.
Qed.

Definition B'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= d1 < D.+1) ev (v (v_ t n g d1)) * w (dS t n g d1 d)) * D (v (k_tilde t n g d)).
Lemma path'16 : F'16 = B'16.
Proof.
rewrite /F'16 /B'16.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d1 _.
algebra'.
Qed.

Definition B'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (ev (rho g d) * w (da_h t n g) * ev (v (r t n g d))) * D (v (k_tilde t n g d)).
Lemma path'17 : F'17 = B'17.
Proof.
rewrite /F'17 /B'17.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'k_tilde (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (dk_tilde t n g d) = ((\sum_(1 <= d1 < D.+1) ev (v (v_ t n g d1)) * w (dS t n g d1 d))) + ((ev (rho g d) * w (da_h t n g) * ev (v (r t n g d)))).
Proof. apply: (etrans (if_true (Hw' (dk_tilde t n g d)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'k_tilde : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dk_tilde t n g d) * D (v (k_tilde t n g d)).
Lemma bwd'k_tilde : Q'k_tilde = (B'16) + (B'17).
Proof.
rewrite /Q'k_tilde /B'16 /B'17. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'k_tilde t n g d R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'18 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= d1 < D.+1) w (de t n g d1) * ev (v (S_ t.-1 n g d1 d))) * D (v (kappa t n g d)).
Lemma path'18 : F'18 = B'18.
Proof.
rewrite /F'18 /B'18.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d1 _.
algebra'.
Qed.

Definition B'19 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= d1 < D.+1) (- (ev (v (a t n g d)) * ev (v (e t n g d1)) * w (dS t n g d1 d)))) * D (v (kappa t n g d)).
Lemma path'19 : F'19 = B'19.
Proof.
rewrite /F'19 /B'19.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d1 _.
algebra'.
Qed.

Lemma adj'kappa (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (dkappa t n g d) = ((\sum_(1 <= d1 < D.+1) w (de t n g d1) * ev (v (S_ t.-1 n g d1 d)))) + ((\sum_(1 <= d1 < D.+1) (- (ev (v (a t n g d)) * ev (v (e t n g d1)) * w (dS t n g d1 d))))).
Proof. apply: (etrans (if_true (Hw' (dkappa t n g d)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'kappa : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dkappa t n g d) * D (v (kappa t n g d)).
Lemma bwd'kappa : Q'kappa = (B'18) + (B'19).
Proof.
rewrite /Q'kappa /B'18 /B'19. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'kappa t n g d R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'20 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) (\sum_(1 <= d < D.+1) (- (ev (over_2) * ev (inv (sqrt (v (a_kappa t n g)))) * ev (inv (sqrt (v (a_kappa t n g)))) * ev (inv (sqrt (v (a_kappa t n g)))) * ev (xi g d) * w (dkappa t n g d) * ev (v (k_ t n g d))))) * D (v (a_kappa t n g)).
Lemma path'20 : F'20 = B'20.
Proof.
rewrite /F'20 /B'20.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_kappa (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_kappa t n g) = ((\sum_(1 <= d < D.+1) (- (ev (over_2) * ev (inv (sqrt (v (a_kappa t n g)))) * ev (inv (sqrt (v (a_kappa t n g)))) * ev (inv (sqrt (v (a_kappa t n g)))) * ev (xi g d) * w (dkappa t n g d) * ev (v (k_ t n g d)))))).
Proof. apply: (etrans (if_true (Hw' (da_kappa t n g)) R't)). exact: erefl. Qed.

Definition Q'a_kappa : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_kappa t n g) * D (v (a_kappa t n g)).
Lemma bwd'a_kappa : Q'a_kappa = (B'20).
Proof.
rewrite /Q'a_kappa /B'20. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [X in X * _](adj'a_kappa t n g R't). exact: erefl.
Qed.

Definition B'21 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= d1 < D.+1) ev (v (S_ t.-1 n g d1 d)) * w (dS t n g d1 d)) * D (v (w_ t n g d)).
Lemma path'21 : F'21 = B'21.
Proof.
rewrite /F'21 /B'21.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d1 _.
algebra'.
Qed.

Lemma adj'w_ (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (dw t n g d) = ((\sum_(1 <= d1 < D.+1) ev (v (S_ t.-1 n g d1 d)) * w (dS t n g d1 d))).
Proof. apply: (etrans (if_true (Hw' (dw t n g d)) R't)). exact: erefl. Qed.

Definition Q'w_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dw t n g d) * D (v (w_ t n g d)).
Lemma bwd'w_ : Q'w_ = (B'21).
Proof.
rewrite /Q'w_ /B'21. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'w_ t n g d R't). exact: erefl.
Qed.

Definition B'22 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ((- ((1 - ev (tanh (v (a_w t n g d))) * ev (tanh (v (a_w t n g d)))) * (1 - ev (sigmoid (tanh (v (a_w t n g d))))) * w (dw t n g d) * ev (v (w_ t n g d)) * ev (constant_1) * ev (sigmoid (tanh (v (a_w t n g d))))))) * D (v (a_w t n g d)).
Lemma path'22 : F'22 = B'22.
Proof.
rewrite /F'22 /B'22.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_w (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_w t n g d) = (((- ((1 - ev (tanh (v (a_w t n g d))) * ev (tanh (v (a_w t n g d)))) * (1 - ev (sigmoid (tanh (v (a_w t n g d))))) * w (dw t n g d) * ev (v (w_ t n g d)) * ev (constant_1) * ev (sigmoid (tanh (v (a_w t n g d)))))))).
Proof. apply: (etrans (if_true (Hw' (da_w t n g d)) R't)). exact: erefl. Qed.

Definition Q'a_w : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_w t n g d) * D (v (a_w t n g d)).
Lemma bwd'a_w : Q'a_w = (B'22).
Proof.
rewrite /Q'a_w /B'22. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_w t n g d R't). exact: erefl.
Qed.

Definition B'23 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_w g d k) * w (da_w t n g d)) * D (v (a_w2 t n k)).
Lemma path'23 : F'23 = B'23.
Proof.
rewrite /F'23 /B'23.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_w2 (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_w2 t n k) = ((\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_w g d k) * w (da_w t n g d))).
Proof. apply: (etrans (if_true (Hw' (da_w2 t n k)) R't)). exact: erefl. Qed.

Definition Q'a_w2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_w2 t n k) * D (v (a_w2 t n k)).
Lemma bwd'a_w2 : Q'a_w2 = (B'23).
Proof.
rewrite /Q'a_w2 /B'23. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'a_w2 t n k R't). exact: erefl.
Qed.

Definition B'24 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (ev (alpha g d) * w (dk_tilde t n g d) * ev (v (k_ t n g d))) * D (v (a t n g d)).
Lemma path'24 : F'24 = B'24.
Proof.
rewrite /F'24 /B'24.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'25 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= d1 < D.+1) (- (ev (v (e t n g d1)) * ev (v (kappa t n g d)) * w (dS t n g d1 d)))) * D (v (a t n g d)).
Lemma path'25 : F'25 = B'25.
Proof.
rewrite /F'25 /B'25.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d1 _.
algebra'.
Qed.

Lemma adj'a (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da t n g d) = ((ev (alpha g d) * w (dk_tilde t n g d) * ev (v (k_ t n g d)))) + ((\sum_(1 <= d1 < D.+1) (- (ev (v (e t n g d1)) * ev (v (kappa t n g d)) * w (dS t n g d1 d))))).
Proof. apply: (etrans (if_true (Hw' (da t n g d)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'a : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da t n g d) * D (v (a t n g d)).
Lemma bwd'a : Q'a = (B'24) + (B'25).
Proof.
rewrite /Q'a /B'24 /B'25. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a t n g d R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'26 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ((1 - ev (v (a t n g d))) * ev (v (a t n g d)) * w (da t n g d)) * D (v (a_a t n g d)).
Lemma path'26 : F'26 = B'26.
Proof.
rewrite /F'26 /B'26.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_a (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_a t n g d) = (((1 - ev (v (a t n g d))) * ev (v (a t n g d)) * w (da t n g d))).
Proof. apply: (etrans (if_true (Hw' (da_a t n g d)) R't)). exact: erefl. Qed.

Definition Q'a_a : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_a t n g d) * D (v (a_a t n g d)).
Lemma bwd'a_a : Q'a_a = (B'26).
Proof.
rewrite /Q'a_a /B'26. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_a t n g d R't). exact: erefl.
Qed.

Definition B'27 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_a g d k) * w (da_a t n g d)) * D (v (a_a2 t n k)).
Lemma path'27 : F'27 = B'27.
Proof.
rewrite /F'27 /B'27.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_a2 (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_a2 t n k) = ((\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_a g d k) * w (da_a t n g d))).
Proof. apply: (etrans (if_true (Hw' (da_a2 t n k)) R't)). exact: erefl. Qed.

Definition Q'a_a2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_a2 t n k) * D (v (a_a2 t n k)).
Lemma bwd'a_a2 : Q'a_a2 = (B'27).
Proof.
rewrite /Q'a_a2 /B'27. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'a_a2 t n k R't). exact: erefl.
Qed.

Definition B'28 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (2%:R * ev (xi g d) * ev (xi g d) * w (da_kappa t n g) * ev (v (k_ t n g d))) * D (v (k_ t n g d)).
Lemma path'28 : F'28 = B'28.
Proof.
rewrite /F'28 /B'28.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'29 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (ev (inv (sqrt (v (a_kappa t n g)))) * ev (xi g d) * w (dkappa t n g d)) * D (v (k_ t n g d)).
Lemma path'29 : F'29 = B'29.
Proof.
rewrite /F'29 /B'29.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'30 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ((1 + ((- 1) + ev (v (a t n g d))) * ev (alpha g d)) * w (dk_tilde t n g d)) * D (v (k_ t n g d)).
Lemma path'30 : F'30 = B'30.
Proof.
rewrite /F'30 /B'30.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'k_ (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (dk t n g d) = ((2%:R * ev (xi g d) * ev (xi g d) * w (da_kappa t n g) * ev (v (k_ t n g d)))) + ((ev (inv (sqrt (v (a_kappa t n g)))) * ev (xi g d) * w (dkappa t n g d))) + (((1 + ((- 1) + ev (v (a t n g d))) * ev (alpha g d)) * w (dk_tilde t n g d))).
Proof. apply: (etrans (if_true (Hw' (dk t n g d)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'k_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dk t n g d) * D (v (k_ t n g d)).
Lemma bwd'k_ : Q'k_ = (B'28) + (B'29) + (B'30).
Proof.
rewrite /Q'k_ /B'28 /B'29 /B'30. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'k_ t n g d R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'31 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_k g d k) * w (dk t n g d)) * D (v (a_k t n k)).
Lemma path'31 : F'31 = B'31.
Proof.
rewrite /F'31 /B'31.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_k (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_k t n k) = ((\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_k g d k) * w (dk t n g d))).
Proof. apply: (etrans (if_true (Hw' (da_k t n k)) R't)). exact: erefl. Qed.

Definition Q'a_k : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_k t n k) * D (v (a_k t n k)).
Lemma bwd'a_k : Q'a_k = (B'31).
Proof.
rewrite /Q'a_k /B'31. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'a_k t n k R't). exact: erefl.
Qed.

Definition B'32 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= d1 < D.+1) ev (v (k_tilde t n g d1)) * w (dS t n g d d1)) * D (v (v_ t n g d)).
Lemma path'32 : F'32 = B'32.
Proof.
rewrite /F'32 /B'32.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d1 _.
algebra'.
Qed.

Definition B'33 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (ev (v (a_h t n g)) * ev (v (a_g t n g d)) * w (dh t n g d)) * D (v (v_ t n g d)).
Lemma path'33 : F'33 = B'33.
Proof.
rewrite /F'33 /B'33.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'v_ (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (dv t n g d) = ((\sum_(1 <= d1 < D.+1) ev (v (k_tilde t n g d1)) * w (dS t n g d d1))) + ((ev (v (a_h t n g)) * ev (v (a_g t n g d)) * w (dh t n g d))).
Proof. apply: (etrans (if_true (Hw' (dv t n g d)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'v_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dv t n g d) * D (v (v_ t n g d)).
Lemma bwd'v_ : Q'v_ = (B'32) + (B'33).
Proof.
rewrite /Q'v_ /B'32 /B'33. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'v_ t n g d R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'34 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_v g d k) * w (dv t n g d)) * D (v (a_v t n k)).
Lemma path'34 : F'34 = B'34.
Proof.
rewrite /F'34 /B'34.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_v (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_v t n k) = ((\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_v g d k) * w (dv t n g d))).
Proof. apply: (etrans (if_true (Hw' (da_v t n k)) R't)). exact: erefl. Qed.

Definition Q'a_v : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_v t n k) * D (v (a_v t n k)).
Lemma bwd'a_v : Q'a_v = (B'34).
Proof.
rewrite /Q'a_v /B'34. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'a_v t n k R't). exact: erefl.
Qed.

Definition B'35 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= d1 < D.+1) w (da_o3 t n g d1) * ev (v (S_ t n g d1 d))) * D (v (r t n g d)).
Lemma path'35 : F'35 = B'35.
Proof.
rewrite /F'35 /B'35.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d1 _.
algebra'.
Qed.

Definition B'36 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= d1 < D.+1) w (da_o t n g d1) * ev (v (S_ t n g d1 d))) * D (v (r t n g d)).
Lemma path'36 : F'36 = B'36.
Proof.
rewrite /F'36 /B'36.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d1 _.
algebra'.
Qed.

Definition B'37 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (ev (rho g d) * w (da_h t n g) * ev (v (k_tilde t n g d))) * D (v (r t n g d)).
Lemma path'37 : F'37 = B'37.
Proof.
rewrite /F'37 /B'37.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'r (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (dr t n g d) = ((\sum_(1 <= d1 < D.+1) w (da_o3 t n g d1) * ev (v (S_ t n g d1 d)))) + ((\sum_(1 <= d1 < D.+1) w (da_o t n g d1) * ev (v (S_ t n g d1 d)))) + ((ev (rho g d) * w (da_h t n g) * ev (v (k_tilde t n g d)))).
Proof. apply: (etrans (if_true (Hw' (dr t n g d)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'r : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dr t n g d) * D (v (r t n g d)).
Lemma bwd'r : Q'r = (B'35) + (B'36) + (B'37).
Proof.
rewrite /Q'r /B'35 /B'36 /B'37. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'r t n g d R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'38 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_r g d k) * w (dr t n g d)) * D (v (a_r t n k)).
Lemma path'38 : F'38 = B'38.
Proof.
rewrite /F'38 /B'38.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_r (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_r t n k) = ((\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_r g d k) * w (dr t n g d))).
Proof. apply: (etrans (if_true (Hw' (da_r t n k)) R't)). exact: erefl. Qed.

Definition Q'a_r : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (da_r t n k) * D (v (a_r t n k)).
Lemma bwd'a_r : Q'a_r = (B'38).
Proof.
rewrite /Q'a_r /B'38. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'a_r t n k R't). exact: erefl.
Qed.

Definition B'39 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (if (T <= t < T.+1)%N then dx_lag0_T n k else 0) * D (v (x_lag0 t n k)).
Lemma path'39 : F'39 = B'39.
Proof.
rewrite /F'39 /B'39.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) dx_lag0_T n k * D (v (x_lag0 t n k))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'40 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (if (0 <= t < T)%N then ev (mu_r k) * w (da_r t.+1 n k) else 0) * D (v (x_lag0 t n k)).
Lemma path'40 : F'40 = B'40.
Proof.
rewrite /F'40 /B'40.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'41 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (if (0 <= t < T)%N then ev (mu_v k) * w (da_v t.+1 n k) else 0) * D (v (x_lag0 t n k)).
Lemma path'41 : F'41 = B'41.
Proof.
rewrite /F'41 /B'41.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'42 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (if (0 <= t < T)%N then ev (mu_k k) * w (da_k t.+1 n k) else 0) * D (v (x_lag0 t n k)).
Lemma path'42 : F'42 = B'42.
Proof.
rewrite /F'42 /B'42.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'43 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (if (0 <= t < T)%N then ev (mu_a k) * w (da_a2 t.+1 n k) else 0) * D (v (x_lag0 t n k)).
Lemma path'43 : F'43 = B'43.
Proof.
rewrite /F'43 /B'43.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'44 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (if (0 <= t < T)%N then ev (mu_w k) * w (da_w2 t.+1 n k) else 0) * D (v (x_lag0 t n k)).
Lemma path'44 : F'44 = B'44.
Proof.
rewrite /F'44 /B'44.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'45 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (if (0 <= t < T)%N then ev (mu_g k) * w (da_g2 t.+1 n k) else 0) * D (v (x_lag0 t n k)).
Lemma path'45 : F'45 = B'45.
Proof.
rewrite /F'45 /B'45.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Lemma adj'x_lag0 (t n k : nat) (R't : (0 <= t < T.+1)%N) :
  w (dx_lag0 t n k) = ((if (T <= t < T.+1)%N then dx_lag0_T n k else 0)) + ((if (0 <= t < T)%N then ev (mu_r k) * w (da_r t.+1 n k) else 0)) + ((if (0 <= t < T)%N then ev (mu_v k) * w (da_v t.+1 n k) else 0)) + ((if (0 <= t < T)%N then ev (mu_k k) * w (da_k t.+1 n k) else 0)) + ((if (0 <= t < T)%N then ev (mu_a k) * w (da_a2 t.+1 n k) else 0)) + ((if (0 <= t < T)%N then ev (mu_w k) * w (da_w2 t.+1 n k) else 0)) + ((if (0 <= t < T)%N then ev (mu_g k) * w (da_g2 t.+1 n k) else 0)).
Proof. apply: (etrans (if_true (Hw' (dx_lag0 t n k)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'x_lag0 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx_lag0 t n k) * D (v (x_lag0 t n k)).
Lemma bwd'x_lag0 : Q'x_lag0 = (B'39) + (B'40) + (B'41) + (B'42) + (B'43) + (B'44) + (B'45).
Proof.
rewrite /Q'x_lag0 /B'39 /B'40 /B'41 /B'42 /B'43 /B'44 /B'45. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'x_lag0 t n k R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'46 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (w (dx_lag0 t n k)) * D (x t n k).
Lemma path'46 : F'46 = B'46.
Proof.
rewrite /F'46 /B'46.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'47 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (w (da_r t n k)) * D (x t n k).
Lemma path'47 : F'47 = B'47.
Proof.
rewrite /F'47 /B'47.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'48 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) ((- (ev (mu_r k) * w (da_r t n k)))) * D (x t n k).
Lemma path'48 : F'48 = B'48.
Proof.
rewrite /F'48 /B'48.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'49 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (w (da_v t n k)) * D (x t n k).
Lemma path'49 : F'49 = B'49.
Proof.
rewrite /F'49 /B'49.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'50 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) ((- (ev (mu_v k) * w (da_v t n k)))) * D (x t n k).
Lemma path'50 : F'50 = B'50.
Proof.
rewrite /F'50 /B'50.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'51 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (w (da_k t n k)) * D (x t n k).
Lemma path'51 : F'51 = B'51.
Proof.
rewrite /F'51 /B'51.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'52 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) ((- (ev (mu_k k) * w (da_k t n k)))) * D (x t n k).
Lemma path'52 : F'52 = B'52.
Proof.
rewrite /F'52 /B'52.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'53 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (w (da_a2 t n k)) * D (x t n k).
Lemma path'53 : F'53 = B'53.
Proof.
rewrite /F'53 /B'53.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'54 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) ((- (ev (mu_a k) * w (da_a2 t n k)))) * D (x t n k).
Lemma path'54 : F'54 = B'54.
Proof.
rewrite /F'54 /B'54.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'55 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (w (da_w2 t n k)) * D (x t n k).
Lemma path'55 : F'55 = B'55.
Proof.
rewrite /F'55 /B'55.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'56 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) ((- (ev (mu_w k) * w (da_w2 t n k)))) * D (x t n k).
Lemma path'56 : F'56 = B'56.
Proof.
rewrite /F'56 /B'56.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'57 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (w (da_g2 t n k)) * D (x t n k).
Lemma path'57 : F'57 = B'57.
Proof.
rewrite /F'57 /B'57.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'58 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) ((- (ev (mu_g k) * w (da_g2 t n k)))) * D (x t n k).
Lemma path'58 : F'58 = B'58.
Proof.
rewrite /F'58 /B'58.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Lemma adj'x (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (dx t n k) = ((w (dx_lag0 t n k))) + ((w (da_r t n k)) + ((- (ev (mu_r k) * w (da_r t n k))))) + ((w (da_v t n k)) + ((- (ev (mu_v k) * w (da_v t n k))))) + ((w (da_k t n k)) + ((- (ev (mu_k k) * w (da_k t n k))))) + ((w (da_a2 t n k)) + ((- (ev (mu_a k) * w (da_a2 t n k))))) + ((w (da_w2 t n k)) + ((- (ev (mu_w k) * w (da_w2 t n k))))) + ((w (da_g2 t n k)) + ((- (ev (mu_g k) * w (da_g2 t n k))))).
Proof. apply: (etrans (if_true (Hw' (dx t n k)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | (algebra')] | (algebra')] | (algebra')] | (algebra')] | (algebra')] | (algebra')]. Qed.

Definition Q'x : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k).
Lemma bwd'x : Q'x = (B'46) + (B'47 + B'48) + (B'49 + B'50) + (B'51 + B'52) + (B'53 + B'54) + (B'55 + B'56) + (B'57 + B'58).
Proof.
rewrite /Q'x /B'46 /B'47 /B'48 /B'49 /B'50 /B'51 /B'52 /B'53 /B'54 /B'55 /B'56 /B'57 /B'58. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'x t n k R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | apply: times_sum; [exact: erefl | exact: erefl]] | apply: times_sum; [exact: erefl | exact: erefl]] | apply: times_sum; [exact: erefl | exact: erefl]] | apply: times_sum; [exact: erefl | exact: erefl]] | apply: times_sum; [exact: erefl | exact: erefl]] | apply: times_sum; [exact: erefl | exact: erefl]].
Qed.

Definition B'59 : B := \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * w (da_r t n k)) * D (mu_r k).
Lemma path'59 : F'59 = B'59.
Proof.
rewrite /F'59 /B'59.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'mu_r (k : nat) :
  w (dmu_r k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * w (da_r t n k))).
Proof. apply: (etrans (Hw' (dmu_r k))). exact: erefl. Qed.

Definition Q'mu_r : B := \sum_(1 <= k < M.+1) w (dmu_r k) * D (mu_r k).
Lemma bwd'mu_r : Q'mu_r = (B'59).
Proof.
rewrite /Q'mu_r /B'59. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'mu_r k). exact: erefl.
Qed.

Definition B'60 : B := \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * w (da_w2 t n k)) * D (mu_w k).
Lemma path'60 : F'60 = B'60.
Proof.
rewrite /F'60 /B'60.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'mu_w (k : nat) :
  w (dmu_w k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * w (da_w2 t n k))).
Proof. apply: (etrans (Hw' (dmu_w k))). exact: erefl. Qed.

Definition Q'mu_w : B := \sum_(1 <= k < M.+1) w (dmu_w k) * D (mu_w k).
Lemma bwd'mu_w : Q'mu_w = (B'60).
Proof.
rewrite /Q'mu_w /B'60. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'mu_w k). exact: erefl.
Qed.

Definition B'61 : B := \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * w (da_k t n k)) * D (mu_k k).
Lemma path'61 : F'61 = B'61.
Proof.
rewrite /F'61 /B'61.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'mu_k (k : nat) :
  w (dmu_k k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * w (da_k t n k))).
Proof. apply: (etrans (Hw' (dmu_k k))). exact: erefl. Qed.

Definition Q'mu_k : B := \sum_(1 <= k < M.+1) w (dmu_k k) * D (mu_k k).
Lemma bwd'mu_k : Q'mu_k = (B'61).
Proof.
rewrite /Q'mu_k /B'61. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'mu_k k). exact: erefl.
Qed.

Definition B'62 : B := \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * w (da_v t n k)) * D (mu_v k).
Lemma path'62 : F'62 = B'62.
Proof.
rewrite /F'62 /B'62.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'mu_v (k : nat) :
  w (dmu_v k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * w (da_v t n k))).
Proof. apply: (etrans (Hw' (dmu_v k))). exact: erefl. Qed.

Definition Q'mu_v : B := \sum_(1 <= k < M.+1) w (dmu_v k) * D (mu_v k).
Lemma bwd'mu_v : Q'mu_v = (B'62).
Proof.
rewrite /Q'mu_v /B'62. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'mu_v k). exact: erefl.
Qed.

Definition B'63 : B := \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * w (da_a2 t n k)) * D (mu_a k).
Lemma path'63 : F'63 = B'63.
Proof.
rewrite /F'63 /B'63.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'mu_a (k : nat) :
  w (dmu_a k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * w (da_a2 t n k))).
Proof. apply: (etrans (Hw' (dmu_a k))). exact: erefl. Qed.

Definition Q'mu_a : B := \sum_(1 <= k < M.+1) w (dmu_a k) * D (mu_a k).
Lemma bwd'mu_a : Q'mu_a = (B'63).
Proof.
rewrite /Q'mu_a /B'63. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'mu_a k). exact: erefl.
Qed.

Definition B'64 : B := \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * w (da_g2 t n k)) * D (mu_g k).
Lemma path'64 : F'64 = B'64.
Proof.
rewrite /F'64 /B'64.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'mu_g (k : nat) :
  w (dmu_g k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- (ev (x t n k))) + ev (v (x_lag0 t.-1 n k))) * w (da_g2 t n k))).
Proof. apply: (etrans (Hw' (dmu_g k))). exact: erefl. Qed.

Definition Q'mu_g : B := \sum_(1 <= k < M.+1) w (dmu_g k) * D (mu_g k).
Lemma bwd'mu_g : Q'mu_g = (B'64).
Proof.
rewrite /Q'mu_g /B'64. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'mu_g k). exact: erefl.
Qed.

Definition B'65 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_r t n k)) * w (dr t n g d)) * D (W_r g d k).
Lemma path'65 : F'65 = B'65.
Proof.
rewrite /F'65 /B'65.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_r (g d k : nat) :
  w (dW_r g d k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_r t n k)) * w (dr t n g d))).
Proof. apply: (etrans (Hw' (dW_r g d k))). exact: erefl. Qed.

Definition Q'W_r : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_r g d k) * D (W_r g d k).
Lemma bwd'W_r : Q'W_r = (B'65).
Proof.
rewrite /Q'W_r /B'65. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_r g d k). exact: erefl.
Qed.

Definition B'66 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_w2 t n k)) * w (da_w t n g d)) * D (W_w g d k).
Lemma path'66 : F'66 = B'66.
Proof.
rewrite /F'66 /B'66.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_w (g d k : nat) :
  w (dW_w g d k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_w2 t n k)) * w (da_w t n g d))).
Proof. apply: (etrans (Hw' (dW_w g d k))). exact: erefl. Qed.

Definition Q'W_w : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_w g d k) * D (W_w g d k).
Lemma bwd'W_w : Q'W_w = (B'66).
Proof.
rewrite /Q'W_w /B'66. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_w g d k). exact: erefl.
Qed.

Definition B'67 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_w t n g d)) * D (b_w g d).
Lemma path'67 : F'67 = B'67.
Proof.
rewrite /F'67 /B'67.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_w (g d : nat) :
  w (db_w g d) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_w t n g d))).
Proof. apply: (etrans (Hw' (db_w g d))). exact: erefl. Qed.

Definition Q'b_w : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (db_w g d) * D (b_w g d).
Lemma bwd'b_w : Q'b_w = (B'67).
Proof.
rewrite /Q'b_w /B'67. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'b_w g d). exact: erefl.
Qed.

Definition B'68 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_k t n k)) * w (dk t n g d)) * D (W_k g d k).
Lemma path'68 : F'68 = B'68.
Proof.
rewrite /F'68 /B'68.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_k (g d k : nat) :
  w (dW_k g d k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_k t n k)) * w (dk t n g d))).
Proof. apply: (etrans (Hw' (dW_k g d k))). exact: erefl. Qed.

Definition Q'W_k : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_k g d k) * D (W_k g d k).
Lemma bwd'W_k : Q'W_k = (B'68).
Proof.
rewrite /Q'W_k /B'68. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_k g d k). exact: erefl.
Qed.

Definition B'69 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_v t n k)) * w (dv t n g d)) * D (W_v g d k).
Lemma path'69 : F'69 = B'69.
Proof.
rewrite /F'69 /B'69.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_v (g d k : nat) :
  w (dW_v g d k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_v t n k)) * w (dv t n g d))).
Proof. apply: (etrans (Hw' (dW_v g d k))). exact: erefl. Qed.

Definition Q'W_v : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_v g d k) * D (W_v g d k).
Lemma bwd'W_v : Q'W_v = (B'69).
Proof.
rewrite /Q'W_v /B'69. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_v g d k). exact: erefl.
Qed.

Definition B'70 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_a2 t n k)) * w (da_a t n g d)) * D (W_a g d k).
Lemma path'70 : F'70 = B'70.
Proof.
rewrite /F'70 /B'70.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_a (g d k : nat) :
  w (dW_a g d k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_a2 t n k)) * w (da_a t n g d))).
Proof. apply: (etrans (Hw' (dW_a g d k))). exact: erefl. Qed.

Definition Q'W_a : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_a g d k) * D (W_a g d k).
Lemma bwd'W_a : Q'W_a = (B'70).
Proof.
rewrite /Q'W_a /B'70. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_a g d k). exact: erefl.
Qed.

Definition B'71 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_a t n g d)) * D (b_a g d).
Lemma path'71 : F'71 = B'71.
Proof.
rewrite /F'71 /B'71.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_a (g d : nat) :
  w (db_a g d) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_a t n g d))).
Proof. apply: (etrans (Hw' (db_a g d))). exact: erefl. Qed.

Definition Q'b_a : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (db_a g d) * D (b_a g d).
Lemma bwd'b_a : Q'b_a = (B'71).
Proof.
rewrite /Q'b_a /B'71. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'b_a g d). exact: erefl.
Qed.

Definition B'72 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_g2 t n k)) * w (da_g t n g d)) * D (W_g g d k).
Lemma path'72 : F'72 = B'72.
Proof.
rewrite /F'72 /B'72.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_g (g d k : nat) :
  w (dW_g g d k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_g2 t n k)) * w (da_g t n g d))).
Proof. apply: (etrans (Hw' (dW_g g d k))). exact: erefl. Qed.

Definition Q'W_g : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_g g d k) * D (W_g g d k).
Lemma bwd'W_g : Q'W_g = (B'72).
Proof.
rewrite /Q'W_g /B'72. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_g g d k). exact: erefl.
Qed.

Definition B'73 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) 2%:R * ev (v (k_ t n g d)) * ev (v (k_ t n g d)) * ev (xi g d) * w (da_kappa t n g)) * D (xi g d).
Lemma path'73 : F'73 = B'73.
Proof.
rewrite /F'73 /B'73.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Definition B'74 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (inv (sqrt (v (a_kappa t n g)))) * w (dkappa t n g d) * ev (v (k_ t n g d))) * D (xi g d).
Lemma path'74 : F'74 = B'74.
Proof.
rewrite /F'74 /B'74.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'xi (g d : nat) :
  w (dxi g d) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) 2%:R * ev (v (k_ t n g d)) * ev (v (k_ t n g d)) * ev (xi g d) * w (da_kappa t n g))) + ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (inv (sqrt (v (a_kappa t n g)))) * w (dkappa t n g d) * ev (v (k_ t n g d)))).
Proof. apply: (etrans (Hw' (dxi g d))). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'xi : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dxi g d) * D (xi g d).
Lemma bwd'xi : Q'xi = (B'73) + (B'74).
Proof.
rewrite /Q'xi /B'73 /B'74. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'xi g d). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'75 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- 1) + ev (v (a t n g d))) * w (dk_tilde t n g d) * ev (v (k_ t n g d))) * D (alpha g d).
Lemma path'75 : F'75 = B'75.
Proof.
rewrite /F'75 /B'75.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'alpha (g d : nat) :
  w (dalpha g d) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((- 1) + ev (v (a t n g d))) * w (dk_tilde t n g d) * ev (v (k_ t n g d)))).
Proof. apply: (etrans (Hw' (dalpha g d))). exact: erefl. Qed.

Definition Q'alpha : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dalpha g d) * D (alpha g d).
Lemma bwd'alpha : Q'alpha = (B'75).
Proof.
rewrite /Q'alpha /B'75. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'alpha g d). exact: erefl.
Qed.

Definition B'76 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (inv (sqrt (v (a_o4 t n g)))) * ev (v (a_o t n g d)) * w (do_ t n g d)) * D (gain g d).
Lemma path'76 : F'76 = B'76.
Proof.
rewrite /F'76 /B'76.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'gain (g d : nat) :
  w (dgain g d) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (inv (sqrt (v (a_o4 t n g)))) * ev (v (a_o t n g d)) * w (do_ t n g d))).
Proof. apply: (etrans (Hw' (dgain g d))). exact: erefl. Qed.

Definition Q'gain : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dgain g d) * D (gain g d).
Lemma bwd'gain : Q'gain = (B'76).
Proof.
rewrite /Q'gain /B'76. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'gain g d). exact: erefl.
Qed.

Definition B'77 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (do_ t n g d)) * D (shift g d).
Lemma path'77 : F'77 = B'77.
Proof.
rewrite /F'77 /B'77.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'shift (g d : nat) :
  w (dshift g d) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (do_ t n g d))).
Proof. apply: (etrans (Hw' (dshift g d))). exact: erefl. Qed.

Definition Q'shift : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dshift g d) * D (shift g d).
Lemma bwd'shift : Q'shift = (B'77).
Proof.
rewrite /Q'shift /B'77. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'shift g d). exact: erefl.
Qed.

Definition B'78 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_h t n g) * ev (v (k_tilde t n g d)) * ev (v (r t n g d))) * D (rho g d).
Lemma path'78 : F'78 = B'78.
Proof.
rewrite /F'78 /B'78.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'rho (g d : nat) :
  w (drho g d) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_h t n g) * ev (v (k_tilde t n g d)) * ev (v (r t n g d)))).
Proof. apply: (etrans (Hw' (drho g d))). exact: erefl. Qed.

Definition Q'rho : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (drho g d) * D (rho g d).
Lemma bwd'rho : Q'rho = (B'78).
Proof.
rewrite /Q'rho /B'78. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'rho g d). exact: erefl.
Qed.

Lemma mov'x_lag0 : P'x_lag0 = (B'46).
Proof. by rewrite fwd'x_lag0 path'46. Qed.
Definition I'x_lag0 : B := \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx_lag0 0 n k) * D (x_lag0_0 n k).
Lemma all'x_lag0 : Q'x_lag0 = I'x_lag0 + P'x_lag0.
Proof. rewrite /Q'x_lag0 /I'x_lag0 /P'x_lag0 first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => k R'k. congr (_ * D _). exact: (Hv' (x_lag0 0 n k)). Qed.

Lemma mov'a_r : P'a_r = (B'47) + (B'40 + B'48 + B'59).
Proof. by rewrite fwd'a_r path'47 path'40 path'48 path'59. Qed.
Lemma all'a_r : Q'a_r = P'a_r.
Proof. exact: erefl. Qed.

Lemma mov'r : P'r = (B'38 + B'65).
Proof. by rewrite fwd'r path'38 path'65. Qed.
Lemma all'r : Q'r = P'r.
Proof. exact: erefl. Qed.

Lemma mov'a_v : P'a_v = (B'49) + (B'41 + B'50 + B'62).
Proof. by rewrite fwd'a_v path'49 path'41 path'50 path'62. Qed.
Lemma all'a_v : Q'a_v = P'a_v.
Proof. exact: erefl. Qed.

Lemma mov'v_ : P'v_ = (B'34 + B'69).
Proof. by rewrite fwd'v_ path'34 path'69. Qed.
Lemma all'v_ : Q'v_ = P'v_.
Proof. exact: erefl. Qed.

Lemma mov'a_k : P'a_k = (B'51) + (B'42 + B'52 + B'61).
Proof. by rewrite fwd'a_k path'51 path'42 path'52 path'61. Qed.
Lemma all'a_k : Q'a_k = P'a_k.
Proof. exact: erefl. Qed.

Lemma mov'k_ : P'k_ = (B'31 + B'68).
Proof. by rewrite fwd'k_ path'31 path'68. Qed.
Lemma all'k_ : Q'k_ = P'k_.
Proof. exact: erefl. Qed.

Lemma mov'a_a2 : P'a_a2 = (B'53) + (B'43 + B'54 + B'63).
Proof. by rewrite fwd'a_a2 path'53 path'43 path'54 path'63. Qed.
Lemma all'a_a2 : Q'a_a2 = P'a_a2.
Proof. exact: erefl. Qed.

Lemma mov'a_a : P'a_a = (B'27 + B'70) + (B'71).
Proof. by rewrite fwd'a_a path'27 path'70 path'71. Qed.
Lemma all'a_a : Q'a_a = P'a_a.
Proof. exact: erefl. Qed.

Lemma mov'a : P'a = (B'26).
Proof. by rewrite fwd'a path'26. Qed.
Lemma all'a : Q'a = P'a.
Proof. exact: erefl. Qed.

Lemma mov'a_w2 : P'a_w2 = (B'55) + (B'44 + B'56 + B'60).
Proof. by rewrite fwd'a_w2 path'55 path'44 path'56 path'60. Qed.
Lemma all'a_w2 : Q'a_w2 = P'a_w2.
Proof. exact: erefl. Qed.

Lemma mov'a_w : P'a_w = (B'23 + B'66) + (B'67).
Proof. by rewrite fwd'a_w path'23 path'66 path'67. Qed.
Lemma all'a_w : Q'a_w = P'a_w.
Proof. exact: erefl. Qed.

Lemma mov'w_ : P'w_ = (B'22).
Proof. by rewrite fwd'w_ path'22. Qed.
Lemma all'w_ : Q'w_ = P'w_.
Proof. exact: erefl. Qed.

Lemma mov'a_kappa : P'a_kappa = (B'28 + B'73).
Proof. by rewrite fwd'a_kappa path'28 path'73. Qed.
Lemma all'a_kappa : Q'a_kappa = P'a_kappa.
Proof. exact: erefl. Qed.

Lemma mov'kappa : P'kappa = (B'20 + B'29 + B'74).
Proof. by rewrite fwd'kappa path'20 path'29 path'74. Qed.
Lemma all'kappa : Q'kappa = P'kappa.
Proof. exact: erefl. Qed.

Lemma mov'k_tilde : P'k_tilde = (B'24 + B'30 + B'75).
Proof. by rewrite fwd'k_tilde path'24 path'30 path'75. Qed.
Lemma all'k_tilde : Q'k_tilde = P'k_tilde.
Proof. exact: erefl. Qed.

Lemma mov'e : P'e = (B'13 + B'18).
Proof. by rewrite fwd'e path'13 path'18. Qed.
Lemma all'e : Q'e = P'e.
Proof. exact: erefl. Qed.

Lemma mov'S_ : P'S_ = (B'14 + B'21) + (B'15 + B'19 + B'25) + (B'16 + B'32).
Proof. by rewrite fwd'S_ path'14 path'21 path'15 path'19 path'25 path'16 path'32. Qed.
Definition I'S_ : B := \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dS 0 n g d d1) * D (S_0 n g d d1).
Lemma all'S_ : Q'S_ = I'S_ + P'S_.
Proof. rewrite /Q'S_ /I'S_ /P'S_ first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => g R'g. apply: eq_big_nat => d R'd. apply: eq_big_nat => d1 R'd1. congr (_ * D _). exact: (Hv' (S_ 0 n g d d1)). Qed.

Lemma mov'a_o3 : P'a_o3 = (B'11 + B'35).
Proof. by rewrite fwd'a_o3 path'11 path'35. Qed.
Lemma all'a_o3 : Q'a_o3 = P'a_o3.
Proof. exact: erefl. Qed.

Lemma mov'a_o2 : P'a_o2 = (B'9).
Proof. by rewrite fwd'a_o2 path'9. Qed.
Lemma all'a_o2 : Q'a_o2 = P'a_o2.
Proof. exact: erefl. Qed.

Lemma mov'a_o : P'a_o = (B'12 + B'36) + (B'8).
Proof. by rewrite fwd'a_o path'12 path'36 path'8. Qed.
Lemma all'a_o : Q'a_o = P'a_o.
Proof. exact: erefl. Qed.

Lemma mov'a_o4 : P'a_o4 = (B'6).
Proof. by rewrite fwd'a_o4 path'6. Qed.
Lemma all'a_o4 : Q'a_o4 = P'a_o4.
Proof. exact: erefl. Qed.

Lemma mov'o : P'o = (B'5 + B'7 + B'76) + (B'77).
Proof. by rewrite fwd'o path'5 path'7 path'76 path'77. Qed.
Lemma all'o : Q'o = P'o.
Proof. exact: erefl. Qed.

Lemma mov'a_h : P'a_h = (B'17 + B'37 + B'78).
Proof. by rewrite fwd'a_h path'17 path'37 path'78. Qed.
Lemma all'a_h : Q'a_h = P'a_h.
Proof. exact: erefl. Qed.

Lemma mov'a_g2 : P'a_g2 = (B'57) + (B'45 + B'58 + B'64).
Proof. by rewrite fwd'a_g2 path'57 path'45 path'58 path'64. Qed.
Lemma all'a_g2 : Q'a_g2 = P'a_g2.
Proof. exact: erefl. Qed.

Lemma mov'a_g : P'a_g = (B'2 + B'72).
Proof. by rewrite fwd'a_g path'2 path'72. Qed.
Lemma all'a_g : Q'a_g = P'a_g.
Proof. exact: erefl. Qed.

Lemma mov'h : P'h = (B'1 + B'3 + B'4 + B'33).
Proof. by rewrite fwd'h path'1 path'3 path'4 path'33. Qed.
Lemma all'h : Q'h = P'h.
Proof. exact: erefl. Qed.

Lemma telescope' (b'0 b'1 b'2 b'3 b'4 b'5 b'6 b'7 b'8 b'9 b'10 b'11 b'12 b'13 b'14 b'15 b'16 b'17 b'18 b'19 b'20 b'21 b'22 b'23 b'24 b'25 b'26 b'27 b'28 b'29 b'30 b'31 b'32 b'33 b'34 b'35 b'36 b'37 b'38 b'39 b'40 b'41 b'42 b'43 b'44 b'45 b'46 b'47 b'48 b'49 b'50 b'51 b'52 b'53 b'54 b'55 b'56 b'57 b'58 b'59 b'60 b'61 b'62 b'63 b'64 b'65 b'66 b'67 b'68 b'69 b'70 b'71 b'72 b'73 b'74 b'75 b'76 b'77 b'78 q'h q'a_g q'a_g2 q'a_h q'o q'a_o4 q'a_o q'a_o2 q'a_o3 q'S_ q'e q'k_tilde q'kappa q'a_kappa q'w_ q'a_w q'a_w2 q'a q'a_a q'a_a2 q'k_ q'a_k q'v_ q'a_v q'r q'a_r q'x_lag0 q'x q'mu_r q'mu_w q'mu_k q'mu_v q'mu_a q'mu_g q'W_r q'W_w q'b_w q'W_k q'W_v q'W_a q'b_a q'W_g q'xi q'alpha q'gain q'shift q'rho p'x_lag0 p'a_r p'r p'a_v p'v_ p'a_k p'k_ p'a_a2 p'a_a p'a p'a_w2 p'a_w p'w_ p'a_kappa p'kappa p'k_tilde p'e p'S_ p'a_o3 p'a_o2 p'a_o p'a_o4 p'o p'a_h p'a_g2 p'a_g p'h i'S_ i'x_lag0 : B) :
  q'h = (b'0) ->
  q'a_g = (b'1) ->
  q'a_g2 = (b'2) ->
  q'a_h = (b'3) ->
  q'o = (b'4) ->
  q'a_o4 = (b'5) ->
  q'a_o = (b'6) + (b'7) ->
  q'a_o2 = (b'8) ->
  q'a_o3 = (b'9) ->
  q'S_ = (b'10) + (b'11) + (b'12) + (b'13) + (b'14) ->
  q'e = (b'15) ->
  q'k_tilde = (b'16) + (b'17) ->
  q'kappa = (b'18) + (b'19) ->
  q'a_kappa = (b'20) ->
  q'w_ = (b'21) ->
  q'a_w = (b'22) ->
  q'a_w2 = (b'23) ->
  q'a = (b'24) + (b'25) ->
  q'a_a = (b'26) ->
  q'a_a2 = (b'27) ->
  q'k_ = (b'28) + (b'29) + (b'30) ->
  q'a_k = (b'31) ->
  q'v_ = (b'32) + (b'33) ->
  q'a_v = (b'34) ->
  q'r = (b'35) + (b'36) + (b'37) ->
  q'a_r = (b'38) ->
  q'x_lag0 = (b'39) + (b'40) + (b'41) + (b'42) + (b'43) + (b'44) + (b'45) ->
  q'x = (b'46) + (b'47 + b'48) + (b'49 + b'50) + (b'51 + b'52) + (b'53 + b'54) + (b'55 + b'56) + (b'57 + b'58) ->
  q'mu_r = (b'59) ->
  q'mu_w = (b'60) ->
  q'mu_k = (b'61) ->
  q'mu_v = (b'62) ->
  q'mu_a = (b'63) ->
  q'mu_g = (b'64) ->
  q'W_r = (b'65) ->
  q'W_w = (b'66) ->
  q'b_w = (b'67) ->
  q'W_k = (b'68) ->
  q'W_v = (b'69) ->
  q'W_a = (b'70) ->
  q'b_a = (b'71) ->
  q'W_g = (b'72) ->
  q'xi = (b'73) + (b'74) ->
  q'alpha = (b'75) ->
  q'gain = (b'76) ->
  q'shift = (b'77) ->
  q'rho = (b'78) ->
  p'x_lag0 = (b'46) ->
  p'a_r = (b'47) + (b'40 + b'48 + b'59) ->
  p'r = (b'38 + b'65) ->
  p'a_v = (b'49) + (b'41 + b'50 + b'62) ->
  p'v_ = (b'34 + b'69) ->
  p'a_k = (b'51) + (b'42 + b'52 + b'61) ->
  p'k_ = (b'31 + b'68) ->
  p'a_a2 = (b'53) + (b'43 + b'54 + b'63) ->
  p'a_a = (b'27 + b'70) + (b'71) ->
  p'a = (b'26) ->
  p'a_w2 = (b'55) + (b'44 + b'56 + b'60) ->
  p'a_w = (b'23 + b'66) + (b'67) ->
  p'w_ = (b'22) ->
  p'a_kappa = (b'28 + b'73) ->
  p'kappa = (b'20 + b'29 + b'74) ->
  p'k_tilde = (b'24 + b'30 + b'75) ->
  p'e = (b'13 + b'18) ->
  p'S_ = (b'14 + b'21) + (b'15 + b'19 + b'25) + (b'16 + b'32) ->
  p'a_o3 = (b'11 + b'35) ->
  p'a_o2 = (b'9) ->
  p'a_o = (b'12 + b'36) + (b'8) ->
  p'a_o4 = (b'6) ->
  p'o = (b'5 + b'7 + b'76) + (b'77) ->
  p'a_h = (b'17 + b'37 + b'78) ->
  p'a_g2 = (b'57) + (b'45 + b'58 + b'64) ->
  p'a_g = (b'2 + b'72) ->
  p'h = (b'1 + b'3 + b'4 + b'33) ->
  q'x_lag0 = i'x_lag0 + p'x_lag0 ->
  q'a_r = p'a_r ->
  q'r = p'r ->
  q'a_v = p'a_v ->
  q'v_ = p'v_ ->
  q'a_k = p'a_k ->
  q'k_ = p'k_ ->
  q'a_a2 = p'a_a2 ->
  q'a_a = p'a_a ->
  q'a = p'a ->
  q'a_w2 = p'a_w2 ->
  q'a_w = p'a_w ->
  q'w_ = p'w_ ->
  q'a_kappa = p'a_kappa ->
  q'kappa = p'kappa ->
  q'k_tilde = p'k_tilde ->
  q'e = p'e ->
  q'S_ = i'S_ + p'S_ ->
  q'a_o3 = p'a_o3 ->
  q'a_o2 = p'a_o2 ->
  q'a_o = p'a_o ->
  q'a_o4 = p'a_o4 ->
  q'o = p'o ->
  q'a_h = p'a_h ->
  q'a_g2 = p'a_g2 ->
  q'a_g = p'a_g ->
  q'h = p'h ->
  b'0 + b'10 + b'39 = q'x + i'S_ + q'mu_r + q'mu_w + q'mu_k + q'mu_v + q'mu_a + q'mu_g + q'W_r + q'W_w + q'b_w + q'W_k + q'W_v + q'W_a + q'b_a + q'W_g + i'x_lag0 + q'xi + q'alpha + q'gain + q'shift + q'rho.
Proof.
move=> K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24 K'25 K'26 K'27 K'28 K'29 K'30 K'31 K'32 K'33 K'34 K'35 K'36 K'37 K'38 K'39 K'40 K'41 K'42 K'43 K'44 K'45 K'46 K'47 K'48 K'49 K'50 K'51 K'52 K'53 K'54 K'55 K'56 K'57 K'58 K'59 K'60 K'61 K'62 K'63 K'64 K'65 K'66 K'67 K'68 K'69 K'70 K'71 K'72 K'73 K'74 K'75 K'76 K'77 K'78 K'79 K'80 K'81 K'82 K'83 K'84 K'85 K'86 K'87 K'88 K'89 K'90 K'91 K'92 K'93 K'94 K'95 K'96 K'97 K'98 K'99 K'100.
have all'q : q'h + q'a_g + q'a_g2 + q'a_h + q'o + q'a_o4 + q'a_o + q'a_o2 + q'a_o3 + q'S_ + q'e + q'k_tilde + q'kappa + q'a_kappa + q'w_ + q'a_w + q'a_w2 + q'a + q'a_a + q'a_a2 + q'k_ + q'a_k + q'v_ + q'a_v + q'r + q'a_r + q'x_lag0 + q'x + q'mu_r + q'mu_w + q'mu_k + q'mu_v + q'mu_a + q'mu_g + q'W_r + q'W_w + q'b_w + q'W_k + q'W_v + q'W_a + q'b_a + q'W_g + q'xi + q'alpha + q'gain + q'shift + q'rho = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 + b'26 + b'27 + b'28 + b'29 + b'30 + b'31 + b'32 + b'33 + b'34 + b'35 + b'36 + b'37 + b'38 + b'39 + b'40 + b'41 + b'42 + b'43 + b'44 + b'45 + b'46 + b'47 + b'48 + b'49 + b'50 + b'51 + b'52 + b'53 + b'54 + b'55 + b'56 + b'57 + b'58 + b'59 + b'60 + b'61 + b'62 + b'63 + b'64 + b'65 + b'66 + b'67 + b'68 + b'69 + b'70 + b'71 + b'72 + b'73 + b'74 + b'75 + b'76 + b'77 + b'78 by rewrite K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24 K'25 K'26 K'27 K'28 K'29 K'30 K'31 K'32 K'33 K'34 K'35 K'36 K'37 K'38 K'39 K'40 K'41 K'42 K'43 K'44 K'45 K'46; ring.
have all'p : (b'0 + b'10 + b'39) + (p'x_lag0 + p'a_r + p'r + p'a_v + p'v_ + p'a_k + p'k_ + p'a_a2 + p'a_a + p'a + p'a_w2 + p'a_w + p'w_ + p'a_kappa + p'kappa + p'k_tilde + p'e + p'S_ + p'a_o3 + p'a_o2 + p'a_o + p'a_o4 + p'o + p'a_h + p'a_g2 + p'a_g + p'h) = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 + b'26 + b'27 + b'28 + b'29 + b'30 + b'31 + b'32 + b'33 + b'34 + b'35 + b'36 + b'37 + b'38 + b'39 + b'40 + b'41 + b'42 + b'43 + b'44 + b'45 + b'46 + b'47 + b'48 + b'49 + b'50 + b'51 + b'52 + b'53 + b'54 + b'55 + b'56 + b'57 + b'58 + b'59 + b'60 + b'61 + b'62 + b'63 + b'64 + b'65 + b'66 + b'67 + b'68 + b'69 + b'70 + b'71 + b'72 + b'73 + b'74 + b'75 + b'76 + b'77 + b'78 by rewrite K'47 K'48 K'49 K'50 K'51 K'52 K'53 K'54 K'55 K'56 K'57 K'58 K'59 K'60 K'61 K'62 K'63 K'64 K'65 K'66 K'67 K'68 K'69 K'70 K'71 K'72 K'73; ring.
apply: (addIr (p'x_lag0 + p'a_r + p'r + p'a_v + p'v_ + p'a_k + p'k_ + p'a_a2 + p'a_a + p'a + p'a_w2 + p'a_w + p'w_ + p'a_kappa + p'kappa + p'k_tilde + p'e + p'S_ + p'a_o3 + p'a_o2 + p'a_o + p'a_o4 + p'o + p'a_h + p'a_g2 + p'a_g + p'h)); rewrite all'p -all'q K'74 K'75 K'76 K'77 K'78 K'79 K'80 K'81 K'82 K'83 K'84 K'85 K'86 K'87 K'88 K'89 K'90 K'91 K'92 K'93 K'94 K'95 K'96 K'97 K'98 K'99 K'100; ring.
Qed.
Lemma for'any : claim v w.
Proof.
apply: (etrans (y := B'0 + B'10 + B'39)).
  by rewrite /claim -path'0 -path'10 -path'39.
exact: (telescope' B'0 B'1 B'2 B'3 B'4 B'5 B'6 B'7 B'8 B'9 B'10 B'11 B'12 B'13 B'14 B'15 B'16 B'17 B'18 B'19 B'20 B'21 B'22 B'23 B'24 B'25 B'26 B'27 B'28 B'29 B'30 B'31 B'32 B'33 B'34 B'35 B'36 B'37 B'38 B'39 B'40 B'41 B'42 B'43 B'44 B'45 B'46 B'47 B'48 B'49 B'50 B'51 B'52 B'53 B'54 B'55 B'56 B'57 B'58 B'59 B'60 B'61 B'62 B'63 B'64 B'65 B'66 B'67 B'68 B'69 B'70 B'71 B'72 B'73 B'74 B'75 B'76 B'77 B'78 Q'h Q'a_g Q'a_g2 Q'a_h Q'o Q'a_o4 Q'a_o Q'a_o2 Q'a_o3 Q'S_ Q'e Q'k_tilde Q'kappa Q'a_kappa Q'w_ Q'a_w Q'a_w2 Q'a Q'a_a Q'a_a2 Q'k_ Q'a_k Q'v_ Q'a_v Q'r Q'a_r Q'x_lag0 Q'x Q'mu_r Q'mu_w Q'mu_k Q'mu_v Q'mu_a Q'mu_g Q'W_r Q'W_w Q'b_w Q'W_k Q'W_v Q'W_a Q'b_a Q'W_g Q'xi Q'alpha Q'gain Q'shift Q'rho P'x_lag0 P'a_r P'r P'a_v P'v_ P'a_k P'k_ P'a_a2 P'a_a P'a P'a_w2 P'a_w P'w_ P'a_kappa P'kappa P'k_tilde P'e P'S_ P'a_o3 P'a_o2 P'a_o P'a_o4 P'o P'a_h P'a_g2 P'a_g P'h I'S_ I'x_lag0 bwd'h bwd'a_g bwd'a_g2 bwd'a_h bwd'o bwd'a_o4 bwd'a_o bwd'a_o2 bwd'a_o3 bwd'S_ bwd'e bwd'k_tilde bwd'kappa bwd'a_kappa bwd'w_ bwd'a_w bwd'a_w2 bwd'a bwd'a_a bwd'a_a2 bwd'k_ bwd'a_k bwd'v_ bwd'a_v bwd'r bwd'a_r bwd'x_lag0 bwd'x bwd'mu_r bwd'mu_w bwd'mu_k bwd'mu_v bwd'mu_a bwd'mu_g bwd'W_r bwd'W_w bwd'b_w bwd'W_k bwd'W_v bwd'W_a bwd'b_a bwd'W_g bwd'xi bwd'alpha bwd'gain bwd'shift bwd'rho mov'x_lag0 mov'a_r mov'r mov'a_v mov'v_ mov'a_k mov'k_ mov'a_a2 mov'a_a mov'a mov'a_w2 mov'a_w mov'w_ mov'a_kappa mov'kappa mov'k_tilde mov'e mov'S_ mov'a_o3 mov'a_o2 mov'a_o mov'a_o4 mov'o mov'a_h mov'a_g2 mov'a_g mov'h all'x_lag0 all'a_r all'r all'a_v all'v_ all'a_k all'k_ all'a_a2 all'a_a all'a all'a_w2 all'a_w all'w_ all'a_kappa all'kappa all'k_tilde all'e all'S_ all'a_o3 all'a_o2 all'a_o all'a_o4 all'o all'a_h all'a_g2 all'a_g all'h).
Qed.
End Any'.

Theorem rwkv7_gradients_right : exists v w, [/\ the_solution forward v, the_solution (backward v) w & claim v w].
Proof using All.
have [v Hv'] := forward'solvable; have [w Hw'] := backward'solvable v.
by exists v, w; split=> //; apply: for'any; [case: Hv' | case: Hw'].
Qed.

End Certificate.

Print Assumptions rwkv7_gradients_right.
