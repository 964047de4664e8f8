/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-preview.h"

#include <adwaita.h>
#include <webkit/webkit.h>

#include "inlay-app-compat.h"
#include "inlay-preview-scheme.h"
#include "inlay-preview-watchdog.h"

#define WORLD "inlay"
#define BRIDGE "/dev/inlay/Inlay/bridge.js"
#define PATIENCE_SECONDS 5
/* How long a page that is loaded again may take to grow as long as it was. */
#define RESTORE_USEC (3 * G_USEC_PER_SEC)
/* Messages are as deep as a module's event makes them, and as long as a large page's geometry. */
#define MAX_MESSAGE_DEPTH 64
#define MAX_MESSAGE_SIZE (4 * 1024 * 1024)

struct _InlayPreview
{
  GtkWidget parent_instance;

  InlayPreviewSite *site;
  WebKitWebView *view;
  InlayPreviewWatchdog *watchdog;

  InlayPreviewState state;
  char *error;
  gboolean interactive;

  InlayComposition *wanted;      /* what is to be shown */
  char *wanted_page;
  char *shown_page;
  gboolean must_load;
  guint tick;
  guint64 serial;                /* of the last update sent to the page that is loaded */
  gint64 changed;                /* when @wanted came, 0: the page has it */
  gint64 latency;

  double scroll_y;
  double restore_y;              /* where a page that is loaded again was */
  gint64 restore_until;          /* monotonic; 0: nothing is to be restored */
};

