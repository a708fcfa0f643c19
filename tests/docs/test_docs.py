"""What the papers name exists, and what the program offers is written down."""

from __future__ import annotations

import re

import pytest

import dev
import pictures
from app.cli.job_end import Ended
from app.core.exit_status import Exit, worst
from app.core.job import TRANSITIONS, JobStatus
from app.core.queue_errors import QueueUnreachable
from tests.docs.papers import (
    COMMAND_LINE,
    DOCS,
    ROOT,
    VARIABLE,
    Paper,
    Reference,
    all_papers,
    options_by_command,
    options_without_command,
    papers_for_people,
    references_in_code,
    variables_of_the_program,
)

LARGEST_PICTURE, LARGEST_IN_ALL = 150_000, 2_500_000
"""Bytes: a clone, a bundle and a page stay light."""

GUIDES = {language: Paper(DOCS / f"user-guide.{language}.md") for language in pictures.LANGUAGES}


def by_name(paper: Paper) -> str:
    return paper.name


@pytest.mark.parametrize("paper", all_papers(), ids=by_name)
def test_links_and_anchors_lead_somewhere(paper: Paper) -> None:
    dead = []
    for link in paper.links:
        target, _, anchor = link.partition("#")
        file = (paper.path.parent / target).resolve() if target else paper.path
        is_there = file.exists() and (not anchor or anchor in Paper(file).anchors)
        dead += [] if is_there else [link]
    assert dead == []


@pytest.mark.parametrize("paper", papers_for_people(), ids=by_name)
def test_commands_exist(paper: Paper) -> None:
    named = set(re.findall(r"main\.py \[?([a-z][a-z-]*)", paper.text))
    installed = set(re.findall(r"^    sweep ([a-z][a-z-]*)", paper.text, re.MULTILINE))
    assert named | installed <= set(options_by_command())


@pytest.mark.parametrize("paper", papers_for_people(), ids=by_name)
def test_commands_for_developers_exist(paper: Paper) -> None:
    assert set(re.findall(r"\bdev\.py ([a-z][a-z0-9-]*)", paper.text)) <= set(dev.COMMANDS)


@pytest.mark.parametrize("paper", papers_for_people(), ids=by_name)
def test_options_exist(paper: Paper) -> None:
    lines = "\n".join(line for line in paper.text.splitlines() if "dev.py" not in line)
    named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", lines))
    known = options_without_command().union(*options_by_command().values())
    assert named <= known


def test_options_stand_beside_commands_that_have_them() -> None:
    wrong = []
    for line in COMMAND_LINE.read_text(encoding="utf-8").splitlines():
        if found := re.match(r"(?:\| `|    python )main\.py \[?([a-z][a-z-]*)", line):
            named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", line))
            wrong += [(found[1], name) for name in named - options_by_command()[found[1]]]
    assert wrong == []


@pytest.mark.parametrize("paper", papers_for_people(), ids=by_name)
def test_variables_exist(paper: Paper) -> None:
    assert set(re.findall(rf"\b(?:{VARIABLE})\b", paper.text)) <= variables_of_the_program()


@pytest.mark.parametrize("command", sorted(options_by_command()))
def test_every_command_is_documented(command: str) -> None:
    assert re.search(rf"main\.py \[?{command}(?![\w-])", COMMAND_LINE.read_text(encoding="utf-8"))


def test_every_option_is_documented() -> None:
    text = COMMAND_LINE.read_text(encoding="utf-8")
    offered = options_without_command().union(*options_by_command().values())
    assert {name for name in offered if not re.search(rf"{name}(?![\w-])", text)} == set()


def test_every_variable_is_documented() -> None:
    documented = set(re.findall(rf"\b(?:{VARIABLE})\b", COMMAND_LINE.read_text(encoding="utf-8")))
    assert variables_of_the_program() - documented == set()


def test_every_exit_status_is_documented() -> None:
    rows = re.findall(r"^\| (\d) \|", COMMAND_LINE.read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(row) for row in rows] == list(Exit)


def test_every_end_of_a_job_is_documented_and_which_status_counts() -> None:
    text = COMMAND_LINE.read_text(encoding="utf-8")
    (section,) = re.findall(r"^## How a job ended\n(.*?)^## ", text, re.MULTILINE | re.DOTALL)
    _heading, *ends = re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE)
    assert ends == [end.value for end in Ended]
    (order,) = re.findall(r"the worst counts: (\d), then (\d), then (\d)\.", text)
    while order:
        assert worst(map(Exit, map(int, order))) == int(order[0])
        order = order[1:]


