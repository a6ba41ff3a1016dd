(* gru_reset_before: GRU, reset before: the gate r acts on h, and R_n on what is left of it.
   Source of the forward equations: Cho et al. 2014, arXiv 1406.1078v3; ONNX with linear_before_reset=0.
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
Variable W_r : nat -> nat -> A.
Variable R_r : nat -> nat -> A.
Variable b_r : nat -> A.
Variable W_z : nat -> nat -> A.
Variable R_z : nat -> nat -> A.
Variable b_z : nat -> A.
Variable W_n : nat -> nat -> A.
Variable R_n : nat -> nat -> A.
Variable b_n : nat -> A.
Variable dh_T : nat -> nat -> B.
Variable dy : nat -> nat -> nat -> B.

(* What the cell computes. *)
Inductive signal : Set :=
  | a_r (t n j : nat)
  | r_ (t n j : nat)
  | a_z (t n j : nat)
  | z (t n j : nat)
  | r_h (t n j : nat)
  | a_n (t n j : nat)
  | n_ (t n j : nat)
  | h (t n j : nat).
Definition forward (v : signal -> A) (what : signal) : A :=
  match what with
  | a_r t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_r j k * x t n k)
      + (\sum_(1 <= r < H.+1) R_r j r * v (h t.-1 n r))
      + (b_r j) else 0
  | r_ t n j => if (1 <= t < T.+1)%N then sigmoid (v (a_r t n j)) else 0
  | a_z t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_z j k * x t n k)
      + (\sum_(1 <= r < H.+1) R_z j r * v (h t.-1 n r))
      + (b_z j) else 0
  | z t n j => if (1 <= t < T.+1)%N then sigmoid (v (a_z t n j)) else 0
  | r_h t n j => if (1 <= t < T.+1)%N then v (h t.-1 n j) * v (r_ t n j) else 0
  | a_n t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_n j k * x t n k)
      + (\sum_(1 <= r < H.+1) R_n j r * v (r_h t n r))
      + (b_n j) else 0
  | n_ t n j => if (1 <= t < T.+1)%N then tanh (v (a_n t n j)) else 0
  | h t n j => if (1 <= t < T.+1)%N then (v (h t.-1 n j) * v (z t n j))
      + ((1 - v (z t n j)) * v (n_ t n j)) else h_0 n j
  end.

(* Its gradients. *)
Inductive gradient : Set :=
  | dh (t n j : nat)
  | dn (t n j : nat)
  | da_n (t n j : nat)
  | dr_h (t n j : nat)
  | dz (t n j : nat)
  | da_z (t n j : nat)
  | dr (t n j : nat)
  | da_r (t n j : nat)
  | dx (t n k : nat)
  | dW_r (j k : nat)
  | dR_r (j r : nat)
  | db_r (j : nat)
  | dW_z (j k : nat)
  | dR_z (j r : nat)
  | db_z (j : nat)
  | dW_n (j k : nat)
  | dR_n (j r : nat)
  | db_n (j : nat).
Definition backward (v : signal -> A) (w : gradient -> B) (what : gradient) : B :=
  match what with
  | dh t n j => if (0 <= t < T.+1)%N then (if (1 <= t < T.+1)%N then dy t n j else 0)
      + (if (T <= t < T.+1)%N then dh_T n j else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_r r j) * w (da_r t.+1 n r) else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_z r j) * w (da_z t.+1 n r) else 0)
      + (if (0 <= t < T)%N then w (dr_h t.+1 n j) * ev (v (r_ t.+1 n j)) else 0)
      + (if (0 <= t < T)%N then w (dh t.+1 n j) * ev (v (z t.+1 n j)) else 0) else 0
  | dn t n j => if (1 <= t < T.+1)%N then (1 - ev (v (z t n j))) * w (dh t n j) else 0
  | da_n t n j => if (1 <= t < T.+1)%N then (1 - ev (v (n_ t n j)) * ev (v (n_ t n j))) * w (dn t n j) else 0
  | dr_h t n j => if (1 <= t < T.+1)%N then \sum_(1 <= r < H.+1) ev (R_n r j) * w (da_n t n r) else 0
  | dz t n j => if (1 <= t < T.+1)%N then ((- (ev (v (n_ t n j)))) + ev (v (h t.-1 n j))) * w (dh t n j) else 0
  | da_z t n j => if (1 <= t < T.+1)%N then (1 - ev (v (z t n j))) * w (dz t n j) * ev (v (z t n j)) else 0
  | dr t n j => if (1 <= t < T.+1)%N then w (dr_h t n j) * ev (v (h t.-1 n j)) else 0
  | da_r t n j => if (1 <= t < T.+1)%N then (1 - ev (v (r_ t n j))) * w (dr t n j) * ev (v (r_ t n j)) else 0
  | dx t n k => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) ev (W_r j k) * w (da_r t n j))
      + (\sum_(1 <= j < H.+1) ev (W_z j k) * w (da_z t n j))
      + (\sum_(1 <= j < H.+1) ev (W_n j k) * w (da_n t n j)) else 0
  | dW_r j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_r t n j) * ev (x t n k)
  | dR_r j r => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_r t n j) * ev (v (h t.-1 n r))
  | db_r j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_r t n j)
  | dW_z j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n j) * ev (x t n k)
  | dR_z j r => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n j) * ev (v (h t.-1 n r))
  | db_z j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n j)
  | dW_n j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_n t n j) * ev (x t n k)
  | dR_n j r => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_n t n j) * ev (v (r_h t n r))
  | db_n j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_n t n j)
  end.

