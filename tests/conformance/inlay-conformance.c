/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */

/* inlay-conformance SUITE FOLDER…: runs a public conformance suite against the core library. */
#include "conformance.h"

#include <string.h>

static const struct
{
  const char       *name;
  ConformanceSuite  run;
} suites[] = {
  { "import-maps", suite_import_maps },
  { "json", suite_json },
  { "json-schema", suite_json_schema },
  { "resolver", suite_resolver },
  { "semver", suite_semver },
  { "url", suite_url },
};

static int
misused (void)
{
  g_printerr ("usage: inlay-conformance SUITE FOLDER…\nsuites:");
  for (guint i = 0; i < G_N_ELEMENTS (suites); i++)
    g_printerr (" %s", suites[i].name);
  g_printerr ("\n");
  return 2;
}

int
main (int    argc,
      char **argv)
{
  Conformance self = { 0 };
  ConformanceSuite run = NULL;

  for (guint i = 0; argc > 2 && i < G_N_ELEMENTS (suites); i++)
    if (strcmp (argv[1], suites[i].name) == 0)
      run = suites[i].run;
  if (run == NULL)
    return misused ();

  for (int i = 2; i < argc; i++)
    {
      guint before = self.passed + self.failed;

      run (&self, argv[i]);
      if (self.passed + self.failed == before)
        conformance_result (&self, FALSE, argv[i], "cases of this suite", "none");
    }

  g_print ("%u passed, %u failed\n", self.passed, self.failed);
  return self.failed > 0 ? 1 : 0;
}
