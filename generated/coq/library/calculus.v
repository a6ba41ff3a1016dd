(* What every certificate rests on: rings with a derivation, equations that have exactly one solution, and sums.
   Nothing here knows of any cell. What depends on the version of MathComp is in this folder. *)
From Coq Require Import Sumbool Inverse_Image.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import zify.
From mathcomp Require Export ring.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory. Local Open Scope ring_scope.

(* ---- Derivatives.  An element of A is a number that may depend on whatever is perturbed; [value] is what it is where
   the gradient is taken, an element of B, and [slope] its directional derivative there. *)

Structure derivation (A B : comRingType) := Derivation {
  value : {rmorphism A -> B};
  slope : {additive A -> B};
  product_rule : forall x y, slope (x * y) = slope x * value y + value x * slope y }.

Section Slopes.
Variables (A B : comRingType) (d : derivation A B).
Local Notation ev := (value d).
Local Notation D := (slope d).

Lemma slope_1 : D 1 = 0.
Proof.
have /eqP := product_rule d 1 1.
by rewrite mulr1 rmorph1 mulr1 mul1r -subr_eq subrr eq_sym => /eqP.
Qed.

Lemma slope_0 : D 0 = 0.
Proof. exact: raddf0. Qed.

Lemma slope_nat n : D n%:R = 0.
Proof. by rewrite raddfMn slope_1 mul0rn. Qed.

Lemma slope_add x y dx dy : D x = dx -> D y = dy -> D (x + y) = dx + dy.
Proof. by move=> <- <-; exact: raddfD. Qed.

Lemma slope_opp x dx : D x = dx -> D (- x) = - dx.
Proof. by move=> <-; exact: raddfN. Qed.

Lemma slope_mul x y dx dy : D x = dx -> D y = dy -> D (x * y) = dx * ev y + ev x * dy.
Proof. by move=> <- <-; exact: product_rule. Qed.

Lemma slope_sum I (r : seq I) (F : I -> A) (x : B) : x * D (\sum_(i <- r) F i) = \sum_(i <- r) x * D (F i).
Proof. by rewrite raddf_sum mulr_sumr. Qed.

Lemma unit_law n (x : A) : n%:R * x = 1 -> n%:R * ev x = 1.
Proof. by move=> law; rewrite -(rmorph_nat ev) -rmorphM law rmorph1. Qed.

(* A weighted slope, in steps. *)
Lemma weigh x e de r : D e = de -> x * de = r -> x * D e = r.
Proof. by move=> ->. Qed.

Lemma weigh_add x e1 e2 r1 r2 : x * D e1 = r1 -> x * D e2 = r2 -> x * D (e1 + e2) = r1 + r2.
Proof. by move=> <- <-; rewrite raddfD mulrDr. Qed.

Lemma weigh_left x e1 e2 r1 : x * D e1 = r1 -> x * D e2 = 0 -> x * D (e1 + e2) = r1.
Proof. by move=> H K; rewrite (weigh_add H K) addr0. Qed.

Lemma weigh_right x e1 e2 r2 : x * D e1 = 0 -> x * D e2 = r2 -> x * D (e1 + e2) = r2.
Proof. by move=> H K; rewrite (weigh_add H K) add0r. Qed.
End Slopes.

(* The slope of an expression, by the rules; [call] proves those of functions. *)
Ltac slope call :=
  lazymatch goal with
  | |- _ (@GRing.add _ _ _) = _ => apply: slope_add; slope call
  | |- _ (@GRing.mul _ _ _) = _ => apply: slope_mul; slope call
  | |- _ (@GRing.opp _ _) = _ => apply: slope_opp; slope call
  | |- _ (@GRing.zero _) = _ => exact: slope_0
  | |- _ (@GRing.one _) = _ => exact: slope_1
  | |- _ (@GRing.natmul _ (@GRing.one _) _) = _ => exact: slope_nat
  | |- _ => first [call; slope call | exact: erefl]
  end.

(* ---- Equations.  Each says what a component is, given all components.  Where it reads only components of lower rank,
   there is exactly one solution. *)

