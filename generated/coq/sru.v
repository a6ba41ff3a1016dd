(* sru: SRU: gates see the old state through a vector; a highway around it.
   Source of the forward equations: Lei, Zhang, Wang, Dai & Artzi 2018, arXiv 1709.02755; with the projection of the authors' code.
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

Variable sigmoid : A -> A.
Hypothesis slope_sigmoid : forall x0, D (sigmoid x0) = (1 - ev (sigmoid (x0))) * ev (sigmoid (x0)) * D x0.
Variables T N M H : nat.
Hypothesis one_step : (0 < T)%N.
Variable x : nat -> nat -> nat -> A.
Variable c_0 : nat -> nat -> A.
Variable W_u : nat -> nat -> A.
Variable W_f : nat -> nat -> A.
Variable b_f : nat -> A.
Variable v_f : nat -> A.
Variable W_r : nat -> nat -> A.
Variable b_r : nat -> A.
Variable v_r : nat -> A.
Variable W_p : nat -> nat -> A.
Variable dc_T : nat -> nat -> B.
Variable dy : nat -> nat -> nat -> B.

(* What the cell computes. *)
Inductive signal : Set :=
  | u (t n j : nat)
  | a_f (t n j : nat)
  | f (t n j : nat)
  | a_r (t n j : nat)
  | r (t n j : nat)
  | c (t n j : nat)
  | a_p (t n j : nat)
  | h (t n j : nat).
Definition forward (v : signal -> A) (what : signal) : A :=
  match what with
  | u t n j => if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) W_u j k * x t n k else 0
  | a_f t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_f j k * x t n k)
      + (b_f j)
      + (v_f j * v (c t.-1 n j)) else 0
  | f t n j => if (1 <= t < T.+1)%N then sigmoid (v (a_f t n j)) else 0
  | a_r t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_r j k * x t n k)
      + (b_r j)
      + (v_r j * v (c t.-1 n j)) else 0
  | r t n j => if (1 <= t < T.+1)%N then sigmoid (v (a_r t n j)) else 0
  | c t n j => if (1 <= t < T.+1)%N then (v (c t.-1 n j) * v (f t n j))
      + ((1 - v (f t n j)) * v (u t n j)) else c_0 n j
  | a_p t n j => if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) W_p j k * x t n k else 0
  | h t n j => if (1 <= t < T.+1)%N then (v (c t n j) * v (r t n j))
      + ((1 - v (r t n j)) * v (a_p t n j)) else 0
  end.

(* Its gradients. *)
Inductive gradient : Set :=
  | dh (t n j : nat)
  | da_p (t n j : nat)
  | dc (t n j : nat)
  | dr (t n j : nat)
  | da_r (t n j : nat)
  | df (t n j : nat)
  | da_f (t n j : nat)
  | du (t n j : nat)
  | dx (t n k : nat)
  | dW_u (j k : nat)
  | dW_f (j k : nat)
  | db_f (j : nat)
  | dv_f (j : nat)
  | dW_r (j k : nat)
  | db_r (j : nat)
  | dv_r (j : nat)
  | dW_p (j k : nat).
Definition backward (v : signal -> A) (w : gradient -> B) (what : gradient) : B :=
  match what with
  | dh t n j => if (1 <= t < T.+1)%N then dy t n j else 0
  | da_p t n j => if (1 <= t < T.+1)%N then (1 - ev (v (r t n j))) * w (dh t n j) else 0
  | dc t n j => if (0 <= t < T.+1)%N then (if (T <= t < T.+1)%N then dc_T n j else 0)
      + (if (1 <= t < T.+1)%N then w (dh t n j) * ev (v (r t n j)) else 0)
      + (if (0 <= t < T)%N then ev (v_f j) * w (da_f t.+1 n j) else 0)
      + (if (0 <= t < T)%N then ev (v_r j) * w (da_r t.+1 n j) else 0)
      + (if (0 <= t < T)%N then w (dc t.+1 n j) * ev (v (f t.+1 n j)) else 0) else 0
  | dr t n j => if (1 <= t < T.+1)%N then ((- (ev (v (a_p t n j)))) + ev (v (c t n j))) * w (dh t n j) else 0
  | da_r t n j => if (1 <= t < T.+1)%N then (1 - ev (v (r t n j))) * w (dr t n j) * ev (v (r t n j)) else 0
  | df t n j => if (1 <= t < T.+1)%N then ((- (ev (v (u t n j)))) + ev (v (c t.-1 n j))) * w (dc t n j) else 0
  | da_f t n j => if (1 <= t < T.+1)%N then (1 - ev (v (f t n j))) * w (df t n j) * ev (v (f t n j)) else 0
  | du t n j => if (1 <= t < T.+1)%N then (1 - ev (v (f t n j))) * w (dc t n j) else 0
  | dx t n k => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) ev (W_u j k) * w (du t n j))
      + (\sum_(1 <= j < H.+1) ev (W_f j k) * w (da_f t n j))
      + (\sum_(1 <= j < H.+1) ev (W_r j k) * w (da_r t n j))
      + (\sum_(1 <= j < H.+1) ev (W_p j k) * w (da_p t n j)) else 0
  | dW_u j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (du t n j) * ev (x t n k)
  | dW_f j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (x t n k)
  | db_f j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j)
  | dv_f j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (c t.-1 n j)) * w (da_f t n j)
  | dW_r j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_r t n j) * ev (x t n k)
  | db_r j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_r t n j)
  | dv_r j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (c t.-1 n j)) * w (da_r t n j)
  | dW_p j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_p t n j) * ev (x t n k)
  end.

