/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "config.h"

#include "inlay-cli-deed.h"

#include <math.h>

#define OF_ALL 10000

/* NAME=PERCENT, NAME=PERCENT:{settings} or NAME=PERCENT:MODULE. */
static JsonNode *
read_variant (const char  *text,
              GError     **error)
{
  g_auto(GStrv) words = g_strsplit (text, "=", 2);
  char *rest = NULL;
  double percentage = words[0] != NULL && words[1] != NULL ? g_ascii_strtod (words[1], &rest) : -1;
  JsonNode *settings = NULL;

  if (rest == words[1] || rest == NULL || (*rest != '\0' && *rest != ':') || !(percentage >= 0 && percentage <= 100))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   _("“%s” is no variant: NAME=PERCENT, with :SETTINGS in JSON or :MODULE behind it"), text);
      return NULL;
    }
  if (rest[0] == ':' && rest[1] == '{')
    {
      if (!(settings = inlay_json_read_text (rest + 1, -1, error)))
        {
          g_prefix_error (error, _("variant %s: "), words[0]);
          return NULL;
        }
    }
  return inlay_json_new_object ("name", inlay_json_new_string (words[0]),
                                "weight", inlay_json_new_int ((gint64) floor (percentage * (OF_ALL / 100) + 0.5)),
                                "config", settings,
                                "use", *rest == ':' && settings == NULL ? inlay_json_new_string (rest + 1) : NULL, NULL);
}

static JsonNode *
read_variants (const char * const  *texts,
               GError             **error)
{
  JsonArray *array = json_array_new ();
  g_autoptr(JsonNode) variants = inlay_json_take_array (array);

  for (guint i = 0; texts[i] != NULL; i++)
    {
      JsonNode *variant = read_variant (texts[i], error);

      if (variant == NULL)
        return NULL;
      json_array_add_element (array, variant);
    }
  return g_steal_pointer (&variants);
}

/* As it is, without what was counted. */
static JsonNode *
get_one (InlayOrder  *order,
         GError     **error)
{
  g_autoptr(JsonNode) all = inlay_order_get (order, "~/experiments", error);
  JsonNode *one = inlay_json_get_member (all, order->operands[0]);

  if (all != NULL && one == NULL)
    g_set_error (error, INLAY_ERROR, INLAY_ERROR_NOT_FOUND, _("there is no experiment %s"), order->operands[0]);
  return one != NULL ? json_node_ref (one) : NULL;
}

static JsonNode *
build (InlayOrder  *order,
       GError     **error)
{
  const char * const *texts = inlay_order_list (order, "variant");
  g_autoptr(JsonNode) variants = NULL;
  g_autoptr(JsonNode) there = NULL;

  if (order->n_operands > 1)
    return inlay_cli_read_json (order->operands[1], error);
  if (texts == NULL)
    return (there = get_one (order, error)) != NULL ? inlay_json_remove (there, "/exposures", error) : NULL;
  variants = read_variants (texts, error);
  return variants != NULL ? inlay_json_new_object ("module", inlay_order_value (order, "module"), "salt", inlay_order_value (order, "salt"),
                                                   "variants", json_node_ref (variants), NULL) : NULL;
}

/* Whether it runs is one member; the rest is what was given, or what is there. */
static gboolean
write_one (InlayOrder  *order,
           GError     **error)
{
  g_autoptr(JsonNode) experiment = NULL;
  g_autoptr(JsonNode) enabled = inlay_json_new_boolean (g_str_equal (order->deed->name, "start"));
  g_autoptr(JsonNode) body = NULL;

  if (!inlay_order_bind (order, error) || !(experiment = build (order, error)) ||
      !(body = inlay_json_set (experiment, "/enabled", enabled, error)))
    return FALSE;
  return inlay_order_finish (order, body, error);
}

static void
print_all (InlayOrder *order,
           JsonNode   *all)
{
  JsonObjectIter iter;
  const char *id;
  JsonNode *one;

  if (!JSON_NODE_HOLDS_OBJECT (all))
    return;
  json_object_iter_init_ordered (&iter, json_node_get_object (all));
  while (json_object_iter_next_ordered (&iter, &id, &one))
    {
      JsonArray *variants = inlay_json_get_array (one, "variants");
      const char *module = inlay_json_get_string (one, "module");

      inlay_cli_print (_("%s: %s, module %s, variants: %u"), id, inlay_json_get_boolean (one, "enabled", TRUE) ? _("runs") : _("rests"),
                       module != NULL ? module : "–", variants != NULL ? json_array_get_length (variants) : 0);
    }
}

static void
print_results (InlayOrder *order,
               JsonNode   *one)
{
  JsonArray *variants = inlay_json_get_array (one, "variants");
  JsonNode *exposures = inlay_json_get_member (one, "exposures");

  for (guint i = 0; variants != NULL && i < json_array_get_length (variants); i++)
    {
      JsonNode *variant = json_array_get_element (variants, i);
      const char *name = inlay_json_get_string (variant, "name");

      inlay_cli_print (_("%s: %g %%, shown: %lld"), name != NULL ? name : "–", (double) inlay_json_get_int (variant, "weight", 0) / 100,
                       (long long) (name != NULL ? inlay_json_get_int (exposures, name, 0) : 0));
    }
}

static gboolean
results (InlayOrder  *order,
         GError     **error)
{
  g_autoptr(JsonNode) one = get_one (order, error);

  if (one != NULL)
    inlay_order_show (order, one);
  return one != NULL;
}

#define PUT(word, arguments, options, text) \
  { .name = word, .operands = arguments, .method = "PUT", .path = "~/experiments/{1}", .also = options, .bind = INLAY_BIND_STATE, \
    .keyed = TRUE, .columns = "$1 generation", .run = write_one, .summary = text }

const InlayDeed inlay_deeds_experiments[] = {
  { .name = "list", .method = "GET", .path = "~/experiments", .print = print_all, .summary = N_("The experiments") },
  { .name = "results", .operands = "ID", .method = "GET", .path = "~/experiments", .print = print_results, .run = results,
    .summary = N_("How often each variant of one was shown") },
  PUT ("start", "ID [FILE]", "--variant --module --salt", N_("Start one: of variants, of a file, or one that rests")),
  PUT ("stop", "ID", NULL, N_("Let one rest; what was counted stays")),
  { .name = "delete", .operands = "ID", .method = "DELETE", .path = "~/experiments/{1}", .bind = INLAY_BIND_ANY, .keyed = TRUE,
    .columns = "$1 generation", .ask = N_("Delete the experiment %s?"), .summary = N_("Take one away") },
  { NULL }
};
