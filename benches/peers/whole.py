"""The whole by pandas and PySAL: CSV, tables, Gini, what chance gives, intervals. As an analyst would write it: vectors, no loops over rows."""

import json
import sys

import numpy as np
import pandas as pd
from inequality.gini import Gini

from asked import DRAWS, FROM, GROUPS, SEED, TO, WEIGHTS
from by_pandas import of_frames
from figures import by_unit, figures

COLUMNS = [
    "Crime No", "From Date", "From Time", "To Date", "To Time", "HO Class", "Group", "Outcome", "LSOA", "District", "Premise Ref",
    "Victim ID", "Victim Sex", "Victim Age", "Victim Ethnicity", "Suspect ID", "Suspect Sex", "Suspect Age",
    "Suspect Ethnicity", "Relationship",
]  # fmt: skip


def read(csv: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = pd.read_csv(csv, usecols=COLUMNS)
    minutes = lambda day, time: (  # noqa: E731
        pd.to_datetime(rows[day] + " " + rows[time], format="%Y-%m-%d %H:%M") - pd.Timestamp(0)
    ) // pd.Timedelta(minutes=1)
    crime = pd.DataFrame({
        "reference": rows["Crime No"],
        "month": rows["From Date"].str[:4].astype(int) * 100 + rows["From Date"].str[5:7].astype(int),
        "earliest": minutes("From Date", "From Time"),
        "latest": minutes("To Date", "To Time"),
        "offence": rows["HO Class"],
        "offence_group": rows["Group"],
        "place": rows["Premise Ref"],
        "area": rows["LSOA"],
        "district": rows["District"],
    })  # fmt: skip
    sexes = {"F": "female", "M": "male"}
    people = [
        pd.DataFrame({
            "crime": rows["Crime No"],
            "role": role,
            "pseudonym": rows[f"{head} ID"],
            "sex": rows[f"{head} Sex"].map(sexes),
            "age": rows[f"{head} Age"],
            "ethnicity": rows[f"{head} Ethnicity"].where(rows[f"{head} Ethnicity"] != "Not known"),
            "relationship": rows["Relationship"].where(rows["Relationship"] != "Not known"),
        })
        for role, head in (("victim", "Victim"), ("suspect", "Suspect"))
    ]  # fmt: skip
    return crime, pd.concat(people, ignore_index=True)


def top_tenth(totals: np.ndarray) -> float:
    n = len(totals) // 10
    return np.partition(totals, len(totals) - n)[len(totals) - n :].sum() / totals.sum()


def chance_and_interval(totals: np.ndarray, weights: np.ndarray, one_each: bool, draws: np.random.Generator) -> dict:
    units, shares, again = len(totals), [], []
    # As many as the report makes.
    for _ in range(min(max(250_000_000 // len(weights), 40), DRAWS)):
        if one_each:
            dealt = draws.permutation(weights)
            held = dealt[:units] + np.bincount(
                draws.integers(0, units, len(weights) - units), dealt[units:], minlength=units
            )
        else:
            held = np.bincount(draws.integers(0, units, len(weights)), weights, minlength=units)
        shares.append(top_tenth(held))
        again.append(top_tenth(totals[draws.integers(0, units, units)]))
    return {
        "gini": Gini(totals).g,
        "chance": float(np.mean(shares)),
        "interval": [float(edge) for edge in np.quantile(again, [0.025, 0.975])],
    }


def main(csv: str, out: str) -> None:
    crime, person = read(csv)
    tables = of_frames(crime, person)
    counts = by_weight(crime, person)
    harms = np.repeat(counts.index.to_numpy(), counts.to_numpy())
    draws = np.random.default_rng(SEED)
    measured = []
    for (unit, measure, group), totals in by_unit(tables).items():
        totals = np.asarray(totals, dtype=float)
        weights = harms if measure == "harm" else np.ones(int(totals.sum()))
        found = chance_and_interval(totals, weights, unit != "area", draws)
        measured.append({"unit": unit, "measure": measure, "group": group, **found})
    made = [{"key": key, "values": {k: float(v) for k, v in values.items()}} for key, values in figures(tables).items()]
    with open(out, "w") as file:
        json.dump({"figures": made, "measured": measured}, file)


def by_weight(crime: pd.DataFrame, person: pd.DataFrame) -> pd.Series:
    """How many crimes in the lens and window there are of each weight."""
    women = person.loc[(person.role == "victim") & (person.sex == "female"), "crime"].unique()
    ours = crime[
        crime.offence_group.str.upper().isin(GROUPS) & crime.month.between(FROM, TO) & crime.reference.isin(women)
    ]
    return ours.offence.map(WEIGHTS).value_counts()


if __name__ == "__main__":
    main(*sys.argv[1:])
