"""Who signed it: XML signatures and JWS, verified with keys from our records only."""
