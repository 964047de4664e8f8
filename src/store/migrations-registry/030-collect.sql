-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: The Inlay developers
-- oldest: 4

-- When the page and the manifest of a revision that nobody can load any more were let go of; that
-- there was one stays known.
ALTER TABLE revisions ADD COLUMN collected_at BIGINT;