(* For every perturbation: what the arriving gradients make of the movement of outputs and final
   states is what the gradients make of the movement of parameters, inputs and initial states. *)
Definition claim (v : signal -> A) (w : gradient -> B) : Prop :=
    (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dy t n j * D (v (h t n j))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dh_T n j * D (v (h T n j)))
  = (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh 0 n j) * D (h_0 n j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_r j k) * D (W_r j k)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_r j r) * D (R_r j r)) +
    (\sum_(1 <= j < H.+1) w (db_r j) * D (b_r j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_z j k) * D (W_z j k)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_z j r) * D (R_z j r)) +
    (\sum_(1 <= j < H.+1) w (db_z j) * D (b_z j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_n j k) * D (W_n j k)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_n j r) * D (R_n j r)) +
    (\sum_(1 <= j < H.+1) w (db_n j) * D (b_n j)).

(* ----------------------------------------------------------------------------------------------------
   The proof. Nothing below this line needs to be read: a wrong step can only make Coq refuse. *)

Definition forward'order (what : signal) : rank :=
  match what with
  | a_r t n j => (0, t, 0)%N
  | r_ t n j => (0, t, 2)%N
  | a_z t n j => (0, t, 1)%N
  | z t n j => (0, t, 6)%N
  | r_h t n j => (0, t, 3)%N
  | a_n t n j => (0, t, 4)%N
  | n_ t n j => (0, t, 5)%N
  | h t n j => (0, t, 7)%N
  end.

