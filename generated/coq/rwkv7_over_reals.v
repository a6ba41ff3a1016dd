(* rwkv7: nothing is said about the reals yet: inv, sqrt, constant_1, over_1000000000000, over_D, constant_4, over_2 would have to be there. *)
