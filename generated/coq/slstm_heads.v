(* slstm_heads: sLSTM with several heads, each a block of the recurrent matrices.
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

Variable exp : A -> A.
Variable inv : A -> A.
Variable log_sigmoid : A -> A.
Variable maximum : A -> A -> A.
Variable sigmoid : A -> A.
Variable step : A -> A.
Variable tanh : A -> A.
Hypothesis slope_exp : forall x0, D (exp x0) = ev (exp (x0)) * D x0.
Hypothesis slope_inv : forall x0, D (inv x0) = (- ((ev (inv (x0))) * (ev (inv (x0))))) * D x0.
Hypothesis slope_log_sigmoid : forall x0, D (log_sigmoid x0) = ev (sigmoid (- (x0))) * D x0.
Hypothesis slope_maximum : forall x0 x1, D (maximum x0 x1) = ev (step ((- (x1)) + x0)) * D x0 + (1 - ev (step ((- (x1)) + x0))) * D x1.
Hypothesis slope_sigmoid : forall x0, D (sigmoid x0) = (1 - ev (sigmoid (x0))) * ev (sigmoid (x0)) * D x0.
Hypothesis slope_step : forall x0, D (step x0) = 0 * D x0.
Hypothesis slope_tanh : forall x0, D (tanh x0) = (1 - ev (tanh (x0)) * ev (tanh (x0))) * D x0.
Variables T N M G D : nat.
Hypothesis one_step : (0 < T)%N.
Variable x : nat -> nat -> nat -> A.
Variable h_0 : nat -> nat -> nat -> A.
Variable c_0 : nat -> nat -> nat -> A.
Variable n_0 : nat -> nat -> nat -> A.
Variable m_0 : nat -> nat -> nat -> A.
Variable W_i : nat -> nat -> nat -> A.
Variable R_i : nat -> nat -> nat -> A.
Variable b_i : nat -> nat -> A.
Variable W_f : nat -> nat -> nat -> A.
Variable R_f : nat -> nat -> nat -> A.
Variable b_f : nat -> nat -> A.
Variable W_z : nat -> nat -> nat -> A.
Variable R_z : nat -> nat -> nat -> A.
Variable b_z : nat -> nat -> A.
Variable W_o : nat -> nat -> nat -> A.
Variable R_o : nat -> nat -> nat -> A.
Variable b_o : nat -> nat -> A.
Variable dc_T : nat -> nat -> nat -> B.
Variable dh_T : nat -> nat -> nat -> B.
Variable dm_T : nat -> nat -> nat -> B.
Variable dn_T : nat -> nat -> nat -> B.
Variable dy : nat -> nat -> nat -> nat -> B.

(* What the cell computes. *)
Inductive signal : Set :=
  | i_tilde (t n g d : nat)
  | f_tilde (t n g d : nat)
  | log_f (t n g d : nat)
  | a_z (t n g d : nat)
  | z (t n g d : nat)
  | a_o (t n g d : nat)
  | o (t n g d : nat)
  | a_m (t n g d : nat)
  | m (t n g d : nat)
  | a_i_prime (t n g d : nat)
  | i_prime (t n g d : nat)
  | a_f_prime (t n g d : nat)
  | f_prime (t n g d : nat)
  | c (t n g d : nat)
  | n_ (t n g d : nat)
  | h (t n g d : nat).
Definition forward (v : signal -> A) (what : signal) : A :=
  match what with
  | i_tilde t n g d => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_i g d k * x t n k)
      + (\sum_(1 <= d1 < D.+1) R_i g d d1 * v (h t.-1 n g d1))
      + (b_i g d) else 0
  | f_tilde t n g d => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_f g d k * x t n k)
      + (\sum_(1 <= d1 < D.+1) R_f g d d1 * v (h t.-1 n g d1))
      + (b_f g d) else 0
  | log_f t n g d => if (1 <= t < T.+1)%N then log_sigmoid (v (f_tilde t n g d)) else 0
  | a_z t n g d => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_z g d k * x t n k)
      + (\sum_(1 <= d1 < D.+1) R_z g d d1 * v (h t.-1 n g d1))
      + (b_z g d) else 0
  | z t n g d => if (1 <= t < T.+1)%N then tanh (v (a_z t n g d)) else 0
  | a_o t n g d => if (1 <= t < T.+1)%N then (\sum_(1 <= k < M.+1) W_o g d k * x t n k)
      + (\sum_(1 <= d1 < D.+1) R_o g d d1 * v (h t.-1 n g d1))
      + (b_o g d) else 0
  | o t n g d => if (1 <= t < T.+1)%N then sigmoid (v (a_o t n g d)) else 0
  | a_m t n g d => if (1 <= t < T.+1)%N then (v (log_f t n g d))
      + (v (m t.-1 n g d)) else 0
  | m t n g d => if (1 <= t < T.+1)%N then maximum (v (a_m t n g d)) (v (i_tilde t n g d)) else m_0 n g d
  | a_i_prime t n g d => if (1 <= t < T.+1)%N then (v (i_tilde t n g d))
      + ((- (v (m t n g d)))) else 0
  | i_prime t n g d => if (1 <= t < T.+1)%N then exp (v (a_i_prime t n g d)) else 0
  | a_f_prime t n g d => if (1 <= t < T.+1)%N then (v (log_f t n g d))
      + (v (m t.-1 n g d))
      + ((- (v (m t n g d)))) else 0
  | f_prime t n g d => if (1 <= t < T.+1)%N then exp (v (a_f_prime t n g d)) else 0
  | c t n g d => if (1 <= t < T.+1)%N then (v (c t.-1 n g d) * v (f_prime t n g d))
      + (v (i_prime t n g d) * v (z t n g d)) else c_0 n g d
  | n_ t n g d => if (1 <= t < T.+1)%N then (v (f_prime t n g d) * v (n_ t.-1 n g d))
      + (v (i_prime t n g d)) else n_0 n g d
  | h t n g d => if (1 <= t < T.+1)%N then inv (v (n_ t n g d)) * v (c t n g d) * v (o t n g d) else h_0 n g d
  end.

(* Its gradients. *)
Inductive gradient : Set :=
  | dh (t n g d : nat)
  | dn (t n g d : nat)
  | dc (t n g d : nat)
  | df_prime (t n g d : nat)
  | da_f_prime (t n g d : nat)
  | di_prime (t n g d : nat)
  | da_i_prime (t n g d : nat)
  | dm (t n g d : nat)
  | da_m (t n g d : nat)
  | do_ (t n g d : nat)
  | da_o (t n g d : nat)
  | dz (t n g d : nat)
  | da_z (t n g d : nat)
  | dlog_f (t n g d : nat)
  | df_tilde (t n g d : nat)
  | di_tilde (t n g d : nat)
  | dx (t n k : nat)
  | dW_i (g d k : nat)
  | dR_i (g d d1 : nat)
  | db_i (g d : nat)
  | dW_f (g d k : nat)
  | dR_f (g d d1 : nat)
  | db_f (g d : nat)
  | dW_z (g d k : nat)
  | dR_z (g d d1 : nat)
  | db_z (g d : nat)
  | dW_o (g d k : nat)
  | dR_o (g d d1 : nat)
  | db_o (g d : nat).
Definition backward (v : signal -> A) (w : gradient -> B) (what : gradient) : B :=
  match what with
  | dh t n g d => if (0 <= t < T.+1)%N then (if (1 <= t < T.+1)%N then dy t n g d else 0)
      + (if (T <= t < T.+1)%N then dh_T n g d else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= d1 < D.+1) ev (R_i g d1 d) * w (di_tilde t.+1 n g d1) else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= d1 < D.+1) ev (R_f g d1 d) * w (df_tilde t.+1 n g d1) else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= d1 < D.+1) ev (R_z g d1 d) * w (da_z t.+1 n g d1) else 0)
      + (if (0 <= t < T)%N then \sum_(1 <= d1 < D.+1) ev (R_o g d1 d) * w (da_o t.+1 n g d1) else 0) else 0
  | dn t n g d => if (0 <= t < T.+1)%N then (if (T <= t < T.+1)%N then dn_T n g d else 0)
      + (if (1 <= t < T.+1)%N then (- (ev (inv (v (n_ t n g d))) * ev (inv (v (n_ t n g d))) * ev (v (c t n g d)) * w (dh t n g d) * ev (v (o t n g d)))) else 0)
      + (if (0 <= t < T)%N then w (dn t.+1 n g d) * ev (v (f_prime t.+1 n g d)) else 0) else 0
  | dc t n g d => if (0 <= t < T.+1)%N then (if (T <= t < T.+1)%N then dc_T n g d else 0)
      + (if (1 <= t < T.+1)%N then ev (inv (v (n_ t n g d))) * w (dh t n g d) * ev (v (o t n g d)) else 0)
      + (if (0 <= t < T)%N then w (dc t.+1 n g d) * ev (v (f_prime t.+1 n g d)) else 0) else 0
  | df_prime t n g d => if (1 <= t < T.+1)%N then (ev (v (c t.-1 n g d)) * w (dc t n g d))
      + (w (dn t n g d) * ev (v (n_ t.-1 n g d))) else 0
  | da_f_prime t n g d => if (1 <= t < T.+1)%N then w (df_prime t n g d) * ev (v (f_prime t n g d)) else 0
  | di_prime t n g d => if (1 <= t < T.+1)%N then (w (dc t n g d) * ev (v (z t n g d)))
      + (w (dn t n g d)) else 0
  | da_i_prime t n g d => if (1 <= t < T.+1)%N then w (di_prime t n g d) * ev (v (i_prime t n g d)) else 0
  | dm t n g d => if (0 <= t < T.+1)%N then (if (T <= t < T.+1)%N then dm_T n g d else 0)
      + (if (1 <= t < T.+1)%N then (- (w (da_i_prime t n g d))) else 0)
      + (if (1 <= t < T.+1)%N then (- (w (da_f_prime t n g d))) else 0)
      + (if (0 <= t < T)%N then w (da_m t.+1 n g d) else 0)
      + (if (0 <= t < T)%N then w (da_f_prime t.+1 n g d) else 0) else 0
  | da_m t n g d => if (1 <= t < T.+1)%N then w (dm t n g d) * ev (step ((- (v (i_tilde t n g d))) + v (a_m t n g d))) else 0
  | do_ t n g d => if (1 <= t < T.+1)%N then ev (inv (v (n_ t n g d))) * ev (v (c t n g d)) * w (dh t n g d) else 0
  | da_o t n g d => if (1 <= t < T.+1)%N then (1 - ev (v (o t n g d))) * w (do_ t n g d) * ev (v (o t n g d)) else 0
  | dz t n g d => if (1 <= t < T.+1)%N then w (dc t n g d) * ev (v (i_prime t n g d)) else 0
  | da_z t n g d => if (1 <= t < T.+1)%N then (1 - ev (v (z t n g d)) * ev (v (z t n g d))) * w (dz t n g d) else 0
  | dlog_f t n g d => if (1 <= t < T.+1)%N then (w (da_m t n g d))
      + (w (da_f_prime t n g d)) else 0
  | df_tilde t n g d => if (1 <= t < T.+1)%N then w (dlog_f t n g d) * ev (sigmoid (- (v (f_tilde t n g d)))) else 0
  | di_tilde t n g d => if (1 <= t < T.+1)%N then ((1 - ev (step ((- (v (i_tilde t n g d))) + v (a_m t n g d)))) * w (dm t n g d))
      + (w (da_i_prime t n g d)) else 0
  | dx t n k => if (1 <= t < T.+1)%N then (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_i g d k) * w (di_tilde t n g d))
      + (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_f g d k) * w (df_tilde t n g d))
      + (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_z g d k) * w (da_z t n g d))
      + (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_o g d k) * w (da_o t n g d)) else 0
  | dW_i g d k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (di_tilde t n g d)
  | dR_i g d d1 => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (di_tilde t n g d) * ev (v (h t.-1 n g d1))
  | db_i g d => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (di_tilde t n g d)
  | dW_f g d k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (df_tilde t n g d)
  | dR_f g d d1 => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (df_tilde t n g d) * ev (v (h t.-1 n g d1))
  | db_f g d => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (df_tilde t n g d)
  | dW_z g d k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_z t n g d)
  | dR_z g d d1 => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n g d) * ev (v (h t.-1 n g d1))
  | db_z g d => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n g d)
  | dW_o g d k => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_o t n g d)
  | dR_o g d d1 => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n g d) * ev (v (h t.-1 n g d1))
  | db_o g d => \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n g d)
  end.

