-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: The Inlay developers
-- oldest: 4

-- Whether the environment is not healthy without it, however well the others are.
ALTER TABLE deployment_modules ADD COLUMN critical BIGINT NOT NULL DEFAULT 0;
