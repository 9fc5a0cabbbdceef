"""The files that an export is: .xlsx, .csv and .json, each written row by row."""

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

import xlsxwriter

Value = str | int | float | bool | datetime | None
Row = Mapping[str, Value]

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
LONGEST = 32_767  # what a cell of Excel holds
THUMBNAILS = 500  # xlsxwriter keeps pictures in memory until the end
THUMBNAIL_ROW = 72
WIDTHS = {"number": 19, "address": 30, "text": 50, "resolution": 40, "organisation": 24}


class Sheet(Protocol):
    """A file that grows row by row."""

    def add(self, rows: Sequence[Row]) -> None: ...

    def close(self) -> None:
        """Write what is left; the file is whole only then."""


class Xlsx:
    """A sheet with a heading that stays, filters, links and the first thumbnails. *thumbnail*
    gives a small JPEG for a photo's hash, or None."""

    def __init__(
        self, path: Path, headings: Mapping[str, str], thumbnail: Callable[[str], bytes | None]
    ) -> None:
        self._book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
        self._sheet = self._book.add_worksheet()
        self._keys, self._thumbnail = tuple(headings), thumbnail
        self._map = headings.get("map", "")
        self._row, self._pictures = 0, 0
        head = self._book.add_format({"bold": True, "bg_color": "#DDEBF7", "border": 1})
        self._time = self._book.add_format({"num_format": "yyyy-mm-dd hh:mm", "valign": "top"})
        self._text = self._book.add_format({"text_wrap": True, "valign": "top"})
        self._link = self._book.add_format({"font_color": "blue", "underline": 1})
        self._sheet.freeze_panes(1, 1)
        for place, (key, heading) in enumerate(headings.items()):
            self._sheet.set_column(place, place, WIDTHS.get(key, 16))
            self._sheet.write_string(0, place, heading, head)

    def add(self, rows: Sequence[Row]) -> None:
        """Append."""
        for row in rows:
            self._row += 1
            small = self._small(row)
            if small is not None:
                self._sheet.set_row(self._row, THUMBNAIL_ROW)
            for place, key in enumerate(self._keys):
                self._write(place, key, row[key], small)

    def _small(self, row: Row) -> bytes | None:
        photo = row.get("photo")
        if not photo or self._pictures >= THUMBNAILS:
            return None
        small = self._thumbnail(str(photo))
        self._pictures += small is not None
        return small

    def _write(self, place: int, key: str, value: Value, small: bytes | None) -> None:
        if key == "photo":
            if small is not None:
                options = {"image_data": io.BytesIO(small), "object_position": 1}
                self._sheet.insert_image(self._row, place, "photo.jpg", options)
        elif key == "map" and value:
            formula = f'=HYPERLINK("{value}","{self._map}")'
            self._sheet.write_formula(self._row, place, formula, self._link, self._map)
        elif isinstance(value, datetime):
            self._sheet.write_datetime(self._row, place, value.replace(tzinfo=None), self._time)
        elif isinstance(value, int | float):
            self._sheet.write_number(self._row, place, value, self._text)
        elif value:
            self._sheet.write_string(self._row, place, value[:LONGEST], self._text)

    def close(self) -> None:
        """Zip it."""
        self._sheet.autofilter(0, 0, self._row, len(self._keys) - 1)
        self._book.close()


class Csv:
    """UTF-8 with the mark by which Excel knows it."""

    def __init__(self, path: Path, headings: Mapping[str, str]) -> None:
        self._file = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._file)
        self._keys = tuple(key for key in headings if key != "photo")
        self._writer.writerow([headings[key] for key in self._keys])

    def add(self, rows: Sequence[Row]) -> None:
        """Append."""
        self._writer.writerows([[_cell(row[key]) for key in self._keys] for row in rows])

    def close(self) -> None:
        """Close."""
        self._file.close()


class Json:
    """One array, an object a line."""

    def __init__(self, path: Path, headings: Mapping[str, str]) -> None:
        self._file = path.open("w", encoding="utf-8")
        self._keys = tuple(key for key in headings if key != "photo")
        self._between = "[\n"

    def add(self, rows: Sequence[Row]) -> None:
        """Append."""
        for row in rows:
            values = {key: _plain(row[key]) for key in self._keys}
            self._file.write(self._between + json.dumps(values, ensure_ascii=False))
            self._between = ",\n"

    def close(self) -> None:
        """End the array."""
        self._file.write("\n]\n" if self._between != "[\n" else "[]\n")
        self._file.close()


def _cell(value: Value) -> str | int | float | None:
    """What a spreadsheet reads as text, never as a formula."""
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, str) and value.lstrip(" ").startswith(FORMULA_SIGNS):
        return f"'{value}"
    return value


def _plain(value: Value) -> str | int | float | None:
    return value.isoformat() if isinstance(value, datetime) else value