Lemma order'a_r (t n j : nat) : looks_back forward'order (forward) (a_r t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'r_ (t n j : nat) : looks_back forward'order (forward) (r_ t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_z (t n j : nat) : looks_back forward'order (forward) (a_z t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'z (t n j : nat) : looks_back forward'order (forward) (z t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'r_h (t n j : nat) : looks_back forward'order (forward) (r_h t n j).
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
  | a_r t n j => order'a_r t n j
  | r_ t n j => order'r_ t n j
  | a_z t n j => order'a_z t n j
  | z t n j => order'z t n j
  | r_h t n j => order'r_h t n j
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
  | dr_h t n j => (0, T.+1 - t, 3)%N
  | dz t n j => (0, T.+1 - t, 6)%N
  | da_z t n j => (0, T.+1 - t, 7)%N
  | dr t n j => (0, T.+1 - t, 4)%N
  | da_r t n j => (0, T.+1 - t, 5)%N
  | dx t n k => (1, 0, 0)%N
  | dW_r j k => (2, 0, 0)%N
  | dR_r j r => (3, 0, 0)%N
  | db_r j => (4, 0, 0)%N
  | dW_z j k => (5, 0, 0)%N
  | dR_z j r => (6, 0, 0)%N
  | db_z j => (7, 0, 0)%N
  | dW_n j k => (8, 0, 0)%N
  | dR_n j r => (9, 0, 0)%N
  | db_n j => (10, 0, 0)%N
  end.

Lemma order'dh (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dh t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dn (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dn t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_n (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_n t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dr_h (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dr_h t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dz (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dz t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_z (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_z t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dr (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dr t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_r (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_r t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dx (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (dx t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_r (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_r j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dR_r (v : signal -> A) (j r : nat) : looks_back backward'order (backward v) (dR_r j r).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_r (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_r j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_z (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_z j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dR_z (v : signal -> A) (j r : nat) : looks_back backward'order (backward v) (dR_z j r).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_z (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_z j).
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
  | dr_h t n j => order'dr_h v t n j
  | dz t n j => order'dz v t n j
  | da_z t n j => order'da_z v t n j
  | dr t n j => order'dr v t n j
  | da_r t n j => order'da_r v t n j
  | dx t n k => order'dx v t n k
  | dW_r j k => order'dW_r v j k
  | dR_r j r => order'dR_r v j r
  | db_r j => order'db_r v j
  | dW_z j k => order'dW_z v j k
  | dR_z j r => order'dR_z v j r
  | db_z j => order'db_z v j
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

Lemma E'a_r (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_r t n j) = (\sum_(1 <= k < M.+1) W_r j k * x t n k)
      + (\sum_(1 <= r < H.+1) R_r j r * v (h t.-1 n r))
      + (b_r j).
Proof. exact: (if_true (Hv' (a_r t n j)) R't). Qed.

Lemma tan'a_r'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_r j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_r j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_r j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_r'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= r < H.+1) R_r j r * v (h t.-1 n r)) = (\sum_(1 <= r < H.+1) x' * ev (R_r j r) * D (v (h t.-1 n r))) + (\sum_(1 <= r < H.+1) x' * ev (v (h t.-1 n r)) * D (R_r j r)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => r R'r. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_r'2 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_r j) = (x' * D (b_r j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_r t n j) * ev (W_r j k) * D (x t n k).
Definition F'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_r t n j) * ev (x t n k) * D (W_r j k).
Definition F'2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_r t n j) * ev (R_r j r) * D (v (h t.-1 n r)).
Definition F'18 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_r t n j) * ev (v (h t.-1 n r)) * D (R_r j r).
Definition F'19 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_r t n j) * D (b_r j).
Definition P'a_r : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_r t n j) * D (v (a_r t n j)).
Lemma fwd'a_r : P'a_r = (F'14 + F'17) + (F'2 + F'18) + (F'19).
Proof.
rewrite /P'a_r /F'14 /F'17 /F'2 /F'18 /F'19. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_r t n j R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_r'0 t n j R't R'n R'j) | exact: (tan'a_r'1 t n j R't R'n R'j)] | exact: (tan'a_r'2 t n j R't R'n R'j)].
Qed.

Lemma E'r_ (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (r_ t n j) = sigmoid (v (a_r t n j)).
Proof. exact: (if_true (Hv' (r_ t n j)) R't). Qed.

Lemma tan'r_'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (sigmoid (v (a_r t n j))) = (x' * (1 - ev (v (r_ t n j))) * ev (v (r_ t n j)) * D (v (a_r t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'r_ t n j R't). algebra'. Qed.

Definition F'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dr t n j) * (1 - ev (v (r_ t n j))) * ev (v (r_ t n j)) * D (v (a_r t n j)).
Definition P'r_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dr t n j) * D (v (r_ t n j)).
Lemma fwd'r_ : P'r_ = (F'13).
Proof.
rewrite /P'r_ /F'13. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'r_ t n j R't). exact: (tan'r_'0 t n j R't R'n R'j).
Qed.

Lemma E'a_z (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_z t n j) = (\sum_(1 <= k < M.+1) W_z j k * x t n k)
      + (\sum_(1 <= r < H.+1) R_z j r * v (h t.-1 n r))
      + (b_z j).
Proof. exact: (if_true (Hv' (a_z t n j)) R't). Qed.

Lemma tan'a_z'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_z j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_z j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_z j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_z'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= r < H.+1) R_z j r * v (h t.-1 n r)) = (\sum_(1 <= r < H.+1) x' * ev (R_z j r) * D (v (h t.-1 n r))) + (\sum_(1 <= r < H.+1) x' * ev (v (h t.-1 n r)) * D (R_z j r)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => r R'r. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_z'2 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_z j) = (x' * D (b_z j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_z t n j) * ev (W_z j k) * D (x t n k).
Definition F'20 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_z t n j) * ev (x t n k) * D (W_z j k).
Definition F'3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_z t n j) * ev (R_z j r) * D (v (h t.-1 n r)).
Definition F'21 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_z t n j) * ev (v (h t.-1 n r)) * D (R_z j r).
Definition F'22 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_z t n j) * D (b_z j).
Definition P'a_z : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_z t n j) * D (v (a_z t n j)).
Lemma fwd'a_z : P'a_z = (F'15 + F'20) + (F'3 + F'21) + (F'22).
Proof.
rewrite /P'a_z /F'15 /F'20 /F'3 /F'21 /F'22. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_z t n j R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_z'0 t n j R't R'n R'j) | exact: (tan'a_z'1 t n j R't R'n R'j)] | exact: (tan'a_z'2 t n j R't R'n R'j)].
Qed.

Lemma E'z (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (z t n j) = sigmoid (v (a_z t n j)).
Proof. exact: (if_true (Hv' (z t n j)) R't). Qed.

Lemma tan'z'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (sigmoid (v (a_z t n j))) = (x' * (1 - ev (v (z t n j))) * ev (v (z t n j)) * D (v (a_z t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'z t n j R't). algebra'. Qed.

Definition F'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dz t n j) * (1 - ev (v (z t n j))) * ev (v (z t n j)) * D (v (a_z t n j)).
Definition P'z : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dz t n j) * D (v (z t n j)).
Lemma fwd'z : P'z = (F'11).
Proof.
rewrite /P'z /F'11. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'z t n j R't). exact: (tan'z'0 t n j R't R'n R'j).
Qed.

Lemma E'r_h (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (r_h t n j) = v (h t.-1 n j) * v (r_ t n j).
Proof. exact: (if_true (Hv' (r_h t n j)) R't). Qed.

Lemma tan'r_h'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v (h t.-1 n j) * v (r_ t n j)) = (x' * ev (v (r_ t n j)) * D (v (h t.-1 n j))) + (x' * ev (v (h t.-1 n j)) * D (v (r_ t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dr_h t n j) * ev (v (r_ t n j)) * D (v (h t.-1 n j)).
Definition F'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dr_h t n j) * ev (v (h t.-1 n j)) * D (v (r_ t n j)).
Definition P'r_h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dr_h t n j) * D (v (r_h t n j)).
Lemma fwd'r_h : P'r_h = (F'4 + F'12).
Proof.
rewrite /P'r_h /F'4 /F'12. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'r_h t n j R't). exact: (tan'r_h'0 t n j R't R'n R'j).
Qed.

Lemma E'a_n (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_n t n j) = (\sum_(1 <= k < M.+1) W_n j k * x t n k)
      + (\sum_(1 <= r < H.+1) R_n j r * v (r_h t n r))
      + (b_n j).
Proof. exact: (if_true (Hv' (a_n t n j)) R't). Qed.

Lemma tan'a_n'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_n j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_n j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_n j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_n'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= r < H.+1) R_n j r * v (r_h t n r)) = (\sum_(1 <= r < H.+1) x' * ev (R_n j r) * D (v (r_h t n r))) + (\sum_(1 <= r < H.+1) x' * ev (v (r_h t n r)) * D (R_n j r)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => r R'r. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_n'2 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_n j) = (x' * D (b_n j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_n t n j) * ev (W_n j k) * D (x t n k).
Definition F'23 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_n t n j) * ev (x t n k) * D (W_n j k).
Definition F'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_n t n j) * ev (R_n j r) * D (v (r_h t n r)).
Definition F'24 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_n t n j) * ev (v (r_h t n r)) * D (R_n j r).
Definition F'25 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_n t n j) * D (b_n j).
Definition P'a_n : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_n t n j) * D (v (a_n t n j)).
Lemma fwd'a_n : P'a_n = (F'16 + F'23) + (F'8 + F'24) + (F'25).
Proof.
rewrite /P'a_n /F'16 /F'23 /F'8 /F'24 /F'25. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_n t n j R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_n'0 t n j R't R'n R'j) | exact: (tan'a_n'1 t n j R't R'n R'j)] | exact: (tan'a_n'2 t n j R't R'n R'j)].
Qed.

Lemma E'n_ (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (n_ t n j) = tanh (v (a_n t n j)).
Proof. exact: (if_true (Hv' (n_ t n j)) R't). Qed.

Lemma tan'n_'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (tanh (v (a_n t n j))) = (x' * (1 - ev (v (n_ t n j)) * ev (v (n_ t n j))) * D (v (a_n t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'n_ t n j R't). algebra'. Qed.

Definition F'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dn t n j) * (1 - ev (v (n_ t n j)) * ev (v (n_ t n j))) * D (v (a_n t n j)).
Definition P'n_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dn t n j) * D (v (n_ t n j)).
Lemma fwd'n_ : P'n_ = (F'7).
Proof.
rewrite /P'n_ /F'7. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'n_ t n j R't). exact: (tan'n_'0 t n j R't R'n R'j).
Qed.

Lemma E'h (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (h t n j) = (v (h t.-1 n j) * v (z t n j))
      + ((1 - v (z t n j)) * v (n_ t n j)).
Proof. exact: (if_true (Hv' (h t n j)) R't). Qed.

Lemma tan'h'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v (h t.-1 n j) * v (z t n j)) = (x' * ev (v (z t n j)) * D (v (h t.-1 n j))) + (x' * ev (v (h t.-1 n j)) * D (v (z t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'h'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D ((1 - v (z t n j)) * v (n_ t n j)) = (x' * (1 - ev (v (z t n j))) * D (v (n_ t n j))) + (x' * (- (ev (v (n_ t n j)))) * D (v (z t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * ev (v (z t n j)) * D (v (h t.-1 n j)).
Definition F'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * ev (v (h t.-1 n j)) * D (v (z t n j)).
Definition F'6 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * (1 - ev (v (z t n j))) * D (v (n_ t n j)).
Definition F'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * (- (ev (v (n_ t n j)))) * D (v (z t n j)).
Definition P'h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * D (v (h t n j)).
Lemma fwd'h : P'h = (F'5 + F'9) + (F'6 + F'10).
Proof.
rewrite /P'h /F'5 /F'9 /F'6 /F'10. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
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

Definition B'2 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_r r j) * w (da_r t.+1 n r) else 0) * D (v (h t n j)).
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

Definition B'3 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_z r j) * w (da_z t.+1 n r) else 0) * D (v (h t n j)).
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

Definition B'4 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then w (dr_h t.+1 n j) * ev (v (r_ t.+1 n j)) else 0) * D (v (h t n j)).
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

Definition B'5 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then w (dh t.+1 n j) * ev (v (z t.+1 n j)) else 0) * D (v (h t n j)).
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

Lemma adj'h (t n j : nat) (R't : (0 <= t < T.+1)%N) :
  w (dh t n j) = ((if (1 <= t < T.+1)%N then dy t n j else 0)) + ((if (T <= t < T.+1)%N then dh_T n j else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_r r j) * w (da_r t.+1 n r) else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R_z r j) * w (da_z t.+1 n r) else 0)) + ((if (0 <= t < T)%N then w (dr_h t.+1 n j) * ev (v (r_ t.+1 n j)) else 0)) + ((if (0 <= t < T)%N then w (dh t.+1 n j) * ev (v (z t.+1 n j)) else 0)).
Proof. apply: (etrans (if_true (Hw' (dh t n j)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'h : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * D (v (h t n j)).
Lemma bwd'h : Q'h = (B'0) + (B'1) + (B'2) + (B'3) + (B'4) + (B'5).
Proof.
rewrite /Q'h /B'0 /B'1 /B'2 /B'3 /B'4 /B'5. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'h t n j R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'6 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (z t n j))) * w (dh t n j)) * D (v (n_ t n j)).
Lemma path'6 : F'6 = B'6.
Proof.
rewrite /F'6 /B'6.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'n_ (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dn t n j) = (((1 - ev (v (z t n j))) * w (dh t n j))).
Proof. apply: (etrans (if_true (Hw' (dn t n j)) R't)). exact: erefl. Qed.

Definition Q'n_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dn t n j) * D (v (n_ t n j)).
Lemma bwd'n_ : Q'n_ = (B'6).
Proof.
rewrite /Q'n_ /B'6. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'n_ t n j R't). exact: erefl.
Qed.

Definition B'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (n_ t n j)) * ev (v (n_ t n j))) * w (dn t n j)) * D (v (a_n t n j)).
Lemma path'7 : F'7 = B'7.
Proof.
rewrite /F'7 /B'7.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_n (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_n t n j) = (((1 - ev (v (n_ t n j)) * ev (v (n_ t n j))) * w (dn t n j))).
Proof. apply: (etrans (if_true (Hw' (da_n t n j)) R't)). exact: erefl. Qed.

Definition Q'a_n : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_n t n j) * D (v (a_n t n j)).
Lemma bwd'a_n : Q'a_n = (B'7).
Proof.
rewrite /Q'a_n /B'7. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_n t n j R't). exact: erefl.
Qed.

Definition B'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (\sum_(1 <= r < H.+1) ev (R_n r j) * w (da_n t n r)) * D (v (r_h t n j)).
Lemma path'8 : F'8 = B'8.
Proof.
rewrite /F'8 /B'8.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => r _.
algebra'.
Qed.

Lemma adj'r_h (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dr_h t n j) = ((\sum_(1 <= r < H.+1) ev (R_n r j) * w (da_n t n r))).
Proof. apply: (etrans (if_true (Hw' (dr_h t n j)) R't)). exact: erefl. Qed.

Definition Q'r_h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dr_h t n j) * D (v (r_h t n j)).
Lemma bwd'r_h : Q'r_h = (B'8).
Proof.
rewrite /Q'r_h /B'8. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'r_h t n j R't). exact: erefl.
Qed.

Definition B'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (w (dh t n j) * ev (v (h t.-1 n j))) * D (v (z t n j)).
Lemma path'9 : F'9 = B'9.
Proof.
rewrite /F'9 /B'9.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((- (w (dh t n j) * ev (v (n_ t n j))))) * D (v (z t n j)).
Lemma path'10 : F'10 = B'10.
Proof.
rewrite /F'10 /B'10.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'z (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dz t n j) = ((w (dh t n j) * ev (v (h t.-1 n j))) + ((- (w (dh t n j) * ev (v (n_ t n j)))))).
Proof. apply: (etrans (if_true (Hw' (dz t n j)) R't)). (algebra'). Qed.

Definition Q'z : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dz t n j) * D (v (z t n j)).
Lemma bwd'z : Q'z = (B'9 + B'10).
Proof.
rewrite /Q'z /B'9 /B'10. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'z t n j R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (z t n j))) * w (dz t n j) * ev (v (z t n j))) * D (v (a_z t n j)).
Lemma path'11 : F'11 = B'11.
Proof.
rewrite /F'11 /B'11.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_z (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_z t n j) = (((1 - ev (v (z t n j))) * w (dz t n j) * ev (v (z t n j)))).
Proof. apply: (etrans (if_true (Hw' (da_z t n j)) R't)). exact: erefl. Qed.

Definition Q'a_z : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_z t n j) * D (v (a_z t n j)).
Lemma bwd'a_z : Q'a_z = (B'11).
Proof.
rewrite /Q'a_z /B'11. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_z t n j R't). exact: erefl.
Qed.

Definition B'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (w (dr_h t n j) * ev (v (h t.-1 n j))) * D (v (r_ t n j)).
Lemma path'12 : F'12 = B'12.
Proof.
rewrite /F'12 /B'12.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'r_ (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dr t n j) = ((w (dr_h t n j) * ev (v (h t.-1 n j)))).
Proof. apply: (etrans (if_true (Hw' (dr t n j)) R't)). exact: erefl. Qed.

Definition Q'r_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dr t n j) * D (v (r_ t n j)).
Lemma bwd'r_ : Q'r_ = (B'12).
Proof.
rewrite /Q'r_ /B'12. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'r_ t n j R't). exact: erefl.
Qed.

Definition B'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (r_ t n j))) * w (dr t n j) * ev (v (r_ t n j))) * D (v (a_r t n j)).
Lemma path'13 : F'13 = B'13.
Proof.
rewrite /F'13 /B'13.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_r (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_r t n j) = (((1 - ev (v (r_ t n j))) * w (dr t n j) * ev (v (r_ t n j)))).
Proof. apply: (etrans (if_true (Hw' (da_r t n j)) R't)). exact: erefl. Qed.

Definition Q'a_r : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_r t n j) * D (v (a_r t n j)).
Lemma bwd'a_r : Q'a_r = (B'13).
Proof.
rewrite /Q'a_r /B'13. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_r t n j R't). exact: erefl.
Qed.

Definition B'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_r j k) * w (da_r t n j)) * D (x t n k).
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

Definition B'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_z j k) * w (da_z t n j)) * D (x t n k).
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

Definition B'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_n j k) * w (da_n t n j)) * D (x t n k).
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

Lemma adj'x (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (dx t n k) = ((\sum_(1 <= j < H.+1) ev (W_r j k) * w (da_r t n j))) + ((\sum_(1 <= j < H.+1) ev (W_z j k) * w (da_z t n j))) + ((\sum_(1 <= j < H.+1) ev (W_n j k) * w (da_n t n j))).
Proof. apply: (etrans (if_true (Hw' (dx t n k)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'x : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k).
Lemma bwd'x : Q'x = (B'14) + (B'15) + (B'16).
Proof.
rewrite /Q'x /B'14 /B'15 /B'16. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'x t n k R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'17 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_r t n j) * ev (x t n k)) * D (W_r j k).
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

Lemma adj'W_r (j k : nat) :
  w (dW_r j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_r t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_r j k))). exact: erefl. Qed.

Definition Q'W_r : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_r j k) * D (W_r j k).
Lemma bwd'W_r : Q'W_r = (B'17).
Proof.
rewrite /Q'W_r /B'17. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_r j k). exact: erefl.
Qed.

Definition B'18 : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_r t n j) * ev (v (h t.-1 n r))) * D (R_r j r).
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

Lemma adj'R_r (j r : nat) :
  w (dR_r j r) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_r t n j) * ev (v (h t.-1 n r)))).
Proof. apply: (etrans (Hw' (dR_r j r))). exact: erefl. Qed.

Definition Q'R_r : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_r j r) * D (R_r j r).
Lemma bwd'R_r : Q'R_r = (B'18).
Proof.
rewrite /Q'R_r /B'18. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => r R'r.
rewrite [X in X * _](adj'R_r j r). exact: erefl.
Qed.

Definition B'19 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_r t n j)) * D (b_r j).
Lemma path'19 : F'19 = B'19.
Proof.
rewrite /F'19 /B'19.
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
Lemma bwd'b_r : Q'b_r = (B'19).
Proof.
rewrite /Q'b_r /B'19. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_r j). exact: erefl.
Qed.

Definition B'20 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n j) * ev (x t n k)) * D (W_z j k).
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

Lemma adj'W_z (j k : nat) :
  w (dW_z j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_z j k))). exact: erefl. Qed.

Definition Q'W_z : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_z j k) * D (W_z j k).
Lemma bwd'W_z : Q'W_z = (B'20).
Proof.
rewrite /Q'W_z /B'20. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_z j k). exact: erefl.
Qed.

Definition B'21 : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n j) * ev (v (h t.-1 n r))) * D (R_z j r).
Lemma path'21 : F'21 = B'21.
Proof.
rewrite /F'21 /B'21.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => r _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'R_z (j r : nat) :
  w (dR_z j r) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n j) * ev (v (h t.-1 n r)))).
Proof. apply: (etrans (Hw' (dR_z j r))). exact: erefl. Qed.

Definition Q'R_z : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_z j r) * D (R_z j r).
Lemma bwd'R_z : Q'R_z = (B'21).
Proof.
rewrite /Q'R_z /B'21. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => r R'r.
rewrite [X in X * _](adj'R_z j r). exact: erefl.
Qed.

Definition B'22 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n j)) * D (b_z j).
Lemma path'22 : F'22 = B'22.
Proof.
rewrite /F'22 /B'22.
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
Lemma bwd'b_z : Q'b_z = (B'22).
Proof.
rewrite /Q'b_z /B'22. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_z j). exact: erefl.
Qed.

Definition B'23 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_n t n j) * ev (x t n k)) * D (W_n j k).
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

Lemma adj'W_n (j k : nat) :
  w (dW_n j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_n t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_n j k))). exact: erefl. Qed.

Definition Q'W_n : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_n j k) * D (W_n j k).
Lemma bwd'W_n : Q'W_n = (B'23).
Proof.
rewrite /Q'W_n /B'23. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_n j k). exact: erefl.
Qed.

Definition B'24 : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_n t n j) * ev (v (r_h t n r))) * D (R_n j r).
Lemma path'24 : F'24 = B'24.
Proof.
rewrite /F'24 /B'24.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => r _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'R_n (j r : nat) :
  w (dR_n j r) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_n t n j) * ev (v (r_h t n r)))).
Proof. apply: (etrans (Hw' (dR_n j r))). exact: erefl. Qed.

Definition Q'R_n : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR_n j r) * D (R_n j r).
Lemma bwd'R_n : Q'R_n = (B'24).
Proof.
rewrite /Q'R_n /B'24. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => r R'r.
rewrite [X in X * _](adj'R_n j r). exact: erefl.
Qed.

Definition B'25 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_n t n j)) * D (b_n j).
Lemma path'25 : F'25 = B'25.
Proof.
rewrite /F'25 /B'25.
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
Lemma bwd'b_n : Q'b_n = (B'25).
Proof.
rewrite /Q'b_n /B'25. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_n j). exact: erefl.
Qed.

Lemma mov'a_r : P'a_r = (B'14 + B'17) + (B'2 + B'18) + (B'19).
Proof. by rewrite fwd'a_r path'14 path'17 path'2 path'18 path'19. Qed.
Lemma all'a_r : Q'a_r = P'a_r.
Proof. exact: erefl. Qed.

Lemma mov'r_ : P'r_ = (B'13).
Proof. by rewrite fwd'r_ path'13. Qed.
Lemma all'r_ : Q'r_ = P'r_.
Proof. exact: erefl. Qed.

Lemma mov'a_z : P'a_z = (B'15 + B'20) + (B'3 + B'21) + (B'22).
Proof. by rewrite fwd'a_z path'15 path'20 path'3 path'21 path'22. Qed.
Lemma all'a_z : Q'a_z = P'a_z.
Proof. exact: erefl. Qed.

Lemma mov'z : P'z = (B'11).
Proof. by rewrite fwd'z path'11. Qed.
Lemma all'z : Q'z = P'z.
Proof. exact: erefl. Qed.

Lemma mov'r_h : P'r_h = (B'4 + B'12).
Proof. by rewrite fwd'r_h path'4 path'12. Qed.
Lemma all'r_h : Q'r_h = P'r_h.
Proof. exact: erefl. Qed.

Lemma mov'a_n : P'a_n = (B'16 + B'23) + (B'8 + B'24) + (B'25).
Proof. by rewrite fwd'a_n path'16 path'23 path'8 path'24 path'25. Qed.
Lemma all'a_n : Q'a_n = P'a_n.
Proof. exact: erefl. Qed.

Lemma mov'n_ : P'n_ = (B'7).
Proof. by rewrite fwd'n_ path'7. Qed.
Lemma all'n_ : Q'n_ = P'n_.
Proof. exact: erefl. Qed.

Lemma mov'h : P'h = (B'5 + B'9) + (B'6 + B'10).
Proof. by rewrite fwd'h path'5 path'9 path'6 path'10. Qed.
Definition I'h : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh 0 n j) * D (h_0 n j).
Lemma all'h : Q'h = I'h + P'h.
Proof. rewrite /Q'h /I'h /P'h first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => j R'j. congr (_ * D _). exact: (Hv' (h 0 n j)). Qed.

Lemma telescope' (b'0 b'1 b'2 b'3 b'4 b'5 b'6 b'7 b'8 b'9 b'10 b'11 b'12 b'13 b'14 b'15 b'16 b'17 b'18 b'19 b'20 b'21 b'22 b'23 b'24 b'25 q'h q'n_ q'a_n q'r_h q'z q'a_z q'r_ q'a_r q'x q'W_r q'R_r q'b_r q'W_z q'R_z q'b_z q'W_n q'R_n q'b_n p'a_r p'r_ p'a_z p'z p'r_h p'a_n p'n_ p'h i'h : B) :
  q'h = (b'0) + (b'1) + (b'2) + (b'3) + (b'4) + (b'5) ->
  q'n_ = (b'6) ->
  q'a_n = (b'7) ->
  q'r_h = (b'8) ->
  q'z = (b'9 + b'10) ->
  q'a_z = (b'11) ->
  q'r_ = (b'12) ->
  q'a_r = (b'13) ->
  q'x = (b'14) + (b'15) + (b'16) ->
  q'W_r = (b'17) ->
  q'R_r = (b'18) ->
  q'b_r = (b'19) ->
  q'W_z = (b'20) ->
  q'R_z = (b'21) ->
  q'b_z = (b'22) ->
  q'W_n = (b'23) ->
  q'R_n = (b'24) ->
  q'b_n = (b'25) ->
  p'a_r = (b'14 + b'17) + (b'2 + b'18) + (b'19) ->
  p'r_ = (b'13) ->
  p'a_z = (b'15 + b'20) + (b'3 + b'21) + (b'22) ->
  p'z = (b'11) ->
  p'r_h = (b'4 + b'12) ->
  p'a_n = (b'16 + b'23) + (b'8 + b'24) + (b'25) ->
  p'n_ = (b'7) ->
  p'h = (b'5 + b'9) + (b'6 + b'10) ->
  q'a_r = p'a_r ->
  q'r_ = p'r_ ->
  q'a_z = p'a_z ->
  q'z = p'z ->
  q'r_h = p'r_h ->
  q'a_n = p'a_n ->
  q'n_ = p'n_ ->
  q'h = i'h + p'h ->
  b'0 + b'1 = q'x + i'h + q'W_r + q'R_r + q'b_r + q'W_z + q'R_z + q'b_z + q'W_n + q'R_n + q'b_n.
Proof.
move=> K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24 K'25 K'26 K'27 K'28 K'29 K'30 K'31 K'32 K'33.
have all'q : q'h + q'n_ + q'a_n + q'r_h + q'z + q'a_z + q'r_ + q'a_r + q'x + q'W_r + q'R_r + q'b_r + q'W_z + q'R_z + q'b_z + q'W_n + q'R_n + q'b_n = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 by rewrite K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17; ring.
have all'p : (b'0 + b'1) + (p'a_r + p'r_ + p'a_z + p'z + p'r_h + p'a_n + p'n_ + p'h) = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 by rewrite K'18 K'19 K'20 K'21 K'22 K'23 K'24 K'25; ring.
apply: (addIr (p'a_r + p'r_ + p'a_z + p'z + p'r_h + p'a_n + p'n_ + p'h)); rewrite all'p -all'q K'26 K'27 K'28 K'29 K'30 K'31 K'32 K'33; ring.
Qed.
Lemma for'any : claim v w.
Proof.
apply: (etrans (y := B'0 + B'1)).
  by rewrite /claim -path'0 -path'1.
exact: (telescope' B'0 B'1 B'2 B'3 B'4 B'5 B'6 B'7 B'8 B'9 B'10 B'11 B'12 B'13 B'14 B'15 B'16 B'17 B'18 B'19 B'20 B'21 B'22 B'23 B'24 B'25 Q'h Q'n_ Q'a_n Q'r_h Q'z Q'a_z Q'r_ Q'a_r Q'x Q'W_r Q'R_r Q'b_r Q'W_z Q'R_z Q'b_z Q'W_n Q'R_n Q'b_n P'a_r P'r_ P'a_z P'z P'r_h P'a_n P'n_ P'h I'h bwd'h bwd'n_ bwd'a_n bwd'r_h bwd'z bwd'a_z bwd'r_ bwd'a_r bwd'x bwd'W_r bwd'R_r bwd'b_r bwd'W_z bwd'R_z bwd'b_z bwd'W_n bwd'R_n bwd'b_n mov'a_r mov'r_ mov'a_z mov'z mov'r_h mov'a_n mov'n_ mov'h all'a_r all'r_ all'a_z all'z all'r_h all'a_n all'n_ all'h).
Qed.
End Any'.

Theorem gru_reset_before_gradients_right : exists v w, [/\ the_solution forward v, the_solution (backward v) w & claim v w].
Proof using All.
have [v Hv'] := forward'solvable; have [w Hw'] := backward'solvable v.
by exists v, w; split=> //; apply: for'any; [case: Hv' | case: Hw'].
Qed.

End Certificate.

Print Assumptions gru_reset_before_gradients_right.
