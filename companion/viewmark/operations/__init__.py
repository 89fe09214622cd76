"""Operations (EMPACT action days): a plan, the checks that joined it, and the indicators computed from them."""
