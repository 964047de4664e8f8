/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: The Inlay developers */
#include "inlay-schema-pattern-private.h"

#include <string.h>

/* General categories by their long names, which PCRE2 does not know. */
static const char * const categories[][2] = {
  { "Cased_Letter", "L&" }, { "Close_Punctuation", "Pe" }, { "Connector_Punctuation", "Pc" },
  { "Control", "Cc" }, { "cntrl", "Cc" }, { "Currency_Symbol", "Sc" }, { "Dash_Punctuation", "Pd" },
  { "Decimal_Number", "Nd" }, { "digit", "Nd" }, { "Enclosing_Mark", "Me" },
  { "Final_Punctuation", "Pf" }, { "Format", "Cf" }, { "Initial_Punctuation", "Pi" },
  { "LC", "L&" }, { "Letter", "L" }, { "Letter_Number", "Nl" }, { "Line_Separator", "Zl" },
  { "Lowercase_Letter", "Ll" }, { "Mark", "M" }, { "Combining_Mark", "M" }, { "Math_Symbol", "Sm" },
  { "Modifier_Letter", "Lm" }, { "Modifier_Symbol", "Sk" }, { "Nonspacing_Mark", "Mn" },
  { "Number", "N" }, { "Open_Punctuation", "Ps" }, { "Other", "C" }, { "Other_Letter", "Lo" },
  { "Other_Number", "No" }, { "Other_Punctuation", "Po" }, { "Other_Symbol", "So" },
  { "Paragraph_Separator", "Zp" }, { "Private_Use", "Co" }, { "Punctuation", "P" },
  { "punct", "P" }, { "Separator", "Z" }, { "Space_Separator", "Zs" }, { "Spacing_Mark", "Mc" },
  { "Surrogate", "Cs" }, { "Symbol", "S" }, { "Titlecase_Letter", "Lt" }, { "Unassigned", "Cn" },
  { "Uppercase_Letter", "Lu" },
};

static const char short_categories[] =
  " C Cc Cf Cn Co Cs L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So "
  "Z Zl Zp Zs ";

static char *
find_category (const char *name)
{
  g_autofree char *word = g_strdup_printf (" %s ", name);

  if (strchr (name, ' ') == NULL && strstr (short_categories, word) != NULL)
    return g_strdup (name);
  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    if (strcmp (categories[i][0], name) == 0)
      return g_strdup (categories[i][1]);
  return NULL;
}

static gboolean
is_plain_name (const char *name)
{
  return *name != '\0' && name[strspn (name, G_CSET_A_2_Z G_CSET_a_2_z G_CSET_DIGITS "_")] == '\0';
}

/* @name is what stands between the braces of `\p{…}`. Scripts and binary properties are left to
 * PCRE2 to know; names that it alone gives meaning to ("Any" apart) are not let through.
 *
 * Returns: (transfer full) (nullable): the same property for PCRE2 */
char *
inlay_schema_pattern_property (const char *name,
                               gsize       length)
{
  g_autofree char *whole = g_strndup (name, length);
  char *value = strchr (whole, '=');
  char *category;

  if (value == NULL)
    {
      if ((category = find_category (whole)))
        return category;
      if (!is_plain_name (whole) || (whole[0] == 'X' && length <= 3))
        return NULL;
      return g_strdup (whole);
    }

  *value++ = '\0';
  if (g_str_equal (whole, "gc") || g_str_equal (whole, "General_Category"))
    return find_category (value);
  if (!is_plain_name (value))
    return NULL;
  if (g_str_equal (whole, "sc") || g_str_equal (whole, "Script"))
    return g_strconcat ("sc:", value, NULL);
  if (g_str_equal (whole, "scx") || g_str_equal (whole, "Script_Extensions"))
    return g_strconcat ("scx:", value, NULL);
  return NULL;
}
