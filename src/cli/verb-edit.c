/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli.h"

typedef struct
{
  char *into;      /* nullable: REGION or INSTANCE/SLOT */
  int   at;        /* -1: the end */
  char *output;    /* nullable: in place */
  char *version;   /* nullable: the range of a module that is new here */
} EditOptions;

static gboolean
parse_container (EditOptions     *options,
                 char           **id,
                 InlayContainer  *container,
                 GError         **error)
{
  const char *slash;

  if (options->into == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _("--into REGION or --into INSTANCE/SLOT is missing"));
      return FALSE;
    }

  slash = strchr (options->into, '/');
  if (slash == NULL)
    *container = (InlayContainer) { INLAY_CONTAINER_REGION, options->into, NULL };
  else
    {
      *id = g_strndup (options->into, slash - options->into);
      *container = (InlayContainer) { INLAY_CONTAINER_SLOT, *id, slash + 1 };
    }
  return TRUE;
}

static InlayTransaction *
edit_place (EditOptions       *options,
            InlayComposition  *composition,
            const char        *action,
            const char        *what,
            JsonNode          *config,
            GError           **error)
{
  g_autofree char *id = NULL;
  guint index = options->at < 0 ? INLAY_EDIT_END : (guint) options->at;
  InlayContainer container;

  if (!parse_container (options, &id, &container, error))
    return NULL;
  if (g_str_equal (action, "move"))
    return inlay_edit_move (composition, what, &container, index, NULL, error);
  return inlay_edit_insert (composition, what, options->version, NULL, config, &container, index,
                            NULL, error);
}

static InlayTransaction *
edit_patch (InlayComposition  *composition,
            const char        *path,
            GError           **error)
{
  g_autoptr(GBytes) bytes = inlay_cli_read (path, error);
  g_autoptr(JsonNode) patch = bytes != NULL ? inlay_json_read (bytes, error) : NULL;
  g_autoptr(JsonNode) root = NULL;

  if (patch == NULL)
    return NULL;
  root = inlay_patch_apply (inlay_composition_get_root (composition), patch, NULL, error);
  return root != NULL ? inlay_edit_replace (composition, root, _("Apply patch"), error) : NULL;
}

static InlayTransaction *
edit_set (InlayComposition  *composition,
          int                argc,
          char             **argv,
          GError           **error)
{
  g_autoptr(JsonNode) value = NULL;

  if (argc != 6)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _("set takes INSTANCE POINTER JSON"));
      return NULL;
    }
  value = inlay_json_read_text (argv[5], -1, error);
  return value != NULL ? inlay_edit_set_config (composition, argv[3], argv[4], value, error) : NULL;
}

/* FILE ACTION WHAT …, in argv[1], argv[2] and on. */
static InlayTransaction *
build_transaction (EditOptions       *options,
                   InlayComposition  *composition,
                   int                argc,
                   char             **argv,
                   GError           **error)
{
  const char *action = argv[2];
  const char *what = argv[3];
  const char * const ids[] = { what, NULL };

  if (g_str_equal (action, "insert"))
    {
      g_autoptr(JsonNode) config = argc > 4 ? inlay_json_read_text (argv[4], -1, error) : NULL;

      return argc > 4 && config == NULL ? NULL : edit_place (options, composition, action, what, config, error);
    }
  if (g_str_equal (action, "move"))
    return edit_place (options, composition, action, what, NULL, error);
  if (g_str_equal (action, "remove"))
    return inlay_edit_remove (composition, ids, error);
  if (g_str_equal (action, "duplicate"))
    return inlay_edit_duplicate (composition, what, error);
  if (g_str_equal (action, "rename"))
    return inlay_edit_rename (composition, what, argc > 4 ? argv[4] : NULL, error);
  if (g_str_equal (action, "set"))
    return edit_set (composition, argc, argv, error);
  if (g_str_equal (action, "unset") && argc > 4)
    return inlay_edit_set_config (composition, what, argv[4], NULL, error);
  if (g_str_equal (action, "patch"))
    return edit_patch (composition, what, error);

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               _("“%s” is not an action; “inlayctl edit --help” lists them"), action);
  return NULL;
}

/* The patch forth and the patch back, so that a script can undo what it did. */
static void
answer (InlayCli          *cli,
        InlayTransaction  *transaction,
        InlayComposition  *before)
{
  JsonNode *patch = inlay_transaction_get_patch (transaction);
  g_autoptr(JsonNode) inverse = NULL;
  g_autoptr(JsonNode) after = inlay_patch_apply (inlay_composition_get_root (before), patch, &inverse, NULL);
  g_autoptr(JsonNode) node =
    inlay_json_new_object ("name", inlay_json_new_string (inlay_transaction_get_name (transaction)),
                           "patch", json_node_ref (patch),
                           "inverse", after != NULL ? json_node_ref (inverse) : NULL,
                           NULL);

  inlay_cli_answer (cli, node);
}

static gboolean
edit_file (InlayCli     *cli,
           EditOptions  *options,
           int           argc,
           char        **argv,
           GError      **error)
{
  g_autoptr(InlayComposition) composition = inlay_cli_read_composition (argv[1], error);
  g_autoptr(InlayDocument) document = NULL;
  g_autoptr(InlayTransaction) transaction = NULL;
  g_autoptr(GBytes) bytes = NULL;
  const char *target = options->output != NULL ? options->output : argv[1];

  if (composition == NULL)
    return FALSE;
  transaction = build_transaction (options, composition, argc, argv, error);
  document = inlay_document_new (composition);
  if (transaction == NULL || !inlay_document_apply (document, transaction, error))
    return FALSE;

  bytes = inlay_composition_write (inlay_document_get_composition (document));
  if (!inlay_cli_write (target, bytes, error))
    return FALSE;
  /* On standard output the composition is the answer. */
  if (cli->json && !g_str_equal (target, "-"))
    answer (cli, transaction, composition);
  else
    inlay_cli_say ("%s", inlay_transaction_get_name (transaction));
  return TRUE;
}

/**
 * inlay_verb_edit:
 *
 * `inlayctl edit FILE ACTION WHAT …`: one transaction, as the application would make it.
 */
gboolean
inlay_verb_edit (InlayCli  *cli,
                 int        argc,
                 char     **argv,
                 GError   **error)
{
  EditOptions options = { .at = -1 };
  const GOptionEntry entries[] = {
    { "into", 0, 0, G_OPTION_ARG_STRING, &options.into, N_("Where to"), N_("REGION|INSTANCE/SLOT") },
    { "at", 0, 0, G_OPTION_ARG_INT, &options.at, N_("Place in the list, from 0"), "N" },
    { "range", 0, 0, G_OPTION_ARG_STRING, &options.version, N_("Versions of a module that is new here"), N_("RANGE") },
    { "output", 'o', 0, G_OPTION_ARG_FILENAME, &options.output, N_("Another file for the result"), N_("FILE") },
    { NULL }
  };
  gboolean done;

  done = inlay_cli_parse (cli,
                          _("FILE insert MODULE [CONFIG] | move INSTANCE | remove INSTANCE | "
                            "duplicate INSTANCE | rename INSTANCE NAME | set INSTANCE POINTER JSON | "
                            "unset INSTANCE POINTER | patch PATCHFILE"),
                          entries, &argc, &argv, 3, 5, error) &&
         edit_file (cli, &options, argc, argv, error);
  g_free (options.into);
  g_free (options.output);
  g_free (options.version);
  return done;
}
