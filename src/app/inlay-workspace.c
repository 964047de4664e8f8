/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-workspace-private.h"

#include "inlay-app-enums.h"

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
  RELOAD,
  RETRY,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (InlayWorkspace, inlay_workspace, G_TYPE_OBJECT)

static gboolean
is_page (InlayComposition *composition,
         const char       *page_id)
{
  return page_id != NULL && inlay_composition_get_page (composition, page_id) != NULL;
}

/* Drops what the new tree no longer has. */
static void
inlay_workspace_follow (InlayWorkspace *self)
{
  InlayComposition *composition = inlay_workspace_get_composition (self);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_auto(GStrv) kept = NULL;

  for (guint i = 0; self->selection[i] != NULL; i++)
    {
      if (inlay_composition_get_instance (composition, self->selection[i]) != NULL)
        g_strv_builder_add (builder, self->selection[i]);
    }
  kept = g_strv_builder_end (builder);
  inlay_workspace_select (self, (const char * const *) kept);

  inlay_workspace_prune_statuses (self);
  if (!is_page (composition, self->page))
    inlay_workspace_set_page (self, NULL);
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
  g_signal_new ("status-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[RELOAD] = g_signal_new ("reload", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[RETRY] = g_signal_new ("retry", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  g_signal_new ("edit-setting", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                0, NULL, NULL, NULL, G_TYPE_NONE, 2, INLAY_TYPE_PROBLEM, G_TYPE_BOOLEAN);
}

static void
inlay_workspace_init (InlayWorkspace *self)
{
  self->selection = g_new0 (char *, 1);
  self->breakpoint = g_strdup ("base");
  self->statuses = inlay_workspace_create_statuses ();
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
inlay_workspace_reveal (InlayWorkspace *self,
                        const char     *instance_id)
{
  g_return_if_fail (INLAY_IS_WORKSPACE (self));
  g_return_if_fail (instance_id != NULL);

  g_signal_emit (self, signals[REVEAL], 0, instance_id);
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

InlayModuleList *
inlay_workspace_get_module_list (InlayWorkspace *self)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);

  return self->modules;
}

InlaySchema *
inlay_workspace_get_schema (InlayWorkspace *self,
                            InlayModule    *module)
{
  g_return_val_if_fail (INLAY_IS_WORKSPACE (self), NULL);
  g_return_val_if_fail (module != NULL, NULL);

  return inlay_checker_get_schema (self->checker, module);
}
