(* mgu: Minimal gated unit: one gate forgets and resets.
   Source of the forward equations: Zhou, Wu, Zhang & Zhou 2016, arXiv 1603.09420.
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
Variable W_f : nat -> nat -> A.
Variable R_f : nat -> nat -> A.
Variable b_f : nat -> A.
Variable W_n : nat -> nat -> A.
Variable R_n : nat -> nat -> A.
Variable b_n : nat -> A.
Variable dh_T : nat -> nat -> B.
Variable dy : nat -> nat -> nat -> B.

(* What the cell computes. *)
Inductive signal : Set :=
  | a_f (t n j : nat)
  | f (t n j : nat)
  | f_h (t n j : nat)
  | a_n (t n j : nat)
  | n_ (t n j : nat)
  | h (t n j : nat).
Definition forward (v : signal -> A) (what : signal) : A :=
  match what with
  | a_f t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_f j k * x t n k)
      + (\sum_(1 <= r < H.+1) R_f j r * v (h t.-1 n r))
      + (b_f j) else 0
  | f t n j => if (1 <= t < T.+1)%N then sigmoid (v (a_f t n j)) else 0
  | f_h t n j => if (1 <= t < T.+1)%N then v (f t n j) * v (h t.-1 n j) else 0
  | a_n t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_n j k * x t n k)
      + (\sum_(1 <= r < H.+1) R_n j r * v (f_h t n r))
      + (b_n j) else 0
  | n_ t n j => if (1 <= t < T.+1)%N then tanh (v (a_n t n j)) else 0
  | h t n j => if (1 <= t < T.+1)%N then ((1 - v (f t n j)) * v (h t.-1 n j))
      + (v (f t n j) * v (n_ t n j)) else h_0 n j
  end.

(* Its gradients. *)
Inductive gradient : Set :=
  | dh (t n j : nat)
  | dn (t n j : nat)
  | da_n (t n j : nat)
  | df_h (t n j : nat)
  | df (t n j : nat)
  | da_f (t n j : nat)
  | dx (t n k : nat)
  | dW_f (j k : nat)
  | dR_f (j r : nat)
  | db_f (j : nat)
  | dW_n (j k : nat)
  | dR_n (j r : nat)
  | db_n (j : nat).
Definition backward (v : signal -> A) (w : gradient -> B) (what : gradient) : B :=
  match what with
  | dh t n j => if (0 <= t < T.+1)%N then (if (1 <= t < T.+1)%N then dy t n j else 0)
      + (if (T <= t < T.+1)%N then dh_T n j else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_f r j) * w (da_f t.+1 n r) else 0)
      + (if (0 <= t < T)%N then w (df_h t.+1 n j) * ev (v (f t.+1 n j)) else 0)
      + (if (0 <= t < T)%N then (1 - ev (v (f t.+1 n j))) * w (dh t.+1 n j) else 0) else 0
  | dn t n j => if (1 <= t < T.+1)%N then w (dh t n j) * ev (v (f t n j)) else 0
  | da_n t n j => if (1 <= t < T.+1)%N then (1 - ev (v (n_ t n j)) * ev (v (n_ t n j))) * w (dn t n j) else 0
  | df_h t n j => if (1 <= t < T.+1)%N then \sum_(1 <= r < H.+1) ev (R_n r j) * w (da_n t n r) else 0
  | df t n j => if (1 <= t < T.+1)%N then (w (df_h t n j) * ev (v (h t.-1 n j)))
      + (((- (ev (v (h t.-1 n j)))) + ev (v (n_ t n j))) * w (dh t n j)) else 0
  | da_f t n j => if (1 <= t < T.+1)%N then (1 - ev (v (f t n j))) * w (df t n j) * ev (v (f t n j)) else 0
  | dx t n k => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) ev (W_f j k) * w (da_f t n j))
      + (\sum_(1 <= j < H.+1) ev (W_n j k) * w (da_n t n j)) else 0
  | dW_f j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (x t n k)
  | dR_f j r => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (v (h t.-1 n r))
  | db_f j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j)
  | dW_n j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_n t n j) * ev (x t n k)
  | dR_n j r => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_n t n j) * ev (v (f_h t n r))
  | db_n j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_n t n j)
  end.

