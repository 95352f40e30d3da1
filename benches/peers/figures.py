"""From tables to the figures that `findings.json` has, and the comparison."""

from math import floor, log10

import numpy as np

from asked import AREAS, DISTRICTS

TIMES = {1: "one_crime", 2: "two", 3: "three", 4: "four", 5: "five_or_more"}
AFTER = {
    0: "next_in_the_same_month", 1: "next_the_next_month", 2: "next_after_2_months", 3: "next_after_3_to_5_months",
    6: "next_after_6_to_11_months", 12: "next_after_a_year_or_more",
}  # fmt: skip
PEOPLE_IN = {name: sum(people for of, people, _ in AREAS.values() if of == name) for name in DISTRICTS}


def spread(totals: np.ndarray) -> dict[str, float]:
    """Gini, shares of the top, and units that hold half and four fifths, by the formulas of the field."""
    held = np.sort(np.asarray(totals, dtype=float))
    n, total = len(held), held.sum()
    down = np.concatenate([[0.0], np.cumsum(held[::-1])])

    def top(share: float) -> float:
        whole = int(n * share)
        rest = n * share - whole
        return (down[whole] + (rest * held[n - 1 - whole] if rest else 0.0)) / total

    return {
        "gini": float(2 * (held * np.arange(1, n + 1)).sum() / (n * total) - (n + 1) / n),
        "top_1": top(0.01),
        "top_5": top(0.05),
        "top_10": top(0.10),
        "units_with_half": int(np.searchsorted(down, 0.5 * total)) / n,
        "units_with_four_fifths": int(np.searchsorted(down, 0.8 * total)) / n,
        "total": float(total),
    }


def by_unit(tables: dict) -> dict[tuple, np.ndarray]:
    """What each unit holds: areas on the list with nothing included."""
    groups: dict[str, dict] = {}
    for group, area, crimes, harm in tables["by_area"]:
        groups.setdefault(group, {})[area] = (crimes, harm)
    everything: dict[str, list] = {area: [0, 0.0] for area in AREAS}
    units = {}
    for group, areas in groups.items():
        units["area", "crimes", group] = np.array([areas.get(area, (0, 0))[0] for area in AREAS])
        for area, (crimes, harm) in areas.items():
            everything[area][0] += crimes
            everything[area][1] += harm
    for n, measure in enumerate(("crimes", "harm")):
        units["area", measure, "All crimes in the lens"] = np.array([held[n] for held in everything.values()])
        for unit in ("suspect", "victim", "pair", "place"):
            units[unit, measure, None] = tables[f"of_{unit}"][n]
    return units


def figures(tables: dict) -> dict[tuple, dict[str, float]]:
    """Keyed by finding, unit, measure and filter."""
    made: dict[tuple, dict[str, float]] = {}
    for table, unit in (("by_group", "group"), ("by_district", "district")):
        for name, crimes, before in tables[table]:
            values = {"crimes": crimes, "before": before}
            if unit == "district":
                values["per_1000"] = 1000 * crimes / PEOPLE_IN[name]
                made["between-areas", "district", "rate", ("district", name)] = {"per_1000": values["per_1000"]}
            made["how-much", "crime", "crimes", (unit, name)] = values
        for name, crimes, harm, _ in tables[f"harm_{table}"]:
            made["harm", "crime", "harm", (unit, name)] = {"crimes": crimes, "harm": harm}
    months = {f"{month // 100}-{month % 100:02}": crimes for month, crimes in tables["by_month"]}
    made["trend", "month", "crimes", None] = months
    for (unit, measure, group), totals in by_unit(tables).items():
        made["concentration", unit, measure, ("group", group) if group else None] = spread(totals)
    for role in ("suspect", "victim"):
        values = {TIMES[times]: n for of, times, n in tables["by_times"] if of == role}
        values["people"] = sum(values.values())
        values |= {AFTER[int(band)]: n for of, band, n in tables["to_repeat"] if of == role}
        for of, repeats, multiple in tables["kinds_of_repeat"]:
            if of == role:
                values |= {"repeats": repeats, "multiple": multiple}
        made["repeat", role, "crimes", None] = values
        for of, trait, value, people in tables["by_trait"]:
            if of == role:
                made["profiles", role, "people", (trait, value)] = {"people": people}
    underscored = lambda table: {name.replace(" ", "_"): n for name, n in tables[table]}  # noqa: E731
    made["repeat", "suspect", "victims", None] = underscored("serial")
    made["repeat", "person", "roles", None] = underscored("flow")
    for value, parts in tables["by_relationship"]:
        made["profiles", "victim", "parts", ("relationship", value)] = {"parts": parts}
    return made


def unlike(found: list[dict], made: dict[tuple, dict[str, float]]) -> tuple[int, list[str]]:
    """How many values of `findings.json` were compared, and those that differ."""
    compared, wrong = 0, []
    seen = set()
    for figure in found:
        only = next(iter(figure["filter"].items()), None)
        key = (figure["finding"], figure["unit"], figure["measure"], only)
        if key not in made:
            continue
        seen.add(key)
        for name, value in figure["values"].items():
            if name not in made[key]:
                # A band in which nobody is: the peer has no row for it.
                if figure["finding"] == "repeat" and value == 0:
                    compared += 1
                continue
            compared += 1
            mine = float(made[key][name])
            near = 1e-9 * max(1.0, abs(value))
            counts = name == "crimes" or name.endswith("_before")
            if key[2] == "harm" and value and not counts:
                # Whatever harm is in leaves as three figures, sums of it no finer than five crimes of the heaviest offence of the index.
                near = 0.5001 * 10 ** (floor(log10(abs(value))) - 2)
                if name in ("harm", "total"):
                    near = max(near, 25_000.0)
                elif key[0] == "concentration":
                    near = max(near, 0.000501)
            if abs(mine - value) > near:
                wrong.append(f"{key} {name}: {value} against {mine}")
    for key in made.keys() - seen:
        wrong.append(f"{key} is not in findings.json")
    return compared, wrong


def same(one: dict, other: dict) -> list[str]:
    """Tables of two peers that differ: counts exactly, harm to a billionth."""
    wrong = []
    for name in one:
        if name.startswith("of_"):
            mine, theirs = (np.sort(np.asarray(side[name], dtype=float), axis=1) for side in (one, other))
            alike = mine.shape == theirs.shape and np.allclose(mine, theirs, rtol=1e-9)
        else:
            mine, theirs = (sorted((tuple(plain(v) for v in row) for row in side[name]), key=str) for side in (one, other))
            alike = len(mine) == len(theirs) and all(map(near, mine, theirs))
        if not alike:
            wrong.append(name)
    return wrong


def plain(value):
    if value is None or isinstance(value, str):
        return value
    value = float(value)
    return 0.0 if np.isnan(value) else value


def near(one: tuple, other: tuple) -> bool:
    pairs = list(zip(one, other))
    texts = all(a == b for a, b in pairs if not isinstance(a, float))
    return texts and all(abs(a - b) <= 1e-9 * max(1.0, abs(a)) for a, b in pairs if isinstance(a, float))
