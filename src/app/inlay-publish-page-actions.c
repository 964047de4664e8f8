/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-publish-page-private.h"

#include <glib/gi18n.h>

#include "inlay-app-compat.h"

/* What is over sooner needs no bar that says so. */
#define BAR_DELAY_MS 300

/* What runs. */

static gboolean
reveal_cb (gpointer user_data)
{
  InlayPublishPage *self = user_data;

  self->reveal_source = 0;
  if (self->working != NULL)
    gtk_revealer_set_reveal_child (self->work_bar, TRUE);
  return G_SOURCE_REMOVE;
}

/* @retry: (nullable): a detailed action that does the same again. */
static void
begin (InlayPublishPage *self,
       const char       *text,
       const char       *retry)
{
  /* The button that was pressed is about to take no focus; keys must still reach the page. */
  gtk_widget_grab_focus (GTK_WIDGET (self));
  g_clear_error (&self->error);
  g_clear_pointer (&self->published, g_free);
  g_free (self->retry);
  self->retry = g_strdup (retry);
  self->working = g_cancellable_new ();
  gtk_label_set_text (self->work_label, text);
  gtk_progress_bar_set_fraction (self->work_progress, 0);
  self->reveal_source = g_timeout_add (BAR_DELAY_MS, reveal_cb, self);
  inlay_publish_page_update (self);
}

static void
end (InlayPublishPage *self,
     GError           *error)
{
  g_clear_object (&self->working);
  g_clear_handle_id (&self->reveal_source, g_source_remove);
  /* Closed meanwhile: nobody is there to be told. */
  if (self->registry == NULL)
    {
      g_clear_error (&error);
      return;
    }

  gtk_revealer_set_reveal_child (self->work_bar, FALSE);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_clear_error (&error);
  g_clear_error (&self->error);
  self->error = error;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    inlay_publish_registry_refresh (self->registry);
  inlay_publish_page_update (self);
}

/* Publishing. */

static void
progress_cb (guint       done,
             guint       total,
             const char *title,
             gpointer    user_data)
{
  InlayPublishPage *self = user_data;
  g_autofree char *text = NULL;

  if (self->registry == NULL || title == NULL)
    return;

  /* Translators: the number of a step, how many there are, and what it sends */
  text = g_strdup_printf (_("Step %u of %u: %s"), done + 1, total, title);
  gtk_label_set_text (self->work_label, text);
  gtk_progress_bar_set_fraction (self->work_progress, (double) done / total);
}

/* The promise is that the same bytes are served that were reviewed; a registry that breaks it is
 * told apart. */
static char *
describe_published (InlayPublishPage *self,
                    JsonNode         *answer)
{
  InlayRelease *release = inlay_publish_review_get_release (self->review);
  const char *environment = inlay_json_get_string (answer, "environment");
  const char *revision = inlay_json_get_string (answer, "revision");
  g_autofree char *title = inlay_publish_environment_dup_title (environment ? environment : "—");

  if (release != NULL && revision != NULL &&
      !g_str_equal (revision, inlay_release_get_digest (release)))
    /* Translators: %s is the name of an environment, such as “Green” */
    return g_strdup_printf (_("Published to %s, but the registry resolved other versions than "
                              "here. Preview it before you switch."), title);

  /* Translators: %s is the name of an environment, such as “Green” */
  return g_strdup_printf (_("Published to %s. Preview it, then switch to make it live."), title);
}

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(InlayPublishPage) self = user_data;
  g_autoptr(JsonNode) answer = NULL;
  GError *error = NULL;

  answer = inlay_publish_outbox_send_finish (INLAY_PUBLISH_OUTBOX (object), result, &error);
  if (answer != NULL && self->review != NULL)
    {
      self->published = describe_published (self, answer);
      self->version_edited = FALSE;
      gtk_editable_set_text (GTK_EDITABLE (self->notes_row), "");
    }
  end (self, error);
}

static void
send_item (InlayPublishPage *self,
           InlayOutboxItem  *item)
{
  begin (self, _("Connecting…"), "publish.resend");
  inlay_publish_outbox_send_async (self->outbox, item, self->registry, progress_cb, self,
                                   self->working, sent_cb, g_object_ref (self));
}

