// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

// Runs in a world of its own before the page does: its scripts see neither this nor the handler.
// Worlds share strings and events, not objects.
document.documentElement.dataset.inlayDesign = '';
document.addEventListener('inlay:shell', ({ detail }) => {
  if (typeof detail === 'string') window.webkit.messageHandlers.inlay.postMessage(detail);
});
