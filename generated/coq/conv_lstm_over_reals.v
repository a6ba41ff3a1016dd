(* conv_lstm: there is no certificate yet: h_shifted: a term that does not exist on all steps *)
