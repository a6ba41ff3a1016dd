(* lstm_np: No peepholes: the LSTM with forget gate.
   Source of the forward equations: Greff et al. 2015, arXiv 1503.04069, section III: NP.
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
Variable h_0 : nat -> nat -> A.
Variable c_0 : nat -> nat -> A.
Variable W_i : nat -> nat -> A.
Variable R_i : nat -> nat -> A.
Variable b_i : nat -> A.
Variable W_f : nat -> nat -> A.
Variable R_f : nat -> nat -> A.
Variable b_f : nat -> A.
Variable W_g : nat -> nat -> A.
Variable R_g : nat -> nat -> A.
Variable b_g : nat -> A.
Variable W_o : nat -> nat -> A.
Variable R_o : nat -> nat -> A.
Variable b_o : nat -> A.
Variable dc_T : nat -> nat -> B.
Variable dh_T : nat -> nat -> B.
Variable dy : nat -> nat -> nat -> B.

(* What the cell computes. *)
Inductive signal : Set :=
  | a_i (t n j : nat)
  | i (t n j : nat)
  | a_f (t n j : nat)
  | f (t n j : nat)
  | a_g (t n j : nat)
  | g (t n j : nat)
  | c (t n j : nat)
  | a_o (t n j : nat)
  | o (t n j : nat)
  | h (t n j : nat).
Definition forward (v : signal -> A) (what : signal) : A :=
  match what with
  | a_i t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_i j k * x t n k)
      + (\sum_(1 <= r < H.+1) R_i j r * v (h t.-1 n r))
      + (b_i j) else 0
  | i t n j => if (1 <= t < T.+1)%N then sigmoid (v (a_i t n j)) else 0
  | a_f t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_f j k * x t n k)
      + (\sum_(1 <= r < H.+1) R_f j r * v (h t.-1 n r))
      + (b_f j) else 0
  | f t n j => if (1 <= t < T.+1)%N then sigmoid (v (a_f t n j)) else 0
  | a_g t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_g j k * x t n k)
      + (\sum_(1 <= r < H.+1) R_g j r * v (h t.-1 n r))
      + (b_g j) else 0
  | g t n j => if (1 <= t < T.+1)%N then tanh (v (a_g t n j)) else 0
  | c t n j => if (1 <= t < T.+1)%N then (v (c t.-1 n j) * v (f t n j))
      + (v (g t n j) * v (i t n j)) else c_0 n j
  | a_o t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_o j k * x t n k)
      + (\sum_(1 <= r < H.+1) R_o j r * v (h t.-1 n r))
      + (b_o j) else 0
  | o t n j => if (1 <= t < T.+1)%N then sigmoid (v (a_o t n j)) else 0
  | h t n j => if (1 <= t < T.+1)%N then v (o t n j) * tanh (v (c t n j)) else h_0 n j
  end.

(* Its gradients. *)
Inductive gradient : Set :=
  | dh (t n j : nat)
  | do_ (t n j : nat)
  | da_o (t n j : nat)
  | dc (t n j : nat)
  | dg (t n j : nat)
  | da_g (t n j : nat)
  | df (t n j : nat)
  | da_f (t n j : nat)
  | di (t n j : nat)
  | da_i (t n j : nat)
  | dx (t n k : nat)
  | dW_i (j k : nat)
  | dR_i (j r : nat)
  | db_i (j : nat)
  | dW_f (j k : nat)
  | dR_f (j r : nat)
  | db_f (j : nat)
  | dW_g (j k : nat)
  | dR_g (j r : nat)
  | db_g (j : nat)
  | dW_o (j k : nat)
  | dR_o (j r : nat)
  | db_o (j : nat).
Definition backward (v : signal -> A) (w : gradient -> B) (what : gradient) : B :=
  match what with
  | dh t n j => if (0 <= t < T.+1)%N then (if (1 <= t < T.+1)%N then dy t n j else 0)
      + (if (T <= t < T.+1)%N then dh_T n j else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_i r j) * w (da_i t.+1 n r) else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_f r j) * w (da_f t.+1 n r) else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_g r j) * w (da_g t.+1 n r) else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_o r j) * w (da_o t.+1 n r) else 0) else 0
  | do_ t n j => if (1 <= t < T.+1)%N then w (dh t n j) * ev (tanh (v (c t n j))) else 0
  | da_o t n j => if (1 <= t < T.+1)%N then (1 - ev (v (o t n j))) * w (do_ t n j) * ev (v (o t n j)) else 0
  | dc t n j => if (0 <= t < T.+1)%N then (if (T <= t < T.+1)%N then dc_T n j else 0)
      + (if (1 <= t < T.+1)%N then (1 - ev (tanh (v (c t n j))) * ev (tanh (v (c t n j)))) * w (dh t n j) * ev (v (o t n j)) else 0)
      + (if (0 <= t < T)%N then w (dc t.+1 n j) * ev (v (f t.+1 n j)) else 0) else 0
  | dg t n j => if (1 <= t < T.+1)%N then w (dc t n j) * ev (v (i t n j)) else 0
  | da_g t n j => if (1 <= t < T.+1)%N then (1 - ev (v (g t n j)) * ev (v (g t n j))) * w (dg t n j) else 0
  | df t n j => if (1 <= t < T.+1)%N then ev (v (c t.-1 n j)) * w (dc t n j) else 0
  | da_f t n j => if (1 <= t < T.+1)%N then (1 - ev (v (f t n j))) * w (df t n j) * ev (v (f t n j)) else 0
  | di t n j => if (1 <= t < T.+1)%N then w (dc t n j) * ev (v (g t n j)) else 0
  | da_i t n j => if (1 <= t < T.+1)%N then (1 - ev (v (i t n j))) * w (di t n j) * ev (v (i t n j)) else 0
  | dx t n k => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) ev (W_i j k) * w (da_i t n j))
      + (\sum_(1 <= j < H.+1) ev (W_f j k) * w (da_f t n j))
      + (\sum_(1 <= j < H.+1) ev (W_g j k) * w (da_g t n j))
      + (\sum_(1 <= j < H.+1) ev (W_o j k) * w (da_o t n j)) else 0
  | dW_i j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j) * ev (x t n k)
  | dR_i j r => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j) * ev (v (h t.-1 n r))
  | db_i j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j)
  | dW_f j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (x t n k)
  | dR_f j r => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (v (h t.-1 n r))
  | db_f j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j)
  | dW_g j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j) * ev (x t n k)
  | dR_g j r => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j) * ev (v (h t.-1 n r))
  | db_g j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j)
  | dW_o j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j) * ev (x t n k)
  | dR_o j r => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j) * ev (v (h t.-1 n r))
  | db_o j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j)
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
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_i j k) * D (W_i j k)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_i j r) * D (R_i j r)) +
    (\sum_(1 <= j < H.+1) w (db_i j) * D (b_i j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_f j k) * D (W_f j k)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_f j r) * D (R_f j r)) +
    (\sum_(1 <= j < H.+1) w (db_f j) * D (b_f j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_g j k) * D (W_g j k)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_g j r) * D (R_g j r)) +
    (\sum_(1 <= j < H.+1) w (db_g j) * D (b_g j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_o j k) * D (W_o j k)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_o j r) * D (R_o j r)) +
    (\sum_(1 <= j < H.+1) w (db_o j) * D (b_o j)).

