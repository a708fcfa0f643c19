"""Reports of runs that never were, as whoever builds one from rows would hand them over."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.reports.document import Cell, Column, Document, Fact, Figure, Part, Table, Tone

CHECKSUM = "9f2c41d877ab03e65c19b8f42a70e1dd64039b5ec2f718a4d05b3e967f81aa2c"

NAMES = (
    *("Sharon Freight Lines", "פיצה רומא חולון", "Gilboa Catering Group", "Old Port Hotel", "גלריה 22"),
    *(
        "Meridian / מרידיאן ביטוח",
        "לוי, כהן ושות׳ – רואי חשבון",
        "Hermon Spa & Pool",
        "Jaffa Port Dental Clinic",
    ),
    *(
        "Hermon Conference Centre",
        "Katz Accounting",
        "Green Hills Farm",
        "Ashkelon Stone & Tile",
        "מאפיית השכונה",
    ),
)


@dataclass(frozen=True)
class Words:
    """What a report says in one language."""

    heading: str
    environment: str
    title: str
    verdict: str
    figures: Sequence[str]
    duration: str
    parts: tuple[str, str]
    facts: tuple[Sequence[tuple[str, str]], Sequence[tuple[str, str]]]
    source: str
    page: str
    undone: tuple[str, str]
    undone_titles: Sequence[str]
    undone_texts: Sequence[tuple[str, str]]
    businesses: str
    beside: str
    titles: Sequence[str]
    total: str


WORDS = {
    "en": Words(
        "Sweep · Deletion report",
        "Production",
        "SUP-4790 · Contract ended, October",
        "Completed with 12 failures: 195 of 200 businesses are empty, 5 keep 12 receipts",
        ("businesses", "receipts deleted", "receipts failed", "files were missing", "duration"),
        "3 min 12 s",
        ("Completed 195", "With failures 5"),
        (
            (
                ("Requested by", "dana@sweep.example"),
                ("Approved by", "noa@sweep.example"),
                ("Started", "26 Nov 2026, 14:07:02"),
                ("Ended", "26 Nov 2026, 14:10:14"),
                ("Computer", "SUPPORT-07"),
            ),
            (
                ("Runs on", "Server workers prod-1 to prod-4"),
                ("Speed", "Adaptive; batches of 50 to 500"),
                ("Files", "141,977 kept for 7 days"),
                ("Note", "Contract ended 31 Oct, legal mail 24 Nov"),
            ),
        ),
        "Numbers read from the database on 26 Nov 2026, 14:32:10, by dana@sweep.example, Sweep 1.4.0",
        "Page {page} of {pages}",
        ("What could not be done", "12 receipts in 5 businesses"),
        ("Business", "ID", "Receipts", "Reason", "Next step"),
        (
            ("Rows were locked by another session", "Retry"),
            ("A payment still refers to the receipt", "Ask billing"),
        ),
        "Businesses",
        "failures first",
        ("Business", "ID", "Before", "Deleted", "Failed", "After", "Files deleted", "Missing", "Seconds"),
        "Total",
    ),
    "he": Words(
        "דוח מחיקה · Sweep",
        "ייצור",
        "SUP-4790 · סיום חוזה, אוקטובר",
        "הושלמה עם 12 כשלים: 195 מתוך 200 עסקים רוקנו, ב־5 נותרו 12 קבלות",
        ("עסקים", "קבלות נמחקו", "קבלות נכשלו", "קבצים היו חסרים", "משך"),
        "3 דק׳ 12 שנ׳",
        ("הושלמו 195", "עם כשלים 5"),
        (
            (
                ("הופעל על ידי", "dana@sweep.example"),
                ("אושר על ידי", "noa@sweep.example"),
                ("התחלה", "26 בנוב׳ 2026, 14:07:02"),
                ("סיום", "26 בנוב׳ 2026, 14:10:14"),
                ("מחשב", "SUPPORT-07"),
            ),
            (
                ("היכן רצה", "שרתי עיבוד prod-1 עד prod-4"),
                ("מהירות", "אדפטיבית; אצוות של 50 עד 500"),
                ("קבצים", "141,977 נשמרים 7 ימים"),
                ("הערה", "החוזה הסתיים ב־31 באוקטובר"),
            ),
        ),
        "הנתונים נקראו ממסד הנתונים ב־26 בנוב׳ 2026, 14:32:10, על ידי \u2066dana@sweep.example\u2069,"
        " Sweep 1.4.0",
        "עמוד {page} מתוך {pages}",
        ("מה לא בוצע", "12 קבלות ב־5 עסקים"),
        ("עסק", "מזהה", "קבלות", "סיבה", "הצעד הבא"),
        (("שורות ננעלו על ידי תהליך אחר", "ניסיון חוזר"), ("תשלום עדיין מפנה לקבלה", "פנייה לגבייה")),
        "עסקים",
        "כשלים תחילה",
        ("עסק", "מזהה", "לפני", "נמחקו", "נכשלו", "אחרי", "קבצים נמחקו", "חסרים", "שניות"),
        "סך הכול",
    ),
}

WEIGHTS = (24, 6, 9, 9, 7, 7, 11, 8, 8)
FAILURE_WEIGHTS = (22, 6, 9, 40, 16)


def report(language: str = "en", businesses: int = 15, names: Sequence[str] = NAMES) -> Document:
    """A report of so many businesses; one in forty has failures."""
    words = WORDS[language]
    failed = min(businesses, max(1, businesses // 40)) if businesses else 0
    figures = (str(businesses), "98,412", "12", "41", words.duration)
    tones: tuple[Tone, ...] = ("", "", "bad", "warn", "")
    return Document(
        language=language,
        heading=words.heading,
        place="db-prod-1 / product",
        environment=(words.environment, "bad"),
        title=words.title,
        verdict=words.verdict,
        verdict_tone="warn",
        figures=[Figure(*each) for each in zip(figures, words.figures, tones, strict=True)],
        parts=[Part("ok", 0.975, words.parts[0]), Part("warn", 0.025, words.parts[1])],
        facts=([Fact(*fact) for fact in words.facts[0]], [Fact(*fact) for fact in words.facts[1]]),
        source=words.source,
        page=words.page,
        checksum=CHECKSUM,
        tables=[
            Table(
                *words.undone,
                [
                    Column(title, weight, place in (1, 2))
                    for place, (title, weight) in enumerate(
                        zip(words.undone_titles, FAILURE_WEIGHTS, strict=True)
                    )
                ],
                [_failure(place, names, words) for place in range(failed)],
            ),
            Table(
                words.businesses,
                words.beside,
                [
                    Column(title, weight, place > 0)
                    for place, (title, weight) in enumerate(zip(words.titles, WEIGHTS, strict=True))
                ],
                [_total(words), *(_business(place, names, failed) for place in range(businesses))],
            ),
        ],
    )


def name_of(place: int, names: Sequence[str] = NAMES) -> str:
    """Every name once."""
    return names[place] if place < len(names) else f"{names[place % len(names)]} {place + 1}"


def _failure(place: int, names: Sequence[str], words: Words) -> list[Cell]:
    reason, step = words.undone_texts[place % 2]
    return [
        Cell(name_of(place, names)),
        Cell(str(101 + place), "muted"),
        Cell(str(1 + place % 4), "bad"),
        Cell(reason),
        Cell(step),
    ]


def _total(words: Words) -> list[Cell]:
    figures = ("", "98,424", "98,412", "12", "12", "141,977", "41", "")
    return [Cell(words.total, is_bold=True), *(Cell(text, is_bold=True) for text in figures)]


def _business(place: int, names: Sequence[str], failures: int) -> list[Cell]:
    before = 97 + place * 7919 % 23_000
    failed = 1 + place % 4 if place < failures else 0
    missing = place % 29 if place % 5 == 0 else 0
    return [
        Cell(name_of(place, names)),
        Cell(str(101 + place), "muted"),
        Cell(f"{before:,}"),
        Cell(f"{before - failed:,}"),
        Cell(str(failed), "bad" if failed else "muted"),
        Cell(str(failed), "" if failed else "muted"),
        Cell(f"{before * 3 // 2:,}"),
        Cell(str(missing), "warn" if missing else "muted"),
        Cell(f"{before / 900:.1f}"),
    ]
