/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-workspace.h"

#include "inlay-app-enums.h"
#include "inlay-checker.h"

struct _InlayWorkspace
{
  GObject parent_instance;

  InlayLibrary *library;
  char *key;
  InlayDocument *document;

  char *page;
  char **selection;
  InlayCanvasMode mode;
  guint device_width;
  double zoom;
  char *breakpoint;

  GHashTable *statuses;     /* instance id -> Status */
  InlayModuleList *modules;
  InlayChecker *checker;
  GListStore *problems;
  guint check_source;
  char *asking;             /* the instance whose first missing setting is asked for, or NULL */
};

typedef struct
{
  InlayStatus status;
  char *error;
} Status;

enum
{
  PROP_0,
  PROP_LIBRARY,
  PROP_KEY,
  PROP_DOCUMENT,
  PROP_PAGE,
  PROP_SELECTION,
  PROP_PRIMARY,
  PROP_MODE,
  PROP_DEVICE_WIDTH,
  PROP_ZOOM,
  PROP_BREAKPOINT,
  PROP_PROBLEMS,
  N_PROPS
};

enum
{
  MESSAGE,
  REVEAL,
  STATUS_CHANGED,
  RELOAD,
  RETRY,
  EDIT_SETTING,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (InlayWorkspace, inlay_workspace, G_TYPE_OBJECT)

static void
status_free (Status *status)
{
  g_free (status->error);
  g_free (status);
}

static void
push_items (GPtrArray            *stack,
            InlayComposition     *composition,
            const InlayContainer *container)
{
  const char * const *items = inlay_composition_get_items (composition, container);

  for (guint i = items ? g_strv_length ((char **) items) : 0; i > 0; i--)
    g_ptr_array_add (stack, (char *) items[i - 1]);
}

static void
push_slots (GPtrArray        *stack,
            InlayComposition *composition,
            const char       *instance_id)
{
  const char * const *slots = inlay_composition_get_slots (composition, instance_id);

  for (guint i = slots ? g_strv_length ((char **) slots) : 0; i > 0; i--)
    {
      InlayContainer container = { INLAY_CONTAINER_SLOT, instance_id, slots[i - 1] };

      push_items (stack, composition, &container);
    }
}

/* The instances of a page in reading order; the ids belong to @composition. */
static GPtrArray *
list_instances (InlayComposition *composition,
                const char       *page_id)
{
  g_autoptr(GPtrArray) stack = g_ptr_array_new ();
  GPtrArray *order = g_ptr_array_new ();
  const char * const *regions = page_id ? inlay_composition_get_regions (composition, page_id) : NULL;

  for (guint i = regions ? g_strv_length ((char **) regions) : 0; i > 0; i--)
    {
      InlayContainer container = { INLAY_CONTAINER_REGION, regions[i - 1], NULL };

      push_items (stack, composition, &container);
    }

  while (stack->len > 0)
    {
      const char *id = g_ptr_array_steal_index (stack, stack->len - 1);

      g_ptr_array_add (order, (char *) id);
      push_slots (stack, composition, id);
    }

  return order;
}

static gboolean
page_has_region (InlayComposition *composition,
                 const char       *page_id,
                 const char       *region_id)
{
  const char * const *regions = inlay_composition_get_regions (composition, page_id);

  return regions != NULL && g_strv_contains (regions, region_id);
}

static gboolean
is_page (InlayComposition *composition,
         const char       *page_id)
{
  return page_id != NULL && inlay_composition_get_page (composition, page_id) != NULL;
}

static void
select_at (InlayWorkspace *self,
           int             step)
{
  g_autoptr(GPtrArray) order = list_instances (inlay_workspace_get_composition (self), self->page);
  const char *primary = inlay_workspace_get_primary (self);
  guint index;

  if (order->len == 0)
    return;

  if (primary != NULL &&
      g_ptr_array_find_with_equal_func (order, primary, g_str_equal, &index))
    index = CLAMP ((int) index + step, 0, (int) order->len - 1);
  else
    index = step > 0 ? 0 : order->len - 1;

  inlay_workspace_select_one (self, g_ptr_array_index (order, index));
}

/* Drops what the new tree no longer has. */
static void
inlay_workspace_follow (InlayWorkspace *self)
{
  InlayComposition *composition = inlay_workspace_get_composition (self);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) kept = NULL;
  GHashTableIter iter;
  const char *id;

