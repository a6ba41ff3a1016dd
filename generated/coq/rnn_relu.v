(* rnn_relu: Elman network with relu, whose slope is 0 on the kink.
   Source of the forward equations: Elman 1990.
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

Variable relu : A -> A.
Variable step : A -> A.
Hypothesis slope_relu : forall x0, D (relu x0) = ev (step (x0)) * D x0.
Hypothesis slope_step : forall x0, D (step x0) = 0 * D x0.
Variables T N M H : nat.
Hypothesis one_step : (0 < T)%N.
Variable x : nat -> nat -> nat -> A.
Variable h_0 : nat -> nat -> A.
Variable W : nat -> nat -> A.
Variable R : nat -> nat -> A.
Variable b : nat -> A.
Variable dh_T : nat -> nat -> B.
Variable dy : nat -> nat -> nat -> B.

(* What the cell computes. *)
Inductive signal : Set :=
  | a_h (t n j : nat)
  | h (t n j : nat).
Definition forward (v : signal -> A) (what : signal) : A :=
  match what with
  | a_h t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W j k * x t n k)
      + (\sum_(1 <= r < H.+1) R j r * v (h t.-1 n r))
      + (b j) else 0
  | h t n j => if (1 <= t < T.+1)%N then relu (v (a_h t n j)) else h_0 n j
  end.

(* Its gradients. *)
Inductive gradient : Set :=
  | dh (t n j : nat)
  | da_h (t n j : nat)
  | dx (t n k : nat)
  | dW (j k : nat)
  | dR (j r : nat)
  | db (j : nat).
Definition backward (v : signal -> A) (w : gradient -> B) (what : gradient) : B :=
  match what with
  | dh t n j => if (0 <= t < T.+1)%N then (if (1 <= t < T.+1)%N then dy t n j else 0)
      + (if (T <= t < T.+1)%N then dh_T n j else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R r j) * w (da_h t.+1 n r) else 0) else 0
  | da_h t n j => if (1 <= t < T.+1)%N then w (dh t n j) * ev (step (v (a_h t n j))) else 0
  | dx t n k => if (1 <= t < T.+1)%N then \sum_(1 <= j < H.+1) ev (W j k) * w (da_h t n j) else 0
  | dW j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_h t n j) * ev (x t n k)
  | dR j r => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_h t n j) * ev (v (h t.-1 n r))
  | db j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_h t n j)
  end.

(* For every perturbation: what the arriving gradients make of the movement of outputs and final
   states is what the gradients make of the movement of parameters, inputs and initial states. *)
Definition claim (v : signal -> A) (w : gradient -> B) : Prop :=
    (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dy t n j * D (v (h t n j))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dh_T n j * D (v (h T n j)))
  = (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh 0 n j) * D (h_0 n j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW j k) * D (W j k)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR j r) * D (R j r)) +
    (\sum_(1 <= j < H.+1) w (db j) * D (b j)).

(* ----------------------------------------------------------------------------------------------------
   The proof. Nothing below this line needs to be read: a wrong step can only make Coq refuse. *)

Definition forward'order (what : signal) : rank :=
  match what with
  | a_h t n j => (0, t, 0)%N
  | h t n j => (0, t, 1)%N
  end.

