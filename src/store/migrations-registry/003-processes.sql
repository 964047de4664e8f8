-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: The Inlay developers
-- oldest: 2
--
-- What several processes on one registry must know of each other.

-- How often each part of what readers see was changed; the change log does not have all of it.
CREATE TABLE marks (
  app TEXT NOT NULL REFERENCES apps (id),
  part BIGINT NOT NULL,
  number BIGINT NOT NULL,
  PRIMARY KEY (app, part)
);

-- One more each time another process begins to lead; what was decided under an older one is void.
CREATE TABLE leaders (
  name TEXT PRIMARY KEY NOT NULL,
  epoch BIGINT NOT NULL
);
