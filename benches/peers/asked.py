"""Lens, window, weights and areas: what everybody is told."""

FROM, TO = 201804, 202203
FROM_BEFORE, TO_BEFORE = 201704, 202103
SERIAL_FROM, SERIAL_VICTIMS, SERIAL_CRIMES, SERIAL_AGE = 201904, 2, 2, 16
GROUPS = [
    "VIOLENCE AND SEXUAL OFFENCES",
    "VIOLENCE AGAINST THE PERSON",
    "VIOLENCE WITH INJURY",
    "VIOLENCE WITHOUT INJURY",
    "SEXUAL OFFENCES",
    "RAPE OFFENCES",
    "OTHER SEXUAL OFFENCES",
    "STALKING AND HARASSMENT",
]
# Medians of subgroups of the Cambridge index of 2026, in days, under the codes that the generator writes.
WEIGHTS = {
    "105/01": 10.0,
    "195/94": 10.0,
    "008/66": 10.0,
    "008/06": 365.0,
    "019/08": 2555.0,
    "020/04": 182.25,
    "071/10": 182.25,
}
DISTRICTS = [
    "Aldermoor", "Brackenford", "Corrowby", "Dunmere", "Eastwick", "Fallowdon", "Garthstone",
    "Hollinsea", "Inglebeck", "Kelderwick", "Lowmarsh", "Mossgate", "Netherfold",
]  # fmt: skip
AREAS = {
    f"E0199{n + 1:04}": (DISTRICTS[n % 13], 1200 + n * 37 % 900, n % 10 + 1) for n in range(1040)
}
DRAWS, SEED = 1000, 2022


def index_csv() -> str:
    rows = [f"B{n},{code},{weight},days" for n, (code, weight) in enumerate(WEIGHTS.items(), 1)]
    return "\n".join(["reference,home_office,score,unit", *rows]) + "\n"


def areas_csv() -> str:
    rows = [
        f"{code},{district} {code[-4:]},{district},{people},{decile}"
        for code, (district, people, decile) in AREAS.items()
    ]
    return "\n".join(["code,name,district,population,imd_decile", *rows]) + "\n"


def parts(data: str, table: str) -> list[str]:
    from glob import glob

    return sorted(glob(f"{data}/evidence/{table}/*.parquet"))
