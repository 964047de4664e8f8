/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define DEFAULT_MODE 0666

/* What a terminal obeys, what makes text run the other way or be what it does not look like, and what
 * some take for the end of a line. Marks of direction stay: they belong to the words they stand in. */
static gboolean
is_obeyed (gunichar c)
{
  return g_unichar_iscntrl (c) || (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

/* What comes from files and registries is shown without such characters. Line breaks neither: a name
 * with one could pass for a line of ours. */
static char *
tame (const char *text)
{
  GString *tamed = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\t' || !is_obeyed (c))
        g_string_append_unichar (tamed, c);
      else
        g_string_append_printf (tamed, c < 0x100 ? "\\x%02x" : "\\u%04x", c);
    }
  return inlay_string_steal (tamed);
}

static void
put_line (FILE       *stream,
          const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *tamed = tame (valid);

  fprintf (stream, "%s\n", tamed);
}

/**
 * inlay_cli_print:
 *
 * Writes a line of data to standard output.
 */
void
inlay_cli_print (const char *format,
                 ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  put_line (stdout, text);
}

/**
 * inlay_cli_say:
 *
 * Writes a line for people to standard error.
 */
void
inlay_cli_say (const char *format,
               ...)
{
  g_autofree char *text = NULL;
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  put_line (stderr, text);
}

/* Outside of strings JSON text has line breaks only, inside none, so all others can be escaped: the
 * writer leaves DEL and U+0080 to U+009F as they are, and terminals obey those, too. */
static void
print_json (JsonNode       *node,
            InlayJsonFlags  flags)
{
  g_autofree char *text = inlay_json_write (node, flags);
  g_autoptr(GString) tamed = g_string_sized_new (strlen (text));

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '\n' || !is_obeyed (c))
        g_string_append_unichar (tamed, c);
      else
        g_string_append_printf (tamed, "\\u%04x", c);
    }
  fputs (tamed->str, stdout);
}

void
inlay_cli_print_json (JsonNode *node)
{
  print_json (node, INLAY_JSON_PRETTY);
}

/**
 * inlay_cli_print_json_line:
 *
 * As inlay_cli_print_json(), in one line.
 */
void
inlay_cli_print_json_line (JsonNode *node)
{
  print_json (node, INLAY_JSON_DEFAULT);
  fputc ('\n', stdout);
}

/**
 * inlay_cli_answer:
 *
 * Prints the verb's one answer as JSON. A verb that then refuses has said why in it, so that
 * standard output holds one JSON text in any case.
 */
void
inlay_cli_answer (InlayCli *cli,
                  JsonNode *node)
{
  cli->answered = TRUE;
  inlay_cli_print_json (node);
}

/**
 * inlay_cli_exit_code:
 *
 * Returns: the exit status that tells a script what to do about @error
 */
InlayExit
inlay_cli_exit_code (const GError *error)
{
  if (error->domain == G_OPTION_ERROR)
    return INLAY_EXIT_MISUSED;
  if (error->domain != INLAY_ERROR)
    return INLAY_EXIT_REFUSED;

  switch ((InlayError) error->code)
    {
    case INLAY_ERROR_DENIED:
      return INLAY_EXIT_DENIED;
    case INLAY_ERROR_CONFLICT:
    case INLAY_ERROR_STALE:
      return INLAY_EXIT_CONFLICT;
    case INLAY_ERROR_UNHEALTHY:
      return INLAY_EXIT_UNHEALTHY;
    case INLAY_ERROR_UNAVAILABLE:
      return INLAY_EXIT_NETWORK;
    case INLAY_ERROR_INVALID:
    case INLAY_ERROR_NOT_FOUND:
    case INLAY_ERROR_GONE:
    case INLAY_ERROR_UNRESOLVED:
    case INLAY_ERROR_LIMIT:
    default:
      return INLAY_EXIT_REFUSED;
    }
}

/**
 * inlay_cli_parse:
 * @operands: what stands behind the options, for the help
 * @entries: (nullable): the verb's own options
 * @least: how many operands it needs
 * @most: how many it takes
 *
 * Reads the options of a verb and those all verbs have. @argv is left with the verb's name and its
 * operands.
 *
 * Returns: whether they make sense; if not, %G_OPTION_ERROR
 */
