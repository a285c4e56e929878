"""Freezes the days off of Strasbourg into the table that the law reckons with.

The public holidays of Alsace (`6AE`: the national ones, Good Friday and 26 December), as the
library `holidays` has them, for the years that an appointment may touch. The table is frozen, so
that an update of the library moves a deadline only when somebody refreshes the table and reads
the difference.
"""

import csv
from pathlib import Path

from holidays.countries.france import France

YEARS = range(2008, 2046)
TABLE = Path(__file__).parent.parent / "domain" / "tables" / "days_off.csv"
# Eleven national days, Good Friday and 26 December; two of them may fall on one day.
DAYS_OF_ALSACE = (12, 13)


def freeze(table: Path) -> int:
    """Write the table, sorted by day, and say how many days it holds.

    Raises ValueError where a year has another number of days off than Alsace does: an unknown
    subdivision silently gives the national days alone.
    """
    english = France(subdiv="6AE", years=YEARS, language="en_US")
    french = France(subdiv="6AE", years=YEARS, language="fr")
    for year in YEARS:
        found = sum(day.year == year for day in english)
        if found not in DAYS_OF_ALSACE:
            raise ValueError(f"{year} has {found} days off, and Alsace has 13")
    table.parent.mkdir(parents=True, exist_ok=True)
    with table.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, lineterminator="\n")
        rows.writerow(("day", "name_en", "name_fr"))
        rows.writerows((day.isoformat(), english[day], french[day]) for day in sorted(english))
    return len(english)


if __name__ == "__main__":
    print(f"{freeze(TABLE)} days off from {YEARS[0]} to {YEARS[-1]} stand in {TABLE.name}")