  for (guint i = 0; self->selection[i] != NULL; i++)
    {
      if (inlay_composition_get_instance (composition, self->selection[i]) != NULL)
        g_strv_builder_add (builder, self->selection[i]);
    }
  kept = g_strv_builder_end (builder);
  inlay_workspace_select (self, (const char * const *) kept);

  g_hash_table_iter_init (&iter, self->statuses);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, NULL))
    {
      if (inlay_composition_get_instance (composition, id) == NULL)
        g_hash_table_iter_remove (&iter);
    }

  if (!is_page (composition, self->page))
    inlay_workspace_set_page (self, NULL);
}

static void
inlay_workspace_set_problems (InlayWorkspace *self,
                              GPtrArray      *problems)
{
  GListModel *old = G_LIST_MODEL (self->problems);
  guint n_old = g_list_model_get_n_items (old);
  guint start = 0, end = 0;

  /* Rows that stay keep their focus: only what differs is replaced. */
  while (start < MIN (n_old, problems->len))
    {
      g_autoptr(InlayProblem) problem = g_list_model_get_item (old, start);

      if (!inlay_problem_equal (problem, g_ptr_array_index (problems, start)))
        break;
      start++;
    }
  while (end < MIN (n_old, problems->len) - start)
    {
      g_autoptr(InlayProblem) problem = g_list_model_get_item (old, n_old - 1 - end);

      if (!inlay_problem_equal (problem, g_ptr_array_index (problems, problems->len - 1 - end)))
        break;
      end++;
    }

  if (start + end < n_old || start + end < problems->len)
    g_list_store_splice (self->problems, start, n_old - start - end,
                         problems->pdata + start, problems->len - start - end);
}

/* The first thing the placed instance is not well without. */
static void
inlay_workspace_ask (InlayWorkspace *self,
                     GPtrArray      *problems)
{
  g_autofree char *asking = g_steal_pointer (&self->asking);

  for (guint i = 0; asking != NULL && i < problems->len; i++)
    {
      InlayProblem *problem = g_ptr_array_index (problems, i);

      if (g_strcmp0 (inlay_problem_get_instance (problem), asking) == 0 &&
          inlay_problem_get_path (problem) != NULL)
        {
          inlay_workspace_edit_setting (self, problem, FALSE);
          return;
        }
    }
}

static gboolean
check_cb (gpointer user_data)
{
  InlayWorkspace *self = user_data;
  g_autoptr(GPtrArray) problems = NULL;

  self->check_source = 0;
  problems = inlay_checker_run (self->checker, self);
  inlay_workspace_set_problems (self, problems);
  inlay_workspace_ask (self, problems);

  return G_SOURCE_REMOVE;
}

/* After painting: an edit is shown before it is judged. */
static void
inlay_workspace_queue_check (InlayWorkspace *self)
{
  if (self->check_source == 0)
    self->check_source = g_idle_add_full (G_PRIORITY_LOW, check_cb, self, NULL);
}

static void
document_changed_cb (InlayWorkspace *self)
{
  inlay_workspace_follow (self);
  inlay_workspace_queue_check (self);
}

static void
inlay_workspace_load_modules (InlayWorkspace *self)
{
  g_autoptr(GError) error = NULL;

  if (self->library == NULL)
    return;

  if (self->modules == NULL)
    self->modules = inlay_module_list_new (self->library);
  if (!inlay_module_list_reload (self->modules, &error))
    g_warning ("modules: %s", error->message);
}

