/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-app-state.h"

#include "inlay-app-enums.h"

static const char *
get_mode (InlayWorkspace *workspace)
{
  g_autoptr(GEnumClass) modes = g_type_class_ref (INLAY_TYPE_CANVAS_MODE);

  return g_enum_get_value (modes, inlay_workspace_get_mode (workspace))->value_nick;
}

static JsonNode *
text_or_null (const char *text)
{
  return text ? inlay_json_new_string (text) : inlay_json_new_null ();
}

static JsonNode *
describe_problems (InlayWorkspace *workspace)
{
  GListModel *problems = inlay_workspace_get_problems (workspace);
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < g_list_model_get_n_items (problems); i++)
    {
      g_autoptr(InlayProblem) problem = g_list_model_get_item (problems, i);

      json_array_add_element (array, inlay_json_new_object (
        "instance", text_or_null (inlay_problem_get_instance (problem)),
        "path", text_or_null (inlay_problem_get_path (problem)),
        "message", inlay_json_new_string (inlay_problem_get_message (problem)),
        NULL));
    }

  return inlay_json_take_array (array);
}

static JsonNode *
describe_workspace (InlayWorkspace *workspace,
                    const char     *view)
{
  InlayDocument *document = inlay_workspace_get_document (workspace);
  InlayComposition *composition = inlay_workspace_get_composition (workspace);
  g_autofree char *digest = inlay_composition_dup_digest (composition);

  return inlay_json_new_object (
    "view", inlay_json_new_string (view),
    "key", text_or_null (inlay_workspace_get_key (workspace)),
    "name", inlay_json_new_string (inlay_composition_get_name (composition)),
    "page", text_or_null (inlay_workspace_get_page (workspace)),
    "selection", inlay_json_new_strv (inlay_workspace_get_selection (workspace)),
    "mode", inlay_json_new_string (get_mode (workspace)),
    "deviceWidth", inlay_json_new_int (inlay_workspace_get_device_width (workspace)),
    "zoom", inlay_json_new_double (inlay_workspace_get_zoom (workspace)),
    "breakpoint", inlay_json_new_string (inlay_workspace_get_breakpoint (workspace)),
    "digest", inlay_json_new_string (digest),
    "position", inlay_json_new_int (inlay_document_get_position (document)),
    "undo", text_or_null (inlay_document_get_undo_name (document)),
    "redo", text_or_null (inlay_document_get_redo_name (document)),
    "instances", inlay_json_new_int (inlay_composition_get_n_instances (composition)),
    "problems", describe_problems (workspace),
    NULL);
}

static char *
describe_state (InlayWindow *window)
{
  InlayWorkspace *workspace = window ? inlay_window_get_workspace (window) : NULL;
  const char *view = window ? inlay_window_get_view (window) : NULL;
  g_autoptr(JsonNode) state = NULL;

  if (workspace != NULL)
    state = describe_workspace (workspace, view);
  else
    state = inlay_json_new_object ("view", text_or_null (view), NULL);

  return inlay_json_write (state, INLAY_JSON_DEFAULT);
}

static char *
activate (InlayWindow *window,
          const char  *argument)
{
  g_auto(GStrv) words = g_strsplit (argument, " ", 2);
  g_autoptr(GVariant) parameter = NULL;
  g_autoptr(GError) error = NULL;
  gboolean done;

  if (window == NULL || words[0] == NULL)
    return g_strdup ("refused");

  if (words[1] != NULL)
    {
      parameter = g_variant_parse (NULL, words[1], NULL, NULL, &error);
      if (parameter == NULL)
        return g_strdup ("refused");
    }

  done = gtk_widget_activate_action_variant (GTK_WIDGET (window), words[0], parameter);
  return g_strdup (done ? "ok" : "refused");
}

static char *
import (InlayWindow *window,
        const char  *path)
{
  g_autoptr(GFile) file = g_file_new_for_path (path);

  if (window == NULL)
    return g_strdup ("refused");

  inlay_window_import (window, file);
  return g_strdup ("ok");
}

/* What publishing would put in front of visitors, byte by byte. */
static char *
describe_release (InlayWindow *window)
{
  InlayWorkspace *workspace = window ? inlay_window_get_workspace (window) : NULL;
  g_autoptr(InlayRelease) release = NULL;
  g_autoptr(GBytes) page = NULL;
  g_autofree char *digest = NULL;

  if (workspace != NULL)
    release = inlay_workspace_dup_release (workspace, NULL, NULL);
  if (release == NULL)
    return g_strdup ("none");

  page = inlay_page_write (release);
  digest = inlay_digest_bytes (page);
  return g_strdup_printf ("%s %s", inlay_release_get_digest (release), digest);
}

static char *
answer_canvas (InlayWindow *window,
               const char  *verb,
               const char  *argument)
{
  char *reply = NULL;

#ifdef INLAY_TEST_HOOK
  InlayCanvas *canvas = window ? inlay_window_get_canvas (window) : NULL;

  if (canvas != NULL)
    reply = inlay_canvas_answer (canvas, verb, argument);
#endif

  return reply ? reply : g_strdup ("unknown");
}

char *
inlay_app_state_answer (InlayWindow *window,
                        const char  *verb,
                        const char  *argument)
{
  if (g_str_equal (verb, "state"))
    return describe_state (window);
  if (g_str_equal (verb, "activate"))
    return activate (window, argument);
  if (g_str_equal (verb, "import"))
    return import (window, argument);
  if (g_str_equal (verb, "release"))
    return describe_release (window);

  return answer_canvas (window, verb, argument);
}
