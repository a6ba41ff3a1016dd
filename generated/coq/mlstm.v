(* mlstm: mLSTM: a matrix memory of values v under keys k, read by queries q.
   Source of the forward equations: Beck et al. 2024, arXiv 2405.04517; forget gate as in NX-AI/xlstm.
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

Variable constant_1 : A.  (* 1/sqrt(H) *)
Hypothesis slope_constant_1 : D constant_1 = 0.
Variable over_1000000000000000 : A.  (* 1/1000000000000000 *)
Hypothesis slope_over_1000000000000000 : D over_1000000000000000 = 0.
Variable absolute : A -> A.
Variable exp : A -> A.
Variable inv : A -> A.
Variable log_sigmoid : A -> A.
Variable maximum : A -> A -> A.
Variable minimum : A -> A -> A.
Variable sigmoid : A -> A.
Variable sign : A -> A.
Variable step : A -> A.
Hypothesis slope_absolute : forall x0, D (absolute x0) = ev (sign (x0)) * D x0.
Hypothesis slope_exp : forall x0, D (exp x0) = ev (exp (x0)) * D x0.
Hypothesis slope_inv : forall x0, D (inv x0) = (- ((ev (inv (x0))) * (ev (inv (x0))))) * D x0.
Hypothesis slope_log_sigmoid : forall x0, D (log_sigmoid x0) = ev (sigmoid (- (x0))) * D x0.
Hypothesis slope_maximum : forall x0 x1, D (maximum x0 x1) = ev (step ((- (x1)) + x0)) * D x0 + (1 - ev (step ((- (x1)) + x0))) * D x1.
Hypothesis slope_minimum : forall x0 x1, D (minimum x0 x1) = ev (step ((- (x0)) + x1)) * D x0 + (1 - ev (step ((- (x0)) + x1))) * D x1.
Hypothesis slope_sigmoid : forall x0, D (sigmoid x0) = (1 - ev (sigmoid (x0))) * ev (sigmoid (x0)) * D x0.
Hypothesis slope_sign : forall x0, D (sign x0) = 0 * D x0.
Hypothesis slope_step : forall x0, D (step x0) = 0 * D x0.
Variables T N M H : nat.
Hypothesis one_step : (0 < T)%N.
Variable x : nat -> nat -> nat -> A.
Variable C_0 : nat -> nat -> nat -> A.
Variable n_0 : nat -> nat -> A.
Variable m_0 : nat -> A.
Variable W_q : nat -> nat -> A.
Variable b_q : nat -> A.
Variable W_v : nat -> nat -> A.
Variable b_v : nat -> A.
Variable W_k : nat -> nat -> A.
Variable b_k : nat -> A.
Variable W_i : nat -> A.
Variable b_i : A.
Variable W_f : nat -> A.
Variable b_f : A.
Variable W_o : nat -> nat -> A.
Variable b_o : nat -> A.
Variable dC_T : nat -> nat -> nat -> B.
Variable dm_T : nat -> B.
Variable dn_T : nat -> nat -> B.
Variable dy : nat -> nat -> nat -> B.

(* What the cell computes. *)
Inductive signal : Set :=
  | q (t n j : nat)
  | v_ (t n j : nat)
  | a_k (t n j : nat)
  | k_ (t n j : nat)
  | i_tilde (t n : nat)
  | f_tilde (t n : nat)
  | log_f (t n : nat)
  | a_o (t n j : nat)
  | o (t n j : nat)
  | a_m (t n : nat)
  | m (t n : nat)
  | a_i_prime (t n : nat)
  | i_prime (t n : nat)
  | a_f_prime (t n : nat)
  | f_prime (t n : nat)
  | C (t n j r : nat)
  | n_ (t n j : nat)
  | s (t n : nat)
  | e (t n : nat)
  | d_ (t n : nat)
  | a_h (t n j : nat)
  | h (t n j : nat).
Definition forward (v : signal -> A) (what : signal) : A :=
  match what with
  | q t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_q j k * x t n k)
      + (b_q j) else 0
  | v_ t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_v j k * x t n k)
      + (b_v j) else 0
  | a_k t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_k j k * x t n k)
      + (b_k j) else 0
  | k_ t n j => if (1 <= t < T.+1)%N then constant_1 * v (a_k t n j) else 0
  | i_tilde t n => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_i k * x t n k)
      + (b_i) else 0
  | f_tilde t n => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_f k * x t n k)
      + (b_f) else 0
  | log_f t n => if (1 <= t < T.+1)%N then log_sigmoid (v (f_tilde t n)) else 0
  | a_o t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_o j k * x t n k)
      + (b_o j) else 0
  | o t n j => if (1 <= t < T.+1)%N then sigmoid (v (a_o t n j)) else 0
  | a_m t n => if (1 <= t < T.+1)%N then (v (log_f t n))
      + (v (m t.-1 n)) else 0
  | m t n => if (1 <= t < T.+1)%N then maximum (v (a_m t n)) (v (i_tilde t n)) else m_0 n
  | a_i_prime t n => if (1 <= t < T.+1)%N then (v (i_tilde t n))
      + ((- (v (m t n)))) else 0
  | i_prime t n => if (1 <= t < T.+1)%N then exp (v (a_i_prime t n)) else 0
  | a_f_prime t n => if (1 <= t < T.+1)%N then (v (log_f t n))
      + (v (m t.-1 n))
      + ((- (v (m t n)))) else 0
  | f_prime t n => if (1 <= t < T.+1)%N then exp (v (a_f_prime t n)) else 0
  | C t n j r => if (1 <= t < T.+1)%N then (v (f_prime t n) * v (C t.-1 n j r))
      + (v (i_prime t n) * v (k_ t n r) * v (v_ t n j)) else C_0 n j r
  | n_ t n j => if (1 <= t < T.+1)%N then (v (f_prime t n) * v (n_ t.-1 n j))
      + (v (i_prime t n) * v (k_ t n j)) else n_0 n j
  | s t n => if (1 <= t < T.+1)%N then \sum_(1 <= j < H.+1) v (n_ t n j) * v (q t n j) else 0
  | e t n => if (1 <= t < T.+1)%N then exp (minimum (v (m t n)) 0) else 0
  | d_ t n => if (1 <= t < T.+1)%N then maximum (maximum (v (e t n) * absolute (v (s t n))) (exp (- (maximum (v (m t n)) 0)))) (over_1000000000000000) else 0
  | a_h t n j => if (1 <= t < T.+1)%N then \sum_(1 <= r < H.+1) v (q t n r) * v (C t n j r) else 0
  | h t n j => if (1 <= t < T.+1)%N then inv (v (d_ t n)) * v (e t n) * v (a_h t n j) * v (o t n j) else 0
  end.

(* Its gradients. *)
Inductive gradient : Set :=
  | dh (t n j : nat)
  | da_h (t n j : nat)
  | dd (t n : nat)
  | de (t n : nat)
  | ds (t n : nat)
  | dn (t n j : nat)
  | dC (t n j r : nat)
  | df_prime (t n : nat)
  | da_f_prime (t n : nat)
  | di_prime (t n : nat)
  | da_i_prime (t n : nat)
  | dm (t n : nat)
  | da_m (t n : nat)
  | do_ (t n j : nat)
  | da_o (t n j : nat)
  | dlog_f (t n : nat)
  | df_tilde (t n : nat)
  | di_tilde (t n : nat)
  | dk (t n j : nat)
  | da_k (t n j : nat)
  | dv (t n j : nat)
  | dq (t n j : nat)
  | dx (t n k : nat)
  | dW_q (j k : nat)
  | db_q (j : nat)
  | dW_v (j k : nat)
  | db_v (j : nat)
  | dW_k (j k : nat)
  | db_k (j : nat)
  | dW_i (k : nat)
  | db_i
  | dW_f (k : nat)
  | db_f
  | dW_o (j k : nat)
  | db_o (j : nat).
Definition backward (v : signal -> A) (w : gradient -> B) (what : gradient) : B :=
  match what with
  | dh t n j => if (1 <= t < T.+1)%N then dy t n j else 0
  | da_h t n j => if (1 <= t < T.+1)%N then ev (inv (v (d_ t n))) * ev (v (e t n)) * w (dh t n j) * ev (v (o t n j)) else 0
  | dd t n => if (1 <= t < T.+1)%N then \sum_(1 <= j < H.+1) (- (ev (inv (v (d_ t n))) * ev (inv (v (d_ t n))) * ev (v (e t n)) * ev (v (a_h t n j)) * w (dh t n j) * ev (v (o t n j)))) else 0
  | de t n => if (1 <= t < T.+1)%N then (w (dd t n) * ev (absolute (v (s t n))) * ev (step ((- (over_1000000000000000)) + maximum (v (e t n) * absolute (v (s t n))) (exp (- (maximum (v (m t n)) 0))))) * ev (step ((- (exp (- (maximum (v (m t n)) 0)))) + v (e t n) * absolute (v (s t n)))))
      + (\sum_(1 <= j < H.+1) ev (inv (v (d_ t n))) * ev (v (a_h t n j)) * w (dh t n j) * ev (v (o t n j))) else 0
  | ds t n => if (1 <= t < T.+1)%N then w (dd t n) * ev (v (e t n)) * ev (sign (v (s t n))) * ev (step ((- (over_1000000000000000)) + maximum (v (e t n) * absolute (v (s t n))) (exp (- (maximum (v (m t n)) 0))))) * ev (step ((- (exp (- (maximum (v (m t n)) 0)))) + v (e t n) * absolute (v (s t n)))) else 0
  | dn t n j => if (0 <= t < T.+1)%N then (if (T <= t < T.+1)%N then dn_T n j else 0)
      + (if (1 <= t < T.+1)%N then w (ds t n) * ev (v (q t n j)) else 0)
      + (if (0 <= t < T)%N then ev (v (f_prime t.+1 n)) * w (dn t.+1 n j) else 0) else 0
  | dC t n j r => if (0 <= t < T.+1)%N then (if (T <= t < T.+1)%N then dC_T n j r else 0)
      + (if (1 <= t < T.+1)%N then w (da_h t n j) * ev (v (q t n r)) else 0)
      + (if (0 <= t < T)%N then ev (v (f_prime t.+1 n)) * w (dC t.+1 n j r) else 0) else 0
  | df_prime t n => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) ev (v (C t.-1 n j r)) * w (dC t n j r))
      + (\sum_(1 <= j < H.+1) w (dn t n j) * ev (v (n_ t.-1 n j))) else 0
  | da_f_prime t n => if (1 <= t < T.+1)%N then w (df_prime t n) * ev (v (f_prime t n)) else 0
  | di_prime t n => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) ev (v (k_ t n r)) * ev (v (v_ t n j)) * w (dC t n j r))
      + (\sum_(1 <= j < H.+1) w (dn t n j) * ev (v (k_ t n j))) else 0
  | da_i_prime t n => if (1 <= t < T.+1)%N then w (di_prime t n) * ev (v (i_prime t n)) else 0
  | dm t n => if (0 <= t < T.+1)%N then (if (T <= t < T.+1)%N then dm_T n else 0)
      + (if (1 <= t < T.+1)%N then (- (w (da_i_prime t n))) else 0)
      + (if (1 <= t < T.+1)%N then (- (w (da_f_prime t n))) else 0)
      + (if (1 <= t < T.+1)%N then w (de t n) * ev (v (e t n)) * ev (step (- (v (m t n)))) else 0)
      + (if (1 <= t < T.+1)%N then (- ((1 - ev (step ((- (exp (- (maximum (v (m t n)) 0)))) + v (e t n) * absolute (v (s t n))))) * w (dd t n) * ev (exp (- (maximum (v (m t n)) 0))) * ev (step ((- (over_1000000000000000)) + maximum (v (e t n) * absolute (v (s t n))) (exp (- (maximum (v (m t n)) 0))))) * ev (step (v (m t n))))) else 0)
      + (if (0 <= t < T)%N then w (da_m t.+1 n) else 0)
      + (if (0 <= t < T)%N then w (da_f_prime t.+1 n) else 0) else 0
  | da_m t n => if (1 <= t < T.+1)%N then w (dm t n) * ev (step ((- (v (i_tilde t n))) + v (a_m t n))) else 0
  | do_ t n j => if (1 <= t < T.+1)%N then ev (inv (v (d_ t n))) * ev (v (e t n)) * ev (v (a_h t n j)) * w (dh t n j) else 0
  | da_o t n j => if (1 <= t < T.+1)%N then (1 - ev (v (o t n j))) * w (do_ t n j) * ev (v (o t n j)) else 0
  | dlog_f t n => if (1 <= t < T.+1)%N then (w (da_m t n))
      + (w (da_f_prime t n)) else 0
  | df_tilde t n => if (1 <= t < T.+1)%N then w (dlog_f t n) * ev (sigmoid (- (v (f_tilde t n)))) else 0
  | di_tilde t n => if (1 <= t < T.+1)%N then ((1 - ev (step ((- (v (i_tilde t n))) + v (a_m t n)))) * w (dm t n))
      + (w (da_i_prime t n)) else 0
  | dk t n j => if (1 <= t < T.+1)%N then (\sum_(1 <= r < H.+1) ev (v (i_prime t n)) * ev (v (v_ t n r)) * w (dC t n r j))
      + (ev (v (i_prime t n)) * w (dn t n j)) else 0
  | da_k t n j => if (1 <= t < T.+1)%N then ev (constant_1) * w (dk t n j) else 0
  | dv t n j => if (1 <= t < T.+1)%N then \sum_(1 <= r < H.+1) ev (v (i_prime t n)) * ev (v (k_ t n r)) * w (dC t n j r) else 0
  | dq t n j => if (1 <= t < T.+1)%N then (w (ds t n) * ev (v (n_ t n j)))
      + (\sum_(1 <= r < H.+1) w (da_h t n r) * ev (v (C t n r j))) else 0
  | dx t n k => if (1 <= t < T.+1)%N then (\sum_(1 <= j < H.+1) ev (W_q j k) * w (dq t n j))
      + (\sum_(1 <= j < H.+1) ev (W_v j k) * w (dv t n j))
      + (\sum_(1 <= j < H.+1) ev (W_k j k) * w (da_k t n j))
      + (ev (W_i k) * w (di_tilde t n))
      + (ev (W_f k) * w (df_tilde t n))
      + (\sum_(1 <= j < H.+1) ev (W_o j k) * w (da_o t n j)) else 0
  | dW_q j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dq t n j) * ev (x t n k)
  | db_q j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dq t n j)
  | dW_v j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv t n j) * ev (x t n k)
  | db_v j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv t n j)
  | dW_k j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_k t n j) * ev (x t n k)
  | db_k j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_k t n j)
  | dW_i k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (di_tilde t n) * ev (x t n k)
  | db_i => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (di_tilde t n)
  | dW_f k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (df_tilde t n) * ev (x t n k)
  | db_f => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (df_tilde t n)
  | dW_o j k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j) * ev (x t n k)
  | db_o j => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j)
  end.