Lemma order'a_h (t n j : nat) : looks_back forward'order (forward) (a_h t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'h (t n j : nat) : looks_back forward'order (forward) (h t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma forward'solvable : exists f, the_solution (forward) f.
Proof.
exact: (solvable (order := forward'order) (fun what => match what with
  | a_h t n j => order'a_h t n j
  | h t n j => order'h t n j
  end)).
Qed.

Definition backward'order (what : gradient) : rank :=
  match what with
  | dh t n j => (0, T.+1 - t, 0)%N
  | da_h t n j => (0, T.+1 - t, 1)%N
  | dx t n k => (1, 0, 0)%N
  | dW j k => (2, 0, 0)%N
  | dR j r => (3, 0, 0)%N
  | db j => (4, 0, 0)%N
  end.

Lemma order'dh (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dh t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_h (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_h t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dx (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (dx t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dR (v : signal -> A) (j r : nat) : looks_back backward'order (backward v) (dR j r).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma backward'solvable (v : signal -> A) : exists f, the_solution (backward v) f.
Proof.
exact: (solvable (order := backward'order) (fun what => match what with
  | dh t n j => order'dh v t n j
  | da_h t n j => order'da_h v t n j
  | dx t n k => order'dx v t n k
  | dW j k => order'dW v j k
  | dR j r => order'dR v j r
  | db j => order'db v j
  end)).
Qed.

Section Any'.
Variables (v : signal -> A) (w : gradient -> B).
Hypotheses (Hv' : solves forward v) (Hw' : solves (backward v) w).
Lemma call'relu x0 e0 : D x0 = e0 -> D (relu x0) = ev (step (x0)) * e0.
Proof. move=> <-; exact: slope_relu. Qed.
Lemma call'step x0 e0 : D x0 = e0 -> D (step x0) = 0 * e0.
Proof. move=> <-; exact: slope_step. Qed.
Ltac align' := repeat match goal with
  | |- context [relu ?a] => match goal with |- context [relu ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [step ?a] => match goal with |- context [step ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  end.
Ltac algebra' := rewrite /=; first [first [ring] | align'; first [ring]].
Ltac calls' := first [apply: call'relu | apply: call'step].
Definition F'0 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dy t n j * D (v (h t n j)).
Definition F'1 : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dh_T n j * D (v (h T n j)).

Lemma E'a_h (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_h t n j) = (\sum_(1 <= k < M.+1) W j k * x t n k)
      + (\sum_(1 <= r < H.+1) R j r * v (h t.-1 n r))
      + (b j).
Proof. exact: (if_true (Hv' (a_h t n j)) R't). Qed.

Lemma tan'a_h'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_h'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= r < H.+1) R j r * v (h t.-1 n r)) = (\sum_(1 <= r < H.+1) x' * ev (R j r) * D (v (h t.-1 n r))) + (\sum_(1 <= r < H.+1) x' * ev (v (h t.-1 n r)) * D (R j r)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => r R'r. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_h'2 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b j) = (x' * D (b j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_h t n j) * ev (W j k) * D (x t n k).
Definition F'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_h t n j) * ev (x t n k) * D (W j k).
Definition F'2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_h t n j) * ev (R j r) * D (v (h t.-1 n r)).
Definition F'6 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_h t n j) * ev (v (h t.-1 n r)) * D (R j r).
Definition F'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_h t n j) * D (b j).
Definition P'a_h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_h t n j) * D (v (a_h t n j)).
Lemma fwd'a_h : P'a_h = (F'4 + F'5) + (F'2 + F'6) + (F'7).
Proof.
rewrite /P'a_h /F'4 /F'5 /F'2 /F'6 /F'7. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_h t n j R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_h'0 t n j R't R'n R'j) | exact: (tan'a_h'1 t n j R't R'n R'j)] | exact: (tan'a_h'2 t n j R't R'n R'j)].
Qed.

Lemma E'h (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (h t n j) = relu (v (a_h t n j)).
Proof. exact: (if_true (Hv' (h t n j)) R't). Qed.

Lemma tan'h'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (relu (v (a_h t n j))) = (x' * ev (step (v (a_h t n j))) * D (v (a_h t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'h t n j R't). algebra'. Qed.

Definition F'3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * ev (step (v (a_h t n j))) * D (v (a_h t n j)).
Definition P'h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * D (v (h t n j)).
Lemma fwd'h : P'h = (F'3).
Proof.
rewrite /P'h /F'3. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
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

Definition B'2 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R r j) * w (da_h t.+1 n r) else 0) * D (v (h t n j)).
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

Lemma adj'h (t n j : nat) (R't : (0 <= t < T.+1)%N) :
  w (dh t n j) = ((if (1 <= t < T.+1)%N then dy t n j else 0)) + ((if (T <= t < T.+1)%N then dh_T n j else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= r < H.+1) ev (R r j) * w (da_h t.+1 n r) else 0)).
Proof. apply: (etrans (if_true (Hw' (dh t n j)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'h : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * D (v (h t n j)).
Lemma bwd'h : Q'h = (B'0) + (B'1) + (B'2).
Proof.
rewrite /Q'h /B'0 /B'1 /B'2. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'h t n j R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (w (dh t n j) * ev (step (v (a_h t n j)))) * D (v (a_h t n j)).
Lemma path'3 : F'3 = B'3.
Proof.
rewrite /F'3 /B'3.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_h (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_h t n j) = ((w (dh t n j) * ev (step (v (a_h t n j))))).
Proof. apply: (etrans (if_true (Hw' (da_h t n j)) R't)). exact: erefl. Qed.

Definition Q'a_h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_h t n j) * D (v (a_h t n j)).
Lemma bwd'a_h : Q'a_h = (B'3).
Proof.
rewrite /Q'a_h /B'3. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_h t n j R't). exact: erefl.
Qed.

Definition B'4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W j k) * w (da_h t n j)) * D (x t n k).
Lemma path'4 : F'4 = B'4.
Proof.
rewrite /F'4 /B'4.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'x (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (dx t n k) = ((\sum_(1 <= j < H.+1) ev (W j k) * w (da_h t n j))).
Proof. apply: (etrans (if_true (Hw' (dx t n k)) R't)). exact: erefl. Qed.

Definition Q'x : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k).
Lemma bwd'x : Q'x = (B'4).
Proof.
rewrite /Q'x /B'4. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'x t n k R't). exact: erefl.
Qed.

Definition B'5 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_h t n j) * ev (x t n k)) * D (W j k).
Lemma path'5 : F'5 = B'5.
Proof.
rewrite /F'5 /B'5.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W (j k : nat) :
  w (dW j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_h t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW j k))). exact: erefl. Qed.

Definition Q'W : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW j k) * D (W j k).
Lemma bwd'W : Q'W = (B'5).
Proof.
rewrite /Q'W /B'5. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W j k). exact: erefl.
Qed.

Definition B'6 : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_h t n j) * ev (v (h t.-1 n r))) * D (R j r).
Lemma path'6 : F'6 = B'6.
Proof.
rewrite /F'6 /B'6.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => r _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'R (j r : nat) :
  w (dR j r) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_h t n j) * ev (v (h t.-1 n r)))).
Proof. apply: (etrans (Hw' (dR j r))). exact: erefl. Qed.

Definition Q'R : B := \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dR j r) * D (R j r).
Lemma bwd'R : Q'R = (B'6).
Proof.
rewrite /Q'R /B'6. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => r R'r.
rewrite [X in X * _](adj'R j r). exact: erefl.
Qed.

Definition B'7 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_h t n j)) * D (b j).
Lemma path'7 : F'7 = B'7.
Proof.
rewrite /F'7 /B'7.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b (j : nat) :
  w (db j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_h t n j))).
Proof. apply: (etrans (Hw' (db j))). exact: erefl. Qed.

Definition Q'b : B := \sum_(1 <= j < H.+1) w (db j) * D (b j).
Lemma bwd'b : Q'b = (B'7).
Proof.
rewrite /Q'b /B'7. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b j). exact: erefl.
Qed.

Lemma mov'a_h : P'a_h = (B'4 + B'5) + (B'2 + B'6) + (B'7).
Proof. by rewrite fwd'a_h path'4 path'5 path'2 path'6 path'7. Qed.
Lemma all'a_h : Q'a_h = P'a_h.
Proof. exact: erefl. Qed.

Lemma mov'h : P'h = (B'3).
Proof. by rewrite fwd'h path'3. Qed.
Definition I'h : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh 0 n j) * D (h_0 n j).
Lemma all'h : Q'h = I'h + P'h.
Proof. rewrite /Q'h /I'h /P'h first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => j R'j. congr (_ * D _). exact: (Hv' (h 0 n j)). Qed.

Lemma telescope' (b'0 b'1 b'2 b'3 b'4 b'5 b'6 b'7 q'h q'a_h q'x q'W q'R q'b p'a_h p'h i'h : B) :
  q'h = (b'0) + (b'1) + (b'2) ->
  q'a_h = (b'3) ->
  q'x = (b'4) ->
  q'W = (b'5) ->
  q'R = (b'6) ->
  q'b = (b'7) ->
  p'a_h = (b'4 + b'5) + (b'2 + b'6) + (b'7) ->
  p'h = (b'3) ->
  q'a_h = p'a_h ->
  q'h = i'h + p'h ->
  b'0 + b'1 = q'x + i'h + q'W + q'R + q'b.
Proof.
move=> K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9.
have all'q : q'h + q'a_h + q'x + q'W + q'R + q'b = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 by rewrite K'0 K'1 K'2 K'3 K'4 K'5; ring.
have all'p : (b'0 + b'1) + (p'a_h + p'h) = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 by rewrite K'6 K'7; ring.
apply: (addIr (p'a_h + p'h)); rewrite all'p -all'q K'8 K'9; ring.
Qed.
Lemma for'any : claim v w.
Proof.
apply: (etrans (y := B'0 + B'1)).
  by rewrite /claim -path'0 -path'1.
exact: (telescope' B'0 B'1 B'2 B'3 B'4 B'5 B'6 B'7 Q'h Q'a_h Q'x Q'W Q'R Q'b P'a_h P'h I'h bwd'h bwd'a_h bwd'x bwd'W bwd'R bwd'b mov'a_h mov'h all'a_h all'h).
Qed.
End Any'.

Theorem rnn_relu_gradients_right : exists v w, [/\ the_solution forward v, the_solution (backward v) w & claim v w].
Proof using All.
have [v Hv'] := forward'solvable; have [w Hw'] := backward'solvable v.
by exists v, w; split=> //; apply: for'any; [case: Hv' | case: Hw'].
Qed.

End Certificate.

Print Assumptions rnn_relu_gradients_right.
