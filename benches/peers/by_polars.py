"""The tables, by hand in Polars: lazy frames, those that several tables read collected once."""

import polars as pl

from asked import (
    FROM, FROM_BEFORE, GROUPS, SERIAL_AGE, SERIAL_CRIMES, SERIAL_FROM, SERIAL_VICTIMS, TO, TO_BEFORE, WEIGHTS, parts,
)  # fmt: skip

c = pl.col


def tables(data: str) -> dict:
    crime, person = (pl.scan_parquet(parts(data, table)) for table in ("crime", "person"))
    weight = pl.LazyFrame({"offence": list(WEIGHTS), "harm": list(WEIGHTS.values())})
    now, before = c("month").is_between(FROM, TO), c("month").is_between(FROM_BEFORE, TO_BEFORE)
    women = person.filter((c("role") == "victim") & (c("sex") == "female")).select(c("crime").unique())
    in_lens = (
        crime.filter(
            c("offence_group").str.to_uppercase().is_in(GROUPS) & c("month").is_between(FROM_BEFORE, TO)
        )
        .join(women, left_on="reference", right_on="crime", how="semi")
        .join(weight, on="offence", how="left")
        .select("reference", "month", "earliest", "latest", "offence_group", "place", "area", "district", "harm")
        .collect()
        .lazy()
    )
    in_window = in_lens.filter(now)
    people = (
        person.filter(c("role") != "witness")
        .join(
            in_window.select("reference", "month", "offence_group", "harm"),
            left_on="crime", right_on="reference", how="inner",
        )  # fmt: skip
        .collect()
        .lazy()
    )
    parts_in = (
        people.filter(c("pseudonym").is_not_null())
        .select("role", "pseudonym", "crime", "month", "offence_group", "harm")
        .unique()
        .collect()
        .lazy()
    )
    by_person = parts_in.group_by("role", "pseudonym").agg(pl.len().alias("crimes"), c("harm").sum())

    pairs = (
        parts_in.filter(c("role").is_in(["suspect", "convicted_offender"]))
        .select("crime", "pseudonym")
        .join(
            parts_in.filter(c("role") == "victim").select("crime", c("pseudonym").alias("victim"), "harm"),
            on="crime",
        )  # fmt: skip
        .filter(c("pseudonym") != c("victim"))
        .unique()
        .group_by("pseudonym", "victim")
        .agg(pl.len().alias("crimes"), c("harm").sum())
    )
    places = (
        in_window.filter(c("place").is_not_null()).group_by("place").agg(pl.len().alias("crimes"), c("harm").sum())
    )

    def change(by: str) -> pl.LazyFrame:
        return in_lens.group_by(by).agg(now.sum().alias("crimes"), before.sum().alias("before"))

    def harm(by: str) -> pl.LazyFrame:
        return in_window.group_by(by).agg(pl.len(), c("harm").sum(), c("harm").max().alias("most"))

    month = c("month") // 100 * 12 + c("month") % 100
    gap = c("gap")
    band = (
        pl.when(gap <= 2).then(gap).when(gap <= 5).then(3).when(gap <= 11).then(6).otherwise(12).alias("band")
    )
    to_repeat = (
        parts_in.select("role", "pseudonym", month.alias("n"))
        .sort("role", "pseudonym", "n")
        .with_columns(
            pl.when((c("role") == c("role").shift()) & (c("pseudonym") == c("pseudonym").shift()))
            .then(c("n") - c("n").shift())
            .alias("gap")
        )
        .filter(gap.is_not_null())
        .group_by("role", band)
        .agg(pl.len())
    )
    kinds = (
        parts_in.group_by("role", "pseudonym", "offence_group")
        .agg(pl.len().alias("n"))
        .group_by("role", "pseudonym")
        .agg(c("n").max().alias("most"), pl.len().alias("kinds"))
        .group_by("role")
        .agg((c("most") >= 2).sum().alias("repeats"), (c("kinds") >= 2).sum().alias("multiple"))
    )
    known = c("pseudonym").is_not_null()
    looked_back = in_lens.filter(c("month").is_between(SERIAL_FROM, TO)).select("reference")
    suspects = (
        person.filter(c("role").is_in(["suspect", "convicted_offender"]) & known)
        .join(looked_back, left_on="crime", right_on="reference", how="semi")
        .select("crime", "pseudonym", "age")
    )
    victims = person.filter((c("role") == "victim") & known).select("crime", c("pseudonym").alias("victim"))
    serial = (
        suspects.join(victims, on="crime")
        .filter(c("pseudonym") != c("victim"))
        .group_by("pseudonym")
        .agg(c("victim").n_unique().alias("victims"), c("crime").n_unique().alias("crimes"), c("age").max())
        .group_by(
            pl.when((c("victims") < SERIAL_VICTIMS) | (c("crimes") < SERIAL_CRIMES)).then(pl.lit("one victim"))
            .when(c("age").is_null()).then(pl.lit("age not stated"))
            .when(c("age") < SERIAL_AGE).then(pl.lit("younger")).otherwise(pl.lit("serial")).alias("kind")
        )  # fmt: skip
        .agg(pl.len())
    )
    victim = c("role") == "victim"
    v, s = c("v"), c("s")
    flow = (
        parts_in.group_by("pseudonym")
        .agg(c("month").filter(victim).min().alias("v"), c("month").filter(~victim).min().alias("s"))
        .group_by(
            pl.when(s.is_null()).then(pl.lit("victim only")).when(v.is_null()).then(pl.lit("suspect only"))
            .when(v < s).then(pl.lit("victim first")).when(s < v).then(pl.lit("suspect first"))
            .otherwise(pl.lit("both in the same month")).alias("flow")
        )  # fmt: skip
        .agg(pl.len())
    )
    who = pl.concat([
        people.filter(known)
        .group_by("role", "pseudonym")
        .agg(c("sex").max(), c("age").min(), c("ethnicity").max())
        .select("role", "sex", "age", "ethnicity"),
        people.filter(~known).select("role", "sex", "age", "ethnicity"),
    ]).collect().lazy()  # fmt: skip
    age = pl.when(c("age").is_null()).then(pl.lit("not stated"))
    for end, name in [
        (10, "under 10"), (18, "10 to 17"), (25, "18 to 24"), (35, "25 to 34"),
        (45, "35 to 44"), (55, "45 to 54"), (65, "55 to 64"),
    ]:  # fmt: skip
        age = age.when(c("age") < end).then(pl.lit(name))
    traits = {
        "sex": c("sex").fill_null("not stated"),
        "age": age.otherwise(pl.lit("65 and over")),
        "ethnicity": c("ethnicity").fill_null("not stated"),
    }
    lazy = {
        "by_group": change("offence_group"),
        "by_district": change("district"),
        "by_month": in_window.group_by("month").agg(pl.len()),
        "harm_by_group": harm("offence_group"),
        "harm_by_district": harm("district"),
        "spans": in_window.filter(c("earliest").is_not_null())
        .group_by(
            (((c("earliest") + 4320) % 10080 + 10080) % 10080).alias("begins"),
            pl.max_horizontal(c("latest") - c("earliest"), 0).alias("lasts"),
        )
        .agg(pl.len()),
        "by_area": in_window.group_by("offence_group", "area").agg(pl.len(), c("harm").sum()),
        "by_person": by_person,
        "of_pair": pairs.select("crimes", "harm"),
        "of_place": places.select("crimes", "harm"),
        "by_times": by_person.group_by("role", pl.min_horizontal("crimes", 5).alias("times")).agg(pl.len()),
        "kinds_of_repeat": kinds,
        "to_repeat": to_repeat,
        "serial": serial,
        "flow": flow,
        "by_relationship": people.filter(victim)
        .group_by(c("relationship").fill_null("not stated").alias("value"))
        .agg(pl.len()),
        **{name: who.group_by("role", of.alias("value")).agg(pl.len()) for name, of in traits.items()},
    }
    frames = dict(zip(lazy, pl.collect_all(list(lazy.values()))))
    people_of = frames.pop("by_person")
    units = {name: frames.pop(name) for name in ("of_pair", "of_place")}
    values = {name: frames.pop(name) for name in traits}
    made = {name: frame.rows() for name, frame in frames.items()}
    made["by_trait"] = [(role, name, *rest) for name, frame in values.items() for role, *rest in frame.rows()]
    units |= {f"of_{role}": people_of.filter(c("role") == role) for role in ("suspect", "victim")}
    for name, held in units.items():
        made[name] = (held["crimes"].to_numpy(), held["harm"].to_numpy())
    return made
