-- SPDX-License-Identifier: GPL-3.0-or-later
-- SPDX-FileCopyrightText: The Inlay developers
-- oldest: 4

-- Whatever is deleted is looked for in all that may refer to it.
CREATE INDEX activations_parent ON activations (parent);
CREATE INDEX activations_deployment ON activations (deployment);
CREATE INDEX deployments_revision ON deployments (app, revision);
CREATE INDEX rollouts_deployment ON rollouts (deployment);
CREATE INDEX module_files_digest ON module_files (digest);
