(* mlstm: nothing is said about the reals yet: absolute, inv, maximum, sign, step, constant_1 would have to be there. *)
