(* qrnn: Quasi-recurrent network: gates see two steps of the input.
   Source of the forward equations: Bradbury, Merity, Xiong & Socher 2016, arXiv 1611.01576; fo-pooling, filters of width 2.
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
Variable tanh : A -> A.
Hypothesis slope_sigmoid : forall x0, D (sigmoid x0) = (1 - ev (sigmoid (x0))) * ev (sigmoid (x0)) * D x0.
Hypothesis slope_tanh : forall x0, D (tanh x0) = (1 - ev (tanh (x0)) * ev (tanh (x0))) * D x0.
Variables T N M H : nat.
Hypothesis one_step : (0 < T)%N.
Variable x : nat -> nat -> nat -> A.
Variable c_0 : nat -> nat -> A.
Variable W_z : nat -> nat -> A.
Variable V_z : nat -> nat -> A.
Variable b_z : nat -> A.
Variable x_lag0_0 : nat -> nat -> A.
Variable W_f : nat -> nat -> A.
Variable V_f : nat -> nat -> A.
Variable b_f : nat -> A.
Variable W_o : nat -> nat -> A.
Variable V_o : nat -> nat -> A.
Variable b_o : nat -> A.
Variable dc_T : nat -> nat -> B.
Variable dx_lag0_T : nat -> nat -> B.
Variable dy : nat -> nat -> nat -> B.

(* What the cell computes. *)
Inductive signal : Set :=
  | x_lag0 (t n k : nat)
  | a_z (t n j : nat)
  | z (t n j : nat)
  | a_f (t n j : nat)
  | f (t n j : nat)
  | a_o (t n j : nat)
  | o (t n j : nat)
  | c (t n j : nat)
  | h (t n j : nat).
Definition forward (v : signal -> A) (what : signal) : A :=
  match what with
  | x_lag0 t n k => if (1 <= t < T.+1)%N then x t n k else x_lag0_0 n k
  | a_z t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_z j k * x t n k)
      + (\sum_(1 <= k < M.+1) V_z j k * v (x_lag0 t.-1 n k))
      + (b_z j) else 0
  | z t n j => if (1 <= t < T.+1)%N then tanh (v (a_z t n j)) else 0
  | a_f t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_f j k * x t n k)
      + (\sum_(1 <= k < M.+1) V_f j k * v (x_lag0 t.-1 n k))
      + (b_f j) else 0
  | f t n j => if (1 <= t < T.+1)%N then sigmoid (v (a_f t n j)) else 0
  | a_o t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_o j k * x t n k)
      + (\sum_(1 <= k < M.+1) V_o j k * v (x_lag0 t.-1 n k))
      + (b_o j) else 0
  | o t n j => if (1 <= t < T.+1)%N then sigmoid (v (a_o t n j)) else 0
  | c t n j => if (1 <= t < T.+1)%N then (v (c t.-1 n j) * v (f t n j))
      + ((1 - v (f t n j)) * v (z t n j)) else c_0 n j
  | h t n j => if (1 <= t < T.+1)%N then v (c t n j) * v (o t n j) else 0
  end.

(* Its gradients. *)
Inductive gradient : Set :=
  | dh (t n j : nat)
  | dc (t n j : nat)
  | do_ (t n j : nat)
  | da_o (t n j : nat)
  | df (t n j : nat)
  | da_f (t n j : nat)
  | dz (t n j : nat)
  | da_z (t n j : nat)
  | dx_lag0 (t n k : nat)
  | dx (t n k : nat)
  | dW_z (j k : nat)
  | dV_z (j k : nat)
  | db_z (j : nat)
  | dW_f (j k : nat)
  | dV_f (j k : nat)
  | db_f (j : nat)
  | dW_o (j k : nat)
  | dV_o (j k : nat)
  | db_o (j : nat).
Definition backward (v : signal -> A) (w : gradient -> B) (what : gradient) : B :=
  match what with
  | dh t n j => if (1 <= t < T.+1)%N then dy t n j else 0
  | dc t n j => if (0 <= t < T.+1)%N then (if (T <= t < T.+1)%N then dc_T n j else 0)
      + (if (1 <= t < T.+1)%N then w (dh t n j) * ev (v (o t n j)) else 0)
      + (if (0 <= t < T)%N then w (dc t.+1 n j) * ev (v (f t.+1 n j)) else 0) else 0
  | do_ t n j => if (1 <= t < T.+1)%N then ev (v (c t n j)) * w (dh t n j) else 0
  | da_o t n j => if (1 <= t < T.+1)%N then (1 - ev (v (o t n j))) * w (do_ t n j) * ev (v (o t n j)) else 0
  | df t n j => if (1 <= t < T.+1)%N then ((- (ev (v (z t n j)))) + ev (v (c t.-1 n j))) * w (dc t n j) else 0
  | da_f t n j => if (1 <= t < T.+1)%N then (1 - ev (v (f t n j))) * w (df t n j) * ev (v (f t n j)) else 0
  | dz t n j => if (1 <= t < T.+1)%N then (1 - ev (v (f t n j))) * w (dc t n j) else 0
  | da_z t n j => if (1 <= t < T.+1)%N then (1 - ev (v (z t n j)) * ev (v (z t n j))) * w (dz t n j) else 0
  | dx_lag0 t n k => if (0 <= t < T.+1)%N then (if (T <= t < T.+1)%N then dx_lag0_T n k else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= j < H.+1) ev (V_z j k) * w (da_z t.+1 n j) else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= j < H.+1) ev (V_f j k) * w (da_f t.+1 n j) else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= j < H.+1) ev (V_o j k) * w (da_o t.+1 n j) else 0) else 0
  | dx t n k => if (1 <= t < T.+1)%N then (w (dx_lag0 t n k))
      + (\sum_(1 <= j < H.+1) ev (W_z j k) * w (da_z t n j))
      + (\sum_(1 <= j < H.+1) ev (W_f j k) * w (da_f t n j))
      + (\sum_(1 <= j < H.+1) ev (W_o j k) * w (da_o t n j)) else 0
  | dW_z j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n j) * ev (x t n k)
  | dV_z j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n j) * ev (v (x_lag0 t.-1 n k))
  | db_z j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n j)
  | dW_f j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (x t n k)
  | dV_f j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (v (x_lag0 t.-1 n k))
  | db_f j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j)
  | dW_o j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j) * ev (x t n k)
  | dV_o j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j) * ev (v (x_lag0 t.-1 n k))
  | db_o j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j)
  end.

