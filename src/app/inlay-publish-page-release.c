/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-publish-page-private.h"

#include <glib/gi18n.h>

#include "inlay-app-compat.h"
#include "inlay-app-time.h"

#define MAX_EVENTS 20
#define FIRST_CANARY INLAY_CANARY_DEFAULT_PERCENTAGE

/* Step 5: what is where, who gets it, and what happened. */

static void
ensure_cards (InlayPublishPage *self,
              guint             n)
{
  while (self->cards->len < n)
    {
      GtkWidget *card = inlay_publish_environment_new ();

      gtk_box_append (self->cards_box, card);
      g_ptr_array_add (self->cards, card);
    }
  while (self->cards->len > n)
    {
      gtk_box_remove (self->cards_box, g_ptr_array_index (self->cards, self->cards->len - 1));
      g_ptr_array_set_size (self->cards, (int) self->cards->len - 1);
    }
}

static void
show_canary (InlayPublishPage *self)
{
  InlayEnvironment *active = inlay_publish_registry_get_active (self->registry);
  InlayEnvironment *standby = inlay_publish_registry_get_standby (self->registry);
  guint canary = inlay_publish_registry_get_canary (self->registry);
  GtkAdjustment *adjustment = gtk_range_get_adjustment (GTK_RANGE (self->canary_scale));
  g_autofree char *text = NULL;

  gtk_widget_set_visible (self->canary_row, active != NULL && active->revision != NULL &&
                                            standby != NULL && standby->revision != NULL);
  if (canary > 0)
    /* Translators: a percentage */
    text = g_strdup_printf (_("%u %% of the visitors get the standby"), canary);
  else
    text = g_strdup (_("Let some visitors try the standby first"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->canary_row), text);
  gtk_button_set_label (self->canary_button, canary > 0 ? _("Increase") : _("Start"));
  /* A running canary only grows. */
  if (gtk_adjustment_get_lower (adjustment) != MIN (canary + 1, 100))
    {
      gtk_adjustment_set_lower (adjustment, MIN (canary + 1, 100));
      gtk_adjustment_set_value (adjustment, canary > 0 ? MIN (canary * 2, 100) : FIRST_CANARY);
    }
}

/* One action is the next one: sending, or switching once the standby has what was sent. */
static void
show_next (InlayPublishPage *self)
{
  InlayEnvironment *standby = inlay_publish_registry_get_standby (self->registry);
  InlayRelease *release = inlay_publish_review_get_release (self->review);

  if (release != NULL && standby != NULL &&
      g_strcmp0 (standby->revision, inlay_release_get_digest (release)) == 0)
    gtk_widget_remove_css_class (self->publish_button, "suggested-action");
  else
    gtk_widget_add_css_class (self->publish_button, "suggested-action");
}

void
inlay_publish_page_show_release (InlayPublishPage *self)
{
  GPtrArray *environments = inlay_publish_registry_get_environments (self->registry);
  InlayEnvironment *active = inlay_publish_registry_get_active (self->registry);
  InlayRelease *release = inlay_publish_review_get_release (self->review);
  guint n = environments ? environments->len : 0;

  ensure_cards (self, n);
  for (guint i = 0; i < n; i++)
    inlay_publish_environment_show (g_ptr_array_index (self->cards, i),
                                    g_ptr_array_index (environments, i),
                                    release ? inlay_release_get_digest (release) : NULL);

  show_canary (self);
  show_next (self);
  if (active != NULL && active->revision != NULL)
    {
      g_autofree char *title = inlay_publish_environment_dup_title (active->name);
      g_autofree char *text = NULL;

      /* Translators: a version and the name of an environment */
      text = g_strdup_printf (_("%s is live on %s"), active->version, title);
      inlay_publish_step_set_state (self->release_step, INLAY_PUBLISH_STEP_DONE, text);
    }
  else
    {
      inlay_publish_step_set_state (self->release_step, INLAY_PUBLISH_STEP_OPEN,
                                    n > 0 ? _("Nothing is live yet") : NULL);
    }
  gtk_widget_set_visible (gtk_widget_get_parent (self->rollback_row),
                          active != NULL && active->revision != NULL);
}

/* Journal. */

typedef struct
{
  gint64 at;
  const char *icon;
  char *title;
  char *detail;
} Event;

static void
event_free (gpointer data)
{
  Event *event = data;

  g_free (event->title);
  g_free (event->detail);
  g_free (event);
}

static int
compare_events (gconstpointer a,
                gconstpointer b)
{
  const Event *one = *(Event * const *) a;
  const Event *other = *(Event * const *) b;

  return one->at < other->at ? 1 : one->at > other->at ? -1 : 0;
}

static gint64
read_time (JsonNode   *row,
           const char *member)
{
  const char *text = inlay_json_get_string (row, member);
  g_autoptr(GDateTime) time = text ? g_date_time_new_from_iso8601 (text, NULL) : NULL;

  return time ? g_date_time_to_unix (time) * G_USEC_PER_SEC : 0;
}

