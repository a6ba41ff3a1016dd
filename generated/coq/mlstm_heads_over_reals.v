(* mlstm_heads: nothing is said about the reals yet: absolute, inv, maximum, minimum, sign, step, constant_1, over_1000000000000000 would have to be there. *)