(* For every perturbation: what the arriving gradients make of the movement of outputs and final
   states is what the gradients make of the movement of parameters, inputs and initial states. *)
Definition claim (v : signal -> A) (w : gradient -> B) : Prop :=
    (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dy t n j * D (v (h t n j))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) dC_T n j r * D (v (C T n j r))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dn_T n j * D (v (n_ T n j))) +
    (\sum_(1 <= n < N.+1) dm_T n * D (v (m T n)))
  = (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dC 0 n j r) * D (C_0 n j r)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dn 0 n j) * D (n_0 n j)) +
    (\sum_(1 <= n < N.+1) w (dm 0 n) * D (m_0 n)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_q j k) * D (W_q j k)) +
    (\sum_(1 <= j < H.+1) w (db_q j) * D (b_q j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_v j k) * D (W_v j k)) +
    (\sum_(1 <= j < H.+1) w (db_v j) * D (b_v j)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_k j k) * D (W_k j k)) +
    (\sum_(1 <= j < H.+1) w (db_k j) * D (b_k j)) +
    (\sum_(1 <= k < M.+1) w (dW_i k) * D (W_i k)) +
    (w db_i * D (b_i)) +
    (\sum_(1 <= k < M.+1) w (dW_f k) * D (W_f k)) +
    (w db_f * D (b_f)) +
    (\sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_o j k) * D (W_o j k)) +
    (\sum_(1 <= j < H.+1) w (db_o j) * D (b_o j)).

(* ----------------------------------------------------------------------------------------------------
   The proof. Nothing below this line needs to be read: a wrong step can only make Coq refuse. *)

Definition forward'order (what : signal) : rank :=
  match what with
  | q t n j => (0, 0, 0)%N
  | v_ t n j => (1, 0, 0)%N
  | a_k t n j => (2, 0, 0)%N
  | k_ t n j => (3, 0, 0)%N
  | i_tilde t n => (4, 0, 0)%N
  | f_tilde t n => (5, 0, 0)%N
  | log_f t n => (6, 0, 0)%N
  | a_o t n j => (7, 0, 0)%N
  | o t n j => (8, 0, 0)%N
  | a_m t n => (9, t, 0)%N
  | m t n => (9, t, 1)%N
  | a_i_prime t n => (10, 0, 0)%N
  | i_prime t n => (11, 0, 0)%N
  | a_f_prime t n => (12, 0, 0)%N
  | f_prime t n => (13, 0, 0)%N
  | C t n j r => (14, t, 0)%N
  | n_ t n j => (15, t, 0)%N
  | s t n => (16, 0, 0)%N
  | e t n => (17, 0, 0)%N
  | d_ t n => (18, 0, 0)%N
  | a_h t n j => (19, 0, 0)%N
  | h t n j => (20, 0, 0)%N
  end.

