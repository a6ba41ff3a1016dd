(* gated_delta_net: nothing is said about the reals yet: inv, sqrt, over_1000000, over_2 would have to be there. *)