static void
send_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  InlayPublishPage *self = INLAY_PUBLISH_PAGE (widget);
  const char *version = gtk_editable_get_text (GTK_EDITABLE (self->version_row));
  const char *notes = gtk_editable_get_text (GTK_EDITABLE (self->notes_row));
  g_autoptr(JsonNode) plan = NULL;
  g_autoptr(InlayOutboxItem) item = NULL;
  GError *error = NULL;

  plan = inlay_publish_review_make_plan (self->review, version, *notes != '\0' ? notes : NULL,
                                         &error);
  if (plan != NULL)
    item = inlay_publish_outbox_add (self->outbox, inlay_workspace_get_key (self->workspace),
                                     inlay_publish_registry_get_address (self->registry), plan,
                                     &error);
  if (item != NULL)
    send_item (self, item);
  else
    end (self, error);
}

static InlayOutboxItem *
find_waiting (InlayPublishPage *self)
{
  return inlay_publish_outbox_find (self->outbox, inlay_workspace_get_key (self->workspace),
                                    inlay_publish_registry_get_address (self->registry));
}

static void
resend_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  InlayPublishPage *self = INLAY_PUBLISH_PAGE (widget);
  g_autoptr(InlayOutboxItem) item = find_waiting (self);

  if (item != NULL && !inlay_publish_outbox_is_sending (self->outbox, item->id))
    send_item (self, item);
}

static void
discard_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  InlayPublishPage *self = INLAY_PUBLISH_PAGE (widget);
  g_autoptr(InlayOutboxItem) item = find_waiting (self);
  GError *error = NULL;

  if (item == NULL)
    return;

  g_clear_error (&self->error);
  if (!inlay_publish_outbox_discard (self->outbox, item->id, &error))
    self->error = error;
  inlay_publish_page_update (self);
}

static void
cancel_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  InlayPublishPage *self = INLAY_PUBLISH_PAGE (widget);

  if (self->working != NULL)
    g_cancellable_cancel (self->working);
}

/* One request that changes who gets what. */
typedef struct
{
  InlayPublishPage *page;
  const char *path;
  JsonNode *body;
  const char *what;
  char *done;             /* for the journal */
} Call;

static void
call_free (Call *call)
{
  g_object_unref (call->page);
  json_node_unref (call->body);
  g_free (call->done);
  g_free (call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_free)

static void
called_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  InlayPublishPage *self = call->page;
  g_autoptr(JsonNode) answer = NULL;
  GError *error = NULL;

  answer = inlay_client_call_finish (INLAY_CLIENT (object), result, &error);
  if (answer != NULL && self->registry != NULL)
    inlay_publish_page_log (self, call->what, call->done);
  end (self, error);
}

static void
connected_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  Call *call = user_data;
  g_autoptr(InlayClient) client = NULL;
  GError *error = NULL;

  client = inlay_publish_registry_connect_finish (INLAY_PUBLISH_REGISTRY (object), result, &error);
  if (client == NULL)
    {
      end (call->page, error);
      call_free (call);
      return;
    }

  inlay_client_call_async (client, "POST", call->path, call->body, call->page->working, called_cb,
                           call);
}

static void
run_call (InlayPublishPage *self,
          const char       *path,
          JsonNode         *body,
          const char       *what,
          const char       *text,
          const char       *retry,
          char             *done)
{
  Call *call = g_new0 (Call, 1);

  call->page = g_object_ref (self);
  call->path = path;
  call->body = body;
  call->what = what;
  call->done = done;
  begin (self, text, retry);
  inlay_publish_registry_connect_async (self->registry, self->working, connected_cb, call);
}

static void
switch_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  InlayPublishPage *self = INLAY_PUBLISH_PAGE (widget);
  const char *target = g_variant_get_string (parameter, NULL);
  InlaySwitchRequest request = { (char *) target };
  g_autofree char *title = inlay_publish_environment_dup_title (target);
  g_autofree char *text = NULL;
  g_autofree char *retry = g_strdup_printf ("publish.switch('%s')", target);

  /* Translators: %s is the name of an environment, such as “Green” */
  text = g_strdup_printf (_("Switching to %s…"), title);
  run_call (self, INLAY_PATH_SWITCH, inlay_switch_request_build (&request), "switch", text, retry,
            /* Translators: %s is the name of an environment, such as “Green” */
            g_strdup_printf (_("%s is live"), title));
}

static void
canary_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  InlayPublishPage *self = INLAY_PUBLISH_PAGE (widget);
  InlayEnvironment *standby = inlay_publish_registry_get_standby (self->registry);
  gboolean running = inlay_publish_registry_get_canary (self->registry) > 0;
  guint percentage = (guint) gtk_range_get_value (GTK_RANGE (self->canary_scale));
  InlayCanaryRequest request = { running || standby == NULL ? NULL : standby->name, percentage };

  run_call (self, running ? INLAY_PATH_CANARY_INCREASE : INLAY_PATH_CANARY_START,
            inlay_canary_request_build (&request), "canary", _("Changing who gets what…"),
            "publish.canary",
            /* Translators: a percentage */
            g_strdup_printf (_("%u %% of the visitors get the standby"), percentage));
}

