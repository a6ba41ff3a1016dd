(* lru: Linear recurrent unit: a complex diagonal, as two reals.
   Source of the forward equations: Orvieto et al. 2023, arXiv 2303.06349.
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

Variable cos : A -> A.
Variable exp : A -> A.
Variable sin : A -> A.
Hypothesis slope_cos : forall x0, D (cos x0) = (- (ev (sin (x0)))) * D x0.
Hypothesis slope_exp : forall x0, D (exp x0) = ev (exp (x0)) * D x0.
Hypothesis slope_sin : forall x0, D (sin x0) = ev (cos (x0)) * D x0.
Variables T N M H : nat.
Hypothesis one_step : (0 < T)%N.
Variable x : nat -> nat -> nat -> A.
Variable u_0 : nat -> nat -> A.
Variable v_0 : nat -> nat -> A.
Variable nu : nat -> A.
Variable theta : nat -> A.
Variable log_gamma : nat -> A.
Variable B_u : nat -> nat -> A.
Variable B_v : nat -> nat -> A.
Variable C_u : nat -> nat -> A.
Variable C_v : nat -> nat -> A.
Variable d_ : nat -> A.
Variable du_T : nat -> nat -> B.
Variable dv_T : nat -> nat -> B.
Variable dy_out : nat -> nat -> nat -> B.

(* What the cell computes. *)
Inductive signal : Set :=
  | lambda_u (j : nat)
  | lambda_v (j : nat)
  | gamma (j : nat)
  | a_u (t n j : nat)
  | u (t n j : nat)
  | a_v (t n j : nat)
  | v_ (t n j : nat)
  | y (t n k : nat).
Definition forward (v : signal -> A) (what : signal) : A :=
  match what with
  | lambda_u j => cos (exp (theta j)) * exp (- (exp (nu j)))
  | lambda_v j => exp (- (exp (nu j))) * sin (exp (theta j))
  | gamma j => exp (log_gamma j)
  | a_u t n j => if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) B_u j k * x t n k else 0
  | u t n j => if (1 <= t < T.+1)%N then (v (lambda_u j) * v (u t.-1 n j))
      + ((- (v (lambda_v j) * v (v_ t.-1 n j))))
      + (v (gamma j) * v (a_u t n j)) else u_0 n j
  | a_v t n j => if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) B_v j k * x t n k else 0
  | v_ t n j => if (1 <= t < T.+1)%N then (v (lambda_u j) * v (v_ t.-1 n j))
      + (v (lambda_v j) * v (u t.-1 n j))
      + (v (gamma j) * v (a_v t n j)) else v_0 n j
  | y t n k => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) C_u k j * v (u t n j))
      + (\sum_(1 <= j < H.+1) (- (C_v k j * v (v_ t n j))))
      + (d_ k * x t n k) else 0
  end.

(* Its gradients. *)
Inductive gradient : Set :=
  | dy (t n k : nat)
  | dv (t n j : nat)
  | da_v (t n j : nat)
  | du (t n j : nat)
  | da_u (t n j : nat)
  | dgamma (j : nat)
  | dlambda_v (j : nat)
  | dlambda_u (j : nat)
  | dx (t n k : nat)
  | dnu (j : nat)
  | dtheta (j : nat)
  | dlog_gamma (j : nat)
  | dB_u (j k : nat)
  | dB_v (j k : nat)
  | dC_u (k j : nat)
  | dC_v (k j : nat)
  | dd (k : nat).
Definition backward (v : signal -> A) (w : gradient -> B) (what : gradient) : B :=
  match what with
  | dy t n k => if (1 <= t < T.+1)%N then dy_out t n k else 0
  | dv t n j => if (0 <= t < T.+1)%N then (if (T <= t < T.+1)%N then dv_T n j else 0)
      + (if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) (- (ev (C_v k j) * w (dy t n k))) else 0)
      + (if (0 <= t < T)%N then (- (ev (v (lambda_v j)) * w (du t.+1 n j))) else 0)
      + (if (0 <= t < T)%N then ev (v (lambda_u j)) * w (dv t.+1 n j) else 0) else 0
  | da_v t n j => if (1 <= t < T.+1)%N then ev (v (gamma j)) * w (dv t n j) else 0
  | du t n j => if (0 <= t < T.+1)%N then (if (T <= t < T.+1)%N then du_T n j else 0)
      + (if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) ev (C_u k j) * w (dy t n k) else 0)
      + (if (0 <= t < T)%N then ev (v (lambda_u j)) * w (du t.+1 n j) else 0)
      + (if (0 <= t < T)%N then ev (v (lambda_v j)) * w (dv t.+1 n j) else 0) else 0
  | da_u t n j => if (1 <= t < T.+1)%N then ev (v (gamma j)) * w (du t n j) else 0
  | dgamma j => (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_u t n j)) * w (du t n j))
      + (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_v t n j)) * w (dv t n j))
  | dlambda_v j => (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (- (w (du t n j) * ev (v (v_ t.-1 n j)))))
      + (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv t n j) * ev (v (u t.-1 n j)))
  | dlambda_u j => (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (du t n j) * ev (v (u t.-1 n j)))
      + (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv t n j) * ev (v (v_ t.-1 n j)))
  | dx t n k => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) ev (B_u j k) * w (da_u t n j))
      + (\sum_(1 <= j < H.+1) ev (B_v j k) * w (da_v t n j))
      + (ev (d_ k) * w (dy t n k)) else 0
  | dnu j => ((- (w (dlambda_u j) * ev (cos (exp (theta j))) * ev (exp (- (exp (nu j)))) * ev (exp (nu j)))))
      + ((- (w (dlambda_v j) * ev (exp (- (exp (nu j)))) * ev (exp (nu j)) * ev (sin (exp (theta j))))))
  | dtheta j => ((- (w (dlambda_u j) * ev (exp (- (exp (nu j)))) * ev (exp (theta j)) * ev (sin (exp (theta j))))))
      + (w (dlambda_v j) * ev (cos (exp (theta j))) * ev (exp (- (exp (nu j)))) * ev (exp (theta j)))
  | dlog_gamma j => w (dgamma j) * ev (v (gamma j))
  | dB_u j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_u t n j) * ev (x t n k)
  | dB_v j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_v t n j) * ev (x t n k)
  | dC_u k j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dy t n k) * ev (v (u t n j))
  | dC_v k j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (- (w (dy t n k) * ev (v (v_ t n j))))
  | dd k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dy t n k) * ev (x t n k)
  end.

