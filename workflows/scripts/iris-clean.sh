# iris-clean.sh IN FOLDER: the rows without comments and heading, a file a species; fails at the
# first odd one.
set -eu
awk -F, -v folder="$2" '
  /^#/ || /^sepal_length/ { next }
  NF != 5 { print FILENAME ":" FNR ": " NF " fields" > "/dev/stderr"; exit 1 }
  {
    for (i = 1; i <= 4; i++) {
      if ($i !~ /^[0-9]+(\.[0-9]+)?$/) {
        print FILENAME ":" FNR ": \"" $i "\" is no number" > "/dev/stderr"
        exit 1
      }
    }
    sub(/^Iris /, "", $5)
    print $1 "," $2 "," $3 "," $4 "," $5 > (folder "/" $5 ".csv")
    rows++
  }
  END { print rows " rows" > "/dev/stderr" }
' "$1"