(* For every perturbation: what the arriving gradients make of the movement of outputs and final
   states is what the gradients make of the movement of parameters, inputs and initial states. *)
Definition claim (v : signal -> A) (w : gradient -> B) : Prop :=
    (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dy t n j * D (v (h t n j))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dc_T n j * D (v (c T n j))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) dx_lag0_T n k * D (v (x_lag0 T n k)))
  = (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc 0 n j) * D (c_0 n j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_z j k) * D (W_z j k)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dV_z j k) * D (V_z j k)) +
    (\sum_(1 <= j < H.+1) w (db_z j) * D (b_z j)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx_lag0 0 n k) * D (x_lag0_0 n k)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_f j k) * D (W_f j k)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dV_f j k) * D (V_f j k)) +
    (\sum_(1 <= j < H.+1) w (db_f j) * D (b_f j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_o j k) * D (W_o j k)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dV_o j k) * D (V_o j k)) +
    (\sum_(1 <= j < H.+1) w (db_o j) * D (b_o j)).

(* ----------------------------------------------------------------------------------------------------
   The proof. Nothing below this line needs to be read: a wrong step can only make Coq refuse. *)

Definition forward'order (what : signal) : rank :=
  match what with
  | x_lag0 t n k => (0, 0, 0)%N
  | a_z t n j => (1, 0, 0)%N
  | z t n j => (2, 0, 0)%N
  | a_f t n j => (3, 0, 0)%N
  | f t n j => (4, 0, 0)%N
  | a_o t n j => (5, 0, 0)%N
  | o t n j => (6, 0, 0)%N
  | c t n j => (7, t, 0)%N
  | h t n j => (8, 0, 0)%N
  end.

