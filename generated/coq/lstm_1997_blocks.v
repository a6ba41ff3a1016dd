(* lstm_1997_blocks: LSTM of 1997 in memory blocks: the cells of a block share their gates.
   Source of the forward equations: Hochreiter & Schmidhuber 1997, blocks of several cells that share their gates.
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
Variables T N M B S : nat.
Hypothesis one_step : (0 < T)%N.
Variable x : nat -> nat -> nat -> A.
Variable h_0 : nat -> nat -> nat -> A.
Variable c_0 : nat -> nat -> nat -> A.
Variable R_i : nat -> nat -> nat -> A.
Variable W_i : nat -> nat -> A.
Variable b_i : nat -> A.
Variable R_o : nat -> nat -> nat -> A.
Variable W_o : nat -> nat -> A.
Variable b_o : nat -> A.
Variable R_g : nat -> nat -> nat -> nat -> A.
Variable W_g : nat -> nat -> nat -> A.
Variable b_g : nat -> nat -> A.
Variable dc_T : nat -> nat -> nat -> B.
Variable dh_T : nat -> nat -> nat -> B.
Variable dy : nat -> nat -> nat -> nat -> B.

(* What the cell computes. *)
Inductive signal : Set :=
  | a_i (t n b : nat)
  | i (t n b : nat)
  | a_o (t n b : nat)
  | o (t n b : nat)
  | a_g (t n b s : nat)
  | g (t n b s : nat)
  | c (t n b s : nat)
  | h (t n b s : nat).
Definition forward (v : signal -> A) (what : signal) : A :=
  match what with
  | a_i t n b => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_i b k * x t n k)
      + (\sum_(1 <= b1 < B.+1) \sum_(1 <= s < S.+1) R_i b b1 s * v (h t.-1 n b1 s))
      + (b_i b) else 0
  | i t n b => if (1 <= t < T.+1)%N then sigmoid (v (a_i t n b)) else 0
  | a_o t n b => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_o b k * x t n k)
      + (\sum_(1 <= b1 < B.+1) \sum_(1 <= s < S.+1) R_o b b1 s * v (h t.-1 n b1 s))
      + (b_o b) else 0
  | o t n b => if (1 <= t < T.+1)%N then sigmoid (v (a_o t n b)) else 0
  | a_g t n b s => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_g b s k * x t n k)
      + (\sum_(1 <= b1 < B.+1) \sum_(1 <= s1 < S.+1) R_g b s b1 s1 * v (h t.-1 n b1 s1))
      + (b_g b s) else 0
  | g t n b s => if (1 <= t < T.+1)%N then (4%:R * sigmoid (v (a_g t n b s)))
      + ((- 2%:R)) else 0
  | c t n b s => if (1 <= t < T.+1)%N then (v (c t.-1 n b s))
      + (v (i t n b) * v (g t n b s)) else c_0 n b s
  | h t n b s => if (1 <= t < T.+1)%N then ((- 1) + 2%:R * sigmoid (v (c t n b s))) * v (o t n b) else h_0 n b s
  end.

(* Its gradients. *)
Inductive gradient : Set :=
  | dh (t n b s : nat)
  | dc (t n b s : nat)
  | dg (t n b s : nat)
  | da_g (t n b s : nat)
  | do_ (t n b : nat)
  | da_o (t n b : nat)
  | di (t n b : nat)
  | da_i (t n b : nat)
  | dx (t n k : nat)
  | dR_i (b b1 s : nat)
  | dW_i (b k : nat)
  | db_i (b : nat)
  | dR_o (b b1 s : nat)
  | dW_o (b k : nat)
  | db_o (b : nat)
  | dR_g (b s b1 s1 : nat)
  | dW_g (b s k : nat)
  | db_g (b s : nat).
Definition backward (v : signal -> A) (w : gradient -> B) (what : gradient) : B :=
  match what with
  | dh t n b s => if (0 <= t < T.+1)%N then (if (1 <= t < T.+1)%N then dy t n b s else 0)
      + (if (T <= t < T.+1)%N then dh_T n b s else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= b1 < B.+1) ev (R_i b1 b s) * w (da_i t.+1 n b1) else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= b1 < B.+1) ev (R_o b1 b s) * w (da_o t.+1 n b1) else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= b1 < B.+1) \sum_(1 <= s1 < S.+1) ev (R_g b1 s1 b s) * w (da_g t.+1 n b1 s1) else 0) else 0
  | dc t n b s => if (0 <= t < T.+1)%N then (if (T <= t < T.+1)%N then dc_T n b s else 0)
      + (if (1 <= t < T.+1)%N then 2%:R * (1 - ev (sigmoid (v (c t n b s)))) * ev (v (o t n b)) * w (dh t n b s) * ev (sigmoid (v (c t n b s))) else 0)
      + (if (0 <= t < T)%N then w (dc t.+1 n b s) else 0) else 0
  | dg t n b s => if (1 <= t < T.+1)%N then ev (v (i t n b)) * w (dc t n b s) else 0
  | da_g t n b s => if (1 <= t < T.+1)%N then 4%:R * (1 - ev (sigmoid (v (a_g t n b s)))) * w (dg t n b s) * ev (sigmoid (v (a_g t n b s))) else 0
  | do_ t n b => if (1 <= t < T.+1)%N then \sum_(1 <= s < S.+1) ((- 1) + 2%:R * ev (sigmoid (v (c t n b s)))) * w (dh t n b s) else 0
  | da_o t n b => if (1 <= t < T.+1)%N then (1 - ev (v (o t n b))) * w (do_ t n b) * ev (v (o t n b)) else 0
  | di t n b => if (1 <= t < T.+1)%N then \sum_(1 <= s < S.+1) w (dc t n b s) * ev (v (g t n b s)) else 0
  | da_i t n b => if (1 <= t < T.+1)%N then (1 - ev (v (i t n b))) * w (di t n b) * ev (v (i t n b)) else 0
  | dx t n k => if (1 <= t < T.+1)%N then (\sum_(1 <= b < B.+1) ev (W_i b k) * w (da_i t n b))
      + (\sum_(1 <= b < B.+1) ev (W_o b k) * w (da_o t n b))
      + (\sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) ev (W_g b s k) * w (da_g t n b s)) else 0
  | dR_i b b1 s => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n b) * ev (v (h t.-1 n b1 s))
  | dW_i b k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n b) * ev (x t n k)
  | db_i b => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n b)
  | dR_o b b1 s => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n b) * ev (v (h t.-1 n b1 s))
  | dW_o b k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n b) * ev (x t n k)
  | db_o b => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n b)
  | dR_g b s b1 s1 => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n b s) * ev (v (h t.-1 n b1 s1))
  | dW_g b s k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_g t n b s)
  | db_g b s => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n b s)
  end.

(* For every perturbation: what the arriving gradients make of the movement of outputs and final
   states is what the gradients make of the movement of parameters, inputs and initial states. *)
