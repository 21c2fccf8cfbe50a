import Importing
import Model

/// Two tasks in a row and one that only waits, as version 1.5 writes them.
let newTrace = #"""
  {
    "name": "tiny flow",
    "schemaVersion": "1.5",
    "workflow": {
      "specification": {
        "tasks": [
          {"name": "split", "id": "split_1", "parents": [], "children": ["count_1"],
           "inputFiles": ["/raw/reads 1.txt"], "outputFiles": ["parts/a.txt"]},
          {"name": "count", "id": "count_1", "parents": ["split_1"], "children": ["tell_1"],
           "inputFiles": ["parts/a.txt", "/raw/reads 1.txt"], "outputFiles": ["../total.txt"]},
          {"name": "tell", "id": "tell_1", "parents": ["count_1"], "children": []}
        ],
        "files": [
          {"id": "/raw/reads 1.txt", "sizeInBytes": 163840},
          {"id": "parts/a.txt", "sizeInBytes": 81920},
          {"id": "../total.txt", "sizeInBytes": 10}
        ]
      },
      "execution": {
        "makespanInSeconds": 5, "executedAt": "2024-05-01T00:00:00Z",
        "tasks": [
          {"id": "split_1", "runtimeInSeconds": 2.5, "command": {"program": "splitter"}},
          {"id": "count_1", "runtimeInSeconds": 1}
        ]
      }
    }
  }
  """#

/// The same two tasks as an older version writes them.
func oldTrace(_ version: String) -> String {
  let tasks = ["1.0", "1.1", "1.2"].contains(version) ? "jobs" : "tasks"
  let size = version == "1.4" ? "sizeInBytes" : "size"
  let runtime = version == "1.4" ? "runtimeInSeconds" : "runtime"
  let id = ["1.0", "1.1"].contains(version) ? "" : "\"id\": \"ID01\","
  let otherID = id.replacing("ID01", with: "ID02")
  return #"""
    {"name": "old", "schemaVersion": "\#(version)",
     "workflow": {"makespan": 3, "executedAt": "20200401T000000Z", "\#(tasks)": [
       {"name": "split", \#(id) "type": "compute", "\#(runtime)": 2, "parents": [], "files": [
         {"link": "input", "name": "raw.txt", "\#(size)": 100},
         {"link": "output", "name": "a.txt", "\#(size)": 50}]},
       {"name": "count", \#(otherID) "type": "compute", "\#(runtime)": 1, "parents": ["split"],
        "files": [
         {"link": "input", "name": "a.txt", "\#(size)": 50},
         {"link": "output", "path": "sums", "name": "total.txt", "\#(size)": 40}]},
       {"name": "tell", "type": "auxiliary", "\#(runtime)": 1, "parents": ["split"]}
     ]}}
    """#
}

func imported(
  _ trace: String,
  name: String? = nil,
  scale: WfScale = WfScale()
) throws -> ImportedFiles {
  try WfFormat.files(from: JSONReader.parse(trace), name: name, scale: scale)
}

/// The problems of a trace as `POINTER: MESSAGE`.
func problems(_ trace: String, name: String? = nil) throws -> [String] {
  let json = try JSONReader.parse(trace)
  do throws(ImportError) {
    _ = try WfFormat.files(from: json, name: name)
    return []
  } catch {
    return error.problems.map { "\($0.pointer): \($0.message)" }
  }
}

extension ImportedFiles {
  /// The text of the workflow file.
  var workflow: String { String(decoding: files[0].contents, as: UTF8.self) }
}
