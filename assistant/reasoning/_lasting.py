"""Conditions that last: a history of them is a condition that the patient still has."""

CHRONIC = (
    "B18.-", "B20", "D57.-", "D63.-", "D68.-", "E03.-", "E05.-", "E08-E13", "E66.-", "E78.-", "E84.-",
    "F01-F03", "F20-F33", "F34.-", "F41.-", "F43.1-", "F84.-", "F90.-", "G20.-", "G30-G31", "G35.-",
    "G40.-", "G43.-", "G47.3-", "G80.-", "I10-I16", "I20.8-", "I25.-", "I27.-", "I34-I37", "I42.-",
    "I48.-", "I50.-", "I70.-", "I73.9", "J41-J45", "J47.-", "J84.-", "K21.-", "K50-K51", "K58.-", "K70-K74",
    "L40.-", "L90.5", "L91.0", "M05-M06", "M10.-", "M15-M19", "M32.-", "M81.-", "N18.-", "N40.-", "H40.-", "O09.2-", "O34.2-",
)  # fmt: skip
"""Lasting conditions: "history of COPD" in a chart means that the patient has it (I.C.21.c.4 keeps
history codes for conditions that no longer exist and get no treatment)."""
