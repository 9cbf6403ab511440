"""What suppliers answer: questions in use, answers and their evidence, answers taken over and shared."""
