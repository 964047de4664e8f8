-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: The Inlay developers
-- oldest: 2
--
-- Older programs would take a token that is for some applications for one that is for all.

-- What a token is for, as patterns.
ALTER TABLE tokens ADD COLUMN apps TEXT NOT NULL DEFAULT '*';
ALTER TABLE tokens ADD COLUMN environments TEXT NOT NULL DEFAULT '*';
ALTER TABLE tokens ADD COLUMN modules TEXT NOT NULL DEFAULT '*';
ALTER TABLE tokens ADD COLUMN created_by TEXT NOT NULL DEFAULT 'operator';

-- A version that is deprecated or yanked stays what it is; new choices are warned of the one and
-- never get the other.
ALTER TABLE modules ADD COLUMN deprecated TEXT;
ALTER TABLE modules ADD COLUMN yanked_at BIGINT;

-- Taking a composition away is one more revision of it.
ALTER TABLE composition_revisions ADD COLUMN deleted BIGINT NOT NULL DEFAULT 0;

ALTER TABLE environments ADD COLUMN frozen BIGINT NOT NULL DEFAULT 0;
ALTER TABLE environments ADD COLUMN approval BIGINT NOT NULL DEFAULT 0;
ALTER TABLE environments ADD COLUMN branch TEXT;
ALTER TABLE environments ADD COLUMN created_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE environments ADD COLUMN expires_at BIGINT;

-- A deployment that waits for a second person; once approved it is carried out as any other.
CREATE TABLE proposals (
  id TEXT PRIMARY KEY NOT NULL,
  app TEXT NOT NULL REFERENCES apps (id),
  environment TEXT NOT NULL,
  version TEXT NOT NULL,
  request TEXT NOT NULL,
  revision TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'approved', 'rejected', 'cancelled')),
  proposed_by TEXT NOT NULL,
  proposed_at BIGINT NOT NULL,
  decided_by TEXT,
  decided_at BIGINT,
  reason TEXT,
  deployment TEXT REFERENCES deployments (id)
);

CREATE INDEX proposals_newest ON proposals (app, proposed_at);

-- Switches that wait for their time.
CREATE TABLE schedules (
  id TEXT PRIMARY KEY NOT NULL,
  app TEXT NOT NULL REFERENCES apps (id),
  target TEXT NOT NULL,
  expect_active TEXT,
  due_at BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('waiting', 'done', 'failed', 'cancelled')),
  outcome TEXT
);

CREATE INDEX schedules_due ON schedules (status, due_at);

-- What a repeated request is answered with.
CREATE TABLE idempotency (
  app TEXT NOT NULL REFERENCES apps (id),
  actor TEXT NOT NULL,
  key TEXT NOT NULL,
  request TEXT NOT NULL,
  status BIGINT NOT NULL,
  answer TEXT NOT NULL,
  location TEXT,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (app, actor, key)
);

CREATE INDEX idempotency_oldest ON idempotency (created_at);

CREATE TABLE webhooks (
  id TEXT PRIMARY KEY NOT NULL,
  app TEXT NOT NULL REFERENCES apps (id),
  url TEXT NOT NULL,
  secret TEXT NOT NULL,
  events TEXT NOT NULL,
  active BIGINT NOT NULL,
  created_by TEXT NOT NULL,
  created_at BIGINT NOT NULL
);

CREATE INDEX webhooks_of ON webhooks (app, active);

-- The outbox: written with the change it tells of, sent afterwards.
CREATE TABLE webhook_deliveries (
  id TEXT PRIMARY KEY NOT NULL,
  app TEXT NOT NULL REFERENCES apps (id),
  webhook TEXT NOT NULL REFERENCES webhooks (id),
  generation BIGINT NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('pending', 'delivered', 'failed')),
  tries BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  answered BIGINT,
  failure TEXT,
  created_at BIGINT NOT NULL,
  done_at BIGINT
);

CREATE INDEX webhook_deliveries_due ON webhook_deliveries (status, due_at);
CREATE INDEX webhook_deliveries_of ON webhook_deliveries (webhook, created_at);

CREATE TABLE settings (
  name TEXT PRIMARY KEY NOT NULL,
  value TEXT NOT NULL
);
