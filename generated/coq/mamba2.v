(* mamba2: Mamba-2: a state space that decays by one number for each head.
   Source of the forward equations: Dao & Gu 2024, arXiv 2405.21060; without the short convolution before and the norm behind.
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

Variable exp : A -> A.
Variable sigmoid : A -> A.
Variable softplus : A -> A.
Hypothesis slope_exp : forall x0, D (exp x0) = ev (exp (x0)) * D x0.
Hypothesis slope_sigmoid : forall x0, D (sigmoid x0) = (1 - ev (sigmoid (x0))) * ev (sigmoid (x0)) * D x0.
Hypothesis slope_softplus : forall x0, D (softplus x0) = ev (sigmoid (x0)) * D x0.
Variables T N M G D S : nat.
Hypothesis one_step : (0 < T)%N.
Variable x : nat -> nat -> nat -> A.
Variable h_0 : nat -> nat -> nat -> nat -> A.
Variable W_v : nat -> nat -> nat -> A.
Variable W_z : nat -> nat -> nat -> A.
Variable W_B : nat -> nat -> A.
Variable W_C : nat -> nat -> A.
Variable W_dt : nat -> nat -> A.
Variable b_dt : nat -> A.
Variable log_A : nat -> A.
Variable d_ : nat -> A.
Variable dh_T : nat -> nat -> nat -> nat -> B.
Variable dy_out : nat -> nat -> nat -> nat -> B.

(* What the cell computes. *)
Inductive signal : Set :=
  | a_v (t n g d : nat)
  | v_ (t n g d : nat)
  | a_z (t n g d : nat)
  | z (t n g d : nat)
  | a_B (t n s : nat)
  | B_ (t n s : nat)
  | a_C (t n s : nat)
  | C (t n s : nat)
  | a_dt (t n g : nat)
  | dt (t n g : nat)
  | a (t n g : nat)
  | h (t n g d s : nat)
  | a_y (t n g d : nat)
  | y (t n g d : nat).
Definition forward (v : signal -> A) (what : signal) : A :=
  match what with
  | a_v t n g d => if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) W_v g d k * x t n k else 0
  | v_ t n g d => if (1 <= t < T.+1)%N then v (a_v t n g d) * sigmoid (v (a_v t n g d)) else 0
  | a_z t n g d => if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) W_z g d k * x t n k else 0
  | z t n g d => if (1 <= t < T.+1)%N then v (a_z t n g d) * sigmoid (v (a_z t n g d)) else 0
  | a_B t n s => if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) W_B s k * x t n k else 0
  | B_ t n s => if (1 <= t < T.+1)%N then v (a_B t n s) * sigmoid (v (a_B t n s)) else 0
  | a_C t n s => if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) W_C s k * x t n k else 0
  | C t n s => if (1 <= t < T.+1)%N then v (a_C t n s) * sigmoid (v (a_C t n s)) else 0
  | a_dt t n g => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_dt g k * x t n k)
      + (b_dt g) else 0
  | dt t n g => if (1 <= t < T.+1)%N then softplus (v (a_dt t n g)) else 0
  | a t n g => if (1 <= t < T.+1)%N then exp (- (v (dt t n g) * exp (log_A g))) else 0
  | h t n g d s => if (1 <= t < T.+1)%N then (v (a t n g) * v (h t.-1 n g d s))
      + (v (B_ t n s) * v (dt t n g) * v (v_ t n g d)) else h_0 n g d s
  | a_y t n g d => if (1 <= t < T.+1)%N then (\sum_(1 <= s < S.+1) v (C t n s) * v (h t n g d s))
      + (d_ g * v (v_ t n g d)) else 0
  | y t n g d => if (1 <= t < T.+1)%N then v (a_y t n g d) * v (z t n g d) else 0
  end.

(* Its gradients. *)
Inductive gradient : Set :=
  | dy (t n g d : nat)
  | da_y (t n g d : nat)
  | dh (t n g d s : nat)
  | da (t n g : nat)
  | ddt (t n g : nat)
  | da_dt (t n g : nat)
  | dC (t n s : nat)
  | da_C (t n s : nat)
  | dB (t n s : nat)
  | da_B (t n s : nat)
  | dz (t n g d : nat)
  | da_z (t n g d : nat)
  | dv (t n g d : nat)
  | da_v (t n g d : nat)
  | dx (t n k : nat)
  | dW_v (g d k : nat)
  | dW_z (g d k : nat)
  | dW_B (s k : nat)
  | dW_C (s k : nat)
  | dW_dt (g k : nat)
  | db_dt (g : nat)
  | dlog_A (g : nat)
  | dd (g : nat).
Definition backward (v : signal -> A) (w : gradient -> B) (what : gradient) : B :=
  match what with
  | dy t n g d => if (1 <= t < T.+1)%N then dy_out t n g d else 0
  | da_y t n g d => if (1 <= t < T.+1)%N then w (dy t n g d) * ev (v (z t n g d)) else 0
  | dh t n g d s => if (0 <= t < T.+1)%N then (if (T <= t < T.+1)%N then dh_T n g d s else 0)
      + (if (1 <= t < T.+1)%N then ev (v (C t n s)) * w (da_y t n g d) else 0)
      + (if (0 <= t < T)%N then ev (v (a t.+1 n g)) * w (dh t.+1 n g d s) else 0) else 0
  | da t n g => if (1 <= t < T.+1)%N then \sum_(1 <= d < D.+1) \sum_(1 <= s < S.+1) w (dh t n g d s) * ev (v (h t.-1 n g d s)) else 0
  | ddt t n g => if (1 <= t < T.+1)%N then ((- (ev (v (a t n g)) * w (da t n g) * ev (exp (log_A g)))))
      + (\sum_(1 <= s < S.+1) \sum_(1 <= d < D.+1) ev (v (B_ t n s)) * ev (v (v_ t n g d)) * w (dh t n g d s)) else 0
  | da_dt t n g => if (1 <= t < T.+1)%N then w (ddt t n g) * ev (sigmoid (v (a_dt t n g))) else 0
  | dC t n s => if (1 <= t < T.+1)%N then \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_y t n g d) * ev (v (h t n g d s)) else 0
  | da_C t n s => if (1 <= t < T.+1)%N then ((1 - ev (sigmoid (v (a_C t n s)))) * ev (v (a_C t n s)) * ev (sigmoid (v (a_C t n s))) + ev (sigmoid (v (a_C t n s)))) * w (dC t n s) else 0
  | dB t n s => if (1 <= t < T.+1)%N then \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (v (dt t n g)) * ev (v (v_ t n g d)) * w (dh t n g d s) else 0
  | da_B t n s => if (1 <= t < T.+1)%N then ((1 - ev (sigmoid (v (a_B t n s)))) * ev (v (a_B t n s)) * ev (sigmoid (v (a_B t n s))) + ev (sigmoid (v (a_B t n s)))) * w (dB t n s) else 0
  | dz t n g d => if (1 <= t < T.+1)%N then ev (v (a_y t n g d)) * w (dy t n g d) else 0
  | da_z t n g d => if (1 <= t < T.+1)%N then ((1 - ev (sigmoid (v (a_z t n g d)))) * ev (v (a_z t n g d)) * ev (sigmoid (v (a_z t n g d))) + ev (sigmoid (v (a_z t n g d)))) * w (dz t n g d) else 0
  | dv t n g d => if (1 <= t < T.+1)%N then (\sum_(1 <= s < S.+1) ev (v (B_ t n s)) * ev (v (dt t n g)) * w (dh t n g d s))
      + (ev (d_ g) * w (da_y t n g d)) else 0
  | da_v t n g d => if (1 <= t < T.+1)%N then ((1 - ev (sigmoid (v (a_v t n g d)))) * ev (v (a_v t n g d)) * ev (sigmoid (v (a_v t n g d))) + ev (sigmoid (v (a_v t n g d)))) * w (dv t n g d) else 0
  | dx t n k => if (1 <= t < T.+1)%N then (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_v g d k) * w (da_v t n g d))
      + (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_z g d k) * w (da_z t n g d))
      + (\sum_(1 <= s < S.+1) ev (W_B s k) * w (da_B t n s))
      + (\sum_(1 <= s < S.+1) ev (W_C s k) * w (da_C t n s))
      + (\sum_(1 <= g < G.+1) ev (W_dt g k) * w (da_dt t n g)) else 0
  | dW_v g d k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_v t n g d)
  | dW_z g d k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_z t n g d)
  | dW_B s k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_B t n s) * ev (x t n k)
  | dW_C s k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_C t n s) * ev (x t n k)
  | dW_dt g k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_dt t n g) * ev (x t n k)
  | db_dt g => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_dt t n g)
  | dlog_A g => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (- (ev (v (a t n g)) * w (da t n g) * ev (v (dt t n g)) * ev (exp (log_A g))))
  | dd g => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= d < D.+1) w (da_y t n g d) * ev (v (v_ t n g d))
  end.

