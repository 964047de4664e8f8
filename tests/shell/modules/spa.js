// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

export const bootstrap = [async () => { globalThis.booted = (globalThis.booted ?? 0) + 1; }];
export async function mount({ domElement, text }) { domElement.textContent = `spa ${text}`; }
export async function unmount({ domElement }) { domElement.textContent = ''; }