static Event *
event_from_deployment (JsonNode *row)
{
  const char *environment = inlay_json_get_string (row, "environment_name");
  const char *failure = inlay_json_get_string (row, "error");
  const char *notes = inlay_json_get_string (row, "deployment_notes");
  const char *author = inlay_json_get_string (row, "deployed_by");
  const char *version = inlay_json_get_string (row, "version");
  g_autofree char *title = inlay_publish_environment_dup_title (environment ? environment : "—");
  Event *event = g_new0 (Event, 1);

  event->at = read_time (row, "started_at");
  event->icon = failure ? "dialog-error-symbolic" : "document-send-symbolic";
  if (failure != NULL)
    /* Translators: a version and the name of an environment */
    event->title = g_strdup_printf (_("%s was not taken by %s"), version ? version : "—", title);
  else
    /* Translators: a version and the name of an environment */
    event->title = g_strdup_printf (_("%s published to %s"), version ? version : "—", title);
  if (failure != NULL)
    event->detail = g_strdup (failure);
  else if (notes != NULL && *notes != '\0')
    event->detail = g_strdup_printf ("%s · %s", author ? author : "—", notes);
  else
    event->detail = g_strdup (author);

  return event;
}

static const char *
get_log_icon (const char *what)
{
  static const struct { const char *what, *icon; } icons[] = {
    { "switch", "object-flip-horizontal-symbolic" },
    { "rollback", "edit-undo-symbolic" },
    { "canary", "system-users-symbolic" },
    { "refused", "dialog-error-symbolic" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (icons); i++)
    {
      if (g_strcmp0 (icons[i].what, what) == 0)
        return icons[i].icon;
    }

  return "document-send-symbolic";
}

static void
add_deployments (InlayPublishPage *self,
                 GPtrArray        *events,
                 GHashTable       *ids)
{
  JsonArray *rows = inlay_publish_registry_get_deployments (self->registry);

  for (guint i = 0; rows != NULL && i < json_array_get_length (rows); i++)
    {
      JsonNode *row = json_array_get_element (rows, i);
      const char *id = inlay_json_get_string (row, "id");

      if (id != NULL)
        g_hash_table_add (ids, g_strdup (id));
      g_ptr_array_add (events, event_from_deployment (row));
    }
}

static void
add_log (InlayPublishPage *self,
         GPtrArray        *events,
         GHashTable       *ids)
{
  const char *address = inlay_publish_registry_get_address (self->registry);
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) log = NULL;

  log = inlay_library_list_publish (inlay_workspace_get_library (self->workspace),
                                    inlay_workspace_get_key (self->workspace), &error);
  if (log == NULL)
    {
      g_warning ("the journal could not be read: %s", error->message);
      return;
    }

  for (guint i = 0; i < log->len; i++)
    {
      JsonNode *entry = g_ptr_array_index (log, i);
      const char *deployment = inlay_json_get_string (entry, "deployment");
      const char *text = inlay_json_get_string (entry, "text");
      Event *event;

      /* What the registry tells itself is told once. */
      if (g_strcmp0 (inlay_json_get_string (entry, "registry"), address) != 0 ||
          (deployment != NULL && g_hash_table_contains (ids, deployment)))
        continue;
      event = g_new0 (Event, 1);
      event->at = inlay_json_get_int (entry, "at", 0);
      event->icon = get_log_icon (inlay_json_get_string (entry, "what"));
      event->title = g_strdup (text ? text : "—");
      g_ptr_array_add (events, event);
    }
}

static GtkWidget *
create_event_row (Event *event)
{
  GtkWidget *row = inlay_app_create_row (event->title, event->detail);
  g_autofree char *when = inlay_app_format_time (event->at, g_get_real_time ());
  GtkWidget *label = gtk_label_new (when);
  GtkWidget *icon = gtk_image_new_from_icon_name (event->icon);

  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 3);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 2);
  gtk_widget_add_css_class (icon, "dim-label");
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (label, "caption");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);

  return row;
}

static char *
describe_events (GPtrArray *events)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < events->len; i++)
    {
      Event *event = g_ptr_array_index (events, i);
      g_autofree char *when = inlay_app_format_time (event->at, g_get_real_time ());

      g_string_append_printf (text, "%s|%s|%s\n", when, event->title,
                              event->detail ? event->detail : "");
    }

  return g_string_free (text, FALSE);
}

void
inlay_publish_page_show_journal (InlayPublishPage *self)
{
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func (event_free);
  g_autoptr(GHashTable) ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *text = NULL;

  add_deployments (self, events, ids);
  add_log (self, events, ids);
  g_ptr_array_sort (events, compare_events);
  if (events->len > MAX_EVENTS)
    g_ptr_array_set_size (events, MAX_EVENTS);

  gtk_widget_set_visible (self->journal_group, events->len > 0);
  text = describe_events (events);
  if (g_strcmp0 (text, self->journal_shown) == 0)
    return;

  g_free (self->journal_shown);
  self->journal_shown = g_steal_pointer (&text);
  inlay_publish_page_clear_list (self->journal_list);
  for (guint i = 0; i < events->len; i++)
    gtk_list_box_append (self->journal_list, create_event_row (g_ptr_array_index (events, i)));
}

void
inlay_publish_page_log (InlayPublishPage *self,
                        const char       *what,
                        const char       *text)
{
  inlay_publish_log (inlay_workspace_get_library (self->workspace),
                     inlay_workspace_get_key (self->workspace),
                     inlay_publish_registry_get_address (self->registry), what, text, NULL);
}
