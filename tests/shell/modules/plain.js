// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

// A module without a handle: a new config mounts it anew.
export function mount(container, config, host) {
  globalThis.plain = (globalThis.plain ?? 0) + 1;
  container.textContent = `plain ${config.text} ${JSON.stringify(host.props)}`;
}
