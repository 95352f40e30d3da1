"""The tables, by hand in pandas."""

import numpy as np
import pandas as pd

from asked import (
    FROM, FROM_BEFORE, GROUPS, SERIAL_AGE, SERIAL_CRIMES, SERIAL_FROM, SERIAL_VICTIMS, TO, TO_BEFORE, WEIGHTS, parts,
)  # fmt: skip

CRIME = ["reference", "month", "earliest", "latest", "offence", "offence_group", "place", "area", "district"]
AGES = [-1, 10, 18, 25, 35, 45, 55, 65, 1000]
AGE_NAMES = [
    "under 10", "10 to 17", "18 to 24", "25 to 34", "35 to 44", "45 to 54", "55 to 64", "65 and over",
]  # fmt: skip


def tables(data: str) -> dict:
    crime = pd.concat([pd.read_parquet(part, columns=CRIME) for part in parts(data, "crime")])
    person = pd.concat([pd.read_parquet(part) for part in parts(data, "person")])
    return of_frames(crime, person)


def rows(frame: pd.DataFrame) -> list[tuple]:
    return [tuple(None if value is pd.NA or value != value else value for value in row) for row in
            frame.itertuples(index=False, name=None)]  # fmt: skip


def of_frames(crime: pd.DataFrame, person: pd.DataFrame) -> dict:
    women = person.loc[(person.role == "victim") & (person.sex == "female"), "crime"].unique()
    in_lens = crime[
        crime.offence_group.str.upper().isin(GROUPS)
        & crime.month.between(FROM_BEFORE, TO)
        & crime.reference.isin(women)
    ].copy()
    in_lens["harm"] = in_lens.offence.map(WEIGHTS)
    now = in_lens.month.between(FROM, TO)
    in_window = in_lens[now]
    of_crime = in_window[["reference", "month", "offence_group", "harm"]]
    people = person[person.role != "witness"].merge(of_crime, left_on="crime", right_on="reference")
    known = people[people.pseudonym.notna()]
    parts_in = known[["role", "pseudonym", "reference", "month", "offence_group", "harm"]].drop_duplicates()
    who_parts = ["role", "pseudonym"]
    by_person = parts_in.groupby(who_parts, as_index=False).agg(crimes=("harm", "size"), harm=("harm", "sum"))

    def change(by: str) -> list[tuple]:
        each = pd.DataFrame({by: in_lens[by], "now": now, "before": in_lens.month.between(FROM_BEFORE, TO_BEFORE)})
        return rows(each.groupby(by, as_index=False, dropna=False).sum())

    def harm(by: str) -> list[tuple]:
        each = in_window.groupby(by, as_index=False, dropna=False)
        return rows(each.agg(crimes=("harm", "size"), harm=("harm", "sum"), most=("harm", "max")))

    def count(frame: pd.DataFrame, by: list[str]) -> list[tuple]:
        return rows(frame.groupby(by, as_index=False, dropna=False).size())

    timed = in_window[in_window.earliest.notna()]
    spans = pd.DataFrame({
        "begins": ((timed.earliest + 4320) % 10080 + 10080) % 10080,
        "lasts": (timed.latest - timed.earliest).clip(lower=0).fillna(0),
    })  # fmt: skip
    per_kind = parts_in.groupby([*who_parts, "offence_group"], as_index=False).size()
    per_kind = per_kind.groupby(who_parts, as_index=False).agg(most=("size", "max"), kinds=("size", "size"))
    per_kind["repeats"], per_kind["multiple"] = per_kind.most >= 2, per_kind.kinds >= 2
    placed = parts_in[who_parts].assign(n=parts_in.month // 100 * 12 + parts_in.month % 100)
    placed = placed.sort_values([*who_parts, "n"])
    placed["gap"] = placed.groupby(who_parts).n.diff()
    placed = placed[placed.gap.notna()]
    placed["band"] = np.select(
        [placed.gap <= 2, placed.gap <= 5, placed.gap <= 11], [placed.gap, 3, 6], default=12
    )
    looked_back = in_lens.loc[in_lens.month.between(SERIAL_FROM, TO), "reference"]
    named = person[person.pseudonym.notna()]
    suspects = named[named.role.isin(["suspect", "convicted_offender"]) & named.crime.isin(looked_back)]
    victims = named.loc[named.role == "victim", ["crime", "pseudonym"]]
    pairs = suspects[["crime", "pseudonym", "age"]].merge(victims, on="crime", suffixes=("", "_victim"))
    pairs = pairs[pairs.pseudonym != pairs.pseudonym_victim]
    pairs = pairs.groupby("pseudonym").agg(
        victims=("pseudonym_victim", "nunique"), crimes=("crime", "nunique"), age=("age", "max")
    )
    pairs["kind"] = np.select(
        [(pairs.victims < SERIAL_VICTIMS) | (pairs.crimes < SERIAL_CRIMES), pairs.age.isna(), pairs.age < SERIAL_AGE],
        ["one victim", "age not stated", "younger"],
        default="serial",
    )
    is_victim = parts_in.role == "victim"
    flow = pd.DataFrame({
        "v": parts_in[is_victim].groupby("pseudonym").month.min(),
        "s": parts_in[~is_victim].groupby("pseudonym").month.min(),
    })  # fmt: skip
    flow["flow"] = np.select(
        [flow.s.isna(), flow.v.isna(), flow.v < flow.s, flow.s < flow.v],
        ["victim only", "suspect only", "victim first", "suspect first"],
        default="both in the same month",
    )
    traits = ["sex", "age", "ethnicity"]
    each = known.groupby(who_parts, as_index=False).agg(
        sex=("sex", "max"), age=("age", "min"), ethnicity=("ethnicity", "max")
    )
    who = pd.concat([each, people[people.pseudonym.isna()]])[["role", *traits]]
    ages = pd.cut(who.age, AGES, right=False, labels=AGE_NAMES).astype(object)
    who = who.assign(age=ages).fillna({trait: "not stated" for trait in traits})
    by_trait = [(role, of, *rest) for of in traits for role, *rest in count(who, ["role", of])]
    made = {
        "by_group": change("offence_group"),
        "by_district": change("district"),
        "by_month": count(in_window, ["month"]),
        "harm_by_group": harm("offence_group"),
        "harm_by_district": harm("district"),
        "spans": count(spans, ["begins", "lasts"]),
        "by_area": rows(
            in_window.groupby(["offence_group", "area"], as_index=False, dropna=False).agg(
                crimes=("harm", "size"), harm=("harm", "sum")
            )
        ),
        "by_times": count(by_person.assign(times=by_person.crimes.clip(upper=5)), ["role", "times"]),
        "kinds_of_repeat": rows(per_kind.groupby("role", as_index=False)[["repeats", "multiple"]].sum()),
        "to_repeat": count(placed, ["role", "band"]),
        "serial": count(pairs, ["kind"]),
        "flow": count(flow, ["flow"]),
        "by_trait": by_trait,
        "by_relationship": count(
            people[people.role == "victim"].fillna({"relationship": "not stated"}), ["relationship"]
        ),
    }
    accused = parts_in.loc[parts_in.role.isin(["suspect", "convicted_offender"]), ["reference", "pseudonym"]]
    harmed = parts_in.loc[is_victim, ["reference", "pseudonym", "harm"]]
    both = accused.merge(harmed, on="reference", suffixes=("", "_victim"))
    both = both[both.pseudonym != both.pseudonym_victim].drop_duplicates()
    held_by = {role: by_person[by_person.role == role] for role in ("suspect", "victim")}
    for unit, frame, by in (("pair", both, ["pseudonym", "pseudonym_victim"]), ("place", in_window, ["place"])):
        held_by[unit] = frame.groupby(by).agg(crimes=("harm", "size"), harm=("harm", "sum"))
    for unit, held in held_by.items():
        made[f"of_{unit}"] = (held.crimes.to_numpy(), held.harm.to_numpy())
    return made