static void
rollback_cb (GObject    *owner,
             const char *text,
             gpointer    user_data)
{
  InlayPublishPage *self = INLAY_PUBLISH_PAGE (owner);
  InlayRollbackRequest request = { (char *) text };

  if (self->working != NULL)
    return;

  run_call (self, INLAY_PATH_ROLLBACK, inlay_rollback_request_build (&request), "rollback",
            _("Rolling back…"), "publish.rollback",
            /* Translators: %s is the reason */
            g_strdup_printf (_("Rolled back: %s"), text));
}

static void
rollback_action (GtkWidget  *widget,
                 const char *name,
                 GVariant   *parameter)
{
  inlay_app_ask_text (widget, G_OBJECT (widget), _("Roll Back?"), _("Reason"),
                      _("Not as expected"), _("_Roll Back"), rollback_cb, NULL, NULL);
}

static void
open_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  InlayPublishPage *self = INLAY_PUBLISH_PAGE (widget);
  const char *environment = g_variant_get_string (parameter, NULL);
  const char *base = inlay_publish_registry_get_base (self->registry);
  g_autofree char *path = NULL;
  g_autofree char *uri = NULL;

  if (base == NULL)
    return;

  path = *environment != '\0' ? inlay_wire_path (INLAY_PATH_PREVIEW, environment) : g_strdup ("/");
  uri = g_strconcat (base, path, NULL);
  inlay_app_show_uri (widget, uri);
}

static void
escape_action (GtkWidget  *widget,
               const char *name,
               GVariant   *parameter)
{
  gtk_widget_activate_action (widget, "win.show-editor", NULL);
}

static void
refresh_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  InlayPublishPage *self = INLAY_PUBLISH_PAGE (widget);

  g_clear_error (&self->error);
  inlay_publish_registry_refresh (self->registry);
  inlay_publish_page_update (self);
}

static void
retry_action (GtkWidget  *widget,
              const char *name,
              GVariant   *parameter)
{
  InlayPublishPage *self = INLAY_PUBLISH_PAGE (widget);
  g_autofree char *retry = self->error ? g_steal_pointer (&self->retry) : NULL;
  g_autofree char *action = NULL;
  g_autoptr(GVariant) target = NULL;

  refresh_action (widget, name, parameter);
  if (retry != NULL && g_action_parse_detailed_name (retry, &action, &target, NULL))
    gtk_widget_activate_action_variant (widget, action, target);
}

/* Signing in. */

static void
stored_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(InlayPublishPage) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!inlay_token_store_finish (result, &error) && self->workspace != NULL)
    inlay_workspace_message (self->workspace,
                             _("The keyring is not there: the token is kept until you quit"));
}

static void
sign_in_cb (GObject    *owner,
            const char *text,
            gpointer    user_data)
{
  InlayPublishPage *self = INLAY_PUBLISH_PAGE (owner);
  const char *address = inlay_publish_registry_get_address (self->registry);

  inlay_publish_registry_set_token (self->registry, text);
  inlay_token_store_async (address, text, NULL, stored_cb, g_object_ref (self));
  retry_action (GTK_WIDGET (self), NULL, NULL);
}

static void
sign_in_action (GtkWidget  *widget,
                const char *name,
                GVariant   *parameter)
{
  InlayPublishPage *self = INLAY_PUBLISH_PAGE (widget);
  g_autofree char *heading = NULL;

  /* Translators: %s is the address of a registry */
  heading = g_strdup_printf (_("Sign In to %s"),
                             inlay_publish_registry_get_address (self->registry));
  inlay_app_ask_secret (widget, G_OBJECT (widget), heading, _("Token"), _("_Sign In"), sign_in_cb,
                        NULL, NULL);
}

/* The banner. */

typedef struct
{
  int code;
  const char *title;
  gboolean sign_in;
  gboolean refresh;
  gboolean retry;
} Help;

