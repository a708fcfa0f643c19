"""Who and what appears in the demo: businesses with their past, vendors, people."""

from __future__ import annotations

from dataclasses import dataclass

from app.core.job import JobStatus
from app.receipts.names import DELETE_RECEIPTS


@dataclass(frozen=True, slots=True)
class PastJob:
    """A job that a business has behind it.

    `reach` is the part of its receipts that it got through, `failed` how many of those were refused,
    `by_console` whether a console ran it (else the web side). `left_files` is how many of the receipts
    that it deleted last still have their files, because whoever ran it died before it came to them.
    """

    status: JobStatus
    days_ago: float
    reach: float = 1.0
    failed: int = 0
    by_console: bool = False
    last_error: str | None = None
    left_files: int = 0
    job_type: str = DELETE_RECEIPTS
    started: bool = True


@dataclass(frozen=True, slots=True)
class BusinessSpec:
    """A business of the demo. `receipts` are all it ever had; those that `past` deleted are among them.

    `pages` are its enabled pages, `singly_deleted` receipts were deleted one by one on the web.
    """

    name: str
    slug: str
    kind: str
    receipts: int
    past: tuple[PastJob, ...] = ()
    pages: tuple[str, ...] | None = ("dashboard", "leads", "gmail_receipts")
    active: bool = True
    singly_deleted: int = 0


_LOST = "Server restarted / job heartbeat lost: no heartbeat for 412 seconds"
_BATCHES = "10 batches failed in a row. The last: canceling statement due to lock timeout"
_COMPLETED, _FAILED, _CANCELLED = JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.CANCELLED

BUSINESSES: tuple[BusinessSpec, ...] = (
    BusinessSpec("Sweep Demo Support \u00b7 תמיכה", "support", "general", 14),
    BusinessSpec("מרפאת שיניים ד״ר כהן", "cohen-dental", "clinic", 460),
    BusinessSpec("Levi & Sons Garage", "levi-garage", "garage", 420),
    BusinessSpec(
        "ברק, שגב ושות׳ – עורכי דין",
        "barak-segev-law",
        "law_office",
        2100,
        (PastJob(_COMPLETED, 400, by_console=True),),
    ),
    BusinessSpec("מאפיית הלחם הטוב", "good-bread", "bakery", 260),
    BusinessSpec("Haifa Harbour Dental Clinic", "haifa-dental", "clinic", 310),
    BusinessSpec("מוסך האחים מזרחי", "mizrahi-garage", "garage", 185),
    BusinessSpec("קפה Neta – בית קלייה", "cafe-neta", "cafe", 230),
    BusinessSpec("Rosen Family Law", "rosen-law", "law_office", 350),
    BusinessSpec('מכון היופי "רותם"', "rotem-beauty", "beauty", 275, singly_deleted=20),
    BusinessSpec("Carmel Veterinary Centre", "carmel-vet", "clinic", 240),
    BusinessSpec("חשמל ואור בע״מ", "light-electric", "contractor", 190, singly_deleted=9),
    BusinessSpec("O'Brien's Irish Bakery", "obriens", "bakery", 205),
    BusinessSpec(
        "סטודיו פילאטיס נועה",
        "noa-pilates",
        "fitness",
        900,
        (PastJob(JobStatus.PAUSED, 3, reach=0.4, by_console=True),),
    ),
    BusinessSpec(
        "Tel Aviv Bike Works",
        "tlv-bikes",
        "shop",
        760,
        (PastJob(_FAILED, 6, reach=0.55, last_error=_LOST, left_files=50),),
    ),
    BusinessSpec("גן הילדים של מיכל", "michal-kindergarten", "education", 0),
    BusinessSpec("Northern Star Logistics", "northern-star", "logistics", 3000, singly_deleted=35),
    BusinessSpec(
        "פיצה רומא נתניה",
        "pizza-roma",
        "restaurant",
        720,
        (PastJob(_CANCELLED, 21, reach=0.3), PastJob(_COMPLETED, 20, by_console=True, failed=3)),
    ),
    BusinessSpec(
        "Galil Winery & Cellars",
        "galil-winery",
        "shop",
        430,
        (PastJob(JobStatus.QUEUED, 1.5, started=False),),
    ),
    BusinessSpec(
        "נגריית העץ החם",
        "warm-wood",
        "workshop",
        680,
        (PastJob(JobStatus.RUNNING, 0.8, reach=0.5, left_files=50),),
    ),
    BusinessSpec(
        "Mount Zion Physiotherapy",
        "mount-zion-physio",
        "clinic",
        560,
        (PastJob(JobStatus.RUNNING, 0.2, reach=0.25, by_console=True, left_files=50),),
    ),
    # U+202E turns what follows around on a screen that does not show it: "Invoice <exe.gnp>".
    BusinessSpec("Invoices \u202egnp.exe Ltd", "hidden-control", "general", 95),
    BusinessSpec("ספריית הנגב", "negev-library", "education", 120, pages=None),
    BusinessSpec("Desert Rose Spa", "desert-rose", "beauty", 240, pages=("dashboard", "leads")),
    BusinessSpec("מכבסת השכונה (סגור)", "closed-laundry", "service", 160, active=False),
    BusinessSpec("<b>Bold</b> Prints; 100% \\ Colour", "bold-prints", "print", 88),
    BusinessSpec(
        "אופטיקה ראייה חדה",
        "sharp-sight",
        "shop",
        610,
        (PastJob(_FAILED, 12, reach=0.35, failed=2, by_console=True, last_error=_BATCHES),),
    ),
    BusinessSpec("Blue Door Architects", "blue-door", "office", 430, singly_deleted=12),
    BusinessSpec(
        "רפואת משפחה ד״ר לוי ושות׳",
        "levi-family-clinic",
        "clinic",
        450,
        (PastJob(_CANCELLED, 60, started=False),),
    ),
    BusinessSpec("Sunrise Plumbing 24/7", "sunrise-plumbing", "contractor", 340),
    BusinessSpec(
        "תכשיטי אביגיל",
        "avigail-jewels",
        "shop",
        390,
        (PastJob(_COMPLETED, 1.2),),
    ),
    BusinessSpec(
        "Jerusalem Stone & Tile",
        "stone-tile",
        "contractor",
        720,
        (PastJob(_COMPLETED, 120, job_type="delete_leads"),),
    ),
    BusinessSpec(
        "בית ספר לנהיגה שרון",
        "sharon-driving",
        "education",
        370,
        (
            PastJob(
                _FAILED, 9, reach=0.6, job_type="broadcast", last_error="WhatsApp shard 2 is not reachable"
            ),
        ),
    ),
    BusinessSpec(
        "Green Valley Organic Farm",
        "green-valley",
        "farm",
        400,
        (PastJob(JobStatus.QUEUED, 0.4, job_type="enqueue_outbound_calls", started=False),),
    ),
    BusinessSpec(
        "מספרת דוד המלך",
        "king-david-hair",
        "beauty",
        150,
        (PastJob(_CANCELLED, 33, reach=0.2, job_type="delete_imported_leads"),),
    ),
    BusinessSpec(
        "Atlas Insurance Agency / סוכנות אטלס לביטוח",
        "atlas-insurance",
        "office",
        1250,
        (PastJob(_COMPLETED, 15, job_type="update_leads"), PastJob(_COMPLETED, 300)),
    ),
    BusinessSpec("פרחי השרון", "sharon-flowers", "shop", 330, singly_deleted=6),
    BusinessSpec("Cohen, Katz & Partners Accounting", "cohen-katz", "office", 760),
    BusinessSpec("  רווחים   מוזרים\u2003Ltd\u200f ", "odd-spaces", "general", 45),
    BusinessSpec(
        "אולם האירועים הגן הקסום והמרפסת הגדולה שעל שפת הים – שמחות, כנסים, ימי הולדת ואירועי חברה בע״מ",
        "magic-garden-events",
        "events",
        280,
    ),
)
"""The businesses in the order of their ids. 3, 5 to 9, 11 and 13 have some hundred receipts and no past."""