static void
inlay_workspace_constructed (GObject *object)
{
  InlayWorkspace *self = INLAY_WORKSPACE (object);

  G_OBJECT_CLASS (inlay_workspace_parent_class)->constructed (object);

  g_assert (INLAY_IS_DOCUMENT (self->document));

  g_signal_connect_object (self->document, "changed",
                           G_CALLBACK (document_changed_cb), self, G_CONNECT_SWAPPED);
  inlay_workspace_load_modules (self);
  inlay_workspace_set_page (self, NULL);
  inlay_workspace_queue_check (self);
}

static void
inlay_workspace_dispose (GObject *object)
{
  InlayWorkspace *self = INLAY_WORKSPACE (object);

  g_clear_handle_id (&self->check_source, g_source_remove);
  g_clear_object (&self->document);
  g_clear_object (&self->modules);
  g_clear_object (&self->library);

  G_OBJECT_CLASS (inlay_workspace_parent_class)->dispose (object);
}

static void
inlay_workspace_finalize (GObject *object)
{
  InlayWorkspace *self = INLAY_WORKSPACE (object);

  g_free (self->key);
  g_free (self->page);
  g_free (self->asking);
  g_strfreev (self->selection);
  g_free (self->breakpoint);
  g_hash_table_unref (self->statuses);
  g_object_unref (self->problems);
  inlay_checker_free (self->checker);

  G_OBJECT_CLASS (inlay_workspace_parent_class)->finalize (object);
}

