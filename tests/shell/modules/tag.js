// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

customElements.define('test-tag', class extends HTMLElement {
  set label(value) { this.textContent = `tag ${value}`; }
});
