/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

/* What works on the database itself is the registry's own program: beside this one, or in PATH. */
static char *
find_program (GError **error)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : NULL;
  g_autofree char *beside = folder != NULL ? g_build_filename (folder, "inlay-registry", NULL) : NULL;
  char *program = g_find_program_in_path (beside != NULL ? beside : "inlay-registry");

  if (program == NULL)
    program = g_find_program_in_path ("inlay-registry");
  if (program == NULL)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, _("inlay-registry is neither beside inlayctl nor in PATH"));
  return program;
}

static gboolean
hand_over (InlayOrder  *order,
           GError     **error)
{
  const char *from = inlay_order_text (order, "from");
  const char *to = inlay_order_text (order, "to");
  g_autofree char *program = NULL;
  char *arguments[] = { NULL, (char *) "admin", (char *) order->deed->name, (char *) "--from", (char *) from, (char *) "--to", (char *) to, NULL };
  int status;

  if (from == NULL || to == NULL)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, _("admin %s needs --from ADDRESS and --to ADDRESS"), order->deed->name);
      return FALSE;
    }
  if (!(arguments[0] = program = find_program (error)) ||
      !g_spawn_sync (NULL, arguments, NULL, G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, NULL, NULL, &status, error))
    return FALSE;
  if (g_spawn_check_wait_status (status, NULL))
    return TRUE;
  g_set_error (error, INLAY_ERROR, INLAY_ERROR_INVALID, _("inlay-registry admin %s did not end well"), order->deed->name);
  return FALSE;
}

#define SPAWN(word, text) { .name = word, .method = "GET", .also = "--from --to", .run = hand_over, .summary = text }
#define FETCH(word, address, text) \
  { .name = word, .method = "GET", .path = address, .also = "--output", .run = inlay_order_save, .summary = text }

const InlayDeed inlay_deeds_admin[] = {
  { .name = "ready", .method = "GET", .path = "/readyz", .columns = "status generation", .summary = N_("Whether the registry can serve") },
  { .name = "alive", .method = "GET", .path = "/healthz", .columns = "status", .summary = N_("Whether it answers") },
  { .name = "backup", .method = "POST", .path = "/api/v1/admin/backup", .columns = "file bytes",
    .summary = N_("Copy it to a new file in its operator’s folder") },
  { .name = "gc", .method = "POST", .path = "/api/v1/admin/gc", .body = "keepDays=--keep-days", .columns = "revisions files notes",
    .ask = N_("Let go of what nobody can have open any more?"), .summary = N_("Let go of what nobody can have open any more") },
  FETCH ("metrics", "/metrics", N_("Its counters, for Prometheus")),
  FETCH ("openapi", "/api/v1/openapi.json", N_("All its routes")),
  SPAWN ("copy", N_("Copy a registry that is stopped: --from sqlite:FILE --to postgresql://…")),
  SPAWN ("compare", N_("Tell whether two hold the same")),
  { NULL }
};
