"""The programs that measurements start: what computes beside requests, what holds many of a kind, what wrk runs."""