static void
inlay_workspace_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  InlayWorkspace *self = INLAY_WORKSPACE (object);

  switch (prop_id)
    {
    case PROP_LIBRARY:
      g_value_set_object (value, self->library);
      break;
    case PROP_KEY:
      g_value_set_string (value, self->key);
      break;
    case PROP_DOCUMENT:
      g_value_set_object (value, self->document);
      break;
    case PROP_PAGE:
      g_value_set_string (value, self->page);
      break;
    case PROP_SELECTION:
      g_value_set_boxed (value, self->selection);
      break;
    case PROP_PRIMARY:
      g_value_set_string (value, inlay_workspace_get_primary (self));
      break;
    case PROP_MODE:
      g_value_set_enum (value, self->mode);
      break;
    case PROP_DEVICE_WIDTH:
      g_value_set_uint (value, self->device_width);
      break;
    case PROP_ZOOM:
      g_value_set_double (value, self->zoom);
      break;
    case PROP_BREAKPOINT:
      g_value_set_string (value, self->breakpoint);
      break;
    case PROP_PROBLEMS:
      g_value_set_object (value, self->problems);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inlay_workspace_set_property (GObject      *object,
                              guint         prop_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  InlayWorkspace *self = INLAY_WORKSPACE (object);

  switch (prop_id)
    {
    case PROP_LIBRARY:
      self->library = g_value_dup_object (value);
      break;
    case PROP_KEY:
      self->key = g_value_dup_string (value);
      break;
    case PROP_DOCUMENT:
      self->document = g_value_dup_object (value);
      break;
    case PROP_PAGE:
      inlay_workspace_set_page (self, g_value_get_string (value));
      break;
    case PROP_SELECTION:
      inlay_workspace_select (self, g_value_get_boxed (value));
      break;
    case PROP_MODE:
      inlay_workspace_set_mode (self, g_value_get_enum (value));
      break;
    case PROP_DEVICE_WIDTH:
      inlay_workspace_set_device_width (self, g_value_get_uint (value));
      break;
    case PROP_ZOOM:
      inlay_workspace_set_zoom (self, g_value_get_double (value));
      break;
    case PROP_BREAKPOINT:
      inlay_workspace_set_breakpoint (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
inlay_workspace_class_init_properties (GObjectClass *object_class)
{
  GParamFlags fixed = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GParamFlags live = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  GParamFlags derived = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_LIBRARY] = g_param_spec_object ("library", NULL, NULL, INLAY_TYPE_LIBRARY, fixed);
  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, fixed);
  properties[PROP_DOCUMENT] =
    g_param_spec_object ("document", NULL, NULL, INLAY_TYPE_DOCUMENT, fixed);
  properties[PROP_PAGE] = g_param_spec_string ("page", NULL, NULL, NULL, live);
  properties[PROP_SELECTION] = g_param_spec_boxed ("selection", NULL, NULL, G_TYPE_STRV, live);
  properties[PROP_PRIMARY] = g_param_spec_string ("primary", NULL, NULL, NULL, derived);
  properties[PROP_MODE] =
    g_param_spec_enum ("mode", NULL, NULL,
                       INLAY_TYPE_CANVAS_MODE, INLAY_CANVAS_DESIGN, live);
  properties[PROP_DEVICE_WIDTH] =
    g_param_spec_uint ("device-width", NULL, NULL, 0, G_MAXINT, 0, live);
  properties[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, 0, 8, 0, live);
  properties[PROP_BREAKPOINT] =
    g_param_spec_string ("breakpoint", NULL, NULL, "base", live);
  properties[PROP_PROBLEMS] =
    g_param_spec_object ("problems", NULL, NULL, G_TYPE_LIST_MODEL, derived);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
inlay_workspace_class_init (InlayWorkspaceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = inlay_workspace_constructed;
  object_class->dispose = inlay_workspace_dispose;
  object_class->finalize = inlay_workspace_finalize;
  object_class->get_property = inlay_workspace_get_property;
  object_class->set_property = inlay_workspace_set_property;

  inlay_workspace_class_init_properties (object_class);

  signals[MESSAGE] = g_signal_new ("message", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[REVEAL] = g_signal_new ("reveal", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[STATUS_CHANGED] =
    g_signal_new ("status-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[RELOAD] = g_signal_new ("reload", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RETRY] = g_signal_new ("retry", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[EDIT_SETTING] =
    g_signal_new ("edit-setting", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 2, INLAY_TYPE_PROBLEM, G_TYPE_BOOLEAN);
}

static void
inlay_workspace_init (InlayWorkspace *self)
{
  self->selection = g_new0 (char *, 1);
  self->breakpoint = g_strdup ("base");
  self->statuses = g_hash_table_new_full (g_str_hash, g_str_equal,
                                          g_free, (GDestroyNotify) status_free);
  self->problems = g_list_store_new (INLAY_TYPE_PROBLEM);
  self->checker = inlay_checker_new ();
}

InlayWorkspace *
inlay_workspace_new (InlayLibrary  *library,
                     const char    *key,
                     InlayDocument *document)
{
  g_return_val_if_fail (INLAY_IS_DOCUMENT (document), NULL);

  return g_object_new (INLAY_TYPE_WORKSPACE,
                       "library", library,
                       "key", key,
                       "document", document,
                       NULL);
}

InlayLibrary *
inlay_workspace_get_library (InlayWorkspace *self)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);

  return self->library;
}

const char *
inlay_workspace_get_key (InlayWorkspace *self)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);

  return self->key;
}

InlayDocument *
inlay_workspace_get_document (InlayWorkspace *self)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);

  return self->document;
}

InlayComposition *
inlay_workspace_get_composition (InlayWorkspace *self)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);

  return inlay_document_get_composition (self->document);
}

/**
 * inlay_workspace_apply:
 * @transaction: (transfer full) (nullable): what to change, or %NULL when it could not be built
 * @error: (transfer full) (nullable): why it could not be built
 *
 * Applies @transaction and selects its subject. What is refused is told through
 * #InlayWorkspace::message and changes nothing.
 *
 * Returns: whether the document changed
 */
gboolean
inlay_workspace_apply (InlayWorkspace   *self,
                       InlayTransaction *transaction,
                       GError           *error)
{
  g_autoptr(InlayTransaction) owned = transaction;
  g_autoptr(GError) reason = error;
  const char *subject;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), FALSE);

  if (owned == NULL || !inlay_document_apply (self->document, owned, reason ? NULL : &reason))
    {
      if (reason != NULL)
        inlay_workspace_message (self, reason->message);
      return FALSE;
    }

  subject = inlay_transaction_get_subject (owned);
  if (subject != NULL &&
      inlay_composition_get_instance (inlay_workspace_get_composition (self), subject) != NULL)
    inlay_workspace_select_one (self, subject);

  return TRUE;
}

