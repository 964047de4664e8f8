-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: The Inlay developers

-- Documents. Names and counts repeat what the newest tree says, for the library page; the revision
-- counts writes, so that a second writer is noticed.
CREATE TABLE document (
  key         TEXT PRIMARY KEY,
  id          TEXT NOT NULL,
  name        TEXT NOT NULL,
  modified    INTEGER NOT NULL,
  opened      INTEGER NOT NULL DEFAULT 0,
  removed     INTEGER,
  position    INTEGER NOT NULL DEFAULT 0 CHECK (position >= 0),
  revision    INTEGER NOT NULL DEFAULT 0,
  n_pages     INTEGER NOT NULL,
  n_instances INTEGER NOT NULL,
  thumbnail   BLOB
) STRICT, WITHOUT ROWID;

-- The history: step N leads from state N - 1 to state N; the inverse leads back.
CREATE TABLE step (
  document  TEXT NOT NULL REFERENCES document (key) ON DELETE CASCADE,
  number    INTEGER NOT NULL CHECK (number >= 1),
  name      TEXT NOT NULL,
  merge_key TEXT,
  subject   TEXT,
  patch     TEXT NOT NULL,
  inverse   TEXT NOT NULL,
  PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;

-- Whole trees at some states, so that opening replays few steps.
CREATE TABLE snapshot (
  document TEXT NOT NULL REFERENCES document (key) ON DELETE CASCADE,
  number   INTEGER NOT NULL CHECK (number >= 0),
  tree     TEXT NOT NULL,
  PRIMARY KEY (document, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE blob (
  digest TEXT PRIMARY KEY,
  bytes  BLOB NOT NULL
) STRICT;

CREATE TABLE module (
  number     INTEGER PRIMARY KEY,
  id         TEXT NOT NULL,
  version    TEXT NOT NULL,
  definition TEXT NOT NULL,
  UNIQUE (id, version)
) STRICT;

CREATE TABLE module_file (
  module INTEGER NOT NULL REFERENCES module (number) ON DELETE CASCADE,
  name   TEXT NOT NULL,
  digest TEXT NOT NULL REFERENCES blob (digest),
  PRIMARY KEY (module, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX module_file_by_digest ON module_file (digest);

CREATE VIRTUAL TABLE module_text USING fts5 (
  name, id, category, tags, description,
  tokenize = 'trigram'
);

CREATE TABLE outbox (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  registry   TEXT NOT NULL,
  document   TEXT NOT NULL,
  kind       TEXT NOT NULL,
  payload    TEXT NOT NULL,
  created    INTEGER NOT NULL,
  tries      INTEGER NOT NULL DEFAULT 0,
  last_error TEXT
) STRICT;

CREATE TABLE publish_log (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  document TEXT NOT NULL,
  at       INTEGER NOT NULL,
  event    TEXT NOT NULL
) STRICT;

CREATE INDEX publish_log_by_document ON publish_log (document, id);
