"""How far apart colours look, to every kind of eye: contrast of text, distance of fills.

Distances are CAM02-UCS (CIECAM02 under average surround, sRGB viewing conditions); colour-blind sight is the
full simulation of Machado and others, 2009. Colours are ``#rrggbb``.
"""

from __future__ import annotations

from functools import lru_cache
from math import atan2, cos, log, pi, sin, sqrt

LEAST_CONTRAST = 4.5
"""Of text on its fill (WCAG 2, AA)."""
LEAST_EDGE = 3.0
"""Contrast of a mark's rim on white paper (WCAG 2, graphical objects)."""
LEAST_DIFFERENCE = 20.0
"""Between two fills of a scale, for every kind of eye."""

Triple = tuple[float, float, float]
_Matrix = tuple[Triple, Triple, Triple]

EYES = ("normal", "deuteranopia", "protanopia", "tritanopia")
_SEEN: dict[str, _Matrix] = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
_TO_XYZ: _Matrix = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
_CAT02: _Matrix = ((0.7328, 0.4296, -0.1624), (-0.7036, 1.6975, 0.0061), (0.0030, 0.0136, 0.9834))
_CAT02_TO_HPE: _Matrix = (
    (0.7409792, 0.2180250, 0.0410058),
    (0.2853532, 0.6242014, 0.0904454),
    (-0.0096280, -0.0056980, 1.0153260),
)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21 (WCAG 2)."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def difference(one: str, other: str, eye: str = "normal") -> float:
    """Distance of two colours as an eye of ``EYES`` sees them. Raises KeyError for another kind of eye."""
    return sqrt(sum((a - b) ** 2 for a, b in zip(_place(one, eye), _place(other, eye), strict=True)))


def least_difference(one: str, other: str) -> tuple[float, str]:
    """The smallest distance of two colours over all kinds of eye, and the eye that sees it."""
    return min((difference(one, other, eye), eye) for eye in EYES)


def _linear(text: str) -> Triple:
    r, g, b = (int(text[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return _each(lambda v: v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4, (r, g, b))


def _luminance(text: str) -> float:
    return sum(weight * part for weight, part in zip(_TO_XYZ[1], _linear(text), strict=True))


def _each(change, triple: Triple) -> Triple:
    a, b, c = triple
    return change(a), change(b), change(c)


def _times(matrix: _Matrix, triple: Triple) -> Triple:
    a, b, c = (sum(m * v for m, v in zip(row, triple, strict=True)) for row in matrix)
    return a, b, c


# What CIECAM02 fixes once the surroundings are fixed: white D65, grey background of 20 %, 64 lux.
_WHITE: Triple = (95.047, 100.0, 108.883)
_ADAPTING = 64 / pi / 5
_F, _C, _NC = 1.0, 0.69, 1.0
_DEGREE = _F * (1 - (1 / 3.6) * 2.718281828459045 ** ((-_ADAPTING - 42) / 92))
_K = 1 / (5 * _ADAPTING + 1)
_FL = 0.2 * _K**4 * (5 * _ADAPTING) + 0.1 * (1 - _K**4) ** 2 * (5 * _ADAPTING) ** (1 / 3)
_N = 20 / _WHITE[1]
_NBB = 0.725 * (1 / _N) ** 0.2
_Z = 1.48 + sqrt(_N)
_WHITE_RGB = _times(_CAT02, _WHITE)
_D_RGB: Triple = _each(lambda w: _WHITE[1] * _DEGREE / w + 1 - _DEGREE, _WHITE_RGB)


def _response(xyz: Triple) -> Triple:
    """Adapted cone responses of a colour."""
    cones = _times(_CAT02, xyz)
    adapted = tuple(d * v for d, v in zip(_D_RGB, cones, strict=True))
    a, b, c = _times(_CAT02_TO_HPE, (adapted[0], adapted[1], adapted[2]))

    def compressed(value: float) -> float:
        power = (_FL * abs(value) / 100) ** 0.42
        return (400 * power / (power + 27.13)) * (1 if value >= 0 else -1) + 0.1

    return compressed(a), compressed(b), compressed(c)


def _achromatic(response: Triple) -> float:
    return (2 * response[0] + response[1] + response[2] / 20 - 0.305) * _NBB


_WHITE_A = _achromatic(_response(_WHITE))


@lru_cache(maxsize=512)
def _place(text: str, eye: str) -> Triple:
    """Place of a colour in CAM02-UCS as an eye sees it."""
    linear = _linear(text)
    if eye != "normal":
        linear = _each(lambda v: min(max(v, 0.0), 1.0), _times(_SEEN[eye], linear))
    red, green, blue = _response(_each(lambda v: v * 100, _times(_TO_XYZ, linear)))
    a = red - 12 * green / 11 + blue / 11
    b = (red + green - 2 * blue) / 9
    hue = atan2(b, a)
    eccentricity = (cos(hue + 2) + 3.8) / 4
    t = (50000 / 13 * _NC * _NBB * eccentricity * sqrt(a * a + b * b)) / (red + green + 21 / 20 * blue)
    lightness = 100 * (max(_achromatic((red, green, blue)), 0.0) / _WHITE_A) ** (_C * _Z)
    chroma = t**0.9 * sqrt(lightness / 100) * (1.64 - 0.29**_N) ** 0.73
    colourfulness = log(1 + 0.0228 * chroma * _FL**0.25) / 0.0228
    lightness_ucs = 1.7 * lightness / (1 + 0.007 * lightness)
    return lightness_ucs, colourfulness * cos(hue), colourfulness * sin(hue)
