#!/usr/bin/env bash
# workalendar 17.0.0: since 2023, Japan has no substitute holidays, though it has them for the years before.
#
# Expected of a calendar of Japan: when a holiday is a Sunday, the next working day is off, and so is a day between two holidays (Act on
# National Holidays, article 3; the Cabinet Office's list has them all). The package is right on 2019 to 2022, moved holidays included.
# Seen: those of 2019 to 2022 are written into it one by one, and there's no rule for later. 6 May 2026 and 22 September 2026, which
# are in the Cabinet Office's list, are working days. holidays 0.108 (PyPI) has them.
#
# Output when written (2026-11-30, Python 3.11), days off:
#   2019-08-12: workalendar yes, holidays yes
#   2021-08-09: workalendar yes, holidays yes
#   2024-05-06: workalendar no, holidays yes
#   2026-05-06: workalendar no, holidays yes
#   2026-09-22: workalendar no, holidays yes
#
# Exits with 0 while that is so. Needs python3 with venv, and PyPI.
set -euo pipefail
script=$(realpath "${BASH_SOURCE[0]}")
directory=$(mktemp -d)
trap 'rm -rf "$directory"' EXIT
cd "$directory"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check workalendar==17.0.0 holidays==0.108 setuptools==75.8.0

cat >run.py <<'PY'
import warnings
from datetime import date

warnings.simplefilter("ignore")
import holidays
from workalendar.asia import Japan

official = holidays.JP()
for text in ("2019-08-12", "2021-08-09", "2024-05-06", "2026-05-06", "2026-09-22"):
    day = date.fromisoformat(text)
    answers = {"workalendar": not Japan().is_working_day(day), "holidays": day in official}
    print(f"{text}: " + ", ".join(f"{name} {'yes' if off else 'no'}" for name, off in answers.items()))
PY
venv/bin/python run.py | tee seen
diff <(sed -n 's/^#   \(20.*\)/\1/p' "$script") seen