(* For every perturbation: what the arriving gradients make of the movement of outputs and final
   states is what the gradients make of the movement of parameters, inputs and initial states. *)
Definition claim (v : signal -> A) (w : gradient -> B) : Prop :=
    (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dy t n j * D (v (h t n j))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dh_T n j * D (v (h T n j)))
  = (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh 0 n j) * D (h_0 n j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_f j k) * D (W_f j k)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_f j r) * D (R_f j r)) +
    (\sum_(1 <= j < H.+1) w (db_f j) * D (b_f j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_n j k) * D (W_n j k)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_n j r) * D (R_n j r)) +
    (\sum_(1 <= j < H.+1) w (db_n j) * D (b_n j)).

(* ----------------------------------------------------------------------------------------------------
   The proof. Nothing below this line needs to be read: a wrong step can only make Coq refuse. *)

Definition forward'order (what : signal) : rank :=
  match what with
  | a_f t n j => (0, t, 0)%N
  | f t n j => (0, t, 1)%N
  | f_h t n j => (0, t, 2)%N
  | a_n t n j => (0, t, 3)%N
  | n_ t n j => (0, t, 4)%N
  | h t n j => (0, t, 5)%N
  end.

Lemma order'a_f (t n j : nat) : looks_back forward'order (forward) (a_f t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'f (t n j : nat) : looks_back forward'order (forward) (f t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'f_h (t n j : nat) : looks_back forward'order (forward) (f_h t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_n (t n j : nat) : looks_back forward'order (forward) (a_n t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'n_ (t n j : nat) : looks_back forward'order (forward) (n_ t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'h (t n j : nat) : looks_back forward'order (forward) (h t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma forward'solvable : exists f, the_solution (forward) f.
Proof.
exact: (solvable (order := forward'order) (fun what => match what with
  | a_f t n j => order'a_f t n j
  | f t n j => order'f t n j
  | f_h t n j => order'f_h t n j
  | a_n t n j => order'a_n t n j
  | n_ t n j => order'n_ t n j
  | h t n j => order'h t n j
  end)).
Qed.

Definition backward'order (what : gradient) : rank :=
  match what with
  | dh t n j => (0, T.+1 - t, 0)%N
  | dn t n j => (0, T.+1 - t, 1)%N
  | da_n t n j => (0, T.+1 - t, 2)%N
  | df_h t n j => (0, T.+1 - t, 3)%N
  | df t n j => (0, T.+1 - t, 4)%N
  | da_f t n j => (0, T.+1 - t, 5)%N
  | dx t n k => (1, 0, 0)%N
  | dW_f j k => (2, 0, 0)%N
  | dR_f j r => (3, 0, 0)%N
  | db_f j => (4, 0, 0)%N
  | dW_n j k => (5, 0, 0)%N
  | dR_n j r => (6, 0, 0)%N
  | db_n j => (7, 0, 0)%N
  end.

Lemma order'dh (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dh t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dn (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dn t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_n (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_n t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'df_h (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (df_h t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'df (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (df t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_f (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_f t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dx (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (dx t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_f (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_f j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dR_f (v : signal -> A) (j r : nat) : looks_back backward'order (backward v) (dR_f j r).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_f (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_f j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_n (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_n j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dR_n (v : signal -> A) (j r : nat) : looks_back backward'order (backward v) (dR_n j r).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_n (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma backward'solvable (v : signal -> A) : exists f, the_solution (backward v) f.
Proof.
exact: (solvable (order := backward'order) (fun what => match what with
  | dh t n j => order'dh v t n j
  | dn t n j => order'dn v t n j
  | da_n t n j => order'da_n v t n j
  | df_h t n j => order'df_h v t n j
  | df t n j => order'df v t n j
  | da_f t n j => order'da_f v t n j
  | dx t n k => order'dx v t n k
  | dW_f j k => order'dW_f v j k
  | dR_f j r => order'dR_f v j r
  | db_f j => order'db_f v j
  | dW_n j k => order'dW_n v j k
  | dR_n j r => order'dR_n v j r
  | db_n j => order'db_n v j
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

Definition F'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_f t n j) * ev (W_f j k) * D (x t n k).
Definition F'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_f t n j) * ev (x t n k) * D (W_f j k).
Definition F'2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_f t n j) * ev (R_f j r) * D (v (h t.-1 n r)).
Definition F'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_f t n j) * ev (v (h t.-1 n r)) * D (R_f j r).
Definition F'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * D (b_f j).
Definition P'a_f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * D (v (a_f t n j)).
Lemma fwd'a_f : P'a_f = (F'12 + F'14) + (F'2 + F'15) + (F'16).
Proof.
rewrite /P'a_f /F'12 /F'14 /F'2 /F'15 /F'16. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_f t n j R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_f'0 t n j R't R'n R'j) | exact: (tan'a_f'1 t n j R't R'n R'j)] | exact: (tan'a_f'2 t n j R't R'n R'j)].
Qed.

Lemma E'f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (f t n j) = sigmoid (v (a_f t n j)).
Proof. exact: (if_true (Hv' (f t n j)) R't). Qed.

Lemma tan'f'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (sigmoid (v (a_f t n j))) = (x' * (1 - ev (v (f t n j))) * ev (v (f t n j)) * D (v (a_f t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'f t n j R't). algebra'. Qed.

Definition F'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df t n j) * (1 - ev (v (f t n j))) * ev (v (f t n j)) * D (v (a_f t n j)).
Definition P'f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df t n j) * D (v (f t n j)).
Lemma fwd'f : P'f = (F'11).
Proof.
rewrite /P'f /F'11. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'f t n j R't). exact: (tan'f'0 t n j R't R'n R'j).
Qed.

Lemma E'f_h (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (f_h t n j) = v (f t n j) * v (h t.-1 n j).
Proof. exact: (if_true (Hv' (f_h t n j)) R't). Qed.

Lemma tan'f_h'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v (f t n j) * v (h t.-1 n j)) = (x' * ev (v (f t n j)) * D (v (h t.-1 n j))) + (x' * ev (v (h t.-1 n j)) * D (v (f t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df_h t n j) * ev (v (f t n j)) * D (v (h t.-1 n j)).
Definition F'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df_h t n j) * ev (v (h t.-1 n j)) * D (v (f t n j)).
Definition P'f_h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df_h t n j) * D (v (f_h t n j)).
Lemma fwd'f_h : P'f_h = (F'3 + F'8).
Proof.
rewrite /P'f_h /F'3 /F'8. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'f_h t n j R't). exact: (tan'f_h'0 t n j R't R'n R'j).
Qed.

Lemma E'a_n (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_n t n j) = (\sum_(1 <= k < M.+1) W_n j k * x t n k)
      + (\sum_(1 <= r < H.+1) R_n j r * v (f_h t n r))
      + (b_n j).
Proof. exact: (if_true (Hv' (a_n t n j)) R't). Qed.

Lemma tan'a_n'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_n j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_n j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_n j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_n'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= r < H.+1) R_n j r * v (f_h t n r)) = (\sum_(1 <= r < H.+1) x' * ev (R_n j r) * D (v (f_h t n r))) + (\sum_(1 <= r < H.+1) x' * ev (v (f_h t n r)) * D (R_n j r)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => r R'r. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_n'2 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_n j) = (x' * D (b_n j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_n t n j) * ev (W_n j k) * D (x t n k).
Definition F'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_n t n j) * ev (x t n k) * D (W_n j k).
Definition F'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_n t n j) * ev (R_n j r) * D (v (f_h t n r)).
Definition F'18 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_n t n j) * ev (v (f_h t n r)) * D (R_n j r).
Definition F'19 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_n t n j) * D (b_n j).
Definition P'a_n : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_n t n j) * D (v (a_n t n j)).
Lemma fwd'a_n : P'a_n = (F'13 + F'17) + (F'7 + F'18) + (F'19).
Proof.
rewrite /P'a_n /F'13 /F'17 /F'7 /F'18 /F'19. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_n t n j R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_n'0 t n j R't R'n R'j) | exact: (tan'a_n'1 t n j R't R'n R'j)] | exact: (tan'a_n'2 t n j R't R'n R'j)].
Qed.

Lemma E'n_ (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (n_ t n j) = tanh (v (a_n t n j)).
Proof. exact: (if_true (Hv' (n_ t n j)) R't). Qed.

Lemma tan'n_'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (tanh (v (a_n t n j))) = (x' * (1 - ev (v (n_ t n j)) * ev (v (n_ t n j))) * D (v (a_n t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'n_ t n j R't). algebra'. Qed.

Definition F'6 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dn t n j) * (1 - ev (v (n_ t n j)) * ev (v (n_ t n j))) * D (v (a_n t n j)).
Definition P'n_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dn t n j) * D (v (n_ t n j)).
Lemma fwd'n_ : P'n_ = (F'6).
Proof.
rewrite /P'n_ /F'6. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'n_ t n j R't). exact: (tan'n_'0 t n j R't R'n R'j).
Qed.

Lemma E'h (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (h t n j) = ((1 - v (f t n j)) * v (h t.-1 n j))
      + (v (f t n j) * v (n_ t n j)).
Proof. exact: (if_true (Hv' (h t n j)) R't). Qed.

Lemma tan'h'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D ((1 - v (f t n j)) * v (h t.-1 n j)) = (x' * (1 - ev (v (f t n j))) * D (v (h t.-1 n j))) + (x' * (- (ev (v (h t.-1 n j)))) * D (v (f t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'h'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v (f t n j) * v (n_ t n j)) = (x' * ev (v (f t n j)) * D (v (n_ t n j))) + (x' * ev (v (n_ t n j)) * D (v (f t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * (1 - ev (v (f t n j))) * D (v (h t.-1 n j)).
Definition F'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * (- (ev (v (h t.-1 n j)))) * D (v (f t n j)).
Definition F'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * ev (v (f t n j)) * D (v (n_ t n j)).
Definition F'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * ev (v (n_ t n j)) * D (v (f t n j)).
Definition P'h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * D (v (h t n j)).
Lemma fwd'h : P'h = (F'4 + F'9) + (F'5 + F'10).
Proof.
rewrite /P'h /F'4 /F'9 /F'5 /F'10. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'h t n j R't). apply: weigh_add; [exact: (tan'h'0 t n j R't R'n R'j) | exact: (tan'h'1 t n j R't R'n R'j)].
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

Definition B'2 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_f r j) * w (da_f t.+1 n r) else 0) * D (v (h t n j)).
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

Definition B'3 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then w (df_h t.+1 n j) * ev (v (f t.+1 n j)) else 0) * D (v (h t n j)).
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

Definition B'4 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then (1 - ev (v (f t.+1 n j))) * w (dh t.+1 n j) else 0) * D (v (h t n j)).
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

Lemma adj'h (t n j : nat) (R't : (0 <= t < T.+1)%N) :
  w (dh t n j) = ((if (1 <= t < T.+1)%N then dy t n j else 0)) + ((if (T <= t < T.+1)%N then dh_T n j else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_f r j) * w (da_f t.+1 n r) else 0)) + ((if (0 <= t < T)%N then w (df_h t.+1 n j) * ev (v (f t.+1 n j)) else 0)) + ((if (0 <= t < T)%N then (1 - ev (v (f t.+1 n j))) * w (dh t.+1 n j) else 0)).
Proof. apply: (etrans (if_true (Hw' (dh t n j)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'h : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * D (v (h t n j)).
Lemma bwd'h : Q'h = (B'0) + (B'1) + (B'2) + (B'3) + (B'4).
Proof.
rewrite /Q'h /B'0 /B'1 /B'2 /B'3 /B'4. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'h t n j R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (w (dh t n j) * ev (v (f t n j))) * D (v (n_ t n j)).
Lemma path'5 : F'5 = B'5.
Proof.
rewrite /F'5 /B'5.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'n_ (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dn t n j) = ((w (dh t n j) * ev (v (f t n j)))).
Proof. apply: (etrans (if_true (Hw' (dn t n j)) R't)). exact: erefl. Qed.

Definition Q'n_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dn t n j) * D (v (n_ t n j)).
Lemma bwd'n_ : Q'n_ = (B'5).
Proof.
rewrite /Q'n_ /B'5. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'n_ t n j R't). exact: erefl.
Qed.

Definition B'6 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (n_ t n j)) * ev (v (n_ t n j))) * w (dn t n j)) * D (v (a_n t n j)).
Lemma path'6 : F'6 = B'6.
Proof.
rewrite /F'6 /B'6.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_n (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_n t n j) = (((1 - ev (v (n_ t n j)) * ev (v (n_ t n j))) * w (dn t n j))).
Proof. apply: (etrans (if_true (Hw' (da_n t n j)) R't)). exact: erefl. Qed.

Definition Q'a_n : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_n t n j) * D (v (a_n t n j)).
Lemma bwd'a_n : Q'a_n = (B'6).
Proof.
rewrite /Q'a_n /B'6. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_n t n j R't). exact: erefl.
Qed.

Definition B'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (\sum_(1 <= r < H.+1) ev (R_n r j) * w (da_n t n r)) * D (v (f_h t n j)).
Lemma path'7 : F'7 = B'7.
Proof.
rewrite /F'7 /B'7.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => r _.
algebra'.
Qed.

Lemma adj'f_h (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (df_h t n j) = ((\sum_(1 <= r < H.+1) ev (R_n r j) * w (da_n t n r))).
Proof. apply: (etrans (if_true (Hw' (df_h t n j)) R't)). exact: erefl. Qed.

Definition Q'f_h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df_h t n j) * D (v (f_h t n j)).
Lemma bwd'f_h : Q'f_h = (B'7).
Proof.
rewrite /Q'f_h /B'7. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'f_h t n j R't). exact: erefl.
Qed.

Definition B'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (w (df_h t n j) * ev (v (h t.-1 n j))) * D (v (f t n j)).
Lemma path'8 : F'8 = B'8.
Proof.
rewrite /F'8 /B'8.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((- (w (dh t n j) * ev (v (h t.-1 n j))))) * D (v (f t n j)).
Lemma path'9 : F'9 = B'9.
Proof.
rewrite /F'9 /B'9.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (w (dh t n j) * ev (v (n_ t n j))) * D (v (f t n j)).
Lemma path'10 : F'10 = B'10.
Proof.
rewrite /F'10 /B'10.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (df t n j) = ((w (df_h t n j) * ev (v (h t.-1 n j)))) + (((- (w (dh t n j) * ev (v (h t.-1 n j))))) + (w (dh t n j) * ev (v (n_ t n j)))).
Proof. apply: (etrans (if_true (Hw' (df t n j)) R't)). apply: sum_of; [exact: erefl | (algebra')]. Qed.

Definition Q'f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df t n j) * D (v (f t n j)).
Lemma bwd'f : Q'f = (B'8) + (B'9 + B'10).
Proof.
rewrite /Q'f /B'8 /B'9 /B'10. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'f t n j R't). apply: times_sum; [exact: erefl | apply: times_sum; [exact: erefl | exact: erefl]].
Qed.

Definition B'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (f t n j))) * w (df t n j) * ev (v (f t n j))) * D (v (a_f t n j)).
Lemma path'11 : F'11 = B'11.
Proof.
rewrite /F'11 /B'11.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_f t n j) = (((1 - ev (v (f t n j))) * w (df t n j) * ev (v (f t n j)))).
Proof. apply: (etrans (if_true (Hw' (da_f t n j)) R't)). exact: erefl. Qed.

Definition Q'a_f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * D (v (a_f t n j)).
Lemma bwd'a_f : Q'a_f = (B'11).
Proof.
rewrite /Q'a_f /B'11. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_f t n j R't). exact: erefl.
Qed.

Definition B'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_f j k) * w (da_f t n j)) * D (x t n k).
Lemma path'12 : F'12 = B'12.
Proof.
rewrite /F'12 /B'12.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_n j k) * w (da_n t n j)) * D (x t n k).
Lemma path'13 : F'13 = B'13.
Proof.
rewrite /F'13 /B'13.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'x (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (dx t n k) = ((\sum_(1 <= j < H.+1) ev (W_f j k) * w (da_f t n j))) + ((\sum_(1 <= j < H.+1) ev (W_n j k) * w (da_n t n j))).
Proof. apply: (etrans (if_true (Hw' (dx t n k)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'x : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k).
Lemma bwd'x : Q'x = (B'12) + (B'13).
Proof.
rewrite /Q'x /B'12 /B'13. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'x t n k R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'14 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (x t n k)) * D (W_f j k).
Lemma path'14 : F'14 = B'14.
Proof.
rewrite /F'14 /B'14.
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
Lemma bwd'W_f : Q'W_f = (B'14).
Proof.
rewrite /Q'W_f /B'14. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_f j k). exact: erefl.
Qed.

Definition B'15 : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (v (h t.-1 n r))) * D (R_f j r).
Lemma path'15 : F'15 = B'15.
Proof.
rewrite /F'15 /B'15.
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
Lemma bwd'R_f : Q'R_f = (B'15).
Proof.
rewrite /Q'R_f /B'15. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => r R'r.
rewrite [X in X * _](adj'R_f j r). exact: erefl.
Qed.

Definition B'16 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j)) * D (b_f j).
Lemma path'16 : F'16 = B'16.
Proof.
rewrite /F'16 /B'16.
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
Lemma bwd'b_f : Q'b_f = (B'16).
Proof.
rewrite /Q'b_f /B'16. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_f j). exact: erefl.
Qed.

Definition B'17 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_n t n j) * ev (x t n k)) * D (W_n j k).
Lemma path'17 : F'17 = B'17.
Proof.
rewrite /F'17 /B'17.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_n (j k : nat) :
  w (dW_n j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_n t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_n j k))). exact: erefl. Qed.

Definition Q'W_n : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_n j k) * D (W_n j k).
Lemma bwd'W_n : Q'W_n = (B'17).
Proof.
rewrite /Q'W_n /B'17. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_n j k). exact: erefl.
Qed.

Definition B'18 : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_n t n j) * ev (v (f_h t n r))) * D (R_n j r).
Lemma path'18 : F'18 = B'18.
Proof.
rewrite /F'18 /B'18.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => r _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'R_n (j r : nat) :
  w (dR_n j r) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_n t n j) * ev (v (f_h t n r)))).
Proof. apply: (etrans (Hw' (dR_n j r))). exact: erefl. Qed.

Definition Q'R_n : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_n j r) * D (R_n j r).
Lemma bwd'R_n : Q'R_n = (B'18).
Proof.
rewrite /Q'R_n /B'18. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => r R'r.
rewrite [X in X * _](adj'R_n j r). exact: erefl.
Qed.

Definition B'19 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_n t n j)) * D (b_n j).
Lemma path'19 : F'19 = B'19.
Proof.
rewrite /F'19 /B'19.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_n (j : nat) :
  w (db_n j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_n t n j))).
Proof. apply: (etrans (Hw' (db_n j))). exact: erefl. Qed.

Definition Q'b_n : B := \sum_(1 <= j < H.+1) w (db_n j) * D (b_n j).
Lemma bwd'b_n : Q'b_n = (B'19).
Proof.
rewrite /Q'b_n /B'19. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_n j). exact: erefl.
Qed.

Lemma mov'a_f : P'a_f = (B'12 + B'14) + (B'2 + B'15) + (B'16).
Proof. by rewrite fwd'a_f path'12 path'14 path'2 path'15 path'16. Qed.
Lemma all'a_f : Q'a_f = P'a_f.
Proof. exact: erefl. Qed.

Lemma mov'f : P'f = (B'11).
Proof. by rewrite fwd'f path'11. Qed.
Lemma all'f : Q'f = P'f.
Proof. exact: erefl. Qed.

Lemma mov'f_h : P'f_h = (B'3 + B'8).
Proof. by rewrite fwd'f_h path'3 path'8. Qed.
Lemma all'f_h : Q'f_h = P'f_h.
Proof. exact: erefl. Qed.

Lemma mov'a_n : P'a_n = (B'13 + B'17) + (B'7 + B'18) + (B'19).
Proof. by rewrite fwd'a_n path'13 path'17 path'7 path'18 path'19. Qed.
Lemma all'a_n : Q'a_n = P'a_n.
Proof. exact: erefl. Qed.

Lemma mov'n_ : P'n_ = (B'6).
Proof. by rewrite fwd'n_ path'6. Qed.
Lemma all'n_ : Q'n_ = P'n_.
Proof. exact: erefl. Qed.

Lemma mov'h : P'h = (B'4 + B'9) + (B'5 + B'10).
Proof. by rewrite fwd'h path'4 path'9 path'5 path'10. Qed.
Definition I'h : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh 0 n j) * D (h_0 n j).
Lemma all'h : Q'h = I'h + P'h.
Proof. rewrite /Q'h /I'h /P'h first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => j R'j. congr (_ * D _). exact: (Hv' (h 0 n j)). Qed.

Lemma telescope' (b'0 b'1 b'2 b'3 b'4 b'5 b'6 b'7 b'8 b'9 b'10 b'11 b'12 b'13 b'14 b'15 b'16 b'17 b'18 b'19 q'h q'n_ q'a_n q'f_h q'f q'a_f q'x q'W_f q'R_f q'b_f q'W_n q'R_n q'b_n p'a_f p'f p'f_h p'a_n p'n_ p'h i'h : B) :
  q'h = (b'0) + (b'1) + (b'2) + (b'3) + (b'4) ->
  q'n_ = (b'5) ->
  q'a_n = (b'6) ->
  q'f_h = (b'7) ->
  q'f = (b'8) + (b'9 + b'10) ->
  q'a_f = (b'11) ->
  q'x = (b'12) + (b'13) ->
  q'W_f = (b'14) ->
  q'R_f = (b'15) ->
  q'b_f = (b'16) ->
  q'W_n = (b'17) ->
  q'R_n = (b'18) ->
  q'b_n = (b'19) ->
  p'a_f = (b'12 + b'14) + (b'2 + b'15) + (b'16) ->
  p'f = (b'11) ->
  p'f_h = (b'3 + b'8) ->
  p'a_n = (b'13 + b'17) + (b'7 + b'18) + (b'19) ->
  p'n_ = (b'6) ->
  p'h = (b'4 + b'9) + (b'5 + b'10) ->
  q'a_f = p'a_f ->
  q'f = p'f ->
  q'f_h = p'f_h ->
  q'a_n = p'a_n ->
  q'n_ = p'n_ ->
  q'h = i'h + p'h ->
  b'0 + b'1 = q'x + i'h + q'W_f + q'R_f + q'b_f + q'W_n + q'R_n + q'b_n.
Proof.
move=> K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24.
have all'q : q'h + q'n_ + q'a_n + q'f_h + q'f + q'a_f + q'x + q'W_f + q'R_f + q'b_f + q'W_n + q'R_n + q'b_n = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 by rewrite K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12; ring.
have all'p : (b'0 + b'1) + (p'a_f + p'f + p'f_h + p'a_n + p'n_ + p'h) = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 by rewrite K'13 K'14 K'15 K'16 K'17 K'18; ring.
apply: (addIr (p'a_f + p'f + p'f_h + p'a_n + p'n_ + p'h)); rewrite all'p -all'q K'19 K'20 K'21 K'22 K'23 K'24; ring.
Qed.
Lemma for'any : claim v w.
Proof.
apply: (etrans (y := B'0 + B'1)).
  by rewrite /claim -path'0 -path'1.
exact: (telescope' B'0 B'1 B'2 B'3 B'4 B'5 B'6 B'7 B'8 B'9 B'10 B'11 B'12 B'13 B'14 B'15 B'16 B'17 B'18 B'19 Q'h Q'n_ Q'a_n Q'f_h Q'f Q'a_f Q'x Q'W_f Q'R_f Q'b_f Q'W_n Q'R_n Q'b_n P'a_f P'f P'f_h P'a_n P'n_ P'h I'h bwd'h bwd'n_ bwd'a_n bwd'f_h bwd'f bwd'a_f bwd'x bwd'W_f bwd'R_f bwd'b_f bwd'W_n bwd'R_n bwd'b_n mov'a_f mov'f mov'f_h mov'a_n mov'n_ mov'h all'a_f all'f all'f_h all'a_n all'n_ all'h).
Qed.
End Any'.

Theorem mgu_gradients_right : exists v w, [/\ the_solution forward v, the_solution (backward v) w & claim v w].
Proof using All.
have [v Hv'] := forward'solvable; have [w Hw'] := backward'solvable v.
by exists v, w; split=> //; apply: for'any; [case: Hv' | case: Hw'].
Qed.

End Certificate.

Print Assumptions mgu_gradients_right.
