-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: The Inlay developers
-- oldest: 4

-- Who was counted for which variant already. `unit` is a keyed digest of what names a visitor, another
-- one for each experiment; `day` the microsecond on which the day of the count began.
CREATE TABLE exposed (
  app TEXT NOT NULL REFERENCES apps (id),
  experiment TEXT NOT NULL,
  variant TEXT NOT NULL,
  unit BIGINT NOT NULL,
  day BIGINT NOT NULL,
  PRIMARY KEY (app, experiment, variant, unit)
);

CREATE INDEX exposed_days ON exposed (day);
