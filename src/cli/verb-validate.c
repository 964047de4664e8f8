/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-shelf.h"

/* One finding: where, what, and whether it stands in the way. */
static void
add_finding (JsonArray  *findings,
             const char *severity,
             const char *path,
             const char *message)
{
  json_array_add_element (findings,
                          inlay_json_new_object ("severity", inlay_json_new_string (severity),
                                                 "path", inlay_json_new_string (path),
                                                 "message", inlay_json_new_string (message),
                                                 NULL));
}

/* Returns: whether the settings hold */
static gboolean
check_config (JsonArray   *findings,
              const char  *instance_id,
              JsonNode    *config,
              InlayModule *module)
{
  JsonNode *node = inlay_module_get_config_schema (module);
  g_autoptr(InlaySchema) schema = NULL;
  g_autoptr(GPtrArray) errors = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) nothing = NULL;
  g_autofree char *base = inlay_json_path ("instances", instance_id, "config", NULL);

  if (node == NULL)
    return TRUE;
  schema = inlay_schema_compile (node, NULL, INLAY_SCHEMA_DIALECT_2020_12,
                                 INLAY_SCHEMA_ASSERT_FORMAT, &error);
  if (schema == NULL)
    {
      add_finding (findings, "error", base, error->message);
      return FALSE;
    }

  nothing = inlay_json_take_object (json_object_new ());
  errors = inlay_schema_validate (schema, config != NULL ? config : nothing);
  for (guint i = 0; i < errors->len; i++)
    {
      InlaySchemaError *found = g_ptr_array_index (errors, i);
      g_autofree char *path = g_strconcat (base, inlay_schema_error_get_path (found), NULL);

      add_finding (findings, "error", path, inlay_schema_error_get_message (found));
    }
  return errors->len == 0;
}

static gboolean
check_instances (JsonArray        *findings,
                 InlayComposition *composition,
                 InlayResolution  *resolution)
{
  JsonObject *instances = inlay_json_get_object (inlay_composition_get_root (composition), "instances");
  gboolean sound = TRUE;
  JsonObjectIter iter;
  const char *id;
  JsonNode *instance;

  if (instances == NULL)
    return TRUE;
  json_object_iter_init_ordered (&iter, instances);
  while (json_object_iter_next_ordered (&iter, &id, &instance))
    {
      const InlayChoice *choice =
        inlay_resolution_get_choice (resolution, inlay_composition_get_module (composition, id));
      InlayContainer container;
      guint index;

      if (!inlay_composition_find (composition, id, &container, &index) ||
          container.kind == INLAY_CONTAINER_NONE)
        {
          g_autofree char *path = inlay_json_path ("instances", id, NULL);

          add_finding (findings, "warning", path, "stands in no region and no slot, so nobody sees it");
        }
      if (choice != NULL && choice->module != NULL &&
          !check_config (findings, id, inlay_json_get_member (instance, "config"), choice->module))
        sound = FALSE;
    }
  return sound;
}

static gboolean
check_versions (JsonArray       *findings,
                InlayResolution *resolution)
{
  GPtrArray *problems = inlay_resolution_get_problems (resolution);

  for (guint i = 0; i < problems->len; i++)
    {
      InlayResolveProblem *problem = g_ptr_array_index (problems, i);
      g_autofree char *path = inlay_json_path ("modules", problem->name, NULL);

      add_finding (findings, problem->is_conflict ? "error" : "warning", path, problem->message);
    }
  return !inlay_resolution_has_conflicts (resolution);
}

static void
report (InlayCli   *cli,
        const char *file,
        JsonArray  *findings,
        gboolean    sound)
{
  if (cli->json)
    {
      g_autoptr(JsonNode) node =
        inlay_json_new_object ("valid", inlay_json_new_boolean (sound),
                               "findings", inlay_json_take_array (json_array_ref (findings)),
                               NULL);

      inlay_cli_answer (cli, node);
      return;
    }
  for (guint i = 0; i < json_array_get_length (findings); i++)
    {
      JsonNode *finding = json_array_get_element (findings, i);

      inlay_cli_print ("%s: %s: %s: %s", file, inlay_json_get_string (finding, "path"),
                       inlay_json_get_string (finding, "severity"),
                       inlay_json_get_string (finding, "message"));
    }
  if (sound)
    inlay_cli_print (_("%s: valid"), file);
}

static gboolean
validate_composition (InlayCli    *cli,
                      const char  *file,
                      GBytes      *bytes,
                      GError     **error)
{
  g_autoptr(InlayComposition) composition = inlay_composition_read (bytes, error);
  g_autoptr(InlayCliShelf) shelf = NULL;
  g_autoptr(InlayResolution) resolution = NULL;
  g_autoptr(JsonArray) findings = json_array_new ();
  gboolean sound;

  if (composition == NULL)
    {
      g_prefix_error (error, "%s: ", file);
      return FALSE;
    }
  shelf = inlay_cli_shelf_new (cli, error);
  if (shelf == NULL)
    return FALSE;
  resolution = inlay_composition_resolver_run (inlay_composition_get_root (composition),
                                               inlay_cli_shelf_get_catalog (shelf),
                                               INLAY_RESOLVE_DEFAULT, error);
  if (resolution == NULL)
    return FALSE;

  sound = check_versions (findings, resolution);
  sound = check_instances (findings, composition, resolution) && sound;
  report (cli, file, findings, sound);
  if (!sound)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, _("%s is not valid"), file);
  return sound;
}

static gboolean
validate_module (InlayCli    *cli,
                 const char  *file,
                 GBytes      *bytes,
                 GError     **error)
{
  g_autoptr(InlayModule) module = inlay_module_read (bytes, error);
  g_autoptr(InlaySchema) schema = NULL;
  g_autoptr(JsonArray) findings = json_array_new ();
  JsonNode *node = module != NULL ? inlay_module_get_config_schema (module) : NULL;

  if (node != NULL)
    schema = inlay_schema_compile (node, NULL, INLAY_SCHEMA_DIALECT_2020_12,
                                   INLAY_SCHEMA_ASSERT_FORMAT, error);
  if (module == NULL || (node != NULL && schema == NULL))
    {
      g_prefix_error (error, "%s: ", file);
      return FALSE;
    }
  report (cli, file, findings, TRUE);
  return TRUE;
}

/**
 * inlay_verb_validate:
 *
 * `inlayctl validate FILE`: checks a composition against its contract, its modules' versions and
 * their settings' schemas; or a module definition.
 */
gboolean
inlay_verb_validate (InlayCli  *cli,
                     int        argc,
                     char     **argv,
                     GError   **error)
{
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonNode) root = NULL;

  if (!inlay_cli_parse (cli, "FILE", NULL, &argc, &argv, 1, 1, error))
    return FALSE;
  bytes = inlay_cli_read (argv[1], error);
  if (bytes == NULL)
    return FALSE;
  root = inlay_json_read (bytes, error);
  if (root == NULL)
    {
      g_prefix_error (error, "%s: ", argv[1]);
      return FALSE;
    }

  if (inlay_json_get_string (root, "entry") != NULL && inlay_json_get_string (root, "version") != NULL)
    return validate_module (cli, argv[1], bytes, error);
  return validate_composition (cli, argv[1], bytes, error);
}
