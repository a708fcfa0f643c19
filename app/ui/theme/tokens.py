"""The named colours, spaces and radii of the look, light and dark: nothing else in `ui` names a colour."""

from __future__ import annotations

from dataclasses import dataclass

ROW_HEIGHT = 38
BAR_HEIGHT = 6
ICON = 16
FONT_SIZE = 13
SMALL_FONT_SIZE = 12
TITLE_FONT_SIZE = 16
FIGURE_FONT_SIZE = 28

GAP_XS, GAP_S, GAP_M, GAP_L = 4, 8, 12, 16
RADIUS_FIELD = 6
RADIUS_CARD = 10


@dataclass(frozen=True, slots=True)
class Colors:
    """One colour scheme as `#rrggbb`. `off` is for text and icons of what cannot be used now; `hover` lies
    under the mouse on `surface`; the `soft` ones are grounds, on which their own tone, `text` and `muted` can
    be read; the `danger` shades are the delete button, resting, hovered, pressed; the `plot` ones follow
    `accent` where several runs are drawn in one plot."""

    canvas: str
    surface: str
    line: str
    text: str
    muted: str
    accent: str
    accent_soft: str
    selection: str
    ok: str
    warn: str
    bad: str
    idle: str
    track: str
    off: str
    hover: str
    pressed: str
    ok_soft: str
    warn_soft: str
    bad_soft: str
    idle_soft: str
    danger: str
    danger_hover: str
    danger_pressed: str
    plot_second: str
    plot_third: str
    plot_others: str
    on_danger: str = "#FFFFFF"


LIGHT = Colors(
    canvas="#F6F7F9",
    surface="#FFFFFF",
    line="#E3E6EB",
    text="#1B1F27",
    muted="#5B6472",
    accent="#2F5BEA",
    accent_soft="#E8EEFF",
    selection="#EDF2FF",
    ok="#136F36",
    warn="#9A5800",
    bad="#C62828",
    idle="#606876",
    track="#E9ECF1",
    off="#A4ABB7",
    hover="#F6F8FB",
    pressed="#E9ECF1",
    ok_soft="#E4F4E9",
    warn_soft="#FCF1DF",
    bad_soft="#FDECEA",
    idle_soft="#EEF0F3",
    danger="#C62828",
    danger_hover="#B3261E",
    danger_pressed="#94201A",
    plot_second="#7F9BF4",
    plot_third="#BFCEFB",
    plot_others="#C6CBD4",
)

DARK = Colors(
    canvas="#14171C",
    surface="#1B1F26",
    line="#2E3540",
    text="#E8EBF0",
    muted="#9BA5B4",
    accent="#7FA2FF",
    accent_soft="#26324F",
    selection="#242F49",
    ok="#57C785",
    warn="#F0B458",
    bad="#FF8A80",
    idle="#9BA5B4",
    track="#2C333E",
    off="#5C6675",
    hover="#20252D",
    pressed="#2C333E",
    ok_soft="#1C3327",
    warn_soft="#3A2D16",
    bad_soft="#42211F",
    idle_soft="#2A303A",
    danger="#B3261E",
    danger_hover="#C62828",
    danger_pressed="#94201A",
    plot_second="#5573C4",
    plot_third="#3A4C80",
    plot_others="#485160",
)