(* For every perturbation: what the arriving gradients make of the movement of outputs and final
   states is what the gradients make of the movement of parameters, inputs and initial states. *)
Definition claim (v : signal -> A) (w : gradient -> B) : Prop :=
    (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) dy_out t n k * D (v (y t n k))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) du_T n j * D (v (u T n j))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dv_T n j * D (v (v_ T n j)))
  = (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du 0 n j) * D (u_0 n j)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv 0 n j) * D (v_0 n j)) +
    (\sum_(1 <= j < H.+1) w (dnu j) * D (nu j)) +
    (\sum_(1 <= j < H.+1) w (dtheta j) * D (theta j)) +
    (\sum_(1 <= j < H.+1) w (dlog_gamma j) * D (log_gamma j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dB_u j k) * D (B_u j k)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dB_v j k) * D (B_v j k)) +
    (\sum_(1 <= k < M.+1) \sum_(1 <= j < H.+1) w (dC_u k j) * D (C_u k j)) +
    (\sum_(1 <= k < M.+1) \sum_(1 <= j < H.+1) w (dC_v k j) * D (C_v k j)) +
    (\sum_(1 <= k < M.+1) w (dd k) * D (d_ k)).

(* ----------------------------------------------------------------------------------------------------
   The proof. Nothing below this line needs to be read: a wrong step can only make Coq refuse. *)

Definition forward'order (what : signal) : rank :=
  match what with
  | lambda_u j => (0, 0, 0)%N
  | lambda_v j => (1, 0, 0)%N
  | gamma j => (2, 0, 0)%N
  | a_u t n j => (3, 0, 0)%N
  | u t n j => (5, t, 0)%N
  | a_v t n j => (4, 0, 0)%N
  | v_ t n j => (5, t, 1)%N
  | y t n k => (6, 0, 0)%N
  end.