(* For every perturbation: what the arriving gradients make of the movement of outputs and final
   states is what the gradients make of the movement of parameters, inputs and initial states. *)
Definition claim (v : signal -> A) (w : gradient -> B) : Prop :=
    (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dy t n j * D (v (h t n j))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dc_T n j * D (v (c T n j)))
  = (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc 0 n j) * D (c_0 n j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_u j k) * D (W_u j k)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_f j k) * D (W_f j k)) +
    (\sum_(1 <= j < H.+1) w (db_f j) * D (b_f j)) +
    (\sum_(1 <= j < H.+1) w (dv_f j) * D (v_f j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_r j k) * D (W_r j k)) +
    (\sum_(1 <= j < H.+1) w (db_r j) * D (b_r j)) +
    (\sum_(1 <= j < H.+1) w (dv_r j) * D (v_r j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_p j k) * D (W_p j k)).

(* ----------------------------------------------------------------------------------------------------
   The proof. Nothing below this line needs to be read: a wrong step can only make Coq refuse. *)

Definition forward'order (what : signal) : rank :=
  match what with
  | u t n j => (0, 0, 0)%N
  | a_f t n j => (1, t, 0)%N
  | f t n j => (1, t, 1)%N
  | a_r t n j => (2, 0, 0)%N
  | r t n j => (3, 0, 0)%N
  | c t n j => (1, t, 2)%N
  | a_p t n j => (4, 0, 0)%N
  | h t n j => (5, 0, 0)%N
  end.

