// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

// Runs in a sandboxed frame and answers over the shared state.
export function mount(container, config, host) {
  let reached = true;
  try { void window.parent.document.title; } catch { reached = false; }
  container.textContent = 'guest';
  host.state.set('/guest', { text: config.text, reached, version: host.version });
  host.on('ping', (detail) => host.emit('pong', detail + 1));
  return { update: (next, props) => host.state.set('/guest', { text: next.text, props }) };
}