gboolean
inlay_cli_parse (InlayCli            *cli,
                 const char          *operands,
                 const GOptionEntry  *entries,
                 int                 *argc,
                 char              ***argv,
                 guint                least,
                 guint                most,
                 GError             **error)
{
  g_autofree char *registry = NULL;
  g_autofree char *npm = NULL;
  g_autoptr(GOptionContext) context = g_option_context_new (operands);
  int of_shelf = cli->summary != NULL && !g_str_equal (cli->verb, "publish") && !g_str_equal (cli->verb, "modules")
                 ? G_OPTION_FLAG_HIDDEN : 0;
  const GOptionEntry common[] = {
    { "registry", 0, 0, G_OPTION_ARG_STRING, &registry, N_("Where the registry is"), "URL" },
    { "catalog", 0, of_shelf, G_OPTION_ARG_STRING, &cli->catalog, N_("More modules to choose from"), N_("FILE|URL") },
    { "npm", 0, of_shelf, G_OPTION_ARG_STRING, &npm, N_("An npm registry that knows more versions"), "URL" },
    { "modules", 0, of_shelf, G_OPTION_ARG_FILENAME_ARRAY, &cli->folders, N_("A folder with modules of yours"), N_("FOLDER") },
    { "json", 0, 0, G_OPTION_ARG_NONE, &cli->json, N_("Answer as JSON"), NULL },
    { NULL }
  };
  guint n;

  if (cli->summary != NULL)
    g_option_context_set_summary (context, cli->summary);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);
  if (!g_option_context_parse (context, argc, argv, error))
    return FALSE;
  if (registry != NULL)
    {
      g_free (cli->registry);
      cli->registry = g_steal_pointer (&registry);
    }
  if (npm != NULL)
    {
      g_free (cli->npm);
      cli->npm = g_steal_pointer (&npm);
    }

  /* GOption leaves the "--" in front of operands that look like options. */
  if (*argc > 1 && g_str_equal ((*argv)[1], "--"))
    {
      (*argv)[1] = (*argv)[0];
      (*argv)++;
      (*argc)--;
    }
  n = (guint) *argc - 1;
  if (n >= least && n <= most)
    return TRUE;

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               n < least ? _("an argument is missing; “inlayctl %s --help” tells which")
                         : _("there are too many arguments; “inlayctl %s --help” tells which"),
               cli->verb);
  return FALSE;
}

static gboolean
fail_io (const char  *what,
         GError     **error)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s: %s", what, g_strerror (code));
  return FALSE;
}

/* Up to the limit and no further: a pipe or a device does not say how much it holds. */
static GBytes *
read_all (int          fd,
          const char  *what,
          GError     **error)
{
  g_autoptr(GByteArray) all = g_byte_array_new ();
  guint8 chunk[65536];
  gssize n;

  while ((n = read (fd, chunk, sizeof chunk)) != 0)
    {
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          fail_io (what, error);
          return NULL;
        }
      g_byte_array_append (all, chunk, (guint) n);
      if (all->len > INLAY_JSON_MAX_SIZE)
        {
          g_set_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT, "%s is larger than 16 MiB", what);
          return NULL;
        }
    }
  return g_byte_array_free_to_bytes (g_steal_pointer (&all));
}

/**
 * inlay_cli_read:
 * @path: a file, or "-"
 *
 * Returns: (transfer full): what is in it, 16 MiB at most, or %NULL with an error that names it
 */
GBytes *
inlay_cli_read (const char  *path,
                GError     **error)
{
  GBytes *bytes;
  int fd;

  if (g_str_equal (path, "-"))
    return read_all (STDIN_FILENO, "standard input", error);

  fd = open (path, O_RDONLY | O_CLOEXEC);
  if (fd < 0)
    {
      fail_io (path, error);
      return NULL;
    }
  bytes = read_all (fd, path, error);
  close (fd);
  return bytes;
}

/**
 * inlay_cli_write:
 * @path: a file, or "-"
 *
 * Writes a file whole or not at all. One that is there keeps its mode, and a link stays a link.
 */
gboolean
inlay_cli_write (const char  *path,
                 GBytes      *bytes,
                 GError     **error)
{
  gsize size;
  const void *data = g_bytes_get_data (bytes, &size);
  g_autofree char *link = g_file_read_link (path, NULL);
  char *target = link != NULL ? realpath (path, NULL) : NULL;
  struct stat info;
  int mode = stat (path, &info) == 0 ? (int) (info.st_mode & 0777) : DEFAULT_MODE;
  gboolean done;

  if (g_str_equal (path, "-"))
    done = (size == 0 || fwrite (data, 1, size, stdout) == size) && fflush (stdout) == 0 ? TRUE
           : fail_io ("standard output", error);
  else
    done = g_file_set_contents_full (target != NULL ? target : path, data != NULL ? data : "",
                                     (gssize) size, G_FILE_SET_CONTENTS_CONSISTENT, mode, error);
  free (target);
  return done;
}

InlayComposition *
inlay_cli_read_composition (const char  *path,
                            GError     **error)
{
  g_autoptr(GBytes) bytes = inlay_cli_read (path, error);
  InlayComposition *composition;

  if (bytes == NULL)
    return NULL;
  composition = inlay_composition_read (bytes, error);
  if (composition == NULL)
    g_prefix_error (error, "%s: ", path);
  return composition;
}

/**
 * inlay_cli_connect:
 *
 * Returns: (transfer full): a client of the registry that was named, with the token of INLAY_TOKEN
 *   or the keyring
 */
InlayClient *
inlay_cli_connect (InlayCli  *cli,
                   GError   **error)
{
  g_autofree char *token = g_strdup (g_getenv ("INLAY_TOKEN"));

  if (cli->registry == NULL || cli->registry[0] == '\0')
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
                   _("no registry is named: use --registry or INLAY_REGISTRY"));
      return NULL;
    }
  if (token == NULL)
    token = inlay_token_lookup (cli->registry, NULL, NULL);

  return inlay_client_new (cli->registry, token, error);
}

void
inlay_cli_report (InlayCli *cli,
                  JsonNode *reply)
{
  const char *message = inlay_json_get_string (reply, "message");

  if (cli->json)
    inlay_cli_answer (cli, reply);
  else
    inlay_cli_print ("%s", message != NULL ? message : _("Done"));
}
