// The words of every face of the program, in Spanish and English.
