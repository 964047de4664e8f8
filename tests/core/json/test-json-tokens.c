/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-core.h"

#include <string.h>

/* One character for each token, with what it says. */
static void
append_token (GString              *trace,
              const InlayJsonToken *token)
{
  static const char marks[] = "!.{}[]:\"idtfn";

  g_string_append_c (trace, marks[token->kind]);
  if (token->kind == INLAY_JSON_KIND_NAME || token->kind == INLAY_JSON_KIND_STRING)
    g_string_append_len (trace, token->text, (gssize) token->length);
  else if (token->kind == INLAY_JSON_KIND_INTEGER)
    g_string_append_printf (trace, "%" G_GINT64_FORMAT, token->integer);
  else if (token->kind == INLAY_JSON_KIND_DOUBLE)
    g_string_append_printf (trace, "%g", token->number);
}

static char *
trace_tree (const char *text)
{
  g_autoptr (JsonNode) node = inlay_json_read_text (text, -1, NULL);
  g_autoptr (InlayJsonTokens) tokens = inlay_json_tokens_new_from_node (node);
  GString *trace = g_string_new (NULL);

  g_clear_pointer (&node, json_node_unref);
  while (trace->len == 0 || trace->str[trace->len - 1] != '.')
    append_token (trace, inlay_json_tokens_next (tokens, NULL));
  return g_string_free (trace, FALSE);
}

/* Reads from a block that ends where the text does, so that looking further is found out. */
static char *
trace_text (const char      *text,
            const char      *skipped,
            InlayJsonFlags   flags,
            GError         **error)
{
  gsize length = strlen (text);
  g_autofree char *block = g_memdup2 (text, length);
  g_autoptr (InlayJsonTokens) tokens = inlay_json_tokens_new (block, length, INLAY_JSON_MAX_DEPTH, flags, error);
  GString *trace = g_string_new (NULL);
  InlayJsonKind kind = tokens != NULL ? INLAY_JSON_KIND_NULL : INLAY_JSON_KIND_ERROR;

  while (kind != INLAY_JSON_KIND_ERROR && kind != INLAY_JSON_KIND_END)
    {
      const InlayJsonToken *token = inlay_json_tokens_next (tokens, error);

      kind = token->kind;
      append_token (trace, token);
      if (skipped != NULL && kind == INLAY_JSON_KIND_NAME && strncmp (token->text, skipped, token->length) == 0 &&
          !inlay_json_tokens_skip (tokens, error))
        kind = INLAY_JSON_KIND_ERROR;
    }
  return g_string_free (trace, FALSE);
}

static void
test_traces (void)
{
  static const struct
  {
    const char *text;
    const char *trace;
  } cases[] = {
    { "1", "i1." },
    { " \"a\" ", "\"a." },
    { "[]", "[]." },
    { "{ }", "{}." },
    { "[ 1 , -0 , 1.5e3 , true,false,null ]", "[i1d-0d1500tfn]." },
    { "{\"a\":{\"b\":[[],{}]},\"c\":\"\"}", "{:a{:b[[]{}]}:c\"}." },
    { "{\"\\u0061\":\"x\\ny\",\"b\":\"\\ud83d\\ude00\"}", "{:a\"x\ny:b\"\xf0\x9f\x98\x80}." },
    { "\"twelve and more \xc3\xa4 than eight\"", "\"twelve and more \xc3\xa4 than eight." },
    { "\"ending at eight\\\\\"", "\"ending at eight\\." },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *trace = trace_text (cases[i].text, NULL, INLAY_JSON_DEFAULT, &error);
      g_autofree char *tree = trace_tree (cases[i].text);

      g_assert_no_error (error);
      g_assert_cmpstr (trace, ==, cases[i].trace);
      g_assert_cmpstr (tree, ==, cases[i].trace);
    }
}

