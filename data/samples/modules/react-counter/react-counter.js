// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers
import { createElement, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { css } from './style.js';
import { adopt, h, number, record, text } from './kit.js';

function Counter({ config, emit }) {
  const step = number(config.step, 1, 1, 100);
  const most = number(config.max, 99, 1, 100000);
  const [count, setCount] = useState(() => number(config.start, 0, 0, most));
  const go = by => {
    const next = Math.min(most, Math.max(0, count + by));
    setCount(next);
    emit('counter:changed', { count: next });
  };
  return createElement('div', { className: 'card sheet' },
    createElement('h3', { className: 'heading' }, text(config.title, 'Counter')),
    createElement('output', { className: 'count', 'aria-live': 'polite' }, String(count)),
    createElement('div', { className: 'steps' },
      createElement('button', { className: 'button quiet', type: 'button', disabled: count <= 0, onClick: () => go(-step) }, `− ${step}`),
      createElement('button', { className: 'button', type: 'button', disabled: count >= most, onClick: () => go(step) }, `+ ${step}`)),
    createElement('p', { className: 'note' }, text(config.note)));
}

/** A module written with React: React and its renderer come from the import map of the page. */
export async function mount(container, config, host) {
  const release = adopt(container, css);
  const element = h('section', { class: 'inlay-react-counter' });
  container.append(element);
  const root = createRoot(element);
  const update = next => root.render(createElement(Counter, {
    config: record(next), emit: (event, detail) => host.emit(event, detail),
  }));
  update(config);
  return {
    update,
    unmount() {
      root.unmount();
      element.remove();
      release();
    },
  };
}