(* For every perturbation: what the arriving gradients make of the movement of outputs and final
   states is what the gradients make of the movement of parameters, inputs and initial states. *)
Definition claim (v : signal -> A) (w : gradient -> B) : Prop :=
    (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) dy t n g d * D (v (h t n g d))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) dh_T n g d * D (v (h T n g d))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) dc_T n g d * D (v (c T n g d))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) dn_T n g d * D (v (n_ T n g d))) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) dm_T n g d * D (v (m T n g d)))
  = (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dh 0 n g d) * D (h_0 n g d)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dc 0 n g d) * D (c_0 n g d)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dn 0 n g d) * D (n_0 n g d)) +
    (\sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dm 0 n g d) * D (m_0 n g d)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_i g d k) * D (W_i g d k)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dR_i g d d1) * D (R_i g d d1)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (db_i g d) * D (b_i g d)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_f g d k) * D (W_f g d k)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dR_f g d d1) * D (R_f g d d1)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (db_f g d) * D (b_f g d)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_z g d k) * D (W_z g d k)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dR_z g d d1) * D (R_z g d d1)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (db_z g d) * D (b_z g d)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_o g d k) * D (W_o g d k)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dR_o g d d1) * D (R_o g d d1)) +
    (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (db_o g d) * D (b_o g d)).

(* ----------------------------------------------------------------------------------------------------
   The proof. Nothing below this line needs to be read: a wrong step can only make Coq refuse. *)

Definition forward'order (what : signal) : rank :=
  match what with
  | i_tilde t n g d => (0, t, 3)%N
  | f_tilde t n g d => (0, t, 2)%N
  | log_f t n g d => (0, t, 4)%N
  | a_z t n g d => (0, t, 1)%N
  | z t n g d => (0, t, 13)%N
  | a_o t n g d => (0, t, 0)%N
  | o t n g d => (0, t, 12)%N
  | a_m t n g d => (0, t, 5)%N
  | m t n g d => (0, t, 6)%N
  | a_i_prime t n g d => (0, t, 8)%N
  | i_prime t n g d => (0, t, 10)%N
  | a_f_prime t n g d => (0, t, 7)%N
  | f_prime t n g d => (0, t, 9)%N
  | c t n g d => (0, t, 14)%N
  | n_ t n g d => (0, t, 11)%N
  | h t n g d => (0, t, 15)%N
  end.