/* What came before a refusal has been handed out; the refusal is the tree reader's own. */
static void
test_refusals (void)
{
  static const struct
  {
    const char *text;
    const char *trace;
  } cases[] = {
    { "", "!" },
    { "[1,]", "[i1!" },
    { "[1 2", "[i1!" },
    { "[1}", "[i1!" },
    { "{\"a\":1,\"a\":2}", "{:ai1!" },
    { "{\"a\":1,\"\\u0061\":2}", "{:ai1!" },
    { "{\"\\u0061\":1,\"a\":2}", "{:ai1!" },
    { "{\"a\":{\"a\":1},\"b\":{\"a\":1,\"b\":2,\"a\":3}}", "{:a{:ai1}:b{:ai1:bi2!" },
    { "{\"a\" 1}", "{!" },
    { "1 1", "i1!" },
    { "\"\x01 twelve and more\"", "!" },
    { "\"twelve and more", "!" },
    { "[\"a\",\xff]", "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GError) tree_error = NULL;
      g_autofree char *trace = trace_text (cases[i].text, NULL, INLAY_JSON_DEFAULT, &error);
      g_autoptr (JsonNode) tree = inlay_json_read_text (cases[i].text, -1, &tree_error);

      g_assert_cmpstr (trace, ==, cases[i].trace);
      g_assert_null (tree);
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
      g_assert_cmpstr (error->message, ==, tree_error->message);
    }
}

/* A name that is there twice is found among few and among many. */
static void
test_many_names (void)
{
  for (guint count = 2; count < 60; count += 7)
    {
      g_autoptr (GString) text = g_string_new ("{");
      g_autofree char *whole = NULL;
      g_autofree char *twice = NULL;
      g_autofree char *trace = NULL;
      g_autofree char *last = NULL;
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = NULL;

      for (guint i = 0; i < count; i++)
        g_string_append_printf (text, "\"name %u\":%u,", i, i);
      whole = g_strdup_printf ("%s\"n\":0}", text->str);
      twice = g_strdup_printf ("%s\"name \\u0031\":0}", text->str);
      node = inlay_json_read_text (whole, -1, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (json_object_get_size (json_node_get_object (node)), ==, count + 1);

      trace = trace_text (twice, NULL, INLAY_JSON_DEFAULT, &error);
      g_assert_error (error, INLAY_ERROR, INLAY_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, "the member \"name 1\" is there twice"));
      g_clear_error (&error);
      last = trace_text (twice, NULL, INLAY_JSON_LAST_WINS, &error);
      g_assert_no_error (error);
      g_assert_true (g_str_has_suffix (last, ":name 1i0}."));
    }
}

static void
test_skip (void)
{
  static const struct
  {
    const char *text;
    const char *trace;
  } cases[] = {
    { "{\"skip\":1,\"b\":2}", "{:skip:bi2}." },
    { "{\"skip\":{\"a\":[1,{}],\"c\":[]},\"b\":2}", "{:skip:bi2}." },
    { "[{\"skip\":[]},{\"skip\":[[[]]]},3]", "[{:skip}{:skip}i3]." },
    { "{\"skip\":[1,}", "{:skip" },
    { "{\"skip\":", "{:skip" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *trace = trace_text (cases[i].text, "skip", INLAY_JSON_DEFAULT, &error);

      g_assert_cmpstr (trace, ==, cases[i].trace);
      g_assert_cmpint (error == NULL, ==, g_str_has_suffix (trace, "."));
    }
}

static void
test_limits (void)
{
  g_autofree char *opening = g_strnfill (3, '[');
  g_autofree char *text = g_strconcat (opening, "1]]]", NULL);
  g_autofree char *huge = g_strnfill (INLAY_JSON_MAX_SIZE + 1, ' ');
  g_autoptr (GError) error = NULL;
  g_autoptr (InlayJsonTokens) tokens = inlay_json_tokens_new (text, strlen (text), 2, INLAY_JSON_DEFAULT, &error);

  g_assert_cmpint (inlay_json_tokens_next (tokens, &error)->kind, ==, INLAY_JSON_KIND_ARRAY);
  g_assert_cmpint (inlay_json_tokens_next (tokens, &error)->kind, ==, INLAY_JSON_KIND_ARRAY);
  g_assert_cmpint (inlay_json_tokens_next (tokens, &error)->kind, ==, INLAY_JSON_KIND_ERROR);
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT);
  g_clear_error (&error);
  g_assert_null (inlay_json_tokens_new (huge, strlen (huge), 2, INLAY_JSON_DEFAULT, &error));
  g_assert_error (error, INLAY_ERROR, INLAY_ERROR_LIMIT);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json-tokens/traces", test_traces);
  g_test_add_func ("/json-tokens/refusals", test_refusals);
  g_test_add_func ("/json-tokens/many-names", test_many_names);
  g_test_add_func ("/json-tokens/skip", test_skip);
  g_test_add_func ("/json-tokens/limits", test_limits);

  return g_test_run ();
}
