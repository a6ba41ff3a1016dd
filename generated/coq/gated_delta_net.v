(* gated_delta_net: Gated DeltaNet: a memory that decays, and replaces what it overwrites.
   Source of the forward equations: Yang, Kautz & Hatamizadeh 2024, arXiv 2412.06464; without the short convolutions and the output norm.
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

Variable over_1000000 : A.  (* 1/1000000 *)
Hypothesis slope_over_1000000 : D over_1000000 = 0.
Variable over_2 : A.  (* 1/2 *)
Hypothesis slope_over_2 : D over_2 = 0.
Hypothesis law_over_2 : 2%:R * over_2 = 1.
Variable exp : A -> A.
Variable inv : A -> A.
Variable sigmoid : A -> A.
Variable softplus : A -> A.
Variable sqrt : A -> A.
Hypothesis slope_exp : forall x0, D (exp x0) = ev (exp (x0)) * D x0.
Hypothesis slope_inv : forall x0, D (inv x0) = (- ((ev (inv (x0))) * (ev (inv (x0))))) * D x0.
Hypothesis slope_sigmoid : forall x0, D (sigmoid x0) = (1 - ev (sigmoid (x0))) * ev (sigmoid (x0)) * D x0.
Hypothesis slope_softplus : forall x0, D (softplus x0) = ev (sigmoid (x0)) * D x0.
Hypothesis slope_sqrt : forall x0, D (sqrt x0) = ev (over_2) * ev (inv (sqrt (x0))) * D x0.
Variables T N M G D : nat.
Hypothesis one_step : (0 < T)%N.
Variable x : nat -> nat -> nat -> A.
Variable S_0 : nat -> nat -> nat -> nat -> A.
Variable W_q : nat -> nat -> nat -> A.
Variable W_k : nat -> nat -> nat -> A.
Variable W_v : nat -> nat -> nat -> A.
Variable log_A : nat -> A.
Variable W_alpha : nat -> nat -> A.
Variable b_alpha : nat -> A.
Variable W_beta : nat -> nat -> A.
Variable b_beta : nat -> A.
Variable W_g : nat -> nat -> nat -> A.
Variable dS_T : nat -> nat -> nat -> nat -> B.
Variable dy : nat -> nat -> nat -> nat -> B.

(* What the cell computes. *)
Inductive signal : Set :=
  | a_q (t n g d : nat)
  | a_q3 (t n g d : nat)
  | a_q2 (t n g : nat)
  | q (t n g d : nat)
  | a_k (t n g d : nat)
  | a_k3 (t n g d : nat)
  | a_k2 (t n g : nat)
  | k_ (t n g d : nat)
  | a_v (t n g d : nat)
  | v_ (t n g d : nat)
  | a_alpha (t n g : nat)
  | alpha (t n g : nat)
  | a_beta (t n g : nat)
  | beta (t n g : nat)
  | P (t n g d d1 : nat)
  | a_e (t n g d : nat)
  | e (t n g d : nat)
  | S_ (t n g d d1 : nat)
  | a_h (t n g d : nat)
  | a_g (t n g d : nat)
  | h (t n g d : nat).
Definition forward (v : signal -> A) (what : signal) : A :=
  match what with
  | a_q t n g d => if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) W_q g d k * x t n k else 0
  | a_q3 t n g d => if (1 <= t < T.+1)%N then v (a_q t n g d) * sigmoid (v (a_q t n g d)) else 0
  | a_q2 t n g => if (1 <= t < T.+1)%N then (\sum_(1 <= d < D.+1) v (a_q3 t n g d) * v (a_q3 t n g d))
      + (over_1000000) else 0
  | q t n g d => if (1 <= t < T.+1)%N then inv (sqrt (v (a_q2 t n g))) * v (a_q t n g d) * sigmoid (v (a_q t n g d)) else 0
  | a_k t n g d => if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) W_k g d k * x t n k else 0
  | a_k3 t n g d => if (1 <= t < T.+1)%N then v (a_k t n g d) * sigmoid (v (a_k t n g d)) else 0
  | a_k2 t n g => if (1 <= t < T.+1)%N then (\sum_(1 <= d < D.+1) v (a_k3 t n g d) * v (a_k3 t n g d))
      + (over_1000000) else 0
  | k_ t n g d => if (1 <= t < T.+1)%N then inv (sqrt (v (a_k2 t n g))) * v (a_k t n g d) * sigmoid (v (a_k t n g d)) else 0
  | a_v t n g d => if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) W_v g d k * x t n k else 0
  | v_ t n g d => if (1 <= t < T.+1)%N then v (a_v t n g d) * sigmoid (v (a_v t n g d)) else 0
  | a_alpha t n g => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_alpha g k * x t n k)
      + (b_alpha g) else 0
  | alpha t n g => if (1 <= t < T.+1)%N then exp (- (exp (log_A g) * softplus (v (a_alpha t n g)))) else 0
  | a_beta t n g => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_beta g k * x t n k)
      + (b_beta g) else 0
  | beta t n g => if (1 <= t < T.+1)%N then sigmoid (v (a_beta t n g)) else 0
  | P t n g d d1 => if (1 <= t < T.+1)%N then v (alpha t n g) * v (S_ t.-1 n g d d1) else 0
  | a_e t n g d => if (1 <= t < T.+1)%N then (v (v_ t n g d))
      + (\sum_(1 <= d1 < D.+1) (- (v (k_ t n g d1) * v (P t n g d d1)))) else 0
  | e t n g d => if (1 <= t < T.+1)%N then v (beta t n g) * v (a_e t n g d) else 0
  | S_ t n g d d1 => if (1 <= t < T.+1)%N then (v (P t n g d d1))
      + (v (e t n g d) * v (k_ t n g d1)) else S_0 n g d d1
  | a_h t n g d => if (1 <= t < T.+1)%N then \sum_(1 <= d1 < D.+1) v (q t n g d1) * v (S_ t n g d d1) else 0
  | a_g t n g d => if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) W_g g d k * x t n k else 0
  | h t n g d => if (1 <= t < T.+1)%N then v (a_g t n g d) * v (a_h t n g d) * sigmoid (v (a_g t n g d)) else 0
  end.

(* Its gradients. *)
Inductive gradient : Set :=
  | dh (t n g d : nat)
  | da_g (t n g d : nat)
  | da_h (t n g d : nat)
  | dS (t n g d d1 : nat)
  | de (t n g d : nat)
  | da_e (t n g d : nat)
  | dP (t n g d d1 : nat)
  | dbeta (t n g : nat)
  | da_beta (t n g : nat)
  | dalpha (t n g : nat)
  | da_alpha (t n g : nat)
  | dv (t n g d : nat)
  | da_v (t n g d : nat)
  | dk (t n g d : nat)
  | da_k2 (t n g : nat)
  | da_k3 (t n g d : nat)
  | da_k (t n g d : nat)
  | dq (t n g d : nat)
  | da_q2 (t n g : nat)
  | da_q3 (t n g d : nat)
  | da_q (t n g d : nat)
  | dx (t n k : nat)
  | dW_q (g d k : nat)
  | dW_k (g d k : nat)
  | dW_v (g d k : nat)
  | dlog_A (g : nat)
  | dW_alpha (g k : nat)
  | db_alpha (g : nat)
  | dW_beta (g k : nat)
  | db_beta (g : nat)
  | dW_g (g d k : nat).
Definition backward (v : signal -> A) (w : gradient -> B) (what : gradient) : B :=
  match what with
  | dh t n g d => if (1 <= t < T.+1)%N then dy t n g d else 0
  | da_g t n g d => if (1 <= t < T.+1)%N then (ev (v (a_h t n g d)) * ev (sigmoid (v (a_g t n g d))) + (1 - ev (sigmoid (v (a_g t n g d)))) * ev (v (a_g t n g d)) * ev (v (a_h t n g d)) * ev (sigmoid (v (a_g t n g d)))) * w (dh t n g d) else 0
  | da_h t n g d => if (1 <= t < T.+1)%N then ev (v (a_g t n g d)) * w (dh t n g d) * ev (sigmoid (v (a_g t n g d))) else 0
  | dS t n g d d1 => if (0 <= t < T.+1)%N then (if (T <= t < T.+1)%N then dS_T n g d d1 else 0)
      + (if (1 <= t < T.+1)%N then w (da_h t n g d) * ev (v (q t n g d1)) else 0)
      + (if (0 <= t < T)%N then ev (v (alpha t.+1 n g)) * w (dP t.+1 n g d d1) else 0) else 0
  | de t n g d => if (1 <= t < T.+1)%N then \sum_(1 <= d1 < D.+1) ev (v (k_ t n g d1)) * w (dS t n g d d1) else 0
  | da_e t n g d => if (1 <= t < T.+1)%N then ev (v (beta t n g)) * w (de t n g d) else 0
  | dP t n g d d1 => if (1 <= t < T.+1)%N then ((- (w (da_e t n g d) * ev (v (k_ t n g d1)))))
      + (w (dS t n g d d1)) else 0
  | dbeta t n g => if (1 <= t < T.+1)%N then \sum_(1 <= d < D.+1) ev (v (a_e t n g d)) * w (de t n g d) else 0
  | da_beta t n g => if (1 <= t < T.+1)%N then (1 - ev (v (beta t n g))) * ev (v (beta t n g)) * w (dbeta t n g) else 0
  | dalpha t n g => if (1 <= t < T.+1)%N then \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) ev (v (S_ t.-1 n g d d1)) * w (dP t n g d d1) else 0
  | da_alpha t n g => if (1 <= t < T.+1)%N then (- (ev (v (alpha t n g)) * w (dalpha t n g) * ev (exp (log_A g)) * ev (sigmoid (v (a_alpha t n g))))) else 0
  | dv t n g d => if (1 <= t < T.+1)%N then w (da_e t n g d) else 0
  | da_v t n g d => if (1 <= t < T.+1)%N then ((1 - ev (sigmoid (v (a_v t n g d)))) * ev (v (a_v t n g d)) * ev (sigmoid (v (a_v t n g d))) + ev (sigmoid (v (a_v t n g d)))) * w (dv t n g d) else 0
  | dk t n g d => if (1 <= t < T.+1)%N then (\sum_(1 <= d1 < D.+1) (- (w (da_e t n g d1) * ev (v (P t n g d1 d)))))
      + (\sum_(1 <= d1 < D.+1) ev (v (e t n g d1)) * w (dS t n g d1 d)) else 0
  | da_k2 t n g => if (1 <= t < T.+1)%N then \sum_(1 <= d < D.+1) (- (ev (over_2) * ev (inv (sqrt (v (a_k2 t n g)))) * ev (inv (sqrt (v (a_k2 t n g)))) * ev (inv (sqrt (v (a_k2 t n g)))) * ev (v (a_k t n g d)) * w (dk t n g d) * ev (sigmoid (v (a_k t n g d))))) else 0
  | da_k3 t n g d => if (1 <= t < T.+1)%N then 2%:R * w (da_k2 t n g) * ev (v (a_k3 t n g d)) else 0
  | da_k t n g d => if (1 <= t < T.+1)%N then (((1 - ev (sigmoid (v (a_k t n g d)))) * ev (v (a_k t n g d)) * ev (sigmoid (v (a_k t n g d))) + ev (sigmoid (v (a_k t n g d)))) * w (da_k3 t n g d))
      + ((ev (inv (sqrt (v (a_k2 t n g)))) * ev (sigmoid (v (a_k t n g d))) + ev (inv (sqrt (v (a_k2 t n g)))) * (1 - ev (sigmoid (v (a_k t n g d)))) * ev (v (a_k t n g d)) * ev (sigmoid (v (a_k t n g d)))) * w (dk t n g d)) else 0
  | dq t n g d => if (1 <= t < T.+1)%N then \sum_(1 <= d1 < D.+1) w (da_h t n g d1) * ev (v (S_ t n g d1 d)) else 0
  | da_q2 t n g => if (1 <= t < T.+1)%N then \sum_(1 <= d < D.+1) (- (ev (over_2) * ev (inv (sqrt (v (a_q2 t n g)))) * ev (inv (sqrt (v (a_q2 t n g)))) * ev (inv (sqrt (v (a_q2 t n g)))) * ev (v (a_q t n g d)) * w (dq t n g d) * ev (sigmoid (v (a_q t n g d))))) else 0
  | da_q3 t n g d => if (1 <= t < T.+1)%N then 2%:R * w (da_q2 t n g) * ev (v (a_q3 t n g d)) else 0
  | da_q t n g d => if (1 <= t < T.+1)%N then (((1 - ev (sigmoid (v (a_q t n g d)))) * ev (v (a_q t n g d)) * ev (sigmoid (v (a_q t n g d))) + ev (sigmoid (v (a_q t n g d)))) * w (da_q3 t n g d))
      + ((ev (inv (sqrt (v (a_q2 t n g)))) * ev (sigmoid (v (a_q t n g d))) + ev (inv (sqrt (v (a_q2 t n g)))) * (1 - ev (sigmoid (v (a_q t n g d)))) * ev (v (a_q t n g d)) * ev (sigmoid (v (a_q t n g d)))) * w (dq t n g d)) else 0
  | dx t n k => if (1 <= t < T.+1)%N then (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_q g d k) * w (da_q t n g d))
      + (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_k g d k) * w (da_k t n g d))
      + (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_v g d k) * w (da_v t n g d))
      + (\sum_(1 <= g < G.+1) ev (W_alpha g k) * w (da_alpha t n g))
      + (\sum_(1 <= g < G.+1) ev (W_beta g k) * w (da_beta t n g))
      + (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_g g d k) * w (da_g t n g d)) else 0
  | dW_q g d k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_q t n g d)
  | dW_k g d k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_k t n g d)
  | dW_v g d k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_v t n g d)
  | dlog_A g => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (- (ev (v (alpha t n g)) * w (dalpha t n g) * ev (exp (log_A g)) * ev (softplus (v (a_alpha t n g)))))
  | dW_alpha g k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_alpha t n g) * ev (x t n k)
  | db_alpha g => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_alpha t n g)
  | dW_beta g k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_beta t n g) * ev (x t n k)
  | db_beta g => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_beta t n g)
  | dW_g g d k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_g t n g d)
  end.