gboolean
inlay_workspace_undo (InlayWorkspace *self)
{
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), FALSE);

  if (!inlay_document_can_undo (self->document))
    return FALSE;
  if (inlay_document_undo (self->document, &error))
    return TRUE;

  inlay_workspace_message (self, error->message);
  return FALSE;
}

gboolean
inlay_workspace_redo (InlayWorkspace *self)
{
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), FALSE);

  if (!inlay_document_can_redo (self->document))
    return FALSE;
  if (inlay_document_redo (self->document, &error))
    return TRUE;

  inlay_workspace_message (self, error->message);
  return FALSE;
}

void
inlay_workspace_message (InlayWorkspace *self,
                         const char     *text)
{
  g_return_if_fail (INLAY_IS_WORKSPACE (self));
  g_return_if_fail (text != NULL);

  g_signal_emit (self, signals[MESSAGE], 0, text);
}

const char *
inlay_workspace_get_page (InlayWorkspace *self)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);

  return self->page;
}

/**
 * inlay_workspace_set_page:
 * @page_id: (nullable): a page; one that does not exist means the first
 */
void
inlay_workspace_set_page (InlayWorkspace *self,
                          const char     *page_id)
{
  InlayComposition *composition;

  g_return_if_fail (INLAY_IS_WORKSPACE (self));

  composition = inlay_workspace_get_composition (self);
  if (!is_page (composition, page_id))
    {
      const char * const *pages = inlay_composition_get_pages (composition);

      page_id = pages != NULL ? pages[0] : NULL;
    }

  if (inlay_set_str (&self->page, page_id))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
}

const char * const *
inlay_workspace_get_selection (InlayWorkspace *self)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);

  return (const char * const *) self->selection;
}

const char *
inlay_workspace_get_primary (InlayWorkspace *self)
{
  guint n;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);

  n = g_strv_length (self->selection);
  return n > 0 ? self->selection[n - 1] : NULL;
}

gboolean
inlay_workspace_is_selected (InlayWorkspace *self,
                             const char     *instance_id)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), FALSE);
  g_return_val_if_fail (instance_id != NULL, FALSE);

  return g_strv_contains ((const char * const *) self->selection, instance_id);
}

/**
 * inlay_workspace_select:
 * @instance_ids: (nullable): the new selection, the primary one last
 *
 * Shows the page of the primary instance, too.
 */
void
inlay_workspace_select (InlayWorkspace     *self,
                        const char * const *instance_ids)
{
  static const char * const nothing[] = { NULL };
  const char *primary;
  const char *page;

  g_return_if_fail (INLAY_IS_WORKSPACE (self));

  if (instance_ids == NULL)
    instance_ids = nothing;
  if (g_strv_equal ((const char * const *) self->selection, instance_ids))
    return;

  {
    G_GNUC_UNUSED g_auto(GStrv) old = g_steal_pointer (&self->selection);

    self->selection = g_strdupv ((char **) instance_ids);
  }

  /* Typing into one instance must not flow into a step of the next. */
  inlay_document_seal (self->document);

  primary = inlay_workspace_get_primary (self);
  page = primary ? inlay_workspace_find_page (self, primary) : NULL;
  if (page != NULL)
    inlay_workspace_set_page (self, page);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTION]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRIMARY]);
}

void
inlay_workspace_select_one (InlayWorkspace *self,
                            const char     *instance_id)
{
  const char *ids[] = { instance_id, NULL };

  inlay_workspace_select (self, ids);
}

