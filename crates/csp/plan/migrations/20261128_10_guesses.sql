-- Guesses are counted for all links together, where links are kept; those counted before are forgotten within the hour.
DROP TABLE plan_pass_guess;