VENDORS: tuple[tuple[str, str, str], ...] = (
    ("בזק", "bezeq.example", "ILS"),
    ("חברת החשמל", "iec.example", "ILS"),
    ("שופרסל", "shufersal.example", "ILS"),
    ("פז חברת נפט בע״מ", "paz.example", "ILS"),
    ("סלקום", "cellcom.example", "ILS"),
    ("ארנונה – עיריית תל אביב", "tel-aviv.example", "ILS"),
    ("משרד הדפוס ״אור״", "print-or.example", "ILS"),
    ("דואר ישראל", "post.example", "ILS"),
    ("הראל ביטוח", "harel.example", "ILS"),
    ("KSP מחשבים", "ksp.example", "ILS"),
    ("Wolt Business", "wolt.example", "ILS"),
    ("Google Workspace", "google.example", "USD"),
    ("Amazon Web Services", "aws.example", "USD"),
    ("Zoom", "zoom.example", "USD"),
    ("Canva Pty Ltd", "canva.example", "USD"),
    ("Stripe, Inc.", "stripe.example", "USD"),
    ("Hetzner Online GmbH", "hetzner.example", "EUR"),
    ("Bürobedarf Müller & Söhne", "mueller.example", "EUR"),
    ("IKEA", "ikea.example", "EUR"),
    ("Smith & Co. Supplies", "smith.example", "GBP"),
    ("Royal Mail", "royalmail.example", "GBP"),
)
"""Name, domain of the sender's address, currency."""

FIRST_NAMES = (
    "נועה",
    "יוסי",
    "מיכל",
    "David",
    "Rachel",
    "אבי",
    "תמר",
    "Sarah",
    "Omar",
    "שירה",
    "דניאל",
    "Maya",
    "איתן",
    "Leah",
)
LAST_NAMES = (
    "כהן",
    "לוי",
    "Mizrahi",
    "Katz",
    "פרץ",
    "Haddad",
    "ביטון",
    "Rosen",
    "אברהם",
    "Stern",
    "גולן",
    "Levin",
)
