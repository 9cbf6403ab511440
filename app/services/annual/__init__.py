"""The council's own annual statement, its figures, and the records behind them."""
