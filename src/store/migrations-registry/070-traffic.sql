-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: The Inlay developers
-- oldest: 4

-- What was decided from is looked for, and forgotten, by its time.
CREATE INDEX traffic_log_times ON traffic_log (app, at);
