"""SVG path data as lines of points: as much of it as the trades' motifs use, which is all but T and tilted arcs."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

Point = tuple[float, float]
Line = list[Point]
_PIECE = re.compile(r"[A-Za-z]|[-+]?(?:\d+\.?\d*|\.\d+)")
_TAKES = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "S": 4, "Q": 4, "A": 7, "Z": 0}
STEPS = 16  # points of a curve


def lines(path: str) -> list[Line]:
    """Raises KeyError for a command that is not known here."""
    pen = _Pen()
    for command, numbers in _commands(path):
        pen.draw(command, numbers)
    return [line for line in pen.lines if len(line) > 1]


def _commands(path: str) -> Iterator[tuple[str, list[float]]]:
    pieces = _PIECE.findall(path)
    at, command = 0, "M"
    while at < len(pieces):
        if pieces[at].isalpha():
            command, at = pieces[at], at + 1
        takes = _TAKES[command.upper()]
        yield command, [float(piece) for piece in pieces[at : at + takes]]
        at += takes
        command = {"M": "L", "m": "l"}.get(command, command)


class _Pen:
    def __init__(self) -> None:
        self.lines: list[Line] = []
        self.x = self.y = 0.0
        self.turn: Point | None = None  # the last control point of a C or S

    def draw(self, command: str, given: list[float]) -> None:
        kind, numbers = command.upper(), self._absolute(command, given)
        turn, self.turn = self.turn, None
        if kind == "M":
            self.x, self.y = numbers
            self.lines.append([(self.x, self.y)])
        elif kind == "Z":
            self._to(*self.lines[-1][0])
        elif kind == "A":
            self._arc(*numbers)
        elif kind in "LHV":
            self._to(*numbers)
        else:
            self._curve(kind, numbers, turn)

    def _absolute(self, command: str, given: list[float]) -> list[float]:
        by_x, by_y = (self.x, self.y) if command.islower() else (0.0, 0.0)
        kind = command.upper()
        if kind == "H":
            return [given[0] + by_x, self.y]
        if kind == "V":
            return [self.x, given[0] + by_y]
        if kind == "A":
            return [*given[:5], given[5] + by_x, given[6] + by_y]
        return [number + (by_y if n % 2 else by_x) for n, number in enumerate(given)]

    def _to(self, x: float, y: float) -> None:
        self.lines[-1].append((x, y))
        self.x, self.y = x, y

    def _curve(self, kind: str, numbers: list[float], turn: Point | None) -> None:
        at = (self.x, self.y)
        ends = [at, *zip(numbers[::2], numbers[1::2], strict=True)]
        if kind == "S":
            back = (2 * at[0] - turn[0], 2 * at[1] - turn[1]) if turn else at
            ends.insert(1, back)
        self.turn = ends[-2] if kind in "CS" else None
        for n in range(1, STEPS + 1):
            self._to(*_bezier(ends, n / STEPS))

    def _arc(self, rx: float, ry: float, tilt: float, is_large: float, is_clockwise: float, x: float, y: float) -> None:
        """The centre by SVG 2, appendix B.2.4; motifs do not tilt their ellipses."""
        half_x, half_y = (self.x - x) / 2, (self.y - y) / 2
        if not rx or not ry or tilt or (half_x == half_y == 0):
            self._to(x, y)
            return
        spread = math.sqrt((half_x / rx) ** 2 + (half_y / ry) ** 2)
        rx, ry = rx * max(1, spread), ry * max(1, spread)
        away = (rx * half_y) ** 2 + (ry * half_x) ** 2
        factor = math.sqrt(max(0.0, ((rx * ry) ** 2 - away) / away)) * (
            -1 if bool(is_large) == bool(is_clockwise) else 1
        )
        middle = (factor * rx * half_y / ry, -factor * ry * half_x / rx)
        begin = math.atan2((half_y - middle[1]) / ry, (half_x - middle[0]) / rx)
        sweep = math.atan2((-half_y - middle[1]) / ry, (-half_x - middle[0]) / rx) - begin
        sweep += math.tau * ((sweep < 0) if is_clockwise else -(sweep > 0))
        centre = (middle[0] + (self.x + x) / 2, middle[1] + (self.y + y) / 2)
        for n in range(1, STEPS + 1):
            angle = begin + sweep * n / STEPS
            self._to(centre[0] + rx * math.cos(angle), centre[1] + ry * math.sin(angle))


def _bezier(ends: list[Point], t: float) -> Point:
    while len(ends) > 1:
        ends = [(a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t) for a, b in zip(ends[:-1], ends[1:], strict=True)]
    return ends[0]
