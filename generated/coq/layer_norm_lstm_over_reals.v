(* layer_norm_lstm: nothing is said about the reals yet: inv, sqrt, over_4, over_H, over_100000 would have to be there. *)
