/// The script that stands in for every program of a trace.
enum WfTaskScript {
  static let path = "scripts/wf-task.sh"

  /// Reads all inputs and writes outputs that depend on them; nothing but coreutils is needed.
  static let text = """
    #!/bin/sh
    # Stands in for a program of an imported trace.
    #   wf-task.sh NAME SECONDS BYTES:OUTPUT... -- INPUT...
    # It reads every INPUT, sleeps, and fills each OUTPUT with BYTES bytes that follow from the
    # name, the inputs' names and their contents alone: same inputs, same outputs.
    set -eu

    name=$1
    seconds=$2
    shift 2
    outputs=
    while [ "$#" -gt 0 ] && [ "$1" != -- ]; do
      outputs="$outputs $1"
      shift
    done
    [ "$#" -eq 0 ] || shift

    inputs=
    if [ "$#" -gt 0 ]; then
      inputs=$(cksum -- "$@")
    fi
    if [ "$seconds" != 0 ]; then
      sleep "$seconds"
    fi

    set -f
    for output in $outputs; do
      path=${output#*:}
      sum=$(printf '%s\\n' "$name" "$path" "$inputs" | cksum)
      { yes "$sum $path" 2>/dev/null || true; } | head -c "${output%%:*}" >"$path"
    done
    echo "$name: $# read"

    """
}

/// Small files in the place of those that a trace starts from.
enum WfInitialData {
  /// Lines of numbers that follow from the path alone.
  static func contents(path: String, size: Int64) -> [UInt8] {
    var state: UInt64 = 0xCBF2_9CE4_8422_2325
    for unit in path.utf8 { state = (state ^ UInt64(unit)) &* 0x100_0000_01B3 }
    var bytes: [UInt8] = []
    while bytes.count < size {
      state ^= state << 13
      state ^= state >> 7
      state ^= state << 17
      bytes.append(contentsOf: String(state, radix: 36).utf8)
      bytes.append(bytes.count % 80 > 64 ? 0x0A : 0x20)
    }
    return Array(bytes.prefix(Int(size)))
  }
}
