"""Makes the records, runs everybody, compares and prints. See README.md."""

import argparse
import json
import os
import pickle
import resource
import shutil
import statistics
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import asked

HERE = Path(__file__).resolve().parent
PEERS = ("duckdb", "polars", "pandas")


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


class Ran:
    """A process that has ended: wall and processor seconds, peak memory in MiB."""

    def __init__(self, command: list[str], env: dict | None = None):
        say("$ " + " ".join(command))
        begun = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, **(env or {})}, text=True)
        self.out = process.stdout.read()
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        self.wall = time.monotonic() - begun
        self.cpu = used.ru_utime + used.ru_stime
        self.memory = used.ru_maxrss / 1024
        if process.returncode:
            sys.exit(f"{command[0]} ended with {process.returncode}")

    def __str__(self) -> str:
        return f"{self.wall:.2f} s | {self.cpu:.2f} s | {self.memory:,.0f} MiB"


def one_peer(name: str, data: str, out: str, times: int) -> None:
    """In a process of its own: works the tables out a few times, says how long each took."""
    tables = __import__(f"by_{name}").tables
    took, cpu = [], []
    for _ in range(times):
        begun, worked = time.monotonic(), time.process_time()
        made = tables(data)
        took.append(time.monotonic() - begun)
        cpu.append(time.process_time() - worked)
    with open(out, "wb") as file:
        pickle.dump(made, file)
    print(json.dumps({"took": took, "cpu": cpu, "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))


def size(rows: int, concordat: str, work: Path, times: int, fresh: bool) -> None:
    from figures import figures, same, unlike

    folder = work / str(rows)
    if fresh and folder.exists():
        shutil.rmtree(folder)
    folder.mkdir(parents=True, exist_ok=True)
    data, csv = folder / "record", folder / "kent.csv"
    env = {"CONCORDAT_DATA": str(data), "CONCORDAT_EVIDENCE_KEY": str(work / "key")}

    def run(*words: str) -> Ran:
        return Ran([concordat, *words], env)

    print(f"\n### {rows:,} crimes\n")
    print("| what | wall | processor | peak memory |\n| --- | ---: | ---: | ---: |")
    if not csv.exists():
        print(f"| records made (`evidence generate`) | {run('evidence', 'generate', '--rows', str(rows), '--out', str(folder))} |")
    if data.exists():
        shutil.rmtree(data)
    for name, text in (("index.csv", asked.index_csv()), ("areas.csv", asked.areas_csv())):
        (folder / name).write_text(text)
    mapping = str(folder / "mapping.toml")
    ingest = run("evidence", "ingest", "--source", mapping, str(csv))
    print(f"| ingest, {csv.stat().st_size / 1e6:,.0f} MB of CSV to {held(data) / 1e6:,.0f} MB of Parquet | {ingest} |")
    run("evidence", "index", "load", str(folder / "index.csv"), "--name", "Bench", "--version", "1")
    run("evidence", "areas", "load", str(folder / "areas.csv"))
    window = ["--from", "2018-04", "--to", "2022-03"]
    first = None
    asking, whole_cpu = [], []
    for _ in range(times):
        # Answers are kept and found again: to be timed they are worked out anew.
        shutil.rmtree(data / "evidence" / "answers", ignore_errors=True)
        report = run("--json", "evidence", "report", "--lens", "vawg", *window, "--out", str(folder / "report"))
        seconds = json.loads(report.out)["seconds"]
        asking.append(seconds["asking"])
        whole_cpu.append(report.cpu)
        if first is None or report.wall < first.wall:
            first, told = report, seconds
    second = run("--json", "evidence", "report", "--lens", "vawg", *window, "--out", str(folder / "report"))
    again = json.loads(second.out)["seconds"]
    parts = ", ".join(f"{name} {took:.2f}" for name, took in told.items())
    print(f"| the full report in four formats, best of {times} ({parts} s) | {first} |")
    print(f"| the same again, its answers kept (asking {again['asking']:.2f} s) | {second} |")
    found = json.loads((folder / "report" / "findings.json").read_text())

    print(f"\n| tables alone, from Parquet, median of {times} | wall | processor | peak memory | wall beside Concordat's |")
    print("| --- | ---: | ---: | ---: | ---: |")
    ours = statistics.median(asking)
    # A report whose answers are kept does all but work the tables out.
    worked = statistics.median(whole_cpu) - second.cpu
    print(f"| Concordat | {ours:.2f} s | {worked:.2f} s | {first.memory:,.0f} MiB | 1.00 |")
    before = None
    for peer in PEERS if rows <= 10_000_000 else PEERS[:1]:
        out = folder / f"{peer}.pickle"
        ran = Ran([sys.executable, str(HERE / "bench.py"), "--peer", peer, str(data), str(out), "--times", str(times)])
        tables = pickle.loads(out.read_bytes())
        compared, wrong = unlike(found, figures(tables))
        wrong += [f"table {name}" for name in same(before, tables)] if before else []
        if wrong:
            sys.exit(f"{peer} differs at {rows:,}:\n" + "\n".join(wrong))
        before = before or tables
        say(f"{peer}: {compared} values as in findings.json")
        took = json.loads(ran.out)
        median = statistics.median(took["took"])
        cpu = statistics.median(took["cpu"])
        print(f"| {peer} {version(peer)} | {median:.2f} s | {cpu:.2f} s | {took['memory']:,.0f} MiB | {median / ours:.2f} |", flush=True)
    if rows <= 10_000_000:
        whole = Ran([sys.executable, str(HERE / "whole.py"), str(csv), str(folder / "whole.json")])
        agree(json.loads((folder / "whole.json").read_text()), found)
        mine = ingest.wall + first.wall
        print("\n| the whole, CSV to figures | wall | processor | peak memory | wall beside Concordat's |")
        print("| --- | ---: | ---: | ---: | ---: |")
        both = f"{mine:.2f} s | {ingest.cpu + first.cpu:.2f} s | {max(ingest.memory, first.memory):,.0f} MiB"
        print(f"| Concordat: ingest and report | {both} | 1.00 |")
        print(f"| pandas {version('pandas')} and PySAL (inequality {version('inequality')}) | {whole} | {whole.wall / mine:.2f} |")
    print(f"\nFigures agree: {compared} values in `findings.json` with each peer, and the peers' tables with each other.", flush=True)


def agree(whole: dict, found: list[dict]) -> None:
    """The script on the whole says what the report says; chance and intervals are drawn from other generators."""
    from figures import unlike

    keyed = {tuple(tuple(part) if isinstance(part, list) else part for part in one["key"]): one["values"] for one in whole["figures"]}
    _, wrong = unlike(found, keyed)
    for one in whole["measured"]:
        wanted = ("concentration", one["unit"], one["measure"], one["group"])
        for figure in found:
            if (figure["finding"], figure["unit"], figure["measure"], figure["filter"].get("group")) == wanted:
                pairs = zip([one["chance"], *one["interval"]], [figure["chance"]["mean"], *figure["interval"]])
                # A tenth of the units is rounded down there, and read from the curve here.
                slack = 0.01 + 3 / figure["n"]
                wrong += [f"{wanted}: {a} against {b}" for a, b in pairs if abs(a - b) > slack]
    if wrong:
        sys.exit("pandas and PySAL differ:\n" + "\n".join(wrong))


def held(data: Path) -> int:
    return sum(part.stat().st_size for table in ("crime", "person") for part in (data / "evidence" / table).glob("*.parquet"))


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--peer", nargs=3)
    options.add_argument("--rows", nargs="+", type=int, default=[])
    options.add_argument("--times", type=int, default=3)
    options.add_argument("--concordat")
    options.add_argument("--work", type=Path)
    options.add_argument("--fresh", action="store_true")
    asked_for = options.parse_args()
    if asked_for.peer:
        return one_peer(*asked_for.peer, asked_for.times)
    cores, load = os.cpu_count(), os.getloadavg()[0]
    print(f"{cores} cores, load {load:.1f} at the start; {', '.join(f'{peer} {version(peer)}' for peer in PEERS)}.")
    for rows in asked_for.rows:
        size(rows, asked_for.concordat, asked_for.work, asked_for.times, asked_for.fresh)


if __name__ == "__main__":
    main()
