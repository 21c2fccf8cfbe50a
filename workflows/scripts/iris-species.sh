# iris-species.sh SPECIES DIGITS IN OUT: count, mean, deviation, least and most of each measure.
set -eu
awk -F, -v species="$1" -v digits="$2" '
  BEGIN { split("sepal_length sepal_width petal_length petal_width", names, " ") }
  $5 == species {
    count++
    for (i = 1; i <= 4; i++) {
      sum[i] += $i
      squares[i] += $i * $i
      if (count == 1 || $i < least[i]) least[i] = $i
      if (count == 1 || $i > most[i]) most[i] = $i
    }
  }
  END {
    if (count < 2) { print "no rows of " species > "/dev/stderr"; exit 1 }
    for (i = 1; i <= 4; i++) {
      mean = sum[i] / count
      deviation = sqrt((squares[i] - count * mean * mean) / (count - 1))
      printf "%s,%s,%d,%.*f,%.*f,%s,%s\n", \
        species, names[i], count, digits, mean, digits, deviation, least[i], most[i]
    }
  }
' "$3" > "$4"
cat "$4"
