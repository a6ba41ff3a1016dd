(* Rings with a derivation exist: dual numbers x + x'e with e e = 0 over any commutative ring, in which a function with a
   slope is a function of dual numbers. So the certificates are about something. No axioms. *)
From mathcomp Require Import all_ssreflect all_algebra.
From derive Require Import calculus.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory. Local Open Scope ring_scope.

Section Dual.
Variable B : comRingType.

Record dual := Dual { real : B; part : B }.

Definition to_pair x := (real x, part x).
Definition of_pair p := Dual p.1 p.2.
Lemma to_pairK : cancel to_pair of_pair. Proof. by case. Qed.

Definition dual_eqMixin := CanEqMixin to_pairK.
Canonical dual_eqType := EqType dual dual_eqMixin.
Definition dual_choiceMixin := CanChoiceMixin to_pairK.
Canonical dual_choiceType := ChoiceType dual dual_choiceMixin.

Definition add x y := Dual (real x + real y) (part x + part y).
Definition opp x := Dual (- real x) (- part x).
Definition mul x y := Dual (real x * real y) (part x * real y + real x * part y).

Lemma dualP x y : real x = real y -> part x = part y -> x = y.
Proof. by case: x y => a b [c e] /= -> ->. Qed.

Ltac by_parts := repeat (move=> ?); apply: dualP => /=; ring.

Lemma addA : associative add. Proof. by_parts. Qed.
Lemma addC : commutative add. Proof. by_parts. Qed.
Lemma add0 : left_id (Dual 0 0) add. Proof. by_parts. Qed.
Lemma addN : left_inverse (Dual 0 0) opp add. Proof. by_parts. Qed.
Canonical dual_zmodType := ZmodType dual (ZmodMixin addA addC add0 addN).

Lemma mulA : associative mul. Proof. by_parts. Qed.
Lemma mulC : commutative mul. Proof. by_parts. Qed.
Lemma mul1 : left_id (Dual 1 0) mul. Proof. by_parts. Qed.
Lemma mulD : left_distributive mul add. Proof. by_parts. Qed.
Lemma one_not_0 : Dual 1 0 != 0 :> dual.
Proof. by apply/eqP => -[/eqP]; rewrite oner_eq0. Qed.
Canonical dual_ringType := RingType dual (ComRingMixin mulA mulC mul1 mulD one_not_0).
Canonical dual_comRingType := ComRingType dual mulC.

Lemma real_morphism : rmorphism (real : dual -> B). Proof. by split=> [x y|]; last split. Qed.
Lemma part_additive : additive (part : dual -> B). Proof. by []. Qed.

Definition dual_derivation : derivation [comRingType of dual] B :=
  @Derivation [comRingType of dual] B (RMorphism real_morphism) (Additive part_additive) (fun x y => erefl).

(* A function with its slope, on dual numbers. *)
Definition lift (f slope_f : B -> B) (x : dual) := Dual (f (real x)) (slope_f (real x) * part x).
Lemma slope_lift f slope_f x :
  slope dual_derivation (lift f slope_f x) = slope_f (value dual_derivation x) * slope dual_derivation x.
Proof. by []. Qed.
End Dual.