Lemma order'x_lag0 (t n k : nat) : looks_back forward'order (forward) (x_lag0 t n k).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_z (t n j : nat) : looks_back forward'order (forward) (a_z t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'z (t n j : nat) : looks_back forward'order (forward) (z t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_f (t n j : nat) : looks_back forward'order (forward) (a_f t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'f (t n j : nat) : looks_back forward'order (forward) (f t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_o (t n j : nat) : looks_back forward'order (forward) (a_o t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'o (t n j : nat) : looks_back forward'order (forward) (o t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'c (t n j : nat) : looks_back forward'order (forward) (c t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'h (t n j : nat) : looks_back forward'order (forward) (h t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma forward'solvable : exists f, the_solution (forward) f.
Proof.
exact: (solvable (order := forward'order) (fun what => match what with
  | x_lag0 t n k => order'x_lag0 t n k
  | a_z t n j => order'a_z t n j
  | z t n j => order'z t n j
  | a_f t n j => order'a_f t n j
  | f t n j => order'f t n j
  | a_o t n j => order'a_o t n j
  | o t n j => order'o t n j
  | c t n j => order'c t n j
  | h t n j => order'h t n j
  end)).
Qed.

Definition backward'order (what : gradient) : rank :=
  match what with
  | dh t n j => (0, 0, 0)%N
  | dc t n j => (1, T.+1 - t, 0)%N
  | do_ t n j => (2, 0, 0)%N
  | da_o t n j => (3, 0, 0)%N
  | df t n j => (4, 0, 0)%N
  | da_f t n j => (5, 0, 0)%N
  | dz t n j => (6, 0, 0)%N
  | da_z t n j => (7, 0, 0)%N
  | dx_lag0 t n k => (8, 0, 0)%N
  | dx t n k => (9, 0, 0)%N
  | dW_z j k => (10, 0, 0)%N
  | dV_z j k => (11, 0, 0)%N
  | db_z j => (12, 0, 0)%N
  | dW_f j k => (13, 0, 0)%N
  | dV_f j k => (14, 0, 0)%N
  | db_f j => (15, 0, 0)%N
  | dW_o j k => (16, 0, 0)%N
  | dV_o j k => (17, 0, 0)%N
  | db_o j => (18, 0, 0)%N
  end.

Lemma order'dh (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dh t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dc (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dc t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'do_ (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (do_ t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_o (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_o t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'df (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (df t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_f (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_f t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dz (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dz t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_z (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_z t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dx_lag0 (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (dx_lag0 t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dx (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (dx t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_z (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_z j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dV_z (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dV_z j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_z (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_z j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_f (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_f j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dV_f (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dV_f j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_f (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_f j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_o (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_o j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dV_o (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dV_o j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_o (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_o j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma backward'solvable (v : signal -> A) : exists f, the_solution (backward v) f.
Proof.
exact: (solvable (order := backward'order) (fun what => match what with
  | dh t n j => order'dh v t n j
  | dc t n j => order'dc v t n j
  | do_ t n j => order'do_ v t n j
  | da_o t n j => order'da_o v t n j
  | df t n j => order'df v t n j
  | da_f t n j => order'da_f v t n j
  | dz t n j => order'dz v t n j
  | da_z t n j => order'da_z v t n j
  | dx_lag0 t n k => order'dx_lag0 v t n k
  | dx t n k => order'dx v t n k
  | dW_z j k => order'dW_z v j k
  | dV_z j k => order'dV_z v j k
  | db_z j => order'db_z v j
  | dW_f j k => order'dW_f v j k
  | dV_f j k => order'dV_f v j k
  | db_f j => order'db_f v j
  | dW_o j k => order'dW_o v j k
  | dV_o j k => order'dV_o v j k
  | db_o j => order'db_o v j
  end)).
Qed.

Section Any'.
Variables (v : signal -> A) (w : gradient -> B).
Hypotheses (Hv' : solves forward v) (Hw' : solves (backward v) w).
Lemma call'sigmoid x0 e0 : D x0 = e0 -> D (sigmoid x0) = (1 - ev (sigmoid (x0))) * ev (sigmoid (x0)) * e0.
Proof. move=> <-; exact: slope_sigmoid. Qed.
Lemma call'tanh x0 e0 : D x0 = e0 -> D (tanh x0) = (1 - ev (tanh (x0)) * ev (tanh (x0))) * e0.
Proof. move=> <-; exact: slope_tanh. Qed.
Ltac align' := repeat match goal with
  | |- context [tanh ?a] => match goal with |- context [tanh ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [sigmoid ?a] => match goal with |- context [sigmoid ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  end.
Ltac algebra' := rewrite /=; first [first [ring] | align'; first [ring]].
Ltac calls' := first [apply: call'sigmoid | apply: call'tanh].
Definition F'0 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dy t n j * D (v (h t n j)).
Definition F'1 : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dc_T n j * D (v (c T n j)).
Definition F'11 : B := \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) dx_lag0_T n k * D (v (x_lag0 T n k)).

Lemma E'x_lag0 (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  v (x_lag0 t n k) = x t n k.
Proof. exact: (if_true (Hv' (x_lag0 t n k)) R't). Qed.

Lemma tan'x_lag0'0 (t n k : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'k : (1 <= k < M.+1)%N) (x' : B) :
  x' * D (x t n k) = (x' * D (x t n k)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx_lag0 t n k) * D (x t n k).
Definition P'x_lag0 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx_lag0 t n k) * D (v (x_lag0 t n k)).
Lemma fwd'x_lag0 : P'x_lag0 = (F'15).
Proof.
rewrite /P'x_lag0 /F'15. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [in LHS](E'x_lag0 t n k R't). exact: (tan'x_lag0'0 t n k R't R'n R'k).
Qed.

Lemma E'a_z (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_z t n j) = (\sum_(1 <= k < M.+1) W_z j k * x t n k)
      + (\sum_(1 <= k < M.+1) V_z j k * v (x_lag0 t.-1 n k))
      + (b_z j).
Proof. exact: (if_true (Hv' (a_z t n j)) R't). Qed.

Lemma tan'a_z'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_z j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_z j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_z j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_z'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) V_z j k * v (x_lag0 t.-1 n k)) = (\sum_(1 <= k < M.+1) x' * ev (V_z j k) * D (v (x_lag0 t.-1 n k))) + (\sum_(1 <= k < M.+1) x' * ev (v (x_lag0 t.-1 n k)) * D (V_z j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_z'2 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_z j) = (x' * D (b_z j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_z t n j) * ev (W_z j k) * D (x t n k).
Definition F'19 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_z t n j) * ev (x t n k) * D (W_z j k).
Definition F'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_z t n j) * ev (V_z j k) * D (v (x_lag0 t.-1 n k)).
Definition F'20 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_z t n j) * ev (v (x_lag0 t.-1 n k)) * D (V_z j k).
Definition F'21 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_z t n j) * D (b_z j).
Definition P'a_z : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_z t n j) * D (v (a_z t n j)).
Lemma fwd'a_z : P'a_z = (F'16 + F'19) + (F'12 + F'20) + (F'21).
Proof.
rewrite /P'a_z /F'16 /F'19 /F'12 /F'20 /F'21. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_z t n j R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_z'0 t n j R't R'n R'j) | exact: (tan'a_z'1 t n j R't R'n R'j)] | exact: (tan'a_z'2 t n j R't R'n R'j)].
Qed.

Lemma E'z (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (z t n j) = tanh (v (a_z t n j)).
Proof. exact: (if_true (Hv' (z t n j)) R't). Qed.

Lemma tan'z'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (tanh (v (a_z t n j))) = (x' * (1 - ev (v (z t n j)) * ev (v (z t n j))) * D (v (a_z t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'z t n j R't). algebra'. Qed.

Definition F'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dz t n j) * (1 - ev (v (z t n j)) * ev (v (z t n j))) * D (v (a_z t n j)).
Definition P'z : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dz t n j) * D (v (z t n j)).
Lemma fwd'z : P'z = (F'10).
Proof.
rewrite /P'z /F'10. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'z t n j R't). exact: (tan'z'0 t n j R't R'n R'j).
Qed.

Lemma E'a_f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_f t n j) = (\sum_(1 <= k < M.+1) W_f j k * x t n k)
      + (\sum_(1 <= k < M.+1) V_f j k * v (x_lag0 t.-1 n k))
      + (b_f j).
Proof. exact: (if_true (Hv' (a_f t n j)) R't). Qed.

Lemma tan'a_f'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_f j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_f j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_f j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_f'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) V_f j k * v (x_lag0 t.-1 n k)) = (\sum_(1 <= k < M.+1) x' * ev (V_f j k) * D (v (x_lag0 t.-1 n k))) + (\sum_(1 <= k < M.+1) x' * ev (v (x_lag0 t.-1 n k)) * D (V_f j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_f'2 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_f j) = (x' * D (b_f j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_f t n j) * ev (W_f j k) * D (x t n k).
Definition F'22 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_f t n j) * ev (x t n k) * D (W_f j k).
Definition F'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_f t n j) * ev (V_f j k) * D (v (x_lag0 t.-1 n k)).
Definition F'23 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_f t n j) * ev (v (x_lag0 t.-1 n k)) * D (V_f j k).
Definition F'24 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * D (b_f j).
Definition P'a_f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * D (v (a_f t n j)).
Lemma fwd'a_f : P'a_f = (F'17 + F'22) + (F'13 + F'23) + (F'24).
Proof.
rewrite /P'a_f /F'17 /F'22 /F'13 /F'23 /F'24. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_f t n j R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_f'0 t n j R't R'n R'j) | exact: (tan'a_f'1 t n j R't R'n R'j)] | exact: (tan'a_f'2 t n j R't R'n R'j)].
Qed.

Lemma E'f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (f t n j) = sigmoid (v (a_f t n j)).
Proof. exact: (if_true (Hv' (f t n j)) R't). Qed.

Lemma tan'f'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (sigmoid (v (a_f t n j))) = (x' * (1 - ev (v (f t n j))) * ev (v (f t n j)) * D (v (a_f t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'f t n j R't). algebra'. Qed.

Definition F'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df t n j) * (1 - ev (v (f t n j))) * ev (v (f t n j)) * D (v (a_f t n j)).
Definition P'f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df t n j) * D (v (f t n j)).
Lemma fwd'f : P'f = (F'8).
Proof.
rewrite /P'f /F'8. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'f t n j R't). exact: (tan'f'0 t n j R't R'n R'j).
Qed.

Lemma E'a_o (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_o t n j) = (\sum_(1 <= k < M.+1) W_o j k * x t n k)
      + (\sum_(1 <= k < M.+1) V_o j k * v (x_lag0 t.-1 n k))
      + (b_o j).
Proof. exact: (if_true (Hv' (a_o t n j)) R't). Qed.

Lemma tan'a_o'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_o j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_o j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_o j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_o'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) V_o j k * v (x_lag0 t.-1 n k)) = (\sum_(1 <= k < M.+1) x' * ev (V_o j k) * D (v (x_lag0 t.-1 n k))) + (\sum_(1 <= k < M.+1) x' * ev (v (x_lag0 t.-1 n k)) * D (V_o j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_o'2 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_o j) = (x' * D (b_o j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'18 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_o t n j) * ev (W_o j k) * D (x t n k).
Definition F'25 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_o t n j) * ev (x t n k) * D (W_o j k).
Definition F'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_o t n j) * ev (V_o j k) * D (v (x_lag0 t.-1 n k)).
Definition F'26 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_o t n j) * ev (v (x_lag0 t.-1 n k)) * D (V_o j k).
Definition F'27 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_o t n j) * D (b_o j).
Definition P'a_o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_o t n j) * D (v (a_o t n j)).
Lemma fwd'a_o : P'a_o = (F'18 + F'25) + (F'14 + F'26) + (F'27).
Proof.
rewrite /P'a_o /F'18 /F'25 /F'14 /F'26 /F'27. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_o t n j R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_o'0 t n j R't R'n R'j) | exact: (tan'a_o'1 t n j R't R'n R'j)] | exact: (tan'a_o'2 t n j R't R'n R'j)].
Qed.

Lemma E'o (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (o t n j) = sigmoid (v (a_o t n j)).
Proof. exact: (if_true (Hv' (o t n j)) R't). Qed.

Lemma tan'o'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (sigmoid (v (a_o t n j))) = (x' * (1 - ev (v (o t n j))) * ev (v (o t n j)) * D (v (a_o t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'o t n j R't). algebra'. Qed.

Definition F'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (do_ t n j) * (1 - ev (v (o t n j))) * ev (v (o t n j)) * D (v (a_o t n j)).
Definition P'o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (do_ t n j) * D (v (o t n j)).
Lemma fwd'o : P'o = (F'5).
Proof.
rewrite /P'o /F'5. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'o t n j R't). exact: (tan'o'0 t n j R't R'n R'j).
Qed.

Lemma E'c (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (c t n j) = (v (c t.-1 n j) * v (f t n j))
      + ((1 - v (f t n j)) * v (z t n j)).
Proof. exact: (if_true (Hv' (c t n j)) R't). Qed.

Lemma tan'c'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v (c t.-1 n j) * v (f t n j)) = (x' * ev (v (f t n j)) * D (v (c t.-1 n j))) + (x' * ev (v (c t.-1 n j)) * D (v (f t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'c'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D ((1 - v (f t n j)) * v (z t n j)) = (x' * (- (ev (v (z t n j)))) * D (v (f t n j))) + (x' * (1 - ev (v (f t n j))) * D (v (z t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * ev (v (f t n j)) * D (v (c t.-1 n j)).
Definition F'6 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * ev (v (c t.-1 n j)) * D (v (f t n j)).
Definition F'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * (- (ev (v (z t n j)))) * D (v (f t n j)).
Definition F'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * (1 - ev (v (f t n j))) * D (v (z t n j)).
Definition P'c : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * D (v (c t n j)).
Lemma fwd'c : P'c = (F'3 + F'6) + (F'7 + F'9).
Proof.
rewrite /P'c /F'3 /F'6 /F'7 /F'9. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'c t n j R't). apply: weigh_add; [exact: (tan'c'0 t n j R't R'n R'j) | exact: (tan'c'1 t n j R't R'n R'j)].
Qed.

Lemma E'h (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (h t n j) = v (c t n j) * v (o t n j).
Proof. exact: (if_true (Hv' (h t n j)) R't). Qed.

Lemma tan'h'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v (c t n j) * v (o t n j)) = (x' * ev (v (o t n j)) * D (v (c t n j))) + (x' * ev (v (c t n j)) * D (v (o t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * ev (v (o t n j)) * D (v (c t n j)).
Definition F'4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * ev (v (c t n j)) * D (v (o t n j)).
Definition P'h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * D (v (h t n j)).
Lemma fwd'h : P'h = (F'2 + F'4).
Proof.
rewrite /P'h /F'2 /F'4. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'h t n j R't). exact: (tan'h'0 t n j R't R'n R'j).
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

Definition B'1 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (T <= t < T.+1)%N then dc_T n j else 0) * D (v (c t n j)).
Lemma path'1 : F'1 = B'1.
Proof.
rewrite /F'1 /B'1.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dc_T n j * D (v (c t n j))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'2 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (1 <= t < T.+1)%N then w (dh t n j) * ev (v (o t n j)) else 0) * D (v (c t n j)).
Lemma path'2 : F'2 = B'2.
Proof.
rewrite /F'2 /B'2.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'3 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then w (dc t.+1 n j) * ev (v (f t.+1 n j)) else 0) * D (v (c t n j)).
Lemma path'3 : F'3 = B'3.
Proof.
rewrite /F'3 /B'3.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'c (t n j : nat) (R't : (0 <= t < T.+1)%N) :
  w (dc t n j) = ((if (T <= t < T.+1)%N then dc_T n j else 0)) + ((if (1 <= t < T.+1)%N then w (dh t n j) * ev (v (o t n j)) else 0)) + ((if (0 <= t < T)%N then w (dc t.+1 n j) * ev (v (f t.+1 n j)) else 0)).
Proof. apply: (etrans (if_true (Hw' (dc t n j)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'c : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * D (v (c t n j)).
Lemma bwd'c : Q'c = (B'1) + (B'2) + (B'3).
Proof.
rewrite /Q'c /B'1 /B'2 /B'3. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'c t n j R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (v (c t n j)) * w (dh t n j)) * D (v (o t n j)).
Lemma path'4 : F'4 = B'4.
Proof.
rewrite /F'4 /B'4.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'o (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (do_ t n j) = ((ev (v (c t n j)) * w (dh t n j))).
Proof. apply: (etrans (if_true (Hw' (do_ t n j)) R't)). exact: erefl. Qed.

Definition Q'o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (do_ t n j) * D (v (o t n j)).
Lemma bwd'o : Q'o = (B'4).
Proof.
rewrite /Q'o /B'4. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'o t n j R't). exact: erefl.
Qed.

Definition B'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (o t n j))) * w (do_ t n j) * ev (v (o t n j))) * D (v (a_o t n j)).
Lemma path'5 : F'5 = B'5.
Proof.
rewrite /F'5 /B'5.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_o (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_o t n j) = (((1 - ev (v (o t n j))) * w (do_ t n j) * ev (v (o t n j)))).
Proof. apply: (etrans (if_true (Hw' (da_o t n j)) R't)). exact: erefl. Qed.

Definition Q'a_o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_o t n j) * D (v (a_o t n j)).
Lemma bwd'a_o : Q'a_o = (B'5).
Proof.
rewrite /Q'a_o /B'5. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_o t n j R't). exact: erefl.
Qed.

Definition B'6 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (v (c t.-1 n j)) * w (dc t n j)) * D (v (f t n j)).
Lemma path'6 : F'6 = B'6.
Proof.
rewrite /F'6 /B'6.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((- (w (dc t n j) * ev (v (z t n j))))) * D (v (f t n j)).
Lemma path'7 : F'7 = B'7.
Proof.
rewrite /F'7 /B'7.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (df t n j) = ((ev (v (c t.-1 n j)) * w (dc t n j)) + ((- (w (dc t n j) * ev (v (z t n j)))))).
Proof. apply: (etrans (if_true (Hw' (df t n j)) R't)). (algebra'). Qed.

Definition Q'f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df t n j) * D (v (f t n j)).
Lemma bwd'f : Q'f = (B'6 + B'7).
Proof.
rewrite /Q'f /B'6 /B'7. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'f t n j R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (f t n j))) * w (df t n j) * ev (v (f t n j))) * D (v (a_f t n j)).
Lemma path'8 : F'8 = B'8.
Proof.
rewrite /F'8 /B'8.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_f t n j) = (((1 - ev (v (f t n j))) * w (df t n j) * ev (v (f t n j)))).
Proof. apply: (etrans (if_true (Hw' (da_f t n j)) R't)). exact: erefl. Qed.

Definition Q'a_f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * D (v (a_f t n j)).
Lemma bwd'a_f : Q'a_f = (B'8).
Proof.
rewrite /Q'a_f /B'8. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_f t n j R't). exact: erefl.
Qed.

Definition B'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (f t n j))) * w (dc t n j)) * D (v (z t n j)).
Lemma path'9 : F'9 = B'9.
Proof.
rewrite /F'9 /B'9.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'z (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dz t n j) = (((1 - ev (v (f t n j))) * w (dc t n j))).
Proof. apply: (etrans (if_true (Hw' (dz t n j)) R't)). exact: erefl. Qed.

Definition Q'z : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dz t n j) * D (v (z t n j)).
Lemma bwd'z : Q'z = (B'9).
Proof.
rewrite /Q'z /B'9. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'z t n j R't). exact: erefl.
Qed.

Definition B'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (z t n j)) * ev (v (z t n j))) * w (dz t n j)) * D (v (a_z t n j)).
Lemma path'10 : F'10 = B'10.
Proof.
rewrite /F'10 /B'10.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_z (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_z t n j) = (((1 - ev (v (z t n j)) * ev (v (z t n j))) * w (dz t n j))).
Proof. apply: (etrans (if_true (Hw' (da_z t n j)) R't)). exact: erefl. Qed.

Definition Q'a_z : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_z t n j) * D (v (a_z t n j)).
Lemma bwd'a_z : Q'a_z = (B'10).
Proof.
rewrite /Q'a_z /B'10. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_z t n j R't). exact: erefl.
Qed.

Definition B'11 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (if (T <= t < T.+1)%N then dx_lag0_T n k else 0) * D (v (x_lag0 t n k)).
Lemma path'11 : F'11 = B'11.
Proof.
rewrite /F'11 /B'11.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) dx_lag0_T n k * D (v (x_lag0 t n k))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'12 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (if (0 <= t < T)%N then \sum_(1 <= j < H.+1) ev (V_z j k) * w (da_z t.+1 n j) else 0) * D (v (x_lag0 t n k)).
Lemma path'12 : F'12 = B'12.
Proof.
rewrite /F'12 /B'12.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'13 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (if (0 <= t < T)%N then \sum_(1 <= j < H.+1) ev (V_f j k) * w (da_f t.+1 n j) else 0) * D (v (x_lag0 t n k)).
Lemma path'13 : F'13 = B'13.
Proof.
rewrite /F'13 /B'13.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'14 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (if (0 <= t < T)%N then \sum_(1 <= j < H.+1) ev (V_o j k) * w (da_o t.+1 n j) else 0) * D (v (x_lag0 t n k)).
Lemma path'14 : F'14 = B'14.
Proof.
rewrite /F'14 /B'14.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'x_lag0 (t n k : nat) (R't : (0 <= t < T.+1)%N) :
  w (dx_lag0 t n k) = ((if (T <= t < T.+1)%N then dx_lag0_T n k else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= j < H.+1) ev (V_z j k) * w (da_z t.+1 n j) else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= j < H.+1) ev (V_f j k) * w (da_f t.+1 n j) else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= j < H.+1) ev (V_o j k) * w (da_o t.+1 n j) else 0)).
Proof. apply: (etrans (if_true (Hw' (dx_lag0 t n k)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'x_lag0 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx_lag0 t n k) * D (v (x_lag0 t n k)).
Lemma bwd'x_lag0 : Q'x_lag0 = (B'11) + (B'12) + (B'13) + (B'14).
Proof.
rewrite /Q'x_lag0 /B'11 /B'12 /B'13 /B'14. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'x_lag0 t n k R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (w (dx_lag0 t n k)) * D (x t n k).
Lemma path'15 : F'15 = B'15.
Proof.
rewrite /F'15 /B'15.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_z j k) * w (da_z t n j)) * D (x t n k).
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

Definition B'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_f j k) * w (da_f t n j)) * D (x t n k).
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

Definition B'18 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_o j k) * w (da_o t n j)) * D (x t n k).
Lemma path'18 : F'18 = B'18.
Proof.
rewrite /F'18 /B'18.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'x (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (dx t n k) = ((w (dx_lag0 t n k))) + ((\sum_(1 <= j < H.+1) ev (W_z j k) * w (da_z t n j))) + ((\sum_(1 <= j < H.+1) ev (W_f j k) * w (da_f t n j))) + ((\sum_(1 <= j < H.+1) ev (W_o j k) * w (da_o t n j))).
Proof. apply: (etrans (if_true (Hw' (dx t n k)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'x : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k).
Lemma bwd'x : Q'x = (B'15) + (B'16) + (B'17) + (B'18).
Proof.
rewrite /Q'x /B'15 /B'16 /B'17 /B'18. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'x t n k R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'19 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n j) * ev (x t n k)) * D (W_z j k).
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

Lemma adj'W_z (j k : nat) :
  w (dW_z j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_z j k))). exact: erefl. Qed.

Definition Q'W_z : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_z j k) * D (W_z j k).
Lemma bwd'W_z : Q'W_z = (B'19).
Proof.
rewrite /Q'W_z /B'19. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_z j k). exact: erefl.
Qed.

Definition B'20 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n j) * ev (v (x_lag0 t.-1 n k))) * D (V_z j k).
Lemma path'20 : F'20 = B'20.
Proof.
rewrite /F'20 /B'20.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'V_z (j k : nat) :
  w (dV_z j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n j) * ev (v (x_lag0 t.-1 n k)))).
Proof. apply: (etrans (Hw' (dV_z j k))). exact: erefl. Qed.

Definition Q'V_z : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dV_z j k) * D (V_z j k).
Lemma bwd'V_z : Q'V_z = (B'20).
Proof.
rewrite /Q'V_z /B'20. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'V_z j k). exact: erefl.
Qed.

Definition B'21 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n j)) * D (b_z j).
Lemma path'21 : F'21 = B'21.
Proof.
rewrite /F'21 /B'21.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_z (j : nat) :
  w (db_z j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n j))).
Proof. apply: (etrans (Hw' (db_z j))). exact: erefl. Qed.

Definition Q'b_z : B := \sum_(1 <= j < H.+1) w (db_z j) * D (b_z j).
Lemma bwd'b_z : Q'b_z = (B'21).
Proof.
rewrite /Q'b_z /B'21. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_z j). exact: erefl.
Qed.

Definition B'22 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (x t n k)) * D (W_f j k).
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

Lemma adj'W_f (j k : nat) :
  w (dW_f j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_f j k))). exact: erefl. Qed.

Definition Q'W_f : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_f j k) * D (W_f j k).
Lemma bwd'W_f : Q'W_f = (B'22).
Proof.
rewrite /Q'W_f /B'22. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_f j k). exact: erefl.
Qed.

Definition B'23 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (v (x_lag0 t.-1 n k))) * D (V_f j k).
Lemma path'23 : F'23 = B'23.
Proof.
rewrite /F'23 /B'23.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'V_f (j k : nat) :
  w (dV_f j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (v (x_lag0 t.-1 n k)))).
Proof. apply: (etrans (Hw' (dV_f j k))). exact: erefl. Qed.

Definition Q'V_f : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dV_f j k) * D (V_f j k).
Lemma bwd'V_f : Q'V_f = (B'23).
Proof.
rewrite /Q'V_f /B'23. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'V_f j k). exact: erefl.
Qed.

Definition B'24 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j)) * D (b_f j).
Lemma path'24 : F'24 = B'24.
Proof.
rewrite /F'24 /B'24.
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
Lemma bwd'b_f : Q'b_f = (B'24).
Proof.
rewrite /Q'b_f /B'24. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_f j). exact: erefl.
Qed.

Definition B'25 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j) * ev (x t n k)) * D (W_o j k).
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

Lemma adj'W_o (j k : nat) :
  w (dW_o j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_o j k))). exact: erefl. Qed.

Definition Q'W_o : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_o j k) * D (W_o j k).
Lemma bwd'W_o : Q'W_o = (B'25).
Proof.
rewrite /Q'W_o /B'25. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_o j k). exact: erefl.
Qed.

Definition B'26 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j) * ev (v (x_lag0 t.-1 n k))) * D (V_o j k).
Lemma path'26 : F'26 = B'26.
Proof.
rewrite /F'26 /B'26.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'V_o (j k : nat) :
  w (dV_o j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j) * ev (v (x_lag0 t.-1 n k)))).
Proof. apply: (etrans (Hw' (dV_o j k))). exact: erefl. Qed.

Definition Q'V_o : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dV_o j k) * D (V_o j k).
Lemma bwd'V_o : Q'V_o = (B'26).
Proof.
rewrite /Q'V_o /B'26. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'V_o j k). exact: erefl.
Qed.

Definition B'27 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j)) * D (b_o j).
Lemma path'27 : F'27 = B'27.
Proof.
rewrite /F'27 /B'27.
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
Lemma bwd'b_o : Q'b_o = (B'27).
Proof.
rewrite /Q'b_o /B'27. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_o j). exact: erefl.
Qed.

Lemma mov'x_lag0 : P'x_lag0 = (B'15).
Proof. by rewrite fwd'x_lag0 path'15. Qed.
Definition I'x_lag0 : B := \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx_lag0 0 n k) * D (x_lag0_0 n k).
Lemma all'x_lag0 : Q'x_lag0 = I'x_lag0 + P'x_lag0.
Proof. rewrite /Q'x_lag0 /I'x_lag0 /P'x_lag0 first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => k R'k. congr (_ * D _). exact: (Hv' (x_lag0 0 n k)). Qed.

Lemma mov'a_z : P'a_z = (B'16 + B'19) + (B'12 + B'20) + (B'21).
Proof. by rewrite fwd'a_z path'16 path'19 path'12 path'20 path'21. Qed.
Lemma all'a_z : Q'a_z = P'a_z.
Proof. exact: erefl. Qed.

Lemma mov'z : P'z = (B'10).
Proof. by rewrite fwd'z path'10. Qed.
Lemma all'z : Q'z = P'z.
Proof. exact: erefl. Qed.

Lemma mov'a_f : P'a_f = (B'17 + B'22) + (B'13 + B'23) + (B'24).
Proof. by rewrite fwd'a_f path'17 path'22 path'13 path'23 path'24. Qed.
Lemma all'a_f : Q'a_f = P'a_f.
Proof. exact: erefl. Qed.

Lemma mov'f : P'f = (B'8).
Proof. by rewrite fwd'f path'8. Qed.
Lemma all'f : Q'f = P'f.
Proof. exact: erefl. Qed.

Lemma mov'a_o : P'a_o = (B'18 + B'25) + (B'14 + B'26) + (B'27).
Proof. by rewrite fwd'a_o path'18 path'25 path'14 path'26 path'27. Qed.
Lemma all'a_o : Q'a_o = P'a_o.
Proof. exact: erefl. Qed.

Lemma mov'o : P'o = (B'5).
Proof. by rewrite fwd'o path'5. Qed.
Lemma all'o : Q'o = P'o.
Proof. exact: erefl. Qed.

Lemma mov'c : P'c = (B'3 + B'6) + (B'7 + B'9).
Proof. by rewrite fwd'c path'3 path'6 path'7 path'9. Qed.
Definition I'c : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc 0 n j) * D (c_0 n j).
Lemma all'c : Q'c = I'c + P'c.
Proof. rewrite /Q'c /I'c /P'c first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => j R'j. congr (_ * D _). exact: (Hv' (c 0 n j)). Qed.

Lemma mov'h : P'h = (B'2 + B'4).
Proof. by rewrite fwd'h path'2 path'4. Qed.
Lemma all'h : Q'h = P'h.
Proof. exact: erefl. Qed.

Lemma telescope' (b'0 b'1 b'2 b'3 b'4 b'5 b'6 b'7 b'8 b'9 b'10 b'11 b'12 b'13 b'14 b'15 b'16 b'17 b'18 b'19 b'20 b'21 b'22 b'23 b'24 b'25 b'26 b'27 q'h q'c q'o q'a_o q'f q'a_f q'z q'a_z q'x_lag0 q'x q'W_z q'V_z q'b_z q'W_f q'V_f q'b_f q'W_o q'V_o q'b_o p'x_lag0 p'a_z p'z p'a_f p'f p'a_o p'o p'c p'h i'c i'x_lag0 : B) :
  q'h = (b'0) ->
  q'c = (b'1) + (b'2) + (b'3) ->
  q'o = (b'4) ->
  q'a_o = (b'5) ->
  q'f = (b'6 + b'7) ->
  q'a_f = (b'8) ->
  q'z = (b'9) ->
  q'a_z = (b'10) ->
  q'x_lag0 = (b'11) + (b'12) + (b'13) + (b'14) ->
  q'x = (b'15) + (b'16) + (b'17) + (b'18) ->
  q'W_z = (b'19) ->
  q'V_z = (b'20) ->
  q'b_z = (b'21) ->
  q'W_f = (b'22) ->
  q'V_f = (b'23) ->
  q'b_f = (b'24) ->
  q'W_o = (b'25) ->
  q'V_o = (b'26) ->
  q'b_o = (b'27) ->
  p'x_lag0 = (b'15) ->
  p'a_z = (b'16 + b'19) + (b'12 + b'20) + (b'21) ->
  p'z = (b'10) ->
  p'a_f = (b'17 + b'22) + (b'13 + b'23) + (b'24) ->
  p'f = (b'8) ->
  p'a_o = (b'18 + b'25) + (b'14 + b'26) + (b'27) ->
  p'o = (b'5) ->
  p'c = (b'3 + b'6) + (b'7 + b'9) ->
  p'h = (b'2 + b'4) ->
  q'x_lag0 = i'x_lag0 + p'x_lag0 ->
  q'a_z = p'a_z ->
  q'z = p'z ->
  q'a_f = p'a_f ->
  q'f = p'f ->
  q'a_o = p'a_o ->
  q'o = p'o ->
  q'c = i'c + p'c ->
  q'h = p'h ->
  b'0 + b'1 + b'11 = q'x + i'c + q'W_z + q'V_z + q'b_z + i'x_lag0 + q'W_f + q'V_f + q'b_f + q'W_o + q'V_o + q'b_o.
Proof.
move=> K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24 K'25 K'26 K'27 K'28 K'29 K'30 K'31 K'32 K'33 K'34 K'35 K'36.
have all'q : q'h + q'c + q'o + q'a_o + q'f + q'a_f + q'z + q'a_z + q'x_lag0 + q'x + q'W_z + q'V_z + q'b_z + q'W_f + q'V_f + q'b_f + q'W_o + q'V_o + q'b_o = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 + b'26 + b'27 by rewrite K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18; ring.
have all'p : (b'0 + b'1 + b'11) + (p'x_lag0 + p'a_z + p'z + p'a_f + p'f + p'a_o + p'o + p'c + p'h) = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 + b'26 + b'27 by rewrite K'19 K'20 K'21 K'22 K'23 K'24 K'25 K'26 K'27; ring.
apply: (addIr (p'x_lag0 + p'a_z + p'z + p'a_f + p'f + p'a_o + p'o + p'c + p'h)); rewrite all'p -all'q K'28 K'29 K'30 K'31 K'32 K'33 K'34 K'35 K'36; ring.
Qed.
Lemma for'any : claim v w.
Proof.
apply: (etrans (y := B'0 + B'1 + B'11)).
  by rewrite /claim -path'0 -path'1 -path'11.
exact: (telescope' B'0 B'1 B'2 B'3 B'4 B'5 B'6 B'7 B'8 B'9 B'10 B'11 B'12 B'13 B'14 B'15 B'16 B'17 B'18 B'19 B'20 B'21 B'22 B'23 B'24 B'25 B'26 B'27 Q'h Q'c Q'o Q'a_o Q'f Q'a_f Q'z Q'a_z Q'x_lag0 Q'x Q'W_z Q'V_z Q'b_z Q'W_f Q'V_f Q'b_f Q'W_o Q'V_o Q'b_o P'x_lag0 P'a_z P'z P'a_f P'f P'a_o P'o P'c P'h I'c I'x_lag0 bwd'h bwd'c bwd'o bwd'a_o bwd'f bwd'a_f bwd'z bwd'a_z bwd'x_lag0 bwd'x bwd'W_z bwd'V_z bwd'b_z bwd'W_f bwd'V_f bwd'b_f bwd'W_o bwd'V_o bwd'b_o mov'x_lag0 mov'a_z mov'z mov'a_f mov'f mov'a_o mov'o mov'c mov'h all'x_lag0 all'a_z all'z all'a_f all'f all'a_o all'o all'c all'h).
Qed.
End Any'.

Theorem qrnn_gradients_right : exists v w, [/\ the_solution forward v, the_solution (backward v) w & claim v w].
Proof using All.
have [v Hv'] := forward'solvable; have [w Hw'] := backward'solvable v.
by exists v, w; split=> //; apply: for'any; [case: Hv' | case: Hw'].
Qed.

End Certificate.

Print Assumptions qrnn_gradients_right.
