// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

import { create } from './dom.js';

const KINDS = ['info', 'success', 'error'];
const LIFE = 6000;
const MOST = 4;

/** Short messages at the foot of the page; screen readers speak them. */
export function createNotices() {
  const list = create('div', 'inlay-toasts');
  list.setAttribute('role', 'status');
  list.setAttribute('aria-live', 'polite');
  document.body.append(list);

  /**
   * @param {unknown} message
   * @param {string} [kind]
   */
  return (message, kind = 'info') => {
    const close = create('button', '', {}, '×');
    const data = { kind: KINDS.includes(kind) ? kind : 'info' };
    const toast = create('div', 'inlay-toast', data, String(message), close);
    close.setAttribute('aria-label', 'Dismiss');
    close.addEventListener('click', () => toast.remove());
    list.append(toast);
    while (list.childElementCount > MOST) list.firstElementChild?.remove();
    setTimeout(() => toast.remove(), LIFE);
  };
}
