(* min_lstm: minLSTM: forget and input gate are normalised to add up to 1.
   Source of the forward equations: Feng et al. 2024, arXiv 2410.01201.
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

Variable log_sigmoid : A -> A.
Variable sigmoid : A -> A.
Hypothesis slope_log_sigmoid : forall x0, D (log_sigmoid x0) = ev (sigmoid (- (x0))) * D x0.
Hypothesis slope_sigmoid : forall x0, D (sigmoid x0) = (1 - ev (sigmoid (x0))) * ev (sigmoid (x0)) * D x0.
Variables T N M H : nat.
Hypothesis one_step : (0 < T)%N.
Variable x : nat -> nat -> nat -> A.
Variable h_0 : nat -> nat -> A.
Variable W_f : nat -> nat -> A.
Variable b_f : nat -> A.
Variable W_i : nat -> nat -> A.
Variable b_i : nat -> A.
Variable W_n : nat -> nat -> A.
Variable b_n : nat -> A.
Variable dh_T : nat -> nat -> B.
Variable dy : nat -> nat -> nat -> B.

(* What the cell computes. *)
Inductive signal : Set :=
  | a_f (t n j : nat)
  | a_i (t n j : nat)
  | n_ (t n j : nat)
  | a_f_prime (t n j : nat)
  | f_prime (t n j : nat)
  | h (t n j : nat).
Definition forward (v : signal -> A) (what : signal) : A :=
  match what with
  | a_f t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_f j k * x t n k)
      + (b_f j) else 0
  | a_i t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_i j k * x t n k)
      + (b_i j) else 0
  | n_ t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_n j k * x t n k)
      + (b_n j) else 0
  | a_f_prime t n j => if (1 <= t < T.+1)%N then (log_sigmoid (v (a_f t n j)))
      + ((- (log_sigmoid (v (a_i t n j))))) else 0
  | f_prime t n j => if (1 <= t < T.+1)%N then sigmoid (v (a_f_prime t n j)) else 0
  | h t n j => if (1 <= t < T.+1)%N then (v (f_prime t n j) * v (h t.-1 n j))
      + ((1 - v (f_prime t n j)) * v (n_ t n j)) else h_0 n j
  end.

(* Its gradients. *)
Inductive gradient : Set :=
  | dh (t n j : nat)
  | df_prime (t n j : nat)
  | da_f_prime (t n j : nat)
  | dn (t n j : nat)
  | da_i (t n j : nat)
  | da_f (t n j : nat)
  | dx (t n k : nat)
  | dW_f (j k : nat)
  | db_f (j : nat)
  | dW_i (j k : nat)
  | db_i (j : nat)
  | dW_n (j k : nat)
  | db_n (j : nat).
Definition backward (v : signal -> A) (w : gradient -> B) (what : gradient) : B :=
  match what with
  | dh t n j => if (0 <= t < T.+1)%N then (if (1 <= t < T.+1)%N then dy t n j else 0)
      + (if (T <= t < T.+1)%N then dh_T n j else 0)
      + (if (0 <= t < T)%N then w (dh t.+1 n j) * ev (v (f_prime t.+1 n j)) else 0) else 0
  | df_prime t n j => if (1 <= t < T.+1)%N then ((- (ev (v (n_ t n j)))) + ev (v (h t.-1 n j))) * w (dh t n j) else 0
  | da_f_prime t n j => if (1 <= t < T.+1)%N then (1 - ev (v (f_prime t n j))) * w (df_prime t n j) * ev (v (f_prime t n j)) else 0
  | dn t n j => if (1 <= t < T.+1)%N then (1 - ev (v (f_prime t n j))) * w (dh t n j) else 0
  | da_i t n j => if (1 <= t < T.+1)%N then (- (w (da_f_prime t n j) * ev (sigmoid (- (v (a_i t n j)))))) else 0
  | da_f t n j => if (1 <= t < T.+1)%N then w (da_f_prime t n j) * ev (sigmoid (- (v (a_f t n j)))) else 0
  | dx t n k => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) ev (W_f j k) * w (da_f t n j))
      + (\sum_(1 <= j < H.+1) ev (W_i j k) * w (da_i t n j))
      + (\sum_(1 <= j < H.+1) ev (W_n j k) * w (dn t n j)) else 0
  | dW_f j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (x t n k)
  | db_f j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j)
  | dW_i j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j) * ev (x t n k)
  | db_i j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j)
  | dW_n j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dn t n j) * ev (x t n k)
  | db_n j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dn t n j)
  end.

