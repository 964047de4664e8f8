// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

const KINDS = ['info', 'success', 'error'];
const LIFE = 6000;
const MOST = 4;

/**
 * Short messages at the foot of the page; screen readers speak them.
 * @param {Document} document
 */
export function createNotices(document) {
  const list = document.createElement('div');
  list.className = 'inlay-toasts';
  list.setAttribute('role', 'status');
  list.setAttribute('aria-live', 'polite');
  document.body.append(list);

  /**
   * @param {unknown} message
   * @param {string} [kind]
   */
  return (message, kind = 'info') => {
    const toast = document.createElement('div');
    const close = document.createElement('button');
    toast.className = 'inlay-toast';
    toast.dataset.kind = KINDS.includes(kind) ? kind : 'info';
    toast.append(String(message));
    close.textContent = '×';
    close.setAttribute('aria-label', 'Dismiss');
    close.addEventListener('click', () => toast.remove());
    toast.append(close);
    list.append(toast);
    while (list.childElementCount > MOST) list.firstElementChild?.remove();
    setTimeout(() => toast.remove(), LIFE);
  };
}
