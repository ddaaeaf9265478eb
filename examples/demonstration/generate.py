#!/usr/bin/env python3
"""Writes the invented data of the demonstration: universities.csv and values.csv.

`generate.py` writes the files beside it; `generate.py --check` exits 1 when they differ from what it would write.

The same bytes come out on every machine: the only source of chance is random.Random(seed).random(), the only
arithmetic is + - * / and comparison, and nothing depends on the order of a hash.
"""

import csv
import io
import pathlib
import random
import re
import sys

from names import universities

SEED = 2020
HERE = pathlib.Path(__file__).resolve().parent
METHODOLOGY = HERE.parent / "methodologies" / "iqaa-questionnaire-1.yaml"

# Typical values of a category. Shares are of full-time students or of academic staff; `research`, `patents`,
# `victories`, `creative` and `abroad` multiply what a university of that size would have.
PROFILES = {
    "multidisciplinary": dict(
        students=8200, part_time=0.30, grants=0.34, master=0.11, phd=0.016, out_of_town=0.42, per_teacher=11.0,
        degrees=0.52, programmes=95, research=1.0, patents=1.0, victories=1.0, creative=1.0, abroad=1.0, employed=79),
    "technical": dict(
        students=6100, part_time=0.28, grants=0.48, master=0.12, phd=0.018, out_of_town=0.45, per_teacher=11.5,
        degrees=0.50, programmes=58, research=1.25, patents=1.9, victories=1.0, creative=0.7, abroad=0.9, employed=81),
    "humanitarian-economic": dict(
        students=3300, part_time=0.38, grants=0.12, master=0.10, phd=0.012, out_of_town=0.38, per_teacher=12.5,
        degrees=0.49, programmes=32, research=0.6, patents=0.25, victories=0.8, creative=0.8, abroad=1.2, employed=76),
    "pedagogical": dict(
        students=5600, part_time=0.33, grants=0.44, master=0.08, phd=0.010, out_of_town=0.47, per_teacher=12.0,
        degrees=0.47, programmes=52, research=0.6, patents=0.35, victories=0.9, creative=1.2, abroad=0.7, employed=84),
    "medical": dict(
        students=5200, part_time=0.02, grants=0.52, master=0.05, phd=0.014, out_of_town=0.50, per_teacher=6.0,
        degrees=0.51, programmes=16, research=1.2, patents=1.1, victories=0.8, creative=0.4, abroad=1.3, employed=90),
    "art": dict(
        students=1300, part_time=0.05, grants=0.72, master=0.09, phd=0.012, out_of_town=0.55, per_teacher=4.5,
        degrees=0.40, programmes=22, research=0.35, patents=0.05, victories=0.9, creative=3.5, abroad=1.2, employed=78),
}

# Real returns have zeros under a fraction bar; so that the demonstration meets them, these universities have none.
WITHOUT = {
    "demo-quail": {"part_time_researchers"},
    "demo-south-wind": {"researchers", "programmes_phd"},
    "demo-edelweiss": {"programmes_phd"},
    "demo-rainbow": {"part_time_researchers", "publications_wos"},
}

# Cells that are never left empty: most indicators divide by the first three, the fourth stands behind the third.
ALWAYS_GIVEN = {
    "students_full_time", "academic_staff", "national_average_reduced_contingent", "students_part_time",
}
SHARE_OF_EMPTY_CELLS = 0.018  # per cell; 49 of 3,432 come out empty


class Chance:
    """Draws for one university, built from uniform numbers and plain arithmetic only."""

    def __init__(self, seed):
        self._random = random.Random(seed)

    def uniform(self):
        return self._random.random()

    def bell(self):
        """About normal, mean 0, standard deviation 1, within 3.5: a sum of four uniform numbers."""
        total = self.uniform() + self.uniform() + self.uniform() + self.uniform()
        return (total - 2.0) * 1.7320508

    def near(self, value, spread):
        """`value` times a factor round 1, never below a fifth of it."""
        return value * max(0.2, 1.0 + spread * self.bell())


def whole(x, low=0, high=None):
    """The nearest whole number in low..high."""
    n = max(low, int(x + 0.5)) if x > 0 else low
    return n if high is None else min(n, high)


def graded_staff(chance, name, total, share):
    """A headcount and, within it, doctors of sciences, candidates of sciences and PhD holders."""
    graded = whole(total * min(0.95, max(0.05, share)), 0, total)
    doctors = whole(chance.near(graded * 0.18, 0.2), 0, graded)
    phd = whole(chance.near(graded * 0.24, 0.25), 0, graded - doctors)
    return {
        name: total,
        name + "_doctors": doctors,
        name + "_candidates": graded - doctors - phd,
        name + "_phd": phd,
    }