enum
{
  MESSAGE,
  STATE_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (InlayPreview, inlay_preview, GTK_TYPE_WIDGET)

static void
inlay_preview_set_state (InlayPreview      *self,
                         InlayPreviewState  state,
                         const char        *error)
{
  gboolean changed = inlay_set_str (&self->error, error);

  if (self->state == state && !changed)
    return;

  self->state = state;
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static void
inlay_preview_post (InlayPreview *self,
                    JsonNode     *message)
{
  g_autofree char *text = inlay_json_write (message, INLAY_JSON_DEFAULT);
  g_autoptr(GString) script = g_string_new ("document.dispatchEvent(new CustomEvent('inlay:design',{detail:");

  inlay_json_append_string (script, text, INLAY_JSON_SCRIPT_SAFE);
  g_string_append (script, "}))");
  webkit_web_view_evaluate_javascript (self->view, script->str, (gssize) script->len, WORLD,
                                       "inlay:bridge", NULL, NULL, NULL);
}

static void
inlay_preview_send_page (InlayPreview *self)
{
  g_autoptr(JsonNode) message = NULL;

  if (self->wanted_page == NULL || g_strcmp0 (self->wanted_page, self->shown_page) == 0)
    return;

  inlay_set_str (&self->shown_page, self->wanted_page);
  message = inlay_json_new_object ("type", inlay_json_new_string ("show"),
                                   "page", inlay_json_new_string (self->wanted_page),
                                   NULL);
  inlay_preview_post (self, message);
}

static void
inlay_preview_send_update (InlayPreview *self)
{
  g_autoptr(JsonNode) message = NULL;

  self->serial++;
  message = inlay_json_new_object ("type", inlay_json_new_string ("update"),
                                   "serial", inlay_json_new_int ((gint64) self->serial),
                                   "page", inlay_preview_site_tell (self->site),
                                   NULL);
  inlay_preview_post (self, message);
}

/* A page follows the system's style where the composition leaves it open. */
static void
inlay_preview_send_context (InlayPreview *self)
{
  InlayComposition *composition = inlay_preview_site_get_composition (self->site);
  JsonNode *context;
  const char *theme;
  g_autoptr(JsonNode) message = NULL;

  if (self->state != INLAY_PREVIEW_READY || composition == NULL)
    return;

  context = inlay_json_get_member (inlay_composition_get_root (composition), "context");
  theme = context ? inlay_json_get_string (context, "theme") : NULL;
  if (g_strcmp0 (theme, "light") != 0 && g_strcmp0 (theme, "dark") != 0)
    theme = adw_style_manager_get_dark (adw_style_manager_get_default ()) ? "dark" : "light";

  message = inlay_json_new_object ("type", inlay_json_new_string ("context"),
                                   "theme", inlay_json_new_string (theme),
                                   NULL);
  inlay_preview_post (self, message);
}

static void
inlay_preview_load (InlayPreview *self)
{
  JsonNode *page = self->wanted_page ?
                   inlay_composition_get_page (self->wanted, self->wanted_page) : NULL;
  const char *path = page ? inlay_json_get_string (page, "path") : NULL;
  g_autofree char *escaped = g_uri_escape_string (path ? path : "/", "/", TRUE);
  g_autofree char *uri = g_strconcat (INLAY_PREVIEW_ORIGIN, escaped, NULL);

  self->must_load = FALSE;
  self->serial = 0;
  self->changed = 0;
  if (g_strcmp0 (self->wanted_page, self->shown_page) == 0 && self->scroll_y > 0)
    {
      self->restore_y = self->scroll_y;
      self->restore_until = g_get_monotonic_time () + RESTORE_USEC;
    }
  g_clear_pointer (&self->shown_page, g_free);
  inlay_preview_site_forget (self->site);
  inlay_preview_watchdog_start (self->watchdog);
  inlay_preview_set_state (self, INLAY_PREVIEW_LOADING, NULL);
  webkit_web_view_load_uri (self->view, uri);
}

static gboolean
is_stopped (InlayPreview *self)
{
  return self->state == INLAY_PREVIEW_HUNG || self->state == INLAY_PREVIEW_CRASHED;
}

/* Brings the page to what is wanted, by the smallest step that leads there. */
static void
inlay_preview_follow (InlayPreview *self)
{
  g_autoptr(GError) error = NULL;
  gboolean is_same = TRUE;

  if (self->wanted == NULL || (is_stopped (self) && !self->must_load))
    return;

  if (self->wanted != inlay_preview_site_get_composition (self->site) || self->must_load)
    {
      if (!inlay_preview_site_follow (self->site, self->wanted, &is_same, &error))
        {
          inlay_preview_watchdog_stop (self->watchdog);
          inlay_preview_set_state (self, INLAY_PREVIEW_FAILED, error->message);
          return;
        }
      if (self->must_load || !is_same ||
          self->state == INLAY_PREVIEW_EMPTY || self->state == INLAY_PREVIEW_FAILED)
        {
          inlay_preview_load (self);
          return;
        }
      if (self->state == INLAY_PREVIEW_READY)
        {
          inlay_preview_send_update (self);
          inlay_preview_send_context (self);
        }
    }

  if (self->state == INLAY_PREVIEW_READY)
    inlay_preview_send_page (self);
}

static gboolean
tick_cb (GtkWidget     *widget,
         GdkFrameClock *clock,
         gpointer       user_data)
{
  InlayPreview *self = INLAY_PREVIEW (widget);

  self->tick = 0;
  inlay_preview_follow (self);
  return G_SOURCE_REMOVE;
}

static void
inlay_preview_queue (InlayPreview *self)
{
  if (self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

static void
inlay_preview_became_ready (InlayPreview *self,
                            JsonNode     *message)
{
  inlay_set_str (&self->shown_page, inlay_json_get_string (message, "page"));
  inlay_preview_set_state (self, INLAY_PREVIEW_READY, NULL);
  inlay_preview_send_context (self);
  /* What changed while it was loading. */
  if (self->changed != 0 && inlay_preview_site_get_composition (self->site) == self->wanted)
    {
      inlay_preview_site_forget (self->site);
      inlay_preview_send_update (self);
    }
  inlay_preview_queue (self);
}

/* The place a page was at comes back as soon as it is long enough again, and stays while modules that
 * are mounted make it shorter and longer. */
static void
inlay_preview_read_viewport (InlayPreview *self,
                             JsonNode     *viewport)
{
  double end = inlay_json_get_double (viewport, "contentHeight", 0) -
               inlay_json_get_double (viewport, "height", 0);

  self->scroll_y = inlay_json_get_double (viewport, "scrollY", 0);
  if (self->restore_until == 0)
    return;

  if (g_get_monotonic_time () > self->restore_until)
    {
      self->restore_until = 0;
    }
  else if (end >= self->restore_y && ABS (self->scroll_y - self->restore_y) > 1)
    {
      g_autoptr(JsonNode) message =
        inlay_json_new_object ("type", inlay_json_new_string ("scroll"),
                               "dx", inlay_json_new_int (0),
                               "dy", inlay_json_new_double (self->restore_y - self->scroll_y),
                               NULL);

      inlay_preview_post (self, message);
    }
}

static void
inlay_preview_read (InlayPreview *self,
                    JsonNode     *message)
{
  const char *type = inlay_json_get_string (message, "type");
  JsonNode *viewport;

  if (type == NULL)
    return;

  if (g_str_equal (type, "ready"))
    {
      inlay_preview_became_ready (self, message);
    }
  else if (g_str_equal (type, "navigate"))
    {
      inlay_set_str (&self->shown_page, inlay_json_get_string (message, "page"));
    }
  else if (g_str_equal (type, "geometry") &&
           (viewport = inlay_json_get_member (message, "viewport")) != NULL)
    {
      inlay_preview_read_viewport (self, viewport);
    }
  else if (g_str_equal (type, "error"))
    {
      inlay_preview_site_forget (self->site);
    }
  else if (g_str_equal (type, "reconciled") && self->changed != 0 &&
           inlay_json_get_int (message, "serial", -1) == (gint64) self->serial)
    {
      self->latency = g_get_monotonic_time () - self->changed;
      self->changed = 0;
      g_debug ("preview: followed in %.1f ms", (double) self->latency / 1000);
    }

  g_signal_emit (self, signals[MESSAGE], 0, message);
}

static void
message_cb (InlayPreview *self,
            JSCValue     *value)
{
  g_autofree char *text = NULL;
  g_autoptr(JsonNode) message = NULL;

  if (!jsc_value_is_string (value))
    return;

  text = jsc_value_to_string (value);
  if (strlen (text) <= MAX_MESSAGE_SIZE)
    message = inlay_json_read_full (text, strlen (text), MAX_MESSAGE_DEPTH,
                                    INLAY_JSON_ROUND | INLAY_JSON_LAST_WINS, NULL);
  if (message != NULL && JSON_NODE_HOLDS_OBJECT (message))
    inlay_preview_read (self, message);
}

static void
inlay_preview_stop (InlayPreview      *self,
                    InlayPreviewState  state)
{
  inlay_preview_watchdog_stop (self->watchdog);
  self->must_load = FALSE;
  inlay_preview_set_state (self, state, NULL);
}

static void
hung_cb (gpointer user_data)
{
  InlayPreview *self = user_data;

  inlay_preview_stop (self, INLAY_PREVIEW_HUNG);
  webkit_web_view_terminate_web_process (self->view);
}

static void
terminated_cb (InlayPreview *self)
{
  if (self->watchdog != NULL && self->state != INLAY_PREVIEW_HUNG)
    inlay_preview_stop (self, INLAY_PREVIEW_CRASHED);
}

static gboolean
load_failed_cb (InlayPreview    *self,
                WebKitLoadEvent  event,
                const char      *uri,
                GError          *error)
{
  if (!g_error_matches (error, WEBKIT_NETWORK_ERROR, WEBKIT_NETWORK_ERROR_CANCELLED) &&
      self->state == INLAY_PREVIEW_LOADING)
    {
      inlay_preview_watchdog_stop (self->watchdog);
      inlay_preview_set_state (self, INLAY_PREVIEW_FAILED, error->message);
    }

  return TRUE;
}

static gboolean
decide_policy_cb (InlayPreview             *self,
                  WebKitPolicyDecision     *decision,
                  WebKitPolicyDecisionType  type)
{
  WebKitNavigationAction *action;
  const char *uri;
  gboolean is_gesture;

  if (type != WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION &&
      type != WEBKIT_POLICY_DECISION_TYPE_NEW_WINDOW_ACTION)
    return FALSE;

  action = webkit_navigation_policy_decision_get_navigation_action (
             WEBKIT_NAVIGATION_POLICY_DECISION (decision));
  uri = webkit_uri_request_get_uri (webkit_navigation_action_get_request (action));
  /* Frames for what is not trusted are written in place. */
  if (type == WEBKIT_POLICY_DECISION_TYPE_NAVIGATION_ACTION &&
      (inlay_preview_is_inside (uri) || g_str_has_prefix (uri, "about:")))
    return FALSE;

  is_gesture = webkit_navigation_action_is_user_gesture (action);
  webkit_policy_decision_ignore (decision);
  if (!self->interactive || !is_gesture)
    return TRUE;

  if (inlay_preview_is_inside (uri))
    webkit_web_view_load_uri (self->view, uri);
  else
    inlay_app_show_uri (GTK_WIDGET (self), uri);
  return TRUE;
}

static gboolean
context_menu_cb (InlayPreview *self)
{
  return !self->interactive;
}

static gboolean
permission_cb (InlayPreview            *self,
               WebKitPermissionRequest *request)
{
  webkit_permission_request_deny (request);
  return TRUE;
}

static WebKitUserContentManager *
create_content_manager (InlayPreview *self)
{
  WebKitUserContentManager *manager = webkit_user_content_manager_new ();
  g_autoptr(GBytes) source = g_resources_lookup_data (BRIDGE, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  WebKitUserScript *script;

  g_assert (source != NULL);
  script = webkit_user_script_new_for_world (g_bytes_get_data (source, NULL),
                                             WEBKIT_USER_CONTENT_INJECT_TOP_FRAME,
                                             WEBKIT_USER_SCRIPT_INJECT_AT_DOCUMENT_START,
                                             WORLD, NULL, NULL);
  webkit_user_content_manager_add_script (manager, script);
  webkit_user_script_unref (script);
  g_signal_connect_object (manager, "script-message-received::inlay",
                           G_CALLBACK (message_cb), self, G_CONNECT_SWAPPED);
  webkit_user_content_manager_register_script_message_handler (manager, "inlay", WORLD);

  return manager;
}

static WebKitSettings *
create_settings (void)
{
  WebKitSettings *settings = webkit_settings_new ();

  /* Painting without the GPU's process is quicker from edit to pixels and needs no driver. */
  webkit_settings_set_hardware_acceleration_policy (settings,
                                                    WEBKIT_HARDWARE_ACCELERATION_POLICY_NEVER);
  webkit_settings_set_enable_back_forward_navigation_gestures (settings, FALSE);
  webkit_settings_set_javascript_can_open_windows_automatically (settings, FALSE);

  return settings;
}

static void
inlay_preview_create_view (InlayPreview *self)
{
  g_autoptr(WebKitWebContext) context = inlay_preview_context_new (self->site);
  g_autoptr(WebKitNetworkSession) session = webkit_network_session_new_ephemeral ();
  g_autoptr(WebKitUserContentManager) manager = create_content_manager (self);
  g_autoptr(WebKitSettings) settings = create_settings ();

  self->view = g_object_new (WEBKIT_TYPE_WEB_VIEW,
                             "web-context", context,
                             "network-session", session,
                             "user-content-manager", manager,
                             "settings", settings,
                             NULL);
  gtk_widget_set_name (GTK_WIDGET (self->view), "preview");
  /* While it loads, what lies below is seen, not white. */
  webkit_web_view_set_background_color (self->view, &(GdkRGBA) { 0, 0, 0, 0 });
  gtk_widget_set_parent (GTK_WIDGET (self->view), GTK_WIDGET (self));
  g_signal_connect_object (self->view, "web-process-terminated",
                           G_CALLBACK (terminated_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "load-failed",
                           G_CALLBACK (load_failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "decide-policy",
                           G_CALLBACK (decide_policy_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "context-menu",
                           G_CALLBACK (context_menu_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "permission-request",
                           G_CALLBACK (permission_cb), self, G_CONNECT_SWAPPED);
  self->watchdog = inlay_preview_watchdog_new (self->view, PATIENCE_SECONDS, hung_cb, self);
}

static void
inlay_preview_dispose (GObject *object)
{
  InlayPreview *self = INLAY_PREVIEW (object);

  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  g_clear_pointer (&self->watchdog, inlay_preview_watchdog_free);
  if (self->view != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->view));
  self->view = NULL;
  g_clear_object (&self->site);
  g_clear_pointer (&self->wanted, inlay_composition_unref);

  G_OBJECT_CLASS (inlay_preview_parent_class)->dispose (object);
}

static void
inlay_preview_finalize (GObject *object)
{
  InlayPreview *self = INLAY_PREVIEW (object);

  g_free (self->error);
  g_free (self->wanted_page);
  g_free (self->shown_page);

  G_OBJECT_CLASS (inlay_preview_parent_class)->finalize (object);
}

static void
inlay_preview_class_init (InlayPreviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = inlay_preview_dispose;
  object_class->finalize = inlay_preview_finalize;

  signals[MESSAGE] = g_signal_new ("message", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 1, JSON_TYPE_NODE);
  signals[STATE_CHANGED] =
    g_signal_new ("state-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST,
                  0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
inlay_preview_init (InlayPreview *self)
{
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (inlay_preview_send_context), self, G_CONNECT_SWAPPED);
}

InlayPreview *
inlay_preview_new (InlayModuleList *modules)
{
  InlayPreview *self;

  g_return_val_if_fail (INLAY_IS_MODULE_LIST (modules), NULL);

  self = g_object_new (INLAY_TYPE_PREVIEW, NULL);
  self->site = inlay_preview_site_new (modules);
  inlay_preview_create_view (self);
  inlay_preview_set_interactive (self, FALSE);

  return self;
}

/**
 * inlay_preview_show:
 * @page_id: (nullable): which page, or %NULL for the first
 *
 * The page shows @composition: at once when it has followed all before or nothing is shown yet, else
 * with the next frame. One that was stopped stays so until inlay_preview_reload ().
 */
void
inlay_preview_show (InlayPreview     *self,
                    InlayComposition *composition,
                    const char       *page_id)
{
  gboolean is_idle;

  g_return_if_fail (INLAY_IS_PREVIEW (self));
  g_return_if_fail (composition != NULL);

  is_idle = inlay_preview_is_current (self) || self->state == INLAY_PREVIEW_EMPTY;
  if (composition != self->wanted)
    {
      g_clear_pointer (&self->wanted, inlay_composition_unref);
      self->wanted = inlay_composition_ref (composition);
      self->changed = g_get_monotonic_time ();
    }
  inlay_set_str (&self->wanted_page, page_id);
  if (is_idle)
    inlay_preview_follow (self);
  else
    inlay_preview_queue (self);
}

void
inlay_preview_reload (InlayPreview *self)
{
  g_return_if_fail (INLAY_IS_PREVIEW (self));

  self->must_load = TRUE;
  inlay_preview_queue (self);
}

InlayPreviewState
inlay_preview_get_state (InlayPreview *self)
{
  g_return_val_if_fail (INLAY_IS_PREVIEW (self), INLAY_PREVIEW_EMPTY);

  return self->state;
}

gboolean
inlay_preview_is_current (InlayPreview *self)
{
  g_return_val_if_fail (INLAY_IS_PREVIEW (self), FALSE);

  return self->state == INLAY_PREVIEW_READY && self->tick == 0 && self->changed == 0;
}

const char *
inlay_preview_get_error (InlayPreview *self)
{
  g_return_val_if_fail (INLAY_IS_PREVIEW (self), NULL);

  return self->error;
}

guint64
inlay_preview_get_serial (InlayPreview *self)
{
  g_return_val_if_fail (INLAY_IS_PREVIEW (self), 0);

  return self->serial;
}

gint64
inlay_preview_get_latency (InlayPreview *self)
{
  g_return_val_if_fail (INLAY_IS_PREVIEW (self), 0);

  return self->latency;
}

void
inlay_preview_send (InlayPreview *self,
                    JsonNode     *message)
{
  g_autoptr(JsonNode) owned = message;

  g_return_if_fail (INLAY_IS_PREVIEW (self));
  g_return_if_fail (message != NULL);

  if (self->state != INLAY_PREVIEW_READY)
    return;

  if (g_strcmp0 (inlay_json_get_string (message, "type"), "scroll") == 0)
    self->restore_until = 0;
  inlay_preview_post (self, owned);
}

void
inlay_preview_set_zoom (InlayPreview *self,
                        double        zoom)
{
  g_return_if_fail (INLAY_IS_PREVIEW (self));

  if (webkit_web_view_get_zoom_level (self->view) != zoom)
    webkit_web_view_set_zoom_level (self->view, zoom);
}

void
inlay_preview_set_interactive (InlayPreview *self,
                               gboolean      interactive)
{
  g_return_if_fail (INLAY_IS_PREVIEW (self));

  self->interactive = interactive;
  gtk_widget_set_can_focus (GTK_WIDGET (self->view), interactive);
  gtk_widget_set_can_target (GTK_WIDGET (self->view), interactive);
  if (interactive)
    gtk_widget_grab_focus (GTK_WIDGET (self->view));
}

static void
snapshot_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  GdkTexture *texture = webkit_web_view_get_snapshot_finish (WEBKIT_WEB_VIEW (object), result, &error);

  if (texture != NULL)
    g_task_return_pointer (task, texture, g_object_unref);
  else
    g_task_return_error (task, error);
}

void
inlay_preview_snapshot_async (InlayPreview        *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (INLAY_IS_PREVIEW (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, inlay_preview_snapshot_async);
  webkit_web_view_get_snapshot (self->view, WEBKIT_SNAPSHOT_REGION_VISIBLE,
                                WEBKIT_SNAPSHOT_OPTIONS_NONE, cancellable, snapshot_cb, task);
}

GdkTexture *
inlay_preview_snapshot_finish (InlayPreview  *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
evaluate_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  g_autoptr(JSCValue) value =
    webkit_web_view_evaluate_javascript_finish (WEBKIT_WEB_VIEW (object), result, &error);

  if (value != NULL)
    g_task_return_pointer (task, jsc_value_to_string (value), g_free);
  else
    g_task_return_error (task, error);
}

void
inlay_preview_evaluate_async (InlayPreview        *self,
                              const char          *script,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (INLAY_IS_PREVIEW (self));
  g_return_if_fail (script != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, inlay_preview_evaluate_async);
  webkit_web_view_evaluate_javascript (self->view, script, -1, NULL, NULL, NULL, evaluate_cb, task);
}

char *
inlay_preview_evaluate_finish (InlayPreview  *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
