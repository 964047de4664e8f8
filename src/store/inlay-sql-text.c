/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include <string.h>

#include "inlay-sql-private.h"

/* How long what stands at @text is when nothing in it is to be looked at: a string, a quoted name, a
 * comment. 0 for anything else. */
static gsize
measure_opaque (const char *text)
{
  const char *end;

  switch (text[0])
    {
    case '\'':
    case '"':
      end = strchr (text + 1, text[0]);
      return end != NULL ? (gsize) (end - text) + 1 : strlen (text);
    case '-':
      return text[1] == '-' ? strcspn (text, "\n") : 0;
    case '/':
      if (text[1] != '*')
        return 0;
      end = strstr (text + 2, "*/");
      return end != NULL ? (gsize) (end - text) + 2 : strlen (text);
    default:
      return 0;
    }
}

static gboolean
is_word (char c)
{
  return g_ascii_isalnum (c) || c == '_';
}

static gsize
measure_word (const char *text)
{
  gsize length = 0;

  while (is_word (text[length]))
    length++;
  return length;
}

/* `?` is one more than the largest so far, as SQLite counts. */
char *
inlay_sql_number_parameters (const char *sql,
                             guint      *n_parameters)
{
  GString *text = g_string_new (NULL);
  guint n = 0;

  while (*sql != '\0')
    {
      gsize length = measure_opaque (sql);
      guint number;

      if (*sql != '?')
        {
          g_string_append_len (text, sql, (gssize) MAX (length, 1));
          sql += MAX (length, 1);
          continue;
        }
      sql++;
      length = strspn (sql, "0123456789");
      number = length > 0 ? (guint) g_ascii_strtoull (sql, NULL, 10) : n + 1;
      sql += length;
      n = MAX (n, number);
      g_string_append_printf (text, "$%u", number);
    }
  *n_parameters = n;
  return g_string_free (text, FALSE);
}

static const InlaySqlWord *
find_phrase (const InlaySqlWord *words,
             const char         *text)
{
  for (; words->word != NULL; words++)
    if (g_str_has_prefix (text, words->word) && !is_word (text[strlen (words->word)]))
      return words;
  return NULL;
}

/* Phrases are replaced wherever they stand as words; the first that fits wins. @after_table is put
 * behind each CREATE TABLE that does not have it. */
char *
inlay_sql_replace_words (const char         *sql,
                         const InlaySqlWord *words,
                         const char         *after_table)
{
  GString *text = g_string_new (NULL);
  gboolean at_start = TRUE, in_table = FALSE, has_mark = FALSE;

  while (*sql != '\0')
    {
      gsize length = measure_opaque (sql);
      gsize word = measure_word (sql);
      const InlaySqlWord *phrase = word > 0 ? find_phrase (words, sql) : NULL;

      if (*sql == ';')
        {
          if (in_table && !has_mark && *after_table != '\0')
            g_string_append_printf (text, " %s", after_table);
          at_start = TRUE;
          in_table = FALSE;
          has_mark = FALSE;
        }
      if (word > 0)
        {
          if (at_start)
            in_table = g_str_has_prefix (sql, "CREATE TABLE");
          has_mark |= strlen (after_table) == word && strncmp (sql, after_table, word) == 0;
          at_start = FALSE;
        }
      length = phrase != NULL ? strlen (phrase->word) : MAX (MAX (length, word), 1);
      g_string_append_len (text, phrase != NULL ? phrase->other : sql,
                           (gssize) (phrase != NULL ? strlen (phrase->other) : length));
      sql += length;
    }
  return g_string_free (text, FALSE);
}
