-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: The Inlay developers
--
-- Times are microseconds UTC, ids are UUIDv7, JSON is text. What changes hands is never a column of
-- an environment: `routes` has one row per application and so exactly one active revision.

CREATE TABLE apps (
  id TEXT PRIMARY KEY NOT NULL,
  created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE blobs (
  digest TEXT PRIMARY KEY NOT NULL,
  bytes BLOB NOT NULL
) STRICT;

CREATE TABLE modules (
  app TEXT NOT NULL REFERENCES apps (id),
  module_id TEXT NOT NULL,
  version TEXT NOT NULL,
  npm_package TEXT,
  entry_point TEXT,
  dependencies TEXT,
  peer_dependencies TEXT,
  definition TEXT,
  digest TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  PRIMARY KEY (app, module_id, version)
) STRICT;

CREATE TABLE module_files (
  app TEXT NOT NULL,
  module_id TEXT NOT NULL,
  version TEXT NOT NULL,
  name TEXT NOT NULL,
  digest TEXT NOT NULL REFERENCES blobs (digest),
  size INTEGER NOT NULL,
  PRIMARY KEY (app, module_id, version, name),
  FOREIGN KEY (app, module_id, version) REFERENCES modules (app, module_id, version)
) STRICT;

CREATE TABLE composition_revisions (
  app TEXT NOT NULL REFERENCES apps (id),
  id TEXT NOT NULL,
  number INTEGER NOT NULL,
  digest TEXT NOT NULL,
  document TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  created_by TEXT NOT NULL,
  PRIMARY KEY (app, id, number)
) STRICT;

CREATE TABLE revisions (
  app TEXT NOT NULL REFERENCES apps (id),
  digest TEXT NOT NULL,
  composition TEXT NOT NULL,
  manifest TEXT NOT NULL,
  page BLOB NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (app, digest)
) STRICT;

CREATE TABLE deployments (
  id TEXT PRIMARY KEY NOT NULL,
  app TEXT NOT NULL REFERENCES apps (id),
  environment TEXT NOT NULL,
  version TEXT NOT NULL,
  revision TEXT,
  status TEXT NOT NULL CHECK (status IN ('completed', 'failed', 'rolled_back')),
  deployed_by TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  completed_at INTEGER NOT NULL,
  notes TEXT,
  failure TEXT,
  CHECK ((revision IS NULL) = (status = 'failed')),
  FOREIGN KEY (app, revision) REFERENCES revisions (app, digest)
) STRICT;

CREATE INDEX deployments_newest ON deployments (app, started_at DESC, id DESC);
CREATE INDEX deployments_newest_in ON deployments (app, environment, started_at DESC, id DESC);

CREATE TABLE deployment_modules (
  deployment TEXT NOT NULL REFERENCES deployments (id),
  module_id TEXT NOT NULL,
  version TEXT NOT NULL,
  npm_package TEXT,
  esm_url TEXT NOT NULL,
  config TEXT,
  dependencies TEXT,
  health TEXT NOT NULL CHECK (health IN ('healthy', 'unhealthy', 'unknown')),
  message TEXT,
  probed INTEGER NOT NULL,
  failed_probes INTEGER NOT NULL DEFAULT 0,
  vouched_at INTEGER NOT NULL DEFAULT 0,
  counted_from INTEGER NOT NULL DEFAULT 0,
  loads INTEGER NOT NULL DEFAULT 0,
  failures INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (deployment, module_id)
) STRICT;

CREATE TABLE environments (
  app TEXT NOT NULL REFERENCES apps (id),
  name TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('slot', 'preview', 'branch')),
  deployment TEXT REFERENCES deployments (id),
  PRIMARY KEY (app, name)
) STRICT;

-- One row per time an environment became active. `parent` is what a rollback returns to; returning
-- follows it, so a second rollback goes further back and never forward.
CREATE TABLE activations (
  id INTEGER PRIMARY KEY,
  app TEXT NOT NULL REFERENCES apps (id),
  environment TEXT NOT NULL,
  deployment TEXT REFERENCES deployments (id),
  parent INTEGER REFERENCES activations (id),
  at INTEGER NOT NULL,
  FOREIGN KEY (app, environment) REFERENCES environments (app, name)
) STRICT;

CREATE TABLE routes (
  app TEXT PRIMARY KEY NOT NULL REFERENCES apps (id),
  active_env TEXT NOT NULL,
  active_rev TEXT,
  previous_env TEXT,
  previous_rev TEXT,
  canary_env TEXT,
  canary_rev TEXT,
  weight_bp INTEGER NOT NULL CHECK (weight_bp BETWEEN 0 AND 10000),
  salt TEXT NOT NULL,
  generation INTEGER NOT NULL,
  activation INTEGER NOT NULL REFERENCES activations (id),
  CHECK ((canary_env IS NULL) = (canary_rev IS NULL)),
  CHECK (canary_env IS NULL OR canary_env <> active_env),
  CHECK (canary_env IS NOT NULL OR weight_bp = 0),
  FOREIGN KEY (app, active_env) REFERENCES environments (app, name),
  FOREIGN KEY (app, canary_env) REFERENCES environments (app, name),
  FOREIGN KEY (app, active_rev) REFERENCES revisions (app, digest),
  FOREIGN KEY (app, canary_rev) REFERENCES revisions (app, digest)
) STRICT;

CREATE TABLE changes (
  app TEXT NOT NULL REFERENCES apps (id),
  generation INTEGER NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (app, generation)
) STRICT;

CREATE TABLE audit (
  app TEXT NOT NULL REFERENCES apps (id),
  generation INTEGER NOT NULL,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  detail TEXT NOT NULL,
  previous TEXT NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (app, generation)
) STRICT;

CREATE TABLE tokens (
  id TEXT PRIMARY KEY NOT NULL,
  app TEXT NOT NULL REFERENCES apps (id),
  hash TEXT NOT NULL UNIQUE,
  name TEXT NOT NULL,
  role TEXT NOT NULL CHECK (role IN ('viewer', 'publisher', 'deployer', 'approver', 'auditor', 'admin')),
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  revoked_at INTEGER
) STRICT;