(* For every perturbation: what the arriving gradients make of the movement of outputs and final
   states is what the gradients make of the movement of parameters, inputs and initial states. *)
Definition claim (v : signal -> A) (w : gradient -> B) : Prop :=
    (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) dy t n g d * D (v (h t n g d))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) dS_T n g d d1 * D (v (S_ T n g d d1)))
  = (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dS 0 n g d d1) * D (S_0 n g d d1)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_q g d k) * D (W_q g d k)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_k g d k) * D (W_k g d k)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_v g d k) * D (W_v g d k)) +
    (\sum_(1 <= g < G.+1) w (dlog_A g) * D (log_A g)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= k < M.+1) w (dW_alpha g k) * D (W_alpha g k)) +
    (\sum_(1 <= g < G.+1) w (db_alpha g) * D (b_alpha g)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= k < M.+1) w (dW_beta g k) * D (W_beta g k)) +
    (\sum_(1 <= g < G.+1) w (db_beta g) * D (b_beta g)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_g g d k) * D (W_g g d k)).

(* ----------------------------------------------------------------------------------------------------
   The proof. Nothing below this line needs to be read: a wrong step can only make Coq refuse. *)

Definition forward'order (what : signal) : rank :=
  match what with
  | a_q t n g d => (0, 0, 0)%N
  | a_q3 t n g d => (1, 0, 0)%N
  | a_q2 t n g => (2, 0, 0)%N
  | q t n g d => (3, 0, 0)%N
  | a_k t n g d => (4, 0, 0)%N
  | a_k3 t n g d => (5, 0, 0)%N
  | a_k2 t n g => (6, 0, 0)%N
  | k_ t n g d => (7, 0, 0)%N
  | a_v t n g d => (8, 0, 0)%N
  | v_ t n g d => (9, 0, 0)%N
  | a_alpha t n g => (10, 0, 0)%N
  | alpha t n g => (11, 0, 0)%N
  | a_beta t n g => (12, 0, 0)%N
  | beta t n g => (13, 0, 0)%N
  | P t n g d d1 => (14, t, 0)%N
  | a_e t n g d => (14, t, 1)%N
  | e t n g d => (14, t, 2)%N
  | S_ t n g d d1 => (14, t, 3)%N
  | a_h t n g d => (15, 0, 0)%N
  | a_g t n g d => (16, 0, 0)%N
  | h t n g d => (17, 0, 0)%N
  end.

