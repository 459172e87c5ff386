"""Two dimensions: catalogue, surrogates, closed forms, spectra and steps on a square."""
