"""Throw inputs at every reader: `make fuzz`, or `run.py --inputs 2000 --only formula,table`.

Two engines. Hypothesis puts inputs together from what a reader understands and from any
text; it runs in the project's own environment. Atheris (libFuzzer) watches which lines of
`scenes/` and `solvers/` an input reaches and breeds from those that reach new ones; it runs in
`.venv-fuzz` (WICKLAB_ATHERIS names its Python). After both, the same inputs are read twice and
the process must not have grown between.

Faulty inputs are written to `tests/fuzz/found/`; the exit status is 1 when there are any.
"""

import argparse
import gc
import os
import random
import subprocess
import sys
import tempfile
import time
from hashlib import blake2b
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))
ENGINES = ("hypothesis", "atheris", "growth")
MOST_GROWTH = 4.0  # MB
REPLAYED = 10_000  # inputs
ROOM = 400  # bytes by which bred inputs may outgrow the longest seed


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def keep(name: str, data: bytes) -> None:
    """Write a faulty input where the tests find it."""
    from tests.fuzz.targets import FOUND  # noqa: PLC0415 - after atheris has hooked imports

    folder = FOUND / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / blake2b(data, digest_size=6).hexdigest()).write_bytes(data)


def written() -> dict[Path, float]:
    """Faulty inputs, and when each was written last."""
    found = (ROOT / "tests/fuzz/found").rglob("*")
    return {path: path.stat().st_mtime for path in found if path.is_file()}


def hypothesis(name: str, inputs: int) -> int:
    """Generated inputs; the number of faulty ones."""
    from hypothesis import HealthCheck, given, seed, settings  # noqa: PLC0415

    from tests.fuzz.strategies import inputs_for  # noqa: PLC0415
    from tests.fuzz.targets import TARGETS, Fault, attempt  # noqa: PLC0415

    target, done, faults = TARGETS[name], 0, 0

    def one(data: bytes) -> None:
        nonlocal done, faults
        done += 1
        try:
            attempt(target, data)
        except Fault as fault:
            faults += 1
            keep(name, data)
            say(f"  {name}: {fault}: {data[:120]!r}")

    turn = 0
    while done < inputs and faults < 10:  # a run ends early when it has seen all it can think of
        strict = {"database": None, "deadline": None, "suppress_health_check": list(HealthCheck)}
        run = settings(max_examples=min(10_000, inputs - done), **strict)
        seed(turn)(run(given(inputs_for(target))(one)))()
        turn += 1
    return faults


def atheris(name: str, inputs: int) -> int:
    """Inputs bred by coverage, in this process, which libFuzzer ends."""
    import atheris as engine  # noqa: PLC0415

    with engine.instrument_imports(include=["scenes", "solvers", "charts", "ui"]):
        from tests.fuzz.targets import TARGETS, Fault, attempt  # noqa: PLC0415
    target = TARGETS[name]

    def one(data: bytes) -> None:
        try:
            attempt(target, data)
        except Fault:
            keep(name, data)

    with tempfile.TemporaryDirectory() as folder:
        corpus, words = Path(folder) / "corpus", Path(folder) / "words"
        corpus.mkdir()
        for number, seed in enumerate(target.seeds):
            (corpus / str(number)).write_text(seed)
        quoted = ("".join(f"\\x{byte:02x}" for byte in token.encode()) for token in target.tokens)
        words.write_text("".join(f'"{token}"\n' for token in quoted if token))
        longest = ROOM + max(len(seed.encode()) for seed in target.seeds)
        options = [f"-runs={inputs}", f"-max_len={longest}", f"-dict={words}", "-seed=1"]
        options += ["-verbosity=0"]
        engine.Setup([sys.argv[0], *options, str(corpus)], one, enable_python_coverage=True)
        engine.Fuzz()
    return 0


def weighed(name: str, paths: set[Path]) -> None:
    """Take those out that are answered rightly here.

    To count the lines that an input reaches makes a reader two to three times slower: what was
    late then need not be.
    """
    from tests.fuzz.targets import TARGETS, Fault, attempt  # noqa: PLC0415

    for path in paths:
        data = path.read_bytes()
        try:
            attempt(TARGETS[name], data)
        except Fault as fault:
            say(f"  {name}: {fault}: {data[:120]!r}")
        else:
            path.unlink()


def growth(name: str, inputs: int) -> int:
    """The same inputs twice: what was learnt the first time is enough for the second."""
    from tests.fuzz.targets import TARGETS, Fault, attempt  # noqa: PLC0415

    target, sizes = TARGETS[name], []
    for _ in range(3):
        draw = random.Random(name)
        for _ in range(min(inputs, REPLAYED)):
            data = mutated(draw, target)
            try:
                attempt(target, data)
            except Fault as fault:
                keep(name, data)
                say(f"  {name}: {fault}: {data[:120]!r}")
                return 1
        gc.collect()
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        sizes.append(pages * os.sysconf("SC_PAGE_SIZE") / 1e6)
    say(f"  {name}: {sizes[0]:.0f} MB, then {sizes[1]:.1f} and {sizes[2]:.1f} MB")
    return int(sizes[2] - sizes[1] > MOST_GROWTH)


def mutated(draw: random.Random, target: "object") -> bytes:
    """A seed with some tokens put in and some bytes changed or taken out."""
    data = bytearray(draw.choice(target.seeds).encode())
    for _ in range(draw.randint(1, 6)):
        at, kind = draw.randint(0, len(data)), draw.random()
        if kind < 0.6:
            data[at:at] = draw.choice(target.tokens).encode()
        elif kind < 0.8:
            del data[at : at + draw.randint(1, 8)]
        else:
            data[at:at] = bytes([draw.randrange(256)])
    return bytes(data)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--only", default="")
    parser.add_argument("--engine", choices=ENGINES)
    chosen = parser.parse_args()
    if chosen.engine:
        return {"hypothesis": hypothesis, "atheris": atheris, "growth": growth}[chosen.engine](
            chosen.only, chosen.inputs
        )
    from tests.fuzz.targets import TARGETS  # noqa: PLC0415

    names, faulty = chosen.only.split(",") if chosen.only else list(TARGETS), False
    pythons = dict.fromkeys(ENGINES, sys.executable)
    pythons["atheris"] = os.environ.get("WICKLAB_ATHERIS", "")
    for name in names:
        for engine in ENGINES:
            if not pythons[engine]:
                continue
            start, before = time.monotonic(), written()
            command = [pythons[engine], __file__, "--engine", engine, "--only", name]
            status = subprocess.run(
                [*command, f"--inputs={chosen.inputs}"],
                check=False,
                cwd=ROOT,
                stderr=subprocess.DEVNULL,
            ).returncode
            if engine == "atheris":
                weighed(name, {path for path in written() if path not in before})
            sound = status == 0 and written() == before  # libFuzzer's status knows no faults
            faulty |= not sound
            verdict = "clean" if sound else f"FAULTS (status {status})"
            say(f"{name:8} {engine:10} {time.monotonic() - start:6.0f} s  {verdict}")
    say(f"{len(written())} inputs in tests/fuzz/found, read again by the tests")
    return int(faulty)


if __name__ == "__main__":
    sys.exit(main())