static const Help helps[] = {
  { INLAY_ERROR_DENIED, N_("The registry did not accept who you are"), TRUE, FALSE, TRUE },
  { INLAY_ERROR_CONFLICT, N_("It clashes with what the registry has"), FALSE, TRUE, FALSE },
  { INLAY_ERROR_STALE, N_("Somebody else was faster"), FALSE, TRUE, TRUE },
  { INLAY_ERROR_UNHEALTHY, N_("The registry does not switch to what is not healthy"), FALSE, TRUE, FALSE },
  { INLAY_ERROR_UNAVAILABLE, N_("The registry does not answer"), FALSE, FALSE, TRUE },
  { INLAY_ERROR_LIMIT, N_("It is too much for the registry"), FALSE, FALSE, TRUE },
  { INLAY_ERROR_UNRESOLVED, N_("The registry cannot settle the versions"), FALSE, TRUE, TRUE },
  { INLAY_ERROR_NOT_FOUND, N_("The registry does not have what was asked for"), FALSE, TRUE, FALSE },
  { INLAY_ERROR_GONE, N_("The registry does not have what was asked for"), FALSE, TRUE, FALSE },
};

static const Help *
find_help (const GError *error)
{
  static const Help other = { -1, N_("This did not work"), FALSE, FALSE, TRUE };

  for (guint i = 0; error->domain == INLAY_ERROR && i < G_N_ELEMENTS (helps); i++)
    {
      if (helps[i].code == error->code)
        return &helps[i];
    }

  return &other;
}

void
inlay_publish_page_show_banner (InlayPublishPage *self)
{
  const GError *error = self->error ? self->error : inlay_publish_registry_get_error (self->registry);
  const Help *help;

  gtk_revealer_set_reveal_child (self->banner, error != NULL && self->working == NULL);
  if (error == NULL)
    return;

  help = find_help (error);
  gtk_label_set_text (self->banner_title, _(help->title));
  if (g_strcmp0 (gtk_label_get_text (self->banner_text), error->message) != 0)
    gtk_label_set_text (self->banner_text, error->message);
  gtk_widget_set_visible (self->banner_sign_in,
                          help->sign_in && !inlay_publish_registry_is_local (self->registry));
  gtk_widget_set_visible (self->banner_refresh, help->refresh);
  gtk_widget_set_visible (self->banner_retry, help->retry);
}

void
inlay_publish_page_update_actions (InlayPublishPage *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const char *version = gtk_editable_get_text (GTK_EDITABLE (self->version_row));
  gboolean idle = self->working == NULL && self->registry != NULL;
  InlayEnvironment *standby = idle ? inlay_publish_registry_get_standby (self->registry) : NULL;
  InlayEnvironment *active = idle ? inlay_publish_registry_get_active (self->registry) : NULL;
  g_autoptr(InlayVerdict) verdict = standby ? inlay_publish_judge (standby) : NULL;
  gboolean canary = idle && inlay_publish_registry_get_canary (self->registry) > 0;

  gtk_widget_action_set_enabled (widget, "publish.send",
                                 idle && !inlay_publish_page_has_errors (self) &&
                                 inlay_wire_is_version (version));
  gtk_widget_action_set_enabled (widget, "publish.resend", idle);
  gtk_widget_action_set_enabled (widget, "publish.discard", idle);
  gtk_widget_action_set_enabled (widget, "publish.retry", idle);
  gtk_widget_action_set_enabled (widget, "publish.cancel", self->working != NULL);
  gtk_widget_action_set_enabled (widget, "publish.switch", verdict != NULL && verdict->healthy);
  gtk_widget_action_set_enabled (widget, "publish.canary",
                                 verdict != NULL && (verdict->healthy || canary));
  gtk_widget_action_set_enabled (widget, "publish.rollback",
                                 active != NULL && active->revision != NULL);
}

void
inlay_publish_page_install_actions (GtkWidgetClass *klass)
{
  gtk_widget_class_install_action (klass, "publish.send", NULL, send_action);
  gtk_widget_class_install_action (klass, "publish.resend", NULL, resend_action);
  gtk_widget_class_install_action (klass, "publish.discard", NULL, discard_action);
  gtk_widget_class_install_action (klass, "publish.cancel", NULL, cancel_action);
  gtk_widget_class_install_action (klass, "publish.switch", "s", switch_action);
  gtk_widget_class_install_action (klass, "publish.canary", NULL, canary_action);
  gtk_widget_class_install_action (klass, "publish.rollback", NULL, rollback_action);
  gtk_widget_class_install_action (klass, "publish.open", "s", open_action);
  gtk_widget_class_install_action (klass, "publish.escape", NULL, escape_action);
  gtk_widget_class_install_action (klass, "publish.refresh", NULL, refresh_action);
  gtk_widget_class_install_action (klass, "publish.retry", NULL, retry_action);
  gtk_widget_class_install_action (klass, "publish.sign-in", NULL, sign_in_action);
}