Lemma order'i_tilde (t n g d : nat) : looks_back forward'order (forward) (i_tilde t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'f_tilde (t n g d : nat) : looks_back forward'order (forward) (f_tilde t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'log_f (t n g d : nat) : looks_back forward'order (forward) (log_f t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_z (t n g d : nat) : looks_back forward'order (forward) (a_z t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'z (t n g d : nat) : looks_back forward'order (forward) (z t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_o (t n g d : nat) : looks_back forward'order (forward) (a_o t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'o (t n g d : nat) : looks_back forward'order (forward) (o t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_m (t n g d : nat) : looks_back forward'order (forward) (a_m t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'm (t n g d : nat) : looks_back forward'order (forward) (m t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_i_prime (t n g d : nat) : looks_back forward'order (forward) (a_i_prime t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'i_prime (t n g d : nat) : looks_back forward'order (forward) (i_prime t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'a_f_prime (t n g d : nat) : looks_back forward'order (forward) (a_f_prime t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'f_prime (t n g d : nat) : looks_back forward'order (forward) (f_prime t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'c (t n g d : nat) : looks_back forward'order (forward) (c t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'n_ (t n g d : nat) : looks_back forward'order (forward) (n_ t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma order'h (t n g d : nat) : looks_back forward'order (forward) (h t n g d).
Proof. move=> p' q' H'; rewrite /forward; same H'. Qed.

Lemma forward'solvable : exists f, the_solution (forward) f.
Proof.
exact: (solvable (order := forward'order) (fun what => match what with
  | i_tilde t n g d => order'i_tilde t n g d
  | f_tilde t n g d => order'f_tilde t n g d
  | log_f t n g d => order'log_f t n g d
  | a_z t n g d => order'a_z t n g d
  | z t n g d => order'z t n g d
  | a_o t n g d => order'a_o t n g d
  | o t n g d => order'o t n g d
  | a_m t n g d => order'a_m t n g d
  | m t n g d => order'm t n g d
  | a_i_prime t n g d => order'a_i_prime t n g d
  | i_prime t n g d => order'i_prime t n g d
  | a_f_prime t n g d => order'a_f_prime t n g d
  | f_prime t n g d => order'f_prime t n g d
  | c t n g d => order'c t n g d
  | n_ t n g d => order'n_ t n g d
  | h t n g d => order'h t n g d
  end)).
Qed.

Definition backward'order (what : gradient) : rank :=
  match what with
  | dh t n g d => (0, T.+1 - t, 0)%N
  | dn t n g d => (0, T.+1 - t, 2)%N
  | dc t n g d => (0, T.+1 - t, 1)%N
  | df_prime t n g d => (0, T.+1 - t, 3)%N
  | da_f_prime t n g d => (0, T.+1 - t, 4)%N
  | di_prime t n g d => (0, T.+1 - t, 5)%N
  | da_i_prime t n g d => (0, T.+1 - t, 6)%N
  | dm t n g d => (0, T.+1 - t, 7)%N
  | da_m t n g d => (0, T.+1 - t, 8)%N
  | do_ t n g d => (0, T.+1 - t, 12)%N
  | da_o t n g d => (0, T.+1 - t, 13)%N
  | dz t n g d => (0, T.+1 - t, 14)%N
  | da_z t n g d => (0, T.+1 - t, 15)%N
  | dlog_f t n g d => (0, T.+1 - t, 10)%N
  | df_tilde t n g d => (0, T.+1 - t, 11)%N
  | di_tilde t n g d => (0, T.+1 - t, 9)%N
  | dx t n k => (1, 0, 0)%N
  | dW_i g d k => (2, 0, 0)%N
  | dR_i g d d1 => (3, 0, 0)%N
  | db_i g d => (4, 0, 0)%N
  | dW_f g d k => (5, 0, 0)%N
  | dR_f g d d1 => (6, 0, 0)%N
  | db_f g d => (7, 0, 0)%N
  | dW_z g d k => (8, 0, 0)%N
  | dR_z g d d1 => (9, 0, 0)%N
  | db_z g d => (10, 0, 0)%N
  | dW_o g d k => (11, 0, 0)%N
  | dR_o g d d1 => (12, 0, 0)%N
  | db_o g d => (13, 0, 0)%N
  end.

Lemma order'dh (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (dh t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dn (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (dn t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dc (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (dc t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'df_prime (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (df_prime t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_f_prime (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_f_prime t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'di_prime (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (di_prime t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_i_prime (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_i_prime t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dm (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (dm t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_m (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_m t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'do_ (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (do_ t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_o (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_o t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dz (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (dz t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'da_z (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (da_z t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dlog_f (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (dlog_f t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'df_tilde (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (df_tilde t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'di_tilde (v : signal -> A) (t n g d : nat) : looks_back backward'order (backward v) (di_tilde t n g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dx (v : signal -> A) (t n k : nat) : looks_back backward'order (backward v) (dx t n k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_i (v : signal -> A) (g d k : nat) : looks_back backward'order (backward v) (dW_i g d k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dR_i (v : signal -> A) (g d d1 : nat) : looks_back backward'order (backward v) (dR_i g d d1).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_i (v : signal -> A) (g d : nat) : looks_back backward'order (backward v) (db_i g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_f (v : signal -> A) (g d k : nat) : looks_back backward'order (backward v) (dW_f g d k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dR_f (v : signal -> A) (g d d1 : nat) : looks_back backward'order (backward v) (dR_f g d d1).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_f (v : signal -> A) (g d : nat) : looks_back backward'order (backward v) (db_f g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_z (v : signal -> A) (g d k : nat) : looks_back backward'order (backward v) (dW_z g d k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dR_z (v : signal -> A) (g d d1 : nat) : looks_back backward'order (backward v) (dR_z g d d1).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_z (v : signal -> A) (g d : nat) : looks_back backward'order (backward v) (db_z g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dW_o (v : signal -> A) (g d k : nat) : looks_back backward'order (backward v) (dW_o g d k).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'dR_o (v : signal -> A) (g d d1 : nat) : looks_back backward'order (backward v) (dR_o g d d1).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma order'db_o (v : signal -> A) (g d : nat) : looks_back backward'order (backward v) (db_o g d).
Proof. move=> p' q' H'; rewrite /backward; same H'. Qed.

Lemma backward'solvable (v : signal -> A) : exists f, the_solution (backward v) f.
Proof.
exact: (solvable (order := backward'order) (fun what => match what with
  | dh t n g d => order'dh v t n g d
  | dn t n g d => order'dn v t n g d
  | dc t n g d => order'dc v t n g d
  | df_prime t n g d => order'df_prime v t n g d
  | da_f_prime t n g d => order'da_f_prime v t n g d
  | di_prime t n g d => order'di_prime v t n g d
  | da_i_prime t n g d => order'da_i_prime v t n g d
  | dm t n g d => order'dm v t n g d
  | da_m t n g d => order'da_m v t n g d
  | do_ t n g d => order'do_ v t n g d
  | da_o t n g d => order'da_o v t n g d
  | dz t n g d => order'dz v t n g d
  | da_z t n g d => order'da_z v t n g d
  | dlog_f t n g d => order'dlog_f v t n g d
  | df_tilde t n g d => order'df_tilde v t n g d
  | di_tilde t n g d => order'di_tilde v t n g d
  | dx t n k => order'dx v t n k
  | dW_i g d k => order'dW_i v g d k
  | dR_i g d d1 => order'dR_i v g d d1
  | db_i g d => order'db_i v g d
  | dW_f g d k => order'dW_f v g d k
  | dR_f g d d1 => order'dR_f v g d d1
  | db_f g d => order'db_f v g d
  | dW_z g d k => order'dW_z v g d k
  | dR_z g d d1 => order'dR_z v g d d1
  | db_z g d => order'db_z v g d
  | dW_o g d k => order'dW_o v g d k
  | dR_o g d d1 => order'dR_o v g d d1
  | db_o g d => order'db_o v g d
  end)).
Qed.

Section Any'.
Variables (v : signal -> A) (w : gradient -> B).
Hypotheses (Hv' : solves forward v) (Hw' : solves (backward v) w).
Lemma call'exp x0 e0 : D x0 = e0 -> D (exp x0) = ev (exp (x0)) * e0.
Proof. move=> <-; exact: slope_exp. Qed.
Lemma call'inv x0 e0 : D x0 = e0 -> D (inv x0) = (- ((ev (inv (x0))) * (ev (inv (x0))))) * e0.
Proof. move=> <-; exact: slope_inv. Qed.
Lemma call'log_sigmoid x0 e0 : D x0 = e0 -> D (log_sigmoid x0) = ev (sigmoid (- (x0))) * e0.
Proof. move=> <-; exact: slope_log_sigmoid. Qed.
Lemma call'maximum x0 x1 e0 e1 : D x0 = e0 -> D x1 = e1 -> D (maximum x0 x1) = ev (step ((- (x1)) + x0)) * e0 + (1 - ev (step ((- (x1)) + x0))) * e1.
Proof. move=> <- <-; exact: slope_maximum. Qed.
Lemma call'sigmoid x0 e0 : D x0 = e0 -> D (sigmoid x0) = (1 - ev (sigmoid (x0))) * ev (sigmoid (x0)) * e0.
Proof. move=> <-; exact: slope_sigmoid. Qed.
Lemma call'step x0 e0 : D x0 = e0 -> D (step x0) = 0 * e0.
Proof. move=> <-; exact: slope_step. Qed.
Lemma call'tanh x0 e0 : D x0 = e0 -> D (tanh x0) = (1 - ev (tanh (x0)) * ev (tanh (x0))) * e0.
Proof. move=> <-; exact: slope_tanh. Qed.
Ltac align' := repeat match goal with
  | |- context [log_sigmoid ?a] => match goal with |- context [log_sigmoid ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [tanh ?a] => match goal with |- context [tanh ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [sigmoid ?a] => match goal with |- context [sigmoid ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [exp ?a] => match goal with |- context [exp ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [inv ?a] => match goal with |- context [inv ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  | |- context [step ?a] => match goal with |- context [step ?b] =>
      tryif constr_eq a b then fail else (have -> : a = b by ring) end
  end.
Ltac algebra' := rewrite /=; first [first [ring] | align'; first [ring]].
Ltac calls' := first [apply: call'exp | apply: call'inv | apply: call'log_sigmoid | apply: call'maximum | apply: call'sigmoid | apply: call'step | apply: call'tanh].
Definition F'0 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) dy t n g d * D (v (h t n g d)).
Definition F'1 : B := \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) dh_T n g d * D (v (h T n g d)).
Definition F'6 : B := \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) dn_T n g d * D (v (n_ T n g d)).
Definition F'9 : B := \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) dc_T n g d * D (v (c T n g d)).
Definition F'18 : B := \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) dm_T n g d * D (v (m T n g d)).

Lemma E'i_tilde (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (i_tilde t n g d) = (\sum_(1 <= k < M.+1) W_i g d k * x t n k)
      + (\sum_(1 <= d1 < D.+1) R_i g d d1 * v (h t.-1 n g d1))
      + (b_i g d).
Proof. exact: (if_true (Hv' (i_tilde t n g d)) R't). Qed.

Lemma tan'i_tilde'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_i g d k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_i g d k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_i g d k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'i_tilde'1 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= d1 < D.+1) R_i g d d1 * v (h t.-1 n g d1)) = (\sum_(1 <= d1 < D.+1) x' * ev (R_i g d d1) * D (v (h t.-1 n g d1))) + (\sum_(1 <= d1 < D.+1) x' * ev (v (h t.-1 n g d1)) * D (R_i g d d1)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => d1 R'd1. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'i_tilde'2 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (b_i g d) = (x' * D (b_i g d)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'33 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (di_tilde t n g d) * ev (W_i g d k) * D (x t n k).
Definition F'37 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (di_tilde t n g d) * ev (x t n k) * D (W_i g d k).
Definition F'2 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (di_tilde t n g d) * ev (R_i g d d1) * D (v (h t.-1 n g d1)).
Definition F'38 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (di_tilde t n g d) * ev (v (h t.-1 n g d1)) * D (R_i g d d1).
Definition F'39 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (di_tilde t n g d) * D (b_i g d).
Definition P'i_tilde : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (di_tilde t n g d) * D (v (i_tilde t n g d)).
Lemma fwd'i_tilde : P'i_tilde = (F'33 + F'37) + (F'2 + F'38) + (F'39).
Proof.
rewrite /P'i_tilde /F'33 /F'37 /F'2 /F'38 /F'39. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'i_tilde t n g d R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'i_tilde'0 t n g d R't R'n R'g R'd) | exact: (tan'i_tilde'1 t n g d R't R'n R'g R'd)] | exact: (tan'i_tilde'2 t n g d R't R'n R'g R'd)].
Qed.

Lemma E'f_tilde (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (f_tilde t n g d) = (\sum_(1 <= k < M.+1) W_f g d k * x t n k)
      + (\sum_(1 <= d1 < D.+1) R_f g d d1 * v (h t.-1 n g d1))
      + (b_f g d).
Proof. exact: (if_true (Hv' (f_tilde t n g d)) R't). Qed.

Lemma tan'f_tilde'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_f g d k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_f g d k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_f g d k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'f_tilde'1 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= d1 < D.+1) R_f g d d1 * v (h t.-1 n g d1)) = (\sum_(1 <= d1 < D.+1) x' * ev (R_f g d d1) * D (v (h t.-1 n g d1))) + (\sum_(1 <= d1 < D.+1) x' * ev (v (h t.-1 n g d1)) * D (R_f g d d1)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => d1 R'd1. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'f_tilde'2 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (b_f g d) = (x' * D (b_f g d)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'34 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (df_tilde t n g d) * ev (W_f g d k) * D (x t n k).
Definition F'40 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (df_tilde t n g d) * ev (x t n k) * D (W_f g d k).
Definition F'3 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (df_tilde t n g d) * ev (R_f g d d1) * D (v (h t.-1 n g d1)).
Definition F'41 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (df_tilde t n g d) * ev (v (h t.-1 n g d1)) * D (R_f g d d1).
Definition F'42 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (df_tilde t n g d) * D (b_f g d).
Definition P'f_tilde : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (df_tilde t n g d) * D (v (f_tilde t n g d)).
Lemma fwd'f_tilde : P'f_tilde = (F'34 + F'40) + (F'3 + F'41) + (F'42).
Proof.
rewrite /P'f_tilde /F'34 /F'40 /F'3 /F'41 /F'42. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'f_tilde t n g d R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'f_tilde'0 t n g d R't R'n R'g R'd) | exact: (tan'f_tilde'1 t n g d R't R'n R'g R'd)] | exact: (tan'f_tilde'2 t n g d R't R'n R'g R'd)].
Qed.

Lemma E'log_f (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (log_f t n g d) = log_sigmoid (v (f_tilde t n g d)).
Proof. exact: (if_true (Hv' (log_f t n g d)) R't). Qed.

Lemma tan'log_f'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (log_sigmoid (v (f_tilde t n g d))) = (x' * ev (sigmoid (- (v (f_tilde t n g d)))) * D (v (f_tilde t n g d))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'log_f t n g d R't). algebra'. Qed.

Definition F'30 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dlog_f t n g d) * ev (sigmoid (- (v (f_tilde t n g d)))) * D (v (f_tilde t n g d)).
Definition P'log_f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dlog_f t n g d) * D (v (log_f t n g d)).
Lemma fwd'log_f : P'log_f = (F'30).
Proof.
rewrite /P'log_f /F'30. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'log_f t n g d R't). exact: (tan'log_f'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_z (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_z t n g d) = (\sum_(1 <= k < M.+1) W_z g d k * x t n k)
      + (\sum_(1 <= d1 < D.+1) R_z g d d1 * v (h t.-1 n g d1))
      + (b_z g d).
Proof. exact: (if_true (Hv' (a_z t n g d)) R't). Qed.

Lemma tan'a_z'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_z g d k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_z g d k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_z g d k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_z'1 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= d1 < D.+1) R_z g d d1 * v (h t.-1 n g d1)) = (\sum_(1 <= d1 < D.+1) x' * ev (R_z g d d1) * D (v (h t.-1 n g d1))) + (\sum_(1 <= d1 < D.+1) x' * ev (v (h t.-1 n g d1)) * D (R_z g d d1)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => d1 R'd1. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_z'2 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (b_z g d) = (x' * D (b_z g d)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'35 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_z t n g d) * ev (W_z g d k) * D (x t n k).
Definition F'43 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_z t n g d) * ev (x t n k) * D (W_z g d k).
Definition F'4 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (da_z t n g d) * ev (R_z g d d1) * D (v (h t.-1 n g d1)).
Definition F'44 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (da_z t n g d) * ev (v (h t.-1 n g d1)) * D (R_z g d d1).
Definition F'45 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_z t n g d) * D (b_z g d).
Definition P'a_z : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_z t n g d) * D (v (a_z t n g d)).
Lemma fwd'a_z : P'a_z = (F'35 + F'43) + (F'4 + F'44) + (F'45).
Proof.
rewrite /P'a_z /F'35 /F'43 /F'4 /F'44 /F'45. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_z t n g d R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_z'0 t n g d R't R'n R'g R'd) | exact: (tan'a_z'1 t n g d R't R'n R'g R'd)] | exact: (tan'a_z'2 t n g d R't R'n R'g R'd)].
Qed.

Lemma E'z (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (z t n g d) = tanh (v (a_z t n g d)).
Proof. exact: (if_true (Hv' (z t n g d)) R't). Qed.

Lemma tan'z'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (tanh (v (a_z t n g d))) = (x' * (1 - ev (v (z t n g d)) * ev (v (z t n g d))) * D (v (a_z t n g d))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'z t n g d R't). algebra'. Qed.

Definition F'27 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dz t n g d) * (1 - ev (v (z t n g d)) * ev (v (z t n g d))) * D (v (a_z t n g d)).
Definition P'z : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dz t n g d) * D (v (z t n g d)).
Lemma fwd'z : P'z = (F'27).
Proof.
rewrite /P'z /F'27. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'z t n g d R't). exact: (tan'z'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_o (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_o t n g d) = (\sum_(1 <= k < M.+1) W_o g d k * x t n k)
      + (\sum_(1 <= d1 < D.+1) R_o g d d1 * v (h t.-1 n g d1))
      + (b_o g d).
Proof. exact: (if_true (Hv' (a_o t n g d)) R't). Qed.

Lemma tan'a_o'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= k < M.+1) W_o g d k * x t n k) = (\sum_(1 <= k < M.+1) x' * ev (W_o g d k) * D (x t n k)) + (\sum_(1 <= k < M.+1) x' * ev (x t n k) * D (W_o g d k)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => k R'k. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_o'1 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (\sum_(1 <= d1 < D.+1) R_o g d d1 * v (h t.-1 n g d1)) = (\sum_(1 <= d1 < D.+1) x' * ev (R_o g d d1) * D (v (h t.-1 n g d1))) + (\sum_(1 <= d1 < D.+1) x' * ev (v (h t.-1 n g d1)) * D (R_o g d d1)).
Proof. rewrite slope_sum ?join_sums. apply: eq_big_nat => d1 R'd1. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_o'2 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (b_o g d) = (x' * D (b_o g d)).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'36 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_o t n g d) * ev (W_o g d k) * D (x t n k).
Definition F'46 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (da_o t n g d) * ev (x t n k) * D (W_o g d k).
Definition F'5 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (da_o t n g d) * ev (R_o g d d1) * D (v (h t.-1 n g d1)).
Definition F'47 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (da_o t n g d) * ev (v (h t.-1 n g d1)) * D (R_o g d d1).
Definition F'48 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_o t n g d) * D (b_o g d).
Definition P'a_o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_o t n g d) * D (v (a_o t n g d)).
Lemma fwd'a_o : P'a_o = (F'36 + F'46) + (F'5 + F'47) + (F'48).
Proof.
rewrite /P'a_o /F'36 /F'46 /F'5 /F'47 /F'48. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_o t n g d R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_o'0 t n g d R't R'n R'g R'd) | exact: (tan'a_o'1 t n g d R't R'n R'g R'd)] | exact: (tan'a_o'2 t n g d R't R'n R'g R'd)].
Qed.

Lemma E'o (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (o t n g d) = sigmoid (v (a_o t n g d)).
Proof. exact: (if_true (Hv' (o t n g d)) R't). Qed.

Lemma tan'o'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (sigmoid (v (a_o t n g d))) = (x' * (1 - ev (v (o t n g d))) * ev (v (o t n g d)) * D (v (a_o t n g d))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'o t n g d R't). algebra'. Qed.

Definition F'25 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (do_ t n g d) * (1 - ev (v (o t n g d))) * ev (v (o t n g d)) * D (v (a_o t n g d)).
Definition P'o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (do_ t n g d) * D (v (o t n g d)).
Lemma fwd'o : P'o = (F'25).
Proof.
rewrite /P'o /F'25. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'o t n g d R't). exact: (tan'o'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_m (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_m t n g d) = (v (log_f t n g d))
      + (v (m t.-1 n g d)).
Proof. exact: (if_true (Hv' (a_m t n g d)) R't). Qed.

Lemma tan'a_m'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (v (log_f t n g d)) = (x' * D (v (log_f t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_m'1 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (v (m t.-1 n g d)) = (x' * D (v (m t.-1 n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'28 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_m t n g d) * D (v (log_f t n g d)).
Definition F'21 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_m t n g d) * D (v (m t.-1 n g d)).
Definition P'a_m : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_m t n g d) * D (v (a_m t n g d)).
Lemma fwd'a_m : P'a_m = (F'28) + (F'21).
Proof.
rewrite /P'a_m /F'28 /F'21. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_m t n g d R't). apply: weigh_add; [exact: (tan'a_m'0 t n g d R't R'n R'g R'd) | exact: (tan'a_m'1 t n g d R't R'n R'g R'd)].
Qed.

Lemma E'm (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (m t n g d) = maximum (v (a_m t n g d)) (v (i_tilde t n g d)).
Proof. exact: (if_true (Hv' (m t n g d)) R't). Qed.

Lemma tan'm'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (maximum (v (a_m t n g d)) (v (i_tilde t n g d))) = (x' * ev (step ((- (v (i_tilde t n g d))) + v (a_m t n g d))) * D (v (a_m t n g d))) + (x' * (1 - ev (step ((- (v (i_tilde t n g d))) + v (a_m t n g d)))) * D (v (i_tilde t n g d))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'm t n g d R't). algebra'. Qed.

Definition F'23 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dm t n g d) * ev (step ((- (v (i_tilde t n g d))) + v (a_m t n g d))) * D (v (a_m t n g d)).
Definition F'31 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dm t n g d) * (1 - ev (step ((- (v (i_tilde t n g d))) + v (a_m t n g d)))) * D (v (i_tilde t n g d)).
Definition P'm : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dm t n g d) * D (v (m t n g d)).
Lemma fwd'm : P'm = (F'23 + F'31).
Proof.
rewrite /P'm /F'23 /F'31. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'm t n g d R't). exact: (tan'm'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_i_prime (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_i_prime t n g d) = (v (i_tilde t n g d))
      + ((- (v (m t n g d)))).
Proof. exact: (if_true (Hv' (a_i_prime t n g d)) R't). Qed.

Lemma tan'a_i_prime'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (v (i_tilde t n g d)) = (x' * D (v (i_tilde t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_i_prime'1 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D ((- (v (m t n g d)))) = (x' * (- 1) * D (v (m t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'32 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_i_prime t n g d) * D (v (i_tilde t n g d)).
Definition F'19 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_i_prime t n g d) * (- 1) * D (v (m t n g d)).
Definition P'a_i_prime : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_i_prime t n g d) * D (v (a_i_prime t n g d)).
Lemma fwd'a_i_prime : P'a_i_prime = (F'32) + (F'19).
Proof.
rewrite /P'a_i_prime /F'32 /F'19. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_i_prime t n g d R't). apply: weigh_add; [exact: (tan'a_i_prime'0 t n g d R't R'n R'g R'd) | exact: (tan'a_i_prime'1 t n g d R't R'n R'g R'd)].
Qed.

Lemma E'i_prime (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (i_prime t n g d) = exp (v (a_i_prime t n g d)).
Proof. exact: (if_true (Hv' (i_prime t n g d)) R't). Qed.

Lemma tan'i_prime'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (exp (v (a_i_prime t n g d))) = (x' * ev (v (i_prime t n g d)) * D (v (a_i_prime t n g d))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'i_prime t n g d R't). algebra'. Qed.

Definition F'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (di_prime t n g d) * ev (v (i_prime t n g d)) * D (v (a_i_prime t n g d)).
Definition P'i_prime : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (di_prime t n g d) * D (v (i_prime t n g d)).
Lemma fwd'i_prime : P'i_prime = (F'17).
Proof.
rewrite /P'i_prime /F'17. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'i_prime t n g d R't). exact: (tan'i_prime'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'a_f_prime (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (a_f_prime t n g d) = (v (log_f t n g d))
      + (v (m t.-1 n g d))
      + ((- (v (m t n g d)))).
Proof. exact: (if_true (Hv' (a_f_prime t n g d)) R't). Qed.

Lemma tan'a_f_prime'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (v (log_f t n g d)) = (x' * D (v (log_f t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_f_prime'1 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (v (m t.-1 n g d)) = (x' * D (v (m t.-1 n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'a_f_prime'2 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D ((- (v (m t n g d)))) = (x' * (- 1) * D (v (m t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'29 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_f_prime t n g d) * D (v (log_f t n g d)).
Definition F'22 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_f_prime t n g d) * D (v (m t.-1 n g d)).
Definition F'20 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_f_prime t n g d) * (- 1) * D (v (m t n g d)).
Definition P'a_f_prime : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_f_prime t n g d) * D (v (a_f_prime t n g d)).
Lemma fwd'a_f_prime : P'a_f_prime = (F'29) + (F'22) + (F'20).
Proof.
rewrite /P'a_f_prime /F'29 /F'22 /F'20. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'a_f_prime t n g d R't). apply: weigh_add; [apply: weigh_add; [exact: (tan'a_f_prime'0 t n g d R't R'n R'g R'd) | exact: (tan'a_f_prime'1 t n g d R't R'n R'g R'd)] | exact: (tan'a_f_prime'2 t n g d R't R'n R'g R'd)].
Qed.

Lemma E'f_prime (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (f_prime t n g d) = exp (v (a_f_prime t n g d)).
Proof. exact: (if_true (Hv' (f_prime t n g d)) R't). Qed.

Lemma tan'f_prime'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (exp (v (a_f_prime t n g d))) = (x' * ev (v (f_prime t n g d)) * D (v (a_f_prime t n g d))).
Proof. apply: weigh; first by slope calls'. rewrite ?(E'f_prime t n g d R't). algebra'. Qed.

Definition F'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (df_prime t n g d) * ev (v (f_prime t n g d)) * D (v (a_f_prime t n g d)).
Definition P'f_prime : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (df_prime t n g d) * D (v (f_prime t n g d)).
Lemma fwd'f_prime : P'f_prime = (F'14).
Proof.
rewrite /P'f_prime /F'14. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'f_prime t n g d R't). exact: (tan'f_prime'0 t n g d R't R'n R'g R'd).
Qed.

Lemma E'c (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (c t n g d) = (v (c t.-1 n g d) * v (f_prime t n g d))
      + (v (i_prime t n g d) * v (z t n g d)).
Proof. exact: (if_true (Hv' (c t n g d)) R't). Qed.

Lemma tan'c'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (v (c t.-1 n g d) * v (f_prime t n g d)) = (x' * ev (v (f_prime t n g d)) * D (v (c t.-1 n g d))) + (x' * ev (v (c t.-1 n g d)) * D (v (f_prime t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'c'1 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (v (i_prime t n g d) * v (z t n g d)) = (x' * ev (v (z t n g d)) * D (v (i_prime t n g d))) + (x' * ev (v (i_prime t n g d)) * D (v (z t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'11 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dc t n g d) * ev (v (f_prime t n g d)) * D (v (c t.-1 n g d)).
Definition F'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dc t n g d) * ev (v (c t.-1 n g d)) * D (v (f_prime t n g d)).
Definition F'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dc t n g d) * ev (v (z t n g d)) * D (v (i_prime t n g d)).
Definition F'26 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dc t n g d) * ev (v (i_prime t n g d)) * D (v (z t n g d)).
Definition P'c : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dc t n g d) * D (v (c t n g d)).
Lemma fwd'c : P'c = (F'11 + F'12) + (F'15 + F'26).
Proof.
rewrite /P'c /F'11 /F'12 /F'15 /F'26. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'c t n g d R't). apply: weigh_add; [exact: (tan'c'0 t n g d R't R'n R'g R'd) | exact: (tan'c'1 t n g d R't R'n R'g R'd)].
Qed.

Lemma E'n_ (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (n_ t n g d) = (v (f_prime t n g d) * v (n_ t.-1 n g d))
      + (v (i_prime t n g d)).
Proof. exact: (if_true (Hv' (n_ t n g d)) R't). Qed.

Lemma tan'n_'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (v (f_prime t n g d) * v (n_ t.-1 n g d)) = (x' * ev (v (f_prime t n g d)) * D (v (n_ t.-1 n g d))) + (x' * ev (v (n_ t.-1 n g d)) * D (v (f_prime t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Lemma tan'n_'1 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (v (i_prime t n g d)) = (x' * D (v (i_prime t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'8 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dn t n g d) * ev (v (f_prime t n g d)) * D (v (n_ t.-1 n g d)).
Definition F'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dn t n g d) * ev (v (n_ t.-1 n g d)) * D (v (f_prime t n g d)).
Definition F'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dn t n g d) * D (v (i_prime t n g d)).
Definition P'n_ : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dn t n g d) * D (v (n_ t n g d)).
Lemma fwd'n_ : P'n_ = (F'8 + F'13) + (F'16).
Proof.
rewrite /P'n_ /F'8 /F'13 /F'16. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'n_ t n g d R't). apply: weigh_add; [exact: (tan'n_'0 t n g d R't R'n R'g R'd) | exact: (tan'n_'1 t n g d R't R'n R'g R'd)].
Qed.

Lemma E'h (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  v (h t n g d) = inv (v (n_ t n g d)) * v (c t n g d) * v (o t n g d).
Proof. exact: (if_true (Hv' (h t n g d)) R't). Qed.

Lemma tan'h'0 (t n g d : nat) (R't : (1 <= t < T.+1)%N) (R'n : (1 <= n < N.+1)%N) (R'g : (1 <= g < G.+1)%N) (R'd : (1 <= d < D.+1)%N) (x' : B) :
  x' * D (inv (v (n_ t n g d)) * v (c t n g d) * v (o t n g d)) = (x' * (- (ev (inv (v (n_ t n g d))) * ev (inv (v (n_ t n g d))) * ev (v (c t n g d)) * ev (v (o t n g d)))) * D (v (n_ t n g d))) + (x' * ev (inv (v (n_ t n g d))) * ev (v (o t n g d)) * D (v (c t n g d))) + (x' * ev (inv (v (n_ t n g d))) * ev (v (c t n g d)) * D (v (o t n g d))).
Proof. apply: weigh; first by slope calls'. algebra'. Qed.

Definition F'7 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dh t n g d) * (- (ev (inv (v (n_ t n g d))) * ev (inv (v (n_ t n g d))) * ev (v (c t n g d)) * ev (v (o t n g d)))) * D (v (n_ t n g d)).
Definition F'10 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dh t n g d) * ev (inv (v (n_ t n g d))) * ev (v (o t n g d)) * D (v (c t n g d)).
Definition F'24 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dh t n g d) * ev (inv (v (n_ t n g d))) * ev (v (c t n g d)) * D (v (o t n g d)).
Definition P'h : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dh t n g d) * D (v (h t n g d)).
Lemma fwd'h : P'h = (F'7 + F'10 + F'24).
Proof.
rewrite /P'h /F'7 /F'10 /F'24. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [in LHS](E'h t n g d R't). exact: (tan'h'0 t n g d R't R'n R'g R'd).
Qed.

Definition B'0 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (if (1 <= t < T.+1)%N then dy t n g d else 0) * D (v (h t n g d)).
Lemma path'0 : F'0 = B'0.
Proof.
rewrite /F'0 /B'0.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'1 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (if (T <= t < T.+1)%N then dh_T n g d else 0) * D (v (h t n g d)).
Lemma path'1 : F'1 = B'1.
Proof.
rewrite /F'1 /B'1.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) dh_T n g d * D (v (h t n g d))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'2 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (if (0 <= t < T)%N then \sum_(1 <= d1 < D.+1) ev (R_i g d1 d) * w (di_tilde t.+1 n g d1) else 0) * D (v (h t n g d)).
Lemma path'2 : F'2 = B'2.
Proof.
rewrite /F'2 /B'2.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d1 _.
algebra'.
Qed.

Definition B'3 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (if (0 <= t < T)%N then \sum_(1 <= d1 < D.+1) ev (R_f g d1 d) * w (df_tilde t.+1 n g d1) else 0) * D (v (h t n g d)).
Lemma path'3 : F'3 = B'3.
Proof.
rewrite /F'3 /B'3.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d1 _.
algebra'.
Qed.

Definition B'4 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (if (0 <= t < T)%N then \sum_(1 <= d1 < D.+1) ev (R_z g d1 d) * w (da_z t.+1 n g d1) else 0) * D (v (h t n g d)).
Lemma path'4 : F'4 = B'4.
Proof.
rewrite /F'4 /B'4.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d1 _.
algebra'.
Qed.

Definition B'5 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (if (0 <= t < T)%N then \sum_(1 <= d1 < D.+1) ev (R_o g d1 d) * w (da_o t.+1 n g d1) else 0) * D (v (h t n g d)).
Lemma path'5 : F'5 = B'5.
Proof.
rewrite /F'5 /B'5.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring1.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d1 _.
algebra'.
Qed.

Lemma adj'h (t n g d : nat) (R't : (0 <= t < T.+1)%N) :
  w (dh t n g d) = ((if (1 <= t < T.+1)%N then dy t n g d else 0)) + ((if (T <= t < T.+1)%N then dh_T n g d else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= d1 < D.+1) ev (R_i g d1 d) * w (di_tilde t.+1 n g d1) else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= d1 < D.+1) ev (R_f g d1 d) * w (df_tilde t.+1 n g d1) else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= d1 < D.+1) ev (R_z g d1 d) * w (da_z t.+1 n g d1) else 0)) + ((if (0 <= t < T)%N then \sum_(1 <= d1 < D.+1) ev (R_o g d1 d) * w (da_o t.+1 n g d1) else 0)).
Proof. apply: (etrans (if_true (Hw' (dh t n g d)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'h : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dh t n g d) * D (v (h t n g d)).
Lemma bwd'h : Q'h = (B'0) + (B'1) + (B'2) + (B'3) + (B'4) + (B'5).
Proof.
rewrite /Q'h /B'0 /B'1 /B'2 /B'3 /B'4 /B'5. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'h t n g d R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'6 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (if (T <= t < T.+1)%N then dn_T n g d else 0) * D (v (n_ t n g d)).
Lemma path'6 : F'6 = B'6.
Proof.
rewrite /F'6 /B'6.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) dn_T n g d * D (v (n_ t n g d))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'7 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (if (1 <= t < T.+1)%N then (- (ev (inv (v (n_ t n g d))) * ev (inv (v (n_ t n g d))) * ev (v (c t n g d)) * w (dh t n g d) * ev (v (o t n g d)))) else 0) * D (v (n_ t n g d)).
Lemma path'7 : F'7 = B'7.
Proof.
rewrite /F'7 /B'7.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'8 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (if (0 <= t < T)%N then w (dn t.+1 n g d) * ev (v (f_prime t.+1 n g d)) else 0) * D (v (n_ t n g d)).
Lemma path'8 : F'8 = B'8.
Proof.
rewrite /F'8 /B'8.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'n_ (t n g d : nat) (R't : (0 <= t < T.+1)%N) :
  w (dn t n g d) = ((if (T <= t < T.+1)%N then dn_T n g d else 0)) + ((if (1 <= t < T.+1)%N then (- (ev (inv (v (n_ t n g d))) * ev (inv (v (n_ t n g d))) * ev (v (c t n g d)) * w (dh t n g d) * ev (v (o t n g d)))) else 0)) + ((if (0 <= t < T)%N then w (dn t.+1 n g d) * ev (v (f_prime t.+1 n g d)) else 0)).
Proof. apply: (etrans (if_true (Hw' (dn t n g d)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'n_ : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dn t n g d) * D (v (n_ t n g d)).
Lemma bwd'n_ : Q'n_ = (B'6) + (B'7) + (B'8).
Proof.
rewrite /Q'n_ /B'6 /B'7 /B'8. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'n_ t n g d R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'9 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (if (T <= t < T.+1)%N then dc_T n g d else 0) * D (v (c t n g d)).
Lemma path'9 : F'9 = B'9.
Proof.
rewrite /F'9 /B'9.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) dc_T n g d * D (v (c t n g d))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'10 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (if (1 <= t < T.+1)%N then ev (inv (v (n_ t n g d))) * w (dh t n g d) * ev (v (o t n g d)) else 0) * D (v (c t n g d)).
Lemma path'10 : F'10 = B'10.
Proof.
rewrite /F'10 /B'10.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'11 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (if (0 <= t < T)%N then w (dc t.+1 n g d) * ev (v (f_prime t.+1 n g d)) else 0) * D (v (c t n g d)).
Lemma path'11 : F'11 = B'11.
Proof.
rewrite /F'11 /B'11.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'c (t n g d : nat) (R't : (0 <= t < T.+1)%N) :
  w (dc t n g d) = ((if (T <= t < T.+1)%N then dc_T n g d else 0)) + ((if (1 <= t < T.+1)%N then ev (inv (v (n_ t n g d))) * w (dh t n g d) * ev (v (o t n g d)) else 0)) + ((if (0 <= t < T)%N then w (dc t.+1 n g d) * ev (v (f_prime t.+1 n g d)) else 0)).
Proof. apply: (etrans (if_true (Hw' (dc t n g d)) R't)). apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl]. Qed.

Definition Q'c : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dc t n g d) * D (v (c t n g d)).
Lemma bwd'c : Q'c = (B'9) + (B'10) + (B'11).
Proof.
rewrite /Q'c /B'9 /B'10 /B'11. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'c t n g d R't). apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl].
Qed.

Definition B'12 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (ev (v (c t.-1 n g d)) * w (dc t n g d)) * D (v (f_prime t n g d)).
Lemma path'12 : F'12 = B'12.
Proof.
rewrite /F'12 /B'12.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'13 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (w (dn t n g d) * ev (v (n_ t.-1 n g d))) * D (v (f_prime t n g d)).
Lemma path'13 : F'13 = B'13.
Proof.
rewrite /F'13 /B'13.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'f_prime (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (df_prime t n g d) = ((ev (v (c t.-1 n g d)) * w (dc t n g d))) + ((w (dn t n g d) * ev (v (n_ t.-1 n g d)))).
Proof. apply: (etrans (if_true (Hw' (df_prime t n g d)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'f_prime : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (df_prime t n g d) * D (v (f_prime t n g d)).
Lemma bwd'f_prime : Q'f_prime = (B'12) + (B'13).
Proof.
rewrite /Q'f_prime /B'12 /B'13. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'f_prime t n g d R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'14 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (w (df_prime t n g d) * ev (v (f_prime t n g d))) * D (v (a_f_prime t n g d)).
Lemma path'14 : F'14 = B'14.
Proof.
rewrite /F'14 /B'14.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_f_prime (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_f_prime t n g d) = ((w (df_prime t n g d) * ev (v (f_prime t n g d)))).
Proof. apply: (etrans (if_true (Hw' (da_f_prime t n g d)) R't)). exact: erefl. Qed.

Definition Q'a_f_prime : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_f_prime t n g d) * D (v (a_f_prime t n g d)).
Lemma bwd'a_f_prime : Q'a_f_prime = (B'14).
Proof.
rewrite /Q'a_f_prime /B'14. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_f_prime t n g d R't). exact: erefl.
Qed.

Definition B'15 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (w (dc t n g d) * ev (v (z t n g d))) * D (v (i_prime t n g d)).
Lemma path'15 : F'15 = B'15.
Proof.
rewrite /F'15 /B'15.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'16 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (w (dn t n g d)) * D (v (i_prime t n g d)).
Lemma path'16 : F'16 = B'16.
Proof.
rewrite /F'16 /B'16.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'i_prime (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (di_prime t n g d) = ((w (dc t n g d) * ev (v (z t n g d)))) + ((w (dn t n g d))).
Proof. apply: (etrans (if_true (Hw' (di_prime t n g d)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'i_prime : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (di_prime t n g d) * D (v (i_prime t n g d)).
Lemma bwd'i_prime : Q'i_prime = (B'15) + (B'16).
Proof.
rewrite /Q'i_prime /B'15 /B'16. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'i_prime t n g d R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'17 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (w (di_prime t n g d) * ev (v (i_prime t n g d))) * D (v (a_i_prime t n g d)).
Lemma path'17 : F'17 = B'17.
Proof.
rewrite /F'17 /B'17.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_i_prime (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_i_prime t n g d) = ((w (di_prime t n g d) * ev (v (i_prime t n g d)))).
Proof. apply: (etrans (if_true (Hw' (da_i_prime t n g d)) R't)). exact: erefl. Qed.

Definition Q'a_i_prime : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_i_prime t n g d) * D (v (a_i_prime t n g d)).
Lemma bwd'a_i_prime : Q'a_i_prime = (B'17).
Proof.
rewrite /Q'a_i_prime /B'17. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_i_prime t n g d R't). exact: erefl.
Qed.

Definition B'18 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (if (T <= t < T.+1)%N then dm_T n g d else 0) * D (v (m t n g d)).
Lemma path'18 : F'18 = B'18.
Proof.
rewrite /F'18 /B'18.
apply: (etrans (@single _ 0 T T.+1 (fun t => \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) dm_T n g d * D (v (m t n g d))) ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (T <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'19 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (if (1 <= t < T.+1)%N then (- (w (da_i_prime t n g d))) else 0) * D (v (m t n g d)).
Lemma path'19 : F'19 = B'19.
Proof.
rewrite /F'19 /B'19.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'20 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (if (1 <= t < T.+1)%N then (- (w (da_f_prime t n g d))) else 0) * D (v (m t n g d)).
Lemma path'20 : F'20 = B'20.
Proof.
rewrite /F'20 /B'20.
apply: (etrans (@narrow _ 0 1 T.+1 T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (1 <= t < T.+1)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'21 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (if (0 <= t < T)%N then w (da_m t.+1 n g d) else 0) * D (v (m t n g d)).
Lemma path'21 : F'21 = B'21.
Proof.
rewrite /F'21 /B'21.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'22 : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (if (0 <= t < T)%N then w (da_f_prime t.+1 n g d) else 0) * D (v (m t n g d)).
Lemma path'22 : F'22 = B'22.
Proof.
rewrite /F'22 /B'22.
apply: (etrans (@later _ 0 0 T T.+1 _ ltac:(lia) ltac:(lia))).
apply: eq_big_nat => t _.
case: (0 <= t < T)%N; last by symmetry; zeros.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'm (t n g d : nat) (R't : (0 <= t < T.+1)%N) :
  w (dm t n g d) = ((if (T <= t < T.+1)%N then dm_T n g d else 0)) + ((if (1 <= t < T.+1)%N then (- (w (da_i_prime t n g d))) else 0)) + ((if (1 <= t < T.+1)%N then (- (w (da_f_prime t n g d))) else 0)) + ((if (0 <= t < T)%N then w (da_m t.+1 n g d) else 0)) + ((if (0 <= t < T)%N then w (da_f_prime t.+1 n g d) else 0)).
Proof. apply: (etrans (if_true (Hw' (dm t n g d)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'm : B := \sum_(0 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dm t n g d) * D (v (m t n g d)).
Lemma bwd'm : Q'm = (B'18) + (B'19) + (B'20) + (B'21) + (B'22).
Proof.
rewrite /Q'm /B'18 /B'19 /B'20 /B'21 /B'22. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'm t n g d R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'23 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (w (dm t n g d) * ev (step ((- (v (i_tilde t n g d))) + v (a_m t n g d)))) * D (v (a_m t n g d)).
Lemma path'23 : F'23 = B'23.
Proof.
rewrite /F'23 /B'23.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_m (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_m t n g d) = ((w (dm t n g d) * ev (step ((- (v (i_tilde t n g d))) + v (a_m t n g d))))).
Proof. apply: (etrans (if_true (Hw' (da_m t n g d)) R't)). exact: erefl. Qed.

Definition Q'a_m : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_m t n g d) * D (v (a_m t n g d)).
Lemma bwd'a_m : Q'a_m = (B'23).
Proof.
rewrite /Q'a_m /B'23. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_m t n g d R't). exact: erefl.
Qed.

Definition B'24 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (ev (inv (v (n_ t n g d))) * ev (v (c t n g d)) * w (dh t n g d)) * D (v (o t n g d)).
Lemma path'24 : F'24 = B'24.
Proof.
rewrite /F'24 /B'24.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'o (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (do_ t n g d) = ((ev (inv (v (n_ t n g d))) * ev (v (c t n g d)) * w (dh t n g d))).
Proof. apply: (etrans (if_true (Hw' (do_ t n g d)) R't)). exact: erefl. Qed.

Definition Q'o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (do_ t n g d) * D (v (o t n g d)).
Lemma bwd'o : Q'o = (B'24).
Proof.
rewrite /Q'o /B'24. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'o t n g d R't). exact: erefl.
Qed.

Definition B'25 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ((1 - ev (v (o t n g d))) * w (do_ t n g d) * ev (v (o t n g d))) * D (v (a_o t n g d)).
Lemma path'25 : F'25 = B'25.
Proof.
rewrite /F'25 /B'25.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_o (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_o t n g d) = (((1 - ev (v (o t n g d))) * w (do_ t n g d) * ev (v (o t n g d)))).
Proof. apply: (etrans (if_true (Hw' (da_o t n g d)) R't)). exact: erefl. Qed.

Definition Q'a_o : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_o t n g d) * D (v (a_o t n g d)).
Lemma bwd'a_o : Q'a_o = (B'25).
Proof.
rewrite /Q'a_o /B'25. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_o t n g d R't). exact: erefl.
Qed.

Definition B'26 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (w (dc t n g d) * ev (v (i_prime t n g d))) * D (v (z t n g d)).
Lemma path'26 : F'26 = B'26.
Proof.
rewrite /F'26 /B'26.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'z (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (dz t n g d) = ((w (dc t n g d) * ev (v (i_prime t n g d)))).
Proof. apply: (etrans (if_true (Hw' (dz t n g d)) R't)). exact: erefl. Qed.

Definition Q'z : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dz t n g d) * D (v (z t n g d)).
Lemma bwd'z : Q'z = (B'26).
Proof.
rewrite /Q'z /B'26. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'z t n g d R't). exact: erefl.
Qed.

Definition B'27 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ((1 - ev (v (z t n g d)) * ev (v (z t n g d))) * w (dz t n g d)) * D (v (a_z t n g d)).
Lemma path'27 : F'27 = B'27.
Proof.
rewrite /F'27 /B'27.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'a_z (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (da_z t n g d) = (((1 - ev (v (z t n g d)) * ev (v (z t n g d))) * w (dz t n g d))).
Proof. apply: (etrans (if_true (Hw' (da_z t n g d)) R't)). exact: erefl. Qed.

Definition Q'a_z : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (da_z t n g d) * D (v (a_z t n g d)).
Lemma bwd'a_z : Q'a_z = (B'27).
Proof.
rewrite /Q'a_z /B'27. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'a_z t n g d R't). exact: erefl.
Qed.

Definition B'28 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (w (da_m t n g d)) * D (v (log_f t n g d)).
Lemma path'28 : F'28 = B'28.
Proof.
rewrite /F'28 /B'28.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'29 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (w (da_f_prime t n g d)) * D (v (log_f t n g d)).
Lemma path'29 : F'29 = B'29.
Proof.
rewrite /F'29 /B'29.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'log_f (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (dlog_f t n g d) = ((w (da_m t n g d))) + ((w (da_f_prime t n g d))).
Proof. apply: (etrans (if_true (Hw' (dlog_f t n g d)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'log_f : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dlog_f t n g d) * D (v (log_f t n g d)).
Lemma bwd'log_f : Q'log_f = (B'28) + (B'29).
Proof.
rewrite /Q'log_f /B'28 /B'29. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'log_f t n g d R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'30 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (w (dlog_f t n g d) * ev (sigmoid (- (v (f_tilde t n g d))))) * D (v (f_tilde t n g d)).
Lemma path'30 : F'30 = B'30.
Proof.
rewrite /F'30 /B'30.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'f_tilde (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (df_tilde t n g d) = ((w (dlog_f t n g d) * ev (sigmoid (- (v (f_tilde t n g d)))))).
Proof. apply: (etrans (if_true (Hw' (df_tilde t n g d)) R't)). exact: erefl. Qed.

Definition Q'f_tilde : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (df_tilde t n g d) * D (v (f_tilde t n g d)).
Lemma bwd'f_tilde : Q'f_tilde = (B'30).
Proof.
rewrite /Q'f_tilde /B'30. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'f_tilde t n g d R't). exact: erefl.
Qed.

Definition B'31 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ((1 - ev (step ((- (v (i_tilde t n g d))) + v (a_m t n g d)))) * w (dm t n g d)) * D (v (i_tilde t n g d)).
Lemma path'31 : F'31 = B'31.
Proof.
rewrite /F'31 /B'31.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'32 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (w (da_i_prime t n g d)) * D (v (i_tilde t n g d)).
Lemma path'32 : F'32 = B'32.
Proof.
rewrite /F'32 /B'32.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: eq_big_nat => g _.
apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'i_tilde (t n g d : nat) (R't : (1 <= t < T.+1)%N) :
  w (di_tilde t n g d) = (((1 - ev (step ((- (v (i_tilde t n g d))) + v (a_m t n g d)))) * w (dm t n g d))) + ((w (da_i_prime t n g d))).
Proof. apply: (etrans (if_true (Hw' (di_tilde t n g d)) R't)). apply: sum_of; [exact: erefl | exact: erefl]. Qed.

Definition Q'i_tilde : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (di_tilde t n g d) * D (v (i_tilde t n g d)).
Lemma bwd'i_tilde : Q'i_tilde = (B'31) + (B'32).
Proof.
rewrite /Q'i_tilde /B'31 /B'32. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'i_tilde t n g d R't). apply: times_sum; [exact: erefl | exact: erefl].
Qed.

Definition B'33 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_i g d k) * w (di_tilde t n g d)) * D (x t n k).
Lemma path'33 : F'33 = B'33.
Proof.
rewrite /F'33 /B'33.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'34 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_f g d k) * w (df_tilde t n g d)) * D (x t n k).
Lemma path'34 : F'34 = B'34.
Proof.
rewrite /F'34 /B'34.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'35 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_z g d k) * w (da_z t n g d)) * D (x t n k).
Lemma path'35 : F'35 = B'35.
Proof.
rewrite /F'35 /B'35.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Definition B'36 : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_o g d k) * w (da_o t n g d)) * D (x t n k).
Lemma path'36 : F'36 = B'36.
Proof.
rewrite /F'36 /B'36.
apply: eq_big_nat => t _.
apply: eq_big_nat => n _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => g _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => d _.
algebra'.
Qed.

Lemma adj'x (t n k : nat) (R't : (1 <= t < T.+1)%N) :
  w (dx t n k) = ((\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_i g d k) * w (di_tilde t n g d))) + ((\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_f g d k) * w (df_tilde t n g d))) + ((\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_z g d k) * w (da_z t n g d))) + ((\sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) ev (W_o g d k) * w (da_o t n g d))).
Proof. apply: (etrans (if_true (Hw' (dx t n k)) R't)). apply: sum_of; [apply: sum_of; [apply: sum_of; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl]. Qed.

Definition Q'x : B := \sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) \sum_(1 <= k < M.+1) w (dx t n k) * D (x t n k).
Lemma bwd'x : Q'x = (B'33) + (B'34) + (B'35) + (B'36).
Proof.
rewrite /Q'x /B'33 /B'34 /B'35 /B'36. rewrite ?join_sums. apply: eq_big_nat => t R't. rewrite ?join_sums. apply: eq_big_nat => n R'n. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'x t n k R't). apply: times_sum; [apply: times_sum; [apply: times_sum; [exact: erefl | exact: erefl] | exact: erefl] | exact: erefl].
Qed.

Definition B'37 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (di_tilde t n g d)) * D (W_i g d k).
Lemma path'37 : F'37 = B'37.
Proof.
rewrite /F'37 /B'37.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_i (g d k : nat) :
  w (dW_i g d k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (di_tilde t n g d))).
Proof. apply: (etrans (Hw' (dW_i g d k))). exact: erefl. Qed.

Definition Q'W_i : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_i g d k) * D (W_i g d k).
Lemma bwd'W_i : Q'W_i = (B'37).
Proof.
rewrite /Q'W_i /B'37. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_i g d k). exact: erefl.
Qed.

Definition B'38 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (di_tilde t n g d) * ev (v (h t.-1 n g d1))) * D (R_i g d d1).
Lemma path'38 : F'38 = B'38.
Proof.
rewrite /F'38 /B'38.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d1 _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'R_i (g d d1 : nat) :
  w (dR_i g d d1) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (di_tilde t n g d) * ev (v (h t.-1 n g d1)))).
Proof. apply: (etrans (Hw' (dR_i g d d1))). exact: erefl. Qed.

Definition Q'R_i : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dR_i g d d1) * D (R_i g d d1).
Lemma bwd'R_i : Q'R_i = (B'38).
Proof.
rewrite /Q'R_i /B'38. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => d1 R'd1.
rewrite [X in X * _](adj'R_i g d d1). exact: erefl.
Qed.

Definition B'39 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (di_tilde t n g d)) * D (b_i g d).
Lemma path'39 : F'39 = B'39.
Proof.
rewrite /F'39 /B'39.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_i (g d : nat) :
  w (db_i g d) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (di_tilde t n g d))).
Proof. apply: (etrans (Hw' (db_i g d))). exact: erefl. Qed.

Definition Q'b_i : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (db_i g d) * D (b_i g d).
Lemma bwd'b_i : Q'b_i = (B'39).
Proof.
rewrite /Q'b_i /B'39. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'b_i g d). exact: erefl.
Qed.

Definition B'40 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (df_tilde t n g d)) * D (W_f g d k).
Lemma path'40 : F'40 = B'40.
Proof.
rewrite /F'40 /B'40.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_f (g d k : nat) :
  w (dW_f g d k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (df_tilde t n g d))).
Proof. apply: (etrans (Hw' (dW_f g d k))). exact: erefl. Qed.

Definition Q'W_f : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_f g d k) * D (W_f g d k).
Lemma bwd'W_f : Q'W_f = (B'40).
Proof.
rewrite /Q'W_f /B'40. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_f g d k). exact: erefl.
Qed.

Definition B'41 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (df_tilde t n g d) * ev (v (h t.-1 n g d1))) * D (R_f g d d1).
Lemma path'41 : F'41 = B'41.
Proof.
rewrite /F'41 /B'41.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d1 _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'R_f (g d d1 : nat) :
  w (dR_f g d d1) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (df_tilde t n g d) * ev (v (h t.-1 n g d1)))).
Proof. apply: (etrans (Hw' (dR_f g d d1))). exact: erefl. Qed.

Definition Q'R_f : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dR_f g d d1) * D (R_f g d d1).
Lemma bwd'R_f : Q'R_f = (B'41).
Proof.
rewrite /Q'R_f /B'41. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => d1 R'd1.
rewrite [X in X * _](adj'R_f g d d1). exact: erefl.
Qed.

Definition B'42 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (df_tilde t n g d)) * D (b_f g d).
Lemma path'42 : F'42 = B'42.
Proof.
rewrite /F'42 /B'42.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_f (g d : nat) :
  w (db_f g d) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (df_tilde t n g d))).
Proof. apply: (etrans (Hw' (db_f g d))). exact: erefl. Qed.

Definition Q'b_f : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (db_f g d) * D (b_f g d).
Lemma bwd'b_f : Q'b_f = (B'42).
Proof.
rewrite /Q'b_f /B'42. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'b_f g d). exact: erefl.
Qed.

Definition B'43 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_z t n g d)) * D (W_z g d k).
Lemma path'43 : F'43 = B'43.
Proof.
rewrite /F'43 /B'43.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_z (g d k : nat) :
  w (dW_z g d k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_z t n g d))).
Proof. apply: (etrans (Hw' (dW_z g d k))). exact: erefl. Qed.

Definition Q'W_z : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_z g d k) * D (W_z g d k).
Lemma bwd'W_z : Q'W_z = (B'43).
Proof.
rewrite /Q'W_z /B'43. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_z g d k). exact: erefl.
Qed.

Definition B'44 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n g d) * ev (v (h t.-1 n g d1))) * D (R_z g d d1).
Lemma path'44 : F'44 = B'44.
Proof.
rewrite /F'44 /B'44.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d1 _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'R_z (g d d1 : nat) :
  w (dR_z g d d1) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n g d) * ev (v (h t.-1 n g d1)))).
Proof. apply: (etrans (Hw' (dR_z g d d1))). exact: erefl. Qed.

Definition Q'R_z : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dR_z g d d1) * D (R_z g d d1).
Lemma bwd'R_z : Q'R_z = (B'44).
Proof.
rewrite /Q'R_z /B'44. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => d1 R'd1.
rewrite [X in X * _](adj'R_z g d d1). exact: erefl.
Qed.

Definition B'45 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n g d)) * D (b_z g d).
Lemma path'45 : F'45 = B'45.
Proof.
rewrite /F'45 /B'45.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_z (g d : nat) :
  w (db_z g d) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_z t n g d))).
Proof. apply: (etrans (Hw' (db_z g d))). exact: erefl. Qed.

Definition Q'b_z : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (db_z g d) * D (b_z g d).
Lemma bwd'b_z : Q'b_z = (B'45).
Proof.
rewrite /Q'b_z /B'45. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'b_z g d). exact: erefl.
Qed.

Definition B'46 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_o t n g d)) * D (W_o g d k).
Lemma path'46 : F'46 = B'46.
Proof.
rewrite /F'46 /B'46.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => k _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'W_o (g d k : nat) :
  w (dW_o g d k) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) ev (x t n k) * w (da_o t n g d))).
Proof. apply: (etrans (Hw' (dW_o g d k))). exact: erefl. Qed.

Definition Q'W_o : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= k < M.+1) w (dW_o g d k) * D (W_o g d k).
Lemma bwd'W_o : Q'W_o = (B'46).
Proof.
rewrite /Q'W_o /B'46. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => k R'k.
rewrite [X in X * _](adj'W_o g d k). exact: erefl.
Qed.

Definition B'47 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n g d) * ev (v (h t.-1 n g d1))) * D (R_o g d d1).
Lemma path'47 : F'47 = B'47.
Proof.
rewrite /F'47 /B'47.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d1 _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'R_o (g d d1 : nat) :
  w (dR_o g d d1) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n g d) * ev (v (h t.-1 n g d1)))).
Proof. apply: (etrans (Hw' (dR_o g d d1))). exact: erefl. Qed.

Definition Q'R_o : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) \sum_(1 <= d1 < D.+1) w (dR_o g d d1) * D (R_o g d d1).
Lemma bwd'R_o : Q'R_o = (B'47).
Proof.
rewrite /Q'R_o /B'47. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd. rewrite ?join_sums. apply: eq_big_nat => d1 R'd1.
rewrite [X in X * _](adj'R_o g d d1). exact: erefl.
Qed.

Definition B'48 : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) (\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n g d)) * D (b_o g d).
Lemma path'48 : F'48 = B'48.
Proof.
rewrite /F'48 /B'48.
apply: etrans; first exact: bring2.
apply: eq_big_nat => g _.
apply: etrans; first exact: bring2.
apply: eq_big_nat => d _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => t _.
rewrite [RHS]mulr_suml. apply: eq_big_nat => n _.
algebra'.
Qed.

Lemma adj'b_o (g d : nat) :
  w (db_o g d) = ((\sum_(1 <= t < T.+1) \sum_(1 <= n < N.+1) w (da_o t n g d))).
Proof. apply: (etrans (Hw' (db_o g d))). exact: erefl. Qed.

Definition Q'b_o : B := \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (db_o g d) * D (b_o g d).
Lemma bwd'b_o : Q'b_o = (B'48).
Proof.
rewrite /Q'b_o /B'48. rewrite ?join_sums. apply: eq_big_nat => g R'g. rewrite ?join_sums. apply: eq_big_nat => d R'd.
rewrite [X in X * _](adj'b_o g d). exact: erefl.
Qed.

Lemma mov'i_tilde : P'i_tilde = (B'33 + B'37) + (B'2 + B'38) + (B'39).
Proof. by rewrite fwd'i_tilde path'33 path'37 path'2 path'38 path'39. Qed.
Lemma all'i_tilde : Q'i_tilde = P'i_tilde.
Proof. exact: erefl. Qed.

Lemma mov'f_tilde : P'f_tilde = (B'34 + B'40) + (B'3 + B'41) + (B'42).
Proof. by rewrite fwd'f_tilde path'34 path'40 path'3 path'41 path'42. Qed.
Lemma all'f_tilde : Q'f_tilde = P'f_tilde.
Proof. exact: erefl. Qed.

Lemma mov'log_f : P'log_f = (B'30).
Proof. by rewrite fwd'log_f path'30. Qed.
Lemma all'log_f : Q'log_f = P'log_f.
Proof. exact: erefl. Qed.

Lemma mov'a_z : P'a_z = (B'35 + B'43) + (B'4 + B'44) + (B'45).
Proof. by rewrite fwd'a_z path'35 path'43 path'4 path'44 path'45. Qed.
Lemma all'a_z : Q'a_z = P'a_z.
Proof. exact: erefl. Qed.

Lemma mov'z : P'z = (B'27).
Proof. by rewrite fwd'z path'27. Qed.
Lemma all'z : Q'z = P'z.
Proof. exact: erefl. Qed.

Lemma mov'a_o : P'a_o = (B'36 + B'46) + (B'5 + B'47) + (B'48).
Proof. by rewrite fwd'a_o path'36 path'46 path'5 path'47 path'48. Qed.
Lemma all'a_o : Q'a_o = P'a_o.
Proof. exact: erefl. Qed.

Lemma mov'o : P'o = (B'25).
Proof. by rewrite fwd'o path'25. Qed.
Lemma all'o : Q'o = P'o.
Proof. exact: erefl. Qed.

Lemma mov'a_m : P'a_m = (B'28) + (B'21).
Proof. by rewrite fwd'a_m path'28 path'21. Qed.
Lemma all'a_m : Q'a_m = P'a_m.
Proof. exact: erefl. Qed.

Lemma mov'm : P'm = (B'23 + B'31).
Proof. by rewrite fwd'm path'23 path'31. Qed.
Definition I'm : B := \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dm 0 n g d) * D (m_0 n g d).
Lemma all'm : Q'm = I'm + P'm.
Proof. rewrite /Q'm /I'm /P'm first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => g R'g. apply: eq_big_nat => d R'd. congr (_ * D _). exact: (Hv' (m 0 n g d)). Qed.

Lemma mov'a_i_prime : P'a_i_prime = (B'32) + (B'19).
Proof. by rewrite fwd'a_i_prime path'32 path'19. Qed.
Lemma all'a_i_prime : Q'a_i_prime = P'a_i_prime.
Proof. exact: erefl. Qed.

Lemma mov'i_prime : P'i_prime = (B'17).
Proof. by rewrite fwd'i_prime path'17. Qed.
Lemma all'i_prime : Q'i_prime = P'i_prime.
Proof. exact: erefl. Qed.

Lemma mov'a_f_prime : P'a_f_prime = (B'29) + (B'22) + (B'20).
Proof. by rewrite fwd'a_f_prime path'29 path'22 path'20. Qed.
Lemma all'a_f_prime : Q'a_f_prime = P'a_f_prime.
Proof. exact: erefl. Qed.

Lemma mov'f_prime : P'f_prime = (B'14).
Proof. by rewrite fwd'f_prime path'14. Qed.
Lemma all'f_prime : Q'f_prime = P'f_prime.
Proof. exact: erefl. Qed.

Lemma mov'c : P'c = (B'11 + B'12) + (B'15 + B'26).
Proof. by rewrite fwd'c path'11 path'12 path'15 path'26. Qed.
Definition I'c : B := \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dc 0 n g d) * D (c_0 n g d).
Lemma all'c : Q'c = I'c + P'c.
Proof. rewrite /Q'c /I'c /P'c first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => g R'g. apply: eq_big_nat => d R'd. congr (_ * D _). exact: (Hv' (c 0 n g d)). Qed.

Lemma mov'n_ : P'n_ = (B'8 + B'13) + (B'16).
Proof. by rewrite fwd'n_ path'8 path'13 path'16. Qed.
Definition I'n_ : B := \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dn 0 n g d) * D (n_0 n g d).
Lemma all'n_ : Q'n_ = I'n_ + P'n_.
Proof. rewrite /Q'n_ /I'n_ /P'n_ first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => g R'g. apply: eq_big_nat => d R'd. congr (_ * D _). exact: (Hv' (n_ 0 n g d)). Qed.

Lemma mov'h : P'h = (B'7 + B'10 + B'24).
Proof. by rewrite fwd'h path'7 path'10 path'24. Qed.
Definition I'h : B := \sum_(1 <= n < N.+1) \sum_(1 <= g < G.+1) \sum_(1 <= d < D.+1) w (dh 0 n g d) * D (h_0 n g d).
Lemma all'h : Q'h = I'h + P'h.
Proof. rewrite /Q'h /I'h /P'h first_and_rest. congr (_ + _). apply: eq_big_nat => n R'n. apply: eq_big_nat => g R'g. apply: eq_big_nat => d R'd. congr (_ * D _). exact: (Hv' (h 0 n g d)). Qed.

Lemma telescope' (b'0 b'1 b'2 b'3 b'4 b'5 b'6 b'7 b'8 b'9 b'10 b'11 b'12 b'13 b'14 b'15 b'16 b'17 b'18 b'19 b'20 b'21 b'22 b'23 b'24 b'25 b'26 b'27 b'28 b'29 b'30 b'31 b'32 b'33 b'34 b'35 b'36 b'37 b'38 b'39 b'40 b'41 b'42 b'43 b'44 b'45 b'46 b'47 b'48 q'h q'n_ q'c q'f_prime q'a_f_prime q'i_prime q'a_i_prime q'm q'a_m q'o q'a_o q'z q'a_z q'log_f q'f_tilde q'i_tilde q'x q'W_i q'R_i q'b_i q'W_f q'R_f q'b_f q'W_z q'R_z q'b_z q'W_o q'R_o q'b_o p'i_tilde p'f_tilde p'log_f p'a_z p'z p'a_o p'o p'a_m p'm p'a_i_prime p'i_prime p'a_f_prime p'f_prime p'c p'n_ p'h i'h i'c i'n_ i'm : B) :
  q'h = (b'0) + (b'1) + (b'2) + (b'3) + (b'4) + (b'5) ->
  q'n_ = (b'6) + (b'7) + (b'8) ->
  q'c = (b'9) + (b'10) + (b'11) ->
  q'f_prime = (b'12) + (b'13) ->
  q'a_f_prime = (b'14) ->
  q'i_prime = (b'15) + (b'16) ->
  q'a_i_prime = (b'17) ->
  q'm = (b'18) + (b'19) + (b'20) + (b'21) + (b'22) ->
  q'a_m = (b'23) ->
  q'o = (b'24) ->
  q'a_o = (b'25) ->
  q'z = (b'26) ->
  q'a_z = (b'27) ->
  q'log_f = (b'28) + (b'29) ->
  q'f_tilde = (b'30) ->
  q'i_tilde = (b'31) + (b'32) ->
  q'x = (b'33) + (b'34) + (b'35) + (b'36) ->
  q'W_i = (b'37) ->
  q'R_i = (b'38) ->
  q'b_i = (b'39) ->
  q'W_f = (b'40) ->
  q'R_f = (b'41) ->
  q'b_f = (b'42) ->
  q'W_z = (b'43) ->
  q'R_z = (b'44) ->
  q'b_z = (b'45) ->
  q'W_o = (b'46) ->
  q'R_o = (b'47) ->
  q'b_o = (b'48) ->
  p'i_tilde = (b'33 + b'37) + (b'2 + b'38) + (b'39) ->
  p'f_tilde = (b'34 + b'40) + (b'3 + b'41) + (b'42) ->
  p'log_f = (b'30) ->
  p'a_z = (b'35 + b'43) + (b'4 + b'44) + (b'45) ->
  p'z = (b'27) ->
  p'a_o = (b'36 + b'46) + (b'5 + b'47) + (b'48) ->
  p'o = (b'25) ->
  p'a_m = (b'28) + (b'21) ->
  p'm = (b'23 + b'31) ->
  p'a_i_prime = (b'32) + (b'19) ->
  p'i_prime = (b'17) ->
  p'a_f_prime = (b'29) + (b'22) + (b'20) ->
  p'f_prime = (b'14) ->
  p'c = (b'11 + b'12) + (b'15 + b'26) ->
  p'n_ = (b'8 + b'13) + (b'16) ->
  p'h = (b'7 + b'10 + b'24) ->
  q'i_tilde = p'i_tilde ->
  q'f_tilde = p'f_tilde ->
  q'log_f = p'log_f ->
  q'a_z = p'a_z ->
  q'z = p'z ->
  q'a_o = p'a_o ->
  q'o = p'o ->
  q'a_m = p'a_m ->
  q'm = i'm + p'm ->
  q'a_i_prime = p'a_i_prime ->
  q'i_prime = p'i_prime ->
  q'a_f_prime = p'a_f_prime ->
  q'f_prime = p'f_prime ->
  q'c = i'c + p'c ->
  q'n_ = i'n_ + p'n_ ->
  q'h = i'h + p'h ->
  b'0 + b'1 + b'9 + b'6 + b'18 = q'x + i'h + i'c + i'n_ + i'm + q'W_i + q'R_i + q'b_i + q'W_f + q'R_f + q'b_f + q'W_z + q'R_z + q'b_z + q'W_o + q'R_o + q'b_o.
Proof.
move=> K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24 K'25 K'26 K'27 K'28 K'29 K'30 K'31 K'32 K'33 K'34 K'35 K'36 K'37 K'38 K'39 K'40 K'41 K'42 K'43 K'44 K'45 K'46 K'47 K'48 K'49 K'50 K'51 K'52 K'53 K'54 K'55 K'56 K'57 K'58 K'59 K'60.
have all'q : q'h + q'n_ + q'c + q'f_prime + q'a_f_prime + q'i_prime + q'a_i_prime + q'm + q'a_m + q'o + q'a_o + q'z + q'a_z + q'log_f + q'f_tilde + q'i_tilde + q'x + q'W_i + q'R_i + q'b_i + q'W_f + q'R_f + q'b_f + q'W_z + q'R_z + q'b_z + q'W_o + q'R_o + q'b_o = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 + b'26 + b'27 + b'28 + b'29 + b'30 + b'31 + b'32 + b'33 + b'34 + b'35 + b'36 + b'37 + b'38 + b'39 + b'40 + b'41 + b'42 + b'43 + b'44 + b'45 + b'46 + b'47 + b'48 by rewrite K'0 K'1 K'2 K'3 K'4 K'5 K'6 K'7 K'8 K'9 K'10 K'11 K'12 K'13 K'14 K'15 K'16 K'17 K'18 K'19 K'20 K'21 K'22 K'23 K'24 K'25 K'26 K'27 K'28; ring.
have all'p : (b'0 + b'1 + b'9 + b'6 + b'18) + (p'i_tilde + p'f_tilde + p'log_f + p'a_z + p'z + p'a_o + p'o + p'a_m + p'm + p'a_i_prime + p'i_prime + p'a_f_prime + p'f_prime + p'c + p'n_ + p'h) = b'0 + b'1 + b'2 + b'3 + b'4 + b'5 + b'6 + b'7 + b'8 + b'9 + b'10 + b'11 + b'12 + b'13 + b'14 + b'15 + b'16 + b'17 + b'18 + b'19 + b'20 + b'21 + b'22 + b'23 + b'24 + b'25 + b'26 + b'27 + b'28 + b'29 + b'30 + b'31 + b'32 + b'33 + b'34 + b'35 + b'36 + b'37 + b'38 + b'39 + b'40 + b'41 + b'42 + b'43 + b'44 + b'45 + b'46 + b'47 + b'48 by rewrite K'29 K'30 K'31 K'32 K'33 K'34 K'35 K'36 K'37 K'38 K'39 K'40 K'41 K'42 K'43 K'44; ring.
apply: (addIr (p'i_tilde + p'f_tilde + p'log_f + p'a_z + p'z + p'a_o + p'o + p'a_m + p'm + p'a_i_prime + p'i_prime + p'a_f_prime + p'f_prime + p'c + p'n_ + p'h)); rewrite all'p -all'q K'45 K'46 K'47 K'48 K'49 K'50 K'51 K'52 K'53 K'54 K'55 K'56 K'57 K'58 K'59 K'60; ring.
Qed.
Lemma for'any : claim v w.
Proof.
apply: (etrans (y := B'0 + B'1 + B'9 + B'6 + B'18)).
  by rewrite /claim -path'0 -path'1 -path'9 -path'6 -path'18.
exact: (telescope' B'0 B'1 B'2 B'3 B'4 B'5 B'6 B'7 B'8 B'9 B'10 B'11 B'12 B'13 B'14 B'15 B'16 B'17 B'18 B'19 B'20 B'21 B'22 B'23 B'24 B'25 B'26 B'27 B'28 B'29 B'30 B'31 B'32 B'33 B'34 B'35 B'36 B'37 B'38 B'39 B'40 B'41 B'42 B'43 B'44 B'45 B'46 B'47 B'48 Q'h Q'n_ Q'c Q'f_prime Q'a_f_prime Q'i_prime Q'a_i_prime Q'm Q'a_m Q'o Q'a_o Q'z Q'a_z Q'log_f Q'f_tilde Q'i_tilde Q'x Q'W_i Q'R_i Q'b_i Q'W_f Q'R_f Q'b_f Q'W_z Q'R_z Q'b_z Q'W_o Q'R_o Q'b_o P'i_tilde P'f_tilde P'log_f P'a_z P'z P'a_o P'o P'a_m P'm P'a_i_prime P'i_prime P'a_f_prime P'f_prime P'c P'n_ P'h I'h I'c I'n_ I'm bwd'h bwd'n_ bwd'c bwd'f_prime bwd'a_f_prime bwd'i_prime bwd'a_i_prime bwd'm bwd'a_m bwd'o bwd'a_o bwd'z bwd'a_z bwd'log_f bwd'f_tilde bwd'i_tilde bwd'x bwd'W_i bwd'R_i bwd'b_i bwd'W_f bwd'R_f bwd'b_f bwd'W_z bwd'R_z bwd'b_z bwd'W_o bwd'R_o bwd'b_o mov'i_tilde mov'f_tilde mov'log_f mov'a_z mov'z mov'a_o mov'o mov'a_m mov'm mov'a_i_prime mov'i_prime mov'a_f_prime mov'f_prime mov'c mov'n_ mov'h all'i_tilde all'f_tilde all'log_f all'a_z all'z all'a_o all'o all'a_m all'm all'a_i_prime all'i_prime all'a_f_prime all'f_prime all'c all'n_ all'h).
Qed.
End Any'.

Theorem slstm_heads_gradients_right : exists v w, [/\ the_solution forward v, the_solution (backward v) w & claim v w].
Proof using All.
have [v Hv'] := forward'solvable; have [w Hw'] := backward'solvable v.
by exists v, w; split=> //; apply: for'any; [case: Hv' | case: Hw'].
Qed.

End Certificate.

Print Assumptions slstm_heads_gradients_right.
