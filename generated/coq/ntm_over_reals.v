(* ntm: there is no certificate yet: y: a term that does not exist on all steps *)
