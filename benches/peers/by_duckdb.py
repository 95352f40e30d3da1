"""The tables, by hand in DuckDB's SQL: steps that several tables read are made once."""

import duckdb

from asked import (
    FROM, FROM_BEFORE, GROUPS, SERIAL_AGE, SERIAL_CRIMES, SERIAL_FROM, SERIAL_VICTIMS, TO, TO_BEFORE, WEIGHTS, parts,
)  # fmt: skip


def tables(data: str) -> dict:
    db = duckdb.connect()
    db.execute("SET threads = 2")
    db.execute(f"SET temp_directory = '{data}/../duckdb-spill'")
    db.execute("CREATE TABLE weight (offence VARCHAR, weight DOUBLE)")
    db.executemany("INSERT INTO weight VALUES (?, ?)", list(WEIGHTS.items()))
    crime, person = (f"read_parquet({parts(data, table)})" for table in ("crime", "person"))
    now, before = f"month BETWEEN {FROM} AND {TO}", f"month BETWEEN {FROM_BEFORE} AND {TO_BEFORE}"
    db.execute(f"""
        CREATE TEMP TABLE in_lens AS
        SELECT reference, month, earliest, latest, offence_group, place, area, district, weight AS harm
        FROM {crime} LEFT JOIN weight USING (offence)
        WHERE upper(offence_group) IN {tuple(GROUPS)}
          AND month BETWEEN {FROM_BEFORE} AND {TO}
          AND reference IN (SELECT crime FROM {person} WHERE role = 'victim' AND sex = 'female')""")
    db.execute(f"CREATE TEMP VIEW in_window AS SELECT * FROM in_lens WHERE {now}")
    db.execute(f"""
        CREATE TEMP TABLE people AS
        SELECT p.role, p.pseudonym, p.sex, p.age, p.ethnicity, p.relationship, c.reference, c.month, c.offence_group, c.harm
        FROM {person} p JOIN in_window c ON c.reference = p.crime
        WHERE p.role <> 'witness'""")
    db.execute("""
        CREATE TEMP TABLE parts_in AS
        SELECT DISTINCT role, pseudonym, reference, month, offence_group, harm
        FROM people WHERE pseudonym IS NOT NULL""")
    db.execute("""
        CREATE TEMP TABLE by_person AS
        SELECT role, pseudonym, count(*) AS crimes, coalesce(sum(harm), 0) AS harm
        FROM parts_in GROUP BY ALL""")

    def rows(sql: str) -> list[tuple]:
        return db.execute(sql).fetchall()

    def change(by: str) -> list[tuple]:
        return rows(f"""
            SELECT {by}, count(*) FILTER (WHERE {now}), count(*) FILTER (WHERE {before})
            FROM in_lens GROUP BY ALL""")

    def harm(by: str) -> list[tuple]:
        return rows(f"SELECT {by}, count(*), coalesce(sum(harm), 0), max(harm) FROM in_window GROUP BY {by}")

    age = """CASE WHEN age IS NULL THEN 'not stated' WHEN age < 10 THEN 'under 10' WHEN age < 18 THEN '10 to 17'
        WHEN age < 25 THEN '18 to 24' WHEN age < 35 THEN '25 to 34' WHEN age < 45 THEN '35 to 44'
        WHEN age < 55 THEN '45 to 54' WHEN age < 65 THEN '55 to 64' ELSE '65 and over' END"""
    db.execute("""
        CREATE TEMP TABLE who AS
        SELECT role, max(sex) AS sex, min(age) AS age, max(ethnicity) AS ethnicity
        FROM people WHERE pseudonym IS NOT NULL GROUP BY role, pseudonym
        UNION ALL SELECT role, sex, age, ethnicity FROM people WHERE pseudonym IS NULL""")
    made = {
        "by_group": change("offence_group"),
        "by_district": change("district"),
        "by_month": rows("SELECT month, count(*) FROM in_window GROUP BY month"),
        "harm_by_group": harm("offence_group"),
        "harm_by_district": harm("district"),
        "spans": rows("""
            SELECT ((earliest + 4320) % 10080 + 10080) % 10080, greatest(latest - earliest, 0), count(*)
            FROM in_window WHERE earliest IS NOT NULL GROUP BY ALL"""),
        "by_area": rows("SELECT offence_group, area, count(*), coalesce(sum(harm), 0) FROM in_window GROUP BY ALL"),
        "by_times": rows("SELECT role, least(crimes, 5), count(*) FROM by_person GROUP BY ALL"),
        "kinds_of_repeat": rows("""
            SELECT role, count(*) FILTER (WHERE most >= 2), count(*) FILTER (WHERE kinds >= 2)
            FROM (SELECT role, max(crimes) AS most, count(*) AS kinds
                  FROM (SELECT role, pseudonym, offence_group, count(*) AS crimes FROM parts_in GROUP BY ALL)
                  GROUP BY role, pseudonym)
            GROUP BY role"""),
        "to_repeat": rows("""
            SELECT role, CASE WHEN gap <= 2 THEN gap WHEN gap <= 5 THEN 3 WHEN gap <= 11 THEN 6 ELSE 12 END, count(*)
            FROM (SELECT role, n - lag(n) OVER (PARTITION BY role, pseudonym ORDER BY n) AS gap
                  FROM (SELECT role, pseudonym, (month // 100) * 12 + month % 100 AS n FROM parts_in))
            WHERE gap IS NOT NULL GROUP BY ALL"""),
        "serial": rows(f"""
            SELECT CASE WHEN victims < {SERIAL_VICTIMS} OR crimes < {SERIAL_CRIMES} THEN 'one victim' WHEN age IS NULL THEN 'age not stated'
                        WHEN age < {SERIAL_AGE} THEN 'younger' ELSE 'serial' END, count(*)
            FROM (SELECT count(DISTINCT v.pseudonym) AS victims, count(DISTINCT s.crime) AS crimes, max(s.age) AS age
                  FROM {person} s JOIN {person} v ON v.crime = s.crime
                  WHERE s.role IN ('suspect', 'convicted_offender') AND v.role = 'victim'
                    AND s.pseudonym IS NOT NULL AND v.pseudonym IS NOT NULL
                    AND v.pseudonym <> s.pseudonym AND s.crime IN (SELECT reference FROM in_lens WHERE month BETWEEN {SERIAL_FROM} AND {TO})
                  GROUP BY s.pseudonym)
            GROUP BY ALL"""),
        "flow": rows("""
            SELECT CASE WHEN s IS NULL THEN 'victim only' WHEN v IS NULL THEN 'suspect only'
                        WHEN v < s THEN 'victim first' WHEN s < v THEN 'suspect first'
                        ELSE 'both in the same month' END, count(*)
            FROM (SELECT min(month) FILTER (WHERE role = 'victim') AS v, min(month) FILTER (WHERE role <> 'victim') AS s
                  FROM parts_in GROUP BY pseudonym)
            GROUP BY ALL"""),
        "by_trait": rows(f"""
            SELECT role, 'sex', coalesce(sex, 'not stated'), count(*) FROM who GROUP BY ALL
            UNION ALL SELECT role, 'age', {age}, count(*) FROM who GROUP BY ALL
            UNION ALL SELECT role, 'ethnicity', coalesce(ethnicity, 'not stated'), count(*) FROM who GROUP BY ALL"""),
        "by_relationship": rows("""
            SELECT coalesce(relationship, 'not stated'), count(*) FROM people WHERE role = 'victim' GROUP BY ALL"""),
    }
    # The units themselves go into Lorenz curves: as arrays, not as rows.
    held_by = {
        "suspect": "SELECT crimes, harm FROM by_person WHERE role = 'suspect'",
        "victim": "SELECT crimes, harm FROM by_person WHERE role = 'victim'",
        "pair": """
            SELECT count(*) AS crimes, coalesce(sum(harm), 0) AS harm
            FROM (SELECT DISTINCT s.pseudonym AS suspect, v.pseudonym AS victim, v.reference, v.harm
                  FROM parts_in s JOIN parts_in v USING (reference)
                  WHERE s.role IN ('suspect', 'convicted_offender') AND v.role = 'victim' AND v.pseudonym <> s.pseudonym)
            GROUP BY suspect, victim""",
        "place": """
            SELECT count(*) AS crimes, coalesce(sum(harm), 0) AS harm
            FROM in_window WHERE place IS NOT NULL GROUP BY place""",
    }
    for unit, sql in held_by.items():
        held = db.execute(sql).fetchnumpy()
        made[f"of_{unit}"] = (held["crimes"], held["harm"])
    return made