Definition solves (C R : Type) (F : (C -> R) -> C -> R) (f : C -> R) : Prop := forall c, f c = F f c.

Definition the_solution (C R : Type) (F : (C -> R) -> C -> R) (f : C -> R) : Prop :=
  solves F f /\ forall g, solves F g -> g =1 f.

Definition rank := (nat * nat * nat)%type.
Definition before (a b : rank) : bool :=
  let: (s, t, p) := a in let: (s', t', p') := b in
  ((s < s') || (s == s') && ((t < t') || (t == t') && (p < p')))%N.

Lemma before_wf : well_founded before.
Proof.
case=> [[s t] p]; elim/ltn_ind: s t p => s Hs t; elim/ltn_ind: t => t Ht p; elim/ltn_ind: p => p Hp.
constructor=> [[[s' t'] p']] /orP [ls | /andP [/eqP -> /orP [lt | /andP [/eqP -> lp]]]];
  [exact: Hs | exact: Ht | exact: Hp].
Qed.

Definition looks_back (C R : Type) (order : C -> rank) (F : (C -> R) -> C -> R) (c : C) : Prop :=
  forall f g, (forall c', before (order c') (order c) -> f c' = g c') -> F f c = F g c.

Lemma solvable (C : Type) (R : zmodType) (order : C -> rank) (F : (C -> R) -> C -> R) :
  (forall c, looks_back order F c) -> exists f, the_solution F f.
Proof.
move=> local.
have wf : well_founded (fun c c' => before (order c) (order c')) by exact: (wf_inverse_image _ _ _ _ before_wf).
pose step c (rec : forall c', before (order c') (order c) -> R) :=
  F (fun c' => match sumbool_of_bool (before (order c') (order c)) with left p => rec c' p | right _ => 0 end) c.
have [f Ef] : exists f, solves F f.
  exists (Fix wf (fun=> R) step) => c; rewrite Fix_eq => [|x f g fg].
  - by apply: local => c' l; case: sumbool_of_bool => //; rewrite l.
  - by apply: local => c' l; case: sumbool_of_bool => // p; apply: fg.
exists f; split=> // g Eg c; elim/(well_founded_ind wf): c => c IH.
by rewrite Eg Ef; apply: local => c' /IH.
Qed.

Lemma before_stage s t p s' t' p' : (s < s')%N -> before (s, t, p) (s', t', p').
Proof. by rewrite /before => ->. Qed.
Lemma before_time s t p t' p' : (t < t')%N -> before (s, t, p) (s, t', p').
Proof. by rewrite /before eqxx => ->; rewrite orbT. Qed.
Lemma before_place s t p p' : (p < p')%N -> before (s, t, p) (s, t, p').
Proof. by rewrite /before !eqxx => ->; rewrite !orbT. Qed.

Lemma in_range lo t hi : (lo <= t < hi)%N -> (lo <= t)%N * (t < hi)%N.
Proof. by case/andP. Qed.

Lemma map_range (X : Type) lo hi (f g : nat -> X) :
  (forall i, (lo <= i < hi)%N -> f i = g i) -> map f (index_iota lo hi) = map g (index_iota lo hi).
Proof. by move=> H; apply/eq_in_map => i; rewrite mem_index_iota => /H. Qed.

(* A read of a component of lower rank: [H] is what looks_back gives. *)
Ltac lower H :=
  solve [ apply: H; first [ by apply: before_stage | by apply: before_place
        | apply: before_time; match goal with R : is_true (_ <= _ < _)%N |- _ => case/andP: R => *; lia end ] ].

Ltac same H :=
  first [ reflexivity
        | lower H
        | lazymatch goal with
          | |- map _ (index_iota _ _) = map _ _ => apply: map_range => ? ?; same H
          | |- bigop _ _ _ = bigop _ _ _ => apply: eq_big_nat => ? ?; same H
          | |- (if ?b then _ else _) = _ => case: (boolP b) => ? //; same H
          | |- _ + _ = _ => congr (_ + _); same H
          | |- _ * _ = _ => congr (_ * _); same H
          | |- - _ = _ => congr (- _); same H
          | |- _ = _ => progress f_equal; same H
          end ].

(* ---- Sums. *)
Lemma if_true (X : Type) (b : bool) (x y z : X) : z = (if b then x else y) -> b -> z = x.
Proof. by move=> -> ->. Qed.

Lemma if_false (X : Type) (b : bool) (x y z : X) : z = (if b then x else y) -> ~~ b -> z = y.
Proof. by move=> ->; case: b. Qed.

Section Sums.
Variable R : comRingType.

(* The sum at this depth comes to the front. *)
Lemma bring1 I1 I2 r1 r2 (f : I1 -> I2 -> R) :
  \sum_(a <- r1) \sum_(b <- r2) f a b = \sum_(b <- r2) \sum_(a <- r1) f a b.
Proof. exact: exchange_big. Qed.

Lemma bring2 I1 I2 I3 r1 r2 r3 (f : I1 -> I2 -> I3 -> R) :
  \sum_(x1 <- r1) \sum_(x2 <- r2) \sum_(x3 <- r3) f x1 x2 x3 =
  \sum_(x3 <- r3) \sum_(x1 <- r1) \sum_(x2 <- r2) f x1 x2 x3.
Proof. by rewrite [RHS]bring1; apply: eq_bigr => x1 _; exact: bring1. Qed.

Lemma bring3 I1 I2 I3 I4 r1 r2 r3 r4 (f : I1 -> I2 -> I3 -> I4 -> R) :
  \sum_(x1 <- r1) \sum_(x2 <- r2) \sum_(x3 <- r3) \sum_(x4 <- r4) f x1 x2 x3 x4 =
  \sum_(x4 <- r4) \sum_(x1 <- r1) \sum_(x2 <- r2) \sum_(x3 <- r3) f x1 x2 x3 x4.
Proof. by rewrite [RHS]bring1; apply: eq_bigr => x1 _; exact: bring2. Qed.

Lemma bring4 I1 I2 I3 I4 I5 r1 r2 r3 r4 r5 (f : I1 -> I2 -> I3 -> I4 -> I5 -> R) :
  \sum_(x1 <- r1) \sum_(x2 <- r2) \sum_(x3 <- r3) \sum_(x4 <- r4) \sum_(x5 <- r5) f x1 x2 x3 x4 x5 =
  \sum_(x5 <- r5) \sum_(x1 <- r1) \sum_(x2 <- r2) \sum_(x3 <- r3) \sum_(x4 <- r4) f x1 x2 x3 x4 x5.
Proof. by rewrite [RHS]bring1; apply: eq_bigr => x1 _; exact: bring3. Qed.

Lemma bring5 I1 I2 I3 I4 I5 I6 r1 r2 r3 r4 r5 r6 (f : I1 -> I2 -> I3 -> I4 -> I5 -> I6 -> R) :
  \sum_(x1 <- r1) \sum_(x2 <- r2) \sum_(x3 <- r3) \sum_(x4 <- r4) \sum_(x5 <- r5) \sum_(x6 <- r6) f x1 x2 x3 x4 x5 x6 =
  \sum_(x6 <- r6) \sum_(x1 <- r1) \sum_(x2 <- r2) \sum_(x3 <- r3) \sum_(x4 <- r4) \sum_(x5 <- r5) f x1 x2 x3 x4 x5 x6.
Proof. by rewrite [RHS]bring1; apply: eq_bigr => x1 _; exact: bring4. Qed.

Lemma bring6 I1 I2 I3 I4 I5 I6 I7 r1 r2 r3 r4 r5 r6 r7 (f : I1 -> I2 -> I3 -> I4 -> I5 -> I6 -> I7 -> R) :
  \sum_(x1 <- r1) \sum_(x2 <- r2) \sum_(x3 <- r3) \sum_(x4 <- r4) \sum_(x5 <- r5) \sum_(x6 <- r6) \sum_(x7 <- r7) f x1 x2 x3 x4 x5 x6 x7 =
  \sum_(x7 <- r7) \sum_(x1 <- r1) \sum_(x2 <- r2) \sum_(x3 <- r3) \sum_(x4 <- r4) \sum_(x5 <- r5) \sum_(x6 <- r6) f x1 x2 x3 x4 x5 x6 x7.
Proof. by rewrite [RHS]bring1; apply: eq_bigr => x1 _; exact: bring5. Qed.

(* A range inside a larger one, by itself or one step later or earlier, and a single place of it. *)
Lemma narrow LO lo hi HI (f : nat -> R) : (LO <= lo)%N -> (hi <= HI)%N ->
  \sum_(lo <= t < hi) f t = \sum_(LO <= t < HI) (if (lo <= t < hi)%N then f t else 0).
Proof.
move=> l h; rewrite (big_nat_widen _ _ _ _ _ h) (big_nat_widenl _ _ _ _ _ l) -[RHS]big_mkcond.
by apply: eq_bigl => t /=; rewrite andbC.
Qed.

Lemma later LO lo hi HI (f : nat -> R) : (LO <= lo)%N -> (hi <= HI)%N ->
  \sum_(lo.+1 <= t < hi.+1) f t = \sum_(LO <= t < HI) (if (lo <= t < hi)%N then f t.+1 else 0).
Proof. by move=> l h; rewrite -(narrow (fun t => f t.+1) l h) big_add1. Qed.

Lemma earlier LO lo hi HI (f : nat -> R) : (LO <= lo.+1)%N -> (hi.+1 <= HI)%N ->
  \sum_(lo <= t < hi) f t = \sum_(LO <= t < HI) (if (lo.+1 <= t < hi.+1)%N then f t.-1 else 0).
Proof. by move=> l h; rewrite -(narrow (fun t => f t.-1) l h) big_add1. Qed.

Lemma single LO at_ HI (f : nat -> R) : (LO <= at_)%N -> (at_ < HI)%N ->
  f at_ = \sum_(LO <= t < HI) (if (at_ <= t < at_.+1)%N then f t else 0).
Proof. by move=> l h; rewrite -(narrow f l h) big_nat1. Qed.

Lemma first_and_rest hi (f : nat -> R) : \sum_(0 <= t < hi.+1) f t = f 0%N + \sum_(1 <= t < hi.+1) f t.
Proof. by rewrite big_ltn. Qed.

Lemma last_and_rest hi (f : nat -> R) : \sum_(1 <= t < hi.+2) f t = f hi.+1 + \sum_(1 <= t < hi.+1) f t.
Proof. by rewrite big_nat_recr //= addrC. Qed.

(* A summed index that does not occur leaves its range as a factor. *)
Lemma constant_sum n (x : R) : \sum_(1 <= i < n.+1) x = x * n%:R.
Proof. by rewrite sumr_const_nat subn1 /= mulr_natr. Qed.

Lemma zero_sum I (r : seq I) (F : I -> R) : (forall i, F i = 0) -> \sum_(i <- r) F i = 0.
Proof. by move=> H; apply: big1 => i _; exact: H. Qed.

Lemma zero_times (x y : R) : x = 0 -> x * y = 0.
Proof. by move=> ->; exact: mul0r. Qed.

Lemma zero_range m n (F : nat -> R) : (forall i, (m <= i < n)%N -> F i = 0) -> \sum_(m <= i < n) F i = 0.
Proof. by move=> H; rewrite big_nat_cond; apply: big1 => i /andP [/H]. Qed.

Lemma sum_of (x y a b : R) : x = a -> y = b -> x + y = a + b.
Proof. by move=> -> ->. Qed.

Lemma times_sum (x y z a b : R) : x * z = a -> y * z = b -> (x + y) * z = a + b.
Proof. by move=> <- <-; exact: mulrDl. Qed.

(* Two sums over one index become one. *)
Lemma join_sums I (r : seq I) (F G : I -> R) : \sum_(i <- r) F i + \sum_(i <- r) G i = \sum_(i <- r) (F i + G i).
Proof. by rewrite big_split. Qed.
End Sums.

(* A sum of zeros, however deep. *)
Ltac zeros := repeat (apply: zero_sum => ?); try reflexivity; by rewrite ?mul0r ?mulr0.

Ltac algebra := rewrite /=; ring.