(* For every perturbation: what the arriving gradients make of the movement of outputs and final
   states is what the gradients make of the movement of parameters, inputs and initial states. *)
Definition claim (v : signal -> A) (w : gradient -> B) : Prop :=
    (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dy t n j * D (v (h t n j))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dh_T n j * D (v (h T n j)))
  = (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh 0 n j) * D (h_0 n j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_f j k) * D (W_f j k)) +
    (\sum_(1 <= j < H.+1) w (db_f j) * D (b_f j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_i j k) * D (W_i j k)) +
    (\sum_(1 <= j < H.+1) w (db_i j) * D (b_i j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_n j k) * D (W_n j k)) +
    (\sum_(1 <= j < H.+1) w (db_n j) * D (b_n j)).

(* ----------------------------------------------------------------------------------------------------
   The proof. Nothing below this line needs to be read: a wrong step can only make Coq refuse. *)

Definition forward'order (what : signal) : rank :=
  match what with
  | a_f t n j => (0, 0, 0)%N
  | a_i t n j => (1, 0, 0)%N
  | n_ t n j => (2, 0, 0)%N
  | a_f_prime t n j => (3, 0, 0)%N
  | f_prime t n j => (4, 0, 0)%N
  | h t n j => (5, t, 0)%N
  end.

Lemma order'a_f (t n j : nat) : looks_back forward'order (forward) (a_f t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_i (t n j : nat) : looks_back forward'order (forward) (a_i t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'n_ (t n j : nat) : looks_back forward'order (forward) (n_ t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_f_prime (t n j : nat) : looks_back forward'order (forward) (a_f_prime t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'f_prime (t n j : nat) : looks_back forward'order (forward) (f_prime t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'h (t n j : nat) : looks_back forward'order (forward) (h t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma forward'solvable : exists f, the_solution (forward) f.
Proof.
exact: (solvable (order := forward'order) (fun what => match what with
  | a_f t n j => order'a_f t n j
  | a_i t n j => order'a_i t n j
  | n_ t n j => order'n_ t n j
  | a_f_prime t n j => order'a_f_prime t n j
  | f_prime t n j => order'f_prime t n j
  | h t n j => order'h t n j
  end)).
Qed.

Definition backward'order (what : gradient) : rank :=
  match what with
  | dh t n j => (0, T.+1 - t, 0)%N
  | df_prime t n j => (1, 0, 0)%N
  | da_f_prime t n j => (2, 0, 0)%N
  | dn t n j => (3, 0, 0)%N
  | da_i t n j => (4, 0, 0)%N
  | da_f t n j => (5, 0, 0)%N
  | dx t n k => (6, 0, 0)%N
  | dW_f j k => (7, 0, 0)%N
  | db_f j => (8, 0, 0)%N
  | dW_i j k => (9, 0, 0)%N
  | db_i j => (10, 0, 0)%N
  | dW_n j k => (11, 0, 0)%N
  | db_n j => (12, 0, 0)%N
  end.

Lemma order'dh (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dh t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'df_prime (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (df_prime t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_f_prime (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_f_prime t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dn (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dn t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_i (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_i t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_f (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_f t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dx (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (dx t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_f (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_f j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_f (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_f j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_i (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_i j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_i (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_i j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_n (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_n j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_n (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma backward'solvable (v : signal -> A) : exists f, the_solution (backward v) f.
Proof.
exact: (solvable (order := backward'order) (fun what => match what with
  | dh t n j => order'dh v t n j
  | df_prime t n j => order'df_prime v t n j
  | da_f_prime t n j => order'da_f_prime v t n j
  | dn t n j => order'dn v t n j
  | da_i t n j => order'da_i v t n j
  | da_f t n j => order'da_f v t n j
  | dx t n k => order'dx v t n k
  | dW_f j k => order'dW_f v j k
  | db_f j => order'db_f v j
  | dW_i j k => order'dW_i v j k
  | db_i j => order'db_i v j
  | dW_n j k => order'dW_n v j k
  | db_n j => order'db_n v j
  end)).
Qed.

Section Any'.
Variables (v : signal -> A) (w : gradient -> B).
Hypotheses (Hv' : solves forward v) (Hw' : solves (backward v) w).
Lemma call'log_sigmoid x0 e0 : D x0 = e0 -> D (log_sigmoid x0) = ev (sigmoid (- (x0))) * e0.
Proof. move=> <-; exact: slope_log_sigmoid. Qed.
Lemma call'sigmoid x0 e0 : D x0 = e0 -> D (sigmoid x0) = (1 - ev (sigmoid (x0))) * ev (sigmoid (x0)) * e0.
Proof. move=> <-; exact: slope_sigmoid. Qed.
Ltac align' := repeat match goal with
  | |- context [log_sigmoid ?a] => match goal with |- context [log_sigmoid ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [sigmoid ?a] => match goal with |- context [sigmoid ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  end.
Ltac algebra' := rewrite /=; first [first [ring] | align'; first [ring]].
Ltac calls' := first [apply: call'log_sigmoid | apply: call'sigmoid].
Definition F'0 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dy t n j * D (v (h t n j)).
Definition F'1 : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dh_T n j * D (v (h T n j)).

Lemma E'a_f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_f t n j) = (\sum_(1 <= k < M.+1) W_f j k * x t n k)
      + (b_f j).
Proof. exact: (if_true (Hv' (a_f t n j)) R't). Qed.

Lemma tan'a_f'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_f j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_f j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_f j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_f'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_f j) = (x' * D (b_f j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_f t n j) * ev (W_f j k) * D (x t n k).
Definition F'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_f t n j) * ev (x t n k) * D (W_f j k).
Definition F'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * D (b_f j).
Definition P'a_f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * D (v (a_f t n j)).
Lemma fwd'a_f : P'a_f = (F'9 + F'12) + (F'13).
Proof.
rewrite /P'a_f /F'9 /F'12 /F'13. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_f t n j R't). apply: weigh_add; [exact: (tan'a_f'0 t n j R't R'n R'j) | exact: (tan'a_f'1 t n j R't R'n R'j)].
Qed.

Lemma E'a_i (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_i t n j) = (\sum_(1 <= k < M.+1) W_i j k * x t n k)
      + (b_i j).
Proof. exact: (if_true (Hv' (a_i t n j)) R't). Qed.

Lemma tan'a_i'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_i j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_i j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_i j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_i'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_i j) = (x' * D (b_i j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_i t n j) * ev (W_i j k) * D (x t n k).
Definition F'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_i t n j) * ev (x t n k) * D (W_i j k).
Definition F'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_i t n j) * D (b_i j).
Definition P'a_i : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_i t n j) * D (v (a_i t n j)).
Lemma fwd'a_i : P'a_i = (F'10 + F'14) + (F'15).
Proof.
rewrite /P'a_i /F'10 /F'14 /F'15. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_i t n j R't). apply: weigh_add; [exact: (tan'a_i'0 t n j R't R'n R'j) | exact: (tan'a_i'1 t n j R't R'n R'j)].
Qed.

Lemma E'n_ (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (n_ t n j) = (\sum_(1 <= k < M.+1) W_n j k * x t n k)
      + (b_n j).
Proof. exact: (if_true (Hv' (n_ t n j)) R't). Qed.

Lemma tan'n_'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_n j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_n j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_n j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'n_'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_n j) = (x' * D (b_n j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dn t n j) * ev (W_n j k) * D (x t n k).
Definition F'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dn t n j) * ev (x t n k) * D (W_n j k).
Definition F'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dn t n j) * D (b_n j).
Definition P'n_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dn t n j) * D (v (n_ t n j)).
Lemma fwd'n_ : P'n_ = (F'11 + F'16) + (F'17).
Proof.
rewrite /P'n_ /F'11 /F'16 /F'17. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'n_ t n j R't). apply: weigh_add; [exact: (tan'n_'0 t n j R't R'n R'j) | exact: (tan'n_'1 t n j R't R'n R'j)].
Qed.

Lemma E'a_f_prime (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_f_prime t n j) = (log_sigmoid (v (a_f t n j)))
      + ((- (log_sigmoid (v (a_i t n j))))).
Proof. exact: (if_true (Hv' (a_f_prime t n j)) R't). Qed.

Lemma tan'a_f_prime'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (log_sigmoid (v (a_f t n j))) = (x' * ev (sigmoid (- (v (a_f t n j)))) * D (v (a_f t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_f_prime'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D ((- (log_sigmoid (v (a_i t n j))))) = (x' * (- (ev (sigmoid (- (v (a_i t n j)))))) * D (v (a_i t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f_prime t n j) * ev (sigmoid (- (v (a_f t n j)))) * D (v (a_f t n j)).
Definition F'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f_prime t n j) * (- (ev (sigmoid (- (v (a_i t n j)))))) * D (v (a_i t n j)).
Definition P'a_f_prime : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f_prime t n j) * D (v (a_f_prime t n j)).
Lemma fwd'a_f_prime : P'a_f_prime = (F'8) + (F'7).
Proof.
rewrite /P'a_f_prime /F'8 /F'7. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_f_prime t n j R't). apply: weigh_add; [exact: (tan'a_f_prime'0 t n j R't R'n R'j) | exact: (tan'a_f_prime'1 t n j R't R'n R'j)].
Qed.

Lemma E'f_prime (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (f_prime t n j) = sigmoid (v (a_f_prime t n j)).
Proof. exact: (if_true (Hv' (f_prime t n j)) R't). Qed.

Lemma tan'f_prime'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (sigmoid (v (a_f_prime t n j))) = (x' * (1 - ev (v (f_prime t n j))) * ev (v (f_prime t n j)) * D (v (a_f_prime t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'f_prime t n j R't). algebra'. Qed.

Definition F'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df_prime t n j) * (1 - ev (v (f_prime t n j))) * ev (v (f_prime t n j)) * D (v (a_f_prime t n j)).
Definition P'f_prime : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df_prime t n j) * D (v (f_prime t n j)).
Lemma fwd'f_prime : P'f_prime = (F'5).
Proof.
rewrite /P'f_prime /F'5. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'f_prime t n j R't). exact: (tan'f_prime'0 t n j R't R'n R'j).
Qed.

Lemma E'h (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (h t n j) = (v (f_prime t n j) * v (h t.-1 n j))
      + ((1 - v (f_prime t n j)) * v (n_ t n j)).
Proof. exact: (if_true (Hv' (h t n j)) R't). Qed.

Lemma tan'h'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v (f_prime t n j) * v (h t.-1 n j)) = (x' * ev (v (f_prime t n j)) * D (v (h t.-1 n j))) + (x' * ev (v (h t.-1 n j)) * D (v (f_prime t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'h'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D ((1 - v (f_prime t n j)) * v (n_ t n j)) = (x' * (- (ev (v (n_ t n j)))) * D (v (f_prime t n j))) + (x' * (1 - ev (v (f_prime t n j))) * D (v (n_ t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * ev (v (f_prime t n j)) * D (v (h t.-1 n j)).
Definition F'3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * ev (v (h t.-1 n j)) * D (v (f_prime t n j)).
Definition F'4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * (- (ev (v (n_ t n j)))) * D (v (f_prime t n j)).
Definition F'6 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * (1 - ev (v (f_prime t n j))) * D (v (n_ t n j)).
Definition P'h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * D (v (h t n j)).
Lemma fwd'h : P'h = (F'2 + F'3) + (F'4 + F'6).
Proof.
rewrite /P'h /F'2 /F'3 /F'4 /F'6. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
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

Definition B'2 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then w (dh t.+1 n j) * ev (v (f_prime t.+1 n j)) else 0) * D (v (h t n j)).
Lemma path'2 : F'2 = B'2.
Proof.
rewrite /F'2 /B'2.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'h (t n j : nat) (R't : (0 <= t < T.+1)%N) :
  w (dh t n j) = ((if (1 <= t < T.+1)%N then dy t n j else 0)) + ((if (T <= t < T.+1)%N then dh_T n j else 0)) + ((if (0 <= t < T)%N then w (dh t.+1 n j) * ev (v (f_prime t.+1 n j)) else 0)).
Proof. apply: (etrans (if_true (Hw' (dh t n j)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'h : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * D (v (h t n j)).
Lemma bwd'h : Q'h = (B'0) + (B'1) + (B'2).
Proof.
rewrite /Q'h /B'0 /B'1 /B'2. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'h t n j R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (w (dh t n j) * ev (v (h t.-1 n j))) * D (v (f_prime t n j)).
Lemma path'3 : F'3 = B'3.
Proof.
rewrite /F'3 /B'3.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((- (w (dh t n j) * ev (v (n_ t n j))))) * D (v (f_prime t n j)).
Lemma path'4 : F'4 = B'4.
Proof.
rewrite /F'4 /B'4.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'f_prime (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (df_prime t n j) = ((w (dh t n j) * ev (v (h t.-1 n j))) + ((- (w (dh t n j) * ev (v (n_ t n j)))))).
Proof. apply: (etrans (if_true (Hw' (df_prime t n j)) R't)). (algebra'). Qed.

Definition Q'f_prime : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (df_prime t n j) * D (v (f_prime t n j)).
Lemma bwd'f_prime : Q'f_prime = (B'3 + B'4).
Proof.
rewrite /Q'f_prime /B'3 /B'4. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'f_prime t n j R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (f_prime t n j))) * w (df_prime t n j) * ev (v (f_prime t n j))) * D (v (a_f_prime t n j)).
Lemma path'5 : F'5 = B'5.
Proof.
rewrite /F'5 /B'5.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_f_prime (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_f_prime t n j) = (((1 - ev (v (f_prime t n j))) * w (df_prime t n j) * ev (v (f_prime t n j)))).
Proof. apply: (etrans (if_true (Hw' (da_f_prime t n j)) R't)). exact: erefl. Qed.

Definition Q'a_f_prime : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f_prime t n j) * D (v (a_f_prime t n j)).
Lemma bwd'a_f_prime : Q'a_f_prime = (B'5).
Proof.
rewrite /Q'a_f_prime /B'5. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_f_prime t n j R't). exact: erefl.
Qed.

Definition B'6 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (f_prime t n j))) * w (dh t n j)) * D (v (n_ t n j)).
Lemma path'6 : F'6 = B'6.
Proof.
rewrite /F'6 /B'6.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'n_ (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dn t n j) = (((1 - ev (v (f_prime t n j))) * w (dh t n j))).
Proof. apply: (etrans (if_true (Hw' (dn t n j)) R't)). exact: erefl. Qed.

Definition Q'n_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dn t n j) * D (v (n_ t n j)).
Lemma bwd'n_ : Q'n_ = (B'6).
Proof.
rewrite /Q'n_ /B'6. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'n_ t n j R't). exact: erefl.
Qed.

Definition B'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((- (w (da_f_prime t n j) * ev (sigmoid (- (v (a_i t n j))))))) * D (v (a_i t n j)).
Lemma path'7 : F'7 = B'7.
Proof.
rewrite /F'7 /B'7.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_i (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_i t n j) = (((- (w (da_f_prime t n j) * ev (sigmoid (- (v (a_i t n j)))))))).
Proof. apply: (etrans (if_true (Hw' (da_i t n j)) R't)). exact: erefl. Qed.

Definition Q'a_i : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_i t n j) * D (v (a_i t n j)).
Lemma bwd'a_i : Q'a_i = (B'7).
Proof.
rewrite /Q'a_i /B'7. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_i t n j R't). exact: erefl.
Qed.

Definition B'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (w (da_f_prime t n j) * ev (sigmoid (- (v (a_f t n j))))) * D (v (a_f t n j)).
Lemma path'8 : F'8 = B'8.
Proof.
rewrite /F'8 /B'8.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_f (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_f t n j) = ((w (da_f_prime t n j) * ev (sigmoid (- (v (a_f t n j)))))).
Proof. apply: (etrans (if_true (Hw' (da_f t n j)) R't)). exact: erefl. Qed.

Definition Q'a_f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_f t n j) * D (v (a_f t n j)).
Lemma bwd'a_f : Q'a_f = (B'8).
Proof.
rewrite /Q'a_f /B'8. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_f t n j R't). exact: erefl.
Qed.

Definition B'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_f j k) * w (da_f t n j)) * D (x t n k).
Lemma path'9 : F'9 = B'9.
Proof.
rewrite /F'9 /B'9.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_i j k) * w (da_i t n j)) * D (x t n k).
Lemma path'10 : F'10 = B'10.
Proof.
rewrite /F'10 /B'10.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_n j k) * w (dn t n j)) * D (x t n k).
Lemma path'11 : F'11 = B'11.
Proof.
rewrite /F'11 /B'11.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'x (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (dx t n k) = ((\sum_(1 <= j < H.+1) ev (W_f j k) * w (da_f t n j))) + ((\sum_(1 <= j < H.+1) ev (W_i j k) * w (da_i t n j))) + ((\sum_(1 <= j < H.+1) ev (W_n j k) * w (dn t n j))).
Proof. apply: (etrans (if_true (Hw' (dx t n k)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'x : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k).
Lemma bwd'x : Q'x = (B'9) + (B'10) + (B'11).
Proof.
rewrite /Q'x /B'9 /B'10 /B'11. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'x t n k R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'12 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j) * ev (x t n k)) * D (W_f j k).
Lemma path'12 : F'12 = B'12.
Proof.
rewrite /F'12 /B'12.
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
Lemma bwd'W_f : Q'W_f = (B'12).
Proof.
rewrite /Q'W_f /B'12. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_f j k). exact: erefl.
Qed.

Definition B'13 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f t n j)) * D (b_f j).
Lemma path'13 : F'13 = B'13.
Proof.
rewrite /F'13 /B'13.
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
Lemma bwd'b_f : Q'b_f = (B'13).
Proof.
rewrite /Q'b_f /B'13. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_f j). exact: erefl.
Qed.

Definition B'14 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j) * ev (x t n k)) * D (W_i j k).
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

Lemma adj'W_i (j k : nat) :
  w (dW_i j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_i j k))). exact: erefl. Qed.

Definition Q'W_i : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_i j k) * D (W_i j k).
Lemma bwd'W_i : Q'W_i = (B'14).
Proof.
rewrite /Q'W_i /B'14. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_i j k). exact: erefl.
Qed.

Definition B'15 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i t n j)) * D (b_i j).
Lemma path'15 : F'15 = B'15.
Proof.
rewrite /F'15 /B'15.
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
Lemma bwd'b_i : Q'b_i = (B'15).
Proof.
rewrite /Q'b_i /B'15. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_i j). exact: erefl.
Qed.

Definition B'16 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dn t n j) * ev (x t n k)) * D (W_n j k).
Lemma path'16 : F'16 = B'16.
Proof.
rewrite /F'16 /B'16.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_n (j k : nat) :
  w (dW_n j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dn t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_n j k))). exact: erefl. Qed.

Definition Q'W_n : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_n j k) * D (W_n j k).
Lemma bwd'W_n : Q'W_n = (B'16).
Proof.
rewrite /Q'W_n /B'16. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_n j k). exact: erefl.
Qed.

Definition B'17 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dn t n j)) * D (b_n j).
Lemma path'17 : F'17 = B'17.
Proof.
rewrite /F'17 /B'17.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_n (j : nat) :
  w (db_n j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dn t n j))).
Proof. apply: (etrans (Hw' (db_n j))). exact: erefl. Qed.

Definition Q'b_n : B := \sum_(1 <= j < H.+1) w (db_n j) * D (b_n j).
Lemma bwd'b_n : Q'b_n = (B'17).
Proof.
rewrite /Q'b_n /B'17. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_n j). exact: erefl.
Qed.

Lemma mov'a_f : P'a_f = (B'9 + B'12) + (B'13).
Proof. by rewrite fwd'a_f path'9 path'12 path'13. Qed.
Lemma all'a_f : Q'a_f = P'a_f.
Proof. exact: erefl. Qed.

Lemma mov'a_i : P'a_i = (B'10 + B'14) + (B'15).
Proof. by rewrite fwd'a_i path'10 path'14 path'15. Qed.
Lemma all'a_i : Q'a_i = P'a_i.
Proof. exact: erefl. Qed.

Lemma mov'n_ : P'n_ = (B'11 + B'16) + (B'17).
Proof. by rewrite fwd'n_ path'11 path'16 path'17. Qed.
Lemma all'n_ : Q'n_ = P'n_.
Proof. exact: erefl. Qed.

Lemma mov'a_f_prime : P'a_f_prime = (B'8) + (B'7).
Proof. by rewrite fwd'a_f_prime path'8 path'7. Qed.
Lemma all'a_f_prime : Q'a_f_prime = P'a_f_prime.
Proof. exact: erefl. Qed.

Lemma mov'f_prime : P'f_prime = (B'5).
Proof. by rewrite fwd'f_prime path'5. Qed.
Lemma all'f_prime : Q'f_prime = P'f_prime.
Proof. exact: erefl. Qed.

Lemma mov'h : P'h = (B'2 + B'3) + (B'4 + B'6).
Proof. by rewrite fwd'h path'2 path'3 path'4 path'6. Qed.
Definition I'h : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh 0 n j) * D (h_0 n j).
Lemma all'h : Q'h = I'h + P'h.
Proof. rewrite /Q'h /I'h /P'h first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => j R'j. congr (_ * D _). exact: (Hv' (h 0 n j)). Qed.

Lemma telescope' (b'0 b'1 b'2 b'3 b'4 b'5 b'6 b'7 b'8 b'9 b'10 b'11 b'12 b'13 b'14 b'15 b'16 b'17 q'h q'f_prime q'a_f_prime q'n_ q'a_i q'a_f q'x q'W_f q'b_f q'W_i q'b_i q'W_n q'b_n p'a_f p'a_i p'n_ p'a_f_prime p'f_prime p'h i'h : B) :
  q'h = (b'0) + (b'1) + (b'2) ->
  q'f_prime = (b'3 + b'4) ->
  q'a_f_prime = (b'5) ->
  q'n_ = (b'6) ->
  q'a_i = (b'7) ->
  q'a_f = (b'8) ->
  q'x = (b'9) + (b'10) + (b'11) ->
  q'W_f = (b'12) ->
  q'b_f = (b'13) ->
  q'W_i = (b'14) ->
  q'b_i = (b'15) ->
  q'W_n = (b'16) ->
  q'b_n = (b'17) ->
  p'a_f = (b'9 + b'12) + (b'13) ->
  p'a_i = (b'10 + b'14) + (b'15) ->
  p'n_ = (b'11 + b'16) + (b'17) ->
  p'a_f_prime = (b'8) + (b'7) ->
  p'f_prime = (b'5) ->
  p'h = (b'2 + b'3) + (b'4 + b'6) ->
  q'a_f = p'a_f ->
  q'a_i = p'a_i ->
  q'n_ = p'n_ ->
  q'a_f_prime = p'a_f_prime ->
  q'f_prime = p'f_prime ->
  q'h = i'h + p'h ->
  b'0 + b'1 = q'x + i'h + q'W_f + q'b_f + q'W_i + q'b_i + q'W_n + q'b_n.
Proof.
move=> K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24.
have all'q : q'h + q'f_prime + q'a_f_prime + q'n_ + q'a_i + q'a_f + q'x + q'W_f + q'b_f + q'W_i + q'b_i + q'W_n + q'b_n = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 by rewrite K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12; ring.
have all'p : (b'0 + b'1) + (p'a_f + p'a_i + p'n_ + p'a_f_prime + p'f_prime + p'h) = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 by rewrite K'13 K'14 K'15 K'16 K'17 K'18; ring.
apply: (addIr (p'a_f + p'a_i + p'n_ + p'a_f_prime + p'f_prime + p'h)); rewrite all'p -all'q K'19 K'20 K'21 K'22 K'23 K'24; ring.
Qed.
Lemma for'any : claim v w.
Proof.
apply: (etrans (y := B'0 + B'1)).
  by rewrite /claim -path'0 -path'1.
exact: (telescope' B'0 B'1 B'2 B'3 B'4 B'5 B'6 B'7 B'8 B'9 B'10 B'11 B'12 B'13 B'14 B'15 B'16 B'17 Q'h Q'f_prime Q'a_f_prime Q'n_ Q'a_i Q'a_f Q'x Q'W_f Q'b_f Q'W_i Q'b_i Q'W_n Q'b_n P'a_f P'a_i P'n_ P'a_f_prime P'f_prime P'h I'h bwd'h bwd'f_prime bwd'a_f_prime bwd'n_ bwd'a_i bwd'a_f bwd'x bwd'W_f bwd'b_f bwd'W_i bwd'b_i bwd'W_n bwd'b_n mov'a_f mov'a_i mov'n_ mov'a_f_prime mov'f_prime mov'h all'a_f all'a_i all'n_ all'a_f_prime all'f_prime all'h).
Qed.
End Any'.

Theorem min_lstm_gradients_right : exists v w, [/\ the_solution forward v, the_solution (backward v) w & claim v w].
Proof using All.
have [v Hv'] := forward'solvable; have [w Hw'] := backward'solvable v.
by exists v, w; split=> //; apply: for'any; [case: Hv' | case: Hw'].
Qed.

End Certificate.

Print Assumptions min_lstm_gradients_right.