(* ----------------------------------------------------------------------------------------------------
   The proof. Nothing below this line needs to be read: a wrong step can only make Coq refuse. *)

Definition forward'order (what : signal) : rank :=
  match what with
  | a_i t n j => (0, t, 2)%N
  | i t n j => (0, t, 6)%N
  | a_f t n j => (0, t, 0)%N
  | f t n j => (0, t, 4)%N
  | a_g t n j => (0, t, 1)%N
  | g t n j => (0, t, 5)%N
  | c t n j => (0, t, 7)%N
  | a_o t n j => (0, t, 3)%N
  | o t n j => (0, t, 8)%N
  | h t n j => (0, t, 9)%N
  end.

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

Lemma order'c (t n j : nat) : looks_back forward'order (forward) (c t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_o (t n j : nat) : looks_back forward'order (forward) (a_o t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'o (t n j : nat) : looks_back forward'order (forward) (o t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'h (t n j : nat) : looks_back forward'order (forward) (h t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma forward'solvable : exists f, the_solution (forward) f.
Proof.
exact: (solvable (order := forward'order) (fun what => match what with
  | a_i t n j => order'a_i t n j
  | i t n j => order'i t n j
  | a_f t n j => order'a_f t n j
  | f t n j => order'f t n j
  | a_g t n j => order'a_g t n j
  | g t n j => order'g t n j
  | c t n j => order'c t n j
  | a_o t n j => order'a_o t n j
  | o t n j => order'o t n j
  | h t n j => order'h t n j
  end)).
Qed.

Definition backward'order (what : gradient) : rank :=
  match what with
  | dh t n j => (0, T.+1 - t, 0)%N
  | do_ t n j => (0, T.+1 - t, 8)%N
  | da_o t n j => (0, T.+1 - t, 9)%N
  | dc t n j => (0, T.+1 - t, 1)%N
  | dg t n j => (0, T.+1 - t, 4)%N
  | da_g t n j => (0, T.+1 - t, 5)%N
  | df t n j => (0, T.+1 - t, 2)%N
  | da_f t n j => (0, T.+1 - t, 3)%N
  | di t n j => (0, T.+1 - t, 6)%N
  | da_i t n j => (0, T.+1 - t, 7)%N
  | dx t n k => (1, 0, 0)%N
  | dW_i j k => (2, 0, 0)%N
  | dR_i j r => (3, 0, 0)%N
  | db_i j => (4, 0, 0)%N
  | dW_f j k => (5, 0, 0)%N
  | dR_f j r => (6, 0, 0)%N
  | db_f j => (7, 0, 0)%N
  | dW_g j k => (8, 0, 0)%N
  | dR_g j r => (9, 0, 0)%N
  | db_g j => (10, 0, 0)%N
  | dW_o j k => (11, 0, 0)%N
  | dR_o j r => (12, 0, 0)%N
  | db_o j => (13, 0, 0)%N
  end.

Lemma order'dh (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dh t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'do_ (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (do_ t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_o (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_o t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dc (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dc t n j).
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

Lemma order'dx (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (dx t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_i (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_i j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dR_i (v : signal -> A) (j r : nat) : looks_back backward'order (backward v) (dR_i j r).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_i (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_i j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_f (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_f j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dR_f (v : signal -> A) (j r : nat) : looks_back backward'order (backward v) (dR_f j r).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_f (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_f j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_g (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_g j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dR_g (v : signal -> A) (j r : nat) : looks_back backward'order (backward v) (dR_g j r).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_g (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_g j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_o (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_o j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dR_o (v : signal -> A) (j r : nat) : looks_back backward'order (backward v) (dR_o j r).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_o (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_o j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma backward'solvable (v : signal -> A) : exists f, the_solution (backward v) f.
Proof.
exact: (solvable (order := backward'order) (fun what => match what with
  | dh t n j => order'dh v t n j
  | do_ t n j => order'do_ v t n j
  | da_o t n j => order'da_o v t n j
  | dc t n j => order'dc v t n j
  | dg t n j => order'dg v t n j
  | da_g t n j => order'da_g v t n j
  | df t n j => order'df v t n j
  | da_f t n j => order'da_f v t n j
  | di t n j => order'di v t n j
  | da_i t n j => order'da_i v t n j
  | dx t n k => order'dx v t n k
  | dW_i j k => order'dW_i v j k
  | dR_i j r => order'dR_i v j r
  | db_i j => order'db_i v j
  | dW_f j k => order'dW_f v j k
  | dR_f j r => order'dR_f v j r
  | db_f j => order'db_f v j
  | dW_g j k => order'dW_g v j k
  | dR_g j r => order'dR_g v j r
  | db_g j => order'db_g v j
  | dW_o j k => order'dW_o v j k
  | dR_o j r => order'dR_o v j r
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
  | |- context [sigmoid ?a] => match goal with |- context [sigmoid ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [tanh ?a] => match goal with |- context [tanh ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  end.
Ltac algebra' := rewrite /=; first [first [ring] | align'; first [ring]].
Ltac calls' := first [apply: call'sigmoid | apply: call'tanh].
Definition F'0 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dy t n j * D (v (h t n j)).
Definition F'1 : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dh_T n j * D (v (h T n j)).
Definition F'8 : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dc_T n j * D (v (c T n j)).

Lemma E'a_i (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_i t n j) = (\sum_(1 <= k < M.+1) W_i j k * x t n k)
      + (\sum_(1 <= r < H.+1) R_i j r * v (h t.-1 n r))
      + (b_i j).
Proof. exact: (if_true (Hv' (a_i t n j)) R't). Qed.

Lemma tan'a_i'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_i j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_i j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_i j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_i'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= r < H.+1) R_i j r * v (h t.-1 n r)) = (\sum_(1 <= r < H.+1) x' * ev (R_i j r) * D (v (h t.-1 n r))) + (\sum_(1 <= r < H.+1) x' * ev (v (h t.-1 n r)) * D (R_i j r)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => r R'r. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_i'2 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_i j) = (x' * D (b_i j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_i t n j) * ev (W_i j k) * D (x t n k).
Definition F'21 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_i t n j) * ev (x t n k) * D (W_i j k).
Definition F'2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_i t n j) * ev (R_i j r) * D (v (h t.-1 n r)).
Definition F'22 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_i t n j) * ev (v (h t.-1 n r)) * D (R_i j r).
Definition F'23 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_i t n j) * D (b_i j).
Definition P'a_i : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_i t n j) * D (v (a_i t n j)).
Lemma fwd'a_i : P'a_i = (F'17 + F'21) + (F'2 + F'22) + (F'23).
Proof.
rewrite /P'a_i /F'17 /F'21 /F'2 /F'22 /F'23. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_i t n j R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_i'0 t n j R't R'n R'j) | exact: (tan'a_i'1 t n j R't R'n R'j)] | exact: (tan'a_i'2 t n j R't R'n R'j)].
Qed.

Lemma E'i (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (i t n j) = sigmoid (v (a_i t n j)).
Proof. exact: (if_true (Hv' (i t n j)) R't). Qed.

Lemma tan'i'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (sigmoid (v (a_i t n j))) = (x' * (1 - ev (v (i t n j))) * ev (v (i t n j)) * D (v (a_i t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'i t n j R't). algebra'. Qed.

Definition F'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (di t n j) * (1 - ev (v (i t n j))) * ev (v (i t n j)) * D (v (a_i t n j)).
Definition P'i : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (di t n j) * D (v (i t n j)).
Lemma fwd'i : P'i = (F'16).
Proof.
rewrite /P'i /F'16. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'i t n j R't). exact: (tan'i'0 t n j R't R'n R'j).
Qed.

Lemma E'a_f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_f t n j) = (\sum_(1 <= k < M.+1) W_f j k * x t n k)
      + (\sum_(1 <= r < H.+1) R_f j r * v (h t.-1 n r))
      + (b_f j).
Proof. exact: (if_true (Hv' (a_f t n j)) R't). Qed.

Lemma tan'a_f'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_f j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_f j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_f j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_f'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= r < H.+1) R_f j r * v (h t.-1 n r)) = (\sum_(1 <= r < H.+1) x' * ev (R_f j r) * D (v (h t.-1 n r))) + (\sum_(1 <= r < H.+1) x' * ev (v (h t.-1 n r)) * D (R_f j r)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => r R'r. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_f'2 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_f j) = (x' * D (b_f j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'18 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_f t n j) * ev (W_f j k) * D (x t n k).
Definition F'24 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_f t n j) * ev (x t n k) * D (W_f j k).
Definition F'3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_f t n j) * ev (R_f j r) * D (v (h t.-1 n r)).
Definition F'25 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_f t n j) * ev (v (h t.-1 n r)) * D (R_f j r).
Definition F'26 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * D (b_f j).
Definition P'a_f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * D (v (a_f t n j)).
Lemma fwd'a_f : P'a_f = (F'18 + F'24) + (F'3 + F'25) + (F'26).
Proof.
rewrite /P'a_f /F'18 /F'24 /F'3 /F'25 /F'26. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_f t n j R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_f'0 t n j R't R'n R'j) | exact: (tan'a_f'1 t n j R't R'n R'j)] | exact: (tan'a_f'2 t n j R't R'n R'j)].
Qed.

Lemma E'f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (f t n j) = sigmoid (v (a_f t n j)).
Proof. exact: (if_true (Hv' (f t n j)) R't). Qed.

Lemma tan'f'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (sigmoid (v (a_f t n j))) = (x' * (1 - ev (v (f t n j))) * ev (v (f t n j)) * D (v (a_f t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'f t n j R't). algebra'. Qed.

Definition F'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df t n j) * (1 - ev (v (f t n j))) * ev (v (f t n j)) * D (v (a_f t n j)).
Definition P'f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df t n j) * D (v (f t n j)).
Lemma fwd'f : P'f = (F'14).
Proof.
rewrite /P'f /F'14. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'f t n j R't). exact: (tan'f'0 t n j R't R'n R'j).
Qed.

Lemma E'a_g (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_g t n j) = (\sum_(1 <= k < M.+1) W_g j k * x t n k)
      + (\sum_(1 <= r < H.+1) R_g j r * v (h t.-1 n r))
      + (b_g j).
Proof. exact: (if_true (Hv' (a_g t n j)) R't). Qed.

Lemma tan'a_g'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_g j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_g j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_g j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_g'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= r < H.+1) R_g j r * v (h t.-1 n r)) = (\sum_(1 <= r < H.+1) x' * ev (R_g j r) * D (v (h t.-1 n r))) + (\sum_(1 <= r < H.+1) x' * ev (v (h t.-1 n r)) * D (R_g j r)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => r R'r. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_g'2 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_g j) = (x' * D (b_g j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'19 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_g t n j) * ev (W_g j k) * D (x t n k).
Definition F'27 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_g t n j) * ev (x t n k) * D (W_g j k).
Definition F'4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_g t n j) * ev (R_g j r) * D (v (h t.-1 n r)).
Definition F'28 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_g t n j) * ev (v (h t.-1 n r)) * D (R_g j r).
Definition F'29 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_g t n j) * D (b_g j).
Definition P'a_g : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_g t n j) * D (v (a_g t n j)).
Lemma fwd'a_g : P'a_g = (F'19 + F'27) + (F'4 + F'28) + (F'29).
Proof.
rewrite /P'a_g /F'19 /F'27 /F'4 /F'28 /F'29. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_g t n j R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_g'0 t n j R't R'n R'j) | exact: (tan'a_g'1 t n j R't R'n R'j)] | exact: (tan'a_g'2 t n j R't R'n R'j)].
Qed.

Lemma E'g (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (g t n j) = tanh (v (a_g t n j)).
Proof. exact: (if_true (Hv' (g t n j)) R't). Qed.

Lemma tan'g'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (tanh (v (a_g t n j))) = (x' * (1 - ev (v (g t n j)) * ev (v (g t n j))) * D (v (a_g t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'g t n j R't). algebra'. Qed.

Definition F'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dg t n j) * (1 - ev (v (g t n j)) * ev (v (g t n j))) * D (v (a_g t n j)).
Definition P'g : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dg t n j) * D (v (g t n j)).
Lemma fwd'g : P'g = (F'12).
Proof.
rewrite /P'g /F'12. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'g t n j R't). exact: (tan'g'0 t n j R't R'n R'j).
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

Definition F'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * ev (v (f t n j)) * D (v (c t.-1 n j)).
Definition F'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * ev (v (c t.-1 n j)) * D (v (f t n j)).
Definition F'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * ev (v (i t n j)) * D (v (g t n j)).
Definition F'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * ev (v (g t n j)) * D (v (i t n j)).
Definition P'c : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * D (v (c t n j)).
Lemma fwd'c : P'c = (F'10 + F'13) + (F'11 + F'15).
Proof.
rewrite /P'c /F'10 /F'13 /F'11 /F'15. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'c t n j R't). apply: weigh_add; [exact: (tan'c'0 t n j R't R'n R'j) | exact: (tan'c'1 t n j R't R'n R'j)].
Qed.

Lemma E'a_o (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_o t n j) = (\sum_(1 <= k < M.+1) W_o j k * x t n k)
      + (\sum_(1 <= r < H.+1) R_o j r * v (h t.-1 n r))
      + (b_o j).
Proof. exact: (if_true (Hv' (a_o t n j)) R't). Qed.

Lemma tan'a_o'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_o j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_o j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_o j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_o'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= r < H.+1) R_o j r * v (h t.-1 n r)) = (\sum_(1 <= r < H.+1) x' * ev (R_o j r) * D (v (h t.-1 n r))) + (\sum_(1 <= r < H.+1) x' * ev (v (h t.-1 n r)) * D (R_o j r)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => r R'r. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_o'2 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_o j) = (x' * D (b_o j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'20 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_o t n j) * ev (W_o j k) * D (x t n k).
Definition F'30 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_o t n j) * ev (x t n k) * D (W_o j k).
Definition F'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_o t n j) * ev (R_o j r) * D (v (h t.-1 n r)).
Definition F'31 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_o t n j) * ev (v (h t.-1 n r)) * D (R_o j r).
Definition F'32 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_o t n j) * D (b_o j).
Definition P'a_o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_o t n j) * D (v (a_o t n j)).
Lemma fwd'a_o : P'a_o = (F'20 + F'30) + (F'5 + F'31) + (F'32).
Proof.
rewrite /P'a_o /F'20 /F'30 /F'5 /F'31 /F'32. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_o t n j R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_o'0 t n j R't R'n R'j) | exact: (tan'a_o'1 t n j R't R'n R'j)] | exact: (tan'a_o'2 t n j R't R'n R'j)].
Qed.

Lemma E'o (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (o t n j) = sigmoid (v (a_o t n j)).
Proof. exact: (if_true (Hv' (o t n j)) R't). Qed.

Lemma tan'o'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (sigmoid (v (a_o t n j))) = (x' * (1 - ev (v (o t n j))) * ev (v (o t n j)) * D (v (a_o t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'o t n j R't). algebra'. Qed.

Definition F'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (do_ t n j) * (1 - ev (v (o t n j))) * ev (v (o t n j)) * D (v (a_o t n j)).
Definition P'o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (do_ t n j) * D (v (o t n j)).
Lemma fwd'o : P'o = (F'7).
Proof.
rewrite /P'o /F'7. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'o t n j R't). exact: (tan'o'0 t n j R't R'n R'j).
Qed.

Lemma E'h (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (h t n j) = v (o t n j) * tanh (v (c t n j)).
Proof. exact: (if_true (Hv' (h t n j)) R't). Qed.

Lemma tan'h'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v (o t n j) * tanh (v (c t n j))) = (x' * ev (tanh (v (c t n j))) * D (v (o t n j))) + (x' * (1 - ev (tanh (v (c t n j))) * ev (tanh (v (c t n j)))) * ev (v (o t n j)) * D (v (c t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'6 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * ev (tanh (v (c t n j))) * D (v (o t n j)).
Definition F'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * (1 - ev (tanh (v (c t n j))) * ev (tanh (v (c t n j)))) * ev (v (o t n j)) * D (v (c t n j)).
Definition P'h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * D (v (h t n j)).
Lemma fwd'h : P'h = (F'6 + F'9).
Proof.
rewrite /P'h /F'6 /F'9. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
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

Definition B'2 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_i r j) * w (da_i t.+1 n r) else 0) * D (v (h t n j)).
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

Definition B'3 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_f r j) * w (da_f t.+1 n r) else 0) * D (v (h t n j)).
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

Definition B'4 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_g r j) * w (da_g t.+1 n r) else 0) * D (v (h t n j)).
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

Definition B'5 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_o r j) * w (da_o t.+1 n r) else 0) * D (v (h t n j)).
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
  w (dh t n j) = ((if (1 <= t < T.+1)%N then dy t n j else 0)) + ((if (T <= t < T.+1)%N then dh_T n j else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_i r j) * w (da_i t.+1 n r) else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_f r j) * w (da_f t.+1 n r) else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_g r j) * w (da_g t.+1 n r) else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_o r j) * w (da_o t.+1 n r) else 0)).
Proof. apply: (etrans (if_true (Hw' (dh t n j)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'h : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * D (v (h t n j)).
Lemma bwd'h : Q'h = (B'0) + (B'1) + (B'2) + (B'3) + (B'4) + (B'5).
Proof.
rewrite /Q'h /B'0 /B'1 /B'2 /B'3 /B'4 /B'5. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'h t n j R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'6 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (w (dh t n j) * ev (tanh (v (c t n j)))) * D (v (o t n j)).
Lemma path'6 : F'6 = B'6.
Proof.
rewrite /F'6 /B'6.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'o (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (do_ t n j) = ((w (dh t n j) * ev (tanh (v (c t n j))))).
Proof. apply: (etrans (if_true (Hw' (do_ t n j)) R't)). exact: erefl. Qed.

Definition Q'o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (do_ t n j) * D (v (o t n j)).
Lemma bwd'o : Q'o = (B'6).
Proof.
rewrite /Q'o /B'6. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'o t n j R't). exact: erefl.
Qed.

Definition B'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (o t n j))) * w (do_ t n j) * ev (v (o t n j))) * D (v (a_o t n j)).
Lemma path'7 : F'7 = B'7.
Proof.
rewrite /F'7 /B'7.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_o (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_o t n j) = (((1 - ev (v (o t n j))) * w (do_ t n j) * ev (v (o t n j)))).
Proof. apply: (etrans (if_true (Hw' (da_o t n j)) R't)). exact: erefl. Qed.

Definition Q'a_o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_o t n j) * D (v (a_o t n j)).
Lemma bwd'a_o : Q'a_o = (B'7).
Proof.
rewrite /Q'a_o /B'7. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_o t n j R't). exact: erefl.
Qed.

Definition B'8 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (T <= t < T.+1)%N then dc_T n j else 0) * D (v (c t n j)).
Lemma path'8 : F'8 = B'8.
Proof.
rewrite /F'8 /B'8.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dc_T n j * D (v (c t n j))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'9 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (1 <= t < T.+1)%N then (1 - ev (tanh (v (c t n j))) * ev (tanh (v (c t n j)))) * w (dh t n j) * ev (v (o t n j)) else 0) * D (v (c t n j)).
Lemma path'9 : F'9 = B'9.
Proof.
rewrite /F'9 /B'9.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'10 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then w (dc t.+1 n j) * ev (v (f t.+1 n j)) else 0) * D (v (c t n j)).
Lemma path'10 : F'10 = B'10.
Proof.
rewrite /F'10 /B'10.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'c (t n j : nat) (R't : (0 <= t < T.+1)%N) :
  w (dc t n j) = ((if (T <= t < T.+1)%N then dc_T n j else 0)) + ((if (1 <= t < T.+1)%N then (1 - ev (tanh (v (c t n j))) * ev (tanh (v (c t n j)))) * w (dh t n j) * ev (v (o t n j)) else 0)) + ((if (0 <= t < T)%N then w (dc t.+1 n j) * ev (v (f t.+1 n j)) else 0)).
Proof. apply: (etrans (if_true (Hw' (dc t n j)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'c : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc t n j) * D (v (c t n j)).
Lemma bwd'c : Q'c = (B'8) + (B'9) + (B'10).
Proof.
rewrite /Q'c /B'8 /B'9 /B'10. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'c t n j R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (w (dc t n j) * ev (v (i t n j))) * D (v (g t n j)).
Lemma path'11 : F'11 = B'11.
Proof.
rewrite /F'11 /B'11.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'g (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dg t n j) = ((w (dc t n j) * ev (v (i t n j)))).
Proof. apply: (etrans (if_true (Hw' (dg t n j)) R't)). exact: erefl. Qed.

Definition Q'g : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dg t n j) * D (v (g t n j)).
Lemma bwd'g : Q'g = (B'11).
Proof.
rewrite /Q'g /B'11. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'g t n j R't). exact: erefl.
Qed.

Definition B'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (g t n j)) * ev (v (g t n j))) * w (dg t n j)) * D (v (a_g t n j)).
Lemma path'12 : F'12 = B'12.
Proof.
rewrite /F'12 /B'12.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_g (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_g t n j) = (((1 - ev (v (g t n j)) * ev (v (g t n j))) * w (dg t n j))).
Proof. apply: (etrans (if_true (Hw' (da_g t n j)) R't)). exact: erefl. Qed.

Definition Q'a_g : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_g t n j) * D (v (a_g t n j)).
Lemma bwd'a_g : Q'a_g = (B'12).
Proof.
rewrite /Q'a_g /B'12. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_g t n j R't). exact: erefl.
Qed.

Definition B'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (v (c t.-1 n j)) * w (dc t n j)) * D (v (f t n j)).
Lemma path'13 : F'13 = B'13.
Proof.
rewrite /F'13 /B'13.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (df t n j) = ((ev (v (c t.-1 n j)) * w (dc t n j))).
Proof. apply: (etrans (if_true (Hw' (df t n j)) R't)). exact: erefl. Qed.

Definition Q'f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df t n j) * D (v (f t n j)).
Lemma bwd'f : Q'f = (B'13).
Proof.
rewrite /Q'f /B'13. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'f t n j R't). exact: erefl.
Qed.

Definition B'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (f t n j))) * w (df t n j) * ev (v (f t n j))) * D (v (a_f t n j)).
Lemma path'14 : F'14 = B'14.
Proof.
rewrite /F'14 /B'14.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_f t n j) = (((1 - ev (v (f t n j))) * w (df t n j) * ev (v (f t n j)))).
Proof. apply: (etrans (if_true (Hw' (da_f t n j)) R't)). exact: erefl. Qed.

Definition Q'a_f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * D (v (a_f t n j)).
Lemma bwd'a_f : Q'a_f = (B'14).
Proof.
rewrite /Q'a_f /B'14. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_f t n j R't). exact: erefl.
Qed.

Definition B'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (w (dc t n j) * ev (v (g t n j))) * D (v (i t n j)).
Lemma path'15 : F'15 = B'15.
Proof.
rewrite /F'15 /B'15.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'i (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (di t n j) = ((w (dc t n j) * ev (v (g t n j)))).
Proof. apply: (etrans (if_true (Hw' (di t n j)) R't)). exact: erefl. Qed.

Definition Q'i : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (di t n j) * D (v (i t n j)).
Lemma bwd'i : Q'i = (B'15).
Proof.
rewrite /Q'i /B'15. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'i t n j R't). exact: erefl.
Qed.

Definition B'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (i t n j))) * w (di t n j) * ev (v (i t n j))) * D (v (a_i t n j)).
Lemma path'16 : F'16 = B'16.
Proof.
rewrite /F'16 /B'16.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_i (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_i t n j) = (((1 - ev (v (i t n j))) * w (di t n j) * ev (v (i t n j)))).
Proof. apply: (etrans (if_true (Hw' (da_i t n j)) R't)). exact: erefl. Qed.

Definition Q'a_i : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_i t n j) * D (v (a_i t n j)).
Lemma bwd'a_i : Q'a_i = (B'16).
Proof.
rewrite /Q'a_i /B'16. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_i t n j R't). exact: erefl.
Qed.

Definition B'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_i j k) * w (da_i t n j)) * D (x t n k).
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

Definition B'18 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_f j k) * w (da_f t n j)) * D (x t n k).
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

Definition B'19 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_g j k) * w (da_g t n j)) * D (x t n k).
Lemma path'19 : F'19 = B'19.
Proof.
rewrite /F'19 /B'19.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'20 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_o j k) * w (da_o t n j)) * D (x t n k).
Lemma path'20 : F'20 = B'20.
Proof.
rewrite /F'20 /B'20.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'x (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (dx t n k) = ((\sum_(1 <= j < H.+1) ev (W_i j k) * w (da_i t n j))) + ((\sum_(1 <= j < H.+1) ev (W_f j k) * w (da_f t n j))) + ((\sum_(1 <= j < H.+1) ev (W_g j k) * w (da_g t n j))) + ((\sum_(1 <= j < H.+1) ev (W_o j k) * w (da_o t n j))).
Proof. apply: (etrans (if_true (Hw' (dx t n k)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'x : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k).
Lemma bwd'x : Q'x = (B'17) + (B'18) + (B'19) + (B'20).
Proof.
rewrite /Q'x /B'17 /B'18 /B'19 /B'20. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'x t n k R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'21 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j) * ev (x t n k)) * D (W_i j k).
Lemma path'21 : F'21 = B'21.
Proof.
rewrite /F'21 /B'21.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_i (j k : nat) :
  w (dW_i j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_i j k))). exact: erefl. Qed.

Definition Q'W_i : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_i j k) * D (W_i j k).
Lemma bwd'W_i : Q'W_i = (B'21).
Proof.
rewrite /Q'W_i /B'21. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_i j k). exact: erefl.
Qed.

Definition B'22 : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j) * ev (v (h t.-1 n r))) * D (R_i j r).
Lemma path'22 : F'22 = B'22.
Proof.
rewrite /F'22 /B'22.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => r _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'R_i (j r : nat) :
  w (dR_i j r) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j) * ev (v (h t.-1 n r)))).
Proof. apply: (etrans (Hw' (dR_i j r))). exact: erefl. Qed.

Definition Q'R_i : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_i j r) * D (R_i j r).
Lemma bwd'R_i : Q'R_i = (B'22).
Proof.
rewrite /Q'R_i /B'22. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => r R'r.
rewrite [X in X * _](adj'R_i j r). exact: erefl.
Qed.

Definition B'23 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j)) * D (b_i j).
Lemma path'23 : F'23 = B'23.
Proof.
rewrite /F'23 /B'23.
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
Lemma bwd'b_i : Q'b_i = (B'23).
Proof.
rewrite /Q'b_i /B'23. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_i j). exact: erefl.
Qed.

Definition B'24 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (x t n k)) * D (W_f j k).
Lemma path'24 : F'24 = B'24.
Proof.
rewrite /F'24 /B'24.
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
Lemma bwd'W_f : Q'W_f = (B'24).
Proof.
rewrite /Q'W_f /B'24. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_f j k). exact: erefl.
Qed.

Definition B'25 : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (v (h t.-1 n r))) * D (R_f j r).
Lemma path'25 : F'25 = B'25.
Proof.
rewrite /F'25 /B'25.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => r _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'R_f (j r : nat) :
  w (dR_f j r) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (v (h t.-1 n r)))).
Proof. apply: (etrans (Hw' (dR_f j r))). exact: erefl. Qed.

Definition Q'R_f : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_f j r) * D (R_f j r).
Lemma bwd'R_f : Q'R_f = (B'25).
Proof.
rewrite /Q'R_f /B'25. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => r R'r.
rewrite [X in X * _](adj'R_f j r). exact: erefl.
Qed.

Definition B'26 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j)) * D (b_f j).
Lemma path'26 : F'26 = B'26.
Proof.
rewrite /F'26 /B'26.
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
Lemma bwd'b_f : Q'b_f = (B'26).
Proof.
rewrite /Q'b_f /B'26. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_f j). exact: erefl.
Qed.

Definition B'27 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j) * ev (x t n k)) * D (W_g j k).
Lemma path'27 : F'27 = B'27.
Proof.
rewrite /F'27 /B'27.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_g (j k : nat) :
  w (dW_g j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_g j k))). exact: erefl. Qed.

Definition Q'W_g : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_g j k) * D (W_g j k).
Lemma bwd'W_g : Q'W_g = (B'27).
Proof.
rewrite /Q'W_g /B'27. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_g j k). exact: erefl.
Qed.

Definition B'28 : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j) * ev (v (h t.-1 n r))) * D (R_g j r).
Lemma path'28 : F'28 = B'28.
Proof.
rewrite /F'28 /B'28.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => r _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'R_g (j r : nat) :
  w (dR_g j r) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j) * ev (v (h t.-1 n r)))).
Proof. apply: (etrans (Hw' (dR_g j r))). exact: erefl. Qed.

Definition Q'R_g : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_g j r) * D (R_g j r).
Lemma bwd'R_g : Q'R_g = (B'28).
Proof.
rewrite /Q'R_g /B'28. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => r R'r.
rewrite [X in X * _](adj'R_g j r). exact: erefl.
Qed.

Definition B'29 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n j)) * D (b_g j).
Lemma path'29 : F'29 = B'29.
Proof.
rewrite /F'29 /B'29.
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
Lemma bwd'b_g : Q'b_g = (B'29).
Proof.
rewrite /Q'b_g /B'29. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_g j). exact: erefl.
Qed.

Definition B'30 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j) * ev (x t n k)) * D (W_o j k).
Lemma path'30 : F'30 = B'30.
Proof.
rewrite /F'30 /B'30.
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
Lemma bwd'W_o : Q'W_o = (B'30).
Proof.
rewrite /Q'W_o /B'30. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_o j k). exact: erefl.
Qed.

Definition B'31 : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j) * ev (v (h t.-1 n r))) * D (R_o j r).
Lemma path'31 : F'31 = B'31.
Proof.
rewrite /F'31 /B'31.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => r _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'R_o (j r : nat) :
  w (dR_o j r) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j) * ev (v (h t.-1 n r)))).
Proof. apply: (etrans (Hw' (dR_o j r))). exact: erefl. Qed.

Definition Q'R_o : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_o j r) * D (R_o j r).
Lemma bwd'R_o : Q'R_o = (B'31).
Proof.
rewrite /Q'R_o /B'31. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => r R'r.
rewrite [X in X * _](adj'R_o j r). exact: erefl.
Qed.

Definition B'32 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j)) * D (b_o j).
Lemma path'32 : F'32 = B'32.
Proof.
rewrite /F'32 /B'32.
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
Lemma bwd'b_o : Q'b_o = (B'32).
Proof.
rewrite /Q'b_o /B'32. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_o j). exact: erefl.
Qed.

Lemma mov'a_i : P'a_i = (B'17 + B'21) + (B'2 + B'22) + (B'23).
Proof. by rewrite fwd'a_i path'17 path'21 path'2 path'22 path'23. Qed.
Lemma all'a_i : Q'a_i = P'a_i.
Proof. exact: erefl. Qed.

Lemma mov'i : P'i = (B'16).
Proof. by rewrite fwd'i path'16. Qed.
Lemma all'i : Q'i = P'i.
Proof. exact: erefl. Qed.

Lemma mov'a_f : P'a_f = (B'18 + B'24) + (B'3 + B'25) + (B'26).
Proof. by rewrite fwd'a_f path'18 path'24 path'3 path'25 path'26. Qed.
Lemma all'a_f : Q'a_f = P'a_f.
Proof. exact: erefl. Qed.

Lemma mov'f : P'f = (B'14).
Proof. by rewrite fwd'f path'14. Qed.
Lemma all'f : Q'f = P'f.
Proof. exact: erefl. Qed.

Lemma mov'a_g : P'a_g = (B'19 + B'27) + (B'4 + B'28) + (B'29).
Proof. by rewrite fwd'a_g path'19 path'27 path'4 path'28 path'29. Qed.
Lemma all'a_g : Q'a_g = P'a_g.
Proof. exact: erefl. Qed.

Lemma mov'g : P'g = (B'12).
Proof. by rewrite fwd'g path'12. Qed.
Lemma all'g : Q'g = P'g.
Proof. exact: erefl. Qed.

Lemma mov'c : P'c = (B'10 + B'13) + (B'11 + B'15).
Proof. by rewrite fwd'c path'10 path'13 path'11 path'15. Qed.
Definition I'c : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dc 0 n j) * D (c_0 n j).
Lemma all'c : Q'c = I'c + P'c.
Proof. rewrite /Q'c /I'c /P'c first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => j R'j. congr (_ * D _). exact: (Hv' (c 0 n j)). Qed.

Lemma mov'a_o : P'a_o = (B'20 + B'30) + (B'5 + B'31) + (B'32).
Proof. by rewrite fwd'a_o path'20 path'30 path'5 path'31 path'32. Qed.
Lemma all'a_o : Q'a_o = P'a_o.
Proof. exact: erefl. Qed.

Lemma mov'o : P'o = (B'7).
Proof. by rewrite fwd'o path'7. Qed.
Lemma all'o : Q'o = P'o.
Proof. exact: erefl. Qed.

Lemma mov'h : P'h = (B'6 + B'9).
Proof. by rewrite fwd'h path'6 path'9. Qed.
Definition I'h : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh 0 n j) * D (h_0 n j).
Lemma all'h : Q'h = I'h + P'h.
Proof. rewrite /Q'h /I'h /P'h first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => j R'j. congr (_ * D _). exact: (Hv' (h 0 n j)). Qed.

Lemma telescope' (b'0 b'1 b'2 b'3 b'4 b'5 b'6 b'7 b'8 b'9 b'10 b'11 b'12 b'13 b'14 b'15 b'16 b'17 b'18 b'19 b'20 b'21 b'22 b'23 b'24 b'25 b'26 b'27 b'28 b'29 b'30 b'31 b'32 q'h q'o q'a_o q'c q'g q'a_g q'f q'a_f q'i q'a_i q'x q'W_i q'R_i q'b_i q'W_f q'R_f q'b_f q'W_g q'R_g q'b_g q'W_o q'R_o q'b_o p'a_i p'i p'a_f p'f p'a_g p'g p'c p'a_o p'o p'h i'h i'c : B) :
  q'h = (b'0) + (b'1) + (b'2) + (b'3) + (b'4) + (b'5) ->
  q'o = (b'6) ->
  q'a_o = (b'7) ->
  q'c = (b'8) + (b'9) + (b'10) ->
  q'g = (b'11) ->
  q'a_g = (b'12) ->
  q'f = (b'13) ->
  q'a_f = (b'14) ->
  q'i = (b'15) ->
  q'a_i = (b'16) ->
  q'x = (b'17) + (b'18) + (b'19) + (b'20) ->
  q'W_i = (b'21) ->
  q'R_i = (b'22) ->
  q'b_i = (b'23) ->
  q'W_f = (b'24) ->
  q'R_f = (b'25) ->
  q'b_f = (b'26) ->
  q'W_g = (b'27) ->
  q'R_g = (b'28) ->
  q'b_g = (b'29) ->
  q'W_o = (b'30) ->
  q'R_o = (b'31) ->
  q'b_o = (b'32) ->
  p'a_i = (b'17 + b'21) + (b'2 + b'22) + (b'23) ->
  p'i = (b'16) ->
  p'a_f = (b'18 + b'24) + (b'3 + b'25) + (b'26) ->
  p'f = (b'14) ->
  p'a_g = (b'19 + b'27) + (b'4 + b'28) + (b'29) ->
  p'g = (b'12) ->
  p'c = (b'10 + b'13) + (b'11 + b'15) ->
  p'a_o = (b'20 + b'30) + (b'5 + b'31) + (b'32) ->
  p'o = (b'7) ->
  p'h = (b'6 + b'9) ->
  q'a_i = p'a_i ->
  q'i = p'i ->
  q'a_f = p'a_f ->
  q'f = p'f ->
  q'a_g = p'a_g ->
  q'g = p'g ->
  q'c = i'c + p'c ->
  q'a_o = p'a_o ->
  q'o = p'o ->
  q'h = i'h + p'h ->
  b'0 + b'1 + b'8 = q'x + i'h + i'c + q'W_i + q'R_i + q'b_i + q'W_f + q'R_f + q'b_f + q'W_g + q'R_g + q'b_g + q'W_o + q'R_o + q'b_o.
Proof.
move=> K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24 K'25 K'26 K'27 K'28 K'29 K'30 K'31 K'32 K'33 K'34 K'35 K'36 K'37 K'38 K'39 K'40 K'41 K'42.
have all'q : q'h + q'o + q'a_o + q'c + q'g + q'a_g + q'f + q'a_f + q'i + q'a_i + q'x + q'W_i + q'R_i + q'b_i + q'W_f + q'R_f + q'b_f + q'W_g + q'R_g + q'b_g + q'W_o + q'R_o + q'b_o = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 + b'26 + b'27 + b'28 + b'29 + b'30 + b'31 + b'32 by rewrite K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22; ring.
have all'p : (b'0 + b'1 + b'8) + (p'a_i + p'i + p'a_f + p'f + p'a_g + p'g + p'c + p'a_o + p'o + p'h) = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 + b'26 + b'27 + b'28 + b'29 + b'30 + b'31 + b'32 by rewrite K'23 K'24 K'25 K'26 K'27 K'28 K'29 K'30 K'31 K'32; ring.
apply: (addIr (p'a_i + p'i + p'a_f + p'f + p'a_g + p'g + p'c + p'a_o + p'o + p'h)); rewrite all'p -all'q K'33 K'34 K'35 K'36 K'37 K'38 K'39 K'40 K'41 K'42; ring.
Qed.
Lemma for'any : claim v w.
Proof.
apply: (etrans (y := B'0 + B'1 + B'8)).
  by rewrite /claim -path'0 -path'1 -path'8.
exact: (telescope' B'0 B'1 B'2 B'3 B'4 B'5 B'6 B'7 B'8 B'9 B'10 B'11 B'12 B'13 B'14 B'15 B'16 B'17 B'18 B'19 B'20 B'21 B'22 B'23 B'24 B'25 B'26 B'27 B'28 B'29 B'30 B'31 B'32 Q'h Q'o Q'a_o Q'c Q'g Q'a_g Q'f Q'a_f Q'i Q'a_i Q'x Q'W_i Q'R_i Q'b_i Q'W_f Q'R_f Q'b_f Q'W_g Q'R_g Q'b_g Q'W_o Q'R_o Q'b_o P'a_i P'i P'a_f P'f P'a_g P'g P'c P'a_o P'o P'h I'h I'c bwd'h bwd'o bwd'a_o bwd'c bwd'g bwd'a_g bwd'f bwd'a_f bwd'i bwd'a_i bwd'x bwd'W_i bwd'R_i bwd'b_i bwd'W_f bwd'R_f bwd'b_f bwd'W_g bwd'R_g bwd'b_g bwd'W_o bwd'R_o bwd'b_o mov'a_i mov'i mov'a_f mov'f mov'a_g mov'g mov'c mov'a_o mov'o mov'h all'a_i all'i all'a_f all'f all'a_g all'g all'c all'a_o all'o all'h).
Qed.
End Any'.

Theorem lstm_np_gradients_right : exists v w, [/\ the_solution forward v, the_solution (backward v) w & claim v w].
Proof using All.
have [v Hv'] := forward'solvable; have [w Hw'] := backward'solvable v.
by exists v, w; split=> //; apply: for'any; [case: Hv' | case: Hw'].
Qed.

End Certificate.

Print Assumptions lstm_np_gradients_right.
