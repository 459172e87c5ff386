"""What the atlas's stage gets, its files and the answers of its tasks."""

import csv
import io
import json
import re
import zipfile

import numpy as np
import pytest

from charts import atlas, atlas_tasks
from charts.clip import unpack
from charts.page_links import PAGE_LINKS
from charts.sweep_files import LARGEST, READABLE, csv_of, map_of, npz_of
from scenes.language import LANGUAGES, catalogue
from scenes.link import decode
from solvers.problem import Problem
from solvers.refusal import Refusal
from solvers.spectral import diagonalise
from solvers.sweep.axis import having
from solvers.sweep.figures import FIGURES, evaluate
from solvers.sweep.sweep import SweepMap, solve_batch

LINK = PAGE_LINKS["atlas"]


def opened(**link):
    scene, settings, notes = LINK.decode({"cells": "4", **link})
    assert notes == []
    return scene, settings, atlas.sweep_of(scene.problem, settings)


def filled(sweep):
    found = SweepMap(sweep)
    for batch in sweep.batches():
        found.take(batch, solve_batch(sweep, batch))
    return found


def line(problem, key, values, figure):
    scenes = (having(problem, {key: value}) for value in values)
    return [list(evaluate(scene, figure, diagonalise))[-1].value for scene in scenes]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("figure", FIGURES)
def test_every_figure_has_its_words(lang, figure):
    scene, settings, sweep = opened(figure=figure)
    data = atlas.atlas_data(scene, settings, sweep, lang)
    assert data["figure"]["label"] == catalogue(lang)[f"atlas.figure-{figure}"]
    assert {knob["key"] for knob in data["knobs"]} >= {"across", "across_lo", "up_hi", "cells"}
    assert not re.search(r"\{\w+\}", json.dumps(data["knobs"]))
    json.dumps(data, allow_nan=False)


def test_a_link_holds_axes_spans_and_figure():
    given = {"across": "T", "across_lo": "2", "up": "wick", "figure": "energy", "cells": "5"}
    scene, settings, sweep = opened(**given)
    assert sweep.across.low == 2
    assert sweep.up.key == "wick"
    assert {key: LINK.encode(scene, settings)[key] for key in given} == given


def test_constants_of_a_formula_can_be_swept_by_link():
    link = {"formula": "a*x**2", "let": "a:1", "across": "let:a", "across_lo": "0.5"}
    scene, settings, sweep = opened(**link)
    data = atlas.atlas_data(scene, settings, sweep, "en")
    assert data["across"]["label"] == "a"
    assert data["let"] == {"a": 1.0}
    assert LINK.encode(scene, settings)["across"] == "let:a"


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ({"across": "fame"}, "atlas.no-axis"),
        ({"across": "__class__"}, "atlas.no-axis"),
        ({"across": "order"}, "atlas.no-axis"),
        ({"across": "D", "up": "D"}, "atlas.same-axis"),
        ({"up_lo": "3", "up_hi": "1"}, "atlas.span"),
        ({"figure": "fame"}, "scene.not-one-of"),
        ({"across": "x" * 400}, "scene.text-too-long"),
        ({"dim": "2", "landscape": "himmelblau"}, "scene.dimension"),
        ({"schedule": "linear", "cells": "40"}, "atlas.too-many"),
        ({"up_lo": "nan"}, "scene.not-a-number"),
    ],
)
def test_links_that_cannot_be_swept_are_refused_in_a_sentence(link, code):
    with pytest.raises(Refusal) as refused:
        opened(**link)
    assert refused.value.code == code
    for lang in LANGUAGES:
        assert code in catalogue(lang)


def test_too_many_cells_are_clamped_and_said():
    _, settings, notes = LINK.decode({"cells": "1000000"})
    assert settings.cells == 64
    assert [note.code for note in notes] == ["scene.clamped"]


def test_parts_carry_values_errors_levels_and_sentences():
    scene, settings, sweep = opened(across_hi="5")  # beyond the wall: those scenes are refused
    found = filled(sweep)
    places = tuple(np.ndindex(*sweep.shape))
    (blob,) = atlas.part_blobs(found, [atlas.Part(places, 16, "here")], "en")
    header, arrays = unpack(blob)
    assert header["clip"] == atlas.atlas_data(scene, settings, sweep, "en")["clip"]
    assert arrays["places"].tolist() == list(range(16))
    assert arrays["values"].reshape(4, 4) == pytest.approx(found.values, nan_ok=True)
    assert arrays["levels"].reshape(4, 4).tolist() == found.levels.tolist()
    assert "inside the domain" in header["notes"]["3"]