void
inlay_workspace_select_toggle (InlayWorkspace *self,
                               const char     *instance_id)
{
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) ids = NULL;

  g_return_if_fail (INLAY_IS_WORKSPACE (self));
  g_return_if_fail (instance_id != NULL);

  for (guint i = 0; self->selection[i] != NULL; i++)
    {
      if (!g_str_equal (self->selection[i], instance_id))
        g_strv_builder_add (builder, self->selection[i]);
    }
  if (!inlay_workspace_is_selected (self, instance_id))
    g_strv_builder_add (builder, instance_id);

  ids = g_strv_builder_end (builder);
  inlay_workspace_select (self, (const char * const *) ids);
}

void
inlay_workspace_select_next (InlayWorkspace *self)
{
  g_return_if_fail (INLAY_IS_WORKSPACE (self));

  select_at (self, 1);
}

void
inlay_workspace_select_previous (InlayWorkspace *self)
{
  g_return_if_fail (INLAY_IS_WORKSPACE (self));

  select_at (self, -1);
}

void
inlay_workspace_select_parent (InlayWorkspace *self)
{
  const char *primary = inlay_workspace_get_primary (self);
  InlayContainer container;

  if (primary == NULL)
    return;

  if (inlay_composition_find (inlay_workspace_get_composition (self), primary, &container, NULL) &&
      container.kind == INLAY_CONTAINER_SLOT)
    inlay_workspace_select_one (self, container.id);
  else
    inlay_workspace_select (self, NULL);
}

void
inlay_workspace_select_child (InlayWorkspace *self)
{
  const char *primary = inlay_workspace_get_primary (self);
  g_autoptr(GPtrArray) children = g_ptr_array_new ();

  if (primary == NULL)
    {
      inlay_workspace_select_next (self);
      return;
    }

  push_slots (children, inlay_workspace_get_composition (self), primary);
  if (children->len > 0)
    inlay_workspace_select_one (self, g_ptr_array_index (children, children->len - 1));
}

void
inlay_workspace_reveal (InlayWorkspace *self,
                        const char     *instance_id)
{
  g_return_if_fail (INLAY_IS_WORKSPACE (self));
  g_return_if_fail (instance_id != NULL);

  g_signal_emit (self, signals[REVEAL], 0, instance_id);
}

/**
 * inlay_workspace_find_page:
 *
 * Returns: (transfer none) (nullable): the page @instance_id stands on; when its region is part of
 *   several pages the one that is shown now
 */
const char *
inlay_workspace_find_page (InlayWorkspace *self,
                           const char     *instance_id)
{
  InlayComposition *composition;
  InlayContainer container = { INLAY_CONTAINER_SLOT, instance_id, NULL };
  const char * const *pages;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (instance_id != NULL, NULL);

  composition = inlay_workspace_get_composition (self);
  while (container.kind == INLAY_CONTAINER_SLOT)
    {
      if (!inlay_composition_find (composition, container.id, &container, NULL))
        return NULL;
    }
  if (container.kind != INLAY_CONTAINER_REGION)
    return NULL;
  if (is_page (composition, self->page) && page_has_region (composition, self->page, container.id))
    return self->page;

  pages = inlay_composition_get_pages (composition);
  for (guint i = 0; pages != NULL && pages[i] != NULL; i++)
    {
      if (page_has_region (composition, pages[i], container.id))
        return pages[i];
    }

  return NULL;
}

InlayCanvasMode
inlay_workspace_get_mode (InlayWorkspace *self)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), INLAY_CANVAS_DESIGN);

  return self->mode;
}

void
inlay_workspace_set_mode (InlayWorkspace  *self,
                          InlayCanvasMode  mode)
{
  g_return_if_fail (INLAY_IS_WORKSPACE (self));

  if (self->mode == mode)
    return;

  self->mode = mode;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODE]);
}

guint
inlay_workspace_get_device_width (InlayWorkspace *self)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), 0);

  return self->device_width;
}

void
inlay_workspace_set_device_width (InlayWorkspace *self,
                                  guint           width)
{
  g_return_if_fail (INLAY_IS_WORKSPACE (self));

  if (self->device_width == width)
    return;

  self->device_width = width;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DEVICE_WIDTH]);
}

