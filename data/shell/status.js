// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

export const NEW = 'new';
export const LOADING = 'loading';
export const MOUNTED = 'mounted';
export const FAILED = 'failed';
export const MISSING = 'missing';
export const TIMEOUT = 'timeout';
export const UNMOUNTED = 'unmounted';

/** @type {Record<string, readonly string[]>} every move an instance may make */
const MOVES = {
  [NEW]: [LOADING, MISSING, UNMOUNTED],
  [LOADING]: [LOADING, MOUNTED, FAILED, TIMEOUT, MISSING, UNMOUNTED],
  [TIMEOUT]: [LOADING, MOUNTED, FAILED, MISSING, UNMOUNTED],
  [MOUNTED]: [LOADING, FAILED, MISSING, UNMOUNTED],
  [FAILED]: [LOADING, MISSING, UNMOUNTED],
  [MISSING]: [LOADING, UNMOUNTED],
  [UNMOUNTED]: [],
};

/**
 * @param {string} from
 * @param {string} to
 */
export const mayMove = (from, to) => MOVES[from].includes(to);
