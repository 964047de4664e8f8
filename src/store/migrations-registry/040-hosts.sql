-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: The Inlay developers
-- oldest: 4

-- At which names an application's pages are; at all others those of the default one are.
CREATE TABLE hosts (
  name TEXT PRIMARY KEY NOT NULL,
  app TEXT NOT NULL REFERENCES apps (id)
);

CREATE INDEX hosts_of ON hosts (app);