Definition claim (v : signal -> A) (w : gradient -> B) : Prop :=
    (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) dy t n b s * D (v (h t n b s))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) dh_T n b s * D (v (h T n b s))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) dc_T n b s * D (v (c T n b s)))
  = (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (dh 0 n b s) * D (h_0 n b s)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (dc 0 n b s) * D (c_0 n b s)) +
    (\sum_(1 <= b < B.+1) \sum_(1 <= b1 < B.+1) \sum_(1 <= s < S.+1) w (dR_i b b1 s) * D (R_i b b1 s)) +
    (\sum_(1 <= b < B.+1) \sum_(1 <= k < M.+1) w (dW_i b k) * D (W_i b k)) +
    (\sum_(1 <= b < B.+1) w (db_i b) * D (b_i b)) +
    (\sum_(1 <= b < B.+1) \sum_(1 <= b1 < B.+1) \sum_(1 <= s < S.+1) w (dR_o b b1 s) * D (R_o b b1 s)) +
    (\sum_(1 <= b < B.+1) \sum_(1 <= k < M.+1) w (dW_o b k) * D (W_o b k)) +
    (\sum_(1 <= b < B.+1) w (db_o b) * D (b_o b)) +
    (\sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) \sum_(1 <= b1 < B.+1) \sum_(1 <= s1 < S.+1) w (dR_g b s b1 s1) * D (R_g b s b1 s1)) +
    (\sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) \sum_(1 <= k < M.+1) w (dW_g b s k) * D (W_g b s k)) +
    (\sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (db_g b s) * D (b_g b s)).

(* ----------------------------------------------------------------------------------------------------
   The proof. Nothing below this line needs to be read: a wrong step can only make Coq refuse. *)

Definition forward'order (what : signal) : rank :=
  match what with
  | a_i t n b => (0, t, 1)%N
  | i t n b => (0, t, 4)%N
  | a_o t n b => (0, t, 2)%N
  | o t n b => (0, t, 6)%N
  | a_g t n b s => (0, t, 0)%N
  | g t n b s => (0, t, 3)%N
  | c t n b s => (0, t, 5)%N
  | h t n b s => (0, t, 7)%N
  end.

Lemma order'a_i (t n b : nat) : looks_back forward'order (forward) (a_i t n b).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'i (t n b : nat) : looks_back forward'order (forward) (i t n b).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_o (t n b : nat) : looks_back forward'order (forward) (a_o t n b).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'o (t n b : nat) : looks_back forward'order (forward) (o t n b).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_g (t n b s : nat) : looks_back forward'order (forward) (a_g t n b s).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'g (t n b s : nat) : looks_back forward'order (forward) (g t n b s).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'c (t n b s : nat) : looks_back forward'order (forward) (c t n b s).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'h (t n b s : nat) : looks_back forward'order (forward) (h t n b s).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma forward'solvable : exists f, the_solution (forward) f.
Proof.
exact: (solvable (order := forward'order) (fun what => match what with
  | a_i t n b => order'a_i t n b
  | i t n b => order'i t n b
  | a_o t n b => order'a_o t n b
  | o t n b => order'o t n b
  | a_g t n b s => order'a_g t n b s
  | g t n b s => order'g t n b s
  | c t n b s => order'c t n b s
  | h t n b s => order'h t n b s
  end)).
Qed.

Definition backward'order (what : gradient) : rank :=
  match what with
  | dh t n b s => (0, T.+1 - t, 0)%N
  | dc t n b s => (0, T.+1 - t, 1)%N
  | dg t n b s => (0, T.+1 - t, 2)%N
  | da_g t n b s => (0, T.+1 - t, 3)%N
  | do_ t n b => (0, T.+1 - t, 6)%N
  | da_o t n b => (0, T.+1 - t, 7)%N
  | di t n b => (0, T.+1 - t, 4)%N
  | da_i t n b => (0, T.+1 - t, 5)%N
  | dx t n k => (1, 0, 0)%N
  | dR_i b b1 s => (2, 0, 0)%N
  | dW_i b k => (3, 0, 0)%N
  | db_i b => (4, 0, 0)%N
  | dR_o b b1 s => (5, 0, 0)%N
  | dW_o b k => (6, 0, 0)%N
  | db_o b => (7, 0, 0)%N
  | dR_g b s b1 s1 => (8, 0, 0)%N
  | dW_g b s k => (9, 0, 0)%N
  | db_g b s => (10, 0, 0)%N
  end.

