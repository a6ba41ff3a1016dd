(* rnn_relu: nothing is said about the reals yet: relu, step would have to be there. *)