Lemma order'u (t n j : nat) : looks_back forward'order (forward) (u t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_f (t n j : nat) : looks_back forward'order (forward) (a_f t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'f (t n j : nat) : looks_back forward'order (forward) (f t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_r (t n j : nat) : looks_back forward'order (forward) (a_r t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'r (t n j : nat) : looks_back forward'order (forward) (r t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'c (t n j : nat) : looks_back forward'order (forward) (c t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_p (t n j : nat) : looks_back forward'order (forward) (a_p t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'h (t n j : nat) : looks_back forward'order (forward) (h t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma forward'solvable : exists f, the_solution (forward) f.
Proof.
exact: (solvable (order := forward'order) (fun what => match what with
  | u t n j => order'u t n j
  | a_f t n j => order'a_f t n j
  | f t n j => order'f t n j
  | a_r t n j => order'a_r t n j
  | r t n j => order'r t n j
  | c t n j => order'c t n j
  | a_p t n j => order'a_p t n j
  | h t n j => order'h t n j
  end)).
Qed.

Definition backward'order (what : gradient) : rank :=
  match what with
  | dh t n j => (0, 0, 0)%N
  | da_p t n j => (1, 0, 0)%N
  | dc t n j => (4, T.+1 - t, 0)%N
  | dr t n j => (2, 0, 0)%N
  | da_r t n j => (3, 0, 0)%N
  | df t n j => (4, T.+1 - t, 1)%N
  | da_f t n j => (4, T.+1 - t, 2)%N
  | du t n j => (5, 0, 0)%N
  | dx t n k => (6, 0, 0)%N
  | dW_u j k => (7, 0, 0)%N
  | dW_f j k => (8, 0, 0)%N
  | db_f j => (9, 0, 0)%N
  | dv_f j => (10, 0, 0)%N
  | dW_r j k => (11, 0, 0)%N
  | db_r j => (12, 0, 0)%N
  | dv_r j => (13, 0, 0)%N
  | dW_p j k => (14, 0, 0)%N
  end.

Lemma order'dh (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dh t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_p (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_p t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dc (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dc t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dr (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dr t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_r (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_r t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'df (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (df t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_f (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_f t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'du (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (du t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dx (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (dx t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_u (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_u j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_f (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_f j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_f (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_f j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dv_f (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dv_f j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_r (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_r j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_r (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_r j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dv_r (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dv_r j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_p (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_p j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma backward'solvable (v : signal -> A) : exists f, the_solution (backward v) f.
Proof.
exact: (solvable (order := backward'order) (fun what => match what with
  | dh t n j => order'dh v t n j
  | da_p t n j => order'da_p v t n j
  | dc t n j => order'dc v t n j
  | dr t n j => order'dr v t n j
  | da_r t n j => order'da_r v t n j
  | df t n j => order'df v t n j
  | da_f t n j => order'da_f v t n j
  | du t n j => order'du v t n j
  | dx t n k => order'dx v t n k
  | dW_u j k => order'dW_u v j k
  | dW_f j k => order'dW_f v j k
  | db_f j => order'db_f v j
  | dv_f j => order'dv_f v j
  | dW_r j k => order'dW_r v j k
  | db_r j => order'db_r v j
  | dv_r j => order'dv_r v j
  | dW_p j k => order'dW_p v j k
  end)).
Qed.

Section Any'.
Variables (v : signal -> A) (w : gradient -> B).
Hypotheses (Hv' : solves forward v) (Hw' : solves (backward v) w).
Lemma call'sigmoid x0 e0 : D x0 = e0 -> D (sigmoid x0) = (1 - ev (sigmoid (x0))) * ev (sigmoid (x0)) * e0.
Proof. move=> <-; exact: slope_sigmoid. Qed.
Ltac align' := repeat match goal with
  | |- context [sigmoid ?a] => match goal with |- context [sigmoid ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  end.
Ltac algebra' := rewrite /=; first [first [ring] | align'; first [ring]].
Ltac calls' := first [apply: call'sigmoid].
Definition F'0 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dy t n j * D (v (h t n j)).
Definition F'2 : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dc_T n j * D (v (c T n j)).

Lemma E'u (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (u t n j) = \sum_(1 <= k < M.+1) W_u j k * x t n k.
Proof. exact: (if_true (Hv' (u t n j)) R't). Qed.

Lemma tan'u'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_u j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_u j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_u j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (du t n j) * ev (W_u j k) * D (x t n k).
Definition F'18 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (du t n j) * ev (x t n k) * D (W_u j k).
Definition P'u : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du t n j) * D (v (u t n j)).
Lemma fwd'u : P'u = (F'14 + F'18).
Proof.
rewrite /P'u /F'14 /F'18. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'u t n j R't). exact: (tan'u'0 t n j R't R'n R'j).
Qed.

Lemma E'a_f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_f t n j) = (\sum_(1 <= k < M.+1) W_f j k * x t n k)
      + (b_f j)
      + (v_f j * v (c t.-1 n j)).
Proof. exact: (if_true (Hv' (a_f t n j)) R't). Qed.

Lemma tan'a_f'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_f j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_f j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_f j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_f'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_f j) = (x' * D (b_f j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_f'2 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v_f j * v (c t.-1 n j)) = (x' * ev (v_f j) * D (v (c t.-1 n j))) + (x' * ev (v (c t.-1 n j)) * D (v_f j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_f t n j) * ev (W_f j k) * D (x t n k).
Definition F'19 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_f t n j) * ev (x t n k) * D (W_f j k).
Definition F'20 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * D (b_f j).
Definition F'4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * ev (v_f j) * D (v (c t.-1 n j)).
Definition F'21 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * ev (v (c t.-1 n j)) * D (v_f j).
Definition P'a_f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * D (v (a_f t n j)).
Lemma fwd'a_f : P'a_f = (F'15 + F'19) + (F'20) + (F'4 + F'21).
Proof.
rewrite /P'a_f /F'15 /F'19 /F'20 /F'4 /F'21. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_f t n j R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_f'0 t n j R't R'n R'j) | exact: (tan'a_f'1 t n j R't R'n R'j)] | exact: (tan'a_f'2 t n j R't R'n R'j)].
Qed.

Lemma E'f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (f t n j) = sigmoid (v (a_f t n j)).
Proof. exact: (if_true (Hv' (f t n j)) R't). Qed.

Lemma tan'f'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (sigmoid (v (a_f t n j))) = (x' * (1 - ev (v (f t n j))) * ev (v (f t n j)) * D (v (a_f t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'f t n j R't). algebra'. Qed.

Definition F'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df t n j) * (1 - ev (v (f t n j))) * ev (v (f t n j)) * D (v (a_f t n j)).
Definition P'f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df t n j) * D (v (f t n j)).
Lemma fwd'f : P'f = (F'12).
Proof.
rewrite /P'f /F'12. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'f t n j R't). exact: (tan'f'0 t n j R't R'n R'j).
Qed.

Lemma E'a_r (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_r t n j) = (\sum_(1 <= k < M.+1) W_r j k * x t n k)
      + (b_r j)
      + (v_r j * v (c t.-1 n j)).
Proof. exact: (if_true (Hv' (a_r t n j)) R't). Qed.

Lemma tan'a_r'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_r j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_r j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_r j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_r'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_r j) = (x' * D (b_r j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_r'2 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v_r j * v (c t.-1 n j)) = (x' * ev (v_r j) * D (v (c t.-1 n j))) + (x' * ev (v (c t.-1 n j)) * D (v_r j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_r t n j) * ev (W_r j k) * D (x t n k).
Definition F'22 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_r t n j) * ev (x t n k) * D (W_r j k).
Definition F'23 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_r t n j) * D (b_r j).
Definition F'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_r t n j) * ev (v_r j) * D (v (c t.-1 n j)).
Definition F'24 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_r t n j) * ev (v (c t.-1 n j)) * D (v_r j).
Definition P'a_r : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_r t n j) * D (v (a_r t n j)).
Lemma fwd'a_r : P'a_r = (F'16 + F'22) + (F'23) + (F'5 + F'24).
Proof.
rewrite /P'a_r /F'16 /F'22 /F'23 /F'5 /F'24. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_r t n j R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_r'0 t n j R't R'n R'j) | exact: (tan'a_r'1 t n j R't R'n R'j)] | exact: (tan'a_r'2 t n j R't R'n R'j)].
Qed.

Lemma E'r (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (r t n j) = sigmoid (v (a_r t n j)).
Proof. exact: (if_true (Hv' (r t n j)) R't). Qed.

Lemma tan'r'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (sigmoid (v (a_r t n j))) = (x' * (1 - ev (v (r t n j))) * ev (v (r t n j)) * D (v (a_r t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'r t n j R't). algebra'. Qed.

Definition F'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dr t n j) * (1 - ev (v (r t n j))) * ev (v (r t n j)) * D (v (a_r t n j)).
Definition P'r : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dr t n j) * D (v (r t n j)).
Lemma fwd'r : P'r = (F'9).
Proof.
rewrite /P'r /F'9. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'r t n j R't). exact: (tan'r'0 t n j R't R'n R'j).
Qed.

Lemma E'c (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (c t n j) = (v (c t.-1 n j) * v (f t n j))
      + ((1 - v (f t n j)) * v (u t n j)).
Proof. exact: (if_true (Hv' (c t n j)) R't). Qed.

Lemma tan'c'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v (c t.-1 n j) * v (f t n j)) = (x' * ev (v (f t n j)) * D (v (c t.-1 n j))) + (x' * ev (v (c t.-1 n j)) * D (v (f t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'c'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D ((1 - v (f t n j)) * v (u t n j)) = (x' * (- (ev (v (u t n j)))) * D (v (f t n j))) + (x' * (1 - ev (v (f t n j))) * D (v (u t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'6 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * ev (v (f t n j)) * D (v (c t.-1 n j)).
Definition F'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * ev (v (c t.-1 n j)) * D (v (f t n j)).
Definition F'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * (- (ev (v (u t n j)))) * D (v (f t n j)).
Definition F'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * (1 - ev (v (f t n j))) * D (v (u t n j)).
Definition P'c : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * D (v (c t n j)).
Lemma fwd'c : P'c = (F'6 + F'10) + (F'11 + F'13).
Proof.
rewrite /P'c /F'6 /F'10 /F'11 /F'13. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'c t n j R't). apply: weigh_add; [exact: (tan'c'0 t n j R't R'n R'j) | exact: (tan'c'1 t n j R't R'n R'j)].
Qed.

Lemma E'a_p (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_p t n j) = \sum_(1 <= k < M.+1) W_p j k * x t n k.
Proof. exact: (if_true (Hv' (a_p t n j)) R't). Qed.

Lemma tan'a_p'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_p j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_p j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_p j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_p t n j) * ev (W_p j k) * D (x t n k).
Definition F'25 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_p t n j) * ev (x t n k) * D (W_p j k).
Definition P'a_p : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_p t n j) * D (v (a_p t n j)).
Lemma fwd'a_p : P'a_p = (F'17 + F'25).
Proof.
rewrite /P'a_p /F'17 /F'25. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_p t n j R't). exact: (tan'a_p'0 t n j R't R'n R'j).
Qed.

Lemma E'h (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (h t n j) = (v (c t n j) * v (r t n j))
      + ((1 - v (r t n j)) * v (a_p t n j)).
Proof. exact: (if_true (Hv' (h t n j)) R't). Qed.

Lemma tan'h'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v (c t n j) * v (r t n j)) = (x' * ev (v (r t n j)) * D (v (c t n j))) + (x' * ev (v (c t n j)) * D (v (r t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'h'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D ((1 - v (r t n j)) * v (a_p t n j)) = (x' * (1 - ev (v (r t n j))) * D (v (a_p t n j))) + (x' * (- (ev (v (a_p t n j)))) * D (v (r t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * ev (v (r t n j)) * D (v (c t n j)).
Definition F'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * ev (v (c t n j)) * D (v (r t n j)).
Definition F'1 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * (1 - ev (v (r t n j))) * D (v (a_p t n j)).
Definition F'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * (- (ev (v (a_p t n j)))) * D (v (r t n j)).
Definition P'h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * D (v (h t n j)).
Lemma fwd'h : P'h = (F'3 + F'7) + (F'1 + F'8).
Proof.
rewrite /P'h /F'3 /F'7 /F'1 /F'8. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'h t n j R't). apply: weigh_add; [exact: (tan'h'0 t n j R't R'n R'j) | exact: (tan'h'1 t n j R't R'n R'j)].
Qed.

Definition B'0 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (dy t n j) * D (v (h t n j)).
Lemma path'0 : F'0 = B'0.
Proof.
rewrite /F'0 /B'0.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'h (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dh t n j) = ((dy t n j)).
Proof. apply: (etrans (if_true (Hw' (dh t n j)) R't)). exact: erefl. Qed.

Definition Q'h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * D (v (h t n j)).
Lemma bwd'h : Q'h = (B'0).
Proof.
rewrite /Q'h /B'0. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'h t n j R't). exact: erefl.
Qed.

Definition B'1 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (r t n j))) * w (dh t n j)) * D (v (a_p t n j)).
Lemma path'1 : F'1 = B'1.
Proof.
rewrite /F'1 /B'1.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_p (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_p t n j) = (((1 - ev (v (r t n j))) * w (dh t n j))).
Proof. apply: (etrans (if_true (Hw' (da_p t n j)) R't)). exact: erefl. Qed.

Definition Q'a_p : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_p t n j) * D (v (a_p t n j)).
Lemma bwd'a_p : Q'a_p = (B'1).
Proof.
rewrite /Q'a_p /B'1. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_p t n j R't). exact: erefl.
Qed.

Definition B'2 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (T <= t < T.+1)%N then dc_T n j else 0) * D (v (c t n j)).
Lemma path'2 : F'2 = B'2.
Proof.
rewrite /F'2 /B'2.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dc_T n j * D (v (c t n j))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'3 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (1 <= t < T.+1)%N then w (dh t n j) * ev (v (r t n j)) else 0) * D (v (c t n j)).
Lemma path'3 : F'3 = B'3.
Proof.
rewrite /F'3 /B'3.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'4 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then ev (v_f j) * w (da_f t.+1 n j) else 0) * D (v (c t n j)).
Lemma path'4 : F'4 = B'4.
Proof.
rewrite /F'4 /B'4.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'5 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then ev (v_r j) * w (da_r t.+1 n j) else 0) * D (v (c t n j)).
Lemma path'5 : F'5 = B'5.
Proof.
rewrite /F'5 /B'5.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'6 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then w (dc t.+1 n j) * ev (v (f t.+1 n j)) else 0) * D (v (c t n j)).
Lemma path'6 : F'6 = B'6.
Proof.
rewrite /F'6 /B'6.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'c (t n j : nat) (R't : (0 <= t < T.+1)%N) :
  w (dc t n j) = ((if (T <= t < T.+1)%N then dc_T n j else 0)) + ((if (1 <= t < T.+1)%N then w (dh t n j) * ev (v (r t n j)) else 0)) + ((if (0 <= t < T)%N then ev (v_f j) * w (da_f t.+1 n j) else 0)) + ((if (0 <= t < T)%N then ev (v_r j) * w (da_r t.+1 n j) else 0)) + ((if (0 <= t < T)%N then w (dc t.+1 n j) * ev (v (f t.+1 n j)) else 0)).
Proof. apply: (etrans (if_true (Hw' (dc t n j)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'c : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * D (v (c t n j)).
Lemma bwd'c : Q'c = (B'2) + (B'3) + (B'4) + (B'5) + (B'6).
Proof.
rewrite /Q'c /B'2 /B'3 /B'4 /B'5 /B'6. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'c t n j R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (v (c t n j)) * w (dh t n j)) * D (v (r t n j)).
Lemma path'7 : F'7 = B'7.
Proof.
rewrite /F'7 /B'7.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((- (ev (v (a_p t n j)) * w (dh t n j)))) * D (v (r t n j)).
Lemma path'8 : F'8 = B'8.
Proof.
rewrite /F'8 /B'8.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'r (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dr t n j) = ((ev (v (c t n j)) * w (dh t n j)) + ((- (ev (v (a_p t n j)) * w (dh t n j))))).
Proof. apply: (etrans (if_true (Hw' (dr t n j)) R't)). (algebra'). Qed.

Definition Q'r : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dr t n j) * D (v (r t n j)).
Lemma bwd'r : Q'r = (B'7 + B'8).
Proof.
rewrite /Q'r /B'7 /B'8. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'r t n j R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (r t n j))) * w (dr t n j) * ev (v (r t n j))) * D (v (a_r t n j)).
Lemma path'9 : F'9 = B'9.
Proof.
rewrite /F'9 /B'9.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_r (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_r t n j) = (((1 - ev (v (r t n j))) * w (dr t n j) * ev (v (r t n j)))).
Proof. apply: (etrans (if_true (Hw' (da_r t n j)) R't)). exact: erefl. Qed.

Definition Q'a_r : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_r t n j) * D (v (a_r t n j)).
Lemma bwd'a_r : Q'a_r = (B'9).
Proof.
rewrite /Q'a_r /B'9. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_r t n j R't). exact: erefl.
Qed.

Definition B'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (v (c t.-1 n j)) * w (dc t n j)) * D (v (f t n j)).
Lemma path'10 : F'10 = B'10.
Proof.
rewrite /F'10 /B'10.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((- (w (dc t n j) * ev (v (u t n j))))) * D (v (f t n j)).
Lemma path'11 : F'11 = B'11.
Proof.
rewrite /F'11 /B'11.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (df t n j) = ((ev (v (c t.-1 n j)) * w (dc t n j)) + ((- (w (dc t n j) * ev (v (u t n j)))))).
Proof. apply: (etrans (if_true (Hw' (df t n j)) R't)). (algebra'). Qed.

Definition Q'f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df t n j) * D (v (f t n j)).
Lemma bwd'f : Q'f = (B'10 + B'11).
Proof.
rewrite /Q'f /B'10 /B'11. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'f t n j R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (f t n j))) * w (df t n j) * ev (v (f t n j))) * D (v (a_f t n j)).
Lemma path'12 : F'12 = B'12.
Proof.
rewrite /F'12 /B'12.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_f t n j) = (((1 - ev (v (f t n j))) * w (df t n j) * ev (v (f t n j)))).
Proof. apply: (etrans (if_true (Hw' (da_f t n j)) R't)). exact: erefl. Qed.

Definition Q'a_f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * D (v (a_f t n j)).
Lemma bwd'a_f : Q'a_f = (B'12).
Proof.
rewrite /Q'a_f /B'12. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_f t n j R't). exact: erefl.
Qed.

Definition B'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (f t n j))) * w (dc t n j)) * D (v (u t n j)).
Lemma path'13 : F'13 = B'13.
Proof.
rewrite /F'13 /B'13.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'u (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (du t n j) = (((1 - ev (v (f t n j))) * w (dc t n j))).
Proof. apply: (etrans (if_true (Hw' (du t n j)) R't)). exact: erefl. Qed.

Definition Q'u : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du t n j) * D (v (u t n j)).
Lemma bwd'u : Q'u = (B'13).
Proof.
rewrite /Q'u /B'13. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'u t n j R't). exact: erefl.
Qed.

Definition B'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_u j k) * w (du t n j)) * D (x t n k).
Lemma path'14 : F'14 = B'14.
Proof.
rewrite /F'14 /B'14.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_f j k) * w (da_f t n j)) * D (x t n k).
Lemma path'15 : F'15 = B'15.
Proof.
rewrite /F'15 /B'15.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_r j k) * w (da_r t n j)) * D (x t n k).
Lemma path'16 : F'16 = B'16.
Proof.
rewrite /F'16 /B'16.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_p j k) * w (da_p t n j)) * D (x t n k).
Lemma path'17 : F'17 = B'17.
Proof.
rewrite /F'17 /B'17.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'x (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (dx t n k) = ((\sum_(1 <= j < H.+1) ev (W_u j k) * w (du t n j))) + ((\sum_(1 <= j < H.+1) ev (W_f j k) * w (da_f t n j))) + ((\sum_(1 <= j < H.+1) ev (W_r j k) * w (da_r t n j))) + ((\sum_(1 <= j < H.+1) ev (W_p j k) * w (da_p t n j))).
Proof. apply: (etrans (if_true (Hw' (dx t n k)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'x : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k).
Lemma bwd'x : Q'x = (B'14) + (B'15) + (B'16) + (B'17).
Proof.
rewrite /Q'x /B'14 /B'15 /B'16 /B'17. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'x t n k R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'18 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (du t n j) * ev (x t n k)) * D (W_u j k).
Lemma path'18 : F'18 = B'18.
Proof.
rewrite /F'18 /B'18.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_u (j k : nat) :
  w (dW_u j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (du t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_u j k))). exact: erefl. Qed.

Definition Q'W_u : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_u j k) * D (W_u j k).
Lemma bwd'W_u : Q'W_u = (B'18).
Proof.
rewrite /Q'W_u /B'18. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_u j k). exact: erefl.
Qed.

Definition B'19 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (x t n k)) * D (W_f j k).
Lemma path'19 : F'19 = B'19.
Proof.
rewrite /F'19 /B'19.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_f (j k : nat) :
  w (dW_f j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_f j k))). exact: erefl. Qed.

Definition Q'W_f : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_f j k) * D (W_f j k).
Lemma bwd'W_f : Q'W_f = (B'19).
Proof.
rewrite /Q'W_f /B'19. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_f j k). exact: erefl.
Qed.

Definition B'20 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j)) * D (b_f j).
Lemma path'20 : F'20 = B'20.
Proof.
rewrite /F'20 /B'20.
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
Lemma bwd'b_f : Q'b_f = (B'20).
Proof.
rewrite /Q'b_f /B'20. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_f j). exact: erefl.
Qed.

Definition B'21 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (c t.-1 n j)) * w (da_f t n j)) * D (v_f j).
Lemma path'21 : F'21 = B'21.
Proof.
rewrite /F'21 /B'21.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'v_f (j : nat) :
  w (dv_f j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (c t.-1 n j)) * w (da_f t n j))).
Proof. apply: (etrans (Hw' (dv_f j))). exact: erefl. Qed.

Definition Q'v_f : B := \sum_(1 <= j < H.+1) w (dv_f j) * D (v_f j).
Lemma bwd'v_f : Q'v_f = (B'21).
Proof.
rewrite /Q'v_f /B'21. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'v_f j). exact: erefl.
Qed.

Definition B'22 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_r t n j) * ev (x t n k)) * D (W_r j k).
Lemma path'22 : F'22 = B'22.
Proof.
rewrite /F'22 /B'22.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_r (j k : nat) :
  w (dW_r j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_r t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_r j k))). exact: erefl. Qed.

Definition Q'W_r : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_r j k) * D (W_r j k).
Lemma bwd'W_r : Q'W_r = (B'22).
Proof.
rewrite /Q'W_r /B'22. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_r j k). exact: erefl.
Qed.

Definition B'23 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_r t n j)) * D (b_r j).
Lemma path'23 : F'23 = B'23.
Proof.
rewrite /F'23 /B'23.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_r (j : nat) :
  w (db_r j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_r t n j))).
Proof. apply: (etrans (Hw' (db_r j))). exact: erefl. Qed.

Definition Q'b_r : B := \sum_(1 <= j < H.+1) w (db_r j) * D (b_r j).
Lemma bwd'b_r : Q'b_r = (B'23).
Proof.
rewrite /Q'b_r /B'23. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_r j). exact: erefl.
Qed.

Definition B'24 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (c t.-1 n j)) * w (da_r t n j)) * D (v_r j).
Lemma path'24 : F'24 = B'24.
Proof.
rewrite /F'24 /B'24.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'v_r (j : nat) :
  w (dv_r j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (c t.-1 n j)) * w (da_r t n j))).
Proof. apply: (etrans (Hw' (dv_r j))). exact: erefl. Qed.

Definition Q'v_r : B := \sum_(1 <= j < H.+1) w (dv_r j) * D (v_r j).
Lemma bwd'v_r : Q'v_r = (B'24).
Proof.
rewrite /Q'v_r /B'24. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'v_r j). exact: erefl.
Qed.

Definition B'25 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_p t n j) * ev (x t n k)) * D (W_p j k).
Lemma path'25 : F'25 = B'25.
Proof.
rewrite /F'25 /B'25.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_p (j k : nat) :
  w (dW_p j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_p t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_p j k))). exact: erefl. Qed.

Definition Q'W_p : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_p j k) * D (W_p j k).
Lemma bwd'W_p : Q'W_p = (B'25).
Proof.
rewrite /Q'W_p /B'25. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_p j k). exact: erefl.
Qed.

Lemma mov'u : P'u = (B'14 + B'18).
Proof. by rewrite fwd'u path'14 path'18. Qed.
Lemma all'u : Q'u = P'u.
Proof. exact: erefl. Qed.

Lemma mov'a_f : P'a_f = (B'15 + B'19) + (B'20) + (B'4 + B'21).
Proof. by rewrite fwd'a_f path'15 path'19 path'20 path'4 path'21. Qed.
Lemma all'a_f : Q'a_f = P'a_f.
Proof. exact: erefl. Qed.

Lemma mov'f : P'f = (B'12).
Proof. by rewrite fwd'f path'12. Qed.
Lemma all'f : Q'f = P'f.
Proof. exact: erefl. Qed.

Lemma mov'a_r : P'a_r = (B'16 + B'22) + (B'23) + (B'5 + B'24).
Proof. by rewrite fwd'a_r path'16 path'22 path'23 path'5 path'24. Qed.
Lemma all'a_r : Q'a_r = P'a_r.
Proof. exact: erefl. Qed.

Lemma mov'r : P'r = (B'9).
Proof. by rewrite fwd'r path'9. Qed.
Lemma all'r : Q'r = P'r.
Proof. exact: erefl. Qed.

Lemma mov'c : P'c = (B'6 + B'10) + (B'11 + B'13).
Proof. by rewrite fwd'c path'6 path'10 path'11 path'13. Qed.
Definition I'c : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc 0 n j) * D (c_0 n j).
Lemma all'c : Q'c = I'c + P'c.
Proof. rewrite /Q'c /I'c /P'c first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => j R'j. congr (_ * D _). exact: (Hv' (c 0 n j)). Qed.

Lemma mov'a_p : P'a_p = (B'17 + B'25).
Proof. by rewrite fwd'a_p path'17 path'25. Qed.
Lemma all'a_p : Q'a_p = P'a_p.
Proof. exact: erefl. Qed.

Lemma mov'h : P'h = (B'3 + B'7) + (B'1 + B'8).
Proof. by rewrite fwd'h path'3 path'7 path'1 path'8. Qed.
Lemma all'h : Q'h = P'h.
Proof. exact: erefl. Qed.

Lemma telescope' (b'0 b'1 b'2 b'3 b'4 b'5 b'6 b'7 b'8 b'9 b'10 b'11 b'12 b'13 b'14 b'15 b'16 b'17 b'18 b'19 b'20 b'21 b'22 b'23 b'24 b'25 q'h q'a_p q'c q'r q'a_r q'f q'a_f q'u q'x q'W_u q'W_f q'b_f q'v_f q'W_r q'b_r q'v_r q'W_p p'u p'a_f p'f p'a_r p'r p'c p'a_p p'h i'c : B) :
  q'h = (b'0) ->
  q'a_p = (b'1) ->
  q'c = (b'2) + (b'3) + (b'4) + (b'5) + (b'6) ->
  q'r = (b'7 + b'8) ->
  q'a_r = (b'9) ->
  q'f = (b'10 + b'11) ->
  q'a_f = (b'12) ->
  q'u = (b'13) ->
  q'x = (b'14) + (b'15) + (b'16) + (b'17) ->
  q'W_u = (b'18) ->
  q'W_f = (b'19) ->
  q'b_f = (b'20) ->
  q'v_f = (b'21) ->
  q'W_r = (b'22) ->
  q'b_r = (b'23) ->
  q'v_r = (b'24) ->
  q'W_p = (b'25) ->
  p'u = (b'14 + b'18) ->
  p'a_f = (b'15 + b'19) + (b'20) + (b'4 + b'21) ->
  p'f = (b'12) ->
  p'a_r = (b'16 + b'22) + (b'23) + (b'5 + b'24) ->
  p'r = (b'9) ->
  p'c = (b'6 + b'10) + (b'11 + b'13) ->
  p'a_p = (b'17 + b'25) ->
  p'h = (b'3 + b'7) + (b'1 + b'8) ->
  q'u = p'u ->
  q'a_f = p'a_f ->
  q'f = p'f ->
  q'a_r = p'a_r ->
  q'r = p'r ->
  q'c = i'c + p'c ->
  q'a_p = p'a_p ->
  q'h = p'h ->
  b'0 + b'2 = q'x + i'c + q'W_u + q'W_f + q'b_f + q'v_f + q'W_r + q'b_r + q'v_r + q'W_p.
Proof.
move=> K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24 K'25 K'26 K'27 K'28 K'29 K'30 K'31 K'32.
have all'q : q'h + q'a_p + q'c + q'r + q'a_r + q'f + q'a_f + q'u + q'x + q'W_u + q'W_f + q'b_f + q'v_f + q'W_r + q'b_r + q'v_r + q'W_p = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 by rewrite K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16; ring.
have all'p : (b'0 + b'2) + (p'u + p'a_f + p'f + p'a_r + p'r + p'c + p'a_p + p'h) = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 by rewrite K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24; ring.
apply: (addIr (p'u + p'a_f + p'f + p'a_r + p'r + p'c + p'a_p + p'h)); rewrite all'p -all'q K'25 K'26 K'27 K'28 K'29 K'30 K'31 K'32; ring.
Qed.
Lemma for'any : claim v w.
Proof.
apply: (etrans (y := B'0 + B'2)).
  by rewrite /claim -path'0 -path'2.
exact: (telescope' B'0 B'1 B'2 B'3 B'4 B'5 B'6 B'7 B'8 B'9 B'10 B'11 B'12 B'13 B'14 B'15 B'16 B'17 B'18 B'19 B'20 B'21 B'22 B'23 B'24 B'25 Q'h Q'a_p Q'c Q'r Q'a_r Q'f Q'a_f Q'u Q'x Q'W_u Q'W_f Q'b_f Q'v_f Q'W_r Q'b_r Q'v_r Q'W_p P'u P'a_f P'f P'a_r P'r P'c P'a_p P'h I'c bwd'h bwd'a_p bwd'c bwd'r bwd'a_r bwd'f bwd'a_f bwd'u bwd'x bwd'W_u bwd'W_f bwd'b_f bwd'v_f bwd'W_r bwd'b_r bwd'v_r bwd'W_p mov'u mov'a_f mov'f mov'a_r mov'r mov'c mov'a_p mov'h all'u all'a_f all'f all'a_r all'r all'c all'a_p all'h).
Qed.
End Any'.

Theorem sru_gradients_right : exists v w, [/\ the_solution forward v, the_solution (backward v) w & claim v w].
Proof using All.
have [v Hv'] := forward'solvable; have [w Hw'] := backward'solvable v.
by exists v, w; split=> //; apply: for'any; [case: Hv' | case: Hw'].
Qed.

End Certificate.

Print Assumptions sru_gradients_right.
