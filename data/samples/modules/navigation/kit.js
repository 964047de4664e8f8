// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

/**
 * Helpers of the sample modules. Every module carries the same copy, because a module is
 * published, versioned and cached by itself and may not reach into a neighbour.
 */

const SVG = 'http://www.w3.org/2000/svg';
const views = new WeakMap();

/** Sets one attribute, touching the document only when it differs: equal writes drop selections. */
export function set(node, name, value) {
  if (name === 'text') {
    if (node.textContent !== String(value ?? ''))
      node.textContent = String(value ?? '');
  } else if (name.startsWith('on')) {
    node.addEventListener(name.slice(2), value);
  } else if (value === false || value === null || value === undefined) {
    node.removeAttribute(name);
  } else if (node.getAttribute(name) !== (value === true ? '' : String(value))) {
    node.setAttribute(name, value === true ? '' : String(value));
  }
}

function build(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {}))
    set(node, name, value);
  node.append(...children.filter(child => child !== null && child !== undefined));
  return node;
}

export function h(tag, attributes, ...children) {
  return build(document.createElement(tag), attributes, children);
}

export function s(tag, attributes, ...children) {
  return build(document.createElementNS(SVG, tag), attributes, children);
}

/** Fills a text node and takes its element out of the page while there is nothing to say. */
export function say(node, value) {
  set(node, 'text', value);
  node.hidden = !value;
}

/**
 * Makes the children of `parent` follow `items` by key. `create (item)` returns a view
 * `{ node, update (item, index) }`; views live as long as their key does, so focus survives.
 */
export function keyed(parent, items, key, create) {
  const old = views.get(parent) ?? new Map();
  const next = new Map();
  items.forEach((item, index) => {
    let name = String(key(item, index));
    while (next.has(name))
      name += '\u0000';
    const view = old.get(name) ?? create(item);
    view.update(item, index);
    next.set(name, view);
  });
  for (const [name, view] of old) {
    if (!next.has(name))
      view.node.remove();
  }
  let cursor = parent.firstChild;
  for (const { node } of next.values()) {
    if (node === cursor)
      cursor = cursor.nextSibling;
    else
      parent.insertBefore(node, cursor);
  }
  views.set(parent, next);
}

/** Adds a stylesheet to the tree the container lives in; returns what takes it out again. */
export function adopt(container, css) {
  const root = container.getRootNode();
  if (!('adoptedStyleSheets' in root)) {
    const style = h('style', { text: css });
    container.prepend(style);
    return () => style.remove();
  }
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  return () => {
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter(other => other !== sheet);
  };
}

/** Shows a module: styles, tree, first update; returns the handle the shell holds. */
export function present(container, css, root, update, cleanups = []) {
  const release = adopt(container, css);
  container.append(root);
  let config = {};
  let props = {};
  const handle = {
    update(nextConfig, nextProps) {
      config = record(nextConfig);
      props = record(nextProps);
      update(config, props);
    },
    refresh() {
      update(config, props);
    },
    unmount() {
      for (const cleanup of cleanups)
        cleanup?.();
      root.remove();
      release();
    },
  };
  return handle;
}

export const record = value =>
  (value !== null && typeof value === 'object' && !Array.isArray(value) ? value : {});
export const list = (value, fallback = []) => (Array.isArray(value) ? value : fallback);
export const records = (value, fallback) =>
  list(value, fallback).filter(item => item !== null && typeof item === 'object');
export const flag = (value, fallback) => (typeof value === 'boolean' ? value : fallback);
export const choice = (value, options, fallback = options[0]) =>
  (options.includes(value) ? value : fallback);

export function text(value, fallback = '') {
  if (typeof value === 'number')
    return String(value);
  return typeof value === 'string' ? value : fallback;
}

export function number(value, fallback, low = -Infinity, high = Infinity) {
  if (typeof value !== 'number' || !Number.isFinite(value))
    return fallback;
  return Math.min(high, Math.max(low, value));
}

/** Returns the address if it is one a link may carry; scripts and data are refused. */
export function address(value) {
  return typeof value === 'string' && /^(?:\/(?!\/)|#|\?|https?:\/\/|mailto:|tel:)/i.test(value)
    ? value : null;
}

/** Brings the instance that a fragment names into view. */
function reveal(id) {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  document.querySelector(`[data-inlay-instance="${CSS.escape(id)}"]`)
    ?.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'start' });
}

/**
 * A link that stays inside the application when its address does. A fragment is the id of an
 * instance: elements inside shadow trees are out of reach for the browser's own.
 */
export function anchor(host, attributes, ...children) {
  const node = h('a', attributes, ...children);
  node.addEventListener('click', event => {
    const href = node.getAttribute('href') ?? '';
    const plain = event.button === 0 &&
      !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (!plain || !/^[/#]/.test(href) || event.defaultPrevented)
      return;
    event.preventDefault();
    const [path, id] = href.split('#');
    if (path && path !== host.location?.path)
      host.navigate(path);
    if (id)
      requestAnimationFrame(() => reveal(id));
  });
  return node;
}

export function money(amount, currency, locale) {
  const digits = Number.isInteger(amount) ? 0 : 2;
  try {
    return new Intl.NumberFormat(locale, {
      style: 'currency', currency, minimumFractionDigits: digits, maximumFractionDigits: 2,
    }).format(amount);
  } catch {
    return `${amount} ${currency}`;
  }
}

/** A stroked 24 px icon from path data. */
export function icon(path, size = 18) {
  return s('svg', {
    'viewBox': '0 0 24 24', 'width': size, 'height': size, 'fill': 'none', 'stroke': 'currentColor',
    'stroke-width': 1.6, 'stroke-linecap': 'round', 'stroke-linejoin': 'round', 'aria-hidden': 'true',
  }, s('path', { d: path }));
}