(* For every perturbation: what the arriving gradients make of the movement of outputs and final
   states is what the gradients make of the movement of parameters, inputs and initial states. *)
Definition claim (v : signal -> A) (w : gradient -> B) : Prop :=
    (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) dy_out t n g d * D (v (y t n g d))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= s < S.+1) dh_T n g d s * D (v (h T n g d s)))
  = (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= s < S.+1) w (dh 0 n g d s) * D (h_0 n g d s)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_v g d k) * D (W_v g d k)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_z g d k) * D (W_z g d k)) +
    (\sum_(1 <= s < S.+1) \sum_(1 <= k < M.+1) w (dW_B s k) * D (W_B s k)) +
    (\sum_(1 <= s < S.+1) \sum_(1 <= k < M.+1) w (dW_C s k) * D (W_C s k)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= k < M.+1) w (dW_dt g k) * D (W_dt g k)) +
    (\sum_(1 <= g < G.+1) w (db_dt g) * D (b_dt g)) +
    (\sum_(1 <= g < G.+1) w (dlog_A g) * D (log_A g)) +
    (\sum_(1 <= g < G.+1) w (dd g) * D (d_ g)).

(* ----------------------------------------------------------------------------------------------------
   The proof. Nothing below this line needs to be read: a wrong step can only make Coq refuse. *)

Definition forward'order (what : signal) : rank :=
  match what with
  | a_v t n g d => (0, 0, 0)%N
  | v_ t n g d => (1, 0, 0)%N
  | a_z t n g d => (2, 0, 0)%N
  | z t n g d => (3, 0, 0)%N
  | a_B t n s => (4, 0, 0)%N
  | B_ t n s => (5, 0, 0)%N
  | a_C t n s => (6, 0, 0)%N
  | C t n s => (7, 0, 0)%N
  | a_dt t n g => (8, 0, 0)%N
  | dt t n g => (9, 0, 0)%N
  | a t n g => (10, 0, 0)%N
  | h t n g d s => (11, t, 0)%N
  | a_y t n g d => (12, 0, 0)%N
  | y t n g d => (13, 0, 0)%N
  end.