Lemma order'q (t n j : nat) : looks_back forward'order (forward) (q t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'v_ (t n j : nat) : looks_back forward'order (forward) (v_ t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_k (t n j : nat) : looks_back forward'order (forward) (a_k t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'k_ (t n j : nat) : looks_back forward'order (forward) (k_ t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'i_tilde (t n : nat) : looks_back forward'order (forward) (i_tilde t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'f_tilde (t n : nat) : looks_back forward'order (forward) (f_tilde t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'log_f (t n : nat) : looks_back forward'order (forward) (log_f t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_o (t n j : nat) : looks_back forward'order (forward) (a_o t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'o (t n j : nat) : looks_back forward'order (forward) (o t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_m (t n : nat) : looks_back forward'order (forward) (a_m t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'm (t n : nat) : looks_back forward'order (forward) (m t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_i_prime (t n : nat) : looks_back forward'order (forward) (a_i_prime t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'i_prime (t n : nat) : looks_back forward'order (forward) (i_prime t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_f_prime (t n : nat) : looks_back forward'order (forward) (a_f_prime t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'f_prime (t n : nat) : looks_back forward'order (forward) (f_prime t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'C (t n j r : nat) : looks_back forward'order (forward) (C t n j r).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'n_ (t n j : nat) : looks_back forward'order (forward) (n_ t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order's (t n : nat) : looks_back forward'order (forward) (s t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'e (t n : nat) : looks_back forward'order (forward) (e t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'd_ (t n : nat) : looks_back forward'order (forward) (d_ t n).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_h (t n j : nat) : looks_back forward'order (forward) (a_h t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'h (t n j : nat) : looks_back forward'order (forward) (h t n j).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma forward'solvable : exists f, the_solution (forward) f.
Proof.
exact: (solvable (order := forward'order) (fun what => match what with
  | q t n j => order'q t n j
  | v_ t n j => order'v_ t n j
  | a_k t n j => order'a_k t n j
  | k_ t n j => order'k_ t n j
  | i_tilde t n => order'i_tilde t n
  | f_tilde t n => order'f_tilde t n
  | log_f t n => order'log_f t n
  | a_o t n j => order'a_o t n j
  | o t n j => order'o t n j
  | a_m t n => order'a_m t n
  | m t n => order'm t n
  | a_i_prime t n => order'a_i_prime t n
  | i_prime t n => order'i_prime t n
  | a_f_prime t n => order'a_f_prime t n
  | f_prime t n => order'f_prime t n
  | C t n j r => order'C t n j r
  | n_ t n j => order'n_ t n j
  | s t n => order's t n
  | e t n => order'e t n
  | d_ t n => order'd_ t n
  | a_h t n j => order'a_h t n j
  | h t n j => order'h t n j
  end)).
Qed.

Definition backward'order (what : gradient) : rank :=
  match what with
  | dh t n j => (0, 0, 0)%N
  | da_h t n j => (1, 0, 0)%N
  | dd t n => (2, 0, 0)%N
  | de t n => (3, 0, 0)%N
  | ds t n => (4, 0, 0)%N
  | dn t n j => (5, T.+1 - t, 0)%N
  | dC t n j r => (6, T.+1 - t, 0)%N
  | df_prime t n => (7, 0, 0)%N
  | da_f_prime t n => (8, 0, 0)%N
  | di_prime t n => (9, 0, 0)%N
  | da_i_prime t n => (10, 0, 0)%N
  | dm t n => (11, T.+1 - t, 0)%N
  | da_m t n => (11, T.+1 - t, 1)%N
  | do_ t n j => (12, 0, 0)%N
  | da_o t n j => (13, 0, 0)%N
  | dlog_f t n => (14, 0, 0)%N
  | df_tilde t n => (15, 0, 0)%N
  | di_tilde t n => (16, 0, 0)%N
  | dk t n j => (17, 0, 0)%N
  | da_k t n j => (18, 0, 0)%N
  | dv t n j => (19, 0, 0)%N
  | dq t n j => (20, 0, 0)%N
  | dx t n k => (21, 0, 0)%N
  | dW_q j k => (22, 0, 0)%N
  | db_q j => (23, 0, 0)%N
  | dW_v j k => (24, 0, 0)%N
  | db_v j => (25, 0, 0)%N
  | dW_k j k => (26, 0, 0)%N
  | db_k j => (27, 0, 0)%N
  | dW_i k => (28, 0, 0)%N
  | db_i => (29, 0, 0)%N
  | dW_f k => (30, 0, 0)%N
  | db_f => (31, 0, 0)%N
  | dW_o j k => (32, 0, 0)%N
  | db_o j => (33, 0, 0)%N
  end.

Lemma order'dh (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dh t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_h (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_h t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dd (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (dd t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'de (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (de t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'ds (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (ds t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dn (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dn t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dC (v : signal -> A) (t n j r : nat) : looks_back backward'order (backward v) (dC t n j r).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'df_prime (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (df_prime t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_f_prime (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (da_f_prime t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'di_prime (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (di_prime t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_i_prime (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (da_i_prime t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dm (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (dm t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_m (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (da_m t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'do_ (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (do_ t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_o (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_o t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dlog_f (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (dlog_f t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'df_tilde (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (df_tilde t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'di_tilde (v : signal -> A) (t n : nat) : looks_back backward'order (backward v) (di_tilde t n).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dk (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dk t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_k (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (da_k t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dv (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dv t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dq (v : signal -> A) (t n j : nat) : looks_back backward'order (backward v) (dq t n j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dx (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (dx t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_q (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_q j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_q (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_q j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_v (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_v j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_v (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_v j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_k (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_k j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_k (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_k j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_i (v : signal -> A) (k : nat) : looks_back backward'order (backward v) (dW_i k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_i (v : signal -> A)  : looks_back backward'order (backward v) (db_i ).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_f (v : signal -> A) (k : nat) : looks_back backward'order (backward v) (dW_f k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_f (v : signal -> A)  : looks_back backward'order (backward v) (db_f ).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_o (v : signal -> A) (j k : nat) : looks_back backward'order (backward v) (dW_o j k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_o (v : signal -> A) (j : nat) : looks_back backward'order (backward v) (db_o j).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma backward'solvable (v : signal -> A) : exists f, the_solution (backward v) f.
Proof.
exact: (solvable (order := backward'order) (fun what => match what with
  | dh t n j => order'dh v t n j
  | da_h t n j => order'da_h v t n j
  | dd t n => order'dd v t n
  | de t n => order'de v t n
  | ds t n => order'ds v t n
  | dn t n j => order'dn v t n j
  | dC t n j r => order'dC v t n j r
  | df_prime t n => order'df_prime v t n
  | da_f_prime t n => order'da_f_prime v t n
  | di_prime t n => order'di_prime v t n
  | da_i_prime t n => order'da_i_prime v t n
  | dm t n => order'dm v t n
  | da_m t n => order'da_m v t n
  | do_ t n j => order'do_ v t n j
  | da_o t n j => order'da_o v t n j
  | dlog_f t n => order'dlog_f v t n
  | df_tilde t n => order'df_tilde v t n
  | di_tilde t n => order'di_tilde v t n
  | dk t n j => order'dk v t n j
  | da_k t n j => order'da_k v t n j
  | dv t n j => order'dv v t n j
  | dq t n j => order'dq v t n j
  | dx t n k => order'dx v t n k
  | dW_q j k => order'dW_q v j k
  | db_q j => order'db_q v j
  | dW_v j k => order'dW_v v j k
  | db_v j => order'db_v v j
  | dW_k j k => order'dW_k v j k
  | db_k j => order'db_k v j
  | dW_i k => order'dW_i v k
  | db_i => order'db_i v
  | dW_f k => order'dW_f v k
  | db_f => order'db_f v
  | dW_o j k => order'dW_o v j k
  | db_o j => order'db_o v j
  end)).
Qed.

Section Any'.
Variables (v : signal -> A) (w : gradient -> B).
Hypotheses (Hv' : solves forward v) (Hw' : solves (backward v) w).
Lemma call'absolute x0 e0 : D x0 = e0 -> D (absolute x0) = ev (sign (x0)) * e0.
Proof. move=> <-; exact: slope_absolute. Qed.
Lemma call'exp x0 e0 : D x0 = e0 -> D (exp x0) = ev (exp (x0)) * e0.
Proof. move=> <-; exact: slope_exp. Qed.
Lemma call'inv x0 e0 : D x0 = e0 -> D (inv x0) = (- ((ev (inv (x0))) * (ev (inv (x0))))) * e0.
Proof. move=> <-; exact: slope_inv. Qed.
Lemma call'log_sigmoid x0 e0 : D x0 = e0 -> D (log_sigmoid x0) = ev (sigmoid (- (x0))) * e0.
Proof. move=> <-; exact: slope_log_sigmoid. Qed.
Lemma call'maximum x0 x1 e0 e1 : D x0 = e0 -> D x1 = e1 -> D (maximum x0 x1) = ev (step ((- (x1)) + x0)) * e0 + (1 - ev (step ((- (x1)) + x0))) * e1.
Proof. move=> <- <-; exact: slope_maximum. Qed.
Lemma call'minimum x0 x1 e0 e1 : D x0 = e0 -> D x1 = e1 -> D (minimum x0 x1) = ev (step ((- (x0)) + x1)) * e0 + (1 - ev (step ((- (x0)) + x1))) * e1.
Proof. move=> <- <-; exact: slope_minimum. Qed.
Lemma call'sigmoid x0 e0 : D x0 = e0 -> D (sigmoid x0) = (1 - ev (sigmoid (x0))) * ev (sigmoid (x0)) * e0.
Proof. move=> <-; exact: slope_sigmoid. Qed.
Lemma call'sign x0 e0 : D x0 = e0 -> D (sign x0) = 0 * e0.
Proof. move=> <-; exact: slope_sign. Qed.
Lemma call'step x0 e0 : D x0 = e0 -> D (step x0) = 0 * e0.
Proof. move=> <-; exact: slope_step. Qed.
Ltac align' := repeat match goal with
  | |- context [log_sigmoid ?a] => match goal with |- context [log_sigmoid ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [sigmoid ?a] => match goal with |- context [sigmoid ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [exp ?a] => match goal with |- context [exp ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [absolute ?a] => match goal with |- context [absolute ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [inv ?a] => match goal with |- context [inv ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [step ?a] => match goal with |- context [step ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [sign ?a] => match goal with |- context [sign ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  end.
Ltac algebra' := rewrite /=; first [first [ring] | align'; first [ring]].
Ltac calls' := first [apply: call'absolute | apply: call'exp | apply: call'inv | apply: call'log_sigmoid | apply: call'maximum | apply: call'minimum | apply: call'sigmoid | apply: call'sign | apply: call'step | exact: slope_constant_1 | exact: slope_over_1000000000000000].
Definition F'0 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dy t n j * D (v (h t n j)).
Definition F'6 : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dn_T n j * D (v (n_ T n j)).
Definition F'9 : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) dC_T n j r * D (v (C T n j r)).
Definition F'18 : B := \sum_(1 <= n < N.+1) dm_T n * D (v (m T n)).

Lemma E'q (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (q t n j) = (\sum_(1 <= k < M.+1) W_q j k * x t n k)
      + (b_q j).
Proof. exact: (if_true (Hv' (q t n j)) R't). Qed.

Lemma tan'q'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_q j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_q j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_q j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'q'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_q j) = (x' * D (b_q j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'39 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dq t n j) * ev (W_q j k) * D (x t n k).
Definition F'45 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dq t n j) * ev (x t n k) * D (W_q j k).
Definition F'46 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dq t n j) * D (b_q j).
Definition P'q : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dq t n j) * D (v (q t n j)).
Lemma fwd'q : P'q = (F'39 + F'45) + (F'46).
Proof.
rewrite /P'q /F'39 /F'45 /F'46. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'q t n j R't). apply: weigh_add; [exact: (tan'q'0 t n j R't R'n R'j) | exact: (tan'q'1 t n j R't R'n R'j)].
Qed.

Lemma E'v_ (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (v_ t n j) = (\sum_(1 <= k < M.+1) W_v j k * x t n k)
      + (b_v j).
Proof. exact: (if_true (Hv' (v_ t n j)) R't). Qed.

Lemma tan'v_'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_v j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_v j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_v j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'v_'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_v j) = (x' * D (b_v j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'40 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dv t n j) * ev (W_v j k) * D (x t n k).
Definition F'47 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dv t n j) * ev (x t n k) * D (W_v j k).
Definition F'48 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv t n j) * D (b_v j).
Definition P'v_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv t n j) * D (v (v_ t n j)).
Lemma fwd'v_ : P'v_ = (F'40 + F'47) + (F'48).
Proof.
rewrite /P'v_ /F'40 /F'47 /F'48. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'v_ t n j R't). apply: weigh_add; [exact: (tan'v_'0 t n j R't R'n R'j) | exact: (tan'v_'1 t n j R't R'n R'j)].
Qed.

Lemma E'a_k (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_k t n j) = (\sum_(1 <= k < M.+1) W_k j k * x t n k)
      + (b_k j).
Proof. exact: (if_true (Hv' (a_k t n j)) R't). Qed.

Lemma tan'a_k'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_k j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_k j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_k j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_k'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_k j) = (x' * D (b_k j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'41 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_k t n j) * ev (W_k j k) * D (x t n k).
Definition F'49 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_k t n j) * ev (x t n k) * D (W_k j k).
Definition F'50 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_k t n j) * D (b_k j).
Definition P'a_k : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_k t n j) * D (v (a_k t n j)).
Lemma fwd'a_k : P'a_k = (F'41 + F'49) + (F'50).
Proof.
rewrite /P'a_k /F'41 /F'49 /F'50. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_k t n j R't). apply: weigh_add; [exact: (tan'a_k'0 t n j R't R'n R'j) | exact: (tan'a_k'1 t n j R't R'n R'j)].
Qed.

Lemma E'k_ (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (k_ t n j) = constant_1 * v (a_k t n j).
Proof. exact: (if_true (Hv' (k_ t n j)) R't). Qed.

Lemma tan'k_'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (constant_1 * v (a_k t n j)) = (x' * ev (constant_1) * D (v (a_k t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'35 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dk t n j) * ev (constant_1) * D (v (a_k t n j)).
Definition P'k_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dk t n j) * D (v (k_ t n j)).
Lemma fwd'k_ : P'k_ = (F'35).
Proof.
rewrite /P'k_ /F'35. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'k_ t n j R't). exact: (tan'k_'0 t n j R't R'n R'j).
Qed.

Lemma E'i_tilde (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (i_tilde t n) = (\sum_(1 <= k < M.+1) W_i k * x t n k)
      + (b_i).
Proof. exact: (if_true (Hv' (i_tilde t n)) R't). Qed.

Lemma tan'i_tilde'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_i k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_i k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_i k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'i_tilde'1 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (b_i) = (x' * D (b_i)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'42 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (di_tilde t n) * ev (W_i k) * D (x t n k).
Definition F'51 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (di_tilde t n) * ev (x t n k) * D (W_i k).
Definition F'52 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (di_tilde t n) * D (b_i).
Definition P'i_tilde : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (di_tilde t n) * D (v (i_tilde t n)).
Lemma fwd'i_tilde : P'i_tilde = (F'42 + F'51) + (F'52).
Proof.
rewrite /P'i_tilde /F'42 /F'51 /F'52. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E'i_tilde t n R't). apply: weigh_add; [exact: (tan'i_tilde'0 t n R't R'n) | exact: (tan'i_tilde'1 t n R't R'n)].
Qed.

Lemma E'f_tilde (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (f_tilde t n) = (\sum_(1 <= k < M.+1) W_f k * x t n k)
      + (b_f).
Proof. exact: (if_true (Hv' (f_tilde t n)) R't). Qed.

Lemma tan'f_tilde'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_f k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_f k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_f k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'f_tilde'1 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (b_f) = (x' * D (b_f)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'43 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (df_tilde t n) * ev (W_f k) * D (x t n k).
Definition F'53 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (df_tilde t n) * ev (x t n k) * D (W_f k).
Definition F'54 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (df_tilde t n) * D (b_f).
Definition P'f_tilde : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (df_tilde t n) * D (v (f_tilde t n)).
Lemma fwd'f_tilde : P'f_tilde = (F'43 + F'53) + (F'54).
Proof.
rewrite /P'f_tilde /F'43 /F'53 /F'54. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E'f_tilde t n R't). apply: weigh_add; [exact: (tan'f_tilde'0 t n R't R'n) | exact: (tan'f_tilde'1 t n R't R'n)].
Qed.

Lemma E'log_f (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (log_f t n) = log_sigmoid (v (f_tilde t n)).
Proof. exact: (if_true (Hv' (log_f t n)) R't). Qed.

Lemma tan'log_f'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (log_sigmoid (v (f_tilde t n))) = (x' * ev (sigmoid (- (v (f_tilde t n)))) * D (v (f_tilde t n))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'log_f t n R't). algebra'. Qed.

Definition F'30 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dlog_f t n) * ev (sigmoid (- (v (f_tilde t n)))) * D (v (f_tilde t n)).
Definition P'log_f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dlog_f t n) * D (v (log_f t n)).
Lemma fwd'log_f : P'log_f = (F'30).
Proof.
rewrite /P'log_f /F'30. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E'log_f t n R't). exact: (tan'log_f'0 t n R't R'n).
Qed.

Lemma E'a_o (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_o t n j) = (\sum_(1 <= k < M.+1) W_o j k * x t n k)
      + (b_o j).
Proof. exact: (if_true (Hv' (a_o t n j)) R't). Qed.

Lemma tan'a_o'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_o j k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_o j k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_o j k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_o'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (b_o j) = (x' * D (b_o j)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'44 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_o t n j) * ev (W_o j k) * D (x t n k).
Definition F'55 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (da_o t n j) * ev (x t n k) * D (W_o j k).
Definition F'56 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_o t n j) * D (b_o j).
Definition P'a_o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_o t n j) * D (v (a_o t n j)).
Lemma fwd'a_o : P'a_o = (F'44 + F'55) + (F'56).
Proof.
rewrite /P'a_o /F'44 /F'55 /F'56. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_o t n j R't). apply: weigh_add; [exact: (tan'a_o'0 t n j R't R'n R'j) | exact: (tan'a_o'1 t n j R't R'n R'j)].
Qed.

Lemma E'o (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (o t n j) = sigmoid (v (a_o t n j)).
Proof. exact: (if_true (Hv' (o t n j)) R't). Qed.

Lemma tan'o'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (sigmoid (v (a_o t n j))) = (x' * (1 - ev (v (o t n j))) * ev (v (o t n j)) * D (v (a_o t n j))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'o t n j R't). algebra'. Qed.

Definition F'27 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (do_ t n j) * (1 - ev (v (o t n j))) * ev (v (o t n j)) * D (v (a_o t n j)).
Definition P'o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (do_ t n j) * D (v (o t n j)).
Lemma fwd'o : P'o = (F'27).
Proof.
rewrite /P'o /F'27. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'o t n j R't). exact: (tan'o'0 t n j R't R'n R'j).
Qed.

Lemma E'a_m (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_m t n) = (v (log_f t n))
      + (v (m t.-1 n)).
Proof. exact: (if_true (Hv' (a_m t n)) R't). Qed.

Lemma tan'a_m'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (v (log_f t n)) = (x' * D (v (log_f t n))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_m'1 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (v (m t.-1 n)) = (x' * D (v (m t.-1 n))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'28 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_m t n) * D (v (log_f t n)).
Definition F'23 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_m t n) * D (v (m t.-1 n)).
Definition P'a_m : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_m t n) * D (v (a_m t n)).
Lemma fwd'a_m : P'a_m = (F'28) + (F'23).
Proof.
rewrite /P'a_m /F'28 /F'23. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E'a_m t n R't). apply: weigh_add; [exact: (tan'a_m'0 t n R't R'n) | exact: (tan'a_m'1 t n R't R'n)].
Qed.

Lemma E'm (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (m t n) = maximum (v (a_m t n)) (v (i_tilde t n)).
Proof. exact: (if_true (Hv' (m t n)) R't). Qed.

Lemma tan'm'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (maximum (v (a_m t n)) (v (i_tilde t n))) = (x' * ev (step ((- (v (i_tilde t n))) + v (a_m t n))) * D (v (a_m t n))) + (x' * (1 - ev (step ((- (v (i_tilde t n))) + v (a_m t n)))) * D (v (i_tilde t n))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'm t n R't). algebra'. Qed.

Definition F'25 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dm t n) * ev (step ((- (v (i_tilde t n))) + v (a_m t n))) * D (v (a_m t n)).
Definition F'31 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dm t n) * (1 - ev (step ((- (v (i_tilde t n))) + v (a_m t n)))) * D (v (i_tilde t n)).
Definition P'm : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dm t n) * D (v (m t n)).
Lemma fwd'm : P'm = (F'25 + F'31).
Proof.
rewrite /P'm /F'25 /F'31. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E'm t n R't). exact: (tan'm'0 t n R't R'n).
Qed.

Lemma E'a_i_prime (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_i_prime t n) = (v (i_tilde t n))
      + ((- (v (m t n)))).
Proof. exact: (if_true (Hv' (a_i_prime t n)) R't). Qed.

Lemma tan'a_i_prime'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (v (i_tilde t n)) = (x' * D (v (i_tilde t n))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_i_prime'1 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D ((- (v (m t n)))) = (x' * (- 1) * D (v (m t n))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'32 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i_prime t n) * D (v (i_tilde t n)).
Definition F'19 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i_prime t n) * (- 1) * D (v (m t n)).
Definition P'a_i_prime : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i_prime t n) * D (v (a_i_prime t n)).
Lemma fwd'a_i_prime : P'a_i_prime = (F'32) + (F'19).
Proof.
rewrite /P'a_i_prime /F'32 /F'19. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E'a_i_prime t n R't). apply: weigh_add; [exact: (tan'a_i_prime'0 t n R't R'n) | exact: (tan'a_i_prime'1 t n R't R'n)].
Qed.

Lemma E'i_prime (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (i_prime t n) = exp (v (a_i_prime t n)).
Proof. exact: (if_true (Hv' (i_prime t n)) R't). Qed.

Lemma tan'i_prime'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (exp (v (a_i_prime t n))) = (x' * ev (v (i_prime t n)) * D (v (a_i_prime t n))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'i_prime t n R't). algebra'. Qed.

Definition F'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (di_prime t n) * ev (v (i_prime t n)) * D (v (a_i_prime t n)).
Definition P'i_prime : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (di_prime t n) * D (v (i_prime t n)).
Lemma fwd'i_prime : P'i_prime = (F'17).
Proof.
rewrite /P'i_prime /F'17. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E'i_prime t n R't). exact: (tan'i_prime'0 t n R't R'n).
Qed.

Lemma E'a_f_prime (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_f_prime t n) = (v (log_f t n))
      + (v (m t.-1 n))
      + ((- (v (m t n)))).
Proof. exact: (if_true (Hv' (a_f_prime t n)) R't). Qed.

Lemma tan'a_f_prime'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (v (log_f t n)) = (x' * D (v (log_f t n))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_f_prime'1 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (v (m t.-1 n)) = (x' * D (v (m t.-1 n))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_f_prime'2 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D ((- (v (m t n)))) = (x' * (- 1) * D (v (m t n))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'29 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f_prime t n) * D (v (log_f t n)).
Definition F'24 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f_prime t n) * D (v (m t.-1 n)).
Definition F'20 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f_prime t n) * (- 1) * D (v (m t n)).
Definition P'a_f_prime : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f_prime t n) * D (v (a_f_prime t n)).
Lemma fwd'a_f_prime : P'a_f_prime = (F'29) + (F'24) + (F'20).
Proof.
rewrite /P'a_f_prime /F'29 /F'24 /F'20. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E'a_f_prime t n R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_f_prime'0 t n R't R'n) | exact: (tan'a_f_prime'1 t n R't R'n)] | exact: (tan'a_f_prime'2 t n R't R'n)].
Qed.

Lemma E'f_prime (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (f_prime t n) = exp (v (a_f_prime t n)).
Proof. exact: (if_true (Hv' (f_prime t n)) R't). Qed.

Lemma tan'f_prime'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (exp (v (a_f_prime t n))) = (x' * ev (v (f_prime t n)) * D (v (a_f_prime t n))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'f_prime t n R't). algebra'. Qed.

Definition F'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (df_prime t n) * ev (v (f_prime t n)) * D (v (a_f_prime t n)).
Definition P'f_prime : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (df_prime t n) * D (v (f_prime t n)).
Lemma fwd'f_prime : P'f_prime = (F'14).
Proof.
rewrite /P'f_prime /F'14. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E'f_prime t n R't). exact: (tan'f_prime'0 t n R't R'n).
Qed.

Lemma E'C (t n j r : nat) (R't : (1 <= t < T.+1)%N) :
  v (C t n j r) = (v (f_prime t n) * v (C t.-1 n j r))
      + (v (i_prime t n) * v (k_ t n r) * v (v_ t n j)).
Proof. exact: (if_true (Hv' (C t n j r)) R't). Qed.

Lemma tan'C'0 (t n j r : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (R'r : (1 <= r < H.+1)%N) (x' : B) :
  x' * D (v (f_prime t n) * v (C t.-1 n j r)) = (x' * ev (v (f_prime t n)) * D (v (C t.-1 n j r))) + (x' * ev (v (C t.-1 n j r)) * D (v (f_prime t n))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'C'1 (t n j r : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (R'r : (1 <= r < H.+1)%N) (x' : B) :
  x' * D (v (i_prime t n) * v (k_ t n r) * v (v_ t n j)) = (x' * ev (v (k_ t n r)) * ev (v (v_ t n j)) * D (v (i_prime t n))) + (x' * ev (v (i_prime t n)) * ev (v (v_ t n j)) * D (v (k_ t n r))) + (x' * ev (v (i_prime t n)) * ev (v (k_ t n r)) * D (v (v_ t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dC t n j r) * ev (v (f_prime t n)) * D (v (C t.-1 n j r)).
Definition F'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dC t n j r) * ev (v (C t.-1 n j r)) * D (v (f_prime t n)).
Definition F'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dC t n j r) * ev (v (k_ t n r)) * ev (v (v_ t n j)) * D (v (i_prime t n)).
Definition F'33 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dC t n j r) * ev (v (i_prime t n)) * ev (v (v_ t n j)) * D (v (k_ t n r)).
Definition F'36 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dC t n j r) * ev (v (i_prime t n)) * ev (v (k_ t n r)) * D (v (v_ t n j)).
Definition P'C : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dC t n j r) * D (v (C t n j r)).
Lemma fwd'C : P'C = (F'11 + F'12) + (F'15 + F'33 + F'36).
Proof.
rewrite /P'C /F'11 /F'12 /F'15 /F'33 /F'36. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => r R'r.
rewrite [in LHS](E'C t n j r R't). apply: weigh_add; [exact: (tan'C'0 t n j r R't R'n R'j R'r) | exact: (tan'C'1 t n j r R't R'n R'j R'r)].
Qed.

Lemma E'n_ (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (n_ t n j) = (v (f_prime t n) * v (n_ t.-1 n j))
      + (v (i_prime t n) * v (k_ t n j)).
Proof. exact: (if_true (Hv' (n_ t n j)) R't). Qed.

Lemma tan'n_'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v (f_prime t n) * v (n_ t.-1 n j)) = (x' * ev (v (f_prime t n)) * D (v (n_ t.-1 n j))) + (x' * ev (v (n_ t.-1 n j)) * D (v (f_prime t n))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'n_'1 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (v (i_prime t n) * v (k_ t n j)) = (x' * ev (v (k_ t n j)) * D (v (i_prime t n))) + (x' * ev (v (i_prime t n)) * D (v (k_ t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dn t n j) * ev (v (f_prime t n)) * D (v (n_ t.-1 n j)).
Definition F'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dn t n j) * ev (v (n_ t.-1 n j)) * D (v (f_prime t n)).
Definition F'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dn t n j) * ev (v (k_ t n j)) * D (v (i_prime t n)).
Definition F'34 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dn t n j) * ev (v (i_prime t n)) * D (v (k_ t n j)).
Definition P'n_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dn t n j) * D (v (n_ t n j)).
Lemma fwd'n_ : P'n_ = (F'8 + F'13) + (F'16 + F'34).
Proof.
rewrite /P'n_ /F'8 /F'13 /F'16 /F'34. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'n_ t n j R't). apply: weigh_add; [exact: (tan'n_'0 t n j R't R'n R'j) | exact: (tan'n_'1 t n j R't R'n R'j)].
Qed.

Lemma E's (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (s t n) = \sum_(1 <= j < H.+1) v (n_ t n j) * v (q t n j).
Proof. exact: (if_true (Hv' (s t n)) R't). Qed.

Lemma tan's'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= j < H.+1) v (n_ t n j) * v (q t n j)) = (\sum_(1 <= j < H.+1) x' * ev (v (q t n j)) * D (v (n_ t n j))) + (\sum_(1 <= j < H.+1) x' * ev (v (n_ t n j)) * D (v (q t n j))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => j R'j. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (ds t n) * ev (v (q t n j)) * D (v (n_ t n j)).
Definition F'37 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (ds t n) * ev (v (n_ t n j)) * D (v (q t n j)).
Definition P's : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (ds t n) * D (v (s t n)).
Lemma fwd's : P's = (F'7 + F'37).
Proof.
rewrite /P's /F'7 /F'37. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E's t n R't). exact: (tan's'0 t n R't R'n).
Qed.

Lemma E'e (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (e t n) = exp (minimum (v (m t n)) 0).
Proof. exact: (if_true (Hv' (e t n)) R't). Qed.

Lemma tan'e'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (exp (minimum (v (m t n)) 0)) = (x' * ev (v (e t n)) * ev (step (- (v (m t n)))) * D (v (m t n))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'e t n R't). algebra'. Qed.

Definition F'21 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (de t n) * ev (v (e t n)) * ev (step (- (v (m t n)))) * D (v (m t n)).
Definition P'e : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (de t n) * D (v (e t n)).
Lemma fwd'e : P'e = (F'21).
Proof.
rewrite /P'e /F'21. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E'e t n R't). exact: (tan'e'0 t n R't R'n).
Qed.

Lemma E'd_ (t n : nat) (R't : (1 <= t < T.+1)%N) :
  v (d_ t n) = maximum (maximum (v (e t n) * absolute (v (s t n))) (exp (- (maximum (v (m t n)) 0)))) (over_1000000000000000).
Proof. exact: (if_true (Hv' (d_ t n)) R't). Qed.

Lemma tan'd_'0 (t n : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (x' : B) :
  x' * D (maximum (maximum (v (e t n) * absolute (v (s t n))) (exp (- (maximum (v (m t n)) 0)))) (over_1000000000000000)) = (x' * ev (absolute (v (s t n))) * ev (step ((- (over_1000000000000000)) + maximum (v (e t n) * absolute (v (s t n))) (exp (- (maximum (v (m t n)) 0))))) * ev (step ((- (exp (- (maximum (v (m t n)) 0)))) + v (e t n) * absolute (v (s t n)))) * D (v (e t n))) + (x' * ev (v (e t n)) * ev (sign (v (s t n))) * ev (step ((- (over_1000000000000000)) + maximum (v (e t n) * absolute (v (s t n))) (exp (- (maximum (v (m t n)) 0))))) * ev (step ((- (exp (- (maximum (v (m t n)) 0)))) + v (e t n) * absolute (v (s t n)))) * D (v (s t n))) + (x' * (- ((1 - ev (step ((- (exp (- (maximum (v (m t n)) 0)))) + v (e t n) * absolute (v (s t n))))) * ev (exp (- (maximum (v (m t n)) 0))) * ev (step ((- (over_1000000000000000)) + maximum (v (e t n) * absolute (v (s t n))) (exp (- (maximum (v (m t n)) 0))))) * ev (step (v (m t n))))) * D (v (m t n))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'd_ t n R't). algebra'. Qed.

Definition F'3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dd t n) * ev (absolute (v (s t n))) * ev (step ((- (over_1000000000000000)) + maximum (v (e t n) * absolute (v (s t n))) (exp (- (maximum (v (m t n)) 0))))) * ev (step ((- (exp (- (maximum (v (m t n)) 0)))) + v (e t n) * absolute (v (s t n)))) * D (v (e t n)).
Definition F'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dd t n) * ev (v (e t n)) * ev (sign (v (s t n))) * ev (step ((- (over_1000000000000000)) + maximum (v (e t n) * absolute (v (s t n))) (exp (- (maximum (v (m t n)) 0))))) * ev (step ((- (exp (- (maximum (v (m t n)) 0)))) + v (e t n) * absolute (v (s t n)))) * D (v (s t n)).
Definition F'22 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dd t n) * (- ((1 - ev (step ((- (exp (- (maximum (v (m t n)) 0)))) + v (e t n) * absolute (v (s t n))))) * ev (exp (- (maximum (v (m t n)) 0))) * ev (step ((- (over_1000000000000000)) + maximum (v (e t n) * absolute (v (s t n))) (exp (- (maximum (v (m t n)) 0))))) * ev (step (v (m t n))))) * D (v (m t n)).
Definition P'd_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dd t n) * D (v (d_ t n)).
Lemma fwd'd_ : P'd_ = (F'3 + F'5 + F'22).
Proof.
rewrite /P'd_ /F'3 /F'5 /F'22. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [in LHS](E'd_ t n R't). exact: (tan'd_'0 t n R't R'n).
Qed.

Lemma E'a_h (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_h t n j) = \sum_(1 <= r < H.+1) v (q t n r) * v (C t n j r).
Proof. exact: (if_true (Hv' (a_h t n j)) R't). Qed.

Lemma tan'a_h'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= r < H.+1) v (q t n r) * v (C t n j r)) = (\sum_(1 <= r < H.+1) x' * ev (v (q t n r)) * D (v (C t n j r))) + (\sum_(1 <= r < H.+1) x' * ev (v (C t n j r)) * D (v (q t n r))).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => r R'r. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_h t n j) * ev (v (q t n r)) * D (v (C t n j r)).
Definition F'38 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (da_h t n j) * ev (v (C t n j r)) * D (v (q t n r)).
Definition P'a_h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_h t n j) * D (v (a_h t n j)).
Lemma fwd'a_h : P'a_h = (F'10 + F'38).
Proof.
rewrite /P'a_h /F'10 /F'38. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [in LHS](E'a_h t n j R't). exact: (tan'a_h'0 t n j R't R'n R'j).
Qed.

Lemma E'h (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  v (h t n j) = inv (v (d_ t n)) * v (e t n) * v (a_h t n j) * v (o t n j).
Proof. exact: (if_true (Hv' (h t n j)) R't). Qed.

Lemma tan'h'0 (t n j : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'j : (1 <= j < H.+1)%N) (x' : B) :
  x' * D (inv (v (d_ t n)) * v (e t n) * v (a_h t n j) * v (o t n j)) = (x' * ev (inv (v (d_ t n))) * ev (v (e t n)) * ev (v (o t n j)) * D (v (a_h t n j))) + (x' * (- (ev (inv (v (d_ t n))) * ev (inv (v (d_ t n))) * ev (v (e t n)) * ev (v (a_h t n j)) * ev (v (o t n j)))) * D (v (d_ t n))) + (x' * ev (inv (v (d_ t n))) * ev (v (a_h t n j)) * ev (v (o t n j)) * D (v (e t n))) + (x' * ev (inv (v (d_ t n))) * ev (v (e t n)) * ev (v (a_h t n j)) * D (v (o t n j))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'1 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * ev (inv (v (d_ t n))) * ev (v (e t n)) * ev (v (o t n j)) * D (v (a_h t n j)).
Definition F'2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * (- (ev (inv (v (d_ t n))) * ev (inv (v (d_ t n))) * ev (v (e t n)) * ev (v (a_h t n j)) * ev (v (o t n j)))) * D (v (d_ t n)).
Definition F'4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * ev (inv (v (d_ t n))) * ev (v (a_h t n j)) * ev (v (o t n j)) * D (v (e t n)).
Definition F'26 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * ev (inv (v (d_ t n))) * ev (v (e t n)) * ev (v (a_h t n j)) * D (v (o t n j)).
Definition P'h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dh t n j) * D (v (h t n j)).
Lemma fwd'h : P'h = (F'1 + F'2 + F'4 + F'26).
Proof.
rewrite /P'h /F'1 /F'2 /F'4 /F'26. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
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

Definition B'1 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (inv (v (d_ t n))) * ev (v (e t n)) * w (dh t n j) * ev (v (o t n j))) * D (v (a_h t n j)).
Lemma path'1 : F'1 = B'1.
Proof.
rewrite /F'1 /B'1.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_h (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_h t n j) = ((ev (inv (v (d_ t n))) * ev (v (e t n)) * w (dh t n j) * ev (v (o t n j)))).
Proof. apply: (etrans (if_true (Hw' (da_h t n j)) R't)). exact: erefl. Qed.

Definition Q'a_h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_h t n j) * D (v (a_h t n j)).
Lemma bwd'a_h : Q'a_h = (B'1).
Proof.
rewrite /Q'a_h /B'1. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_h t n j R't). exact: erefl.
Qed.

Definition B'2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) (- (ev (inv (v (d_ t n))) * ev (inv (v (d_ t n))) * ev (v (e t n)) * ev (v (a_h t n j)) * w (dh t n j) * ev (v (o t n j))))) * D (v (d_ t n)).
Lemma path'2 : F'2 = B'2.
Proof.
rewrite /F'2 /B'2.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'd_ (t n : nat) (R't : (1 <= t < T.+1)%N) :
  w (dd t n) = ((\sum_(1 <= j < H.+1) (- (ev (inv (v (d_ t n))) * ev (inv (v (d_ t n))) * ev (v (e t n)) * ev (v (a_h t n j)) * w (dh t n j) * ev (v (o t n j)))))).
Proof. apply: (etrans (if_true (Hw' (dd t n)) R't)). exact: erefl. Qed.

Definition Q'd_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dd t n) * D (v (d_ t n)).
Lemma bwd'd_ : Q'd_ = (B'2).
Proof.
rewrite /Q'd_ /B'2. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj'd_ t n R't). exact: erefl.
Qed.

Definition B'3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (w (dd t n) * ev (absolute (v (s t n))) * ev (step ((- (over_1000000000000000)) + maximum (v (e t n) * absolute (v (s t n))) (exp (- (maximum (v (m t n)) 0))))) * ev (step ((- (exp (- (maximum (v (m t n)) 0)))) + v (e t n) * absolute (v (s t n))))) * D (v (e t n)).
Lemma path'3 : F'3 = B'3.
Proof.
rewrite /F'3 /B'3.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
algebra'.
Qed.

Definition B'4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) ev (inv (v (d_ t n))) * ev (v (a_h t n j)) * w (dh t n j) * ev (v (o t n j))) * D (v (e t n)).
Lemma path'4 : F'4 = B'4.
Proof.
rewrite /F'4 /B'4.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'e (t n : nat) (R't : (1 <= t < T.+1)%N) :
  w (de t n) = ((w (dd t n) * ev (absolute (v (s t n))) * ev (step ((- (over_1000000000000000)) + maximum (v (e t n) * absolute (v (s t n))) (exp (- (maximum (v (m t n)) 0))))) * ev (step ((- (exp (- (maximum (v (m t n)) 0)))) + v (e t n) * absolute (v (s t n)))))) + ((\sum_(1 <= j < H.+1) ev (inv (v (d_ t n))) * ev (v (a_h t n j)) * w (dh t n j) * ev (v (o t n j)))).
Proof. apply: (etrans (if_true (Hw' (de t n)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'e : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (de t n) * D (v (e t n)).
Lemma bwd'e : Q'e = (B'3) + (B'4).
Proof.
rewrite /Q'e /B'3 /B'4. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj'e t n R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (w (dd t n) * ev (v (e t n)) * ev (sign (v (s t n))) * ev (step ((- (over_1000000000000000)) + maximum (v (e t n) * absolute (v (s t n))) (exp (- (maximum (v (m t n)) 0))))) * ev (step ((- (exp (- (maximum (v (m t n)) 0)))) + v (e t n) * absolute (v (s t n))))) * D (v (s t n)).
Lemma path'5 : F'5 = B'5.
Proof.
rewrite /F'5 /B'5.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj's (t n : nat) (R't : (1 <= t < T.+1)%N) :
  w (ds t n) = ((w (dd t n) * ev (v (e t n)) * ev (sign (v (s t n))) * ev (step ((- (over_1000000000000000)) + maximum (v (e t n) * absolute (v (s t n))) (exp (- (maximum (v (m t n)) 0))))) * ev (step ((- (exp (- (maximum (v (m t n)) 0)))) + v (e t n) * absolute (v (s t n)))))).
Proof. apply: (etrans (if_true (Hw' (ds t n)) R't)). exact: erefl. Qed.

Definition Q's : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (ds t n) * D (v (s t n)).
Lemma bwd's : Q's = (B'5).
Proof.
rewrite /Q's /B'5. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj's t n R't). exact: erefl.
Qed.

Definition B'6 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (T <= t < T.+1)%N then dn_T n j else 0) * D (v (n_ t n j)).
Lemma path'6 : F'6 = B'6.
Proof.
rewrite /F'6 /B'6.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) dn_T n j * D (v (n_ t n j))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'7 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (1 <= t < T.+1)%N then w (ds t n) * ev (v (q t n j)) else 0) * D (v (n_ t n j)).
Lemma path'7 : F'7 = B'7.
Proof.
rewrite /F'7 /B'7.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'8 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (if (0 <= t < T)%N then ev (v (f_prime t.+1 n)) * w (dn t.+1 n j) else 0) * D (v (n_ t n j)).
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

Lemma adj'n_ (t n j : nat) (R't : (0 <= t < T.+1)%N) :
  w (dn t n j) = ((if (T <= t < T.+1)%N then dn_T n j else 0)) + ((if (1 <= t < T.+1)%N then w (ds t n) * ev (v (q t n j)) else 0)) + ((if (0 <= t < T)%N then ev (v (f_prime t.+1 n)) * w (dn t.+1 n j) else 0)).
Proof. apply: (etrans (if_true (Hw' (dn t n j)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'n_ : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dn t n j) * D (v (n_ t n j)).
Lemma bwd'n_ : Q'n_ = (B'6) + (B'7) + (B'8).
Proof.
rewrite /Q'n_ /B'6 /B'7 /B'8. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'n_ t n j R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'9 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) (if (T <= t < T.+1)%N then dC_T n j r else 0) * D (v (C t n j r)).
Lemma path'9 : F'9 = B'9.
Proof.
rewrite /F'9 /B'9.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) dC_T n j r * D (v (C t n j r))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
apply: eq_big_nat => r _.
algebra'.
Qed.

Definition B'10 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) (if (1 <= t < T.+1)%N then w (da_h t n j) * ev (v (q t n r)) else 0) * D (v (C t n j r)).
Lemma path'10 : F'10 = B'10.
Proof.
rewrite /F'10 /B'10.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
apply: eq_big_nat => r _.
algebra'.
Qed.

Definition B'11 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) (if (0 <= t < T)%N then ev (v (f_prime t.+1 n)) * w (dC t.+1 n j r) else 0) * D (v (C t n j r)).
Lemma path'11 : F'11 = B'11.
Proof.
rewrite /F'11 /B'11.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
apply: eq_big_nat => r _.
algebra'.
Qed.

Lemma adj'C (t n j r : nat) (R't : (0 <= t < T.+1)%N) :
  w (dC t n j r) = ((if (T <= t < T.+1)%N then dC_T n j r else 0)) + ((if (1 <= t < T.+1)%N then w (da_h t n j) * ev (v (q t n r)) else 0)) + ((if (0 <= t < T)%N then ev (v (f_prime t.+1 n)) * w (dC t.+1 n j r) else 0)).
Proof. apply: (etrans (if_true (Hw' (dC t n j r)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'C : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dC t n j r) * D (v (C t n j r)).
Lemma bwd'C : Q'C = (B'9) + (B'10) + (B'11).
Proof.
rewrite /Q'C /B'9 /B'10 /B'11. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => r R'r.
rewrite [X in X * _](adj'C t n j r R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) ev (v (C t.-1 n j r)) * w (dC t n j r)) * D (v (f_prime t n)).
Lemma path'12 : F'12 = B'12.
Proof.
rewrite /F'12 /B'12.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => r _.
algebra'.
Qed.

Definition B'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) w (dn t n j) * ev (v (n_ t.-1 n j))) * D (v (f_prime t n)).
Lemma path'13 : F'13 = B'13.
Proof.
rewrite /F'13 /B'13.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'f_prime (t n : nat) (R't : (1 <= t < T.+1)%N) :
  w (df_prime t n) = ((\sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) ev (v (C t.-1 n j r)) * w (dC t n j r))) + ((\sum_(1 <= j < H.+1) w (dn t n j) * ev (v (n_ t.-1 n j)))).
Proof. apply: (etrans (if_true (Hw' (df_prime t n)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'f_prime : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (df_prime t n) * D (v (f_prime t n)).
Lemma bwd'f_prime : Q'f_prime = (B'12) + (B'13).
Proof.
rewrite /Q'f_prime /B'12 /B'13. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj'f_prime t n R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (w (df_prime t n) * ev (v (f_prime t n))) * D (v (a_f_prime t n)).
Lemma path'14 : F'14 = B'14.
Proof.
rewrite /F'14 /B'14.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'a_f_prime (t n : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_f_prime t n) = ((w (df_prime t n) * ev (v (f_prime t n)))).
Proof. apply: (etrans (if_true (Hw' (da_f_prime t n)) R't)). exact: erefl. Qed.

Definition Q'a_f_prime : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_f_prime t n) * D (v (a_f_prime t n)).
Lemma bwd'a_f_prime : Q'a_f_prime = (B'14).
Proof.
rewrite /Q'a_f_prime /B'14. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj'a_f_prime t n R't). exact: erefl.
Qed.

Definition B'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) ev (v (k_ t n r)) * ev (v (v_ t n j)) * w (dC t n j r)) * D (v (i_prime t n)).
Lemma path'15 : F'15 = B'15.
Proof.
rewrite /F'15 /B'15.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => r _.
algebra'.
Qed.

Definition B'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (\sum_(1 <= j < H.+1) w (dn t n j) * ev (v (k_ t n j))) * D (v (i_prime t n)).
Lemma path'16 : F'16 = B'16.
Proof.
rewrite /F'16 /B'16.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'i_prime (t n : nat) (R't : (1 <= t < T.+1)%N) :
  w (di_prime t n) = ((\sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) ev (v (k_ t n r)) * ev (v (v_ t n j)) * w (dC t n j r))) + ((\sum_(1 <= j < H.+1) w (dn t n j) * ev (v (k_ t n j)))).
Proof. apply: (etrans (if_true (Hw' (di_prime t n)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'i_prime : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (di_prime t n) * D (v (i_prime t n)).
Lemma bwd'i_prime : Q'i_prime = (B'15) + (B'16).
Proof.
rewrite /Q'i_prime /B'15 /B'16. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj'i_prime t n R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (w (di_prime t n) * ev (v (i_prime t n))) * D (v (a_i_prime t n)).
Lemma path'17 : F'17 = B'17.
Proof.
rewrite /F'17 /B'17.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'a_i_prime (t n : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_i_prime t n) = ((w (di_prime t n) * ev (v (i_prime t n)))).
Proof. apply: (etrans (if_true (Hw' (da_i_prime t n)) R't)). exact: erefl. Qed.

Definition Q'a_i_prime : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_i_prime t n) * D (v (a_i_prime t n)).
Lemma bwd'a_i_prime : Q'a_i_prime = (B'17).
Proof.
rewrite /Q'a_i_prime /B'17. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj'a_i_prime t n R't). exact: erefl.
Qed.

Definition B'18 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) (if (T <= t < T.+1)%N then dm_T n else 0) * D (v (m t n)).
Lemma path'18 : F'18 = B'18.
Proof.
rewrite /F'18 /B'18.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) dm_T n * D (v (m t n))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
algebra'.
Qed.

Definition B'19 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) (if (1 <= t < T.+1)%N then (- (w (da_i_prime t n))) else 0) * D (v (m t n)).
Lemma path'19 : F'19 = B'19.
Proof.
rewrite /F'19 /B'19.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
algebra'.
Qed.

Definition B'20 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) (if (1 <= t < T.+1)%N then (- (w (da_f_prime t n))) else 0) * D (v (m t n)).
Lemma path'20 : F'20 = B'20.
Proof.
rewrite /F'20 /B'20.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
algebra'.
Qed.

Definition B'21 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) (if (1 <= t < T.+1)%N then w (de t n) * ev (v (e t n)) * ev (step (- (v (m t n)))) else 0) * D (v (m t n)).
Lemma path'21 : F'21 = B'21.
Proof.
rewrite /F'21 /B'21.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
algebra'.
Qed.

Definition B'22 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) (if (1 <= t < T.+1)%N then (- ((1 - ev (step ((- (exp (- (maximum (v (m t n)) 0)))) + v (e t n) * absolute (v (s t n))))) * w (dd t n) * ev (exp (- (maximum (v (m t n)) 0))) * ev (step ((- (over_1000000000000000)) + maximum (v (e t n) * absolute (v (s t n))) (exp (- (maximum (v (m t n)) 0))))) * ev (step (v (m t n))))) else 0) * D (v (m t n)).
Lemma path'22 : F'22 = B'22.
Proof.
rewrite /F'22 /B'22.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
algebra'.
Qed.

Definition B'23 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) (if (0 <= t < T)%N then w (da_m t.+1 n) else 0) * D (v (m t n)).
Lemma path'23 : F'23 = B'23.
Proof.
rewrite /F'23 /B'23.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
algebra'.
Qed.

Definition B'24 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) (if (0 <= t < T)%N then w (da_f_prime t.+1 n) else 0) * D (v (m t n)).
Lemma path'24 : F'24 = B'24.
Proof.
rewrite /F'24 /B'24.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'm (t n : nat) (R't : (0 <= t < T.+1)%N) :
  w (dm t n) = ((if (T <= t < T.+1)%N then dm_T n else 0)) + ((if (1 <= t < T.+1)%N then (- (w (da_i_prime t n))) else 0)) + ((if (1 <= t < T.+1)%N then (- (w (da_f_prime t n))) else 0)) + ((if (1 <= t < T.+1)%N then w (de t n) * ev (v (e t n)) * ev (step (- (v (m t n)))) else 0)) + ((if (1 <= t < T.+1)%N then (- ((1 - ev (step ((- (exp (- (maximum (v (m t n)) 0)))) + v (e t n) * absolute (v (s t n))))) * w (dd t n) * ev (exp (- (maximum (v (m t n)) 0))) * ev (step ((- (over_1000000000000000)) + maximum (v (e t n) * absolute (v (s t n))) (exp (- (maximum (v (m t n)) 0))))) * ev (step (v (m t n))))) else 0)) + ((if (0 <= t < T)%N then w (da_m t.+1 n) else 0)) + ((if (0 <= t < T)%N then w (da_f_prime t.+1 n) else 0)).
Proof. apply: (etrans (if_true (Hw' (dm t n)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'm : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) w (dm t n) * D (v (m t n)).
Lemma bwd'm : Q'm = (B'18) + (B'19) + (B'20) + (B'21) + (B'22) + (B'23) + (B'24).
Proof.
rewrite /Q'm /B'18 /B'19 /B'20 /B'21 /B'22 /B'23 /B'24. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj'm t n R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'25 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (w (dm t n) * ev (step ((- (v (i_tilde t n))) + v (a_m t n)))) * D (v (a_m t n)).
Lemma path'25 : F'25 = B'25.
Proof.
rewrite /F'25 /B'25.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'a_m (t n : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_m t n) = ((w (dm t n) * ev (step ((- (v (i_tilde t n))) + v (a_m t n))))).
Proof. apply: (etrans (if_true (Hw' (da_m t n)) R't)). exact: erefl. Qed.

Definition Q'a_m : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_m t n) * D (v (a_m t n)).
Lemma bwd'a_m : Q'a_m = (B'25).
Proof.
rewrite /Q'a_m /B'25. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj'a_m t n R't). exact: erefl.
Qed.

Definition B'26 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (inv (v (d_ t n))) * ev (v (e t n)) * ev (v (a_h t n j)) * w (dh t n j)) * D (v (o t n j)).
Lemma path'26 : F'26 = B'26.
Proof.
rewrite /F'26 /B'26.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'o (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (do_ t n j) = ((ev (inv (v (d_ t n))) * ev (v (e t n)) * ev (v (a_h t n j)) * w (dh t n j))).
Proof. apply: (etrans (if_true (Hw' (do_ t n j)) R't)). exact: erefl. Qed.

Definition Q'o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (do_ t n j) * D (v (o t n j)).
Lemma bwd'o : Q'o = (B'26).
Proof.
rewrite /Q'o /B'26. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'o t n j R't). exact: erefl.
Qed.

Definition B'27 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) ((1 - ev (v (o t n j))) * w (do_ t n j) * ev (v (o t n j))) * D (v (a_o t n j)).
Lemma path'27 : F'27 = B'27.
Proof.
rewrite /F'27 /B'27.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_o (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_o t n j) = (((1 - ev (v (o t n j))) * w (do_ t n j) * ev (v (o t n j)))).
Proof. apply: (etrans (if_true (Hw' (da_o t n j)) R't)). exact: erefl. Qed.

Definition Q'a_o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_o t n j) * D (v (a_o t n j)).
Lemma bwd'a_o : Q'a_o = (B'27).
Proof.
rewrite /Q'a_o /B'27. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_o t n j R't). exact: erefl.
Qed.

Definition B'28 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (w (da_m t n)) * D (v (log_f t n)).
Lemma path'28 : F'28 = B'28.
Proof.
rewrite /F'28 /B'28.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
algebra'.
Qed.

Definition B'29 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (w (da_f_prime t n)) * D (v (log_f t n)).
Lemma path'29 : F'29 = B'29.
Proof.
rewrite /F'29 /B'29.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'log_f (t n : nat) (R't : (1 <= t < T.+1)%N) :
  w (dlog_f t n) = ((w (da_m t n))) + ((w (da_f_prime t n))).
Proof. apply: (etrans (if_true (Hw' (dlog_f t n)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'log_f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dlog_f t n) * D (v (log_f t n)).
Lemma bwd'log_f : Q'log_f = (B'28) + (B'29).
Proof.
rewrite /Q'log_f /B'28 /B'29. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj'log_f t n R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'30 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (w (dlog_f t n) * ev (sigmoid (- (v (f_tilde t n))))) * D (v (f_tilde t n)).
Lemma path'30 : F'30 = B'30.
Proof.
rewrite /F'30 /B'30.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'f_tilde (t n : nat) (R't : (1 <= t < T.+1)%N) :
  w (df_tilde t n) = ((w (dlog_f t n) * ev (sigmoid (- (v (f_tilde t n)))))).
Proof. apply: (etrans (if_true (Hw' (df_tilde t n)) R't)). exact: erefl. Qed.

Definition Q'f_tilde : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (df_tilde t n) * D (v (f_tilde t n)).
Lemma bwd'f_tilde : Q'f_tilde = (B'30).
Proof.
rewrite /Q'f_tilde /B'30. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj'f_tilde t n R't). exact: erefl.
Qed.

Definition B'31 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ((1 - ev (step ((- (v (i_tilde t n))) + v (a_m t n)))) * w (dm t n)) * D (v (i_tilde t n)).
Lemma path'31 : F'31 = B'31.
Proof.
rewrite /F'31 /B'31.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
algebra'.
Qed.

Definition B'32 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) (w (da_i_prime t n)) * D (v (i_tilde t n)).
Lemma path'32 : F'32 = B'32.
Proof.
rewrite /F'32 /B'32.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'i_tilde (t n : nat) (R't : (1 <= t < T.+1)%N) :
  w (di_tilde t n) = (((1 - ev (step ((- (v (i_tilde t n))) + v (a_m t n)))) * w (dm t n))) + ((w (da_i_prime t n))).
Proof. apply: (etrans (if_true (Hw' (di_tilde t n)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'i_tilde : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (di_tilde t n) * D (v (i_tilde t n)).
Lemma bwd'i_tilde : Q'i_tilde = (B'31) + (B'32).
Proof.
rewrite /Q'i_tilde /B'31 /B'32. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n.
rewrite [X in X * _](adj'i_tilde t n R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'33 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (\sum_(1 <= r < H.+1) ev (v (i_prime t n)) * ev (v (v_ t n r)) * w (dC t n r j)) * D (v (k_ t n j)).
Lemma path'33 : F'33 = B'33.
Proof.
rewrite /F'33 /B'33.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => r _.
algebra'.
Qed.

Definition B'34 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (v (i_prime t n)) * w (dn t n j)) * D (v (k_ t n j)).
Lemma path'34 : F'34 = B'34.
Proof.
rewrite /F'34 /B'34.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'k_ (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dk t n j) = ((\sum_(1 <= r < H.+1) ev (v (i_prime t n)) * ev (v (v_ t n r)) * w (dC t n r j))) + ((ev (v (i_prime t n)) * w (dn t n j))).
Proof. apply: (etrans (if_true (Hw' (dk t n j)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'k_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dk t n j) * D (v (k_ t n j)).
Lemma bwd'k_ : Q'k_ = (B'33) + (B'34).
Proof.
rewrite /Q'k_ /B'33 /B'34. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'k_ t n j R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'35 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (ev (constant_1) * w (dk t n j)) * D (v (a_k t n j)).
Lemma path'35 : F'35 = B'35.
Proof.
rewrite /F'35 /B'35.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'a_k (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_k t n j) = ((ev (constant_1) * w (dk t n j))).
Proof. apply: (etrans (if_true (Hw' (da_k t n j)) R't)). exact: erefl. Qed.

Definition Q'a_k : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (da_k t n j) * D (v (a_k t n j)).
Lemma bwd'a_k : Q'a_k = (B'35).
Proof.
rewrite /Q'a_k /B'35. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'a_k t n j R't). exact: erefl.
Qed.

Definition B'36 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (\sum_(1 <= r < H.+1) ev (v (i_prime t n)) * ev (v (k_ t n r)) * w (dC t n j r)) * D (v (v_ t n j)).
Lemma path'36 : F'36 = B'36.
Proof.
rewrite /F'36 /B'36.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => r _.
algebra'.
Qed.

Lemma adj'v_ (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dv t n j) = ((\sum_(1 <= r < H.+1) ev (v (i_prime t n)) * ev (v (k_ t n r)) * w (dC t n j r))).
Proof. apply: (etrans (if_true (Hw' (dv t n j)) R't)). exact: erefl. Qed.

Definition Q'v_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dv t n j) * D (v (v_ t n j)).
Lemma bwd'v_ : Q'v_ = (B'36).
Proof.
rewrite /Q'v_ /B'36. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'v_ t n j R't). exact: erefl.
Qed.

Definition B'37 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (w (ds t n) * ev (v (n_ t n j))) * D (v (q t n j)).
Lemma path'37 : F'37 = B'37.
Proof.
rewrite /F'37 /B'37.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'38 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) (\sum_(1 <= r < H.+1) w (da_h t n r) * ev (v (C t n r j))) * D (v (q t n j)).
Lemma path'38 : F'38 = B'38.
Proof.
rewrite /F'38 /B'38.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => r _.
algebra'.
Qed.

Lemma adj'q (t n j : nat) (R't : (1 <= t < T.+1)%N) :
  w (dq t n j) = ((w (ds t n) * ev (v (n_ t n j)))) + ((\sum_(1 <= r < H.+1) w (da_h t n r) * ev (v (C t n r j)))).
Proof. apply: (etrans (if_true (Hw' (dq t n j)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'q : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dq t n j) * D (v (q t n j)).
Lemma bwd'q : Q'q = (B'37) + (B'38).
Proof.
rewrite /Q'q /B'37 /B'38. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'q t n j R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'39 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_q j k) * w (dq t n j)) * D (x t n k).
Lemma path'39 : F'39 = B'39.
Proof.
rewrite /F'39 /B'39.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'40 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_v j k) * w (dv t n j)) * D (x t n k).
Lemma path'40 : F'40 = B'40.
Proof.
rewrite /F'40 /B'40.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'41 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_k j k) * w (da_k t n j)) * D (x t n k).
Lemma path'41 : F'41 = B'41.
Proof.
rewrite /F'41 /B'41.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Definition B'42 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (ev (W_i k) * w (di_tilde t n)) * D (x t n k).
Lemma path'42 : F'42 = B'42.
Proof.
rewrite /F'42 /B'42.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'43 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (ev (W_f k) * w (df_tilde t n)) * D (x t n k).
Lemma path'43 : F'43 = B'43.
Proof.
rewrite /F'43 /B'43.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => k _.
algebra'.
Qed.

Definition B'44 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= j < H.+1) ev (W_o j k) * w (da_o t n j)) * D (x t n k).
Lemma path'44 : F'44 = B'44.
Proof.
rewrite /F'44 /B'44.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => j _.
algebra'.
Qed.

Lemma adj'x (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (dx t n k) = ((\sum_(1 <= j < H.+1) ev (W_q j k) * w (dq t n j))) + ((\sum_(1 <= j < H.+1) ev (W_v j k) * w (dv t n j))) + ((\sum_(1 <= j < H.+1) ev (W_k j k) * w (da_k t n j))) + ((ev (W_i k) * w (di_tilde t n))) + ((ev (W_f k) * w (df_tilde t n))) + ((\sum_(1 <= j < H.+1) ev (W_o j k) * w (da_o t n j))).
Proof. apply: (etrans (if_true (Hw' (dx t n k)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'x : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k).
Lemma bwd'x : Q'x = (B'39) + (B'40) + (B'41) + (B'42) + (B'43) + (B'44).
Proof.
rewrite /Q'x /B'39 /B'40 /B'41 /B'42 /B'43 /B'44. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'x t n k R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'45 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dq t n j) * ev (x t n k)) * D (W_q j k).
Lemma path'45 : F'45 = B'45.
Proof.
rewrite /F'45 /B'45.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_q (j k : nat) :
  w (dW_q j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dq t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_q j k))). exact: erefl. Qed.

Definition Q'W_q : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_q j k) * D (W_q j k).
Lemma bwd'W_q : Q'W_q = (B'45).
Proof.
rewrite /Q'W_q /B'45. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_q j k). exact: erefl.
Qed.

Definition B'46 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dq t n j)) * D (b_q j).
Lemma path'46 : F'46 = B'46.
Proof.
rewrite /F'46 /B'46.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_q (j : nat) :
  w (db_q j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dq t n j))).
Proof. apply: (etrans (Hw' (db_q j))). exact: erefl. Qed.

Definition Q'b_q : B := \sum_(1 <= j < H.+1) w (db_q j) * D (b_q j).
Lemma bwd'b_q : Q'b_q = (B'46).
Proof.
rewrite /Q'b_q /B'46. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_q j). exact: erefl.
Qed.

Definition B'47 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv t n j) * ev (x t n k)) * D (W_v j k).
Lemma path'47 : F'47 = B'47.
Proof.
rewrite /F'47 /B'47.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_v (j k : nat) :
  w (dW_v j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_v j k))). exact: erefl. Qed.

Definition Q'W_v : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_v j k) * D (W_v j k).
Lemma bwd'W_v : Q'W_v = (B'47).
Proof.
rewrite /Q'W_v /B'47. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_v j k). exact: erefl.
Qed.

Definition B'48 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv t n j)) * D (b_v j).
Lemma path'48 : F'48 = B'48.
Proof.
rewrite /F'48 /B'48.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_v (j : nat) :
  w (db_v j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (dv t n j))).
Proof. apply: (etrans (Hw' (db_v j))). exact: erefl. Qed.

Definition Q'b_v : B := \sum_(1 <= j < H.+1) w (db_v j) * D (b_v j).
Lemma bwd'b_v : Q'b_v = (B'48).
Proof.
rewrite /Q'b_v /B'48. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_v j). exact: erefl.
Qed.

Definition B'49 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_k t n j) * ev (x t n k)) * D (W_k j k).
Lemma path'49 : F'49 = B'49.
Proof.
rewrite /F'49 /B'49.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_k (j k : nat) :
  w (dW_k j k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_k t n j) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_k j k))). exact: erefl. Qed.

Definition Q'W_k : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) w (dW_k j k) * D (W_k j k).
Lemma bwd'W_k : Q'W_k = (B'49).
Proof.
rewrite /Q'W_k /B'49. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_k j k). exact: erefl.
Qed.

Definition B'50 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_k t n j)) * D (b_k j).
Lemma path'50 : F'50 = B'50.
Proof.
rewrite /F'50 /B'50.
apply: etrans; first exact: bring2.
apply: eq_big_nat => j _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_k (j : nat) :
  w (db_k j) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_k t n j))).
Proof. apply: (etrans (Hw' (db_k j))). exact: erefl. Qed.

Definition Q'b_k : B := \sum_(1 <= j < H.+1) w (db_k j) * D (b_k j).
Lemma bwd'b_k : Q'b_k = (B'50).
Proof.
rewrite /Q'b_k /B'50. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_k j). exact: erefl.
Qed.

Definition B'51 : B := \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (di_tilde t n) * ev (x t n k)) * D (W_i k).
Lemma path'51 : F'51 = B'51.
Proof.
rewrite /F'51 /B'51.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_i (k : nat) :
  w (dW_i k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (di_tilde t n) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_i k))). exact: erefl. Qed.

Definition Q'W_i : B := \sum_(1 <= k < M.+1) w (dW_i k) * D (W_i k).
Lemma bwd'W_i : Q'W_i = (B'51).
Proof.
rewrite /Q'W_i /B'51. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_i k). exact: erefl.
Qed.

Definition B'52 : B := (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (di_tilde t n)) * D (b_i).
Lemma path'52 : F'52 = B'52.
Proof.
rewrite /F'52 /B'52.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_i :
  w db_i = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (di_tilde t n))).
Proof. apply: (etrans (Hw' (db_i))). exact: erefl. Qed.

Definition Q'b_i : B := w db_i * D (b_i).
Lemma bwd'b_i : Q'b_i = (B'52).
Proof.
rewrite /Q'b_i /B'52.
rewrite [X in X * _](adj'b_i). exact: erefl.
Qed.

Definition B'53 : B := \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (df_tilde t n) * ev (x t n k)) * D (W_f k).
Lemma path'53 : F'53 = B'53.
Proof.
rewrite /F'53 /B'53.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_f (k : nat) :
  w (dW_f k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (df_tilde t n) * ev (x t n k))).
Proof. apply: (etrans (Hw' (dW_f k))). exact: erefl. Qed.

Definition Q'W_f : B := \sum_(1 <= k < M.+1) w (dW_f k) * D (W_f k).
Lemma bwd'W_f : Q'W_f = (B'53).
Proof.
rewrite /Q'W_f /B'53. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_f k). exact: erefl.
Qed.

Definition B'54 : B := (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (df_tilde t n)) * D (b_f).
Lemma path'54 : F'54 = B'54.
Proof.
rewrite /F'54 /B'54.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_f :
  w db_f = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (df_tilde t n))).
Proof. apply: (etrans (Hw' (db_f))). exact: erefl. Qed.

Definition Q'b_f : B := w db_f * D (b_f).
Lemma bwd'b_f : Q'b_f = (B'54).
Proof.
rewrite /Q'b_f /B'54.
rewrite [X in X * _](adj'b_f). exact: erefl.
Qed.

Definition B'55 : B := \sum_(1 <= j < H.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j) * ev (x t n k)) * D (W_o j k).
Lemma path'55 : F'55 = B'55.
Proof.
rewrite /F'55 /B'55.
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
Lemma bwd'W_o : Q'W_o = (B'55).
Proof.
rewrite /Q'W_o /B'55. rewrite ?join_sums. apply: eq_big_nat => j R'j. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_o j k). exact: erefl.
Qed.

Definition B'56 : B := \sum_(1 <= j < H.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n j)) * D (b_o j).
Lemma path'56 : F'56 = B'56.
Proof.
rewrite /F'56 /B'56.
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
Lemma bwd'b_o : Q'b_o = (B'56).
Proof.
rewrite /Q'b_o /B'56. rewrite ?join_sums. apply: eq_big_nat => j R'j.
rewrite [X in X * _](adj'b_o j). exact: erefl.
Qed.

Lemma mov'q : P'q = (B'39 + B'45) + (B'46).
Proof. by rewrite fwd'q path'39 path'45 path'46. Qed.
Lemma all'q : Q'q = P'q.
Proof. exact: erefl. Qed.

Lemma mov'v_ : P'v_ = (B'40 + B'47) + (B'48).
Proof. by rewrite fwd'v_ path'40 path'47 path'48. Qed.
Lemma all'v_ : Q'v_ = P'v_.
Proof. exact: erefl. Qed.

Lemma mov'a_k : P'a_k = (B'41 + B'49) + (B'50).
Proof. by rewrite fwd'a_k path'41 path'49 path'50. Qed.
Lemma all'a_k : Q'a_k = P'a_k.
Proof. exact: erefl. Qed.

Lemma mov'k_ : P'k_ = (B'35).
Proof. by rewrite fwd'k_ path'35. Qed.
Lemma all'k_ : Q'k_ = P'k_.
Proof. exact: erefl. Qed.

Lemma mov'i_tilde : P'i_tilde = (B'42 + B'51) + (B'52).
Proof. by rewrite fwd'i_tilde path'42 path'51 path'52. Qed.
Lemma all'i_tilde : Q'i_tilde = P'i_tilde.
Proof. exact: erefl. Qed.

Lemma mov'f_tilde : P'f_tilde = (B'43 + B'53) + (B'54).
Proof. by rewrite fwd'f_tilde path'43 path'53 path'54. Qed.
Lemma all'f_tilde : Q'f_tilde = P'f_tilde.
Proof. exact: erefl. Qed.

Lemma mov'log_f : P'log_f = (B'30).
Proof. by rewrite fwd'log_f path'30. Qed.
Lemma all'log_f : Q'log_f = P'log_f.
Proof. exact: erefl. Qed.

Lemma mov'a_o : P'a_o = (B'44 + B'55) + (B'56).
Proof. by rewrite fwd'a_o path'44 path'55 path'56. Qed.
Lemma all'a_o : Q'a_o = P'a_o.
Proof. exact: erefl. Qed.

Lemma mov'o : P'o = (B'27).
Proof. by rewrite fwd'o path'27. Qed.
Lemma all'o : Q'o = P'o.
Proof. exact: erefl. Qed.

Lemma mov'a_m : P'a_m = (B'28) + (B'23).
Proof. by rewrite fwd'a_m path'28 path'23. Qed.
Lemma all'a_m : Q'a_m = P'a_m.
Proof. exact: erefl. Qed.

Lemma mov'm : P'm = (B'25 + B'31).
Proof. by rewrite fwd'm path'25 path'31. Qed.
Definition I'm : B := \sum_(1 <= n < N.+1) w (dm 0 n) * D (m_0 n).
Lemma all'm : Q'm = I'm + P'm.
Proof. rewrite /Q'm /I'm /P'm first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. congr (_ * D _). exact: (Hv' (m 0 n)). Qed.

Lemma mov'a_i_prime : P'a_i_prime = (B'32) + (B'19).
Proof. by rewrite fwd'a_i_prime path'32 path'19. Qed.
Lemma all'a_i_prime : Q'a_i_prime = P'a_i_prime.
Proof. exact: erefl. Qed.

Lemma mov'i_prime : P'i_prime = (B'17).
Proof. by rewrite fwd'i_prime path'17. Qed.
Lemma all'i_prime : Q'i_prime = P'i_prime.
Proof. exact: erefl. Qed.

Lemma mov'a_f_prime : P'a_f_prime = (B'29) + (B'24) + (B'20).
Proof. by rewrite fwd'a_f_prime path'29 path'24 path'20. Qed.
Lemma all'a_f_prime : Q'a_f_prime = P'a_f_prime.
Proof. exact: erefl. Qed.

Lemma mov'f_prime : P'f_prime = (B'14).
Proof. by rewrite fwd'f_prime path'14. Qed.
Lemma all'f_prime : Q'f_prime = P'f_prime.
Proof. exact: erefl. Qed.

Lemma mov'C : P'C = (B'11 + B'12) + (B'15 + B'33 + B'36).
Proof. by rewrite fwd'C path'11 path'12 path'15 path'33 path'36. Qed.
Definition I'C : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) \sum_(1 <= r < H.+1) w (dC 0 n j r) * D (C_0 n j r).
Lemma all'C : Q'C = I'C + P'C.
Proof. rewrite /Q'C /I'C /P'C first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => j R'j. apply: eq_big_nat => r R'r. congr (_ * D _). exact: (Hv' (C 0 n j r)). Qed.

Lemma mov'n_ : P'n_ = (B'8 + B'13) + (B'16 + B'34).
Proof. by rewrite fwd'n_ path'8 path'13 path'16 path'34. Qed.
Definition I'n_ : B := \sum_(1 <= n < N.+1) \sum_(1 <= j < H.+1) w (dn 0 n j) * D (n_0 n j).
Lemma all'n_ : Q'n_ = I'n_ + P'n_.
Proof. rewrite /Q'n_ /I'n_ /P'n_ first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => j R'j. congr (_ * D _). exact: (Hv' (n_ 0 n j)). Qed.

Lemma mov's : P's = (B'7 + B'37).
Proof. by rewrite fwd's path'7 path'37. Qed.
Lemma all's : Q's = P's.
Proof. exact: erefl. Qed.

Lemma mov'e : P'e = (B'21).
Proof. by rewrite fwd'e path'21. Qed.
Lemma all'e : Q'e = P'e.
Proof. exact: erefl. Qed.

Lemma mov'd_ : P'd_ = (B'3 + B'5 + B'22).
Proof. by rewrite fwd'd_ path'3 path'5 path'22. Qed.
Lemma all'd_ : Q'd_ = P'd_.
Proof. exact: erefl. Qed.

Lemma mov'a_h : P'a_h = (B'10 + B'38).
Proof. by rewrite fwd'a_h path'10 path'38. Qed.
Lemma all'a_h : Q'a_h = P'a_h.
Proof. exact: erefl. Qed.

Lemma mov'h : P'h = (B'1 + B'2 + B'4 + B'26).
Proof. by rewrite fwd'h path'1 path'2 path'4 path'26. Qed.
Lemma all'h : Q'h = P'h.
Proof. exact: erefl. Qed.

Lemma telescope' (b'0 b'1 b'2 b'3 b'4 b'5 b'6 b'7 b'8 b'9 b'10 b'11 b'12 b'13 b'14 b'15 b'16 b'17 b'18 b'19 b'20 b'21 b'22 b'23 b'24 b'25 b'26 b'27 b'28 b'29 b'30 b'31 b'32 b'33 b'34 b'35 b'36 b'37 b'38 b'39 b'40 b'41 b'42 b'43 b'44 b'45 b'46 b'47 b'48 b'49 b'50 b'51 b'52 b'53 b'54 b'55 b'56 q'h q'a_h q'd_ q'e q's q'n_ q'C q'f_prime q'a_f_prime q'i_prime q'a_i_prime q'm q'a_m q'o q'a_o q'log_f q'f_tilde q'i_tilde q'k_ q'a_k q'v_ q'q q'x q'W_q q'b_q q'W_v q'b_v q'W_k q'b_k q'W_i q'b_i q'W_f q'b_f q'W_o q'b_o p'q p'v_ p'a_k p'k_ p'i_tilde p'f_tilde p'log_f p'a_o p'o p'a_m p'm p'a_i_prime p'i_prime p'a_f_prime p'f_prime p'C p'n_ p's p'e p'd_ p'a_h p'h i'C i'n_ i'm : B) :
  q'h = (b'0) ->
  q'a_h = (b'1) ->
  q'd_ = (b'2) ->
  q'e = (b'3) + (b'4) ->
  q's = (b'5) ->
  q'n_ = (b'6) + (b'7) + (b'8) ->
  q'C = (b'9) + (b'10) + (b'11) ->
  q'f_prime = (b'12) + (b'13) ->
  q'a_f_prime = (b'14) ->
  q'i_prime = (b'15) + (b'16) ->
  q'a_i_prime = (b'17) ->
  q'm = (b'18) + (b'19) + (b'20) + (b'21) + (b'22) + (b'23) + (b'24) ->
  q'a_m = (b'25) ->
  q'o = (b'26) ->
  q'a_o = (b'27) ->
  q'log_f = (b'28) + (b'29) ->
  q'f_tilde = (b'30) ->
  q'i_tilde = (b'31) + (b'32) ->
  q'k_ = (b'33) + (b'34) ->
  q'a_k = (b'35) ->
  q'v_ = (b'36) ->
  q'q = (b'37) + (b'38) ->
  q'x = (b'39) + (b'40) + (b'41) + (b'42) + (b'43) + (b'44) ->
  q'W_q = (b'45) ->
  q'b_q = (b'46) ->
  q'W_v = (b'47) ->
  q'b_v = (b'48) ->
  q'W_k = (b'49) ->
  q'b_k = (b'50) ->
  q'W_i = (b'51) ->
  q'b_i = (b'52) ->
  q'W_f = (b'53) ->
  q'b_f = (b'54) ->
  q'W_o = (b'55) ->
  q'b_o = (b'56) ->
  p'q = (b'39 + b'45) + (b'46) ->
  p'v_ = (b'40 + b'47) + (b'48) ->
  p'a_k = (b'41 + b'49) + (b'50) ->
  p'k_ = (b'35) ->
  p'i_tilde = (b'42 + b'51) + (b'52) ->
  p'f_tilde = (b'43 + b'53) + (b'54) ->
  p'log_f = (b'30) ->
  p'a_o = (b'44 + b'55) + (b'56) ->
  p'o = (b'27) ->
  p'a_m = (b'28) + (b'23) ->
  p'm = (b'25 + b'31) ->
  p'a_i_prime = (b'32) + (b'19) ->
  p'i_prime = (b'17) ->
  p'a_f_prime = (b'29) + (b'24) + (b'20) ->
  p'f_prime = (b'14) ->
  p'C = (b'11 + b'12) + (b'15 + b'33 + b'36) ->
  p'n_ = (b'8 + b'13) + (b'16 + b'34) ->
  p's = (b'7 + b'37) ->
  p'e = (b'21) ->
  p'd_ = (b'3 + b'5 + b'22) ->
  p'a_h = (b'10 + b'38) ->
  p'h = (b'1 + b'2 + b'4 + b'26) ->
  q'q = p'q ->
  q'v_ = p'v_ ->
  q'a_k = p'a_k ->
  q'k_ = p'k_ ->
  q'i_tilde = p'i_tilde ->
  q'f_tilde = p'f_tilde ->
  q'log_f = p'log_f ->
  q'a_o = p'a_o ->
  q'o = p'o ->
  q'a_m = p'a_m ->
  q'm = i'm + p'm ->
  q'a_i_prime = p'a_i_prime ->
  q'i_prime = p'i_prime ->
  q'a_f_prime = p'a_f_prime ->
  q'f_prime = p'f_prime ->
  q'C = i'C + p'C ->
  q'n_ = i'n_ + p'n_ ->
  q's = p's ->
  q'e = p'e ->
  q'd_ = p'd_ ->
  q'a_h = p'a_h ->
  q'h = p'h ->
  b'0 + b'9 + b'6 + b'18 = q'x + i'C + i'n_ + i'm + q'W_q + q'b_q + q'W_v + q'b_v + q'W_k + q'b_k + q'W_i + q'b_i + q'W_f + q'b_f + q'W_o + q'b_o.
Proof.
move=> K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24 K'25 K'26 K'27 K'28 K'29 K'30 K'31 K'32 K'33 K'34 K'35 K'36 K'37 K'38 K'39 K'40 K'41 K'42 K'43 K'44 K'45 K'46 K'47 K'48 K'49 K'50 K'51 K'52 K'53 K'54 K'55 K'56 K'57 K'58 K'59 K'60 K'61 K'62 K'63 K'64 K'65 K'66 K'67 K'68 K'69 K'70 K'71 K'72 K'73 K'74 K'75 K'76 K'77 K'78.
have all'q : q'h + q'a_h + q'd_ + q'e + q's + q'n_ + q'C + q'f_prime + q'a_f_prime + q'i_prime + q'a_i_prime + q'm + q'a_m + q'o + q'a_o + q'log_f + q'f_tilde + q'i_tilde + q'k_ + q'a_k + q'v_ + q'q + q'x + q'W_q + q'b_q + q'W_v + q'b_v + q'W_k + q'b_k + q'W_i + q'b_i + q'W_f + q'b_f + q'W_o + q'b_o = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 + b'26 + b'27 + b'28 + b'29 + b'30 + b'31 + b'32 + b'33 + b'34 + b'35 + b'36 + b'37 + b'38 + b'39 + b'40 + b'41 + b'42 + b'43 + b'44 + b'45 + b'46 + b'47 + b'48 + b'49 + b'50 + b'51 + b'52 + b'53 + b'54 + b'55 + b'56 by rewrite K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24 K'25 K'26 K'27 K'28 K'29 K'30 K'31 K'32 K'33 K'34; ring.
have all'p : (b'0 + b'9 + b'6 + b'18) + (p'q + p'v_ + p'a_k + p'k_ + p'i_tilde + p'f_tilde + p'log_f + p'a_o + p'o + p'a_m + p'm + p'a_i_prime + p'i_prime + p'a_f_prime + p'f_prime + p'C + p'n_ + p's + p'e + p'd_ + p'a_h + p'h) = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 + b'26 + b'27 + b'28 + b'29 + b'30 + b'31 + b'32 + b'33 + b'34 + b'35 + b'36 + b'37 + b'38 + b'39 + b'40 + b'41 + b'42 + b'43 + b'44 + b'45 + b'46 + b'47 + b'48 + b'49 + b'50 + b'51 + b'52 + b'53 + b'54 + b'55 + b'56 by rewrite K'35 K'36 K'37 K'38 K'39 K'40 K'41 K'42 K'43 K'44 K'45 K'46 K'47 K'48 K'49 K'50 K'51 K'52 K'53 K'54 K'55 K'56; ring.
apply: (addIr (p'q + p'v_ + p'a_k + p'k_ + p'i_tilde + p'f_tilde + p'log_f + p'a_o + p'o + p'a_m + p'm + p'a_i_prime + p'i_prime + p'a_f_prime + p'f_prime + p'C + p'n_ + p's + p'e + p'd_ + p'a_h + p'h)); rewrite all'p -all'q K'57 K'58 K'59 K'60 K'61 K'62 K'63 K'64 K'65 K'66 K'67 K'68 K'69 K'70 K'71 K'72 K'73 K'74 K'75 K'76 K'77 K'78; ring.
Qed.
Lemma for'any : claim v w.
Proof.
apply: (etrans (y := B'0 + B'9 + B'6 + B'18)).
  by rewrite /claim -path'0 -path'9 -path'6 -path'18.
exact: (telescope' B'0 B'1 B'2 B'3 B'4 B'5 B'6 B'7 B'8 B'9 B'10 B'11 B'12 B'13 B'14 B'15 B'16 B'17 B'18 B'19 B'20 B'21 B'22 B'23 B'24 B'25 B'26 B'27 B'28 B'29 B'30 B'31 B'32 B'33 B'34 B'35 B'36 B'37 B'38 B'39 B'40 B'41 B'42 B'43 B'44 B'45 B'46 B'47 B'48 B'49 B'50 B'51 B'52 B'53 B'54 B'55 B'56 Q'h Q'a_h Q'd_ Q'e Q's Q'n_ Q'C Q'f_prime Q'a_f_prime Q'i_prime Q'a_i_prime Q'm Q'a_m Q'o Q'a_o Q'log_f Q'f_tilde Q'i_tilde Q'k_ Q'a_k Q'v_ Q'q Q'x Q'W_q Q'b_q Q'W_v Q'b_v Q'W_k Q'b_k Q'W_i Q'b_i Q'W_f Q'b_f Q'W_o Q'b_o P'q P'v_ P'a_k P'k_ P'i_tilde P'f_tilde P'log_f P'a_o P'o P'a_m P'm P'a_i_prime P'i_prime P'a_f_prime P'f_prime P'C P'n_ P's P'e P'd_ P'a_h P'h I'C I'n_ I'm bwd'h bwd'a_h bwd'd_ bwd'e bwd's bwd'n_ bwd'C bwd'f_prime bwd'a_f_prime bwd'i_prime bwd'a_i_prime bwd'm bwd'a_m bwd'o bwd'a_o bwd'log_f bwd'f_tilde bwd'i_tilde bwd'k_ bwd'a_k bwd'v_ bwd'q bwd'x bwd'W_q bwd'b_q bwd'W_v bwd'b_v bwd'W_k bwd'b_k bwd'W_i bwd'b_i bwd'W_f bwd'b_f bwd'W_o bwd'b_o mov'q mov'v_ mov'a_k mov'k_ mov'i_tilde mov'f_tilde mov'log_f mov'a_o mov'o mov'a_m mov'm mov'a_i_prime mov'i_prime mov'a_f_prime mov'f_prime mov'C mov'n_ mov's mov'e mov'd_ mov'a_h mov'h all'q all'v_ all'a_k all'k_ all'i_tilde all'f_tilde all'log_f all'a_o all'o all'a_m all'm all'a_i_prime all'i_prime all'a_f_prime all'f_prime all'C all'n_ all's all'e all'd_ all'a_h all'h).
Qed.
End Any'.

Theorem mlstm_gradients_right : exists v w, [/\ the_solution forward v, the_solution (backward v) w & claim v w].
Proof using All.
have [v Hv'] := forward'solvable; have [w Hw'] := backward'solvable v.
by exists v, w; split=> //; apply: for'any; [case: Hv' | case: Hw'].
Qed.

End Certificate.

Print Assumptions mlstm_gradients_right.