Lemma order'lambda_u (j : nat) : looks_back forward'order (forward) (lambda_u j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'lambda_v (j : nat) : looks_back forward'order (forward) (lambda_v j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'gamma (j : nat) : looks_back forward'order (forward) (gamma j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_u (t n j : nat) : looks_back forward'order (forward) (a_u t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'u (t n j : nat) : looks_back forward'order (forward) (u t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_v (t n j : nat) : looks_back forward'order (forward) (a_v t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'v_ (t n j : nat) : looks_back forward'order (forward) (v_ t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'y (t n k : nat) : looks_back forward'order (forward) (y t n k).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma forward'solvable : exists f, the_solution (forward) f.
Proof.
exact: (solvable (order := forward'order) (fun what => match what with
  | lambda_u j => order'lambda_u j
  | lambda_v j => order'lambda_v j
  | gamma j => order'gamma j
  | a_u t n j => order'a_u t n j
  | u t n j => order'u t n j
  | a_v t n j => order'a_v t n j
  | v_ t n j => order'v_ t n j
  | y t n k => order'y t n k
  end)).
Qed.

Definition backward'order (what : gradient) : rank :=
  match what with
  | dy t n k => (0, 0, 0)%N
  | dv t n j => (1, T.+1 - t, 1)%N
  | da_v t n j => (2, 0, 0)%N
  | du t n j => (1, T.+1 - t, 0)%N
  | da_u t n j => (3, 0, 0)%N
  | dgamma j => (4, 0, 0)%N
  | dlambda_v j => (5, 0, 0)%N
  | dlambda_u j => (6, 0, 0)%N
  | dx t n k => (7, 0, 0)%N
  | dnu j => (8, 0, 0)%N
  | dtheta j => (9, 0, 0)%N
  | dlog_gamma j => (10, 0, 0)%N
  | dB_u j k => (11, 0, 0)%N
  | dB_v j k => (12, 0, 0)%N
  | dC_u k j => (13, 0, 0)%N
  | dC_v k j => (14, 0, 0)%N
  | dd k => (15, 0, 0)%N
  end.

Lemma order'dy (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (dy t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dv (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dv t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_v (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_v t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'du (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (du t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_u (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_u t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dgamma (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dgamma j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dlambda_v (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dlambda_v j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dlambda_u (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dlambda_u j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dx (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (dx t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dnu (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dnu j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dtheta (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dtheta j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dlog_gamma (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (dlog_gamma j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dB_u (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dB_u j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dB_v (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dB_v j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dC_u (v : signal -> A) (k j : nat) : looks_back backward'order (backward v) (dC_u k j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dC_v (v : signal -> A) (k j : nat) : looks_back backward'order (backward v) (dC_v k j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dd (v : signal -> A) (k : nat) : looks_back backward'order (backward v) (dd k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma backward'solvable (v : signal -> A) : exists f, the_solution (backward v) f.
Proof.
exact: (solvable (order := backward'order) (fun what => match what with
  | dy t n k => order'dy v t n k
  | dv t n j => order'dv v t n j
  | da_v t n j => order'da_v v t n j
  | du t n j => order'du v t n j
  | da_u t n j => order'da_u v t n j
  | dgamma j => order'dgamma v j
  | dlambda_v j => order'dlambda_v v j
  | dlambda_u j => order'dlambda_u v j
  | dx t n k => order'dx v t n k
  | dnu j => order'dnu v j
  | dtheta j => order'dtheta v j
  | dlog_gamma j => order'dlog_gamma v j
  | dB_u j k => order'dB_u v j k
  | dB_v j k => order'dB_v v j k
  | dC_u k j => order'dC_u v k j
  | dC_v k j => order'dC_v v k j
  | dd k => order'dd v k
  end)).
Qed.

Section Any'.
Variables (v : signal -> A) (w : gradient -> B).
Hypotheses (Hv' : solves forward v) (Hw' : solves (backward v) w).
Lemma call'cos x0 e0 : D x0 = e0 -> D (cos x0) = (- (ev (sin (x0)))) * e0.
Proof. move=> <-; exact: slope_cos. Qed.
Lemma call'exp x0 e0 : D x0 = e0 -> D (exp x0) = ev (exp (x0)) * e0.
Proof. move=> <-; exact: slope_exp. Qed.
Lemma call'sin x0 e0 : D x0 = e0 -> D (sin x0) = ev (cos (x0)) * e0.
Proof. move=> <-; exact: slope_sin. Qed.
Ltac align' := repeat match goal with
  | |- context [cos ?a] => match goal with |- context [cos ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [exp ?a] => match goal with |- context [exp ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [sin ?a] => match goal with |- context [sin ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  end.
Ltac algebra' := rewrite /=; first [first [ring] | align'; first [ring]].
Ltac calls' := first [apply: call'cos | apply: call'exp | apply: call'sin].
Definition F'0 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) dy_out t n k * D (v (y t n k)).
Definition F'1 : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dv_T n j * D (v (v_ T n j)).
Definition F'6 : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) du_T n j * D (v (u T n j)).

Lemma E'lambda_u (j : nat) :
  v (lambda_u j) = cos (exp (theta j)) * exp (- (exp (nu j))).
Proof. exact: (Hv' (lambda_u j)). Qed.

Lemma tan'lambda_u'0 (j : nat) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (cos (exp (theta j)) * exp (- (exp (nu j)))) = (x' * (- (ev (cos (exp (theta j))) * ev (exp (- (exp (nu j)))) * ev (exp (nu j)))) * D (nu j)) + (x' * (- (ev (exp (- (exp (nu j)))) * ev (exp (theta j)) * ev (sin (exp (theta j))))) * D (theta j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'20 : B := \sum_(1 <= j < H.+1) w (dlambda_u j) * (- (ev (cos (exp (theta j))) * ev (exp (- (exp (nu j)))) * ev (exp (nu j)))) * D (nu j).
Definition F'22 : B := \sum_(1 <= j < H.+1) w (dlambda_u j) * (- (ev (exp (- (exp (nu j)))) * ev (exp (theta j)) * ev (sin (exp (theta j))))) * D (theta j).
Definition P'lambda_u : B := \sum_(1 <= j < H.+1) w (dlambda_u j) * D (v (lambda_u j)).
Lemma fwd'lambda_u : P'lambda_u = (F'20 + F'22).
Proof.
rewrite /P'lambda_u /F'20 /F'22. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'lambda_u j). exact: (tan'lambda_u'0 j R'j).
Qed.

Lemma E'lambda_v (j : nat) :
  v (lambda_v j) = exp (- (exp (nu j))) * sin (exp (theta j)).
Proof. exact: (Hv' (lambda_v j)). Qed.

Lemma tan'lambda_v'0 (j : nat) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (exp (- (exp (nu j))) * sin (exp (theta j))) = (x' * (- (ev (exp (- (exp (nu j)))) * ev (exp (nu j)) * ev (sin (exp (theta j))))) * D (nu j)) + (x' * ev (cos (exp (theta j))) * ev (exp (- (exp (nu j)))) * ev (exp (theta j)) * D (theta j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'21 : B := \sum_(1 <= j < H.+1) w (dlambda_v j) * (- (ev (exp (- (exp (nu j)))) * ev (exp (nu j)) * ev (sin (exp (theta j))))) * D (nu j).
Definition F'23 : B := \sum_(1 <= j < H.+1) w (dlambda_v j) * ev (cos (exp (theta j))) * ev (exp (- (exp (nu j)))) * ev (exp (theta j)) * D (theta j).
Definition P'lambda_v : B := \sum_(1 <= j < H.+1) w (dlambda_v j) * D (v (lambda_v j)).
Lemma fwd'lambda_v : P'lambda_v = (F'21 + F'23).
Proof.
rewrite /P'lambda_v /F'21 /F'23. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'lambda_v j). exact: (tan'lambda_v'0 j R'j).
Qed.

Lemma E'gamma (j : nat) :
  v (gamma j) = exp (log_gamma j).
Proof. exact: (Hv' (gamma j)). Qed.

Lemma tan'gamma'0 (j : nat) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (exp (log_gamma j)) = (x' * ev (v (gamma j)) * D (log_gamma j)).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'gamma j). algebra'. Qed.

Definition F'24 : B := \sum_(1 <= j < H.+1) w (dgamma j) * ev (v (gamma j)) * D (log_gamma j).
Definition P'gamma : B := \sum_(1 <= j < H.+1) w (dgamma j) * D (v (gamma j)).
Lemma fwd'gamma : P'gamma = (F'24).
Proof.
rewrite /P'gamma /F'24. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'gamma j). exact: (tan'gamma'0 j R'j).
Qed.

Lemma E'a_u (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_u t n j) = \sum_(1 <= k < M.+1) B_u j k * x t n k.
Proof. exact: (if_true (Hv' (a_u t n j)) R't). Qed.

Lemma tan'a_u'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) B_u j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (B_u j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (B_u j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_u t n j) * ev (B_u j k) * D (x t n k).
Definition F'25 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_u t n j) * ev (x t n k) * D (B_u j k).
Definition P'a_u : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_u t n j) * D (v (a_u t n j)).
Lemma fwd'a_u : P'a_u = (F'17 + F'25).
Proof.
rewrite /P'a_u /F'17 /F'25. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_u t n j R't). exact: (tan'a_u'0 t n j R't R'n R'j).
Qed.

Lemma E'u (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (u t n j) = (v (lambda_u j) * v (u t.-1 n j))
      + ((- (v (lambda_v j) * v (v_ t.-1 n j))))
      + (v (gamma j) * v (a_u t n j)).
Proof. exact: (if_true (Hv' (u t n j)) R't). Qed.

Lemma tan'u'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v (lambda_u j) * v (u t.-1 n j)) = (x' * ev (v (lambda_u j)) * D (v (u t.-1 n j))) + (x' * ev (v (u t.-1 n j)) * D (v (lambda_u j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'u'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D ((- (v (lambda_v j) * v (v_ t.-1 n j)))) = (x' * (- (ev (v (lambda_v j)))) * D (v (v_ t.-1 n j))) + (x' * (- (ev (v (v_ t.-1 n j)))) * D (v (lambda_v j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'u'2 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v (gamma j) * v (a_u t n j)) = (x' * ev (v (gamma j)) * D (v (a_u t n j))) + (x' * ev (v (a_u t n j)) * D (v (gamma j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du t n j) * ev (v (lambda_u j)) * D (v (u t.-1 n j)).
Definition F'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du t n j) * ev (v (u t.-1 n j)) * D (v (lambda_u j)).
Definition F'3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du t n j) * (- (ev (v (lambda_v j)))) * D (v (v_ t.-1 n j)).
Definition F'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du t n j) * (- (ev (v (v_ t.-1 n j)))) * D (v (lambda_v j)).
Definition F'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du t n j) * ev (v (gamma j)) * D (v (a_u t n j)).
Definition F'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du t n j) * ev (v (a_u t n j)) * D (v (gamma j)).
Definition P'u : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du t n j) * D (v (u t n j)).
Lemma fwd'u : P'u = (F'8 + F'15) + (F'3 + F'13) + (F'10 + F'11).
Proof.
rewrite /P'u /F'8 /F'15 /F'3 /F'13 /F'10 /F'11. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'u t n j R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'u'0 t n j R't R'n R'j) | exact: (tan'u'1 t n j R't R'n R'j)] | exact: (tan'u'2 t n j R't R'n R'j)].
Qed.

Lemma E'a_v (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_v t n j) = \sum_(1 <= k < M.+1) B_v j k * x t n k.
Proof. exact: (if_true (Hv' (a_v t n j)) R't). Qed.

Lemma tan'a_v'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) B_v j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (B_v j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (B_v j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'18 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_v t n j) * ev (B_v j k) * D (x t n k).
Definition F'26 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_v t n j) * ev (x t n k) * D (B_v j k).
Definition P'a_v : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_v t n j) * D (v (a_v t n j)).
Lemma fwd'a_v : P'a_v = (F'18 + F'26).
Proof.
rewrite /P'a_v /F'18 /F'26. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_v t n j R't). exact: (tan'a_v'0 t n j R't R'n R'j).
Qed.

Lemma E'v_ (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (v_ t n j) = (v (lambda_u j) * v (v_ t.-1 n j))
      + (v (lambda_v j) * v (u t.-1 n j))
      + (v (gamma j) * v (a_v t n j)).
Proof. exact: (if_true (Hv' (v_ t n j)) R't). Qed.

Lemma tan'v_'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v (lambda_u j) * v (v_ t.-1 n j)) = (x' * ev (v (lambda_u j)) * D (v (v_ t.-1 n j))) + (x' * ev (v (v_ t.-1 n j)) * D (v (lambda_u j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'v_'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v (lambda_v j) * v (u t.-1 n j)) = (x' * ev (v (lambda_v j)) * D (v (u t.-1 n j))) + (x' * ev (v (u t.-1 n j)) * D (v (lambda_v j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'v_'2 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v (gamma j) * v (a_v t n j)) = (x' * ev (v (gamma j)) * D (v (a_v t n j))) + (x' * ev (v (a_v t n j)) * D (v (gamma j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv t n j) * ev (v (lambda_u j)) * D (v (v_ t.-1 n j)).
Definition F'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv t n j) * ev (v (v_ t.-1 n j)) * D (v (lambda_u j)).
Definition F'9 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv t n j) * ev (v (lambda_v j)) * D (v (u t.-1 n j)).
Definition F'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv t n j) * ev (v (u t.-1 n j)) * D (v (lambda_v j)).
Definition F'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv t n j) * ev (v (gamma j)) * D (v (a_v t n j)).
Definition F'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv t n j) * ev (v (a_v t n j)) * D (v (gamma j)).
Definition P'v_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv t n j) * D (v (v_ t n j)).
Lemma fwd'v_ : P'v_ = (F'4 + F'16) + (F'9 + F'14) + (F'5 + F'12).
Proof.
rewrite /P'v_ /F'4 /F'16 /F'9 /F'14 /F'5 /F'12. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'v_ t n j R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'v_'0 t n j R't R'n R'j) | exact: (tan'v_'1 t n j R't R'n R'j)] | exact: (tan'v_'2 t n j R't R'n R'j)].
Qed.

Lemma E'y (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  v (y t n k) = (\sum_(1 <= j < H.+1) C_u k j * v (u t n j))
      + (\sum_(1 <= j < H.+1) (- (C_v k j * v (v_ t n j))))
      + (d_ k * x t n k).
Proof. exact: (if_true (Hv' (y t n k)) R't). Qed.

Lemma tan'y'0 (t n k : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'k : (1 <= k < M.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) C_u k j * v (u t n j)) = (\sum_(1 <= j < H.+1) x' * ev (C_u k j) * D (v (u t n j))) + (\sum_(1 <= j < H.+1) x' * ev (v (u t n j)) * D (C_u k j)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'y'1 (t n k : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'k : (1 <= k < M.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) (- (C_v k j * v (v_ t n j)))) = (\sum_(1 <= j < H.+1) x' * (- (ev (C_v k j))) * D (v (v_ t n j))) + (\sum_(1 <= j < H.+1) x' * (- (ev (v (v_ t n j)))) * D (C_v k j)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'y'2 (t n k : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'k : (1 <= k < M.+1)%N) (x' : B) :
  x' * D (d_ k * x t n k) = (x' * ev (d_ k) * D (x t n k)) + (x' * ev (x t n k) * D (d_ k)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) \sum_(1 <= j < H.+1) w (dy t n k) * ev (C_u k j) * D (v (u t n j)).
Definition F'27 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) \sum_(1 <= j < H.+1) w (dy t n k) * ev (v (u t n j)) * D (C_u k j).
Definition F'2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) \sum_(1 <= j < H.+1) w (dy t n k) * (- (ev (C_v k j))) * D (v (v_ t n j)).
Definition F'28 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) \sum_(1 <= j < H.+1) w (dy t n k) * (- (ev (v (v_ t n j)))) * D (C_v k j).
Definition F'19 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dy t n k) * ev (d_ k) * D (x t n k).
Definition F'29 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dy t n k) * ev (x t n k) * D (d_ k).
Definition P'y : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dy t n k) * D (v (y t n k)).
Lemma fwd'y : P'y = (F'7 + F'27) + (F'2 + F'28) + (F'19 + F'29).
Proof.
rewrite /P'y /F'7 /F'27 /F'2 /F'28 /F'19 /F'29. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [in LHS](E'y t n k R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'y'0 t n k R't R'n R'k) | exact: (tan'y'1 t n k R't R'n R'k)] | exact: (tan'y'2 t n k R't R'n R'k)].
Qed.

Definition B'0 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (dy_out t n k) * D (v (y t n k)).
Lemma path'0 : F'0 = B'0.
Proof.
rewrite /F'0 /B'0.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Lemma adj'y (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (dy t n k) = ((dy_out t n k)).
Proof. apply: (etrans (if_true (Hw' (dy t n k)) R't)). exact: erefl. Qed.

Definition Q'y : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dy t n k) * D (v (y t n k)).
Lemma bwd'y : Q'y = (B'0).
Proof.
rewrite /Q'y /B'0. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'y t n k R't). exact: erefl.
Qed.

Definition B'1 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (T <= t < T.+1)%N then dv_T n j else 0) * D (v (v_ t n j)).
Lemma path'1 : F'1 = B'1.
Proof.
rewrite /F'1 /B'1.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dv_T n j * D (v (v_ t n j))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'2 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) (- (ev (C_v k j) * w (dy t n k))) else 0) * D (v (v_ t n j)).
Lemma path'2 : F'2 = B'2.
Proof.
rewrite /F'2 /B'2.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'3 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then (- (ev (v (lambda_v j)) * w (du t.+1 n j))) else 0) * D (v (v_ t n j)).
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

Definition B'4 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then ev (v (lambda_u j)) * w (dv t.+1 n j) else 0) * D (v (v_ t n j)).
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

Lemma adj'v_ (t n j : nat) (R't : (0 <= t < T.+1)%N) :
  w (dv t n j) = ((if (T <= t < T.+1)%N then dv_T n j else 0)) + ((if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) (- (ev (C_v k j) * w (dy t n k))) else 0)) + ((if (0 <= t < T)%N then (- (ev (v (lambda_v j)) * w (du t.+1 n j))) else 0)) + ((if (0 <= t < T)%N then ev (v (lambda_u j)) * w (dv t.+1 n j) else 0)).
Proof. apply: (etrans (if_true (Hw' (dv t n j)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'v_ : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv t n j) * D (v (v_ t n j)).
Lemma bwd'v_ : Q'v_ = (B'1) + (B'2) + (B'3) + (B'4).
Proof.
rewrite /Q'v_ /B'1 /B'2 /B'3 /B'4. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'v_ t n j R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (v (gamma j)) * w (dv t n j)) * D (v (a_v t n j)).
Lemma path'5 : F'5 = B'5.
Proof.
rewrite /F'5 /B'5.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_v (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_v t n j) = ((ev (v (gamma j)) * w (dv t n j))).
Proof. apply: (etrans (if_true (Hw' (da_v t n j)) R't)). exact: erefl. Qed.

Definition Q'a_v : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_v t n j) * D (v (a_v t n j)).
Lemma bwd'a_v : Q'a_v = (B'5).
Proof.
rewrite /Q'a_v /B'5. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_v t n j R't). exact: erefl.
Qed.

Definition B'6 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (T <= t < T.+1)%N then du_T n j else 0) * D (v (u t n j)).
Lemma path'6 : F'6 = B'6.
Proof.
rewrite /F'6 /B'6.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) du_T n j * D (v (u t n j))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'7 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) ev (C_u k j) * w (dy t n k) else 0) * D (v (u t n j)).
Lemma path'7 : F'7 = B'7.
Proof.
rewrite /F'7 /B'7.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'8 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then ev (v (lambda_u j)) * w (du t.+1 n j) else 0) * D (v (u t n j)).
Lemma path'8 : F'8 = B'8.
Proof.
rewrite /F'8 /B'8.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'9 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then ev (v (lambda_v j)) * w (dv t.+1 n j) else 0) * D (v (u t n j)).
Lemma path'9 : F'9 = B'9.
Proof.
rewrite /F'9 /B'9.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'u (t n j : nat) (R't : (0 <= t < T.+1)%N) :
  w (du t n j) = ((if (T <= t < T.+1)%N then du_T n j else 0)) + ((if (1 <= t < T.+1)%N then \sum_(1 <= k < M.+1) ev (C_u k j) * w (dy t n k) else 0)) + ((if (0 <= t < T)%N then ev (v (lambda_u j)) * w (du t.+1 n j) else 0)) + ((if (0 <= t < T)%N then ev (v (lambda_v j)) * w (dv t.+1 n j) else 0)).
Proof. apply: (etrans (if_true (Hw' (du t n j)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'u : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du t n j) * D (v (u t n j)).
Lemma bwd'u : Q'u = (B'6) + (B'7) + (B'8) + (B'9).
Proof.
rewrite /Q'u /B'6 /B'7 /B'8 /B'9. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'u t n j R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (v (gamma j)) * w (du t n j)) * D (v (a_u t n j)).
Lemma path'10 : F'10 = B'10.
Proof.
rewrite /F'10 /B'10.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_u (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_u t n j) = ((ev (v (gamma j)) * w (du t n j))).
Proof. apply: (etrans (if_true (Hw' (da_u t n j)) R't)). exact: erefl. Qed.

Definition Q'a_u : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_u t n j) * D (v (a_u t n j)).
Lemma bwd'a_u : Q'a_u = (B'10).
Proof.
rewrite /Q'a_u /B'10. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_u t n j R't). exact: erefl.
Qed.

Definition B'11 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_u t n j)) * w (du t n j)) * D (v (gamma j)).
Lemma path'11 : F'11 = B'11.
Proof.
rewrite /F'11 /B'11.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Definition B'12 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_v t n j)) * w (dv t n j)) * D (v (gamma j)).
Lemma path'12 : F'12 = B'12.
Proof.
rewrite /F'12 /B'12.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'gamma (j : nat) :
  w (dgamma j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_u t n j)) * w (du t n j))) + ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (v (a_v t n j)) * w (dv t n j))).
Proof. apply: (etrans (Hw' (dgamma j))). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'gamma : B := \sum_(1 <= j < H.+1) w (dgamma j) * D (v (gamma j)).
Lemma bwd'gamma : Q'gamma = (B'11) + (B'12).
Proof.
rewrite /Q'gamma /B'11 /B'12. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'gamma j). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'13 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (- (w (du t n j) * ev (v (v_ t.-1 n j))))) * D (v (lambda_v j)).
Lemma path'13 : F'13 = B'13.
Proof.
rewrite /F'13 /B'13.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Definition B'14 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv t n j) * ev (v (u t.-1 n j))) * D (v (lambda_v j)).
Lemma path'14 : F'14 = B'14.
Proof.
rewrite /F'14 /B'14.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'lambda_v (j : nat) :
  w (dlambda_v j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (- (w (du t n j) * ev (v (v_ t.-1 n j)))))) + ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv t n j) * ev (v (u t.-1 n j)))).
Proof. apply: (etrans (Hw' (dlambda_v j))). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'lambda_v : B := \sum_(1 <= j < H.+1) w (dlambda_v j) * D (v (lambda_v j)).
Lemma bwd'lambda_v : Q'lambda_v = (B'13) + (B'14).
Proof.
rewrite /Q'lambda_v /B'13 /B'14. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'lambda_v j). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'15 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (du t n j) * ev (v (u t.-1 n j))) * D (v (lambda_u j)).
Lemma path'15 : F'15 = B'15.
Proof.
rewrite /F'15 /B'15.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Definition B'16 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv t n j) * ev (v (v_ t.-1 n j))) * D (v (lambda_u j)).
Lemma path'16 : F'16 = B'16.
Proof.
rewrite /F'16 /B'16.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'lambda_u (j : nat) :
  w (dlambda_u j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (du t n j) * ev (v (u t.-1 n j)))) + ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv t n j) * ev (v (v_ t.-1 n j)))).
Proof. apply: (etrans (Hw' (dlambda_u j))). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'lambda_u : B := \sum_(1 <= j < H.+1) w (dlambda_u j) * D (v (lambda_u j)).
Lemma bwd'lambda_u : Q'lambda_u = (B'15) + (B'16).
Proof.
rewrite /Q'lambda_u /B'15 /B'16. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'lambda_u j). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (B_u j k) * w (da_u t n j)) * D (x t n k).
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

Definition B'18 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (B_v j k) * w (da_v t n j)) * D (x t n k).
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

Definition B'19 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (ev (d_ k) * w (dy t n k)) * D (x t n k).
Lemma path'19 : F'19 = B'19.
Proof.
rewrite /F'19 /B'19.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Lemma adj'x (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (dx t n k) = ((\sum_(1 <= j < H.+1) ev (B_u j k) * w (da_u t n j))) + ((\sum_(1 <= j < H.+1) ev (B_v j k) * w (da_v t n j))) + ((ev (d_ k) * w (dy t n k))).
Proof. apply: (etrans (if_true (Hw' (dx t n k)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'x : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k).
Lemma bwd'x : Q'x = (B'17) + (B'18) + (B'19).
Proof.
rewrite /Q'x /B'17 /B'18 /B'19. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'x t n k R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'20 : B := \sum_(1 <= j < H.+1) ((- (w (dlambda_u j) * ev (cos (exp (theta j))) * ev (exp (- (exp (nu j)))) * ev (exp (nu j))))) * D (nu j).
Lemma path'20 : F'20 = B'20.
Proof.
rewrite /F'20 /B'20.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'21 : B := \sum_(1 <= j < H.+1) ((- (w (dlambda_v j) * ev (exp (- (exp (nu j)))) * ev (exp (nu j)) * ev (sin (exp (theta j)))))) * D (nu j).
Lemma path'21 : F'21 = B'21.
Proof.
rewrite /F'21 /B'21.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'nu (j : nat) :
  w (dnu j) = (((- (w (dlambda_u j) * ev (cos (exp (theta j))) * ev (exp (- (exp (nu j)))) * ev (exp (nu j)))))) + (((- (w (dlambda_v j) * ev (exp (- (exp (nu j)))) * ev (exp (nu j)) * ev (sin (exp (theta j))))))).
Proof. apply: (etrans (Hw' (dnu j))). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'nu : B := \sum_(1 <= j < H.+1) w (dnu j) * D (nu j).
Lemma bwd'nu : Q'nu = (B'20) + (B'21).
Proof.
rewrite /Q'nu /B'20 /B'21. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'nu j). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'22 : B := \sum_(1 <= j < H.+1) ((- (w (dlambda_u j) * ev (exp (- (exp (nu j)))) * ev (exp (theta j)) * ev (sin (exp (theta j)))))) * D (theta j).
Lemma path'22 : F'22 = B'22.
Proof.
rewrite /F'22 /B'22.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'23 : B := \sum_(1 <= j < H.+1) (w (dlambda_v j) * ev (cos (exp (theta j))) * ev (exp (- (exp (nu j)))) * ev (exp (theta j))) * D (theta j).
Lemma path'23 : F'23 = B'23.
Proof.
rewrite /F'23 /B'23.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'theta (j : nat) :
  w (dtheta j) = (((- (w (dlambda_u j) * ev (exp (- (exp (nu j)))) * ev (exp (theta j)) * ev (sin (exp (theta j))))))) + ((w (dlambda_v j) * ev (cos (exp (theta j))) * ev (exp (- (exp (nu j)))) * ev (exp (theta j)))).
Proof. apply: (etrans (Hw' (dtheta j))). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'theta : B := \sum_(1 <= j < H.+1) w (dtheta j) * D (theta j).
Lemma bwd'theta : Q'theta = (B'22) + (B'23).
Proof.
rewrite /Q'theta /B'22 /B'23. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'theta j). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'24 : B := \sum_(1 <= j < H.+1) (w (dgamma j) * ev (v (gamma j))) * D (log_gamma j).
Lemma path'24 : F'24 = B'24.
Proof.
rewrite /F'24 /B'24.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'log_gamma (j : nat) :
  w (dlog_gamma j) = ((w (dgamma j) * ev (v (gamma j)))).
Proof. apply: (etrans (Hw' (dlog_gamma j))). exact: erefl. Qed.

Definition Q'log_gamma : B := \sum_(1 <= j < H.+1) w (dlog_gamma j) * D (log_gamma j).
Lemma bwd'log_gamma : Q'log_gamma = (B'24).
Proof.
rewrite /Q'log_gamma /B'24. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'log_gamma j). exact: erefl.
Qed.

Definition B'25 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_u t n j) * ev (x t n k)) * D (B_u j k).
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

Lemma adj'B_u (j k : nat) :
  w (dB_u j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_u t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dB_u j k))). exact: erefl. Qed.

Definition Q'B_u : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dB_u j k) * D (B_u j k).
Lemma bwd'B_u : Q'B_u = (B'25).
Proof.
rewrite /Q'B_u /B'25. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'B_u j k). exact: erefl.
Qed.

Definition B'26 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_v t n j) * ev (x t n k)) * D (B_v j k).
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

Lemma adj'B_v (j k : nat) :
  w (dB_v j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_v t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dB_v j k))). exact: erefl. Qed.

Definition Q'B_v : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dB_v j k) * D (B_v j k).
Lemma bwd'B_v : Q'B_v = (B'26).
Proof.
rewrite /Q'B_v /B'26. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'B_v j k). exact: erefl.
Qed.

Definition B'27 : B := \sum_(1 <= k < M.+1) \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dy t n k) * ev (v (u t n j))) * D (C_u k j).
Lemma path'27 : F'27 = B'27.
Proof.
rewrite /F'27 /B'27.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'C_u (k j : nat) :
  w (dC_u k j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dy t n k) * ev (v (u t n j)))).
Proof. apply: (etrans (Hw' (dC_u k j))). exact: erefl. Qed.

Definition Q'C_u : B := \sum_(1 <= k < M.+1) \sum_(1 <= j < H.+1) w (dC_u k j) * D (C_u k j).
Lemma bwd'C_u : Q'C_u = (B'27).
Proof.
rewrite /Q'C_u /B'27. rewrite ?join_sums. apply: eq_big_nat => k R'k. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'C_u k j). exact: erefl.
Qed.

Definition B'28 : B := \sum_(1 <= k < M.+1) \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (- (w (dy t n k) * ev (v (v_ t n j))))) * D (C_v k j).
Lemma path'28 : F'28 = B'28.
Proof.
rewrite /F'28 /B'28.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'C_v (k j : nat) :
  w (dC_v k j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (- (w (dy t n k) * ev (v (v_ t n j)))))).
Proof. apply: (etrans (Hw' (dC_v k j))). exact: erefl. Qed.

Definition Q'C_v : B := \sum_(1 <= k < M.+1) \sum_(1 <= j < H.+1) w (dC_v k j) * D (C_v k j).
Lemma bwd'C_v : Q'C_v = (B'28).
Proof.
rewrite /Q'C_v /B'28. rewrite ?join_sums. apply: eq_big_nat => k R'k. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'C_v k j). exact: erefl.
Qed.

Definition B'29 : B := \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dy t n k) * ev (x t n k)) * D (d_ k).
Lemma path'29 : F'29 = B'29.
Proof.
rewrite /F'29 /B'29.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'd_ (k : nat) :
  w (dd k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dy t n k) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dd k))). exact: erefl. Qed.

Definition Q'd_ : B := \sum_(1 <= k < M.+1) w (dd k) * D (d_ k).
Lemma bwd'd_ : Q'd_ = (B'29).
Proof.
rewrite /Q'd_ /B'29. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'd_ k). exact: erefl.
Qed.

Lemma mov'lambda_u : P'lambda_u = (B'20 + B'22).
Proof. by rewrite fwd'lambda_u path'20 path'22. Qed.
Lemma all'lambda_u : Q'lambda_u = P'lambda_u.
Proof. exact: erefl. Qed.

Lemma mov'lambda_v : P'lambda_v = (B'21 + B'23).
Proof. by rewrite fwd'lambda_v path'21 path'23. Qed.
Lemma all'lambda_v : Q'lambda_v = P'lambda_v.
Proof. exact: erefl. Qed.

Lemma mov'gamma : P'gamma = (B'24).
Proof. by rewrite fwd'gamma path'24. Qed.
Lemma all'gamma : Q'gamma = P'gamma.
Proof. exact: erefl. Qed.

Lemma mov'a_u : P'a_u = (B'17 + B'25).
Proof. by rewrite fwd'a_u path'17 path'25. Qed.
Lemma all'a_u : Q'a_u = P'a_u.
Proof. exact: erefl. Qed.

Lemma mov'u : P'u = (B'8 + B'15) + (B'3 + B'13) + (B'10 + B'11).
Proof. by rewrite fwd'u path'8 path'15 path'3 path'13 path'10 path'11. Qed.
Definition I'u : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (du 0 n j) * D (u_0 n j).
Lemma all'u : Q'u = I'u + P'u.
Proof. rewrite /Q'u /I'u /P'u first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => j R'j. congr (_ * D _). exact: (Hv' (u 0 n j)). Qed.

Lemma mov'a_v : P'a_v = (B'18 + B'26).
Proof. by rewrite fwd'a_v path'18 path'26. Qed.
Lemma all'a_v : Q'a_v = P'a_v.
Proof. exact: erefl. Qed.

Lemma mov'v_ : P'v_ = (B'4 + B'16) + (B'9 + B'14) + (B'5 + B'12).
Proof. by rewrite fwd'v_ path'4 path'16 path'9 path'14 path'5 path'12. Qed.
Definition I'v_ : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv 0 n j) * D (v_0 n j).
Lemma all'v_ : Q'v_ = I'v_ + P'v_.
Proof. rewrite /Q'v_ /I'v_ /P'v_ first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => j R'j. congr (_ * D _). exact: (Hv' (v_ 0 n j)). Qed.

Lemma mov'y : P'y = (B'7 + B'27) + (B'2 + B'28) + (B'19 + B'29).
Proof. by rewrite fwd'y path'7 path'27 path'2 path'28 path'19 path'29. Qed.
Lemma all'y : Q'y = P'y.
Proof. exact: erefl. Qed.

Lemma telescope' (b'0 b'1 b'2 b'3 b'4 b'5 b'6 b'7 b'8 b'9 b'10 b'11 b'12 b'13 b'14 b'15 b'16 b'17 b'18 b'19 b'20 b'21 b'22 b'23 b'24 b'25 b'26 b'27 b'28 b'29 q'y q'v_ q'a_v q'u q'a_u q'gamma q'lambda_v q'lambda_u q'x q'nu q'theta q'log_gamma q'B_u q'B_v q'C_u q'C_v q'd_ p'lambda_u p'lambda_v p'gamma p'a_u p'u p'a_v p'v_ p'y i'u i'v_ : B) :
  q'y = (b'0) ->
  q'v_ = (b'1) + (b'2) + (b'3) + (b'4) ->
  q'a_v = (b'5) ->
  q'u = (b'6) + (b'7) + (b'8) + (b'9) ->
  q'a_u = (b'10) ->
  q'gamma = (b'11) + (b'12) ->
  q'lambda_v = (b'13) + (b'14) ->
  q'lambda_u = (b'15) + (b'16) ->
  q'x = (b'17) + (b'18) + (b'19) ->
  q'nu = (b'20) + (b'21) ->
  q'theta = (b'22) + (b'23) ->
  q'log_gamma = (b'24) ->
  q'B_u = (b'25) ->
  q'B_v = (b'26) ->
  q'C_u = (b'27) ->
  q'C_v = (b'28) ->
  q'd_ = (b'29) ->
  p'lambda_u = (b'20 + b'22) ->
  p'lambda_v = (b'21 + b'23) ->
  p'gamma = (b'24) ->
  p'a_u = (b'17 + b'25) ->
  p'u = (b'8 + b'15) + (b'3 + b'13) + (b'10 + b'11) ->
  p'a_v = (b'18 + b'26) ->
  p'v_ = (b'4 + b'16) + (b'9 + b'14) + (b'5 + b'12) ->
  p'y = (b'7 + b'27) + (b'2 + b'28) + (b'19 + b'29) ->
  q'lambda_u = p'lambda_u ->
  q'lambda_v = p'lambda_v ->
  q'gamma = p'gamma ->
  q'a_u = p'a_u ->
  q'u = i'u + p'u ->
  q'a_v = p'a_v ->
  q'v_ = i'v_ + p'v_ ->
  q'y = p'y ->
  b'0 + b'6 + b'1 = q'x + i'u + i'v_ + q'nu + q'theta + q'log_gamma + q'B_u + q'B_v + q'C_u + q'C_v + q'd_.
Proof.
move=> K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24 K'25 K'26 K'27 K'28 K'29 K'30 K'31 K'32.
have all'q : q'y + q'v_ + q'a_v + q'u + q'a_u + q'gamma + q'lambda_v + q'lambda_u + q'x + q'nu + q'theta + q'log_gamma + q'B_u + q'B_v + q'C_u + q'C_v + q'd_ = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 + b'26 + b'27 + b'28 + b'29 by rewrite K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16; ring.
have all'p : (b'0 + b'6 + b'1) + (p'lambda_u + p'lambda_v + p'gamma + p'a_u + p'u + p'a_v + p'v_ + p'y) = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 + b'26 + b'27 + b'28 + b'29 by rewrite K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24; ring.
apply: (addIr (p'lambda_u + p'lambda_v + p'gamma + p'a_u + p'u + p'a_v + p'v_ + p'y)); rewrite all'p -all'q K'25 K'26 K'27 K'28 K'29 K'30 K'31 K'32; ring.
Qed.
Lemma for'any : claim v w.
Proof.
apply: (etrans (y := B'0 + B'6 + B'1)).
  by rewrite /claim -path'0 -path'6 -path'1.
exact: (telescope' B'0 B'1 B'2 B'3 B'4 B'5 B'6 B'7 B'8 B'9 B'10 B'11 B'12 B'13 B'14 B'15 B'16 B'17 B'18 B'19 B'20 B'21 B'22 B'23 B'24 B'25 B'26 B'27 B'28 B'29 Q'y Q'v_ Q'a_v Q'u Q'a_u Q'gamma Q'lambda_v Q'lambda_u Q'x Q'nu Q'theta Q'log_gamma Q'B_u Q'B_v Q'C_u Q'C_v Q'd_ P'lambda_u P'lambda_v P'gamma P'a_u P'u P'a_v P'v_ P'y I'u I'v_ bwd'y bwd'v_ bwd'a_v bwd'u bwd'a_u bwd'gamma bwd'lambda_v bwd'lambda_u bwd'x bwd'nu bwd'theta bwd'log_gamma bwd'B_u bwd'B_v bwd'C_u bwd'C_v bwd'd_ mov'lambda_u mov'lambda_v mov'gamma mov'a_u mov'u mov'a_v mov'v_ mov'y all'lambda_u all'lambda_v all'gamma all'a_u all'u all'a_v all'v_ all'y).
Qed.
End Any'.

Theorem lru_gradients_right : exists v w, [/\ the_solution forward v, the_solution (backward v) w & claim v w].
Proof using All.
have [v Hv'] := forward'solvable; have [w Hw'] := backward'solvable v.
by exists v, w; split=> //; apply: for'any; [case: Hv' | case: Hw'].
Qed.

End Certificate.

Print Assumptions lru_gradients_right.