Lemma order'a_v (t n g d : nat) : looks_back forward'order (forward) (a_v t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'v_ (t n g d : nat) : looks_back forward'order (forward) (v_ t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_z (t n g d : nat) : looks_back forward'order (forward) (a_z t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'z (t n g d : nat) : looks_back forward'order (forward) (z t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_B (t n s : nat) : looks_back forward'order (forward) (a_B t n s).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'B_ (t n s : nat) : looks_back forward'order (forward) (B_ t n s).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_C (t n s : nat) : looks_back forward'order (forward) (a_C t n s).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'C (t n s : nat) : looks_back forward'order (forward) (C t n s).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_dt (t n g : nat) : looks_back forward'order (forward) (a_dt t n g).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'dt (t n g : nat) : looks_back forward'order (forward) (dt t n g).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a (t n g : nat) : looks_back forward'order (forward) (a t n g).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'h (t n g d s : nat) : looks_back forward'order (forward) (h t n g d s).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_y (t n g d : nat) : looks_back forward'order (forward) (a_y t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'y (t n g d : nat) : looks_back forward'order (forward) (y t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma forward'solvable : exists f, the_solution (forward) f.
Proof.
exact: (solvable (order := forward'order) (fun what => match what with
  | a_v t n g d => order'a_v t n g d
  | v_ t n g d => order'v_ t n g d
  | a_z t n g d => order'a_z t n g d
  | z t n g d => order'z t n g d
  | a_B t n s => order'a_B t n s
  | B_ t n s => order'B_ t n s
  | a_C t n s => order'a_C t n s
  | C t n s => order'C t n s
  | a_dt t n g => order'a_dt t n g
  | dt t n g => order'dt t n g
  | a t n g => order'a t n g
  | h t n g d s => order'h t n g d s
  | a_y t n g d => order'a_y t n g d
  | y t n g d => order'y t n g d
  end)).
Qed.

Definition backward'order (what : gradient) : rank :=
  match what with
  | dy t n g d => (0, 0, 0)%N
  | da_y t n g d => (1, 0, 0)%N
  | dh t n g d s => (2, T.+1 - t, 0)%N
  | da t n g => (3, 0, 0)%N
  | ddt t n g => (4, 0, 0)%N
  | da_dt t n g => (5, 0, 0)%N
  | dC t n s => (6, 0, 0)%N
  | da_C t n s => (7, 0, 0)%N
  | dB t n s => (8, 0, 0)%N
  | da_B t n s => (9, 0, 0)%N
  | dz t n g d => (10, 0, 0)%N
  | da_z t n g d => (11, 0, 0)%N
  | dv t n g d => (12, 0, 0)%N
  | da_v t n g d => (13, 0, 0)%N
  | dx t n k => (14, 0, 0)%N
  | dW_v g d k => (15, 0, 0)%N
  | dW_z g d k => (16, 0, 0)%N
  | dW_B s k => (17, 0, 0)%N
  | dW_C s k => (18, 0, 0)%N
  | dW_dt g k => (19, 0, 0)%N
  | db_dt g => (20, 0, 0)%N
  | dlog_A g => (21, 0, 0)%N
  | dd g => (22, 0, 0)%N
  end.

Lemma order'dy (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (dy t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_y (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_y t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dh (v : signal -> A) (t n g d s : nat) : looks_back backward'order (backward v) (dh t n g d s).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da (v : signal -> A) (t n g : nat) : looks_back backward'order (backward v) (da t n g).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'ddt (v : signal -> A) (t n g : nat) : looks_back backward'order (backward v) (ddt t n g).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_dt (v : signal -> A) (t n g : nat) : looks_back backward'order (backward v) (da_dt t n g).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dC (v : signal -> A) (t n s : nat) : looks_back backward'order (backward v) (dC t n s).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_C (v : signal -> A) (t n s : nat) : looks_back backward'order (backward v) (da_C t n s).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dB (v : signal -> A) (t n s : nat) : looks_back backward'order (backward v) (dB t n s).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_B (v : signal -> A) (t n s : nat) : looks_back backward'order (backward v) (da_B t n s).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dz (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (dz t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_z (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_z t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dv (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (dv t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_v (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_v t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dx (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (dx t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_v (v : signal -> A) (g d k : nat) : looks_back backward'order (backward v) (dW_v g d k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_z (v : signal -> A) (g d k : nat) : looks_back backward'order (backward v) (dW_z g d k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_B (v : signal -> A) (s k : nat) : looks_back backward'order (backward v) (dW_B s k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_C (v : signal -> A) (s k : nat) : looks_back backward'order (backward v) (dW_C s k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_dt (v : signal -> A) (g k : nat) : looks_back backward'order (backward v) (dW_dt g k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_dt (v : signal -> A) (g : nat) : looks_back backward'order (backward v) (db_dt g).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dlog_A (v : signal -> A) (g : nat) : looks_back backward'order (backward v) (dlog_A g).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dd (v : signal -> A) (g : nat) : looks_back backward'order (backward v) (dd g).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma backward'solvable (v : signal -> A) : exists f, the_solution (backward v) f.
Proof.
exact: (solvable (order := backward'order) (fun what => match what with
  | dy t n g d => order'dy v t n g d
  | da_y t n g d => order'da_y v t n g d
  | dh t n g d s => order'dh v t n g d s
  | da t n g => order'da v t n g
  | ddt t n g => order'ddt v t n g
  | da_dt t n g => order'da_dt v t n g
  | dC t n s => order'dC v t n s
  | da_C t n s => order'da_C v t n s
  | dB t n s => order'dB v t n s
  | da_B t n s => order'da_B v t n s
  | dz t n g d => order'dz v t n g d
  | da_z t n g d => order'da_z v t n g d
  | dv t n g d => order'dv v t n g d
  | da_v t n g d => order'da_v v t n g d
  | dx t n k => order'dx v t n k
  | dW_v g d k => order'dW_v v g d k
  | dW_z g d k => order'dW_z v g d k
  | dW_B s k => order'dW_B v s k
  | dW_C s k => order'dW_C v s k
  | dW_dt g k => order'dW_dt v g k
  | db_dt g => order'db_dt v g
  | dlog_A g => order'dlog_A v g
  | dd g => order'dd v g
  end)).
Qed.

Section Any'.
Variables (v : signal -> A) (w : gradient -> B).
Hypotheses (Hv' : solves forward v) (Hw' : solves (backward v) w).
Lemma call'exp x0 e0 : D x0 = e0 -> D (exp x0) = ev (exp (x0)) * e0.
Proof. move=> <-; exact: slope_exp. Qed.
Lemma call'sigmoid x0 e0 : D x0 = e0 -> D (sigmoid x0) = (1 - ev (sigmoid (x0))) * ev (sigmoid (x0)) * e0.
Proof. move=> <-; exact: slope_sigmoid. Qed.
Lemma call'softplus x0 e0 : D x0 = e0 -> D (softplus x0) = ev (sigmoid (x0)) * e0.
Proof. move=> <-; exact: slope_softplus. Qed.
Ltac align' := repeat match goal with
  | |- context [sigmoid ?a] => match goal with |- context [sigmoid ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [softplus ?a] => match goal with |- context [softplus ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [exp ?a] => match goal with |- context [exp ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  end.
Ltac algebra' := rewrite /=; first [first [ring] | align'; first [ring]].
Ltac calls' := first [apply: call'exp | apply: call'sigmoid | apply: call'softplus].
Definition F'0 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) dy_out t n g d * D (v (y t n g d)).
Definition F'2 : B := \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= s < S.+1) dh_T n g d s * D (v (h T n g d s)).

Lemma E'a_v (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_v t n g d) = \sum_(1 <= k < M.+1) W_v g d k * x t n k.
Proof. exact: (if_true (Hv' (a_v t n g d)) R't). Qed.

Lemma tan'a_v'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_v g d k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_v g d k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_v g d k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'22 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_v t n g d) * ev (W_v g d k) * D (x t n k).
Definition F'27 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_v t n g d) * ev (x t n k) * D (W_v g d k).
Definition P'a_v : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_v t n g d) * D (v (a_v t n g d)).
Lemma fwd'a_v : P'a_v = (F'22 + F'27).
Proof.
rewrite /P'a_v /F'22 /F'27. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_v t n g d R't). exact: (tan'a_v'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'v_ (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (v_ t n g d) = v (a_v t n g d) * sigmoid (v (a_v t n g d)).
Proof. exact: (if_true (Hv' (v_ t n g d)) R't). Qed.

Lemma tan'v_'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (v (a_v t n g d) * sigmoid (v (a_v t n g d))) = (x' * ev (sigmoid (v (a_v t n g d))) * D (v (a_v t n g d))) + (x' * (1 - ev (sigmoid (v (a_v t n g d)))) * ev (v (a_v t n g d)) * ev (sigmoid (v (a_v t n g d))) * D (v (a_v t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'20 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dv t n g d) * ev (sigmoid (v (a_v t n g d))) * D (v (a_v t n g d)).
Definition F'21 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dv t n g d) * (1 - ev (sigmoid (v (a_v t n g d)))) * ev (v (a_v t n g d)) * ev (sigmoid (v (a_v t n g d))) * D (v (a_v t n g d)).
Definition P'v_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dv t n g d) * D (v (v_ t n g d)).
Lemma fwd'v_ : P'v_ = (F'20 + F'21).
Proof.
rewrite /P'v_ /F'20 /F'21. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'v_ t n g d R't). exact: (tan'v_'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_z (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_z t n g d) = \sum_(1 <= k < M.+1) W_z g d k * x t n k.
Proof. exact: (if_true (Hv' (a_z t n g d)) R't). Qed.

Lemma tan'a_z'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_z g d k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_z g d k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_z g d k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'23 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_z t n g d) * ev (W_z g d k) * D (x t n k).
Definition F'28 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_z t n g d) * ev (x t n k) * D (W_z g d k).
Definition P'a_z : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_z t n g d) * D (v (a_z t n g d)).
Lemma fwd'a_z : P'a_z = (F'23 + F'28).
Proof.
rewrite /P'a_z /F'23 /F'28. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_z t n g d R't). exact: (tan'a_z'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'z (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (z t n g d) = v (a_z t n g d) * sigmoid (v (a_z t n g d)).
Proof. exact: (if_true (Hv' (z t n g d)) R't). Qed.

Lemma tan'z'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (v (a_z t n g d) * sigmoid (v (a_z t n g d))) = (x' * ev (sigmoid (v (a_z t n g d))) * D (v (a_z t n g d))) + (x' * (1 - ev (sigmoid (v (a_z t n g d)))) * ev (v (a_z t n g d)) * ev (sigmoid (v (a_z t n g d))) * D (v (a_z t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dz t n g d) * ev (sigmoid (v (a_z t n g d))) * D (v (a_z t n g d)).
Definition F'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dz t n g d) * (1 - ev (sigmoid (v (a_z t n g d)))) * ev (v (a_z t n g d)) * ev (sigmoid (v (a_z t n g d))) * D (v (a_z t n g d)).
Definition P'z : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dz t n g d) * D (v (z t n g d)).
Lemma fwd'z : P'z = (F'16 + F'17).
Proof.
rewrite /P'z /F'16 /F'17. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'z t n g d R't). exact: (tan'z'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_B (t n s : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_B t n s) = \sum_(1 <= k < M.+1) W_B s k * x t n k.
Proof. exact: (if_true (Hv' (a_B t n s)) R't). Qed.

Lemma tan'a_B'0 (t n s : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R's : (1 <= s < S.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_B s k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_B s k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_B s k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'24 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) \sum_(1 <= k < M.+1) w (da_B t n s) * ev (W_B s k) * D (x t n k).
Definition F'29 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) \sum_(1 <= k < M.+1) w (da_B t n s) * ev (x t n k) * D (W_B s k).
Definition P'a_B : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) w (da_B t n s) * D (v (a_B t n s)).
Lemma fwd'a_B : P'a_B = (F'24 + F'29).
Proof.
rewrite /P'a_B /F'24 /F'29. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [in LHS](E'a_B t n s R't). exact: (tan'a_B'0 t n s R't R'n R's).
Qed.

Lemma E'B_ (t n s : nat) (R't : (1 <= t < T.+1)%N) :
  v (B_ t n s) = v (a_B t n s) * sigmoid (v (a_B t n s)).
Proof. exact: (if_true (Hv' (B_ t n s)) R't). Qed.

Lemma tan'B_'0 (t n s : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R's : (1 <= s < S.+1)%N) (x' : B) :
  x' * D (v (a_B t n s) * sigmoid (v (a_B t n s))) = (x' * ev (sigmoid (v (a_B t n s))) * D (v (a_B t n s))) + (x' * (1 - ev (sigmoid (v (a_B t n s)))) * ev (v (a_B t n s)) * ev (sigmoid (v (a_B t n s))) * D (v (a_B t n s))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) w (dB t n s) * ev (sigmoid (v (a_B t n s))) * D (v (a_B t n s)).
Definition F'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) w (dB t n s) * (1 - ev (sigmoid (v (a_B t n s)))) * ev (v (a_B t n s)) * ev (sigmoid (v (a_B t n s))) * D (v (a_B t n s)).
Definition P'B_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) w (dB t n s) * D (v (B_ t n s)).
Lemma fwd'B_ : P'B_ = (F'13 + F'14).
Proof.
rewrite /P'B_ /F'13 /F'14. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [in LHS](E'B_ t n s R't). exact: (tan'B_'0 t n s R't R'n R's).
Qed.

Lemma E'a_C (t n s : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_C t n s) = \sum_(1 <= k < M.+1) W_C s k * x t n k.
Proof. exact: (if_true (Hv' (a_C t n s)) R't). Qed.

Lemma tan'a_C'0 (t n s : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R's : (1 <= s < S.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_C s k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_C s k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_C s k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'25 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) \sum_(1 <= k < M.+1) w (da_C t n s) * ev (W_C s k) * D (x t n k).
Definition F'30 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) \sum_(1 <= k < M.+1) w (da_C t n s) * ev (x t n k) * D (W_C s k).
Definition P'a_C : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) w (da_C t n s) * D (v (a_C t n s)).
Lemma fwd'a_C : P'a_C = (F'25 + F'30).
Proof.
rewrite /P'a_C /F'25 /F'30. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [in LHS](E'a_C t n s R't). exact: (tan'a_C'0 t n s R't R'n R's).
Qed.

Lemma E'C (t n s : nat) (R't : (1 <= t < T.+1)%N) :
  v (C t n s) = v (a_C t n s) * sigmoid (v (a_C t n s)).
Proof. exact: (if_true (Hv' (C t n s)) R't). Qed.

Lemma tan'C'0 (t n s : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R's : (1 <= s < S.+1)%N) (x' : B) :
  x' * D (v (a_C t n s) * sigmoid (v (a_C t n s))) = (x' * ev (sigmoid (v (a_C t n s))) * D (v (a_C t n s))) + (x' * (1 - ev (sigmoid (v (a_C t n s)))) * ev (v (a_C t n s)) * ev (sigmoid (v (a_C t n s))) * D (v (a_C t n s))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) w (dC t n s) * ev (sigmoid (v (a_C t n s))) * D (v (a_C t n s)).
Definition F'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) w (dC t n s) * (1 - ev (sigmoid (v (a_C t n s)))) * ev (v (a_C t n s)) * ev (sigmoid (v (a_C t n s))) * D (v (a_C t n s)).
Definition P'C : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) w (dC t n s) * D (v (C t n s)).
Lemma fwd'C : P'C = (F'10 + F'11).
Proof.
rewrite /P'C /F'10 /F'11. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [in LHS](E'C t n s R't). exact: (tan'C'0 t n s R't R'n R's).
Qed.

Lemma E'a_dt (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_dt t n g) = (\sum_(1 <= k < M.+1) W_dt g k * x t n k)
      + (b_dt g).
Proof. exact: (if_true (Hv' (a_dt t n g)) R't). Qed.

Lemma tan'a_dt'0 (t n g : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_dt g k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_dt g k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_dt g k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_dt'1 (t n g : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (x' : B) :
  x' * D (b_dt g) = (x' * D (b_dt g)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'26 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= k < M.+1) w (da_dt t n g) * ev (W_dt g k) * D (x t n k).
Definition F'31 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= k < M.+1) w (da_dt t n g) * ev (x t n k) * D (W_dt g k).
Definition F'32 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_dt t n g) * D (b_dt g).
Definition P'a_dt : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_dt t n g) * D (v (a_dt t n g)).
Lemma fwd'a_dt : P'a_dt = (F'26 + F'31) + (F'32).
Proof.
rewrite /P'a_dt /F'26 /F'31 /F'32. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [in LHS](E'a_dt t n g R't). apply: weigh_add; [exact: (tan'a_dt'0 t n g R't R'n R'g) | exact: (tan'a_dt'1 t n g R't R'n R'g)].
Qed.

Lemma E'dt (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  v (dt t n g) = softplus (v (a_dt t n g)).
Proof. exact: (if_true (Hv' (dt t n g)) R't). Qed.

Lemma tan'dt'0 (t n g : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (x' : B) :
  x' * D (softplus (v (a_dt t n g))) = (x' * ev (sigmoid (v (a_dt t n g))) * D (v (a_dt t n g))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'dt t n g R't). algebra'. Qed.

Definition F'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (ddt t n g) * ev (sigmoid (v (a_dt t n g))) * D (v (a_dt t n g)).
Definition P'dt : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (ddt t n g) * D (v (dt t n g)).
Lemma fwd'dt : P'dt = (F'8).
Proof.
rewrite /P'dt /F'8. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [in LHS](E'dt t n g R't). exact: (tan'dt'0 t n g R't R'n R'g).
Qed.

Lemma E'a (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  v (a t n g) = exp (- (v (dt t n g) * exp (log_A g))).
Proof. exact: (if_true (Hv' (a t n g)) R't). Qed.

Lemma tan'a'0 (t n g : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (x' : B) :
  x' * D (exp (- (v (dt t n g) * exp (log_A g)))) = (x' * (- (ev (v (a t n g)) * ev (exp (log_A g)))) * D (v (dt t n g))) + (x' * (- (ev (v (a t n g)) * ev (v (dt t n g)) * ev (exp (log_A g)))) * D (log_A g)).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'a t n g R't). algebra'. Qed.

Definition F'6 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da t n g) * (- (ev (v (a t n g)) * ev (exp (log_A g)))) * D (v (dt t n g)).
Definition F'33 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da t n g) * (- (ev (v (a t n g)) * ev (v (dt t n g)) * ev (exp (log_A g)))) * D (log_A g).
Definition P'a : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da t n g) * D (v (a t n g)).
Lemma fwd'a : P'a = (F'6 + F'33).
Proof.
rewrite /P'a /F'6 /F'33. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [in LHS](E'a t n g R't). exact: (tan'a'0 t n g R't R'n R'g).
Qed.

Lemma E'h (t n g d s : nat) (R't : (1 <= t < T.+1)%N) :
  v (h t n g d s) = (v (a t n g) * v (h t.-1 n g d s))
      + (v (B_ t n s) * v (dt t n g) * v (v_ t n g d)).
Proof. exact: (if_true (Hv' (h t n g d s)) R't). Qed.

Lemma tan'h'0 (t n g d s : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (R's : (1 <= s < S.+1)%N) (x' : B) :
  x' * D (v (a t n g) * v (h t.-1 n g d s)) = (x' * ev (v (a t n g)) * D (v (h t.-1 n g d s))) + (x' * ev (v (h t.-1 n g d s)) * D (v (a t n g))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'h'1 (t n g d s : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (R's : (1 <= s < S.+1)%N) (x' : B) :
  x' * D (v (B_ t n s) * v (dt t n g) * v (v_ t n g d)) = (x' * ev (v (B_ t n s)) * ev (v (v_ t n g d)) * D (v (dt t n g))) + (x' * ev (v (dt t n g)) * ev (v (v_ t n g d)) * D (v (B_ t n s))) + (x' * ev (v (B_ t n s)) * ev (v (dt t n g)) * D (v (v_ t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= s < S.+1) w (dh t n g d s) * ev (v (a t n g)) * D (v (h t.-1 n g d s)).
Definition F'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= s < S.+1) w (dh t n g d s) * ev (v (h t.-1 n g d s)) * D (v (a t n g)).
Definition F'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= s < S.+1) w (dh t n g d s) * ev (v (B_ t n s)) * ev (v (v_ t n g d)) * D (v (dt t n g)).
Definition F'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= s < S.+1) w (dh t n g d s) * ev (v (dt t n g)) * ev (v (v_ t n g d)) * D (v (B_ t n s)).
Definition F'18 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= s < S.+1) w (dh t n g d s) * ev (v (B_ t n s)) * ev (v (dt t n g)) * D (v (v_ t n g d)).
Definition P'h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= s < S.+1) w (dh t n g d s) * D (v (h t n g d s)).
Lemma fwd'h : P'h = (F'4 + F'5) + (F'7 + F'12 + F'18).
Proof.
rewrite /P'h /F'4 /F'5 /F'7 /F'12 /F'18. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [in LHS](E'h t n g d s R't). apply: weigh_add; [exact: (tan'h'0 t n g d s R't R'n R'g R'd R's) | exact: (tan'h'1 t n g d s R't R'n R'g R'd R's)].
Qed.

Lemma E'a_y (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_y t n g d) = (\sum_(1 <= s < S.+1) v (C t n s) * v (h t n g d s))
      + (d_ g * v (v_ t n g d)).
Proof. exact: (if_true (Hv' (a_y t n g d)) R't). Qed.

Lemma tan'a_y'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= s < S.+1) v (C t n s) * v (h t n g d s)) = (\sum_(1 <= s < S.+1) x' * ev (v (C t n s)) * D (v (h t n g d s))) + (\sum_(1 <= s < S.+1) x' * ev (v (h t n g d s)) * D (v (C t n s))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => s R's. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_y'1 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (d_ g * v (v_ t n g d)) = (x' * ev (d_ g) * D (v (v_ t n g d))) + (x' * ev (v (v_ t n g d)) * D (d_ g)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= s < S.+1) w (da_y t n g d) * ev (v (C t n s)) * D (v (h t n g d s)).
Definition F'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= s < S.+1) w (da_y t n g d) * ev (v (h t n g d s)) * D (v (C t n s)).
Definition F'19 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_y t n g d) * ev (d_ g) * D (v (v_ t n g d)).
Definition F'34 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_y t n g d) * ev (v (v_ t n g d)) * D (d_ g).
Definition P'a_y : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_y t n g d) * D (v (a_y t n g d)).
Lemma fwd'a_y : P'a_y = (F'3 + F'9) + (F'19 + F'34).
Proof.
rewrite /P'a_y /F'3 /F'9 /F'19 /F'34. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_y t n g d R't). apply: weigh_add; [exact: (tan'a_y'0 t n g d R't R'n R'g R'd) | exact: (tan'a_y'1 t n g d R't R'n R'g R'd)].
Qed.

Lemma E'y (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (y t n g d) = v (a_y t n g d) * v (z t n g d).
Proof. exact: (if_true (Hv' (y t n g d)) R't). Qed.

Lemma tan'y'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (v (a_y t n g d) * v (z t n g d)) = (x' * ev (v (z t n g d)) * D (v (a_y t n g d))) + (x' * ev (v (a_y t n g d)) * D (v (z t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'1 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dy t n g d) * ev (v (z t n g d)) * D (v (a_y t n g d)).
Definition F'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dy t n g d) * ev (v (a_y t n g d)) * D (v (z t n g d)).
Definition P'y : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dy t n g d) * D (v (y t n g d)).
Lemma fwd'y : P'y = (F'1 + F'15).
Proof.
rewrite /P'y /F'1 /F'15. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'y t n g d R't). exact: (tan'y'0 t n g d R't R'n R'g R'd).
Qed.

Definition B'0 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (dy_out t n g d) * D (v (y t n g d)).
Lemma path'0 : F'0 = B'0.
Proof.
rewrite /F'0 /B'0.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'y (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (dy t n g d) = ((dy_out t n g d)).
Proof. apply: (etrans (if_true (Hw' (dy t n g d)) R't)). exact: erefl. Qed.

Definition Q'y : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dy t n g d) * D (v (y t n g d)).
Lemma bwd'y : Q'y = (B'0).
Proof.
rewrite /Q'y /B'0. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'y t n g d R't). exact: erefl.
Qed.

Definition B'1 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (w (dy t n g d) * ev (v (z t n g d))) * D (v (a_y t n g d)).
Lemma path'1 : F'1 = B'1.
Proof.
rewrite /F'1 /B'1.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_y (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_y t n g d) = ((w (dy t n g d) * ev (v (z t n g d)))).
Proof. apply: (etrans (if_true (Hw' (da_y t n g d)) R't)). exact: erefl. Qed.

Definition Q'a_y : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_y t n g d) * D (v (a_y t n g d)).
Lemma bwd'a_y : Q'a_y = (B'1).
Proof.
rewrite /Q'a_y /B'1. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_y t n g d R't). exact: erefl.
Qed.

Definition B'2 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= s < S.+1) (if (T <= t < T.+1)%N then dh_T n g d s else 0) * D (v (h t n g d s)).
Lemma path'2 : F'2 = B'2.
Proof.
rewrite /F'2 /B'2.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= s < S.+1) dh_T n g d s * D (v (h t n g d s))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
apply: eq_big_nat => s _.
algebra'.
Qed.

Definition B'3 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= s < S.+1) (if (1 <= t < T.+1)%N then ev (v (C t n s)) * w (da_y t n g d) else 0) * D (v (h t n g d s)).
Lemma path'3 : F'3 = B'3.
Proof.
rewrite /F'3 /B'3.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
apply: eq_big_nat => s _.
algebra'.
Qed.

Definition B'4 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= s < S.+1) (if (0 <= t < T)%N then ev (v (a t.+1 n g)) * w (dh t.+1 n g d s) else 0) * D (v (h t n g d s)).
Lemma path'4 : F'4 = B'4.
Proof.
rewrite /F'4 /B'4.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
apply: eq_big_nat => s _.
algebra'.
Qed.

Lemma adj'h (t n g d s : nat) (R't : (0 <= t < T.+1)%N) :
  w (dh t n g d s) = ((if (T <= t < T.+1)%N then dh_T n g d s else 0)) + ((if (1 <= t < T.+1)%N then ev (v (C t n s)) * w (da_y t n g d) else 0)) + ((if (0 <= t < T)%N then ev (v (a t.+1 n g)) * w (dh t.+1 n g d s) else 0)).
Proof. apply: (etrans (if_true (Hw' (dh t n g d s)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'h : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= s < S.+1) w (dh t n g d s) * D (v (h t n g d s)).
Lemma bwd'h : Q'h = (B'2) + (B'3) + (B'4).
Proof.
rewrite /Q'h /B'2 /B'3 /B'4. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [X in X * _](adj'h t n g d s R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) (\sum_(1 <= d < D.+1) \sum_(1 <= s < S.+1) w (dh t n g d s) * ev (v (h t.-1 n g d s))) * D (v (a t n g)).
Lemma path'5 : F'5 = B'5.
Proof.
rewrite /F'5 /B'5.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => s _.
algebra'.
Qed.

Lemma adj'a (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  w (da t n g) = ((\sum_(1 <= d < D.+1) \sum_(1 <= s < S.+1) w (dh t n g d s) * ev (v (h t.-1 n g d s)))).
Proof. apply: (etrans (if_true (Hw' (da t n g)) R't)). exact: erefl. Qed.

Definition Q'a : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da t n g) * D (v (a t n g)).
Lemma bwd'a : Q'a = (B'5).
Proof.
rewrite /Q'a /B'5. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [X in X * _](adj'a t n g R't). exact: erefl.
Qed.

Definition B'6 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) ((- (ev (v (a t n g)) * w (da t n g) * ev (exp (log_A g))))) * D (v (dt t n g)).
Lemma path'6 : F'6 = B'6.
Proof.
rewrite /F'6 /B'6.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
algebra'.
Qed.

Definition B'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) (\sum_(1 <= s < S.+1) \sum_(1 <= d < D.+1) ev (v (B_ t n s)) * ev (v (v_ t n g d)) * w (dh t n g d s)) * D (v (dt t n g)).
Lemma path'7 : F'7 = B'7.
Proof.
rewrite /F'7 /B'7.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring1.
rewrite [RHS]mulr_suml. apply: eq_big_nat => s _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'dt (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  w (ddt t n g) = (((- (ev (v (a t n g)) * w (da t n g) * ev (exp (log_A g)))))) + ((\sum_(1 <= s < S.+1) \sum_(1 <= d < D.+1) ev (v (B_ t n s)) * ev (v (v_ t n g d)) * w (dh t n g d s))).
Proof. apply: (etrans (if_true (Hw' (ddt t n g)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'dt : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (ddt t n g) * D (v (dt t n g)).
Lemma bwd'dt : Q'dt = (B'6) + (B'7).
Proof.
rewrite /Q'dt /B'6 /B'7. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [X in X * _](adj'dt t n g R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) (w (ddt t n g) * ev (sigmoid (v (a_dt t n g)))) * D (v (a_dt t n g)).
Lemma path'8 : F'8 = B'8.
Proof.
rewrite /F'8 /B'8.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
algebra'.
Qed.

Lemma adj'a_dt (t n g : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_dt t n g) = ((w (ddt t n g) * ev (sigmoid (v (a_dt t n g))))).
Proof. apply: (etrans (if_true (Hw' (da_dt t n g)) R't)). exact: erefl. Qed.

Definition Q'a_dt : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) w (da_dt t n g) * D (v (a_dt t n g)).
Lemma bwd'a_dt : Q'a_dt = (B'8).
Proof.
rewrite /Q'a_dt /B'8. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [X in X * _](adj'a_dt t n g R't). exact: erefl.
Qed.

Definition B'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_y t n g d) * ev (v (h t n g d s))) * D (v (C t n s)).
Lemma path'9 : F'9 = B'9.
Proof.
rewrite /F'9 /B'9.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => s _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'C (t n s : nat) (R't : (1 <= t < T.+1)%N) :
  w (dC t n s) = ((\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_y t n g d) * ev (v (h t n g d s)))).
Proof. apply: (etrans (if_true (Hw' (dC t n s)) R't)). exact: erefl. Qed.

Definition Q'C : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) w (dC t n s) * D (v (C t n s)).
Lemma bwd'C : Q'C = (B'9).
Proof.
rewrite /Q'C /B'9. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [X in X * _](adj'C t n s R't). exact: erefl.
Qed.

Definition B'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) (w (dC t n s) * ev (sigmoid (v (a_C t n s)))) * D (v (a_C t n s)).
Lemma path'10 : F'10 = B'10.
Proof.
rewrite /F'10 /B'10.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => s _.
algebra'.
Qed.

Definition B'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) ((1 - ev (sigmoid (v (a_C t n s)))) * ev (v (a_C t n s)) * w (dC t n s) * ev (sigmoid (v (a_C t n s)))) * D (v (a_C t n s)).
Lemma path'11 : F'11 = B'11.
Proof.
rewrite /F'11 /B'11.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => s _.
algebra'.
Qed.

Lemma adj'a_C (t n s : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_C t n s) = ((w (dC t n s) * ev (sigmoid (v (a_C t n s)))) + ((1 - ev (sigmoid (v (a_C t n s)))) * ev (v (a_C t n s)) * w (dC t n s) * ev (sigmoid (v (a_C t n s))))).
Proof. apply: (etrans (if_true (Hw' (da_C t n s)) R't)). (algebra'). Qed.

Definition Q'a_C : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) w (da_C t n s) * D (v (a_C t n s)).
Lemma bwd'a_C : Q'a_C = (B'10 + B'11).
Proof.
rewrite /Q'a_C /B'10 /B'11. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [X in X * _](adj'a_C t n s R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (v (dt t n g)) * ev (v (v_ t n g d)) * w (dh t n g d s)) * D (v (B_ t n s)).
Lemma path'12 : F'12 = B'12.
Proof.
rewrite /F'12 /B'12.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => s _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'B_ (t n s : nat) (R't : (1 <= t < T.+1)%N) :
  w (dB t n s) = ((\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (v (dt t n g)) * ev (v (v_ t n g d)) * w (dh t n g d s))).
Proof. apply: (etrans (if_true (Hw' (dB t n s)) R't)). exact: erefl. Qed.

Definition Q'B_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) w (dB t n s) * D (v (B_ t n s)).
Lemma bwd'B_ : Q'B_ = (B'12).
Proof.
rewrite /Q'B_ /B'12. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [X in X * _](adj'B_ t n s R't). exact: erefl.
Qed.

Definition B'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) (w (dB t n s) * ev (sigmoid (v (a_B t n s)))) * D (v (a_B t n s)).
Lemma path'13 : F'13 = B'13.
Proof.
rewrite /F'13 /B'13.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => s _.
algebra'.
Qed.

Definition B'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) ((1 - ev (sigmoid (v (a_B t n s)))) * ev (v (a_B t n s)) * w (dB t n s) * ev (sigmoid (v (a_B t n s)))) * D (v (a_B t n s)).
Lemma path'14 : F'14 = B'14.
Proof.
rewrite /F'14 /B'14.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => s _.
algebra'.
Qed.

Lemma adj'a_B (t n s : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_B t n s) = ((w (dB t n s) * ev (sigmoid (v (a_B t n s)))) + ((1 - ev (sigmoid (v (a_B t n s)))) * ev (v (a_B t n s)) * w (dB t n s) * ev (sigmoid (v (a_B t n s))))).
Proof. apply: (etrans (if_true (Hw' (da_B t n s)) R't)). (algebra'). Qed.

Definition Q'a_B : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= s < S.+1) w (da_B t n s) * D (v (a_B t n s)).
Lemma bwd'a_B : Q'a_B = (B'13 + B'14).
Proof.
rewrite /Q'a_B /B'13 /B'14. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [X in X * _](adj'a_B t n s R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (ev (v (a_y t n g d)) * w (dy t n g d)) * D (v (z t n g d)).
Lemma path'15 : F'15 = B'15.
Proof.
rewrite /F'15 /B'15.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'z (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (dz t n g d) = ((ev (v (a_y t n g d)) * w (dy t n g d))).
Proof. apply: (etrans (if_true (Hw' (dz t n g d)) R't)). exact: erefl. Qed.

Definition Q'z : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dz t n g d) * D (v (z t n g d)).
Lemma bwd'z : Q'z = (B'15).
Proof.
rewrite /Q'z /B'15. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'z t n g d R't). exact: erefl.
Qed.

Definition B'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (w (dz t n g d) * ev (sigmoid (v (a_z t n g d)))) * D (v (a_z t n g d)).
Lemma path'16 : F'16 = B'16.
Proof.
rewrite /F'16 /B'16.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ((1 - ev (sigmoid (v (a_z t n g d)))) * ev (v (a_z t n g d)) * w (dz t n g d) * ev (sigmoid (v (a_z t n g d)))) * D (v (a_z t n g d)).
Lemma path'17 : F'17 = B'17.
Proof.
rewrite /F'17 /B'17.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_z (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_z t n g d) = ((w (dz t n g d) * ev (sigmoid (v (a_z t n g d)))) + ((1 - ev (sigmoid (v (a_z t n g d)))) * ev (v (a_z t n g d)) * w (dz t n g d) * ev (sigmoid (v (a_z t n g d))))).
Proof. apply: (etrans (if_true (Hw' (da_z t n g d)) R't)). (algebra'). Qed.

Definition Q'a_z : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_z t n g d) * D (v (a_z t n g d)).
Lemma bwd'a_z : Q'a_z = (B'16 + B'17).
Proof.
rewrite /Q'a_z /B'16 /B'17. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_z t n g d R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'18 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= s < S.+1) ev (v (B_ t n s)) * ev (v (dt t n g)) * w (dh t n g d s)) * D (v (v_ t n g d)).
Lemma path'18 : F'18 = B'18.
Proof.
rewrite /F'18 /B'18.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => s _.
algebra'.
Qed.

Definition B'19 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (ev (d_ g) * w (da_y t n g d)) * D (v (v_ t n g d)).
Lemma path'19 : F'19 = B'19.
Proof.
rewrite /F'19 /B'19.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'v_ (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (dv t n g d) = ((\sum_(1 <= s < S.+1) ev (v (B_ t n s)) * ev (v (dt t n g)) * w (dh t n g d s))) + ((ev (d_ g) * w (da_y t n g d))).
Proof. apply: (etrans (if_true (Hw' (dv t n g d)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'v_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dv t n g d) * D (v (v_ t n g d)).
Lemma bwd'v_ : Q'v_ = (B'18) + (B'19).
Proof.
rewrite /Q'v_ /B'18 /B'19. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'v_ t n g d R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'20 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (w (dv t n g d) * ev (sigmoid (v (a_v t n g d)))) * D (v (a_v t n g d)).
Lemma path'20 : F'20 = B'20.
Proof.
rewrite /F'20 /B'20.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'21 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ((1 - ev (sigmoid (v (a_v t n g d)))) * ev (v (a_v t n g d)) * w (dv t n g d) * ev (sigmoid (v (a_v t n g d)))) * D (v (a_v t n g d)).
Lemma path'21 : F'21 = B'21.
Proof.
rewrite /F'21 /B'21.
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
Lemma bwd'a_v : Q'a_v = (B'20 + B'21).
Proof.
rewrite /Q'a_v /B'20 /B'21. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_v t n g d R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'22 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_v g d k) * w (da_v t n g d)) * D (x t n k).
Lemma path'22 : F'22 = B'22.
Proof.
rewrite /F'22 /B'22.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'23 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_z g d k) * w (da_z t n g d)) * D (x t n k).
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

Definition B'24 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= s < S.+1) ev (W_B s k) * w (da_B t n s)) * D (x t n k).
Lemma path'24 : F'24 = B'24.
Proof.
rewrite /F'24 /B'24.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => s _.
algebra'.
Qed.

Definition B'25 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= s < S.+1) ev (W_C s k) * w (da_C t n s)) * D (x t n k).
Lemma path'25 : F'25 = B'25.
Proof.
rewrite /F'25 /B'25.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => s _.
algebra'.
Qed.

Definition B'26 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= g < G.+1) ev (W_dt g k) * w (da_dt t n g)) * D (x t n k).
Lemma path'26 : F'26 = B'26.
Proof.
rewrite /F'26 /B'26.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => g _.
algebra'.
Qed.

Lemma adj'x (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (dx t n k) = ((\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_v g d k) * w (da_v t n g d))) + ((\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_z g d k) * w (da_z t n g d))) + ((\sum_(1 <= s < S.+1) ev (W_B s k) * w (da_B t n s))) + ((\sum_(1 <= s < S.+1) ev (W_C s k) * w (da_C t n s))) + ((\sum_(1 <= g < G.+1) ev (W_dt g k) * w (da_dt t n g))).
Proof. apply: (etrans (if_true (Hw' (dx t n k)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'x : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k).
Lemma bwd'x : Q'x = (B'22) + (B'23) + (B'24) + (B'25) + (B'26).
Proof.
rewrite /Q'x /B'22 /B'23 /B'24 /B'25 /B'26. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'x t n k R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'27 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_v t n g d)) * D (W_v g d k).
Lemma path'27 : F'27 = B'27.
Proof.
rewrite /F'27 /B'27.
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
Lemma bwd'W_v : Q'W_v = (B'27).
Proof.
rewrite /Q'W_v /B'27. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_v g d k). exact: erefl.
Qed.

Definition B'28 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_z t n g d)) * D (W_z g d k).
Lemma path'28 : F'28 = B'28.
Proof.
rewrite /F'28 /B'28.
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

Lemma adj'W_z (g d k : nat) :
  w (dW_z g d k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_z t n g d))).
Proof. apply: (etrans (Hw' (dW_z g d k))). exact: erefl. Qed.

Definition Q'W_z : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_z g d k) * D (W_z g d k).
Lemma bwd'W_z : Q'W_z = (B'28).
Proof.
rewrite /Q'W_z /B'28. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_z g d k). exact: erefl.
Qed.

Definition B'29 : B := \sum_(1 <= s < S.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_B t n s) * ev (x t n k)) * D (W_B s k).
Lemma path'29 : F'29 = B'29.
Proof.
rewrite /F'29 /B'29.
apply: etrans; first exact: bring2.
apply: eq_big_nat => s _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_B (s k : nat) :
  w (dW_B s k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_B t n s) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_B s k))). exact: erefl. Qed.

Definition Q'W_B : B := \sum_(1 <= s < S.+1) \sum_(1 <= k < M.+1) w (dW_B s k) * D (W_B s k).
Lemma bwd'W_B : Q'W_B = (B'29).
Proof.
rewrite /Q'W_B /B'29. rewrite ?join_sums. apply: eq_big_nat => s R's. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_B s k). exact: erefl.
Qed.

Definition B'30 : B := \sum_(1 <= s < S.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_C t n s) * ev (x t n k)) * D (W_C s k).
Lemma path'30 : F'30 = B'30.
Proof.
rewrite /F'30 /B'30.
apply: etrans; first exact: bring2.
apply: eq_big_nat => s _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_C (s k : nat) :
  w (dW_C s k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_C t n s) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_C s k))). exact: erefl. Qed.

Definition Q'W_C : B := \sum_(1 <= s < S.+1) \sum_(1 <= k < M.+1) w (dW_C s k) * D (W_C s k).
Lemma bwd'W_C : Q'W_C = (B'30).
Proof.
rewrite /Q'W_C /B'30. rewrite ?join_sums. apply: eq_big_nat => s R's. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_C s k). exact: erefl.
Qed.

Definition B'31 : B := \sum_(1 <= g < G.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_dt t n g) * ev (x t n k)) * D (W_dt g k).
Lemma path'31 : F'31 = B'31.
Proof.
rewrite /F'31 /B'31.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_dt (g k : nat) :
  w (dW_dt g k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_dt t n g) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_dt g k))). exact: erefl. Qed.

Definition Q'W_dt : B := \sum_(1 <= g < G.+1) \sum_(1 <= k < M.+1) w (dW_dt g k) * D (W_dt g k).
Lemma bwd'W_dt : Q'W_dt = (B'31).
Proof.
rewrite /Q'W_dt /B'31. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_dt g k). exact: erefl.
Qed.

Definition B'32 : B := \sum_(1 <= g < G.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_dt t n g)) * D (b_dt g).
Lemma path'32 : F'32 = B'32.
Proof.
rewrite /F'32 /B'32.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_dt (g : nat) :
  w (db_dt g) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_dt t n g))).
Proof. apply: (etrans (Hw' (db_dt g))). exact: erefl. Qed.

Definition Q'b_dt : B := \sum_(1 <= g < G.+1) w (db_dt g) * D (b_dt g).
Lemma bwd'b_dt : Q'b_dt = (B'32).
Proof.
rewrite /Q'b_dt /B'32. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [X in X * _](adj'b_dt g). exact: erefl.
Qed.

Definition B'33 : B := \sum_(1 <= g < G.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (- (ev (v (a t n g)) * w (da t n g) * ev (v (dt t n g)) * ev (exp (log_A g))))) * D (log_A g).
Lemma path'33 : F'33 = B'33.
Proof.
rewrite /F'33 /B'33.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'log_A (g : nat) :
  w (dlog_A g) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (- (ev (v (a t n g)) * w (da t n g) * ev (v (dt t n g)) * ev (exp (log_A g)))))).
Proof. apply: (etrans (Hw' (dlog_A g))). exact: erefl. Qed.

Definition Q'log_A : B := \sum_(1 <= g < G.+1) w (dlog_A g) * D (log_A g).
Lemma bwd'log_A : Q'log_A = (B'33).
Proof.
rewrite /Q'log_A /B'33. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [X in X * _](adj'log_A g). exact: erefl.
Qed.

Definition B'34 : B := \sum_(1 <= g < G.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= d < D.+1) w (da_y t n g d) * ev (v (v_ t n g d))) * D (d_ g).
Lemma path'34 : F'34 = B'34.
Proof.
rewrite /F'34 /B'34.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'd_ (g : nat) :
  w (dd g) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= d < D.+1) w (da_y t n g d) * ev (v (v_ t n g d)))).
Proof. apply: (etrans (Hw' (dd g))). exact: erefl. Qed.

Definition Q'd_ : B := \sum_(1 <= g < G.+1) w (dd g) * D (d_ g).
Lemma bwd'd_ : Q'd_ = (B'34).
Proof.
rewrite /Q'd_ /B'34. rewrite ?join_sums. apply: eq_big_nat => g R'g.
rewrite [X in X * _](adj'd_ g). exact: erefl.
Qed.

Lemma mov'a_v : P'a_v = (B'22 + B'27).
Proof. by rewrite fwd'a_v path'22 path'27. Qed.
Lemma all'a_v : Q'a_v = P'a_v.
Proof. exact: erefl. Qed.

Lemma mov'v_ : P'v_ = (B'20 + B'21).
Proof. by rewrite fwd'v_ path'20 path'21. Qed.
Lemma all'v_ : Q'v_ = P'v_.
Proof. exact: erefl. Qed.

Lemma mov'a_z : P'a_z = (B'23 + B'28).
Proof. by rewrite fwd'a_z path'23 path'28. Qed.
Lemma all'a_z : Q'a_z = P'a_z.
Proof. exact: erefl. Qed.

Lemma mov'z : P'z = (B'16 + B'17).
Proof. by rewrite fwd'z path'16 path'17. Qed.
Lemma all'z : Q'z = P'z.
Proof. exact: erefl. Qed.

Lemma mov'a_B : P'a_B = (B'24 + B'29).
Proof. by rewrite fwd'a_B path'24 path'29. Qed.
Lemma all'a_B : Q'a_B = P'a_B.
Proof. exact: erefl. Qed.

Lemma mov'B_ : P'B_ = (B'13 + B'14).
Proof. by rewrite fwd'B_ path'13 path'14. Qed.
Lemma all'B_ : Q'B_ = P'B_.
Proof. exact: erefl. Qed.

Lemma mov'a_C : P'a_C = (B'25 + B'30).
Proof. by rewrite fwd'a_C path'25 path'30. Qed.
Lemma all'a_C : Q'a_C = P'a_C.
Proof. exact: erefl. Qed.

Lemma mov'C : P'C = (B'10 + B'11).
Proof. by rewrite fwd'C path'10 path'11. Qed.
Lemma all'C : Q'C = P'C.
Proof. exact: erefl. Qed.

Lemma mov'a_dt : P'a_dt = (B'26 + B'31) + (B'32).
Proof. by rewrite fwd'a_dt path'26 path'31 path'32. Qed.
Lemma all'a_dt : Q'a_dt = P'a_dt.
Proof. exact: erefl. Qed.

Lemma mov'dt : P'dt = (B'8).
Proof. by rewrite fwd'dt path'8. Qed.
Lemma all'dt : Q'dt = P'dt.
Proof. exact: erefl. Qed.

Lemma mov'a : P'a = (B'6 + B'33).
Proof. by rewrite fwd'a path'6 path'33. Qed.
Lemma all'a : Q'a = P'a.
Proof. exact: erefl. Qed.

Lemma mov'h : P'h = (B'4 + B'5) + (B'7 + B'12 + B'18).
Proof. by rewrite fwd'h path'4 path'5 path'7 path'12 path'18. Qed.
Definition I'h : B := \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= s < S.+1) w (dh 0 n g d s) * D (h_0 n g d s).
Lemma all'h : Q'h = I'h + P'h.
Proof. rewrite /Q'h /I'h /P'h first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => g R'g. apply: eq_big_nat => d R'd. apply: eq_big_nat => s R's. congr (_ * D _). exact: (Hv' (h 0 n g d s)). Qed.

Lemma mov'a_y : P'a_y = (B'3 + B'9) + (B'19 + B'34).
Proof. by rewrite fwd'a_y path'3 path'9 path'19 path'34. Qed.
Lemma all'a_y : Q'a_y = P'a_y.
Proof. exact: erefl. Qed.

Lemma mov'y : P'y = (B'1 + B'15).
Proof. by rewrite fwd'y path'1 path'15. Qed.
Lemma all'y : Q'y = P'y.
Proof. exact: erefl. Qed.

Lemma telescope' (b'0 b'1 b'2 b'3 b'4 b'5 b'6 b'7 b'8 b'9 b'10 b'11 b'12 b'13 b'14 b'15 b'16 b'17 b'18 b'19 b'20 b'21 b'22 b'23 b'24 b'25 b'26 b'27 b'28 b'29 b'30 b'31 b'32 b'33 b'34 q'y q'a_y q'h q'a q'dt q'a_dt q'C q'a_C q'B_ q'a_B q'z q'a_z q'v_ q'a_v q'x q'W_v q'W_z q'W_B q'W_C q'W_dt q'b_dt q'log_A q'd_ p'a_v p'v_ p'a_z p'z p'a_B p'B_ p'a_C p'C p'a_dt p'dt p'a p'h p'a_y p'y i'h : B) :
  q'y = (b'0) ->
  q'a_y = (b'1) ->
  q'h = (b'2) + (b'3) + (b'4) ->
  q'a = (b'5) ->
  q'dt = (b'6) + (b'7) ->
  q'a_dt = (b'8) ->
  q'C = (b'9) ->
  q'a_C = (b'10 + b'11) ->
  q'B_ = (b'12) ->
  q'a_B = (b'13 + b'14) ->
  q'z = (b'15) ->
  q'a_z = (b'16 + b'17) ->
  q'v_ = (b'18) + (b'19) ->
  q'a_v = (b'20 + b'21) ->
  q'x = (b'22) + (b'23) + (b'24) + (b'25) + (b'26) ->
  q'W_v = (b'27) ->
  q'W_z = (b'28) ->
  q'W_B = (b'29) ->
  q'W_C = (b'30) ->
  q'W_dt = (b'31) ->
  q'b_dt = (b'32) ->
  q'log_A = (b'33) ->
  q'd_ = (b'34) ->
  p'a_v = (b'22 + b'27) ->
  p'v_ = (b'20 + b'21) ->
  p'a_z = (b'23 + b'28) ->
  p'z = (b'16 + b'17) ->
  p'a_B = (b'24 + b'29) ->
  p'B_ = (b'13 + b'14) ->
  p'a_C = (b'25 + b'30) ->
  p'C = (b'10 + b'11) ->
  p'a_dt = (b'26 + b'31) + (b'32) ->
  p'dt = (b'8) ->
  p'a = (b'6 + b'33) ->
  p'h = (b'4 + b'5) + (b'7 + b'12 + b'18) ->
  p'a_y = (b'3 + b'9) + (b'19 + b'34) ->
  p'y = (b'1 + b'15) ->
  q'a_v = p'a_v ->
  q'v_ = p'v_ ->
  q'a_z = p'a_z ->
  q'z = p'z ->
  q'a_B = p'a_B ->
  q'B_ = p'B_ ->
  q'a_C = p'a_C ->
  q'C = p'C ->
  q'a_dt = p'a_dt ->
  q'dt = p'dt ->
  q'a = p'a ->
  q'h = i'h + p'h ->
  q'a_y = p'a_y ->
  q'y = p'y ->
  b'0 + b'2 = q'x + i'h + q'W_v + q'W_z + q'W_B + q'W_C + q'W_dt + q'b_dt + q'log_A + q'd_.
Proof.
move=> K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24 K'25 K'26 K'27 K'28 K'29 K'30 K'31 K'32 K'33 K'34 K'35 K'36 K'37 K'38 K'39 K'40 K'41 K'42 K'43 K'44 K'45 K'46 K'47 K'48 K'49 K'50.
have all'q : q'y + q'a_y + q'h + q'a + q'dt + q'a_dt + q'C + q'a_C + q'B_ + q'a_B + q'z + q'a_z + q'v_ + q'a_v + q'x + q'W_v + q'W_z + q'W_B + q'W_C + q'W_dt + q'b_dt + q'log_A + q'd_ = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 + b'26 + b'27 + b'28 + b'29 + b'30 + b'31 + b'32 + b'33 + b'34 by rewrite K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22; ring.
have all'p : (b'0 + b'2) + (p'a_v + p'v_ + p'a_z + p'z + p'a_B + p'B_ + p'a_C + p'C + p'a_dt + p'dt + p'a + p'h + p'a_y + p'y) = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 + b'26 + b'27 + b'28 + b'29 + b'30 + b'31 + b'32 + b'33 + b'34 by rewrite K'23 K'24 K'25 K'26 K'27 K'28 K'29 K'30 K'31 K'32 K'33 K'34 K'35 K'36; ring.
apply: (addIr (p'a_v + p'v_ + p'a_z + p'z + p'a_B + p'B_ + p'a_C + p'C + p'a_dt + p'dt + p'a + p'h + p'a_y + p'y)); rewrite all'p -all'q K'37 K'38 K'39 K'40 K'41 K'42 K'43 K'44 K'45 K'46 K'47 K'48 K'49 K'50; ring.
Qed.
Lemma for'any : claim v w.
Proof.
apply: (etrans (y := B'0 + B'2)).
  by rewrite /claim -path'0 -path'2.
exact: (telescope' B'0 B'1 B'2 B'3 B'4 B'5 B'6 B'7 B'8 B'9 B'10 B'11 B'12 B'13 B'14 B'15 B'16 B'17 B'18 B'19 B'20 B'21 B'22 B'23 B'24 B'25 B'26 B'27 B'28 B'29 B'30 B'31 B'32 B'33 B'34 Q'y Q'a_y Q'h Q'a Q'dt Q'a_dt Q'C Q'a_C Q'B_ Q'a_B Q'z Q'a_z Q'v_ Q'a_v Q'x Q'W_v Q'W_z Q'W_B Q'W_C Q'W_dt Q'b_dt Q'log_A Q'd_ P'a_v P'v_ P'a_z P'z P'a_B P'B_ P'a_C P'C P'a_dt P'dt P'a P'h P'a_y P'y I'h bwd'y bwd'a_y bwd'h bwd'a bwd'dt bwd'a_dt bwd'C bwd'a_C bwd'B_ bwd'a_B bwd'z bwd'a_z bwd'v_ bwd'a_v bwd'x bwd'W_v bwd'W_z bwd'W_B bwd'W_C bwd'W_dt bwd'b_dt bwd'log_A bwd'd_ mov'a_v mov'v_ mov'a_z mov'z mov'a_B mov'B_ mov'a_C mov'C mov'a_dt mov'dt mov'a mov'h mov'a_y mov'y all'a_v all'v_ all'a_z all'z all'a_B all'B_ all'a_C all'C all'a_dt all'dt all'a all'h all'a_y all'y).
Qed.
End Any'.

Theorem mamba2_gradients_right : exists v w, [/\ the_solution forward v, the_solution (backward v) w & claim v w].
Proof using All.
have [v Hv'] := forward'solvable; have [w Hw'] := backward'solvable v.
by exists v, w; split=> //; apply: for'any; [case: Hv' | case: Hw'].
Qed.

End Certificate.

Print Assumptions mamba2_gradients_right.
