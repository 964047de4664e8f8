// SPDX-License-Identifier: MIT
// SPDX-FileCopyrightText: The Inlay developers

export type Json = unknown;
export type Config = Record<string, Json>;
export type Unsubscribe = () => void;

/** Values by min-width of the region in CSS px; `base` holds from 0, a missing one inherits. */
export type Breakpoints<T> = Record<string, Partial<T>>;

export interface Layout {
  columns: number;
  gap: number;
  rowHeight?: number;
}

export interface Area {
  column?: number;
  span: number;
  row?: number;
  rowSpan?: number;
}

export type Isolation = 'shadow' | 'scoped' | 'none' | 'iframe';
export type Adapter = 'inlay' | 'single-spa' | 'element';
export type Theme = 'light' | 'dark';

export interface Page {
  path: string;
  title?: string;
  regions: string[];
}

export interface Region {
  layout?: Breakpoints<Layout>;
  items: string[];
}

export interface InstanceData {
  module: string;
  config?: Config;
  area?: Breakpoints<Area>;
  slots?: Record<string, string[]>;
  isolation?: Isolation;
  access?: string[];
  name?: string;
  hidden?: boolean;
}

export interface ModuleData {
  version: string;
  adapter?: Adapter;
  element?: string;
  isolation?: Isolation;
  slots?: string[];
}

export interface Route {
  prefix: string;
  module: string;
  config?: Config;
  page?: string;
}

export interface Wire {
  from: { instance: string; event: string };
  to: { instance: string; prop: string } | { state: string };
}

/**
 * The JSON block of the page, and the `page` of a live update. With `gone` an update has only the
 * instances that changed.
 */
export interface PageData {
  format: 1;
  id: string;
  name?: string;
  revision?: string;
  pages: Record<string, Page>;
  pageOrder: string[];
  regions: Record<string, Region>;
  instances: Record<string, InstanceData>;
  modules: Record<string, ModuleData>;
  routes: Record<string, Route>;
  state: { initial: Json };
  context: { theme: Theme | 'system'; locale: string };
  wires: Record<string, Wire>;
  gone?: string[];
}

/** What an experiment makes of a module for one visitor. */
export interface Variant {
  experiment: string;
  variant: string;
  module: string;
  /** A JSON Merge Patch of the config of whatever is placed of the module. */
  config?: Config;
  /** Another module of the same revision, in its place. */
  use?: string;
}

/** What the registry decided for the visitor; empty when it did not say so in time. */
export interface Decision {
  revision?: string;
  variants?: Variant[];
}

export interface Match {
  path: string;
  page: string | null;
  route: string | null;
  rest: string;
}

/** Where the application is; search and hash as in a URL, without the shell's own parameters. */
export interface Location extends Match {
  search: string;
  hash: string;
}

export type User = { id?: string; name?: string; roles?: string[] } | null;

export interface Context {
  theme: Theme;
  locale: string;
  user: User;
}

/** What a module is given beside its container and config. */
export interface Host extends Context {
  readonly id: string;
  readonly module: string;
  readonly version: string;
  readonly props: Config;
  readonly location: Location;
  readonly signal: AbortSignal;
  readonly state: {
    get(path: string): any;
    set(path: string, value: Json): unknown;
    subscribe(path: string, fn: (value: any, path: string) => void): Unsubscribe;
  };
  on(event: string, fn: (detail: any, from: string) => void): Unsubscribe;
  emit(event: string, detail?: Json): unknown;
  navigate(path: string): unknown;
  onNavigate(fn: (location: Location) => void): Unsubscribe;
  slot(name: string, element: Element): Unsubscribe;
  notify(message: string, kind?: NoticeKind): unknown;
  onContext(fn: (context: Context) => void): Unsubscribe;
}

export type NoticeKind = 'info' | 'success' | 'error';

export interface Handle {
  update?(config: Config, props: Config): unknown;
  unmount?(): unknown;
}

