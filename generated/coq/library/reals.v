(* Certificates about the reals: a curve is a function of a real number that has a derivative at 0, its value is f 0, and its
   slope is f' 0. The functions that have a slope everywhere are here; those of kinks and poles (relu, absolute, maximum,
   1/x, log, sqrt) are not. Axioms: those of Coq's reals, and the classical ones of mathcomp-analysis. *)
From Coq Require Import Reals Lra.
From Coquelicot Require Import Coquelicot.
Local Open Scope R_scope.

(* ---- Functions and their slopes. *)

Definition r_sigmoid (x : R) : R := 1 / (1 + exp (- x)).
Definition r_tanh (x : R) : R := (exp x - exp (- x)) / (exp x + exp (- x)).
Definition r_softplus (x : R) : R := ln (1 + exp x).
Definition r_log_sigmoid (x : R) : R := ln (r_sigmoid x).

Lemma is_sigmoid x : is_derive r_sigmoid x ((1 - r_sigmoid x) * r_sigmoid x).
Proof.
unfold r_sigmoid; assert (P := exp_pos (- x)).
auto_derive; [lra | field; lra].
Qed.

Lemma is_tanh x : is_derive r_tanh x (1 - r_tanh x * r_tanh x).
Proof.
unfold r_tanh; assert (P := exp_pos x); assert (Q := exp_pos (- x)).
auto_derive; [lra | field; lra].
Qed.

Lemma is_exp x : is_derive exp x (exp x).
Proof. auto_derive; [easy | ring]. Qed.

Lemma is_softplus x : is_derive r_softplus x (r_sigmoid x).
Proof.
unfold r_softplus, r_sigmoid; assert (P := exp_pos x).
auto_derive; [lra |]; rewrite exp_Ropp; field; split; lra.
Qed.

Lemma is_log_sigmoid x : is_derive r_log_sigmoid x (r_sigmoid (- x)).
Proof.
unfold r_log_sigmoid, r_sigmoid; assert (P := exp_pos (- x)); assert (Q := exp_pos x).
auto_derive.
- split; [lra | split; [| easy]]; rewrite Rmult_1_l; apply Rinv_0_lt_compat; lra.
- rewrite Ropp_involutive, exp_Ropp; rewrite exp_Ropp in P; field; repeat split; lra.
Qed.

Ltac real_ring := ring. (* MathComp has a ring of its own *)

(* ---- Curves are a ring with a derivation. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import boolp Rstruct.
From derive Require Import calculus.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory.
Local Open Scope R_scope.

Record curve := Curve { along :> R -> R; smooth : ex_derive along 0 }.
Canonical curve_eqType := EqType curve (@gen_eqMixin curve).
Canonical curve_choiceType := ChoiceType curve (@gen_choiceMixin curve).

Lemma curveP (f g : curve) : (forall s, f s = g s) -> f = g.
Proof.
case: f g => f p [g q] /= H; have E : f = g by apply: functional_extensionality_dep.
by case: _ / E q => q; congr Curve; apply: Prop_irrelevance.
Qed.

Definition add (f g : curve) : curve := Curve (ex_derive_plus f g 0 (smooth f) (smooth g)).
Definition opp (f : curve) : curve := Curve (ex_derive_opp f 0 (smooth f)).
Definition mul (f g : curve) : curve := Curve (ex_derive_mult f g 0 (smooth f) (smooth g)).
Definition still (r : R) : curve := @Curve (fun=> r) (ex_derive_const r 0).

Ltac pointwise := repeat (move=> ?); apply: curveP => s; rewrite /= /plus /Hierarchy.opp /=; real_ring.
Lemma addA : associative add. Proof. pointwise. Qed.
Lemma addC : commutative add. Proof. pointwise. Qed.
Lemma add0 : left_id (still 0) add. Proof. pointwise. Qed.
Lemma addN : left_inverse (still 0) opp add. Proof. pointwise. Qed.
Canonical curve_zmodType := ZmodType curve (ZmodMixin addA addC add0 addN).

Lemma mulA : associative mul. Proof. pointwise. Qed.
Lemma mulC : commutative mul. Proof. pointwise. Qed.
Lemma mul1 : left_id (still 1) mul. Proof. pointwise. Qed.
Lemma mulD : left_distributive mul add. Proof. pointwise. Qed.
Lemma one_not_0 : still 1 != still 0.
Proof. by apply/eqP => /(f_equal (fun f : curve => f 0)) /= /R1_neq_R0. Qed.
Canonical curve_ringType := RingType curve (ComRingMixin mulA mulC mul1 mulD one_not_0).
Canonical curve_comRingType := ComRingType curve mulC.

Definition at_0 (f : curve) : R := f 0.
Definition slope_0 (f : curve) : R := Derive f 0.

Lemma at_0_morphism : rmorphism at_0. Proof. by split=> [x y|]; last split. Qed.
Lemma slope_0_additive : additive slope_0.
Proof.
move=> f g; rewrite /slope_0 -[LHS]/(Derive (fun s => f s + - g s) 0).
by rewrite Derive_plus; [rewrite Derive_opp | exact: smooth | exact: (ex_derive_opp g 0 (smooth g))].
Qed.

Lemma curves_product (f g : curve) :
  Additive slope_0_additive (f * g)%R
  = (Additive slope_0_additive f * RMorphism at_0_morphism g + RMorphism at_0_morphism f * Additive slope_0_additive g)%R.
Proof. exact: (Derive_mult f g 0 (smooth f) (smooth g)). Qed.

Definition curves : derivation curve_comRingType R_comRingType := Derivation curves_product.

(* ---- Functions of curves. *)

Definition lift F F' (H : forall x, is_derive F x (F' x)) (f : curve) : curve :=
  @Curve (fun s => F (f s)) (ex_derive_comp F f 0 (ex_intro _ _ (H (f 0))) (smooth f)).

Lemma slope_lift F F' (H : forall x, is_derive F x (F' x)) f :
  (slope curves (lift H f) = F' (value curves f) * slope curves f)%R.
Proof.
rewrite -[LHS]/(Derive (fun s => F (f s)) 0) Derive_comp; [| by exists (F' (f 0)); exact: H | exact: smooth].
by rewrite (is_derive_unique _ _ _ (H (f 0))) Rmult_comm.
Qed.

Definition sigmoid := lift is_sigmoid.
Definition tanh := lift is_tanh.
Definition exp := lift is_exp.
Definition softplus := lift is_softplus.
Definition log_sigmoid := lift is_log_sigmoid.
Definition stop_gradient (f : curve) : curve := still (f 0).

Notation ev := (value curves).
Notation D := (slope curves).
Local Open Scope ring_scope.
Lemma slope_sigmoid x : D (sigmoid x) = (1 - ev (sigmoid x)) * ev (sigmoid x) * D x. Proof. exact: slope_lift. Qed.
Lemma slope_tanh x : D (tanh x) = (1 - ev (tanh x) * ev (tanh x)) * D x. Proof. exact: slope_lift. Qed.
Lemma slope_exp x : D (exp x) = ev (exp x) * D x. Proof. exact: slope_lift. Qed.
Lemma slope_softplus x : D (softplus x) = ev (sigmoid x) * D x. Proof. exact: slope_lift. Qed.
Lemma slope_log_sigmoid x : D (log_sigmoid x) = ev (sigmoid (- x)) * D x. Proof. exact: slope_lift. Qed.
Lemma slope_stop_gradient x : D (stop_gradient x) = 0 * D x.
Proof. by rewrite mul0r; exact: Derive_const. Qed.
