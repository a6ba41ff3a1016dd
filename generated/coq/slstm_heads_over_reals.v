(* slstm_heads: nothing is said about the reals yet: inv, maximum, step would have to be there. *)