Lemma order'dh (v : signal -> A) (t n b s : nat) : looks_back backward'order (backward v) (dh t n b s).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dc (v : signal -> A) (t n b s : nat) : looks_back backward'order (backward v) (dc t n b s).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dg (v : signal -> A) (t n b s : nat) : looks_back backward'order (backward v) (dg t n b s).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_g (v : signal -> A) (t n b s : nat) : looks_back backward'order (backward v) (da_g t n b s).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'do_ (v : signal -> A) (t n b : nat) : looks_back backward'order (backward v) (do_ t n b).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_o (v : signal -> A) (t n b : nat) : looks_back backward'order (backward v) (da_o t n b).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'di (v : signal -> A) (t n b : nat) : looks_back backward'order (backward v) (di t n b).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_i (v : signal -> A) (t n b : nat) : looks_back backward'order (backward v) (da_i t n b).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dx (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (dx t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dR_i (v : signal -> A) (b b1 s : nat) : looks_back backward'order (backward v) (dR_i b b1 s).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_i (v : signal -> A) (b k : nat) : looks_back backward'order (backward v) (dW_i b k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_i (v : signal -> A) (b : nat) : looks_back backward'order (backward v) (db_i b).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dR_o (v : signal -> A) (b b1 s : nat) : looks_back backward'order (backward v) (dR_o b b1 s).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_o (v : signal -> A) (b k : nat) : looks_back backward'order (backward v) (dW_o b k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_o (v : signal -> A) (b : nat) : looks_back backward'order (backward v) (db_o b).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dR_g (v : signal -> A) (b s b1 s1 : nat) : looks_back backward'order (backward v) (dR_g b s b1 s1).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_g (v : signal -> A) (b s k : nat) : looks_back backward'order (backward v) (dW_g b s k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_g (v : signal -> A) (b s : nat) : looks_back backward'order (backward v) (db_g b s).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma backward'solvable (v : signal -> A) : exists f, the_solution (backward v) f.
Proof.
exact: (solvable (order := backward'order) (fun what => match what with
  | dh t n b s => order'dh v t n b s
  | dc t n b s => order'dc v t n b s
  | dg t n b s => order'dg v t n b s
  | da_g t n b s => order'da_g v t n b s
  | do_ t n b => order'do_ v t n b
  | da_o t n b => order'da_o v t n b
  | di t n b => order'di v t n b
  | da_i t n b => order'da_i v t n b
  | dx t n k => order'dx v t n k
  | dR_i b b1 s => order'dR_i v b b1 s
  | dW_i b k => order'dW_i v b k
  | db_i b => order'db_i v b
  | dR_o b b1 s => order'dR_o v b b1 s
  | dW_o b k => order'dW_o v b k
  | db_o b => order'db_o v b
  | dR_g b s b1 s1 => order'dR_g v b s b1 s1
  | dW_g b s k => order'dW_g v b s k
  | db_g b s => order'db_g v b s
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
Definition F'0 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) dy t n b s * D (v (h t n b s)).
Definition F'1 : B := \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) dh_T n b s * D (v (h T n b s)).
Definition F'5 : B := \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) dc_T n b s * D (v (c T n b s)).

Lemma E'a_i (t n b : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_i t n b) = (\sum_(1 <= k < M.+1) W_i b k * x t n k)
      + (\sum_(1 <= b1 < B.+1) \sum_(1 <= s < S.+1) R_i b b1 s * v (h t.-1 n b1 s))
      + (b_i b).
Proof. exact: (if_true (Hv' (a_i t n b)) R't). Qed.

Lemma tan'a_i'0 (t n b : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'b : (1 <= b < B.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_i b k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_i b k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_i b k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_i'1 (t n b : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'b : (1 <= b < B.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= b1 < B.+1) \sum_(1 <= s < S.+1) R_i b b1 s * v (h t.-1 n b1 s)) = (\sum_(1 <= b1 < B.+1) \sum_(1 <= s < S.+1) x' * ev (R_i b b1 s) * D (v (h t.-1 n b1 s))) + (\sum_(1 <= b1 < B.+1) \sum_(1 <= s < S.+1) x' * ev (v (h t.-1 n b1 s)) * D (R_i b b1 s)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => b1 R'b1. rewrite slope_sum ?join_sums. apply: eq_big_nat => s R's. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_i'2 (t n b : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'b : (1 <= b < B.+1)%N) (x' : B) :
  x' * D (b_i b) = (x' * D (b_i b)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= k < M.+1) w (da_i t n b) * ev (W_i b k) * D (x t n k).
Definition F'18 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= k < M.+1) w (da_i t n b) * ev (x t n k) * D (W_i b k).
Definition F'2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= b1 < B.+1) \sum_(1 <= s < S.+1) w (da_i t n b) * ev (R_i b b1 s) * D (v (h t.-1 n b1 s)).
Definition F'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= b1 < B.+1) \sum_(1 <= s < S.+1) w (da_i t n b) * ev (v (h t.-1 n b1 s)) * D (R_i b b1 s).
Definition F'19 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) w (da_i t n b) * D (b_i b).
Definition P'a_i : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) w (da_i t n b) * D (v (a_i t n b)).
Lemma fwd'a_i : P'a_i = (F'14 + F'18) + (F'2 + F'17) + (F'19).
Proof.
rewrite /P'a_i /F'14 /F'18 /F'2 /F'17 /F'19. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => b R'b.
rewrite [in LHS](E'a_i t n b R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_i'0 t n b R't R'n R'b) | exact: (tan'a_i'1 t n b R't R'n R'b)] | exact: (tan'a_i'2 t n b R't R'n R'b)].
Qed.

Lemma E'i (t n b : nat) (R't : (1 <= t < T.+1)%N) :
  v (i t n b) = sigmoid (v (a_i t n b)).
Proof. exact: (if_true (Hv' (i t n b)) R't). Qed.

Lemma tan'i'0 (t n b : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'b : (1 <= b < B.+1)%N) (x' : B) :
  x' * D (sigmoid (v (a_i t n b))) = (x' * (1 - ev (v (i t n b))) * ev (v (i t n b)) * D (v (a_i t n b))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'i t n b R't). algebra'. Qed.

Definition F'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) w (di t n b) * (1 - ev (v (i t n b))) * ev (v (i t n b)) * D (v (a_i t n b)).
Definition P'i : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) w (di t n b) * D (v (i t n b)).
Lemma fwd'i : P'i = (F'13).
Proof.
rewrite /P'i /F'13. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => b R'b.
rewrite [in LHS](E'i t n b R't). exact: (tan'i'0 t n b R't R'n R'b).
Qed.

Lemma E'a_o (t n b : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_o t n b) = (\sum_(1 <= k < M.+1) W_o b k * x t n k)
      + (\sum_(1 <= b1 < B.+1) \sum_(1 <= s < S.+1) R_o b b1 s * v (h t.-1 n b1 s))
      + (b_o b).
Proof. exact: (if_true (Hv' (a_o t n b)) R't). Qed.

Lemma tan'a_o'0 (t n b : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'b : (1 <= b < B.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_o b k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_o b k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_o b k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_o'1 (t n b : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'b : (1 <= b < B.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= b1 < B.+1) \sum_(1 <= s < S.+1) R_o b b1 s * v (h t.-1 n b1 s)) = (\sum_(1 <= b1 < B.+1) \sum_(1 <= s < S.+1) x' * ev (R_o b b1 s) * D (v (h t.-1 n b1 s))) + (\sum_(1 <= b1 < B.+1) \sum_(1 <= s < S.+1) x' * ev (v (h t.-1 n b1 s)) * D (R_o b b1 s)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => b1 R'b1. rewrite slope_sum ?join_sums. apply: eq_big_nat => s R's. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_o'2 (t n b : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'b : (1 <= b < B.+1)%N) (x' : B) :
  x' * D (b_o b) = (x' * D (b_o b)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= k < M.+1) w (da_o t n b) * ev (W_o b k) * D (x t n k).
Definition F'21 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= k < M.+1) w (da_o t n b) * ev (x t n k) * D (W_o b k).
Definition F'3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= b1 < B.+1) \sum_(1 <= s < S.+1) w (da_o t n b) * ev (R_o b b1 s) * D (v (h t.-1 n b1 s)).
Definition F'20 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= b1 < B.+1) \sum_(1 <= s < S.+1) w (da_o t n b) * ev (v (h t.-1 n b1 s)) * D (R_o b b1 s).
Definition F'22 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) w (da_o t n b) * D (b_o b).
Definition P'a_o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) w (da_o t n b) * D (v (a_o t n b)).
Lemma fwd'a_o : P'a_o = (F'15 + F'21) + (F'3 + F'20) + (F'22).
Proof.
rewrite /P'a_o /F'15 /F'21 /F'3 /F'20 /F'22. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => b R'b.
rewrite [in LHS](E'a_o t n b R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_o'0 t n b R't R'n R'b) | exact: (tan'a_o'1 t n b R't R'n R'b)] | exact: (tan'a_o'2 t n b R't R'n R'b)].
Qed.

Lemma E'o (t n b : nat) (R't : (1 <= t < T.+1)%N) :
  v (o t n b) = sigmoid (v (a_o t n b)).
Proof. exact: (if_true (Hv' (o t n b)) R't). Qed.

Lemma tan'o'0 (t n b : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'b : (1 <= b < B.+1)%N) (x' : B) :
  x' * D (sigmoid (v (a_o t n b))) = (x' * (1 - ev (v (o t n b))) * ev (v (o t n b)) * D (v (a_o t n b))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'o t n b R't). algebra'. Qed.

Definition F'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) w (do_ t n b) * (1 - ev (v (o t n b))) * ev (v (o t n b)) * D (v (a_o t n b)).
Definition P'o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) w (do_ t n b) * D (v (o t n b)).
Lemma fwd'o : P'o = (F'11).
Proof.
rewrite /P'o /F'11. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => b R'b.
rewrite [in LHS](E'o t n b R't). exact: (tan'o'0 t n b R't R'n R'b).
Qed.

Lemma E'a_g (t n b s : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_g t n b s) = (\sum_(1 <= k < M.+1) W_g b s k * x t n k)
      + (\sum_(1 <= b1 < B.+1) \sum_(1 <= s1 < S.+1) R_g b s b1 s1 * v (h t.-1 n b1 s1))
      + (b_g b s).
Proof. exact: (if_true (Hv' (a_g t n b s)) R't). Qed.

Lemma tan'a_g'0 (t n b s : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'b : (1 <= b < B.+1)%N) (R's : (1 <= s < S.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_g b s k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_g b s k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_g b s k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_g'1 (t n b s : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'b : (1 <= b < B.+1)%N) (R's : (1 <= s < S.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= b1 < B.+1) \sum_(1 <= s1 < S.+1) R_g b s b1 s1 * v (h t.-1 n b1 s1)) = (\sum_(1 <= b1 < B.+1) \sum_(1 <= s1 < S.+1) x' * ev (R_g b s b1 s1) * D (v (h t.-1 n b1 s1))) + (\sum_(1 <= b1 < B.+1) \sum_(1 <= s1 < S.+1) x' * ev (v (h t.-1 n b1 s1)) * D (R_g b s b1 s1)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => b1 R'b1. rewrite slope_sum ?join_sums. apply: eq_big_nat => s1 R's1. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_g'2 (t n b s : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'b : (1 <= b < B.+1)%N) (R's : (1 <= s < S.+1)%N) (x' : B) :
  x' * D (b_g b s) = (x' * D (b_g b s)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) \sum_(1 <= k < M.+1) w (da_g t n b s) * ev (W_g b s k) * D (x t n k).
Definition F'24 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) \sum_(1 <= k < M.+1) w (da_g t n b s) * ev (x t n k) * D (W_g b s k).
Definition F'4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) \sum_(1 <= b1 < B.+1) \sum_(1 <= s1 < S.+1) w (da_g t n b s) * ev (R_g b s b1 s1) * D (v (h t.-1 n b1 s1)).
Definition F'23 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) \sum_(1 <= b1 < B.+1) \sum_(1 <= s1 < S.+1) w (da_g t n b s) * ev (v (h t.-1 n b1 s1)) * D (R_g b s b1 s1).
Definition F'25 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (da_g t n b s) * D (b_g b s).
Definition P'a_g : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (da_g t n b s) * D (v (a_g t n b s)).
Lemma fwd'a_g : P'a_g = (F'16 + F'24) + (F'4 + F'23) + (F'25).
Proof.
rewrite /P'a_g /F'16 /F'24 /F'4 /F'23 /F'25. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => b R'b. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [in LHS](E'a_g t n b s R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_g'0 t n b s R't R'n R'b R's) | exact: (tan'a_g'1 t n b s R't R'n R'b R's)] | exact: (tan'a_g'2 t n b s R't R'n R'b R's)].
Qed.

Lemma E'g (t n b s : nat) (R't : (1 <= t < T.+1)%N) :
  v (g t n b s) = (4%:R * sigmoid (v (a_g t n b s)))
      + ((- 2%:R)).
Proof. exact: (if_true (Hv' (g t n b s)) R't). Qed.

Lemma tan'g'0 (t n b s : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'b : (1 <= b < B.+1)%N) (R's : (1 <= s < S.+1)%N) (x' : B) :
  x' * D (4%:R * sigmoid (v (a_g t n b s))) = (x' * 4%:R * (1 - ev (sigmoid (v (a_g t n b s)))) * ev (sigmoid (v (a_g t n b s))) * D (v (a_g t n b s))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'g'1 (t n b s : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'b : (1 <= b < B.+1)%N) (R's : (1 <= s < S.+1)%N) (x' : B) :
  x' * D ((- 2%:R)) = 0.
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (dg t n b s) * 4%:R * (1 - ev (sigmoid (v (a_g t n b s)))) * ev (sigmoid (v (a_g t n b s))) * D (v (a_g t n b s)).
Definition P'g : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (dg t n b s) * D (v (g t n b s)).
Lemma fwd'g : P'g = (F'9).
Proof.
rewrite /P'g /F'9. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => b R'b. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [in LHS](E'g t n b s R't). apply: weigh_left; [exact: (tan'g'0 t n b s R't R'n R'b R's) | exact: (tan'g'1 t n b s R't R'n R'b R's)].
Qed.

Lemma E'c (t n b s : nat) (R't : (1 <= t < T.+1)%N) :
  v (c t n b s) = (v (c t.-1 n b s))
      + (v (i t n b) * v (g t n b s)).
Proof. exact: (if_true (Hv' (c t n b s)) R't). Qed.

Lemma tan'c'0 (t n b s : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'b : (1 <= b < B.+1)%N) (R's : (1 <= s < S.+1)%N) (x' : B) :
  x' * D (v (c t.-1 n b s)) = (x' * D (v (c t.-1 n b s))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'c'1 (t n b s : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'b : (1 <= b < B.+1)%N) (R's : (1 <= s < S.+1)%N) (x' : B) :
  x' * D (v (i t n b) * v (g t n b s)) = (x' * ev (v (i t n b)) * D (v (g t n b s))) + (x' * ev (v (g t n b s)) * D (v (i t n b))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (dc t n b s) * D (v (c t.-1 n b s)).
Definition F'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (dc t n b s) * ev (v (i t n b)) * D (v (g t n b s)).
Definition F'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (dc t n b s) * ev (v (g t n b s)) * D (v (i t n b)).
Definition P'c : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (dc t n b s) * D (v (c t n b s)).
Lemma fwd'c : P'c = (F'7) + (F'8 + F'12).
Proof.
rewrite /P'c /F'7 /F'8 /F'12. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => b R'b. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [in LHS](E'c t n b s R't). apply: weigh_add; [exact: (tan'c'0 t n b s R't R'n R'b R's) | exact: (tan'c'1 t n b s R't R'n R'b R's)].
Qed.

Lemma E'h (t n b s : nat) (R't : (1 <= t < T.+1)%N) :
  v (h t n b s) = ((- 1) + 2%:R * sigmoid (v (c t n b s))) * v (o t n b).
Proof. exact: (if_true (Hv' (h t n b s)) R't). Qed.

Lemma tan'h'0 (t n b s : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'b : (1 <= b < B.+1)%N) (R's : (1 <= s < S.+1)%N) (x' : B) :
  x' * D (((- 1) + 2%:R * sigmoid (v (c t n b s))) * v (o t n b)) = (x' * 2%:R * (1 - ev (sigmoid (v (c t n b s)))) * ev (v (o t n b)) * ev (sigmoid (v (c t n b s))) * D (v (c t n b s))) + (x' * ((- 1) + 2%:R * ev (sigmoid (v (c t n b s)))) * D (v (o t n b))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'6 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (dh t n b s) * 2%:R * (1 - ev (sigmoid (v (c t n b s)))) * ev (v (o t n b)) * ev (sigmoid (v (c t n b s))) * D (v (c t n b s)).
Definition F'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (dh t n b s) * ((- 1) + 2%:R * ev (sigmoid (v (c t n b s)))) * D (v (o t n b)).
Definition P'h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (dh t n b s) * D (v (h t n b s)).
Lemma fwd'h : P'h = (F'6 + F'10).
Proof.
rewrite /P'h /F'6 /F'10. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => b R'b. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [in LHS](E'h t n b s R't). exact: (tan'h'0 t n b s R't R'n R'b R's).
Qed.

Definition B'0 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) (if (1 <= t < T.+1)%N then dy t n b s else 0) * D (v (h t n b s)).
Lemma path'0 : F'0 = B'0.
Proof.
rewrite /F'0 /B'0.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => b _.
apply: eq_big_nat => s _.
algebra'.
Qed.

Definition B'1 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) (if (T <= t < T.+1)%N then dh_T n b s else 0) * D (v (h t n b s)).
Lemma path'1 : F'1 = B'1.
Proof.
rewrite /F'1 /B'1.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) dh_T n b s * D (v (h t n b s))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => b _.
apply: eq_big_nat => s _.
algebra'.
Qed.

Definition B'2 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) (if (0 <= t < T)%N then \sum_(1 <= b1 < B.+1) ev (R_i b1 b s) * w (da_i t.+1 n b1) else 0) * D (v (h t n b s)).
Lemma path'2 : F'2 = B'2.
Proof.
rewrite /F'2 /B'2.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => b _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => s _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => b1 _.
algebra'.
Qed.

Definition B'3 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) (if (0 <= t < T)%N then \sum_(1 <= b1 < B.+1) ev (R_o b1 b s) * w (da_o t.+1 n b1) else 0) * D (v (h t n b s)).
Lemma path'3 : F'3 = B'3.
Proof.
rewrite /F'3 /B'3.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => b _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => s _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => b1 _.
algebra'.
Qed.

Definition B'4 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) (if (0 <= t < T)%N then \sum_(1 <= b1 < B.+1) \sum_(1 <= s1 < S.+1) ev (R_g b1 s1 b s) * w (da_g t.+1 n b1 s1) else 0) * D (v (h t n b s)).
Lemma path'4 : F'4 = B'4.
Proof.
rewrite /F'4 /B'4.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => b _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => s _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => b1 _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => s1 _.
algebra'.
Qed.

Lemma adj'h (t n b s : nat) (R't : (0 <= t < T.+1)%N) :
  w (dh t n b s) = ((if (1 <= t < T.+1)%N then dy t n b s else 0)) + ((if (T <= t < T.+1)%N then dh_T n b s else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= b1 < B.+1) ev (R_i b1 b s) * w (da_i t.+1 n b1) else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= b1 < B.+1) ev (R_o b1 b s) * w (da_o t.+1 n b1) else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= b1 < B.+1) \sum_(1 <= s1 < S.+1) ev (R_g b1 s1 b s) * w (da_g t.+1 n b1 s1) else 0)).
Proof. apply: (etrans (if_true (Hw' (dh t n b s)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'h : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (dh t n b s) * D (v (h t n b s)).
Lemma bwd'h : Q'h = (B'0) + (B'1) + (B'2) + (B'3) + (B'4).
Proof.
rewrite /Q'h /B'0 /B'1 /B'2 /B'3 /B'4. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => b R'b. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [X in X * _](adj'h t n b s R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'5 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) (if (T <= t < T.+1)%N then dc_T n b s else 0) * D (v (c t n b s)).
Lemma path'5 : F'5 = B'5.
Proof.
rewrite /F'5 /B'5.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) dc_T n b s * D (v (c t n b s))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => b _.
apply: eq_big_nat => s _.
algebra'.
Qed.

Definition B'6 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) (if (1 <= t < T.+1)%N then 2%:R * (1 - ev (sigmoid (v (c t n b s)))) * ev (v (o t n b)) * w (dh t n b s) * ev (sigmoid (v (c t n b s))) else 0) * D (v (c t n b s)).
Lemma path'6 : F'6 = B'6.
Proof.
rewrite /F'6 /B'6.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => b _.
apply: eq_big_nat => s _.
algebra'.
Qed.

Definition B'7 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) (if (0 <= t < T)%N then w (dc t.+1 n b s) else 0) * D (v (c t n b s)).
Lemma path'7 : F'7 = B'7.
Proof.
rewrite /F'7 /B'7.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => b _.
apply: eq_big_nat => s _.
algebra'.
Qed.

Lemma adj'c (t n b s : nat) (R't : (0 <= t < T.+1)%N) :
  w (dc t n b s) = ((if (T <= t < T.+1)%N then dc_T n b s else 0)) + ((if (1 <= t < T.+1)%N then 2%:R * (1 - ev (sigmoid (v (c t n b s)))) * ev (v (o t n b)) * w (dh t n b s) * ev (sigmoid (v (c t n b s))) else 0)) + ((if (0 <= t < T)%N then w (dc t.+1 n b s) else 0)).
Proof. apply: (etrans (if_true (Hw' (dc t n b s)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'c : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (dc t n b s) * D (v (c t n b s)).
Lemma bwd'c : Q'c = (B'5) + (B'6) + (B'7).
Proof.
rewrite /Q'c /B'5 /B'6 /B'7. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => b R'b. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [X in X * _](adj'c t n b s R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) (ev (v (i t n b)) * w (dc t n b s)) * D (v (g t n b s)).
Lemma path'8 : F'8 = B'8.
Proof.
rewrite /F'8 /B'8.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => b _.
apply: eq_big_nat => s _.
algebra'.
Qed.

Lemma adj'g (t n b s : nat) (R't : (1 <= t < T.+1)%N) :
  w (dg t n b s) = ((ev (v (i t n b)) * w (dc t n b s))).
Proof. apply: (etrans (if_true (Hw' (dg t n b s)) R't)). exact: erefl. Qed.

Definition Q'g : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (dg t n b s) * D (v (g t n b s)).
Lemma bwd'g : Q'g = (B'8).
Proof.
rewrite /Q'g /B'8. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => b R'b. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [X in X * _](adj'g t n b s R't). exact: erefl.
Qed.

Definition B'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) (4%:R * (1 - ev (sigmoid (v (a_g t n b s)))) * w (dg t n b s) * ev (sigmoid (v (a_g t n b s)))) * D (v (a_g t n b s)).
Lemma path'9 : F'9 = B'9.
Proof.
rewrite /F'9 /B'9.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => b _.
apply: eq_big_nat => s _.
algebra'.
Qed.

Lemma adj'a_g (t n b s : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_g t n b s) = ((4%:R * (1 - ev (sigmoid (v (a_g t n b s)))) * w (dg t n b s) * ev (sigmoid (v (a_g t n b s))))).
Proof. apply: (etrans (if_true (Hw' (da_g t n b s)) R't)). exact: erefl. Qed.

Definition Q'a_g : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (da_g t n b s) * D (v (a_g t n b s)).
Lemma bwd'a_g : Q'a_g = (B'9).
Proof.
rewrite /Q'a_g /B'9. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => b R'b. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [X in X * _](adj'a_g t n b s R't). exact: erefl.
Qed.

Definition B'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) (\sum_(1 <= s < S.+1) ((- 1) + 2%:R * ev (sigmoid (v (c t n b s)))) * w (dh t n b s)) * D (v (o t n b)).
Lemma path'10 : F'10 = B'10.
Proof.
rewrite /F'10 /B'10.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => b _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => s _.
algebra'.
Qed.

Lemma adj'o (t n b : nat) (R't : (1 <= t < T.+1)%N) :
  w (do_ t n b) = ((\sum_(1 <= s < S.+1) ((- 1) + 2%:R * ev (sigmoid (v (c t n b s)))) * w (dh t n b s))).
Proof. apply: (etrans (if_true (Hw' (do_ t n b)) R't)). exact: erefl. Qed.

Definition Q'o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) w (do_ t n b) * D (v (o t n b)).
Lemma bwd'o : Q'o = (B'10).
Proof.
rewrite /Q'o /B'10. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => b R'b.
rewrite [X in X * _](adj'o t n b R't). exact: erefl.
Qed.

Definition B'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) ((1 - ev (v (o t n b))) * w (do_ t n b) * ev (v (o t n b))) * D (v (a_o t n b)).
Lemma path'11 : F'11 = B'11.
Proof.
rewrite /F'11 /B'11.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => b _.
algebra'.
Qed.

Lemma adj'a_o (t n b : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_o t n b) = (((1 - ev (v (o t n b))) * w (do_ t n b) * ev (v (o t n b)))).
Proof. apply: (etrans (if_true (Hw' (da_o t n b)) R't)). exact: erefl. Qed.

Definition Q'a_o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) w (da_o t n b) * D (v (a_o t n b)).
Lemma bwd'a_o : Q'a_o = (B'11).
Proof.
rewrite /Q'a_o /B'11. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => b R'b.
rewrite [X in X * _](adj'a_o t n b R't). exact: erefl.
Qed.

Definition B'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) (\sum_(1 <= s < S.+1) w (dc t n b s) * ev (v (g t n b s))) * D (v (i t n b)).
Lemma path'12 : F'12 = B'12.
Proof.
rewrite /F'12 /B'12.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => b _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => s _.
algebra'.
Qed.

Lemma adj'i (t n b : nat) (R't : (1 <= t < T.+1)%N) :
  w (di t n b) = ((\sum_(1 <= s < S.+1) w (dc t n b s) * ev (v (g t n b s)))).
Proof. apply: (etrans (if_true (Hw' (di t n b)) R't)). exact: erefl. Qed.

Definition Q'i : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) w (di t n b) * D (v (i t n b)).
Lemma bwd'i : Q'i = (B'12).
Proof.
rewrite /Q'i /B'12. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => b R'b.
rewrite [X in X * _](adj'i t n b R't). exact: erefl.
Qed.

Definition B'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) ((1 - ev (v (i t n b))) * w (di t n b) * ev (v (i t n b))) * D (v (a_i t n b)).
Lemma path'13 : F'13 = B'13.
Proof.
rewrite /F'13 /B'13.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => b _.
algebra'.
Qed.

Lemma adj'a_i (t n b : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_i t n b) = (((1 - ev (v (i t n b))) * w (di t n b) * ev (v (i t n b)))).
Proof. apply: (etrans (if_true (Hw' (da_i t n b)) R't)). exact: erefl. Qed.

Definition Q'a_i : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) w (da_i t n b) * D (v (a_i t n b)).
Lemma bwd'a_i : Q'a_i = (B'13).
Proof.
rewrite /Q'a_i /B'13. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => b R'b.
rewrite [X in X * _](adj'a_i t n b R't). exact: erefl.
Qed.

Definition B'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= b < B.+1) ev (W_i b k) * w (da_i t n b)) * D (x t n k).
Lemma path'14 : F'14 = B'14.
Proof.
rewrite /F'14 /B'14.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => b _.
algebra'.
Qed.

Definition B'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= b < B.+1) ev (W_o b k) * w (da_o t n b)) * D (x t n k).
Lemma path'15 : F'15 = B'15.
Proof.
rewrite /F'15 /B'15.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => b _.
algebra'.
Qed.

Definition B'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) ev (W_g b s k) * w (da_g t n b s)) * D (x t n k).
Lemma path'16 : F'16 = B'16.
Proof.
rewrite /F'16 /B'16.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => b _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => s _.
algebra'.
Qed.

Lemma adj'x (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (dx t n k) = ((\sum_(1 <= b < B.+1) ev (W_i b k) * w (da_i t n b))) + ((\sum_(1 <= b < B.+1) ev (W_o b k) * w (da_o t n b))) + ((\sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) ev (W_g b s k) * w (da_g t n b s))).
Proof. apply: (etrans (if_true (Hw' (dx t n k)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'x : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k).
Lemma bwd'x : Q'x = (B'14) + (B'15) + (B'16).
Proof.
rewrite /Q'x /B'14 /B'15 /B'16. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'x t n k R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'17 : B := \sum_(1 <= b < B.+1) \sum_(1 <= b1 < B.+1) \sum_(1 <= s < S.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n b) * ev (v (h t.-1 n b1 s))) * D (R_i b b1 s).
Lemma path'17 : F'17 = B'17.
Proof.
rewrite /F'17 /B'17.
apply: etrans; first exact: bring2.
apply: eq_big_nat => b _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => b1 _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => s _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'R_i (b b1 s : nat) :
  w (dR_i b b1 s) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n b) * ev (v (h t.-1 n b1 s)))).
Proof. apply: (etrans (Hw' (dR_i b b1 s))). exact: erefl. Qed.

Definition Q'R_i : B := \sum_(1 <= b < B.+1) \sum_(1 <= b1 < B.+1) \sum_(1 <= s < S.+1) w (dR_i b b1 s) * D (R_i b b1 s).
Lemma bwd'R_i : Q'R_i = (B'17).
Proof.
rewrite /Q'R_i /B'17. rewrite ?join_sums. apply: eq_big_nat => b R'b. rewrite ?join_sums. apply: eq_big_nat => b1 R'b1. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [X in X * _](adj'R_i b b1 s). exact: erefl.
Qed.

Definition B'18 : B := \sum_(1 <= b < B.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n b) * ev (x t n k)) * D (W_i b k).
Lemma path'18 : F'18 = B'18.
Proof.
rewrite /F'18 /B'18.
apply: etrans; first exact: bring2.
apply: eq_big_nat => b _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_i (b k : nat) :
  w (dW_i b k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n b) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_i b k))). exact: erefl. Qed.

Definition Q'W_i : B := \sum_(1 <= b < B.+1) \sum_(1 <= k < M.+1) w (dW_i b k) * D (W_i b k).
Lemma bwd'W_i : Q'W_i = (B'18).
Proof.
rewrite /Q'W_i /B'18. rewrite ?join_sums. apply: eq_big_nat => b R'b. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_i b k). exact: erefl.
Qed.

Definition B'19 : B := \sum_(1 <= b < B.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n b)) * D (b_i b).
Lemma path'19 : F'19 = B'19.
Proof.
rewrite /F'19 /B'19.
apply: etrans; first exact: bring2.
apply: eq_big_nat => b _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_i (b : nat) :
  w (db_i b) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n b))).
Proof. apply: (etrans (Hw' (db_i b))). exact: erefl. Qed.

Definition Q'b_i : B := \sum_(1 <= b < B.+1) w (db_i b) * D (b_i b).
Lemma bwd'b_i : Q'b_i = (B'19).
Proof.
rewrite /Q'b_i /B'19. rewrite ?join_sums. apply: eq_big_nat => b R'b.
rewrite [X in X * _](adj'b_i b). exact: erefl.
Qed.

Definition B'20 : B := \sum_(1 <= b < B.+1) \sum_(1 <= b1 < B.+1) \sum_(1 <= s < S.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n b) * ev (v (h t.-1 n b1 s))) * D (R_o b b1 s).
Lemma path'20 : F'20 = B'20.
Proof.
rewrite /F'20 /B'20.
apply: etrans; first exact: bring2.
apply: eq_big_nat => b _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => b1 _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => s _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'R_o (b b1 s : nat) :
  w (dR_o b b1 s) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n b) * ev (v (h t.-1 n b1 s)))).
Proof. apply: (etrans (Hw' (dR_o b b1 s))). exact: erefl. Qed.

Definition Q'R_o : B := \sum_(1 <= b < B.+1) \sum_(1 <= b1 < B.+1) \sum_(1 <= s < S.+1) w (dR_o b b1 s) * D (R_o b b1 s).
Lemma bwd'R_o : Q'R_o = (B'20).
Proof.
rewrite /Q'R_o /B'20. rewrite ?join_sums. apply: eq_big_nat => b R'b. rewrite ?join_sums. apply: eq_big_nat => b1 R'b1. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [X in X * _](adj'R_o b b1 s). exact: erefl.
Qed.

Definition B'21 : B := \sum_(1 <= b < B.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n b) * ev (x t n k)) * D (W_o b k).
Lemma path'21 : F'21 = B'21.
Proof.
rewrite /F'21 /B'21.
apply: etrans; first exact: bring2.
apply: eq_big_nat => b _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_o (b k : nat) :
  w (dW_o b k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n b) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_o b k))). exact: erefl. Qed.

Definition Q'W_o : B := \sum_(1 <= b < B.+1) \sum_(1 <= k < M.+1) w (dW_o b k) * D (W_o b k).
Lemma bwd'W_o : Q'W_o = (B'21).
Proof.
rewrite /Q'W_o /B'21. rewrite ?join_sums. apply: eq_big_nat => b R'b. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_o b k). exact: erefl.
Qed.

Definition B'22 : B := \sum_(1 <= b < B.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n b)) * D (b_o b).
Lemma path'22 : F'22 = B'22.
Proof.
rewrite /F'22 /B'22.
apply: etrans; first exact: bring2.
apply: eq_big_nat => b _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_o (b : nat) :
  w (db_o b) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n b))).
Proof. apply: (etrans (Hw' (db_o b))). exact: erefl. Qed.

Definition Q'b_o : B := \sum_(1 <= b < B.+1) w (db_o b) * D (b_o b).
Lemma bwd'b_o : Q'b_o = (B'22).
Proof.
rewrite /Q'b_o /B'22. rewrite ?join_sums. apply: eq_big_nat => b R'b.
rewrite [X in X * _](adj'b_o b). exact: erefl.
Qed.

Definition B'23 : B := \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) \sum_(1 <= b1 < B.+1) \sum_(1 <= s1 < S.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n b s) * ev (v (h t.-1 n b1 s1))) * D (R_g b s b1 s1).
Lemma path'23 : F'23 = B'23.
Proof.
rewrite /F'23 /B'23.
apply: etrans; first exact: bring2.
apply: eq_big_nat => b _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => s _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => b1 _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => s1 _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'R_g (b s b1 s1 : nat) :
  w (dR_g b s b1 s1) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n b s) * ev (v (h t.-1 n b1 s1)))).
Proof. apply: (etrans (Hw' (dR_g b s b1 s1))). exact: erefl. Qed.

Definition Q'R_g : B := \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) \sum_(1 <= b1 < B.+1) \sum_(1 <= s1 < S.+1) w (dR_g b s b1 s1) * D (R_g b s b1 s1).
Lemma bwd'R_g : Q'R_g = (B'23).
Proof.
rewrite /Q'R_g /B'23. rewrite ?join_sums. apply: eq_big_nat => b R'b. rewrite ?join_sums. apply: eq_big_nat => s R's. rewrite ?join_sums. apply: eq_big_nat => b1 R'b1. rewrite ?join_sums. apply: eq_big_nat => s1 R's1.
rewrite [X in X * _](adj'R_g b s b1 s1). exact: erefl.
Qed.

Definition B'24 : B := \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_g t n b s)) * D (W_g b s k).
Lemma path'24 : F'24 = B'24.
Proof.
rewrite /F'24 /B'24.
apply: etrans; first exact: bring2.
apply: eq_big_nat => b _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => s _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_g (b s k : nat) :
  w (dW_g b s k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_g t n b s))).
Proof. apply: (etrans (Hw' (dW_g b s k))). exact: erefl. Qed.

Definition Q'W_g : B := \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) \sum_(1 <= k < M.+1) w (dW_g b s k) * D (W_g b s k).
Lemma bwd'W_g : Q'W_g = (B'24).
Proof.
rewrite /Q'W_g /B'24. rewrite ?join_sums. apply: eq_big_nat => b R'b. rewrite ?join_sums. apply: eq_big_nat => s R's. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_g b s k). exact: erefl.
Qed.

Definition B'25 : B := \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n b s)) * D (b_g b s).
Lemma path'25 : F'25 = B'25.
Proof.
rewrite /F'25 /B'25.
apply: etrans; first exact: bring2.
apply: eq_big_nat => b _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => s _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_g (b s : nat) :
  w (db_g b s) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_g t n b s))).
Proof. apply: (etrans (Hw' (db_g b s))). exact: erefl. Qed.

Definition Q'b_g : B := \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (db_g b s) * D (b_g b s).
Lemma bwd'b_g : Q'b_g = (B'25).
Proof.
rewrite /Q'b_g /B'25. rewrite ?join_sums. apply: eq_big_nat => b R'b. rewrite ?join_sums. apply: eq_big_nat => s R's.
rewrite [X in X * _](adj'b_g b s). exact: erefl.
Qed.

Lemma mov'a_i : P'a_i = (B'14 + B'18) + (B'2 + B'17) + (B'19).
Proof. by rewrite fwd'a_i path'14 path'18 path'2 path'17 path'19. Qed.
Lemma all'a_i : Q'a_i = P'a_i.
Proof. exact: erefl. Qed.

Lemma mov'i : P'i = (B'13).
Proof. by rewrite fwd'i path'13. Qed.
Lemma all'i : Q'i = P'i.
Proof. exact: erefl. Qed.

Lemma mov'a_o : P'a_o = (B'15 + B'21) + (B'3 + B'20) + (B'22).
Proof. by rewrite fwd'a_o path'15 path'21 path'3 path'20 path'22. Qed.
Lemma all'a_o : Q'a_o = P'a_o.
Proof. exact: erefl. Qed.

Lemma mov'o : P'o = (B'11).
Proof. by rewrite fwd'o path'11. Qed.
Lemma all'o : Q'o = P'o.
Proof. exact: erefl. Qed.

Lemma mov'a_g : P'a_g = (B'16 + B'24) + (B'4 + B'23) + (B'25).
Proof. by rewrite fwd'a_g path'16 path'24 path'4 path'23 path'25. Qed.
Lemma all'a_g : Q'a_g = P'a_g.
Proof. exact: erefl. Qed.

Lemma mov'g : P'g = (B'9).
Proof. by rewrite fwd'g path'9. Qed.
Lemma all'g : Q'g = P'g.
Proof. exact: erefl. Qed.

Lemma mov'c : P'c = (B'7) + (B'8 + B'12).
Proof. by rewrite fwd'c path'7 path'8 path'12. Qed.
Definition I'c : B := \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (dc 0 n b s) * D (c_0 n b s).
Lemma all'c : Q'c = I'c + P'c.
Proof. rewrite /Q'c /I'c /P'c first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => b R'b. apply: eq_big_nat => s R's. congr (_ * D _). exact: (Hv' (c 0 n b s)). Qed.

Lemma mov'h : P'h = (B'6 + B'10).
Proof. by rewrite fwd'h path'6 path'10. Qed.
Definition I'h : B := \sum_(1 <= n < N.+1) \sum_(1 <= b < B.+1) \sum_(1 <= s < S.+1) w (dh 0 n b s) * D (h_0 n b s).
Lemma all'h : Q'h = I'h + P'h.
Proof. rewrite /Q'h /I'h /P'h first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => b R'b. apply: eq_big_nat => s R's. congr (_ * D _). exact: (Hv' (h 0 n b s)). Qed.

Lemma telescope' (b'0 b'1 b'2 b'3 b'4 b'5 b'6 b'7 b'8 b'9 b'10 b'11 b'12 b'13 b'14 b'15 b'16 b'17 b'18 b'19 b'20 b'21 b'22 b'23 b'24 b'25 q'h q'c q'g q'a_g q'o q'a_o q'i q'a_i q'x q'R_i q'W_i q'b_i q'R_o q'W_o q'b_o q'R_g q'W_g q'b_g p'a_i p'i p'a_o p'o p'a_g p'g p'c p'h i'h i'c : B) :
  q'h = (b'0) + (b'1) + (b'2) + (b'3) + (b'4) ->
  q'c = (b'5) + (b'6) + (b'7) ->
  q'g = (b'8) ->
  q'a_g = (b'9) ->
  q'o = (b'10) ->
  q'a_o = (b'11) ->
  q'i = (b'12) ->
  q'a_i = (b'13) ->
  q'x = (b'14) + (b'15) + (b'16) ->
  q'R_i = (b'17) ->
  q'W_i = (b'18) ->
  q'b_i = (b'19) ->
  q'R_o = (b'20) ->
  q'W_o = (b'21) ->
  q'b_o = (b'22) ->
  q'R_g = (b'23) ->
  q'W_g = (b'24) ->
  q'b_g = (b'25) ->
  p'a_i = (b'14 + b'18) + (b'2 + b'17) + (b'19) ->
  p'i = (b'13) ->
  p'a_o = (b'15 + b'21) + (b'3 + b'20) + (b'22) ->
  p'o = (b'11) ->
  p'a_g = (b'16 + b'24) + (b'4 + b'23) + (b'25) ->
  p'g = (b'9) ->
  p'c = (b'7) + (b'8 + b'12) ->
  p'h = (b'6 + b'10) ->
  q'a_i = p'a_i ->
  q'i = p'i ->
  q'a_o = p'a_o ->
  q'o = p'o ->
  q'a_g = p'a_g ->
  q'g = p'g ->
  q'c = i'c + p'c ->
  q'h = i'h + p'h ->
  b'0 + b'1 + b'5 = q'x + i'h + i'c + q'R_i + q'W_i + q'b_i + q'R_o + q'W_o + q'b_o + q'R_g + q'W_g + q'b_g.
Proof.
move=> K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24 K'25 K'26 K'27 K'28 K'29 K'30 K'31 K'32 K'33.
have all'q : q'h + q'c + q'g + q'a_g + q'o + q'a_o + q'i + q'a_i + q'x + q'R_i + q'W_i + q'b_i + q'R_o + q'W_o + q'b_o + q'R_g + q'W_g + q'b_g = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 by rewrite K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17; ring.
have all'p : (b'0 + b'1 + b'5) + (p'a_i + p'i + p'a_o + p'o + p'a_g + p'g + p'c + p'h) = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 by rewrite K'18 K'19 K'20 K'21 K'22 K'23 K'24 K'25; ring.
apply: (addIr (p'a_i + p'i + p'a_o + p'o + p'a_g + p'g + p'c + p'h)); rewrite all'p -all'q K'26 K'27 K'28 K'29 K'30 K'31 K'32 K'33; ring.
Qed.
Lemma for'any : claim v w.
Proof.
apply: (etrans (y := B'0 + B'1 + B'5)).
  by rewrite /claim -path'0 -path'1 -path'5.
exact: (telescope' B'0 B'1 B'2 B'3 B'4 B'5 B'6 B'7 B'8 B'9 B'10 B'11 B'12 B'13 B'14 B'15 B'16 B'17 B'18 B'19 B'20 B'21 B'22 B'23 B'24 B'25 Q'h Q'c Q'g Q'a_g Q'o Q'a_o Q'i Q'a_i Q'x Q'R_i Q'W_i Q'b_i Q'R_o Q'W_o Q'b_o Q'R_g Q'W_g Q'b_g P'a_i P'i P'a_o P'o P'a_g P'g P'c P'h I'h I'c bwd'h bwd'c bwd'g bwd'a_g bwd'o bwd'a_o bwd'i bwd'a_i bwd'x bwd'R_i bwd'W_i bwd'b_i bwd'R_o bwd'W_o bwd'b_o bwd'R_g bwd'W_g bwd'b_g mov'a_i mov'i mov'a_o mov'o mov'a_g mov'g mov'c mov'h all'a_i all'i all'a_o all'o all'a_g all'g all'c all'h).
Qed.
End Any'.

Theorem lstm_1997_blocks_gradients_right : exists v w, [/\ the_solution forward v, the_solution (backward v) w & claim v w].
Proof using All.
have [v Hv'] := forward'solvable; have [w Hw'] := backward'solvable v.
by exists v, w; split=> //; apply: for'any; [case: Hv' | case: Hw'].
Qed.

End Certificate.

Print Assumptions lstm_1997_blocks_gradients_right.