double
inlay_workspace_get_zoom (InlayWorkspace *self)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), 0);

  return self->zoom;
}

void
inlay_workspace_set_zoom (InlayWorkspace *self,
                          double          zoom)
{
  g_return_if_fail (INLAY_IS_WORKSPACE (self));

  if (zoom != 0)
    zoom = CLAMP (zoom, 0.1, 4);
  if (self->zoom == zoom)
    return;

  self->zoom = zoom;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
}

const char *
inlay_workspace_get_breakpoint (InlayWorkspace *self)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);

  return self->breakpoint;
}

void
inlay_workspace_set_breakpoint (InlayWorkspace *self,
                                const char     *breakpoint)
{
  g_return_if_fail (INLAY_IS_WORKSPACE (self));

  if (inlay_set_str (&self->breakpoint, breakpoint ? breakpoint : "base"))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BREAKPOINT]);
}

void
inlay_workspace_reload (InlayWorkspace *self)
{
  g_return_if_fail (INLAY_IS_WORKSPACE (self));

  inlay_workspace_load_modules (self);
  inlay_workspace_queue_check (self);
  g_signal_emit (self, signals[RELOAD], 0);
}

void
inlay_workspace_retry (InlayWorkspace *self,
                       const char     *instance_id)
{
  g_return_if_fail (INLAY_IS_WORKSPACE (self));
  g_return_if_fail (instance_id != NULL);

  g_signal_emit (self, signals[RETRY], 0, instance_id);
}

void
inlay_workspace_ask_missing (InlayWorkspace *self)
{
  g_return_if_fail (INLAY_IS_WORKSPACE (self));

  g_free (self->asking);
  self->asking = g_strdup (inlay_workspace_get_primary (self));
  inlay_workspace_queue_check (self);
}

void
inlay_workspace_edit_setting (InlayWorkspace *self,
                              InlayProblem   *problem,
                              gboolean        insist)
{
  g_return_if_fail (INLAY_IS_WORKSPACE (self));
  g_return_if_fail (INLAY_IS_PROBLEM (problem));

  g_signal_emit (self, signals[EDIT_SETTING], 0, problem, insist);
}

InlayModuleList *
inlay_workspace_get_module_list (InlayWorkspace *self)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);

  return self->modules;
}

GListModel *
inlay_workspace_get_modules (InlayWorkspace *self)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);

  return self->modules ? inlay_module_list_get_items (self->modules) : NULL;
}

InlayCatalog *
inlay_workspace_get_catalog (InlayWorkspace *self)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);

  return self->modules ? inlay_module_list_get_catalog (self->modules) : NULL;
}

InlayResolution *
inlay_workspace_get_resolution (InlayWorkspace *self)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);

  return self->modules ? inlay_module_list_resolve (self->modules, inlay_workspace_get_composition (self), NULL)
                       : NULL;
}

/**
 * inlay_workspace_dup_release:
 * @environment: (nullable): the environment whose overrides count
 *
 * Returns: (transfer full): the release of the document as it is now
 */
InlayRelease *
inlay_workspace_dup_release (InlayWorkspace  *self,
                             const char      *environment,
                             GError         **error)
{
  InlayResolution *resolution;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);

  resolution = inlay_workspace_get_resolution (self);
  if (resolution == NULL)
    {
      g_set_error_literal (error, INLAY_ERROR, INLAY_ERROR_UNRESOLVED,
                           "the modules of the document cannot be resolved");
      return NULL;
    }

  return inlay_release_new (inlay_composition_get_root (inlay_workspace_get_composition (self)),
                            inlay_resolution_get_import_map (resolution),
                            inlay_resolution_get_modules (resolution), environment, error);
}

/**
 * inlay_workspace_lookup_module:
 *
 * Returns: (transfer none) (nullable): the version of @module_id that the document runs on; for a
 *   module it does not use the newest one
 */
