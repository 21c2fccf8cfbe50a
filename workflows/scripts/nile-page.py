"""nile-page.py TITLE NUMBERS FILE: writes the page around the plot; NUMBERS is JSON."""

import json
import sys

title, numbers, target = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3]
fall = numbers["before"] - numbers["after"]

with open(target, "w") as page:
    page.write(f"""# {title}

The yearly volume fell after {numbers["year"]}: from {numbers["before"]} to {numbers["after"]}
times 10^8 cubic metres on average, by {fall / numbers["before"]:.0%}.

![Yearly volume with the means before and after](flow.svg)

| years | mean volume |
|---|---|
| 1871 to {numbers["year"]} | {numbers["before"]} |
| {numbers["year"] + 1} to 1970 | {numbers["after"]} |
""")
