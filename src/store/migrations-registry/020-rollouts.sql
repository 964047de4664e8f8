-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: The Inlay developers
-- oldest: 4
--
-- Older programs would start canaries that are no rollouts.

-- How a revision is shown to more and more visitors. Where it stands; its steps are `plan`.
CREATE TABLE rollouts (
  id TEXT PRIMARY KEY NOT NULL,
  app TEXT NOT NULL REFERENCES apps (id),
  environment TEXT NOT NULL,
  deployment TEXT NOT NULL REFERENCES deployments (id),
  revision TEXT NOT NULL,
  stable_revision TEXT,
  salt TEXT NOT NULL,
  plan TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('running', 'paused', 'promoted', 'aborted', 'superseded')),
  cause TEXT NOT NULL,
  step BIGINT NOT NULL,
  weight_bp BIGINT NOT NULL,
  since BIGINT NOT NULL,
  looked_at BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  ended_at BIGINT,
  CHECK ((ended_at IS NULL) = (status IN ('running', 'paused')))
);

CREATE UNIQUE INDEX rollouts_live ON rollouts (app) WHERE ended_at IS NULL;
CREATE INDEX rollouts_newest ON rollouts (app, created_at);

-- What both cohorts saw of a module since the last look, and what all looks before say together.
CREATE TABLE rollout_modules (
  rollout TEXT NOT NULL REFERENCES rollouts (id),
  module_id TEXT NOT NULL,
  loads BIGINT NOT NULL,
  failures BIGINT NOT NULL,
  stable_loads BIGINT NOT NULL,
  stable_failures BIGINT NOT NULL,
  whole TEXT,
  step TEXT,
  PRIMARY KEY (rollout, module_id)
);

-- Rules, flags and what is done about a bad revision; one row for each application that has any.
CREATE TABLE rules (
  app TEXT PRIMARY KEY NOT NULL REFERENCES apps (id),
  enabled BIGINT NOT NULL,
  policy TEXT NOT NULL CHECK (policy IN ('off', 'notify', 'automatic')),
  strategy TEXT,
  rules TEXT NOT NULL,
  flags TEXT NOT NULL
);

CREATE TABLE experiments (
  app TEXT NOT NULL REFERENCES apps (id),
  id TEXT NOT NULL,
  experiment TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  PRIMARY KEY (app, id)
);

-- How often each variant was handed out, by day (the microsecond it began).
CREATE TABLE exposures (
  app TEXT NOT NULL REFERENCES apps (id),
  experiment TEXT NOT NULL,
  variant TEXT NOT NULL,
  day BIGINT NOT NULL,
  count BIGINT NOT NULL,
  PRIMARY KEY (app, experiment, variant, day)
);

-- What decisions were made from, each time it changed, so that a past one can be made again.
CREATE TABLE traffic_log (
  app TEXT NOT NULL REFERENCES apps (id),
  generation BIGINT NOT NULL,
  at BIGINT NOT NULL,
  traffic TEXT NOT NULL,
  PRIMARY KEY (app, generation)
);