def values(seed, group, without):
    """One university's values, all but the national average, and the names of the cells it leaves empty."""
    p = PROFILES[group]
    c = Chance(seed)
    size = c.bell()
    quality = 0.35 * size + 0.9 * c.bell()
    lift = max(0.35, 1.0 + 0.22 * quality)  # what a better university has more of, per head

    v = {}
    full_time = whole(p["students"] * max(0.35, 1.0 + 0.28 * size), 300)
    part_time = whole(c.near(full_time * p["part_time"], 0.3))
    master = whole(c.near(full_time * p["master"] * lift, 0.2), 1, full_time // 3)
    phd = 0 if "programmes_phd" in without else whole(c.near(full_time * p["phd"] * lift, 0.25), 1, full_time // 10)
    bachelor = full_time + part_time - master - phd
    out_of_town = whole(c.near(full_time * p["out_of_town"], 0.15), 1, full_time)
    v["students_full_time"] = full_time
    v["students_part_time"] = part_time
    v["students_scholarship"] = whole(c.near(full_time * p["grants"] * lift, 0.18), 0, full_time)
    v["students_bachelor"] = bachelor
    v["students_master"] = master
    v["students_phd"] = phd
    v["students_out_of_town"] = out_of_town
    v["accommodation_places"] = whole(out_of_town * min(1.1, max(0.3, 0.75 + 0.12 * quality + 0.1 * c.bell())))

    v["victories_kazakhstan_cis"] = whole(c.near(full_time * 0.012 * p["victories"] * lift, 0.3))
    v["victories_far_abroad"] = whole(c.near(full_time * 0.003 * p["victories"] * lift, 0.4))
    v["achievements_sports_creative"] = whole(c.near(full_time * 0.005 * p["creative"], 0.3))

    programmes = c.near(p["programmes"] * max(0.5, 1.0 + 0.22 * size), 0.08)
    v["programmes_bachelor"] = whole(programmes * 0.52, 1)
    v["programmes_master"] = whole(programmes * 0.36, 1)
    v["programmes_phd"] = 0 if phd == 0 else whole(programmes * 0.12, 1)

    staff = whole(c.near(full_time / p["per_teacher"], 0.08), 20)
    degrees = p["degrees"] + 0.05 * quality + 0.03 * c.bell()
    part_time_faculty = whole(c.near(staff * 0.14, 0.3), 1, staff)
    researchers = 0 if "researchers" in without else whole(c.near(staff * 0.07 * p["research"] * lift, 0.3), 1, staff)
    part_time_researchers = (
        0 if "part_time_researchers" in without else whole(c.near(staff * 0.03 * p["research"], 0.35), 1, staff))
    v.update(graded_staff(c, "academic_staff", staff, degrees))
    v.update(graded_staff(c, "part_time_faculty", part_time_faculty, degrees - 0.12 + 0.06 * c.bell()))
    v.update(graded_staff(c, "researchers", researchers, degrees + 0.14 + 0.06 * c.bell()))
    v.update(graded_staff(c, "part_time_researchers", part_time_researchers, degrees + 0.10 + 0.08 * c.bell()))
    v["best_teacher_grants"] = whole(c.near(staff * 0.017 * lift, 0.3), 0, staff)
    v["staff_graduated_abroad"] = whole(c.near(staff * 0.07 * p["abroad"] * lift, 0.3), 0, staff)

    wos = 0 if "publications_wos" in without else whole(c.near(staff * 0.17 * p["research"] * lift, 0.3))
    scopus = whole(c.near(staff * 0.24 * p["research"] * lift, 0.3))
    v["research_funding"] = whole(c.near(staff * 640 * p["research"] * lift, 0.3))
    v["publications_rinc"] = whole(c.near(staff * 0.9 * lift, 0.25))
    v["publications_wos"] = wos
    v["citations_wos"] = whole(c.near(wos * 2.6 * lift, 0.3))
    v["publications_scopus"] = scopus
    v["citations_scopus"] = whole(c.near(scopus * 2.2 * lift, 0.3))
    v["dissertation_councils"] = 0 if phd == 0 else whole(c.near(v["programmes_phd"] * 0.45 * lift, 0.3))
    v["innovation_patents"] = whole(c.near(staff * 0.055 * p["patents"] * lift, 0.3))
    v["patents_renewed"] = whole(v["innovation_patents"] * min(0.9, max(0.1, 0.4 + 0.12 * c.bell())))
    v["ip_certificates"] = whole(c.near(staff * 0.14 * lift, 0.3))

    every_programme = v["programmes_bachelor"] + v["programmes_master"] + v["programmes_phd"]
    graduates_bachelor = whole(c.near(bachelor * 0.22, 0.08), 0, bachelor)
    graduates_master = whole(c.near(master * 0.46, 0.08), 0, master)
    graduates_phd = whole(c.near(phd * 0.24, 0.15), 0, phd)
    graduates = graduates_bachelor + graduates_master + graduates_phd
    v["joint_programmes"] = whole(c.near(every_programme * 0.09 * p["abroad"] * lift, 0.3), 0, every_programme)
    v["staff_exchanges"] = whole(c.near(staff * 0.32 * p["abroad"] * lift, 0.25))
    v["student_exchanges"] = whole(c.near(full_time * 0.032 * p["abroad"] * lift, 0.3), 0, full_time)
    v["students_foreign"] = whole(c.near(full_time * 0.028 * p["abroad"] * lift, 0.35), 0, full_time)
    v["graduates_international_scholarships"] = whole(c.near(graduates * 0.010 * p["abroad"] * lift, 0.3), 0, graduates)
    v["foreign_teachers"] = whole(c.near(staff * 0.045 * p["abroad"] * lift, 0.3), 0, staff)

    v["website_pages"] = whole(c.near(1800 + full_time * 0.9, 0.3))
    v["website_documents"] = whole(c.near(500 + full_time * 0.25, 0.3))
    v["website_updates"] = whole(c.near(520 * lift, 0.25))
    v["website_design"] = whole(6.6 + 0.9 * quality + 0.6 * c.bell(), 1, 10)
    v["website_languages"] = 2 if c.uniform() < 0.1 else 3
    v["website_visits"] = whole(c.near(full_time * 55, 0.3))
    v["website_links"] = whole(c.near(900 + full_time * 0.6, 0.3))
    v["website_speed"] = whole(66 + 12 * c.bell(), 20, 99)
    v["social_media_accounts"] = whole(4.6 + 0.7 * quality + c.bell(), 1, 9)
    v["lms_platform"] = whole(7.0 + 0.8 * quality + 0.7 * c.bell(), 1, 10)
    v["moocs"] = whole(c.near(14 * lift * max(0.5, 1.0 + 0.2 * size), 0.35))
    v["external_platforms"] = whole(4.0 + 0.9 * quality + c.bell(), 0, 10)

    tenths = whole(10 * (p["employed"] + 4 * quality + 3 * c.bell()), 400, 980)
    v["graduates_employed_percent"] = f"{tenths // 10}.{tenths % 10}"
    v["graduates_bachelor"] = graduates_bachelor
    v["graduates_master"] = graduates_master
    v["graduates_phd"] = graduates_phd
    v["graduates_awarded"] = whole(c.near(graduates * 0.006 * lift, 0.35), 0, graduates)

    # An empty cell would hide the zero that a university in WITHOUT is there to show.
    empty = set() if without else {
        name for name in v if name not in ALWAYS_GIVEN and c.uniform() < SHARE_OF_EMPTY_CELLS}
    return v, empty


def methodology_variables():
    """The questionnaire's variables in file order, read without a YAML library: names two spaces in."""
    section = METHODOLOGY.read_text(encoding="utf-8").split("\nvariables:\n")[1].split("\nindicators:\n")[0]
    return re.findall(r"(?m)^  ([a-z_0-9]+):$", section)


def as_csv(columns, rows):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def generate():
    """File name -> bytes."""
    units = list(universities())
    filled = [values(SEED * 1000 + i, u["group"], WITHOUT.get(u["id"], set())) for i, u in enumerate(units)]
    reduced = [v["students_full_time"] + 0.25 * v["students_part_time"] for v, _ in filled]
    average = whole(sum(reduced) / len(reduced))

    columns = methodology_variables()
    rows = []
    for unit, (v, empty) in zip(units, filled):
        v["national_average_reduced_contingent"] = average
        if set(v) != set(columns):
            sys.exit(f"variables differ from {METHODOLOGY.name}: {sorted(set(v) ^ set(columns))}")
        cells = {name: "" if name in empty else value for name, value in v.items()}
        rows.append({"institution": unit["id"], "group": unit["group"], **cells})
    return {
        "universities.csv": as_csv(["id", "title_en", "title_ru", "title_kk", "group"], units),
        "values.csv": as_csv(["institution", "group", *columns], rows),
    }


def main(arguments):
    if arguments not in ([], ["--check"]):
        print("usage: generate.py [--check]", file=sys.stderr)
        return 2
    differing = []
    for name, content in generate().items():
        path = HERE / name
        if not arguments:
            path.write_bytes(content)
        elif not path.exists() or path.read_bytes() != content:
            differing.append(name)
    for name in differing:
        print(f"{name} differs from what generate.py writes", file=sys.stderr)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
