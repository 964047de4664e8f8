// SPDX-License-Identifier: GPL-3.0-or-later
// SPDX-FileCopyrightText: The Inlay developers

// Draws its config and tells the checks, through `probes`, what became of it.
globalThis.probes ??= {};
globalThis.attempts ??= {};

function draw(container, config, props) {
  container.querySelector('.text').textContent = JSON.stringify({ ...config, ...props });
}

function fill(container, config) {
  const text = document.createElement('p');
  text.className = 'text';
  const style = document.createElement('style');
  style.textContent = '.text { color: rgb(1, 2, 3); }';
  const link = document.createElement('a');
  link.href = config.link ?? '/about';
  link.textContent = 'About';
  container.append(text, document.createElement('input'), link);
  if (!config.bare) container.append(style);
}

export async function mount(container, config, host) {
  attempts[host.id] = (attempts[host.id] ?? 0) + 1;
  if (config.hang) await new Promise(() => {});
  if (config.fail >= attempts[host.id]) throw new Error(`told to fail ${config.fail} times`);
  fill(container, config);
  draw(container, config, host.props);
  const probe = { container, host, updates: 0, unmounted: false, contexts: [], moves: [] };
  for (const name of config.offers ?? []) {
    const outlet = document.createElement('div');
    outlet.className = `outlet-${name}`;
    container.append(outlet);
    probe.takeBack = host.slot(name, outlet);
  }
  host.onContext((context) => probe.contexts.push(context));
  host.onNavigate((location) => probe.moves.push(location));
  if (config.throwsOn) host.on(config.throwsOn, () => { throw new Error('listener broke'); });
  probes[host.id] = probe;
  return {
    update(next, props) {
      probe.updates += 1;
      if (next.failUpdate) throw new Error('update broke');
      draw(container, next, props);
    },
    unmount() {
      probe.unmounted = true;
    },
  };
}