InlayModule *
inlay_workspace_lookup_module (InlayWorkspace *self,
                               const char     *module_id)
{
  InlayResolution *resolution;
  const InlayChoice *choice;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (module_id != NULL, NULL);

  resolution = inlay_workspace_get_resolution (self);
  choice = resolution ? inlay_resolution_get_choice (resolution, module_id) : NULL;
  if (choice != NULL)
    return choice->module;

  return self->modules ? inlay_catalog_get_newest (inlay_workspace_get_catalog (self), module_id)
                       : NULL;
}

InlaySchema *
inlay_workspace_get_schema (InlayWorkspace *self,
                            InlayModule    *module)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (module != NULL, NULL);

  return inlay_checker_get_schema (self->checker, module);
}

/**
 * inlay_workspace_dup_title:
 *
 * Returns: (transfer full): what people call the instance: its own name, its module's, else its id
 */
char *
inlay_workspace_dup_title (InlayWorkspace *self,
                           const char     *instance_id)
{
  InlayComposition *composition;
  JsonNode *instance;
  const char *name;
  const char *module_id;
  InlayModule *module;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (instance_id != NULL, NULL);

  composition = inlay_workspace_get_composition (self);
  instance = inlay_composition_get_instance (composition, instance_id);
  name = instance ? inlay_json_get_string (instance, "name") : NULL;
  if (name != NULL && *name != '\0')
    return g_strdup (name);

  module_id = instance ? inlay_composition_get_module (composition, instance_id) : NULL;
  module = module_id ? inlay_workspace_lookup_module (self, module_id) : NULL;
  return g_strdup (module ? inlay_module_get_name (module) : instance_id);
}

InlayStatus
inlay_workspace_get_status (InlayWorkspace *self,
                            const char     *instance_id)
{
  Status *status;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), INLAY_STATUS_UNKNOWN);

  status = g_hash_table_lookup (self->statuses, instance_id);
  return status ? status->status : INLAY_STATUS_UNKNOWN;
}

const char *
inlay_workspace_get_status_error (InlayWorkspace *self,
                                  const char     *instance_id)
{
  Status *status;

  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);

  status = g_hash_table_lookup (self->statuses, instance_id);
  return status ? status->error : NULL;
}

/**
 * inlay_workspace_set_status:
 * @error: (nullable): what the module said
 *
 * The canvas tells how @instance_id fares; ids the document does not have are ignored, for a page
 * can claim anything.
 */
void
inlay_workspace_set_status (InlayWorkspace *self,
                            const char     *instance_id,
                            InlayStatus     status,
                            const char     *error)
{
  Status *entry;

  g_return_if_fail (INLAY_IS_WORKSPACE (self));
  g_return_if_fail (instance_id != NULL);

  if (inlay_composition_get_instance (inlay_workspace_get_composition (self), instance_id) == NULL)
    return;

  entry = g_hash_table_lookup (self->statuses, instance_id);
  if (entry != NULL && entry->status == status && g_strcmp0 (entry->error, error) == 0)
    return;

  entry = g_new0 (Status, 1);
  entry->status = status;
  entry->error = g_strdup (error);
  g_hash_table_replace (self->statuses, g_strdup (instance_id), entry);
  inlay_workspace_queue_check (self);
  g_signal_emit (self, signals[STATUS_CHANGED], 0, instance_id);
}

void
inlay_workspace_clear_statuses (InlayWorkspace *self)
{
  g_autofree char **ids = NULL;
  g_autoptr(GHashTable) old = NULL;

  g_return_if_fail (INLAY_IS_WORKSPACE (self));

  old = g_steal_pointer (&self->statuses);
  self->statuses = g_hash_table_new_full (g_str_hash, g_str_equal,
                                          g_free, (GDestroyNotify) status_free);

  ids = (char **) g_hash_table_get_keys_as_array (old, NULL);
  for (guint i = 0; ids[i] != NULL; i++)
    g_signal_emit (self, signals[STATUS_CHANGED], 0, ids[i]);
}

GListModel *
inlay_workspace_get_problems (InlayWorkspace *self)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);

  return G_LIST_MODEL (self->problems);
}
