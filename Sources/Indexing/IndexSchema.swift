import GRDB

/// The tables of the index; all of it can be made again from git.
enum IndexSchema {
  /// Counted up when a table changes; an index of another version is made again.
  static let version = 1

  static func create(in database: Database) throws {
    try database.execute(
      sql: """
        CREATE TABLE tips (ref TEXT PRIMARY KEY, tip TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE runs (
          id INTEGER PRIMARY KEY, workflow TEXT NOT NULL, run TEXT NOT NULL, tree TEXT NOT NULL,
          branch TEXT NOT NULL, record TEXT NOT NULL, UNIQUE (workflow, run));
        CREATE TABLE outcomes (
          id INTEGER PRIMARY KEY, run INTEGER NOT NULL, task TEXT NOT NULL,
          instance TEXT NOT NULL, status TEXT NOT NULL, fingerprint BLOB NOT NULL, outcome BLOB,
          result TEXT, outputs TEXT, inputs TEXT, local INTEGER NOT NULL,
          finished INTEGER NOT NULL);
        CREATE INDEX outcomes_of_runs ON outcomes (run);
        CREATE TABLE current (
          workflow TEXT NOT NULL, scope TEXT NOT NULL, task TEXT NOT NULL, instance TEXT NOT NULL,
          status TEXT NOT NULL, fingerprint BLOB NOT NULL, outcome BLOB, result TEXT,
          outputs INTEGER NOT NULL, local INTEGER NOT NULL, finished INTEGER NOT NULL,
          run INTEGER NOT NULL, row INTEGER NOT NULL,
          PRIMARY KEY (workflow, scope, task, instance)) WITHOUT ROWID;
        CREATE TABLE successes (
          fingerprint BLOB NOT NULL, row INTEGER NOT NULL, PRIMARY KEY (fingerprint, row))
          WITHOUT ROWID;
        CREATE TABLE decisions (key TEXT PRIMARY KEY, tasks INTEGER NOT NULL) WITHOUT ROWID;
        PRAGMA user_version = \(version);
        """
    )
  }
}
