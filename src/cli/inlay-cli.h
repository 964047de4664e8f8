/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#pragma once

#include <glib/gi18n.h>
#include <inlay-client.h>
#include <inlay-store.h>

G_BEGIN_DECLS

/* Exit codes, the same for every verb. */
typedef enum
{
  INLAY_EXIT_DONE = 0,
  INLAY_EXIT_REFUSED = 1,
  INLAY_EXIT_MISUSED = 2,
  INLAY_EXIT_DENIED = 3,
  INLAY_EXIT_CONFLICT = 4,
  INLAY_EXIT_UNHEALTHY = 5,
  INLAY_EXIT_NETWORK = 6,
} InlayExit;

/* What every verb works with: the options all verbs take and the terminal. */
typedef struct
{
  const char *verb;
  char       *registry;   /* nullable: --registry or INLAY_REGISTRY */
  char       *catalog;    /* nullable: --catalog, a file or an address */
  char       *npm;        /* nullable: --npm or INLAY_NPM */
  char      **folders;    /* nullable: --modules, folders with module.json below */
  const char *summary;    /* nullable: what the help says of the verb's table */
  gboolean    json;
  gboolean    answered;   /* the one JSON answer is on standard output */
} InlayCli;

typedef gboolean (*InlayVerbFunc) (InlayCli  *cli,
                                   int        argc,
                                   char     **argv,
                                   GError   **error);

/* Verbs; each in its own file. @argv holds the verb's own name first, as GOptionContext wants it. */
gboolean inlay_verb_build    (InlayCli *cli, int argc, char **argv, GError **error);
gboolean inlay_verb_diff     (InlayCli *cli, int argc, char **argv, GError **error);
gboolean inlay_verb_edit     (InlayCli *cli, int argc, char **argv, GError **error);
gboolean inlay_verb_export   (InlayCli *cli, int argc, char **argv, GError **error);
gboolean inlay_verb_import   (InlayCli *cli, int argc, char **argv, GError **error);
gboolean inlay_verb_lint     (InlayCli *cli, int argc, char **argv, GError **error);
gboolean inlay_verb_login    (InlayCli *cli, int argc, char **argv, GError **error);
gboolean inlay_verb_resolve  (InlayCli *cli, int argc, char **argv, GError **error);
gboolean inlay_verb_validate (InlayCli *cli, int argc, char **argv, GError **error);

/* Options and operands. */
gboolean  inlay_cli_parse         (InlayCli            *cli,
                                   const char          *operands,
                                   const GOptionEntry  *entries,
                                   int                 *argc,
                                   char              ***argv,
                                   guint                least,
                                   guint                most,
                                   GError             **error);

/* Files. "-" is standard input and output. */
GBytes           *inlay_cli_read              (const char        *path,
                                               GError           **error);
gboolean          inlay_cli_write             (const char        *path,
                                               GBytes            *bytes,
                                               GError           **error);
InlayComposition *inlay_cli_read_composition  (const char        *path,
                                               GError           **error);

/* Talking. */
void      inlay_cli_print         (const char          *format,
                                   ...) G_GNUC_PRINTF (1, 2);
void      inlay_cli_say           (const char          *format,
                                   ...) G_GNUC_PRINTF (1, 2);
void      inlay_cli_answer        (InlayCli            *cli,
                                   JsonNode            *node);
void      inlay_cli_print_json    (JsonNode            *node);
void      inlay_cli_print_json_line (JsonNode          *node);
InlayExit inlay_cli_exit_code     (const GError        *error);

/* The registry. */
InlayClient *inlay_cli_connect    (InlayCli            *cli,
                                   GError             **error);
/* A reply as JSON with --json, else its message. */
void         inlay_cli_report     (InlayCli            *cli,
                                   JsonNode            *reply);

G_END_DECLS
