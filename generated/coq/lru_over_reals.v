(* lru: nothing is said about the reals yet: cos, sin would have to be there. *)