def test_every_reason_for_which_the_queue_is_away_is_documented() -> None:
    text = (DOCS / "troubleshooting.md").read_text(encoding="utf-8")
    (section,) = re.findall(r"^## Queue\n(.*?)^## ", text, re.MULTILINE | re.DOTALL)
    said = set(re.findall(r'"([^"]+)"', section))
    assert set(QueueUnreachable.REASONS.values()) - {one.rpartition(": ")[2] for one in said} == set()


def test_the_state_diagram_is_the_table_of_transitions() -> None:
    text = (DOCS / "states.md").read_text(encoding="utf-8")
    (diagram,) = re.findall(r"^```mermaid\nstateDiagram-v2\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    arrows = re.findall(r"^    (\S+) --> ([^\s:]+)(?:: (.+))?$", diagram, re.MULTILINE)
    assert len(arrows) == len(diagram.splitlines())
    changes = [(old, new) for old, new, _ in arrows if "[*]" not in (old, new)]
    assert sorted(changes) == sorted((old, new) for old, news in TRANSITIONS.items() for new in news)
    assert all(label for _, new, label in arrows if new != "[*]")
    assert ("[*]", JobStatus.QUEUED) in {(old, new) for old, new, _ in arrows}
    final = {old for old, new, _ in arrows if new == "[*]"}
    assert final == {status for status, news in TRANSITIONS.items() if not news}


REFERENCES = list(references_in_code())


def test_code_refers_to_the_contract() -> None:
    sections = {one.section for one in REFERENCES if one.paper == "web-api-contract.md"}
    assert {"Tables", "What the web worker does", "What the web API does"} <= sections


@pytest.mark.parametrize("reference", REFERENCES, ids=lambda one: f"{one.where}: {one.paper}")
def test_what_code_refers_to_is_there(reference: Reference) -> None:
    paper = reference.leads_to
    assert paper is not None
    assert not reference.section or reference.section in {words for _, words in paper.headings}


def test_the_files_that_papers_name_exist() -> None:
    named = {
        (paper.name, name)
        for paper in all_papers()
        for name in re.findall(r"`((?:app|tests|packaging|resources|docs)/[\w./-]+)`", paper.text)
    }
    assert len(named) > 50
    examples = {"resources/translations/sweep_xx.ts"}
    assert sorted(one for one in named if one[1] not in examples and not (ROOT / one[1]).exists()) == []


def test_the_pictures_are_those_that_smoke_takes() -> None:
    wanted = {file for _, file in pictures.wanted()}
    assert set(pictures.PICTURES.rglob("*.png")) == wanted


def test_every_picture_is_shown() -> None:
    shown = {picture for paper in all_papers() for picture in paper.pictures}
    assert {file for _, file in pictures.wanted()} <= shown


def test_pictures_are_light() -> None:
    sizes = {file.name: file.stat().st_size for file in pictures.PICTURES.rglob("*.png")}
    assert {name for name, size in sizes.items() if size > LARGEST_PICTURE} == set()
    assert sum(sizes.values()) < LARGEST_IN_ALL


def test_the_guide_is_the_same_in_each_language() -> None:
    levels = {name: [level for level, _ in guide.headings] for name, guide in GUIDES.items()}
    assert levels["he"] == levels["en"]
    shown = {name: [file.name.split(".")[0] for file in guide.pictures] for name, guide in GUIDES.items()}
    assert shown["he"] == shown["en"]


@pytest.mark.parametrize("language", pictures.LANGUAGES)
def test_the_guide_shows_pictures_of_its_own_language(language: str) -> None:
    shown = [file.name for file in GUIDES[language].pictures]
    assert shown
    assert [name for name in shown if not name.endswith(f".{language}.png")] == []


def test_every_decision_is_listed_and_whole() -> None:
    folder = DOCS / "decisions"
    listed = set(Paper(folder / "README.md").links)
    pages = [Paper(file) for file in sorted(folder.glob("[0-9]*.md"))]
    assert listed == {page.path.name for page in pages}
    assert [page.path.name[:4] for page in pages] == [f"{number:04}" for number in range(1, len(pages) + 1)]
    parts = ["Context", "Decision", "Rejected", "Consequences"]
    for page in pages:
        assert re.search(r"^Date: \d{4}-\d\d-\d\d$", page.text, re.MULTILINE)
        assert [words for level, words in page.headings if level > 1] == parts, page.name
