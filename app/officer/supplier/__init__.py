"""The pages of one supplier: who it is, its contracts, result, statement, answers and all that happened."""
