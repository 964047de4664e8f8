-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: The Inlay developers
-- oldest: 4

-- Of an application that was deleted the row stays, and its audit.
ALTER TABLE apps ADD COLUMN deleted_at BIGINT;