def test_the_pairs_of_a_cell_are_its_scene():
    scene, settings, sweep = opened(across="sigma", up="wick", figure="surrogate")
    pairs = atlas.atlas_data(scene, settings, sweep, "en")["pairs"]
    there = {"sigma": sweep.across.values[2], "wick": sweep.up.values[1]}
    opened_in_lab, notes = decode(pairs | {key: str(value) for key, value in there.items()})
    assert notes == []
    wanted = sweep.problem_at((1, 2))
    assert opened_in_lab.problem.having(frames=wanted.frames, order=None) == wanted
    assert opened_in_lab.problem.order == 2  # the one that is compared with ζ


def test_csv_has_a_row_for_every_cell_known():
    found = filled(opened(across_hi="5")[2])
    rows = list(csv.DictReader(io.StringIO(csv_of(found))))
    assert len(rows) == 16
    assert float(rows[5]["success"]) == found.values[1, 1]
    assert float(rows[5]["x0"]) == found.sweep.across.values[1]
    assert float(rows[5]["D"]) == found.sweep.up.values[1]
    assert (rows[3]["success"], rows[3]["verdict"]) == ("", "refused")
    found.levels[0, 0] = -1
    assert len(csv_of(found).splitlines()) == 16


def test_npz_comes_back_as_it_was():
    found = filled(opened(across_hi="5")[2])
    back = map_of(npz_of(found, name="a"), found.sweep, name="a")
    for key in ("values", "errors", "levels"):
        assert np.array_equal(getattr(back, key), getattr(found, key), equal_nan=True)
    assert back.notes == found.notes
    with pytest.raises(ValueError, match="another"):
        map_of(npz_of(found, name="a"), found.sweep, name="b")


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: b"",
        lambda _: b"no archive",
        lambda blob: blob[: len(blob) // 2],
        lambda blob: blob + bytes(LARGEST),
    ],
)
def test_damaged_files_are_not_read(spoil):
    found = filled(opened()[2])
    with pytest.raises(READABLE):
        map_of(spoil(npz_of(found)), found.sweep)


def test_a_changed_byte_is_noticed_or_changes_nothing():
    found = filled(opened()[2])
    blob = npz_of(found)
    noticed = 0
    for at in range(0, len(blob), 41):
        try:
            back = map_of(blob[:at] + bytes([blob[at] ^ 255]) + blob[at + 1 :], found.sweep)
        except READABLE:
            noticed += 1
            continue
        assert np.array_equal(back.values, found.values)
        assert np.array_equal(back.levels, found.levels)
    assert noticed > 10


def test_files_of_other_shapes_and_levels_are_not_read():
    found = filled(opened()[2])
    with pytest.raises(ValueError, match="other values"):
        map_of(npz_of(found), opened(cells="5")[2])
    found.levels[0, 0] = 9
    with pytest.raises(ValueError, match="level"):
        map_of(npz_of(found), found.sweep)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w"):
        pass
    with pytest.raises(READABLE):
        map_of(file.getvalue(), found.sweep)


def test_answers_of_the_tasks():
    problem = Problem(wick=90.0, T=10.0, x0=1.2)
    where, figures = atlas_tasks.best_diffusivity(problem, line)
    assert where == "between"
    assert figures["low"] < 1 < figures["high"] < figures["best"]
    where, figures = atlas_tasks.best_angle(problem, line)
    assert where in ("between", "high")
    assert figures["best"] >= max(figures["real"], figures["imaginary"])
    well = Problem(landscape="double-well", wick=0.0, D=0.1, x0=-1.0, T=400.0)
    answer, figures = atlas_tasks.halved_diffusivity(well, line)
    assert answer == "steep"
    gaps = [
        np.diff(diagonalise(well.having(D=D).hamiltonian, 256).energies[:2]) for D in (0.1, 0.05)
    ]
    assert figures["ratio"] == pytest.approx(float(gaps[0][0] / gaps[1][0]), rel=0.15)