Lemma order'a_q (t n g d : nat) : looks_back forward'order (forward) (a_q t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_q3 (t n g d : nat) : looks_back forward'order (forward) (a_q3 t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_q2 (t n g : nat) : looks_back forward'order (forward) (a_q2 t n g).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'q (t n g d : nat) : looks_back forward'order (forward) (q t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_k (t n g d : nat) : looks_back forward'order (forward) (a_k t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_k3 (t n g d : nat) : looks_back forward'order (forward) (a_k3 t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_k2 (t n g : nat) : looks_back forward'order (forward) (a_k2 t n g).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'k_ (t n g d : nat) : looks_back forward'order (forward) (k_ t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_v (t n g d : nat) : looks_back forward'order (forward) (a_v t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'v_ (t n g d : nat) : looks_back forward'order (forward) (v_ t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_alpha (t n g : nat) : looks_back forward'order (forward) (a_alpha t n g).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'alpha (t n g : nat) : looks_back forward'order (forward) (alpha t n g).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_beta (t n g : nat) : looks_back forward'order (forward) (a_beta t n g).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'beta (t n g : nat) : looks_back forward'order (forward) (beta t n g).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'P (t n g d d1 : nat) : looks_back forward'order (forward) (P t n g d d1).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_e (t n g d : nat) : looks_back forward'order (forward) (a_e t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'e (t n g d : nat) : looks_back forward'order (forward) (e t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'S_ (t n g d d1 : nat) : looks_back forward'order (forward) (S_ t n g d d1).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_h (t n g d : nat) : looks_back forward'order (forward) (a_h t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_g (t n g d : nat) : looks_back forward'order (forward) (a_g t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'h (t n g d : nat) : looks_back forward'order (forward) (h t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma forward'solvable : exists f, the_solution (forward) f.
Proof.
exact: (solvable (order := forward'order) (fun what => match what with
  | a_q t n g d => order'a_q t n g d
  | a_q3 t n g d => order'a_q3 t n g d
  | a_q2 t n g => order'a_q2 t n g
  | q t n g d => order'q t n g d
  | a_k t n g d => order'a_k t n g d
  | a_k3 t n g d => order'a_k3 t n g d
  | a_k2 t n g => order'a_k2 t n g
  | k_ t n g d => order'k_ t n g d
  | a_v t n g d => order'a_v t n g d
  | v_ t n g d => order'v_ t n g d
  | a_alpha t n g => order'a_alpha t n g
  | alpha t n g => order'alpha t n g
  | a_beta t n g => order'a_beta t n g
  | beta t n g => order'beta t n g
  | P t n g d d1 => order'P t n g d d1
  | a_e t n g d => order'a_e t n g d
  | e t n g d => order'e t n g d
  | S_ t n g d d1 => order'S_ t n g d d1
  | a_h t n g d => order'a_h t n g d
  | a_g t n g d => order'a_g t n g d
  | h t n g d => order'h t n g d
  end)).
Qed.

Definition backward'order (what : gradient) : rank :=
  match what with
  | dh t n g d => (0, 0, 0)%N
  | da_g t n g d => (1, 0, 0)%N
  | da_h t n g d => (2, 0, 0)%N
  | dS t n g d d1 => (3, T.+1 - t, 0)%N
  | de t n g d => (3, T.+1 - t, 1)%N
  | da_e t n g d => (3, T.+1 - t, 2)%N
  | dP t n g d d1 => (3, T.+1 - t, 3)%N
  | dbeta t n g => (4, 0, 0)%N
  | da_beta t n g => (5, 0, 0)%N
  | dalpha t n g => (6, 0, 0)%N
  | da_alpha t n g => (7, 0, 0)%N
  | dv t n g d => (8, 0, 0)%N
  | da_v t n g d => (9, 0, 0)%N
  | dk t n g d => (10, 0, 0)%N
  | da_k2 t n g => (11, 0, 0)%N
  | da_k3 t n g d => (12, 0, 0)%N
  | da_k t n g d => (13, 0, 0)%N
  | dq t n g d => (14, 0, 0)%N
  | da_q2 t n g => (15, 0, 0)%N
  | da_q3 t n g d => (16, 0, 0)%N
  | da_q t n g d => (17, 0, 0)%N
  | dx t n k => (18, 0, 0)%N
  | dW_q g d k => (19, 0, 0)%N
  | dW_k g d k => (20, 0, 0)%N
  | dW_v g d k => (21, 0, 0)%N
  | dlog_A g => (22, 0, 0)%N
  | dW_alpha g k => (23, 0, 0)%N
  | db_alpha g => (24, 0, 0)%N
  | dW_beta g k => (25, 0, 0)%N
  | db_beta g => (26, 0, 0)%N
  | dW_g g d k => (27, 0, 0)%N
  end.

Lemma order'dh (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (dh t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_g (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_g t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_h (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_h t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dS (v : signal -> A) (t n g d d1 : nat) : looks_back backward'order (backward v) (dS t n g d d1).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'de (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (de t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_e (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_e t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dP (v : signal -> A) (t n g d d1 : nat) : looks_back backward'order (backward v) (dP t n g d d1).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dbeta (v : signal -> A) (t n g : nat) : looks_back backward'order (backward v) (dbeta t n g).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_beta (v : signal -> A) (t n g : nat) : looks_back backward'order (backward v) (da_beta t n g).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dalpha (v : signal -> A) (t n g : nat) : looks_back backward'order (backward v) (dalpha t n g).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_alpha (v : signal -> A) (t n g : nat) : looks_back backward'order (backward v) (da_alpha t n g).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dv (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (dv t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_v (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_v t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dk (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (dk t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_k2 (v : signal -> A) (t n g : nat) : looks_back backward'order (backward v) (da_k2 t n g).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_k3 (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_k3 t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_k (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_k t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dq (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (dq t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_q2 (v : signal -> A) (t n g : nat) : looks_back backward'order (backward v) (da_q2 t n g).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_q3 (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_q3 t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_q (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_q t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dx (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (dx t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_q (v : signal -> A) (g d k : nat) : looks_back backward'order (backward v) (dW_q g d k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_k (v : signal -> A) (g d k : nat) : looks_back backward'order (backward v) (dW_k g d k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_v (v : signal -> A) (g d k : nat) : looks_back backward'order (backward v) (dW_v g d k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dlog_A (v : signal -> A) (g : nat) : looks_back backward'order (backward v) (dlog_A g).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_alpha (v : signal -> A) (g k : nat) : looks_back backward'order (backward v) (dW_alpha g k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_alpha (v : signal -> A) (g : nat) : looks_back backward'order (backward v) (db_alpha g).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_beta (v : signal -> A) (g k : nat) : looks_back backward'order (backward v) (dW_beta g k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_beta (v : signal -> A) (g : nat) : looks_back backward'order (backward v) (db_beta g).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_g (v : signal -> A) (g d k : nat) : looks_back backward'order (backward v) (dW_g g d k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma backward'solvable (v : signal -> A) : exists f, the_solution (backward v) f.
Proof.
exact: (solvable (order := backward'order) (fun what => match what with
  | dh t n g d => order'dh v t n g d
  | da_g t n g d => order'da_g v t n g d
  | da_h t n g d => order'da_h v t n g d
  | dS t n g d d1 => order'dS v t n g d d1
  | de t n g d => order'de v t n g d
  | da_e t n g d => order'da_e v t n g d
  | dP t n g d d1 => order'dP v t n g d d1
  | dbeta t n g => order'dbeta v t n g
  | da_beta t n g => order'da_beta v t n g
  | dalpha t n g => order'dalpha v t n g
  | da_alpha t n g => order'da_alpha v t n g
  | dv t n g d => order'dv v t n g d
  | da_v t n g d => order'da_v v t n g d
  | dk t n g d => order'dk v t n g d
  | da_k2 t n g => order'da_k2 v t n g
  | da_k3 t n g d => order'da_k3 v t n g d
  | da_k t n g d => order'da_k v t n g d
  | dq t n g d => order'dq v t n g d
  | da_q2 t n g => order'da_q2 v t n g
  | da_q3 t n g d => order'da_q3 v t n g d
  | da_q t n g d => order'da_q v t n g d
  | dx t n k => order'dx v t n k
  | dW_q g d k => order'dW_q v g d k
  | dW_k g d k => order'dW_k v g d k
  | dW_v g d k => order'dW_v v g d k
  | dlog_A g => order'dlog_A v g
  | dW_alpha g k => order'dW_alpha v g k
  | db_alpha g => order'db_alpha v g
  | dW_beta g k => order'dW_beta v g k
  | db_beta g => order'db_beta v g
  | dW_g g d k => order'dW_g v g d k
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
Lemma call'softplus x0 e0 : D x0 = e0 -> D (softplus x0) = ev (sigmoid (x0)) * e0.
Proof. move=> <-; exact: slope_softplus. Qed.
Lemma call'sqrt x0 e0 : D x0 = e0 -> D (sqrt x0) = ev (over_2) * ev (inv (sqrt (x0))) * e0.
Proof. move=> <-; exact: slope_sqrt. Qed.
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
  | |- context [inv ?a] => match goal with |- context [inv ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [sqrt ?a] => match goal with |- context [sqrt ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [exp ?a] => match goal with |- context [exp ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [softplus ?a] => match goal with |- context [softplus ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  end.
Ltac algebra' := rewrite /=; first [first [ring | ring: law'0 law'1 law'2 law'3 law'4 law'5 law'6 law'7 law'8 law'9 law'10 law'11 law'12 law'13 law'14 law'15 law'16 law'17 law'18 law'19 law'20 law'21 law'22 law'23] | align'; first [ring | ring: law'0 law'1 law'2 law'3 law'4 law'5 law'6 law'7 law'8 law'9 law'10 law'11 law'12 law'13 law'14 law'15 law'16 law'17 law'18 law'19 law'20 law'21 law'22 law'23]].
Ltac calls' := first [apply: call'exp | apply: call'inv | apply: call'sigmoid | apply: call'softplus | apply: call'sqrt | exact: slope_over_1000000 | exact: slope_over_2].
Definition F'0 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) dy t n g d * D (v (h t n g d)).
Definition F'4 : B := \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) dS_T n g d d1 * D (v (S_ T n g d d1)).

Lemma E'a_q (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_q t n g d) = \sum_(1 <= k < M.+1) W_q g d k * x t n k.
Proof. exact: (if_true (Hv' (a_q t n g d)) R't). Qed.

Lemma tan'a_q'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_q g d k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_q g d k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_q g d k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'33 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_q t n g d) * ev (W_q g d k) * D (x t n k).
Definition F'39 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_q t n g d) * ev (x t n k) * D (W_q g d k).
Definition P'a_q : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_q t n g d) * D (v (a_q t n g d)).
Lemma fwd'a_q : P'a_q = (F'33 + F'39).
Proof.
rewrite /P'a_q /F'33 /F'39. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_q t n g d R't). exact: (tan'a_q'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_q3 (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_q3 t n g d) = v (a_q t n g d) * sigmoid (v (a_q t n g d)).
Proof. exact: (if_true (Hv' (a_q3 t n g d)) R't). Qed.

Lemma tan'a_q3'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (v (a_q t n g d) * sigmoid (v (a_q t n g d))) = (x' * ev (sigmoid (v (a_q t n g d))) * D (v (a_q t n g d))) + (x' * (1 - ev (sigmoid (v (a_q t n g d)))) * ev (v (a_q t n g d)) * ev (sigmoid (v (a_q t n g d))) * D (v (a_q t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'29 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_q3 t n g d) * ev (sigmoid (v (a_q t n g d))) * D (v (a_q t n g d)).
Definition F'30 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_q3 t n g d) * (1 - ev (sigmoid (v (a_q t n g d)))) * ev (v (a_q t n g d)) * ev (sigmoid (v (a_q t n g d))) * D (v (a_q t n g d)).
Definition P'a_q3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_q3 t n g d) * D (v (a_q3 t n g d)).
Lemma fwd'a_q3 : P'a_q3 = (F'29 + F'30).
Proof.
rewrite /P'a_q3 /F'29 /F'30. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_q3 t n g d R't). exact: (tan'a_q3'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_q2 (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_q2 t n g) = (\sum_(1 <= d < D.+1) v (a_q3 t n g d) * v (a_q3 t n g d))
      + (over_1000000).
Proof. exact: (if_true (Hv' (a_q2 t n g)) R't). Qed.

Lemma tan'a_q2'0 (t n g : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= d < D.+1) v (a_q3 t n g d) * v (a_q3 t n g d)) = (\sum_(1 <= d < D.+1) x' * 2%:R * ev (v (a_q3 t n g d)) * D (v (a_q3 t n g d))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => d R'd. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_q2'1 (t n g : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (x' : B) :
  x' * D (over_1000000) = 0.
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'28 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_q2 t n g) * 2%:R * ev (v (a_q3 t n g d)) * D (v (a_q3 t n g d)).
Definition P'a_q2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_q2 t n g) * D (v (a_q2 t n g)).
Lemma fwd'a_q2 : P'a_q2 = (F'28).
Proof.
rewrite /P'a_q2 /F'28. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [in LHS](E'a_q2 t n g R't). apply: weigh_left; [exact: (tan'a_q2'0 t n g R't R'n R'g) | exact: (tan'a_q2'1 t n g R't R'n R'g)].
Qed.

Lemma E'q (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (q t n g d) = inv (sqrt (v (a_q2 t n g))) * v (a_q t n g d) * sigmoid (v (a_q t n g d)).
Proof. exact: (if_true (Hv' (q t n g d)) R't). Qed.

Lemma tan'q'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (inv (sqrt (v (a_q2 t n g))) * v (a_q t n g d) * sigmoid (v (a_q t n g d))) = (x' * (- (ev (over_2) * ev (inv (sqrt (v (a_q2 t n g)))) * ev (inv (sqrt (v (a_q2 t n g)))) * ev (inv (sqrt (v (a_q2 t n g)))) * ev (v (a_q t n g d)) * ev (sigmoid (v (a_q t n g d))))) * D (v (a_q2 t n g))) + (x' * ev (inv (sqrt (v (a_q2 t n g)))) * ev (sigmoid (v (a_q t n g d))) * D (v (a_q t n g d))) + (x' * ev (inv (sqrt (v (a_q2 t n g)))) * (1 - ev (sigmoid (v (a_q t n g d)))) * ev (v (a_q t n g d)) * ev (sigmoid (v (a_q t n g d))) * D (v (a_q t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'27 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dq t n g d) * (- (ev (over_2) * ev (inv (sqrt (v (a_q2 t n g)))) * ev (inv (sqrt (v (a_q2 t n g)))) * ev (inv (sqrt (v (a_q2 t n g)))) * ev (v (a_q t n g d)) * ev (sigmoid (v (a_q t n g d))))) * D (v (a_q2 t n g)).
Definition F'31 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dq t n g d) * ev (inv (sqrt (v (a_q2 t n g)))) * ev (sigmoid (v (a_q t n g d))) * D (v (a_q t n g d)).
Definition F'32 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dq t n g d) * ev (inv (sqrt (v (a_q2 t n g)))) * (1 - ev (sigmoid (v (a_q t n g d)))) * ev (v (a_q t n g d)) * ev (sigmoid (v (a_q t n g d))) * D (v (a_q t n g d)).
Definition P'q : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dq t n g d) * D (v (q t n g d)).
Lemma fwd'q : P'q = (F'27 + F'31 + F'32).
Proof.
rewrite /P'q /F'27 /F'31 /F'32. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'q t n g d R't). exact: (tan'q'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_k (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_k t n g d) = \sum_(1 <= k < M.+1) W_k g d k * x t n k.
Proof. exact: (if_true (Hv' (a_k t n g d)) R't). Qed.

Lemma tan'a_k'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_k g d k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_k g d k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_k g d k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'34 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_k t n g d) * ev (W_k g d k) * D (x t n k).
Definition F'40 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_k t n g d) * ev (x t n k) * D (W_k g d k).
Definition P'a_k : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_k t n g d) * D (v (a_k t n g d)).
Lemma fwd'a_k : P'a_k = (F'34 + F'40).
Proof.
rewrite /P'a_k /F'34 /F'40. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_k t n g d R't). exact: (tan'a_k'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_k3 (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_k3 t n g d) = v (a_k t n g d) * sigmoid (v (a_k t n g d)).
Proof. exact: (if_true (Hv' (a_k3 t n g d)) R't). Qed.

Lemma tan'a_k3'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (v (a_k t n g d) * sigmoid (v (a_k t n g d))) = (x' * ev (sigmoid (v (a_k t n g d))) * D (v (a_k t n g d))) + (x' * (1 - ev (sigmoid (v (a_k t n g d)))) * ev (v (a_k t n g d)) * ev (sigmoid (v (a_k t n g d))) * D (v (a_k t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'22 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_k3 t n g d) * ev (sigmoid (v (a_k t n g d))) * D (v (a_k t n g d)).
Definition F'23 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_k3 t n g d) * (1 - ev (sigmoid (v (a_k t n g d)))) * ev (v (a_k t n g d)) * ev (sigmoid (v (a_k t n g d))) * D (v (a_k t n g d)).
Definition P'a_k3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_k3 t n g d) * D (v (a_k3 t n g d)).
Lemma fwd'a_k3 : P'a_k3 = (F'22 + F'23).
Proof.
rewrite /P'a_k3 /F'22 /F'23. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_k3 t n g d R't). exact: (tan'a_k3'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_k2 (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_k2 t n g) = (\sum_(1 <= d < D.+1) v (a_k3 t n g d) * v (a_k3 t n g d))
      + (over_1000000).
Proof. exact: (if_true (Hv' (a_k2 t n g)) R't). Qed.

Lemma tan'a_k2'0 (t n g : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= d < D.+1) v (a_k3 t n g d) * v (a_k3 t n g d)) = (\sum_(1 <= d < D.+1) x' * 2%:R * ev (v (a_k3 t n g d)) * D (v (a_k3 t n g d))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => d R'd. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_k2'1 (t n g : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (x' : B) :
  x' * D (over_1000000) = 0.
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'21 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_k2 t n g) * 2%:R * ev (v (a_k3 t n g d)) * D (v (a_k3 t n g d)).
Definition P'a_k2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_k2 t n g) * D (v (a_k2 t n g)).
Lemma fwd'a_k2 : P'a_k2 = (F'21).
Proof.
rewrite /P'a_k2 /F'21. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [in LHS](E'a_k2 t n g R't). apply: weigh_left; [exact: (tan'a_k2'0 t n g R't R'n R'g) | exact: (tan'a_k2'1 t n g R't R'n R'g)].
Qed.

Lemma E'k_ (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (k_ t n g d) = inv (sqrt (v (a_k2 t n g))) * v (a_k t n g d) * sigmoid (v (a_k t n g d)).
Proof. exact: (if_true (Hv' (k_ t n g d)) R't). Qed.

Lemma tan'k_'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (inv (sqrt (v (a_k2 t n g))) * v (a_k t n g d) * sigmoid (v (a_k t n g d))) = (x' * (- (ev (over_2) * ev (inv (sqrt (v (a_k2 t n g)))) * ev (inv (sqrt (v (a_k2 t n g)))) * ev (inv (sqrt (v (a_k2 t n g)))) * ev (v (a_k t n g d)) * ev (sigmoid (v (a_k t n g d))))) * D (v (a_k2 t n g))) + (x' * ev (inv (sqrt (v (a_k2 t n g)))) * ev (sigmoid (v (a_k t n g d))) * D (v (a_k t n g d))) + (x' * ev (inv (sqrt (v (a_k2 t n g)))) * (1 - ev (sigmoid (v (a_k t n g d)))) * ev (v (a_k t n g d)) * ev (sigmoid (v (a_k t n g d))) * D (v (a_k t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'20 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dk t n g d) * (- (ev (over_2) * ev (inv (sqrt (v (a_k2 t n g)))) * ev (inv (sqrt (v (a_k2 t n g)))) * ev (inv (sqrt (v (a_k2 t n g)))) * ev (v (a_k t n g d)) * ev (sigmoid (v (a_k t n g d))))) * D (v (a_k2 t n g)).
Definition F'24 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dk t n g d) * ev (inv (sqrt (v (a_k2 t n g)))) * ev (sigmoid (v (a_k t n g d))) * D (v (a_k t n g d)).
Definition F'25 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dk t n g d) * ev (inv (sqrt (v (a_k2 t n g)))) * (1 - ev (sigmoid (v (a_k t n g d)))) * ev (v (a_k t n g d)) * ev (sigmoid (v (a_k t n g d))) * D (v (a_k t n g d)).
Definition P'k_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dk t n g d) * D (v (k_ t n g d)).
Lemma fwd'k_ : P'k_ = (F'20 + F'24 + F'25).
Proof.
rewrite /P'k_ /F'20 /F'24 /F'25. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'k_ t n g d R't). exact: (tan'k_'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_v (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_v t n g d) = \sum_(1 <= k < M.+1) W_v g d k * x t n k.
Proof. exact: (if_true (Hv' (a_v t n g d)) R't). Qed.

Lemma tan'a_v'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_v g d k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_v g d k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_v g d k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'35 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_v t n g d) * ev (W_v g d k) * D (x t n k).
Definition F'41 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_v t n g d) * ev (x t n k) * D (W_v g d k).
Definition P'a_v : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_v t n g d) * D (v (a_v t n g d)).
Lemma fwd'a_v : P'a_v = (F'35 + F'41).
Proof.
rewrite /P'a_v /F'35 /F'41. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_v t n g d R't). exact: (tan'a_v'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'v_ (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (v_ t n g d) = v (a_v t n g d) * sigmoid (v (a_v t n g d)).
Proof. exact: (if_true (Hv' (v_ t n g d)) R't). Qed.

Lemma tan'v_'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (v (a_v t n g d) * sigmoid (v (a_v t n g d))) = (x' * ev (sigmoid (v (a_v t n g d))) * D (v (a_v t n g d))) + (x' * (1 - ev (sigmoid (v (a_v t n g d)))) * ev (v (a_v t n g d)) * ev (sigmoid (v (a_v t n g d))) * D (v (a_v t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dv t n g d) * ev (sigmoid (v (a_v t n g d))) * D (v (a_v t n g d)).
Definition F'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dv t n g d) * (1 - ev (sigmoid (v (a_v t n g d)))) * ev (v (a_v t n g d)) * ev (sigmoid (v (a_v t n g d))) * D (v (a_v t n g d)).
Definition P'v_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dv t n g d) * D (v (v_ t n g d)).
Lemma fwd'v_ : P'v_ = (F'16 + F'17).
Proof.
rewrite /P'v_ /F'16 /F'17. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'v_ t n g d R't). exact: (tan'v_'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_alpha (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_alpha t n g) = (\sum_(1 <= k < M.+1) W_alpha g k * x t n k)
      + (b_alpha g).
Proof. exact: (if_true (Hv' (a_alpha t n g)) R't). Qed.

Lemma tan'a_alpha'0 (t n g : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_alpha g k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_alpha g k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_alpha g k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_alpha'1 (t n g : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (x' : B) :
  x' * D (b_alpha g) = (x' * D (b_alpha g)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'36 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= k < M.+1) w (da_alpha t n g) * ev (W_alpha g k) * D (x t n k).
Definition F'43 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= k < M.+1) w (da_alpha t n g) * ev (x t n k) * D (W_alpha g k).
Definition F'44 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_alpha t n g) * D (b_alpha g).
Definition P'a_alpha : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_alpha t n g) * D (v (a_alpha t n g)).
Lemma fwd'a_alpha : P'a_alpha = (F'36 + F'43) + (F'44).
Proof.
rewrite /P'a_alpha /F'36 /F'43 /F'44. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [in LHS](E'a_alpha t n g R't). apply: weigh_add; [exact: (tan'a_alpha'0 t n g R't R'n R'g) | exact: (tan'a_alpha'1 t n g R't R'n R'g)].
Qed.

Lemma E'alpha (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  v (alpha t n g) = exp (- (exp (log_A g) * softplus (v (a_alpha t n g)))).
Proof. exact: (if_true (Hv' (alpha t n g)) R't). Qed.

Lemma tan'alpha'0 (t n g : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (x' : B) :
  x' * D (exp (- (exp (log_A g) * softplus (v (a_alpha t n g))))) = (x' * (- (ev (v (alpha t n g)) * ev (exp (log_A g)) * ev (sigmoid (v (a_alpha t n g))))) * D (v (a_alpha t n g))) + (x' * (- (ev (v (alpha t n g)) * ev (exp (log_A g)) * ev (softplus (v (a_alpha t n g))))) * D (log_A g)).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'alpha t n g R't). algebra'. Qed.

Definition F'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (dalpha t n g) * (- (ev (v (alpha t n g)) * ev (exp (log_A g)) * ev (sigmoid (v (a_alpha t n g))))) * D (v (a_alpha t n g)).
Definition F'42 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (dalpha t n g) * (- (ev (v (alpha t n g)) * ev (exp (log_A g)) * ev (softplus (v (a_alpha t n g))))) * D (log_A g).
Definition P'alpha : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (dalpha t n g) * D (v (alpha t n g)).
Lemma fwd'alpha : P'alpha = (F'14 + F'42).
Proof.
rewrite /P'alpha /F'14 /F'42. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [in LHS](E'alpha t n g R't). exact: (tan'alpha'0 t n g R't R'n R'g).
Qed.

Lemma E'a_beta (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_beta t n g) = (\sum_(1 <= k < M.+1) W_beta g k * x t n k)
      + (b_beta g).
Proof. exact: (if_true (Hv' (a_beta t n g)) R't). Qed.

Lemma tan'a_beta'0 (t n g : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_beta g k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_beta g k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_beta g k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_beta'1 (t n g : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (x' : B) :
  x' * D (b_beta g) = (x' * D (b_beta g)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'37 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= k < M.+1) w (da_beta t n g) * ev (W_beta g k) * D (x t n k).
Definition F'45 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= k < M.+1) w (da_beta t n g) * ev (x t n k) * D (W_beta g k).
Definition F'46 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_beta t n g) * D (b_beta g).
Definition P'a_beta : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_beta t n g) * D (v (a_beta t n g)).
Lemma fwd'a_beta : P'a_beta = (F'37 + F'45) + (F'46).
Proof.
rewrite /P'a_beta /F'37 /F'45 /F'46. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [in LHS](E'a_beta t n g R't). apply: weigh_add; [exact: (tan'a_beta'0 t n g R't R'n R'g) | exact: (tan'a_beta'1 t n g R't R'n R'g)].
Qed.

Lemma E'beta (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  v (beta t n g) = sigmoid (v (a_beta t n g)).
Proof. exact: (if_true (Hv' (beta t n g)) R't). Qed.

Lemma tan'beta'0 (t n g : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (x' : B) :
  x' * D (sigmoid (v (a_beta t n g))) = (x' * (1 - ev (v (beta t n g))) * ev (v (beta t n g)) * D (v (a_beta t n g))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'beta t n g R't). algebra'. Qed.

Definition F'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (dbeta t n g) * (1 - ev (v (beta t n g))) * ev (v (beta t n g)) * D (v (a_beta t n g)).
Definition P'beta : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (dbeta t n g) * D (v (beta t n g)).
Lemma fwd'beta : P'beta = (F'12).
Proof.
rewrite /P'beta /F'12. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [in LHS](E'beta t n g R't). exact: (tan'beta'0 t n g R't R'n R'g).
Qed.

Lemma E'P (t n g d d1 : nat) (R't : (1 <= t < T.+1)%N) :
  v (P t n g d d1) = v (alpha t n g) * v (S_ t.-1 n g d d1).
Proof. exact: (if_true (Hv' (P t n g d d1)) R't). Qed.

Lemma tan'P'0 (t n g d d1 : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (R'd1 : (1 <= d1 < D.+1)%N) (x' : B) :
  x' * D (v (alpha t n g) * v (S_ t.-1 n g d d1)) = (x' * ev (v (alpha t n g)) * D (v (S_ t.-1 n g d d1))) + (x' * ev (v (S_ t.-1 n g d d1)) * D (v (alpha t n g))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'6 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dP t n g d d1) * ev (v (alpha t n g)) * D (v (S_ t.-1 n g d d1)).
Definition F'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dP t n g d d1) * ev (v (S_ t.-1 n g d d1)) * D (v (alpha t n g)).
Definition P'P : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dP t n g d d1) * D (v (P t n g d d1)).
Lemma fwd'P : P'P = (F'6 + F'13).
Proof.
rewrite /P'P /F'6 /F'13. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => d1 R'd1.
rewrite [in LHS](E'P t n g d d1 R't). exact: (tan'P'0 t n g d d1 R't R'n R'g R'd R'd1).
Qed.

Lemma E'a_e (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_e t n g d) = (v (v_ t n g d))
      + (\sum_(1 <= d1 < D.+1) (- (v (k_ t n g d1) * v (P t n g d d1)))).
Proof. exact: (if_true (Hv' (a_e t n g d)) R't). Qed.

Lemma tan'a_e'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (v (v_ t n g d)) = (x' * D (v (v_ t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_e'1 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= d1 < D.+1) (- (v (k_ t n g d1) * v (P t n g d d1)))) = (\sum_(1 <= d1 < D.+1) x' * (- (ev (v (k_ t n g d1)))) * D (v (P t n g d d1))) + (\sum_(1 <= d1 < D.+1) x' * (- (ev (v (P t n g d d1)))) * D (v (k_ t n g d1))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => d1 R'd1. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_e t n g d) * D (v (v_ t n g d)).
Definition F'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (da_e t n g d) * (- (ev (v (k_ t n g d1)))) * D (v (P t n g d d1)).
Definition F'18 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (da_e t n g d) * (- (ev (v (P t n g d d1)))) * D (v (k_ t n g d1)).
Definition P'a_e : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_e t n g d) * D (v (a_e t n g d)).
Lemma fwd'a_e : P'a_e = (F'15) + (F'9 + F'18).
Proof.
rewrite /P'a_e /F'15 /F'9 /F'18. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_e t n g d R't). apply: weigh_add; [exact: (tan'a_e'0 t n g d R't R'n R'g R'd) | exact: (tan'a_e'1 t n g d R't R'n R'g R'd)].
Qed.

Lemma E'e (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (e t n g d) = v (beta t n g) * v (a_e t n g d).
Proof. exact: (if_true (Hv' (e t n g d)) R't). Qed.

Lemma tan'e'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (v (beta t n g) * v (a_e t n g d)) = (x' * ev (v (beta t n g)) * D (v (a_e t n g d))) + (x' * ev (v (a_e t n g d)) * D (v (beta t n g))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (de t n g d) * ev (v (beta t n g)) * D (v (a_e t n g d)).
Definition F'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (de t n g d) * ev (v (a_e t n g d)) * D (v (beta t n g)).
Definition P'e : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (de t n g d) * D (v (e t n g d)).
Lemma fwd'e : P'e = (F'8 + F'11).
Proof.
rewrite /P'e /F'8 /F'11. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'e t n g d R't). exact: (tan'e'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'S_ (t n g d d1 : nat) (R't : (1 <= t < T.+1)%N) :
  v (S_ t n g d d1) = (v (P t n g d d1))
      + (v (e t n g d) * v (k_ t n g d1)).
Proof. exact: (if_true (Hv' (S_ t n g d d1)) R't). Qed.

Lemma tan'S_'0 (t n g d d1 : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (R'd1 : (1 <= d1 < D.+1)%N) (x' : B) :
  x' * D (v (P t n g d d1)) = (x' * D (v (P t n g d d1))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'S_'1 (t n g d d1 : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (R'd1 : (1 <= d1 < D.+1)%N) (x' : B) :
  x' * D (v (e t n g d) * v (k_ t n g d1)) = (x' * ev (v (k_ t n g d1)) * D (v (e t n g d))) + (x' * ev (v (e t n g d)) * D (v (k_ t n g d1))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dS t n g d d1) * D (v (P t n g d d1)).
Definition F'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dS t n g d d1) * ev (v (k_ t n g d1)) * D (v (e t n g d)).
Definition F'19 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dS t n g d d1) * ev (v (e t n g d)) * D (v (k_ t n g d1)).
Definition P'S_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dS t n g d d1) * D (v (S_ t n g d d1)).
Lemma fwd'S_ : P'S_ = (F'10) + (F'7 + F'19).
Proof.
rewrite /P'S_ /F'10 /F'7 /F'19. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => d1 R'd1.
rewrite [in LHS](E'S_ t n g d d1 R't). apply: weigh_add; [exact: (tan'S_'0 t n g d d1 R't R'n R'g R'd R'd1) | exact: (tan'S_'1 t n g d d1 R't R'n R'g R'd R'd1)].
Qed.

Lemma E'a_h (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_h t n g d) = \sum_(1 <= d1 < D.+1) v (q t n g d1) * v (S_ t n g d d1).
Proof. exact: (if_true (Hv' (a_h t n g d)) R't). Qed.

Lemma tan'a_h'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= d1 < D.+1) v (q t n g d1) * v (S_ t n g d d1)) = (\sum_(1 <= d1 < D.+1) x' * ev (v (q t n g d1)) * D (v (S_ t n g d d1))) + (\sum_(1 <= d1 < D.+1) x' * ev (v (S_ t n g d d1)) * D (v (q t n g d1))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => d1 R'd1. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (da_h t n g d) * ev (v (q t n g d1)) * D (v (S_ t n g d d1)).
Definition F'26 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (da_h t n g d) * ev (v (S_ t n g d d1)) * D (v (q t n g d1)).
Definition P'a_h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_h t n g d) * D (v (a_h t n g d)).
Lemma fwd'a_h : P'a_h = (F'5 + F'26).
Proof.
rewrite /P'a_h /F'5 /F'26. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_h t n g d R't). exact: (tan'a_h'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_g (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_g t n g d) = \sum_(1 <= k < M.+1) W_g g d k * x t n k.
Proof. exact: (if_true (Hv' (a_g t n g d)) R't). Qed.

Lemma tan'a_g'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_g g d k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_g g d k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_g g d k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'38 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_g t n g d) * ev (W_g g d k) * D (x t n k).
Definition F'47 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_g t n g d) * ev (x t n k) * D (W_g g d k).
Definition P'a_g : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_g t n g d) * D (v (a_g t n g d)).
Lemma fwd'a_g : P'a_g = (F'38 + F'47).
Proof.
rewrite /P'a_g /F'38 /F'47. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_g t n g d R't). exact: (tan'a_g'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'h (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (h t n g d) = v (a_g t n g d) * v (a_h t n g d) * sigmoid (v (a_g t n g d)).
Proof. exact: (if_true (Hv' (h t n g d)) R't). Qed.

Lemma tan'h'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (v (a_g t n g d) * v (a_h t n g d) * sigmoid (v (a_g t n g d))) = (x' * ev (v (a_h t n g d)) * ev (sigmoid (v (a_g t n g d))) * D (v (a_g t n g d))) + (x' * (1 - ev (sigmoid (v (a_g t n g d)))) * ev (v (a_g t n g d)) * ev (v (a_h t n g d)) * ev (sigmoid (v (a_g t n g d))) * D (v (a_g t n g d))) + (x' * ev (v (a_g t n g d)) * ev (sigmoid (v (a_g t n g d))) * D (v (a_h t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'1 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dh t n g d) * ev (v (a_h t n g d)) * ev (sigmoid (v (a_g t n g d))) * D (v (a_g t n g d)).
Definition F'2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dh t n g d) * (1 - ev (sigmoid (v (a_g t n g d)))) * ev (v (a_g t n g d)) * ev (v (a_h t n g d)) * ev (sigmoid (v (a_g t n g d))) * D (v (a_g t n g d)).
Definition F'3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dh t n g d) * ev (v (a_g t n g d)) * ev (sigmoid (v (a_g t n g d))) * D (v (a_h t n g d)).
Definition P'h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dh t n g d) * D (v (h t n g d)).
Lemma fwd'h : P'h = (F'1 + F'2 + F'3).
Proof.
rewrite /P'h /F'1 /F'2 /F'3. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
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

Definition B'1 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (ev (v (a_h t n g d)) * w (dh t n g d) * ev (sigmoid (v (a_g t n g d)))) * D (v (a_g t n g d)).
Lemma path'1 : F'1 = B'1.
Proof.
rewrite /F'1 /B'1.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ((1 - ev (sigmoid (v (a_g t n g d)))) * ev (v (a_g t n g d)) * ev (v (a_h t n g d)) * w (dh t n g d) * ev (sigmoid (v (a_g t n g d)))) * D (v (a_g t n g d)).
Lemma path'2 : F'2 = B'2.
Proof.
rewrite /F'2 /B'2.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_g (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_g t n g d) = ((ev (v (a_h t n g d)) * w (dh t n g d) * ev (sigmoid (v (a_g t n g d)))) + ((1 - ev (sigmoid (v (a_g t n g d)))) * ev (v (a_g t n g d)) * ev (v (a_h t n g d)) * w (dh t n g d) * ev (sigmoid (v (a_g t n g d))))).
Proof. apply: (etrans (if_true (Hw' (da_g t n g d)) R't)). (algebra'). Qed.

Definition Q'a_g : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_g t n g d) * D (v (a_g t n g d)).
Lemma bwd'a_g : Q'a_g = (B'1 + B'2).
Proof.
rewrite /Q'a_g /B'1 /B'2. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_g t n g d R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (ev (v (a_g t n g d)) * w (dh t n g d) * ev (sigmoid (v (a_g t n g d)))) * D (v (a_h t n g d)).
Lemma path'3 : F'3 = B'3.
Proof.
rewrite /F'3 /B'3.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_h (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_h t n g d) = ((ev (v (a_g t n g d)) * w (dh t n g d) * ev (sigmoid (v (a_g t n g d))))).
Proof. apply: (etrans (if_true (Hw' (da_h t n g d)) R't)). exact: erefl. Qed.

Definition Q'a_h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_h t n g d) * D (v (a_h t n g d)).
Lemma bwd'a_h : Q'a_h = (B'3).
Proof.
rewrite /Q'a_h /B'3. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_h t n g d R't). exact: erefl.
Qed.

Definition B'4 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) (if (T <= t < T.+1)%N then dS_T n g d d1 else 0) * D (v (S_ t n g d d1)).
Lemma path'4 : F'4 = B'4.
Proof.
rewrite /F'4 /B'4.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) dS_T n g d d1 * D (v (S_ t n g d d1))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
apply: eq_big_nat => d1 _.
algebra'.
Qed.

Definition B'5 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) (if (1 <= t < T.+1)%N then w (da_h t n g d) * ev (v (q t n g d1)) else 0) * D (v (S_ t n g d d1)).
Lemma path'5 : F'5 = B'5.
Proof.
rewrite /F'5 /B'5.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
apply: eq_big_nat => d1 _.
algebra'.
Qed.

Definition B'6 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) (if (0 <= t < T)%N then ev (v (alpha t.+1 n g)) * w (dP t.+1 n g d d1) else 0) * D (v (S_ t n g d d1)).
Lemma path'6 : F'6 = B'6.
Proof.
rewrite /F'6 /B'6.
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
  w (dS t n g d d1) = ((if (T <= t < T.+1)%N then dS_T n g d d1 else 0)) + ((if (1 <= t < T.+1)%N then w (da_h t n g d) * ev (v (q t n g d1)) else 0)) + ((if (0 <= t < T)%N then ev (v (alpha t.+1 n g)) * w (dP t.+1 n g d d1) else 0)).
Proof. apply: (etrans (if_true (Hw' (dS t n g d d1)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'S_ : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dS t n g d d1) * D (v (S_ t n g d d1)).
Lemma bwd'S_ : Q'S_ = (B'4) + (B'5) + (B'6).
Proof.
rewrite /Q'S_ /B'4 /B'5 /B'6. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => d1 R'd1.
rewrite [X in X * _](adj'S_ t n g d d1 R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= d1 < D.+1) ev (v (k_ t n g d1)) * w (dS t n g d d1)) * D (v (e t n g d)).
Lemma path'7 : F'7 = B'7.
Proof.
rewrite /F'7 /B'7.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d1 _.
algebra'.
Qed.

Lemma adj'e (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (de t n g d) = ((\sum_(1 <= d1 < D.+1) ev (v (k_ t n g d1)) * w (dS t n g d d1))).
Proof. apply: (etrans (if_true (Hw' (de t n g d)) R't)). exact: erefl. Qed.

Definition Q'e : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (de t n g d) * D (v (e t n g d)).
Lemma bwd'e : Q'e = (B'7).
Proof.
rewrite /Q'e /B'7. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'e t n g d R't). exact: erefl.
Qed.

Definition B'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (ev (v (beta t n g)) * w (de t n g d)) * D (v (a_e t n g d)).
Lemma path'8 : F'8 = B'8.
Proof.
rewrite /F'8 /B'8.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_e (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_e t n g d) = ((ev (v (beta t n g)) * w (de t n g d))).
Proof. apply: (etrans (if_true (Hw' (da_e t n g d)) R't)). exact: erefl. Qed.

Definition Q'a_e : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_e t n g d) * D (v (a_e t n g d)).
Lemma bwd'a_e : Q'a_e = (B'8).
Proof.
rewrite /Q'a_e /B'8. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_e t n g d R't). exact: erefl.
Qed.

Definition B'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) ((- (w (da_e t n g d) * ev (v (k_ t n g d1))))) * D (v (P t n g d d1)).
Lemma path'9 : F'9 = B'9.
Proof.
rewrite /F'9 /B'9.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
apply: eq_big_nat => d1 _.
algebra'.
Qed.

Definition B'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) (w (dS t n g d d1)) * D (v (P t n g d d1)).
Lemma path'10 : F'10 = B'10.
Proof.
rewrite /F'10 /B'10.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
apply: eq_big_nat => d1 _.
algebra'.
Qed.

Lemma adj'P (t n g d d1 : nat) (R't : (1 <= t < T.+1)%N) :
  w (dP t n g d d1) = (((- (w (da_e t n g d) * ev (v (k_ t n g d1)))))) + ((w (dS t n g d d1))).
Proof. apply: (etrans (if_true (Hw' (dP t n g d d1)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'P : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dP t n g d d1) * D (v (P t n g d d1)).
Lemma bwd'P : Q'P = (B'9) + (B'10).
Proof.
rewrite /Q'P /B'9 /B'10. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => d1 R'd1.
rewrite [X in X * _](adj'P t n g d d1 R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) (\sum_(1 <= d < D.+1) ev (v (a_e t n g d)) * w (de t n g d)) * D (v (beta t n g)).
Lemma path'11 : F'11 = B'11.
Proof.
rewrite /F'11 /B'11.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'beta (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  w (dbeta t n g) = ((\sum_(1 <= d < D.+1) ev (v (a_e t n g d)) * w (de t n g d))).
Proof. apply: (etrans (if_true (Hw' (dbeta t n g)) R't)). exact: erefl. Qed.

Definition Q'beta : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (dbeta t n g) * D (v (beta t n g)).
Lemma bwd'beta : Q'beta = (B'11).
Proof.
rewrite /Q'beta /B'11. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [X in X * _](adj'beta t n g R't). exact: erefl.
Qed.

Definition B'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) ((1 - ev (v (beta t n g))) * ev (v (beta t n g)) * w (dbeta t n g)) * D (v (a_beta t n g)).
Lemma path'12 : F'12 = B'12.
Proof.
rewrite /F'12 /B'12.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
algebra'.
Qed.

Lemma adj'a_beta (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_beta t n g) = (((1 - ev (v (beta t n g))) * ev (v (beta t n g)) * w (dbeta t n g))).
Proof. apply: (etrans (if_true (Hw' (da_beta t n g)) R't)). exact: erefl. Qed.

Definition Q'a_beta : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_beta t n g) * D (v (a_beta t n g)).
Lemma bwd'a_beta : Q'a_beta = (B'12).
Proof.
rewrite /Q'a_beta /B'12. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [X in X * _](adj'a_beta t n g R't). exact: erefl.
Qed.

Definition B'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) (\sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) ev (v (S_ t.-1 n g d d1)) * w (dP t n g d d1)) * D (v (alpha t n g)).
Lemma path'13 : F'13 = B'13.
Proof.
rewrite /F'13 /B'13.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d1 _.
algebra'.
Qed.

Lemma adj'alpha (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  w (dalpha t n g) = ((\sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) ev (v (S_ t.-1 n g d d1)) * w (dP t n g d d1))).
Proof. apply: (etrans (if_true (Hw' (dalpha t n g)) R't)). exact: erefl. Qed.

Definition Q'alpha : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (dalpha t n g) * D (v (alpha t n g)).
Lemma bwd'alpha : Q'alpha = (B'13).
Proof.
rewrite /Q'alpha /B'13. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [X in X * _](adj'alpha t n g R't). exact: erefl.
Qed.

Definition B'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) ((- (ev (v (alpha t n g)) * w (dalpha t n g) * ev (exp (log_A g)) * ev (sigmoid (v (a_alpha t n g)))))) * D (v (a_alpha t n g)).
Lemma path'14 : F'14 = B'14.
Proof.
rewrite /F'14 /B'14.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
algebra'.
Qed.

Lemma adj'a_alpha (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_alpha t n g) = (((- (ev (v (alpha t n g)) * w (dalpha t n g) * ev (exp (log_A g)) * ev (sigmoid (v (a_alpha t n g))))))).
Proof. apply: (etrans (if_true (Hw' (da_alpha t n g)) R't)). exact: erefl. Qed.

Definition Q'a_alpha : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_alpha t n g) * D (v (a_alpha t n g)).
Lemma bwd'a_alpha : Q'a_alpha = (B'14).
Proof.
rewrite /Q'a_alpha /B'14. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [X in X * _](adj'a_alpha t n g R't). exact: erefl.
Qed.

Definition B'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (w (da_e t n g d)) * D (v (v_ t n g d)).
Lemma path'15 : F'15 = B'15.
Proof.
rewrite /F'15 /B'15.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'v_ (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (dv t n g d) = ((w (da_e t n g d))).
Proof. apply: (etrans (if_true (Hw' (dv t n g d)) R't)). exact: erefl. Qed.

Definition Q'v_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dv t n g d) * D (v (v_ t n g d)).
Lemma bwd'v_ : Q'v_ = (B'15).
Proof.
rewrite /Q'v_ /B'15. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'v_ t n g d R't). exact: erefl.
Qed.

Definition B'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (w (dv t n g d) * ev (sigmoid (v (a_v t n g d)))) * D (v (a_v t n g d)).
Lemma path'16 : F'16 = B'16.
Proof.
rewrite /F'16 /B'16.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ((1 - ev (sigmoid (v (a_v t n g d)))) * ev (v (a_v t n g d)) * w (dv t n g d) * ev (sigmoid (v (a_v t n g d)))) * D (v (a_v t n g d)).
Lemma path'17 : F'17 = B'17.
Proof.
rewrite /F'17 /B'17.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_v (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_v t n g d) = ((w (dv t n g d) * ev (sigmoid (v (a_v t n g d)))) + ((1 - ev (sigmoid (v (a_v t n g d)))) * ev (v (a_v t n g d)) * w (dv t n g d) * ev (sigmoid (v (a_v t n g d))))).
Proof. apply: (etrans (if_true (Hw' (da_v t n g d)) R't)). (algebra'). Qed.

Definition Q'a_v : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_v t n g d) * D (v (a_v t n g d)).
Lemma bwd'a_v : Q'a_v = (B'16 + B'17).
Proof.
rewrite /Q'a_v /B'16 /B'17. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_v t n g d R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'18 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= d1 < D.+1) (- (w (da_e t n g d1) * ev (v (P t n g d1 d))))) * D (v (k_ t n g d)).
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

Definition B'19 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= d1 < D.+1) ev (v (e t n g d1)) * w (dS t n g d1 d)) * D (v (k_ t n g d)).
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

Lemma adj'k_ (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (dk t n g d) = ((\sum_(1 <= d1 < D.+1) (- (w (da_e t n g d1) * ev (v (P t n g d1 d)))))) + ((\sum_(1 <= d1 < D.+1) ev (v (e t n g d1)) * w (dS t n g d1 d))).
Proof. apply: (etrans (if_true (Hw' (dk t n g d)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'k_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dk t n g d) * D (v (k_ t n g d)).
Lemma bwd'k_ : Q'k_ = (B'18) + (B'19).
Proof.
rewrite /Q'k_ /B'18 /B'19. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'k_ t n g d R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'20 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) (\sum_(1 <= d < D.+1) (- (ev (over_2) * ev (inv (sqrt (v (a_k2 t n g)))) * ev (inv (sqrt (v (a_k2 t n g)))) * ev (inv (sqrt (v (a_k2 t n g)))) * ev (v (a_k t n g d)) * w (dk t n g d) * ev (sigmoid (v (a_k t n g d)))))) * D (v (a_k2 t n g)).
Lemma path'20 : F'20 = B'20.
Proof.
rewrite /F'20 /B'20.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_k2 (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_k2 t n g) = ((\sum_(1 <= d < D.+1) (- (ev (over_2) * ev (inv (sqrt (v (a_k2 t n g)))) * ev (inv (sqrt (v (a_k2 t n g)))) * ev (inv (sqrt (v (a_k2 t n g)))) * ev (v (a_k t n g d)) * w (dk t n g d) * ev (sigmoid (v (a_k t n g d))))))).
Proof. apply: (etrans (if_true (Hw' (da_k2 t n g)) R't)). exact: erefl. Qed.

Definition Q'a_k2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_k2 t n g) * D (v (a_k2 t n g)).
Lemma bwd'a_k2 : Q'a_k2 = (B'20).
Proof.
rewrite /Q'a_k2 /B'20. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [X in X * _](adj'a_k2 t n g R't). exact: erefl.
Qed.

Definition B'21 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (2%:R * w (da_k2 t n g) * ev (v (a_k3 t n g d))) * D (v (a_k3 t n g d)).
Lemma path'21 : F'21 = B'21.
Proof.
rewrite /F'21 /B'21.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_k3 (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_k3 t n g d) = ((2%:R * w (da_k2 t n g) * ev (v (a_k3 t n g d)))).
Proof. apply: (etrans (if_true (Hw' (da_k3 t n g d)) R't)). exact: erefl. Qed.

Definition Q'a_k3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_k3 t n g d) * D (v (a_k3 t n g d)).
Lemma bwd'a_k3 : Q'a_k3 = (B'21).
Proof.
rewrite /Q'a_k3 /B'21. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_k3 t n g d R't). exact: erefl.
Qed.

Definition B'22 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (w (da_k3 t n g d) * ev (sigmoid (v (a_k t n g d)))) * D (v (a_k t n g d)).
Lemma path'22 : F'22 = B'22.
Proof.
rewrite /F'22 /B'22.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'23 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ((1 - ev (sigmoid (v (a_k t n g d)))) * ev (v (a_k t n g d)) * w (da_k3 t n g d) * ev (sigmoid (v (a_k t n g d)))) * D (v (a_k t n g d)).
Lemma path'23 : F'23 = B'23.
Proof.
rewrite /F'23 /B'23.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'24 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (ev (inv (sqrt (v (a_k2 t n g)))) * w (dk t n g d) * ev (sigmoid (v (a_k t n g d)))) * D (v (a_k t n g d)).
Lemma path'24 : F'24 = B'24.
Proof.
rewrite /F'24 /B'24.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'25 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (ev (inv (sqrt (v (a_k2 t n g)))) * (1 - ev (sigmoid (v (a_k t n g d)))) * ev (v (a_k t n g d)) * w (dk t n g d) * ev (sigmoid (v (a_k t n g d)))) * D (v (a_k t n g d)).
Lemma path'25 : F'25 = B'25.
Proof.
rewrite /F'25 /B'25.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_k (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_k t n g d) = ((w (da_k3 t n g d) * ev (sigmoid (v (a_k t n g d)))) + ((1 - ev (sigmoid (v (a_k t n g d)))) * ev (v (a_k t n g d)) * w (da_k3 t n g d) * ev (sigmoid (v (a_k t n g d))))) + ((ev (inv (sqrt (v (a_k2 t n g)))) * w (dk t n g d) * ev (sigmoid (v (a_k t n g d)))) + (ev (inv (sqrt (v (a_k2 t n g)))) * (1 - ev (sigmoid (v (a_k t n g d)))) * ev (v (a_k t n g d)) * w (dk t n g d) * ev (sigmoid (v (a_k t n g d))))).
Proof. apply: (etrans (if_true (Hw' (da_k t n g d)) R't)). apply: sum_of; [(algebra') | (algebra')]. Qed.

Definition Q'a_k : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_k t n g d) * D (v (a_k t n g d)).
Lemma bwd'a_k : Q'a_k = (B'22 + B'23) + (B'24 + B'25).
Proof.
rewrite /Q'a_k /B'22 /B'23 /B'24 /B'25. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_k t n g d R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | apply: times_sum; [exact: erefl | exact: erefl]].
Qed.

Definition B'26 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= d1 < D.+1) w (da_h t n g d1) * ev (v (S_ t n g d1 d))) * D (v (q t n g d)).
Lemma path'26 : F'26 = B'26.
Proof.
rewrite /F'26 /B'26.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d1 _.
algebra'.
Qed.

Lemma adj'q (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (dq t n g d) = ((\sum_(1 <= d1 < D.+1) w (da_h t n g d1) * ev (v (S_ t n g d1 d)))).
Proof. apply: (etrans (if_true (Hw' (dq t n g d)) R't)). exact: erefl. Qed.

Definition Q'q : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dq t n g d) * D (v (q t n g d)).
Lemma bwd'q : Q'q = (B'26).
Proof.
rewrite /Q'q /B'26. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'q t n g d R't). exact: erefl.
Qed.

Definition B'27 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) (\sum_(1 <= d < D.+1) (- (ev (over_2) * ev (inv (sqrt (v (a_q2 t n g)))) * ev (inv (sqrt (v (a_q2 t n g)))) * ev (inv (sqrt (v (a_q2 t n g)))) * ev (v (a_q t n g d)) * w (dq t n g d) * ev (sigmoid (v (a_q t n g d)))))) * D (v (a_q2 t n g)).
Lemma path'27 : F'27 = B'27.
Proof.
rewrite /F'27 /B'27.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_q2 (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_q2 t n g) = ((\sum_(1 <= d < D.+1) (- (ev (over_2) * ev (inv (sqrt (v (a_q2 t n g)))) * ev (inv (sqrt (v (a_q2 t n g)))) * ev (inv (sqrt (v (a_q2 t n g)))) * ev (v (a_q t n g d)) * w (dq t n g d) * ev (sigmoid (v (a_q t n g d))))))).
Proof. apply: (etrans (if_true (Hw' (da_q2 t n g)) R't)). exact: erefl. Qed.

Definition Q'a_q2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_q2 t n g) * D (v (a_q2 t n g)).
Lemma bwd'a_q2 : Q'a_q2 = (B'27).
Proof.
rewrite /Q'a_q2 /B'27. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [X in X * _](adj'a_q2 t n g R't). exact: erefl.
Qed.

Definition B'28 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (2%:R * w (da_q2 t n g) * ev (v (a_q3 t n g d))) * D (v (a_q3 t n g d)).
Lemma path'28 : F'28 = B'28.
Proof.
rewrite /F'28 /B'28.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_q3 (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_q3 t n g d) = ((2%:R * w (da_q2 t n g) * ev (v (a_q3 t n g d)))).
Proof. apply: (etrans (if_true (Hw' (da_q3 t n g d)) R't)). exact: erefl. Qed.

Definition Q'a_q3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_q3 t n g d) * D (v (a_q3 t n g d)).
Lemma bwd'a_q3 : Q'a_q3 = (B'28).
Proof.
rewrite /Q'a_q3 /B'28. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_q3 t n g d R't). exact: erefl.
Qed.

Definition B'29 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (w (da_q3 t n g d) * ev (sigmoid (v (a_q t n g d)))) * D (v (a_q t n g d)).
Lemma path'29 : F'29 = B'29.
Proof.
rewrite /F'29 /B'29.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'30 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ((1 - ev (sigmoid (v (a_q t n g d)))) * ev (v (a_q t n g d)) * w (da_q3 t n g d) * ev (sigmoid (v (a_q t n g d)))) * D (v (a_q t n g d)).
Lemma path'30 : F'30 = B'30.
Proof.
rewrite /F'30 /B'30.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'31 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (ev (inv (sqrt (v (a_q2 t n g)))) * w (dq t n g d) * ev (sigmoid (v (a_q t n g d)))) * D (v (a_q t n g d)).
Lemma path'31 : F'31 = B'31.
Proof.
rewrite /F'31 /B'31.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'32 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (ev (inv (sqrt (v (a_q2 t n g)))) * (1 - ev (sigmoid (v (a_q t n g d)))) * ev (v (a_q t n g d)) * w (dq t n g d) * ev (sigmoid (v (a_q t n g d)))) * D (v (a_q t n g d)).
Lemma path'32 : F'32 = B'32.
Proof.
rewrite /F'32 /B'32.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_q (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_q t n g d) = ((w (da_q3 t n g d) * ev (sigmoid (v (a_q t n g d)))) + ((1 - ev (sigmoid (v (a_q t n g d)))) * ev (v (a_q t n g d)) * w (da_q3 t n g d) * ev (sigmoid (v (a_q t n g d))))) + ((ev (inv (sqrt (v (a_q2 t n g)))) * w (dq t n g d) * ev (sigmoid (v (a_q t n g d)))) + (ev (inv (sqrt (v (a_q2 t n g)))) * (1 - ev (sigmoid (v (a_q t n g d)))) * ev (v (a_q t n g d)) * w (dq t n g d) * ev (sigmoid (v (a_q t n g d))))).
Proof. apply: (etrans (if_true (Hw' (da_q t n g d)) R't)). apply: sum_of; [(algebra') | (algebra')]. Qed.

Definition Q'a_q : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_q t n g d) * D (v (a_q t n g d)).
Lemma bwd'a_q : Q'a_q = (B'29 + B'30) + (B'31 + B'32).
Proof.
rewrite /Q'a_q /B'29 /B'30 /B'31 /B'32. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_q t n g d R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | apply: times_sum; [exact: erefl | exact: erefl]].
Qed.

Definition B'33 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_q g d k) * w (da_q t n g d)) * D (x t n k).
Lemma path'33 : F'33 = B'33.
Proof.
rewrite /F'33 /B'33.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'34 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_k g d k) * w (da_k t n g d)) * D (x t n k).
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

Definition B'35 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_v g d k) * w (da_v t n g d)) * D (x t n k).
Lemma path'35 : F'35 = B'35.
Proof.
rewrite /F'35 /B'35.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'36 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= g < G.+1) ev (W_alpha g k) * w (da_alpha t n g)) * D (x t n k).
Lemma path'36 : F'36 = B'36.
Proof.
rewrite /F'36 /B'36.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => g _.
algebra'.
Qed.

Definition B'37 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= g < G.+1) ev (W_beta g k) * w (da_beta t n g)) * D (x t n k).
Lemma path'37 : F'37 = B'37.
Proof.
rewrite /F'37 /B'37.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => g _.
algebra'.
Qed.

Definition B'38 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_g g d k) * w (da_g t n g d)) * D (x t n k).
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

Lemma adj'x (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (dx t n k) = ((\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_q g d k) * w (da_q t n g d))) + ((\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_k g d k) * w (da_k t n g d))) + ((\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_v g d k) * w (da_v t n g d))) + ((\sum_(1 <= g < G.+1) ev (W_alpha g k) * w (da_alpha t n g))) + ((\sum_(1 <= g < G.+1) ev (W_beta g k) * w (da_beta t n g))) + ((\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_g g d k) * w (da_g t n g d))).
Proof. apply: (etrans (if_true (Hw' (dx t n k)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'x : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k).
Lemma bwd'x : Q'x = (B'33) + (B'34) + (B'35) + (B'36) + (B'37) + (B'38).
Proof.
rewrite /Q'x /B'33 /B'34 /B'35 /B'36 /B'37 /B'38. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'x t n k R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'39 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_q t n g d)) * D (W_q g d k).
Lemma path'39 : F'39 = B'39.
Proof.
rewrite /F'39 /B'39.
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

Lemma adj'W_q (g d k : nat) :
  w (dW_q g d k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_q t n g d))).
Proof. apply: (etrans (Hw' (dW_q g d k))). exact: erefl. Qed.

Definition Q'W_q : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_q g d k) * D (W_q g d k).
Lemma bwd'W_q : Q'W_q = (B'39).
Proof.
rewrite /Q'W_q /B'39. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_q g d k). exact: erefl.
Qed.

Definition B'40 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_k t n g d)) * D (W_k g d k).
Lemma path'40 : F'40 = B'40.
Proof.
rewrite /F'40 /B'40.
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
  w (dW_k g d k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_k t n g d))).
Proof. apply: (etrans (Hw' (dW_k g d k))). exact: erefl. Qed.

Definition Q'W_k : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_k g d k) * D (W_k g d k).
Lemma bwd'W_k : Q'W_k = (B'40).
Proof.
rewrite /Q'W_k /B'40. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_k g d k). exact: erefl.
Qed.

Definition B'41 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_v t n g d)) * D (W_v g d k).
Lemma path'41 : F'41 = B'41.
Proof.
rewrite /F'41 /B'41.
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
  w (dW_v g d k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_v t n g d))).
Proof. apply: (etrans (Hw' (dW_v g d k))). exact: erefl. Qed.

Definition Q'W_v : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_v g d k) * D (W_v g d k).
Lemma bwd'W_v : Q'W_v = (B'41).
Proof.
rewrite /Q'W_v /B'41. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_v g d k). exact: erefl.
Qed.

Definition B'42 : B := \sum_(1 <= g < G.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (- (ev (v (alpha t n g)) * w (dalpha t n g) * ev (exp (log_A g)) * ev (softplus (v (a_alpha t n g)))))) * D (log_A g).
Lemma path'42 : F'42 = B'42.
Proof.
rewrite /F'42 /B'42.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'log_A (g : nat) :
  w (dlog_A g) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (- (ev (v (alpha t n g)) * w (dalpha t n g) * ev (exp (log_A g)) * ev (softplus (v (a_alpha t n g))))))).
Proof. apply: (etrans (Hw' (dlog_A g))). exact: erefl. Qed.

Definition Q'log_A : B := \sum_(1 <= g < G.+1) w (dlog_A g) * D (log_A g).
Lemma bwd'log_A : Q'log_A = (B'42).
Proof.
rewrite /Q'log_A /B'42. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [X in X * _](adj'log_A g). exact: erefl.
Qed.

Definition B'43 : B := \sum_(1 <= g < G.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_alpha t n g) * ev (x t n k)) * D (W_alpha g k).
Lemma path'43 : F'43 = B'43.
Proof.
rewrite /F'43 /B'43.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_alpha (g k : nat) :
  w (dW_alpha g k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_alpha t n g) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_alpha g k))). exact: erefl. Qed.

Definition Q'W_alpha : B := \sum_(1 <= g < G.+1) \sum_(1 <= k < M.+1) w (dW_alpha g k) * D (W_alpha g k).
Lemma bwd'W_alpha : Q'W_alpha = (B'43).
Proof.
rewrite /Q'W_alpha /B'43. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_alpha g k). exact: erefl.
Qed.

Definition B'44 : B := \sum_(1 <= g < G.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_alpha t n g)) * D (b_alpha g).
Lemma path'44 : F'44 = B'44.
Proof.
rewrite /F'44 /B'44.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_alpha (g : nat) :
  w (db_alpha g) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_alpha t n g))).
Proof. apply: (etrans (Hw' (db_alpha g))). exact: erefl. Qed.

Definition Q'b_alpha : B := \sum_(1 <= g < G.+1) w (db_alpha g) * D (b_alpha g).
Lemma bwd'b_alpha : Q'b_alpha = (B'44).
Proof.
rewrite /Q'b_alpha /B'44. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [X in X * _](adj'b_alpha g). exact: erefl.
Qed.

Definition B'45 : B := \sum_(1 <= g < G.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_beta t n g) * ev (x t n k)) * D (W_beta g k).
Lemma path'45 : F'45 = B'45.
Proof.
rewrite /F'45 /B'45.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_beta (g k : nat) :
  w (dW_beta g k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_beta t n g) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_beta g k))). exact: erefl. Qed.

Definition Q'W_beta : B := \sum_(1 <= g < G.+1) \sum_(1 <= k < M.+1) w (dW_beta g k) * D (W_beta g k).
Lemma bwd'W_beta : Q'W_beta = (B'45).
Proof.
rewrite /Q'W_beta /B'45. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_beta g k). exact: erefl.
Qed.

Definition B'46 : B := \sum_(1 <= g < G.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_beta t n g)) * D (b_beta g).
Lemma path'46 : F'46 = B'46.
Proof.
rewrite /F'46 /B'46.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_beta (g : nat) :
  w (db_beta g) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_beta t n g))).
Proof. apply: (etrans (Hw' (db_beta g))). exact: erefl. Qed.

Definition Q'b_beta : B := \sum_(1 <= g < G.+1) w (db_beta g) * D (b_beta g).
Lemma bwd'b_beta : Q'b_beta = (B'46).
Proof.
rewrite /Q'b_beta /B'46. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [X in X * _](adj'b_beta g). exact: erefl.
Qed.

Definition B'47 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_g t n g d)) * D (W_g g d k).
Lemma path'47 : F'47 = B'47.
Proof.
rewrite /F'47 /B'47.
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
  w (dW_g g d k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_g t n g d))).
Proof. apply: (etrans (Hw' (dW_g g d k))). exact: erefl. Qed.

Definition Q'W_g : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_g g d k) * D (W_g g d k).
Lemma bwd'W_g : Q'W_g = (B'47).
Proof.
rewrite /Q'W_g /B'47. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_g g d k). exact: erefl.
Qed.

Lemma mov'a_q : P'a_q = (B'33 + B'39).
Proof. by rewrite fwd'a_q path'33 path'39. Qed.
Lemma all'a_q : Q'a_q = P'a_q.
Proof. exact: erefl. Qed.

Lemma mov'a_q3 : P'a_q3 = (B'29 + B'30).
Proof. by rewrite fwd'a_q3 path'29 path'30. Qed.
Lemma all'a_q3 : Q'a_q3 = P'a_q3.
Proof. exact: erefl. Qed.

Lemma mov'a_q2 : P'a_q2 = (B'28).
Proof. by rewrite fwd'a_q2 path'28. Qed.
Lemma all'a_q2 : Q'a_q2 = P'a_q2.
Proof. exact: erefl. Qed.

Lemma mov'q : P'q = (B'27 + B'31 + B'32).
Proof. by rewrite fwd'q path'27 path'31 path'32. Qed.
Lemma all'q : Q'q = P'q.
Proof. exact: erefl. Qed.

Lemma mov'a_k : P'a_k = (B'34 + B'40).
Proof. by rewrite fwd'a_k path'34 path'40. Qed.
Lemma all'a_k : Q'a_k = P'a_k.
Proof. exact: erefl. Qed.

Lemma mov'a_k3 : P'a_k3 = (B'22 + B'23).
Proof. by rewrite fwd'a_k3 path'22 path'23. Qed.
Lemma all'a_k3 : Q'a_k3 = P'a_k3.
Proof. exact: erefl. Qed.

Lemma mov'a_k2 : P'a_k2 = (B'21).
Proof. by rewrite fwd'a_k2 path'21. Qed.
Lemma all'a_k2 : Q'a_k2 = P'a_k2.
Proof. exact: erefl. Qed.

Lemma mov'k_ : P'k_ = (B'20 + B'24 + B'25).
Proof. by rewrite fwd'k_ path'20 path'24 path'25. Qed.
Lemma all'k_ : Q'k_ = P'k_.
Proof. exact: erefl. Qed.

Lemma mov'a_v : P'a_v = (B'35 + B'41).
Proof. by rewrite fwd'a_v path'35 path'41. Qed.
Lemma all'a_v : Q'a_v = P'a_v.
Proof. exact: erefl. Qed.

Lemma mov'v_ : P'v_ = (B'16 + B'17).
Proof. by rewrite fwd'v_ path'16 path'17. Qed.
Lemma all'v_ : Q'v_ = P'v_.
Proof. exact: erefl. Qed.

Lemma mov'a_alpha : P'a_alpha = (B'36 + B'43) + (B'44).
Proof. by rewrite fwd'a_alpha path'36 path'43 path'44. Qed.
Lemma all'a_alpha : Q'a_alpha = P'a_alpha.
Proof. exact: erefl. Qed.

Lemma mov'alpha : P'alpha = (B'14 + B'42).
Proof. by rewrite fwd'alpha path'14 path'42. Qed.
Lemma all'alpha : Q'alpha = P'alpha.
Proof. exact: erefl. Qed.

Lemma mov'a_beta : P'a_beta = (B'37 + B'45) + (B'46).
Proof. by rewrite fwd'a_beta path'37 path'45 path'46. Qed.
Lemma all'a_beta : Q'a_beta = P'a_beta.
Proof. exact: erefl. Qed.

Lemma mov'beta : P'beta = (B'12).
Proof. by rewrite fwd'beta path'12. Qed.
Lemma all'beta : Q'beta = P'beta.
Proof. exact: erefl. Qed.

Lemma mov'P : P'P = (B'6 + B'13).
Proof. by rewrite fwd'P path'6 path'13. Qed.
Lemma all'P : Q'P = P'P.
Proof. exact: erefl. Qed.

Lemma mov'a_e : P'a_e = (B'15) + (B'9 + B'18).
Proof. by rewrite fwd'a_e path'15 path'9 path'18. Qed.
Lemma all'a_e : Q'a_e = P'a_e.
Proof. exact: erefl. Qed.

Lemma mov'e : P'e = (B'8 + B'11).
Proof. by rewrite fwd'e path'8 path'11. Qed.
Lemma all'e : Q'e = P'e.
Proof. exact: erefl. Qed.

Lemma mov'S_ : P'S_ = (B'10) + (B'7 + B'19).
Proof. by rewrite fwd'S_ path'10 path'7 path'19. Qed.
Definition I'S_ : B := \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dS 0 n g d d1) * D (S_0 n g d d1).
Lemma all'S_ : Q'S_ = I'S_ + P'S_.
Proof. rewrite /Q'S_ /I'S_ /P'S_ first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => g R'g. apply: eq_big_nat => d R'd. apply: eq_big_nat => d1 R'd1. congr (_ * D _). exact: (Hv' (S_ 0 n g d d1)). Qed.

Lemma mov'a_h : P'a_h = (B'5 + B'26).
Proof. by rewrite fwd'a_h path'5 path'26. Qed.
Lemma all'a_h : Q'a_h = P'a_h.
Proof. exact: erefl. Qed.

Lemma mov'a_g : P'a_g = (B'38 + B'47).
Proof. by rewrite fwd'a_g path'38 path'47. Qed.
Lemma all'a_g : Q'a_g = P'a_g.
Proof. exact: erefl. Qed.

Lemma mov'h : P'h = (B'1 + B'2 + B'3).
Proof. by rewrite fwd'h path'1 path'2 path'3. Qed.
Lemma all'h : Q'h = P'h.
Proof. exact: erefl. Qed.

Lemma telescope' (b'0 b'1 b'2 b'3 b'4 b'5 b'6 b'7 b'8 b'9 b'10 b'11 b'12 b'13 b'14 b'15 b'16 b'17 b'18 b'19 b'20 b'21 b'22 b'23 b'24 b'25 b'26 b'27 b'28 b'29 b'30 b'31 b'32 b'33 b'34 b'35 b'36 b'37 b'38 b'39 b'40 b'41 b'42 b'43 b'44 b'45 b'46 b'47 q'h q'a_g q'a_h q'S_ q'e q'a_e q'P q'beta q'a_beta q'alpha q'a_alpha q'v_ q'a_v q'k_ q'a_k2 q'a_k3 q'a_k q'q q'a_q2 q'a_q3 q'a_q q'x q'W_q q'W_k q'W_v q'log_A q'W_alpha q'b_alpha q'W_beta q'b_beta q'W_g p'a_q p'a_q3 p'a_q2 p'q p'a_k p'a_k3 p'a_k2 p'k_ p'a_v p'v_ p'a_alpha p'alpha p'a_beta p'beta p'P p'a_e p'e p'S_ p'a_h p'a_g p'h i'S_ : B) :
  q'h = (b'0) ->
  q'a_g = (b'1 + b'2) ->
  q'a_h = (b'3) ->
  q'S_ = (b'4) + (b'5) + (b'6) ->
  q'e = (b'7) ->
  q'a_e = (b'8) ->
  q'P = (b'9) + (b'10) ->
  q'beta = (b'11) ->
  q'a_beta = (b'12) ->
  q'alpha = (b'13) ->
  q'a_alpha = (b'14) ->
  q'v_ = (b'15) ->
  q'a_v = (b'16 + b'17) ->
  q'k_ = (b'18) + (b'19) ->
  q'a_k2 = (b'20) ->
  q'a_k3 = (b'21) ->
  q'a_k = (b'22 + b'23) + (b'24 + b'25) ->
  q'q = (b'26) ->
  q'a_q2 = (b'27) ->
  q'a_q3 = (b'28) ->
  q'a_q = (b'29 + b'30) + (b'31 + b'32) ->
  q'x = (b'33) + (b'34) + (b'35) + (b'36) + (b'37) + (b'38) ->
  q'W_q = (b'39) ->
  q'W_k = (b'40) ->
  q'W_v = (b'41) ->
  q'log_A = (b'42) ->
  q'W_alpha = (b'43) ->
  q'b_alpha = (b'44) ->
  q'W_beta = (b'45) ->
  q'b_beta = (b'46) ->
  q'W_g = (b'47) ->
  p'a_q = (b'33 + b'39) ->
  p'a_q3 = (b'29 + b'30) ->
  p'a_q2 = (b'28) ->
  p'q = (b'27 + b'31 + b'32) ->
  p'a_k = (b'34 + b'40) ->
  p'a_k3 = (b'22 + b'23) ->
  p'a_k2 = (b'21) ->
  p'k_ = (b'20 + b'24 + b'25) ->
  p'a_v = (b'35 + b'41) ->
  p'v_ = (b'16 + b'17) ->
  p'a_alpha = (b'36 + b'43) + (b'44) ->
  p'alpha = (b'14 + b'42) ->
  p'a_beta = (b'37 + b'45) + (b'46) ->
  p'beta = (b'12) ->
  p'P = (b'6 + b'13) ->
  p'a_e = (b'15) + (b'9 + b'18) ->
  p'e = (b'8 + b'11) ->
  p'S_ = (b'10) + (b'7 + b'19) ->
  p'a_h = (b'5 + b'26) ->
  p'a_g = (b'38 + b'47) ->
  p'h = (b'1 + b'2 + b'3) ->
  q'a_q = p'a_q ->
  q'a_q3 = p'a_q3 ->
  q'a_q2 = p'a_q2 ->
  q'q = p'q ->
  q'a_k = p'a_k ->
  q'a_k3 = p'a_k3 ->
  q'a_k2 = p'a_k2 ->
  q'k_ = p'k_ ->
  q'a_v = p'a_v ->
  q'v_ = p'v_ ->
  q'a_alpha = p'a_alpha ->
  q'alpha = p'alpha ->
  q'a_beta = p'a_beta ->
  q'beta = p'beta ->
  q'P = p'P ->
  q'a_e = p'a_e ->
  q'e = p'e ->
  q'S_ = i'S_ + p'S_ ->
  q'a_h = p'a_h ->
  q'a_g = p'a_g ->
  q'h = p'h ->
  b'0 + b'4 = q'x + i'S_ + q'W_q + q'W_k + q'W_v + q'log_A + q'W_alpha + q'b_alpha + q'W_beta + q'b_beta + q'W_g.
Proof.
move=> K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24 K'25 K'26 K'27 K'28 K'29 K'30 K'31 K'32 K'33 K'34 K'35 K'36 K'37 K'38 K'39 K'40 K'41 K'42 K'43 K'44 K'45 K'46 K'47 K'48 K'49 K'50 K'51 K'52 K'53 K'54 K'55 K'56 K'57 K'58 K'59 K'60 K'61 K'62 K'63 K'64 K'65 K'66 K'67 K'68 K'69 K'70 K'71 K'72.
have all'q : q'h + q'a_g + q'a_h + q'S_ + q'e + q'a_e + q'P + q'beta + q'a_beta + q'alpha + q'a_alpha + q'v_ + q'a_v + q'k_ + q'a_k2 + q'a_k3 + q'a_k + q'q + q'a_q2 + q'a_q3 + q'a_q + q'x + q'W_q + q'W_k + q'W_v + q'log_A + q'W_alpha + q'b_alpha + q'W_beta + q'b_beta + q'W_g = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 + b'26 + b'27 + b'28 + b'29 + b'30 + b'31 + b'32 + b'33 + b'34 + b'35 + b'36 + b'37 + b'38 + b'39 + b'40 + b'41 + b'42 + b'43 + b'44 + b'45 + b'46 + b'47 by rewrite K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24 K'25 K'26 K'27 K'28 K'29 K'30; ring.
have all'p : (b'0 + b'4) + (p'a_q + p'a_q3 + p'a_q2 + p'q + p'a_k + p'a_k3 + p'a_k2 + p'k_ + p'a_v + p'v_ + p'a_alpha + p'alpha + p'a_beta + p'beta + p'P + p'a_e + p'e + p'S_ + p'a_h + p'a_g + p'h) = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 + b'26 + b'27 + b'28 + b'29 + b'30 + b'31 + b'32 + b'33 + b'34 + b'35 + b'36 + b'37 + b'38 + b'39 + b'40 + b'41 + b'42 + b'43 + b'44 + b'45 + b'46 + b'47 by rewrite K'31 K'32 K'33 K'34 K'35 K'36 K'37 K'38 K'39 K'40 K'41 K'42 K'43 K'44 K'45 K'46 K'47 K'48 K'49 K'50 K'51; ring.
apply: (addIr (p'a_q + p'a_q3 + p'a_q2 + p'q + p'a_k + p'a_k3 + p'a_k2 + p'k_ + p'a_v + p'v_ + p'a_alpha + p'alpha + p'a_beta + p'beta + p'P + p'a_e + p'e + p'S_ + p'a_h + p'a_g + p'h)); rewrite all'p -all'q K'52 K'53 K'54 K'55 K'56 K'57 K'58 K'59 K'60 K'61 K'62 K'63 K'64 K'65 K'66 K'67 K'68 K'69 K'70 K'71 K'72; ring.
Qed.
Lemma for'any : claim v w.
Proof.
apply: (etrans (y := B'0 + B'4)).
  by rewrite /claim -path'0 -path'4.
exact: (telescope' B'0 B'1 B'2 B'3 B'4 B'5 B'6 B'7 B'8 B'9 B'10 B'11 B'12 B'13 B'14 B'15 B'16 B'17 B'18 B'19 B'20 B'21 B'22 B'23 B'24 B'25 B'26 B'27 B'28 B'29 B'30 B'31 B'32 B'33 B'34 B'35 B'36 B'37 B'38 B'39 B'40 B'41 B'42 B'43 B'44 B'45 B'46 B'47 Q'h Q'a_g Q'a_h Q'S_ Q'e Q'a_e Q'P Q'beta Q'a_beta Q'alpha Q'a_alpha Q'v_ Q'a_v Q'k_ Q'a_k2 Q'a_k3 Q'a_k Q'q Q'a_q2 Q'a_q3 Q'a_q Q'x Q'W_q Q'W_k Q'W_v Q'log_A Q'W_alpha Q'b_alpha Q'W_beta Q'b_beta Q'W_g P'a_q P'a_q3 P'a_q2 P'q P'a_k P'a_k3 P'a_k2 P'k_ P'a_v P'v_ P'a_alpha P'alpha P'a_beta P'beta P'P P'a_e P'e P'S_ P'a_h P'a_g P'h I'S_ bwd'h bwd'a_g bwd'a_h bwd'S_ bwd'e bwd'a_e bwd'P bwd'beta bwd'a_beta bwd'alpha bwd'a_alpha bwd'v_ bwd'a_v bwd'k_ bwd'a_k2 bwd'a_k3 bwd'a_k bwd'q bwd'a_q2 bwd'a_q3 bwd'a_q bwd'x bwd'W_q bwd'W_k bwd'W_v bwd'log_A bwd'W_alpha bwd'b_alpha bwd'W_beta bwd'b_beta bwd'W_g mov'a_q mov'a_q3 mov'a_q2 mov'q mov'a_k mov'a_k3 mov'a_k2 mov'k_ mov'a_v mov'v_ mov'a_alpha mov'alpha mov'a_beta mov'beta mov'P mov'a_e mov'e mov'S_ mov'a_h mov'a_g mov'h all'a_q all'a_q3 all'a_q2 all'q all'a_k all'a_k3 all'a_k2 all'k_ all'a_v all'v_ all'a_alpha all'alpha all'a_beta all'beta all'P all'a_e all'e all'S_ all'a_h all'a_g all'h).
Qed.
End Any'.

Theorem gated_delta_net_gradients_right : exists v w, [/\ the_solution forward v, the_solution (backward v) w & claim v w].
Proof using All.
have [v Hv'] := forward'solvable; have [w Hw'] := backward'solvable v.
by exists v, w; split=> //; apply: for'any; [case: Hv' | case: Hw'].
Qed.

End Certificate.

Print Assumptions gated_delta_net_gradients_right.