/** What an adapter makes of a module's exports. */
export type Mount = (
  container: HTMLElement,
  config: Config,
  host: Host,
) => Promise<Handle | void> | Handle | void;

export type Status = 'loading' | 'mounted' | 'failed' | 'missing' | 'timeout' | 'unmounted';

export interface StatusReport {
  instance: string;
  module: string;
  status: Status;
  error?: string;
  attempt: number;
}

/** The live side of one placement; `definition` is what the page data says of it now. */
export interface Instance {
  readonly id: string;
  readonly element: HTMLElement;
  readonly slots: Map<string, Slot>;
  definition: InstanceData;
  module: ModuleData | undefined;
  status: Status | 'new';
  attempt: number;
  error: string;
  render: Render | null;
  abort: AbortController | null;
  handle: Handle | null;
  /** Text of the config and props last handed to the module. */
  applied: string;
  busy: boolean;
  /** Updates since it last let the page breathe. */
  rounds: number;
}

/** The place inside an instance's element that a module draws in. */
export interface Render {
  isolation: Isolation;
  container: HTMLElement;
  dispose(): void;
}

/** Children of a slot live in `element`, which follows the outlet that the module offers. */
export interface Slot {
  element: HTMLElement;
  outlet: Element | null;
}

export type Emitter = ReturnType<typeof import('./emitter.js').createEmitter>;
export type State = ReturnType<typeof import('./state.js').createState>;
export type Wires = ReturnType<typeof import('./wires.js').createWires>;
export type Router = ReturnType<typeof import('./router.js').createRouter>;
export type ContextSource = ReturnType<typeof import('./context.js').createContext>;
export type Plan = import('./plan.js').Plan;

/** What stands behind a host, in the page and in a frame. */
export interface Services {
  /** Events of instances (`event NAME`), `navigate`, `context` and `message`. */
  readonly bus: Emitter;
  readonly state: State;
  readonly wires: Pick<Wires, 'propsOf'>;
  readonly router: Pick<Router, 'location' | 'navigate'>;
  readonly context: Pick<ContextSource, 'current'>;
  notify(message: unknown, kind?: string): void;
  emit(instance: string, event: string, detail: Json): void;
  /** A module offers an element for the children of its slot. */
  offer(instance: string, slot: string, outlet: Element): Unsubscribe;
}

/** Everything of one page that its parts share. */
export interface Shell extends Services {
  data: PageData;
  plan: Plan;
  readonly design: boolean;
  readonly root: HTMLElement;
  readonly instances: Map<string, Instance>;
  readonly regions: Map<string, HTMLElement>;
  readonly wires: Wires;
  readonly router: Router;
  readonly context: ContextSource;
  /** Watches the regions, whose grids follow their own width. */
  readonly widths: Pick<ResizeObserver, 'observe' | 'unobserve'>;
  load(module: string): Promise<Record<string, any>>;
  tell(message: ShellMessage): void;
  /** The one place where failures arrive; owner is the id of the instance at fault, if known. */
  report(error: unknown, owner: string): void;
  update(data: PageData): void;
  retry(instance: string): void;
}

export type ShellMessage =
  | ({ type: 'status' } & StatusReport)
  | { type: 'event'; instance: string; event: string; detail: Json }
  | { type: 'navigate'; page: string | null; path: string }
  | { type: 'layout' };

export type DesignRequest =
  | { type: 'update'; serial: number; page: unknown }
  | { type: 'show'; page: string }
  | { type: 'drag'; active: boolean }
  | { type: 'context'; theme?: Theme; locale?: string }
  | { type: 'scroll'; dx?: number; dy?: number }
  | { type: 'reveal'; instance: string }
  | { type: 'retry'; instance: string }
  | { type: 'geometry' };

export type Rect = [number, number, number, number];

export interface HealthReport {
  moduleId: string;
  status: 'healthy' | 'failed';
  error?: string;
  timestamp: string;
}
